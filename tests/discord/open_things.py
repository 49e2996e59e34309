"""What is still open in a society at one moment, read from its database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, distinct, func, or_, select

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
    cases,
    check_ins,
    circle_questions,
    commitments,
    goals,
    meeting_answers,
    meeting_times,
    meetings,
    outreach,
    pair_members,
    pairs,
    pulses,
)

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
        .join(meetings, meetings.c.id == meeting_times.c.meeting_id)
        .where(
            meetings.c.id.in_(asked),
            meeting_times.c.round == meetings.c.round,
            meeting_times.c.starts_at > now,
        )
    ).all()
    unreported = (MeetingState.CONFIRMED, MeetingState.UNKNOWN)
    answered = (
        select(meeting_answers.c.meeting_id)
        .join(meetings, meetings.c.id == meeting_answers.c.meeting_id)
        .join(pair_members, pair_members.c.pair_id == meetings.c.pair_id)
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
            check_ins.c.state.in_((CheckInState.ASKED, CheckInState.UNANSWERED)),
        ),
        commitments=ids(
            commitments, of_going[commitments], commitments.c.state == CommitmentState.OPEN
        ),
        goals=ids(goals, of_going[goals], goals.c.state == GoalState.OPEN),
        questions=ids(
            circle_questions, of_going[circle_questions], circle_questions.c.closed_at.is_(None)
        ),
        pulses=ids(pulses, pulses.c.state == PulseState.ASKED),
        cases=ids(cases, cases.c.state == CaseState.OPEN),
        outreach=ids(outreach, outreach.c.state.in_([s for s in OutreachState if s.is_open])),
    )
