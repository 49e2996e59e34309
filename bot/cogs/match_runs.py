"""`/match`: propose pairs, understand them, approve them; for moderators."""

from discord import app_commands

from bot.cogs.base import AppCog
from bot.domain.states import CohortState
from bot.messages import match_runs as words
from bot.services import cohorts, match_runs
from bot.views.answering import actor_of, answer, think
from bot.views.router import Interaction


class MatchRuns(AppCog):
    """Make pairs."""

    match = app_commands.Group(name="match", description="Make pairs (moderators)", guild_only=True)

    @match.command(name="preview")
    @app_commands.describe(cohort="Which cohort")
    async def preview(self, interaction: Interaction, cohort: str) -> None:
        """Propose pairs for everybody who waits; nothing is decided yet."""
        await think(interaction)
        found = await match_runs.propose(self.app, actor_of(interaction), cohort)
        await answer(interaction, words.preview(found))

    @match.command(name="approve")
    @app_commands.describe(cohort="Which cohort")
    async def approve(self, interaction: Interaction, cohort: str) -> None:
        """Approve the latest proposal: each pair is introduced in a private thread."""
        await think(interaction)
        done = await match_runs.approve_latest(self.app, actor_of(interaction), cohort)
        await answer(interaction, words.approved(done))

    @preview.autocomplete("cohort")
    @approve.autocomplete("cohort")
    async def matchable(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that can be matched."""
        states = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
        found = await cohorts.names(self.app, actor_of(interaction), typed, *states)
        return [app_commands.Choice(name=name, value=name) for name in found]
