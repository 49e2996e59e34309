"""A demo: one society's first weeks, played with the real bot against the stand-in.

The bot runs as it does in production, in a process of its own. Everything that people do here goes
through slash commands, buttons and forms; nothing reaches into the bot.
"""

import asyncio

from sandbox.demo.story import tell


def play() -> int:
    """Play the story, print its result and what each person saw, and return the exit code."""
    return asyncio.run(tell())
