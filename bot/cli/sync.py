"""`preceptor sync`: deploy the slash commands without starting the bot."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.client import MentorBot
    from bot.settings import Settings


def sync(
    force: Annotated[
        bool, typer.Option("--force", help="Send them even if nothing has changed.")
    ] = False,
) -> None:
    """Register slash commands (`run` does this too)."""
    from bot.cli.runtime import prepare
    from bot.configuration import require_token

    settings = prepare()
    require_token(settings)
    sent = asyncio.run(deploy_commands(settings, force))
    typer.echo("Commands registered." if sent else "Nothing has changed since last time.")


async def deploy_commands(settings: "Settings", force: bool) -> bool:
    """Log in without the gateway and deploy the commands; return whether they were sent."""
    from discord import LoginFailure

    from bot.client import MentorBot
    from bot.command_tree import deploy
    from bot.configuration import require_token
    from bot.domain.errors import DomainError
    from bot.observability.metrics import Metrics
    from bot.running import build_app
    from bot.storage.database import Database
    from bot.storage.migrate import migrate

    sent = False

    async def on_setup(client: "MentorBot") -> None:
        nonlocal sent
        sent = await deploy(client, client.app.database, force)

    database = await Database.connect(settings.database.url)
    try:
        await migrate(database)
        app = build_app(settings, database)
        async with MentorBot(app, Metrics(), on_setup) as client:
            await client.login(require_token(settings).get_secret_value())
    except LoginFailure as error:
        raise DomainError("discord.bad_token") from error
    finally:
        await database.close()
    return sent
