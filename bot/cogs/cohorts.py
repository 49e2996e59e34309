"""`/cohort`: a cohort's life, for moderators."""

from discord import app_commands

from bot.cogs.base import AppCog
from bot.domain.states import CohortState
from bot.messages import cohorts as words
from bot.services import cohorts
from bot.views.answering import actor_of, answer
from bot.views.router import Interaction


class Cohorts(AppCog):
    """Create, open, close, look at and end a cohort."""

    cohort = app_commands.Group(
        name="cohort", description="Run a cohort (moderators)", guild_only=True
    )

    @cohort.command(name="create")
    @app_commands.describe(
        name="What people will call it, such as Spring",
        check_in_days="How many days between check-ins; 14 if you leave it out",
    )
    @app_commands.rename(check_in_days="check-in-days")
    async def create(
        self,
        interaction: Interaction,
        name: str,
        check_in_days: app_commands.Range[int, 1, 90] | None = None,
    ) -> None:
        """Make a new cohort; nobody sees it until you open it."""
        made = await cohorts.create(
            self.app, actor_of(interaction), name, check_in_days=check_in_days
        )
        await answer(interaction, words.created(made))

    @cohort.command(name="open")
    @app_commands.describe(name="Which cohort")
    async def open_cohort(self, interaction: Interaction, name: str) -> None:
        """Open sign-up: the panel goes to the mentoring channel."""
        await answer(
            interaction, words.moved(await cohorts.open_(self.app, actor_of(interaction), name))
        )

    @cohort.command(name="close")
    @app_commands.describe(name="Which cohort")
    async def close_cohort(self, interaction: Interaction, name: str) -> None:
        """Close sign-up."""
        await answer(
            interaction, words.moved(await cohorts.close(self.app, actor_of(interaction), name))
        )

    @cohort.command(name="end")
    @app_commands.describe(name="Which cohort")
    async def end_cohort(self, interaction: Interaction, name: str) -> None:
        """End a cohort and its pairs."""
        await answer(
            interaction, words.moved(await cohorts.end(self.app, actor_of(interaction), name))
        )

    @cohort.command(name="status")
    @app_commands.describe(name="Which cohort")
    async def status_cohort(self, interaction: Interaction, name: str) -> None:
        """See who signed up and what to do next."""
        found = await cohorts.status(self.app, actor_of(interaction), name)
        await answer(interaction, words.status(found))

    @open_cohort.autocomplete("name")
    @close_cohort.autocomplete("name")
    @end_cohort.autocomplete("name")
    @status_cohort.autocomplete("name")
    async def names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the society's cohorts that are not over."""
        live = [state for state in CohortState if state is not CohortState.ENDED]
        found = await cohorts.names(self.app, actor_of(interaction), typed, *live)
        return [app_commands.Choice(name=name, value=name) for name in found]
