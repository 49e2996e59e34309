"""`preceptor run`: the bot itself."""

import asyncio
from typing import Annotated

import typer


def run(
    anew: Annotated[
        bool,
        typer.Option("--new", help="Start with an empty database if the previous one is gone."),
    ] = False,
) -> None:
    """Start the bot and run it until you stop it."""
    from bot import memory
    from bot.cli.runtime import prepare
    from bot.configuration import require_token

    with memory.start_up():
        settings = prepare(quiet=False)
        require_token(settings)

        # Loading everything takes a while; a missing token is reported before that.
        from bot.running import run_bot

        asyncio.run(run_bot(settings, anew=anew))
