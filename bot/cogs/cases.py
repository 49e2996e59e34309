"""`/case`: what needs a decision, for moderators."""

from discord import app_commands

from bot.cogs.base import AppCog
from bot.messages import cases as words
from bot.services import cases
from bot.views.answering import actor_of, answer
from bot.views.router import Interaction


class Cases(AppCog):
    """Look at cases."""

    case = app_commands.Group(
        name="case", description="What needs a decision (moderators)", guild_only=True
    )

    @case.command(name="list")
    async def list(self, interaction: Interaction) -> None:
        """See the open cases."""
        await answer(
            interaction,
            words.listing(await cases.open_cases(self.app, actor_of(interaction))),
        )
