"""What every cog is: a holder of commands that knows the app."""

from discord.ext import commands

from bot.app import App


class AppCog(commands.Cog):
    """Commands of one noun."""

    def __init__(self, app: App) -> None:
        self.app = app
