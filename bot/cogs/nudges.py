"""`/nudges`, `/why`, and `/away`: notification settings."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.messages.nudges import away as away_words
from bot.messages.nudges.settings import panel
from bot.messages.nudges.why import why as explain
from bot.services.nudges import panel as nudge_panel
from bot.services.nudges import why
from bot.services.programs.saved_programs import offer_days
from bot.views.answering import answer
from bot.views.nudges.away import be_away
from bot.views.router import Interaction, say_for

Choices = list[app_commands.Choice[str]]


class Nudges(AppCog):
    """Settings of reminders, and time away."""

    @app_commands.command(name="nudges")
    @app_commands.guild_only()
    async def nudges(self, interaction: Interaction) -> None:
        """Reminder settings: quiet hours, limits, snooze, mute."""
        await answer(
            interaction,
            panel(say_for(interaction), await nudge_panel.show(self.app, actor_of(interaction))),
        )

    @app_commands.command(name="why")
    @app_commands.guild_only()
    async def why(self, interaction: Interaction) -> None:
        """See why you got the last message, and get fewer."""
        actor = actor_of(interaction)
        await answer(
            interaction, explain(say_for(interaction), await why.last(self.app, actor), actor.guild)
        )

    @app_commands.command(name="away")
    @app_commands.guild_only()
    @app_commands.rename(first="from", last="until")
    @app_commands.describe(
        first="First day: today, Friday, Feb 1…",
        last="Last day: Sunday, in two weeks, Feb 14…",
        note="A note for your match (optional)",
    )
    async def away(
        self,
        interaction: Interaction,
        first: app_commands.Range[str, 1, 60],
        last: app_commands.Range[str, 1, 60],
        note: app_commands.Range[str, 1, 300] = "",
    ) -> None:
        """Set time away. Pauses reminders and lets your match know."""
        fields = {"from": (first,), "until": (last,), "note": (note,)}
        message = await be_away(self.app, interaction, actor_of(interaction), fields)
        await answer(interaction, message)

    @away.autocomplete("first")
    @away.autocomplete("last")
    async def days(self, interaction: Interaction, typed: str) -> Choices:
        """Show which day is understood."""
        offered = await offer_days(self.app, actor_of(interaction), typed)
        return [
            app_commands.Choice(
                name=away_words.offered(day_offered.words, day_offered.day), value=day_offered.value
            )
            for day_offered in offered
        ]
