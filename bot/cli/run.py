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

    # Loading everything takes a while; a missing token is reported before that.
    from bot.running import run_bot

    asyncio.run(run_bot(settings))
