"""`/case`: what needs a decision, for moderators."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import CaseId
from bot.messages.moderation import cases as words
from bot.services.moderation import cases
from bot.views.answering import answer
from bot.views.router import Interaction


class Cases(AppCog):
    """Look at cases and close them."""

    case = app_commands.Group(
        name="case", description="What needs a decision (moderators)", guild_only=True
    )

    @case.command(name="list")
    async def list_open(self, interaction: Interaction) -> None:
        """See the open cases, most urgent first."""
        actor = actor_of(interaction)
        found = await cases.open_cases(self.app, actor)
        await answer(interaction, words.listing(actor.guild, found))

    @case.command(name="show")
    @app_commands.describe(case="Its number")
    async def show(
        self, interaction: Interaction, case: app_commands.Range[int, 1, 1_000_000]
    ) -> None:
        """See one case, its trail, and what can be done."""
        found = await cases.show(self.app, actor_of(interaction), CaseId(case))
        await answer(interaction, words.shown(found))

    @case.command(name="resolve")
    @app_commands.describe(case="Its number")
    async def resolve(
        self, interaction: Interaction, case: app_commands.Range[int, 1, 1_000_000]
    ) -> None:
        """Close a case."""
        done = await cases.resolve(self.app, actor_of(interaction), CaseId(case))
        await answer(interaction, words.moved(done))

    @show.autocomplete("case")
    @resolve.autocomplete("case")
    async def numbers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        """Offer the open cases, most urgent first."""
        found = await cases.open_cases(self.app, actor_of(interaction))
        wanted = str(typed or "")
        return [
            app_commands.Choice(name=words.choice(one), value=one.id)
            for one in found
            if str(one.id).startswith(wanted)
        ][:25]
