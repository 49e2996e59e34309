"""`/match`: propose pairs, review, change, and approve them; for moderators."""

import discord
from discord import app_commands

from bot.cogs.base import AppCog, actor_of
from bot.domain.ids import UserId
from bot.domain.matching import PairKey
from bot.domain.states import CohortState
from bot.messages.matching import by_hand as hand_words
from bot.messages.matching import decisions as decision_words
from bot.messages.matching import runs as words
from bot.messages.moderation import acts as act_words
from bot.services.cohorts import cohorts
from bot.services.matching import approvals as match_approvals
from bot.services.matching import by_hand, decisions
from bot.services.matching import runs as match_runs
from bot.services.matching.by_hand import Ending
from bot.views import presence
from bot.views.answering import answer, think
from bot.views.matching.runs import changed_words, file_of
from bot.views.router import Interaction, say_for

COHORT = "Which cohort"
RELEASE = "Lift the lock or forbid instead"


class MatchRuns(AppCog):
    """Make pairs."""

    match = app_commands.Group(
        name="match", description="Match mentors and mentees (moderators)", guild_only=True
    )

    @match.command(name="preview")
    @app_commands.describe(cohort=COHORT)
    async def preview(self, interaction: Interaction, cohort: str) -> None:
        """Preview proposed pairs. Nothing is final yet."""
        await think(interaction)
        actor = actor_of(interaction)
        # Someone may have left the server since they were looked up.
        await presence.refresh_cohort(interaction, self.app, actor, cohort, recheck=True)
        run = await match_runs.propose(self.app, actor, cohort)
        await answer(interaction, words.preview(say_for(interaction), run))

    @match.command(name="review")
    @app_commands.describe(cohort=COHORT, show="What to show. Default: pairs by number")
    @app_commands.choices(
        show=[app_commands.Choice(name=label, value=value) for label, value in words.VIEWS]
    )
    async def review(
        self, interaction: Interaction, cohort: str, show: str = words.Order.NUMBERS.value
    ) -> None:
        """See the latest proposal, or locks and forbids."""
        actor = actor_of(interaction)
        if show == words.DECISIONS:
            decided = await decisions.show(self.app, actor, cohort)
            await answer(interaction, decision_words.listed(say_for(interaction), decided))
            return
        await think(interaction)
        run = await match_runs.review(self.app, actor, cohort)
        if show == words.FILE:
            await answer(interaction, await file_of(interaction, run))
            return
        await answer(interaction, words.preview(say_for(interaction), run, order=words.Order(show)))

    @match.command(name="lock")
    @app_commands.describe(cohort=COHORT, mentee="The mentee", mentor="The mentor", release=RELEASE)
    async def lock(
        self,
        interaction: Interaction,
        cohort: str,
        mentee: discord.User,
        mentor: discord.User,
        release: bool = False,
    ) -> None:
        """Keep two people together in every proposal."""
        await think(interaction)
        actor, key = actor_of(interaction), PairKey(str(mentee.id), str(mentor.id))
        changed = await match_runs.lock(self.app, actor, cohort, key, release=release)
        await answer(interaction, changed_words(say_for(interaction), changed, key))

    @match.command(name="forbid")
    @app_commands.describe(cohort=COHORT, mentee="The mentee", mentor="The mentor", release=RELEASE)
    async def forbid(
        self,
        interaction: Interaction,
        cohort: str,
        mentee: discord.User,
        mentor: discord.User,
        release: bool = False,
    ) -> None:
        """Keep two people apart in every proposal."""
        await think(interaction)
        actor, key = actor_of(interaction), PairKey(str(mentee.id), str(mentor.id))
        changed = await match_runs.forbid(self.app, actor, cohort, key, release=release)
        await answer(interaction, changed_words(say_for(interaction), changed, key))

    @match.command(name="swap")
    @app_commands.describe(cohort=COHORT, one="One mentee", other="The mentee to swap with")
    async def swap(
        self, interaction: Interaction, cohort: str, one: discord.User, other: discord.User
    ) -> None:
        """Swap the mentors of two mentees in the proposal."""
        await think(interaction)
        run = await match_runs.swap(
            self.app, actor_of(interaction), cohort, UserId(one.id), UserId(other.id)
        )
        await answer(
            interaction, words.preview(say_for(interaction), run, about=PairKey(str(one.id), ""))
        )

    @match.command(name="pair")
    @app_commands.describe(
        cohort=COHORT,
        mentee="The mentee. If they have a mentor, they’re moved",
        mentor="The mentor",
        act="What to do. Default: pair them or move the mentee",
        note="Why (for the log, moderators only)",
    )
    @app_commands.choices(
        act=[app_commands.Choice(name=label, value=value) for label, value in hand_words.ACTS]
    )
    async def pair(
        self,
        interaction: Interaction,
        cohort: str,
        mentee: discord.User,
        mentor: discord.User,
        act: str = hand_words.PAIR,
        note: app_commands.Range[str, 0, 200] = "",
    ) -> None:
        """Pair, move, end, or restore by hand. You’ll see a preview first."""
        await think(interaction)
        actor, two = actor_of(interaction), (UserId(mentee.id), UserId(mentor.id))
        await presence.names(interaction, self.app, actor, two)
        match act:
            case hand_words.PAIR:
                asked = await by_hand.ask_to_pair(self.app, actor, cohort, *two, note)
            case hand_words.RESTORE:
                asked = await by_hand.ask_to_restore(self.app, actor, cohort, *two, note)
            case ending:
                asked = await by_hand.ask_to_end(
                    self.app, actor, cohort, *two, Ending(ending), note
                )
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @match.command(name="approve")
    @app_commands.describe(cohort=COHORT, pairs="Pair numbers, like 1, 3-5. Default: all")
    async def approve(self, interaction: Interaction, cohort: str, pairs: str = "") -> None:
        """Approve the proposal. You’ll see who’s introduced first."""
        await think(interaction)
        actor, chosen = actor_of(interaction), words.numbers(pairs)
        await presence.refresh_cohort(interaction, self.app, actor, cohort, recheck=True)
        asked = await match_approvals.ask_for_shown(self.app, actor, cohort, chosen)
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @match.command(name="undo")
    @app_commands.describe(cohort=COHORT)
    async def undo(self, interaction: Interaction, cohort: str) -> None:
        """Undo the last approval, if no one has met yet."""
        asked = await match_approvals.ask_to_undo(self.app, actor_of(interaction), cohort)
        await answer(interaction, act_words.to_confirm(say_for(interaction), asked))

    @preview.autocomplete("cohort")
    @review.autocomplete("cohort")
    @lock.autocomplete("cohort")
    @forbid.autocomplete("cohort")
    @swap.autocomplete("cohort")
    @pair.autocomplete("cohort")
    @approve.autocomplete("cohort")
    @undo.autocomplete("cohort")
    async def matchable(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the cohorts that can be matched."""
        states = (CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING)
        offered = await cohorts.names(self.app, actor_of(interaction), typed, *states)
        return [app_commands.Choice(name=name, value=name) for name in offered]
