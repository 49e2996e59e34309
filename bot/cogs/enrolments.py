"""`/join` and `/leave`: the same as the sign-up panel's buttons."""

from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.states import CohortState, Role
from bot.messages.cohorts import enrolments as words
from bot.messages.cohorts import sign_up as steps
from bot.services.cohorts import cohorts, enrolments, sign_up
from bot.views.answering import answer
from bot.views.router import Interaction


class Enrolments(AppCog):
    """Sign up and withdraw."""

    @app_commands.command(name="join")
    @app_commands.guild_only()
    @app_commands.describe(cohort="Which cohort", role="As what")
    @app_commands.choices(
        role=[
            app_commands.Choice(name="I want a mentor", value=Role.MENTEE.value),
            app_commands.Choice(name="I can mentor", value=Role.MENTOR.value),
        ]
    )
    async def join(self, interaction: Interaction, cohort: str, role: str | None = None) -> None:
        """Sign up for a cohort, as mentor or mentee."""
        actor = actor_of(interaction)
        found = await enrolments.find_open(self.app, actor, cohort)
        if role is None:
            await answer(interaction, steps.choose_role(found))
            return
        begun = await sign_up.begin(self.app, actor, found.id, Role(role))
        await answer(interaction, steps.step(begun))

    @app_commands.command(name="leave")
    @app_commands.guild_only()
    @app_commands.describe(cohort="Which cohort")
    async def leave(self, interaction: Interaction, cohort: str) -> None:
        """Withdraw from a cohort, at any time before you are introduced."""
        actor = actor_of(interaction)
        found = await enrolments.find_by_name(self.app, actor, cohort)
        await answer(interaction, words.left(await enrolments.leave(self.app, actor, found.id)))

    @join.autocomplete("cohort")
    async def open_cohorts(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that take sign-ups."""
        actor = actor_of(interaction)
        found = await cohorts.names(self.app, actor, typed, CohortState.ENROLLING)
        return [app_commands.Choice(name=name, value=name) for name in found]

    @leave.autocomplete("cohort")
    async def own_cohorts(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that the person waits in."""
        found = await enrolments.names(self.app, actor_of(interaction), typed)
        return [app_commands.Choice(name=name, value=name) for name in found]
