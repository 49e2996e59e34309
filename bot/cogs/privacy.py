"""`/privacy`: your data, shown, taken along, and deleted."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.views.privacy import privacy as views
from bot.views.router import Interaction

_WHERE = [
    app_commands.Choice(name="In this server", value="here"),
    app_commands.Choice(name="In every server", value="everywhere"),
]
_HOW = [
    app_commands.Choice(name="Here (only you see it)", value="here"),
    app_commands.Choice(name="By DM", value="dm"),
]


class Privacy(AppCog):
    """See, take along, and delete what is kept about you."""

    privacy = app_commands.Group(
        name="privacy", description="View, export, or delete your data", guild_only=True
    )

    @privacy.command(name="show")
    async def show(self, interaction: Interaction) -> None:
        """View what I keep about you and why."""
        await views.show(self.app, actor_of(interaction), interaction)

    @privacy.command(name="export")
    @app_commands.describe(where="This server or every server", how="Where you’d like the file")
    @app_commands.choices(where=_WHERE, how=_HOW)
    async def export(
        self, interaction: Interaction, where: str = "here", how: str = "here"
    ) -> None:
        """Export everything I keep about you."""
        await views.export(
            self.app,
            actor_of(interaction),
            interaction,
            everywhere=where == "everywhere",
            by_dm=how == "dm",
        )

    @privacy.command(name="delete")
    @app_commands.describe(where="This server or every server")
    @app_commands.choices(where=_WHERE)
    async def delete(self, interaction: Interaction, where: str = "here") -> None:
        """Delete everything I keep about you. I’ll ask first."""
        await views.ask_to_delete(
            self.app, actor_of(interaction), interaction, everywhere=where == "everywhere"
        )
