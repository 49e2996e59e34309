"""A society with one cohort, for services that make, change and end pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from sqlalchemy import Connection, func

from bot.app import App
from bot.domain.cohorts.enrolments import Answers
from bot.domain.ids import ChannelId, CohortId, InteractionId, MatchRunId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState, Role
from bot.services.actor import Actor
from bot.services.cohorts import cohorts
from bot.services.cohorts.cohorts import CohortMoved
from bot.services.matching import approvals as match_approvals
from bot.services.matching import runs as match_runs
from bot.services.matching.approvals import Approved, Undone
from bot.storage import outbox
from bot.storage.cohorts import enrolments
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.tables import outbox as rows
from tests.delivery.society import GUILD, ManualClock
from tests.every_society import select

COHORT = "Autumn"
_interactions = count(1_000)


@dataclass(slots=True)
class Round:
    """The society's app, its clock, and ways to act in it."""

    app: App
    clock: ManualClock
    cohort: CohortId

    def mod(self, user: int = 900) -> Actor:
        """Return a moderator, acting again."""
        return Actor(GUILD, UserId(user), InteractionId(next(_interactions)), manages_server=True)

    def person(self, user: int) -> Actor:
        """Return a member, acting again."""
        return Actor(GUILD, UserId(user), InteractionId(next(_interactions)))

    async def enrol(
        self, user: int, role: Role, *, capacity: int = 1, topic: str = "research"
    ) -> None:
        """Sign someone up."""
        answers = Answers(
            stage="resident" if role is Role.MENTOR else "college-pre-health",
            fields=("medicine",),
            topics=(topic,),
            capacity=capacity if role is Role.MENTOR else 0,
            time_zone="UTC",
            goals="",
        )
        now = self.clock.now()

        def keep(connection: Connection) -> None:
            enrolments.apply(connection, GUILD, self.cohort, UserId(user), role, answers, now)

        await self.app.database.write(keep)

    async def approve_all(self) -> list[Pair]:
        """Propose, approve, and return the cohort's live pairs."""
        await match_runs.propose(self.app, self.mod(), COHORT)
        asked = await match_approvals.ask_for_shown(self.app, self.mod(), COHORT)
        await match_approvals.approve(self.app, self.mod(), asked.act.id)
        return await self.pairs()

    async def approve(self, run: MatchRunId, mentees: Sequence[str] | None = None) -> Approved:
        """Approve pairs of a run, and confirm."""
        asked = await match_approvals.ask(self.app, self.mod(), run, mentees)
        approved = await match_approvals.approve(self.app, self.mod(), asked.act.id)
        assert isinstance(approved, Approved)
        return approved

    async def undo(self) -> Undone:
        """Undo the last approval, and confirm."""
        asked = await match_approvals.ask_to_undo(self.app, self.mod(), COHORT)
        undone = await match_approvals.undo(self.app, self.mod(), asked.act.id)
        assert isinstance(undone, Undone)
        return undone

    async def end(self) -> CohortMoved:
        """End the cohort, and confirm."""
        asked = await cohorts.ask_to_end(self.app, self.mod(), COHORT)
        moved = await cohorts.end(self.app, self.mod(), asked.act.id)
        assert isinstance(moved, CohortMoved)
        return moved

    async def pairs(self) -> list[Pair]:
        """Return the cohort's pairs that have not ended."""
        found = await self.app.database.read(pairs.list_for_cohort, GUILD, self.cohort)
        return [pair for pair in found if pair.ended_at is None]

    async def introduce(self, pair: PairId, thread: int = 300) -> None:
        """Record that a pair has met."""
        now = self.clock.now()

        def note(connection: Connection) -> None:
            outbox.cancel(connection, GUILD, "pair", pair, "introduced by hand", now)
            pairs.record_thread(connection, GUILD, pair, ChannelId(thread))
            pairs.record_introduction(connection, GUILD, pair, now)

        await self.app.database.write(note)

    async def count_of(self, kind: NudgeKind, state: NudgeState = NudgeState.DUE) -> int:
        """Count the nudges of a kind in a state."""

        def look(connection: Connection) -> int:
            statement = select(func.count()).select_from(rows)
            return connection.execute(
                statement.where(rows.c.kind == kind, rows.c.state == state)
            ).scalar_one()

        return await self.app.database.read(look)

    def move(self, **amount: float) -> None:
        """Move time."""
        self.clock.move(timedelta(**amount))
