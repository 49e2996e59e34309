"""What is still open in a society at one moment, read from its database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, distinct, func, or_

from bot.domain.moderation.cases import CaseKind
from bot.domain.moderation.cases import askers as case_askers
from bot.domain.states import (
    CaseState,
    CheckInState,
    CommitmentState,
    GoalState,
    MeetingState,
    OutreachState,
    PairState,
    PulseState,
)
from bot.messages.custom_id import Target
from bot.storage.tables import (
    aways,
    cases,
    check_ins,
    circle_questions,
    commitments,
    goals,
    meeting_answers,
    meeting_times,
    meeting_votes,
    meetings,
    outreach,
    pair_members,
    pairs,
    pulses,
)
from tests.every_society import select

# A meeting can be late; it is over when everyone is asked whether they met.
ASKED_AFTER = timedelta(hours=2)
CHANGES = frozenset({"reschedule", "cancel", "cancel-yes"})
ROUNDS = frozenset({"counter", "decline", "answer"})
ANSWERS = frozenset({"met", "moved", "not-there", "could-not", "later"})
OF_A_PAIR = {
    "meet": frozenset({"form", "not-now", "agenda-form", "place-form", "choose", "list", "place"}),
    "pair": frozenset({"not-right", "resume", "pause-more"}),
    "update": frozenset({"form"}),
    "agreement": None,
    "contact": frozenset({"pair"}),
}


@dataclass(frozen=True, slots=True)
class Open:
    """The ids of what is not over, by noun.

    `rounds` holds pairs of a meeting's id and the round of times that can be answered now, `met`
    the meetings that took place and of which someone can still say how it went.
    """

    pairs: frozenset[int] = frozenset()
    times: frozenset[int] = frozenset()
    rounds: frozenset[tuple[int, int]] = frozenset()
    meetings: frozenset[int] = frozenset()
    met: frozenset[int] = frozenset()
    check_ins: frozenset[int] = frozenset()
    commitments: frozenset[int] = frozenset()
    goals: frozenset[int] = frozenset()
    questions: frozenset[int] = frozenset()
    pulses: frozenset[int] = frozenset()
    cases: frozenset[int] = frozenset()
    outreach: frozenset[int] = frozenset()

    def holds(self, target: Target) -> bool:
        """Return whether what a button refers to is still open; True if it is never over."""
        what, verb = target.what, target.verb
        match target.area:
            case "meet" if verb == "take":
                return what in self.times
            case "meet" if verb in ROUNDS:
                return (what, target.number) in self.rounds
            case "meet" if verb in CHANGES:
                return what in self.meetings
            case "meet" if verb in ANSWERS:
                return what in self.met
            case "check-in":
                return what in self.check_ins
            case "commit" if verb not in ("form", "list"):
                return what in self.commitments
            case "goal" if verb not in ("form", "list"):
                return what in self.goals
            case "circle":
                return what in self.questions
            case "pulse":
                return what in self.pulses
            case "case" if verb != "list":
                return what in self.cases
            case "outreach" if verb not in ("form", "list"):
                return what in self.outreach
            case area if area in OF_A_PAIR:
                verbs = OF_A_PAIR[area]
                return what in self.pairs if verbs is None or verb in verbs else True
        return True


@dataclass(frozen=True, slots=True)
class Settled:
    """A meeting that stands: who is in it, and who has said yes to its time themselves.

    `quorum` of them were enough if a deadline was told to everyone and has passed, else None.
    """

    meeting: int
    members: frozenset[int]
    agreed: frozenset[int]
    quorum: int | None = None


def _same(table: Table, other: Table) -> ColumnElement[bool]:
    return table.c.guild_id == other.c.guild_id


def waiting(connection: Connection, now: datetime) -> dict[int, frozenset[str]]:
    """Return what waits on whom, as far as no setting, pause, or absence can change it."""
    found: dict[int, set[str]] = defaultdict(set)
    active = pairs.c.state.in_([state for state in PairState if state.is_active])
    here = select(aways.c.user_id).where(
        aways.c.begins_at <= now, aways.c.ends_at > now, aways.c.cancelled_at.is_(None)
    )
    of_person = ((check_ins, CheckInState.ASKED), (commitments, CommitmentState.OPEN))
    for table, state in of_person:
        owner = table.c.owner_id
        mine = (
            select(owner)
            .join(pairs, _same(pairs, table) & (pairs.c.id == table.c.pair_id))
            .where(table.c.state == state, active, owner.not_in(here))
        )
        for person in connection.execute(mine).scalars():
            found[person].add(table.name)
    asked = (
        select(pair_members.c.user_id)
        .join(
            meetings, _same(meetings, pair_members) & (meetings.c.pair_id == pair_members.c.pair_id)
        )
        .join(pairs, _same(pairs, meetings) & (pairs.c.id == meetings.c.pair_id))
        .join(
            meeting_times,
            _same(meeting_times, meetings)
            & (meeting_times.c.meeting_id == meetings.c.id)
            & (meeting_times.c.round == meetings.c.round),
        )
        .join(
            meeting_votes,
            _same(meeting_votes, meeting_times)
            & (meeting_votes.c.time_id == meeting_times.c.id)
            & (meeting_votes.c.user_id == pair_members.c.user_id),
            isouter=True,
        )
        .where(
            active,
            meetings.c.state.in_((MeetingState.PROPOSED, MeetingState.CONFIRMED)),
            meetings.c.asked_by.is_not(None),
            meetings.c.asked_by != pair_members.c.user_id,
            meeting_times.c.starts_at > now,
            pair_members.c.user_id.not_in(here),
        )
        .group_by(meetings.c.id, pair_members.c.user_id)
        .having(func.count(meeting_votes.c.user_id) == 0)
    )
    for person in connection.execute(asked).scalars():
        found[person].add("times to answer")
    return {person: frozenset(what) for person, what in found.items()}


def askers(connection: Connection) -> set[int]:
    """Return who asked the moderators something that they have not answered."""
    rows = connection.execute(
        select(cases.c.facts, cases.c.opened_at).where(
            cases.c.kind == CaseKind.HELP_ASKED, cases.c.state == CaseState.OPEN
        )
    )
    return {person for facts, opened_at in rows for person in case_askers(facts, opened_at)}


def proposers(connection: Connection) -> dict[int, int]:
    """Return who proposed each time that is waiting for answers."""
    rows = connection.execute(
        select(meeting_times.c.id, meetings.c.asked_by)
        .join(
            meetings,
            _same(meetings, meeting_times)
            & (meetings.c.id == meeting_times.c.meeting_id)
            & (meetings.c.round == meeting_times.c.round),
        )
        .where(meetings.c.asked_by.is_not(None))
    )
    return {row[0]: row[1] for row in rows}


def settled(
    connection: Connection,
    agreed: Mapping[int, set[int]],
    deadlines: Mapping[int, tuple[datetime, int]],
) -> list[Settled]:
    """Return every meeting that stands at a time someone proposed.

    `agreed` are those who proposed a time or pressed its button, by its id; `deadlines` the instant
    after which so many were enough, as everyone had read.
    """
    rows = connection.execute(
        select(meetings.c.id, meetings.c.pair_id, meetings.c.confirmed_at, meeting_times.c.id)
        .join(
            meeting_times,
            _same(meeting_times, meetings)
            & (meeting_times.c.meeting_id == meetings.c.id)
            & (meeting_times.c.round == meetings.c.round)
            & (meeting_times.c.starts_at == meetings.c.starts_at),
        )
        .where(meetings.c.state == MeetingState.CONFIRMED, meetings.c.asked_by.is_(None))
    ).all()
    members: dict[int, set[int]] = defaultdict(set)
    for pair, user in connection.execute(select(pair_members.c.pair_id, pair_members.c.user_id)):
        members[pair].add(user)
    standing = []
    for meeting, pair, confirmed_at, time in rows:
        decide_at, quorum = deadlines.get(time, (None, None))
        passed = decide_at is not None and confirmed_at >= decide_at
        people, yes = frozenset(members[pair]), frozenset(agreed.get(time, ()))
        standing.append(Settled(meeting, people, yes, quorum if passed else None))
    return standing


def read(connection: Connection, now: datetime) -> Open:
    """Read what is open in the one society of a test."""
    ended = PairState.ENDED

    def ids(table: object, *conditions: object) -> frozenset[int]:
        columns = table.c  # type: ignore[attr-defined]
        statement = select(columns.id).where(*conditions)  # type: ignore[arg-type]
        return frozenset(connection.execute(statement).scalars())

    going = ids(pairs, pairs.c.state != ended)
    of_going = {
        table: table.c.pair_id.in_(going)
        for table in (meetings, check_ins, commitments, goals, circle_questions, pulses)
    }
    asked = ids(
        meetings,
        of_going[meetings],
        meetings.c.asked_by.is_not(None),
        meetings.c.state.in_((MeetingState.PROPOSED, MeetingState.CONFIRMED)),
    )
    times = connection.execute(
        select(meeting_times.c.id, meeting_times.c.meeting_id, meetings.c.round)
        .join(
            meetings, _same(meetings, meeting_times) & (meetings.c.id == meeting_times.c.meeting_id)
        )
        .where(
            meetings.c.id.in_(asked),
            meeting_times.c.round == meetings.c.round,
            meeting_times.c.starts_at > now,
        )
    ).all()
    unreported = (MeetingState.CONFIRMED, MeetingState.UNKNOWN)
    answered = (
        select(meeting_answers.c.meeting_id)
        .join(
            meetings,
            _same(meetings, meeting_answers) & (meetings.c.id == meeting_answers.c.meeting_id),
        )
        .join(
            pair_members,
            _same(pair_members, meetings) & (pair_members.c.pair_id == meetings.c.pair_id),
        )
        .group_by(meeting_answers.c.meeting_id)
        .having(
            func.count(distinct(meeting_answers.c.user_id))
            == func.count(distinct(pair_members.c.user_id))
        )
    )
    return Open(
        pairs=going,
        times=frozenset(row[0] for row in times),
        rounds=frozenset((row[1], row[2]) for row in times),
        meetings=ids(
            meetings,
            of_going[meetings],
            meetings.c.state == MeetingState.CONFIRMED,
            meetings.c.starts_at > now - ASKED_AFTER,
        ),
        met=ids(
            meetings,
            of_going[meetings],
            meetings.c.starts_at <= now,
            meetings.c.state != MeetingState.CANCELLED,
            or_(meetings.c.state.in_(unreported), meetings.c.id.not_in(answered)),
        ),
        check_ins=ids(
            check_ins,
            of_going[check_ins],
            # One that was left out for a meeting, or lapsed, can still be answered.
            check_ins.c.state.not_in((CheckInState.PLANNED, CheckInState.ANSWERED)),
        ),
        commitments=ids(
            commitments,
            of_going[commitments],
            # What became of one that lapsed can still be said.
            commitments.c.state.in_((CommitmentState.OPEN, CommitmentState.LAPSED)),
        ),
        goals=ids(goals, of_going[goals], goals.c.state == GoalState.OPEN),
        questions=ids(
            circle_questions, of_going[circle_questions], circle_questions.c.closed_at.is_(None)
        ),
        pulses=ids(
            pulses,
            of_going[pulses],
            # An answer can be changed.
            pulses.c.state.in_((PulseState.ASKED, PulseState.ANSWERED)),
        ),
        cases=ids(cases, cases.c.state == CaseState.OPEN),
        outreach=ids(outreach, outreach.c.state.in_([s for s in OutreachState if s.is_open])),
    )
