"""`/case`: what needs a decision; and `/setup`. Both are for moderators."""

import discord
from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import CaseId, ChannelId, RoleId
from bot.domain.moderation.case_lists import AGES
from bot.domain.states import CohortState
from bot.language.say import ENGLISH
from bot.messages.moderation import case_lists as list_words
from bot.messages.moderation import cases as case_words
from bot.services.cohorts import cohorts
from bot.services.moderation import case_lists, cases, societies
from bot.services.moderation.societies import Choices
from bot.views.answering import answer
from bot.views.moderation import case_lists as list_views
from bot.views.moderation import cases as case_views
from bot.views.moderation.societies import panel
from bot.views.router import Interaction, say_for


class Cases(AppCog):
    """Look at cases and close them."""

    case = app_commands.Group(
        name="case", description="Cases that need a decision (moderators)", guild_only=True
    )

    @case.command(name="list")
    @app_commands.rename(older_than="older-than")
    @app_commands.describe(
        kind="Only cases of one kind",
        cohort="Only cases of one cohort",
        older_than="Only cases that have been open this long",
    )
    @app_commands.choices(
        kind=[
            app_commands.Choice(name=name, value=value.value)
            for value, name in list_words.KIND_NAMES.items()
        ]
    )
    @app_commands.choices(
        older_than=[
            app_commands.Choice(name=list_words.age(ENGLISH, days), value=days)
            for days in AGES
            if days
        ]
    )
    async def list_open(
        self,
        interaction: Interaction,
        kind: str = "",
        cohort: str = "",
        older_than: int = 0,
    ) -> None:
        """List open cases, most urgent first."""
        actor = actor_of(interaction)
        wanted = await case_lists.narrow(self.app, actor, kind, cohort, older_than)
        await answer(interaction, await list_views.first_page(self.app, actor, wanted))

    @case.command(name="show")
    @app_commands.describe(case="Case number")
    async def show(
        self, interaction: Interaction, case: app_commands.Range[int, 1, 1_000_000]
    ) -> None:
        """Open a case: its log, and what you can do."""
        shown_case = await cases.show(self.app, actor_of(interaction), CaseId(case))
        await answer(interaction, case_words.case_card(say_for(interaction), shown_case))

    @case.command(name="resolve")
    @app_commands.describe(case="Case number", note="What you decided (moderators only)")
    async def resolve(
        self,
        interaction: Interaction,
        case: app_commands.Range[int, 1, 1_000_000],
        note: str = "",
    ) -> None:
        """Resolve a case."""
        done = await case_views.resolved(self.app, actor_of(interaction), CaseId(case), note)
        await answer(interaction, done)

    @show.autocomplete("case")
    @resolve.autocomplete("case")
    async def numbers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        """Offer the open cases, most urgent first."""
        open_ = await cases.open_cases(self.app, actor_of(interaction))
        wanted = str(typed or "")
        return [
            app_commands.Choice(name=case_words.choice(say_for(interaction), case), value=case.id)
            for case in open_
            if str(case.id).startswith(wanted)
        ][:25]

    @list_open.autocomplete("cohort")
    async def cohort_names(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the society's cohorts."""
        offered = await cohorts.names(self.app, actor_of(interaction), typed, *CohortState)
        return [app_commands.Choice(name=name, value=name) for name in offered]


# --- `/setup`: channels, roles, and permissions -----------------------------------------------


class Setup(AppCog):
    """Set the society up."""

    @app_commands.command(name="setup")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.rename(
        mentoring_channel="mentoring-channel",
        moderator_role="moderator-role",
        moderator_channel="moderator-channel",
        wins_channel="wins-channel",
        time_zone="time-zone",
        thread_names="thread-names",
    )
    @app_commands.describe(
        mentoring_channel="Where the sign-up panel goes and pairs get their private threads",
        moderator_role="Who can moderate, besides people with Manage Server",
        moderator_channel="Where moderators see what needs a decision",
        wins_channel="Where shared wins are posted",
        time_zone="Your server’s time zone, like Chicago",
        thread_names="Name new threads by people or by cohort",
    )
    @app_commands.choices(
        thread_names=[
            app_commands.Choice(name="People", value="people"),
            app_commands.Choice(name="Cohort", value="cohort"),
        ]
    )
    async def setup(
        self,
        interaction: Interaction,
        mentoring_channel: discord.TextChannel | None = None,
        moderator_role: discord.Role | None = None,
        moderator_channel: discord.TextChannel | None = None,
        wins_channel: discord.TextChannel | None = None,
        time_zone: str | None = None,
        thread_names: str | None = None,
    ) -> None:
        """Set up channels and check my permissions."""
        actor = actor_of(interaction)
        choices = Choices(
            mentoring_channel=_id_of(mentoring_channel),
            moderator_role=RoleId(moderator_role.id) if moderator_role else None,
            moderator_channel=_id_of(moderator_channel),
            wins_channel=_id_of(wins_channel),
            time_zone=time_zone,
            names_threads=None if thread_names is None else thread_names == "people",
        )
        if choices == Choices():
            await answer(interaction, await panel(interaction, self.app, actor))
            return
        await societies.set_up(self.app, actor, choices)
        await answer(interaction, await panel(interaction, self.app, actor))


def _id_of(chosen: discord.TextChannel | None) -> ChannelId | None:
    return ChannelId(chosen.id) if chosen else None
