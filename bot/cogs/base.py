"""What every cog is: a holder of commands that knows the app."""

from discord import app_commands
from discord.ext import commands

from bot.app import App


class AppCog(commands.Cog):
    """Commands of one noun; `menus` are those found by a right click on a message or a person."""

    menus: tuple[app_commands.ContextMenu, ...] = ()

    def __init__(self, app: App) -> None:
        self.app = app
