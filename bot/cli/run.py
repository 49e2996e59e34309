"""`preceptor run`: the bot itself."""

import asyncio


def run() -> None:
    """Start the bot on Discord and run it until it is told to stop."""
    from bot import memory
    from bot.cli.runtime import prepare
    from bot.configuration import require_token

    memory.begin_start_up()
    settings = prepare(quiet=False)
    require_token(settings)

    # Everything the bot is made of takes a while to load; a missing token is said before that.
    from bot.running import run_bot

    asyncio.run(run_bot(settings))
