"""A demo: one society's first weeks, played with the real bot against the stand-in.

The bot runs as it does in production, in a process of its own. Everything that people do here goes
through slash commands, buttons and forms; nothing reaches into the bot.
"""

import asyncio

from sandbox.demo.story import tell


def play(*, whole: bool = False) -> int:
    """Play the story, print its result and its acts, and return the exit code.

    The `whole` transcript also has every exchange, and what each person saw.
    """
    return asyncio.run(tell(whole=whole))
