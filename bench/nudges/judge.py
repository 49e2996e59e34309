"""The judge of `bench.nudges`: compares what was sent with each person's policy.

Nothing here asks the code under test. A row that was never sent is judged too: anyone who had room,
was awake, and asked for it must have received it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bench.counting import CountingNotifier, Sent
from bench.nudges.society import BEGIN, Owed, Society
from bench.table import Report
from bot.domain.ids import UserId
from bot.domain.meetings.nudges import (
    FirstMeetingDue,
    MeetingCancelled,
    MeetingReminder,
    MetQuestion,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import (
    AgreementDue,
    AgreementRevealed,
    AgreementReview,
    AwayOver,
    CheckInDue,
    Introduction,
    PairEnded,
    PairResumed,
    PostedAtNight,
    PulseAsked,
    SavedProgramDue,
)
from bot.domain.nudges.policy import Stretch
from bot.domain.outreach.outreach import OutreachFollowUp
from bot.domain.pairs.contacts import ContactWaiting
from bot.domain.progress.check_ins import CheckInLater
from bot.domain.progress.commitments import CommitmentDue
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.domain.states import NudgeState
from bot.storage.tables import outbox
from tests.every_society import select

# They cost little to miss, wait for room in the week, and leave two of it free.
UNASKED: dict[type, NudgeKind] = {
    CheckInDue: NudgeKind.CHECK_IN,
    AgreementDue: NudgeKind.AGREEMENT_DUE,
    AgreementReview: NudgeKind.AGREEMENT_REVIEW,
    PulseAsked: NudgeKind.PULSE,
    FirstMeetingDue: NudgeKind.FIRST_MEETING,
    OutreachFollowUp: NudgeKind.OUTREACH_FOLLOW_UP,
}
# Only in the daytime: requested, or for someone's information. In a full week they notify no one.
BY_DAY: dict[type, NudgeKind] = {
    SavedProgramDue: NudgeKind.SAVED_PROGRAM,
    CommitmentDue: NudgeKind.COMMITMENT_DUE,
    MetQuestion: NudgeKind.MET_QUESTION,
    AwayOver: NudgeKind.AWAY_OVER,
    ContactWaiting: NudgeKind.CONTACT_WAITING,
    CheckInLater: NudgeKind.CHECK_IN_LATER,
    RequestAsked: NudgeKind.REQUEST_ASKED,
    RequestNudge: NudgeKind.REQUEST_NUDGE,
    RequestTold: NudgeKind.REQUEST_TOLD,
}
# Another person waits for the answer: they wait for room in the week for a day, and then come.
FROM_A_PERSON = frozenset({NudgeKind.CONTACT_WAITING, NudgeKind.REQUEST_ASKED})
# These always notify: a meeting within reach, or news that comes once.
ALWAYS = (
    AgreementRevealed,
    Introduction,
    MeetingCancelled,
    MeetingReminder,
    PairEnded,
    PairResumed,
    PostedAtNight,
)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
HOUR = timedelta(hours=1)
# A day has room for two; of a week's messages, two are kept for what costs more to miss.
DAILY, KEPT_FREE = 2, 2
# How long the third, fourth and fifth message wait for someone who answers none; then none comes.
GAPS = (timedelta(0), timedelta(0), timedelta(days=4), timedelta(days=8), timedelta(days=14))
# What is due within an hour is judged as if it were due then, to be one message.
TOGETHER = HOUR
# The day of a return may be one on which clocks are put back.
RETURN = timedelta(hours=25)
# From this long before it begins, a message about a meeting may come at night.
LAST_CALL = timedelta(hours=1)
# How long a row may wait after someone could have had it, for its turn behind others.
PATIENCE_HOURS = 2
WAITED_FOR = frozenset(UNASKED.values()) | frozenset(BY_DAY.values()) - {NudgeKind.CHECK_IN_LATER}


LEFT = (NudgeState.SENT, NudgeState.MERGED)


class Room(Enum):
    """What room in a week a kind waits for."""

    NONE = "none"
    FOR_MORE = "a place of it"
    FOR_LITTLE = "a place that is not kept for what costs more"


@dataclass(frozen=True, slots=True)
class Waited:
    """A row for one person, and until when it waited: it was not sent, or someone waited for it."""

    id: int
    kind: NudgeKind
    person: UserId
    due_at: datetime
    until: datetime
    state: NudgeState
    reason: str


class Judge:
    """Count violations of people's settings, by messages sent and by rows that were not."""

    def __init__(
        self, society: Society, notifier: CountingNotifier, end: datetime, rows: Iterable[Waited]
    ) -> None:
        self._owed = society.owed
        self._rows = tuple(rows)
        # When what notified someone at an instant had been due, if another person waits for it.
        self._asked_at = {
            (row.person, row.until): row.due_at
            for row in sorted(self._rows, key=lambda row: row.due_at, reverse=True)
            if row.kind in FROM_A_PERSON and row.state in LEFT
        }
        self._sent = notifier.by_person
        self._messages = notifier.messages
        self._end = end
        # What notified each person without answering something that they had just done. Of a
        # message and an act at one instant no one can tell which came first: it is taken for an
        # answer where a message is judged, and for none where one that waited is.
        acts = {person: owed.acts for person, owed in society.owed.items()}
        self._heard = {
            person: [one for one in sent if not any(_answers(one, act) for act in acts[person])]
            for person, sent in notifier.by_person.items()
        }
        self._perhaps_heard = {
            person: [
                one
                for one in sent
                if not any(_answers(one, act) and act < one.at for act in acts[person])
            ]
            for person, sent in notifier.by_person.items()
        }
        self._free: dict[tuple[UserId, Room], frozenset[datetime]] = {}
        self.faults: Counter[str] = Counter()
        self.most_in_a_week = 0
        self.puzzles: list[Waited] = []

    # -- what was sent ----------------------------------------------------------------------

    def judge_messages(self) -> None:
        """Check each message against the settings of everyone it notified."""
        for person, sent in self._sent.items():
            owed = self._owed[person]
            heard = self._heard[person]
            for number, one in enumerate(heard):
                before = heard[:number]
                in_a_week = 1 + sum(other.at > one.at - WEEK for other in before)
                self.most_in_a_week = max(self.most_in_a_week, in_a_week)
                if any(isinstance(part, ALWAYS) for part in one.parts):
                    continue  # It comes anyway, and may bring what is due at that moment.
                room = _room(owed, before, one.at + TOGETHER, little=bool(_kinds(one, UNASKED)))
                asked_at = self._asked_at.get((person, one.at), one.at)
                room = room or asked_at + DAY <= one.at
                self.faults["messages in a full week or day"] += not room
                self.faults["messages to someone silent"] += not _patient(owed, before, one)
            for one in sent:
                self._judge_message(owed, one)

    def _judge_message(self, owed: Owed, one: Sent) -> None:
        by_day = _kinds(one, UNASKED) + _kinds(one, BY_DAY)
        if by_day:
            self.faults["messages in quiet hours"] += _is_quiet(owed, one.at)
            self.faults["messages to somebody snoozed"] += _holds(owed.peace, one.at)
            self.faults["messages to somebody away"] += _holds(owed.away, one.at)
        for part in one.parts:
            if not isinstance(part, MeetingReminder):
                continue
            by_day.append(NudgeKind.MEETING_REMINDER)
            early = part.starts_at - one.at > LAST_CALL
            self.faults["reminders in quiet hours"] += early and _is_quiet(owed, one.at)
            self.faults["reminders to somebody away"] += _holds(owed.away, one.at)
            self.faults["reminders after the meeting began"] += one.at >= part.starts_at
        for kind in by_day:
            self.faults["messages of a muted kind"] += _is_muted(owed, kind, one.at)

    # -- what was not sent ------------------------------------------------------------------

    def judge_rows(self) -> Counter[str]:
        """Check each row that was not sent against its person's days; return how they ended."""
        ends: Counter[str] = Counter()
        for row in self._rows:
            if row.state in LEFT:
                continue
            owed = self._owed[row.person]
            if row.state is NudgeState.CANCELLED:
                self._judge_excuse(owed, row)
                continue
            why = self._why_not(owed, row)
            ends[why] += 1
            if why.endswith("for nothing"):
                self.puzzles.append(row)
        for why in ("kept waiting for nothing", "expired for nothing"):
            self.faults[f"nudges {why}"] += ends.pop(why, 0)
        return ends

    def _judge_excuse(self, owed: Owed, row: Waited) -> None:
        if row.reason == "muted":
            self.faults["nudges called muted wrongly"] += not _is_muted(owed, row.kind, row.until)
        if row.reason == "away":
            self.faults["nudges called away wrongly"] += not _holds(owed.away, row.until)

    def _why_not(self, owed: Owed, row: Waited) -> str:
        expired = row.state is NudgeState.EXPIRED
        verb = "expired" if expired else "kept waiting"
        if self._could_have_left(owed, row, _needed(row.kind)):
            return f"{verb} for nothing"
        if self._could_have_left(owed, row, Room.NONE):
            return f"{verb} for the weekly limit"
        return f"{verb} for a night, snooze, absence or pause"

    def _could_have_left(self, owed: Owed, row: Waited, needed: Room) -> bool:
        """Whether the person was free for longer than a row waits for its turn."""
        free = self._free_hours(owed, row.person, needed)
        if needed is Room.FOR_MORE:
            waited_enough = self._free_hours(owed, row.person, Room.NONE)
            free |= {hour for hour in waited_enough if hour >= row.due_at + DAY}
        first = max(row.due_at, BEGIN).replace(minute=0) + HOUR
        hours = [first + number * HOUR for number in range(int((row.until - first) / HOUR) + 1)]
        in_a_row = 0
        for hour in hours:
            in_a_row = in_a_row + 1 if hour in free and not _is_back(owed, row, hour) else 0
            if in_a_row > PATIENCE_HOURS:
                return True
        return False

    def _free_hours(self, owed: Owed, person: UserId, needed: Room) -> frozenset[datetime]:
        key = (person, needed)
        if key not in self._free:
            heard = self._perhaps_heard.get(person, [])
            hours = (
                self._end - number * HOUR for number in range(int((self._end - BEGIN) / HOUR) + 1)
            )
            self._free[key] = frozenset(
                hour
                for hour in hours
                if not _must_wait(owed, heard, hour, needed)
                and not _is_quiet(owed, hour)
                and not _holds(owed.peace, hour)
                and not _holds(owed.away, hour)
                # Perhaps the row was another pair's: the judge does not mind.
                and not _holds(owed.paused, hour)
            )
        return self._free[key]

    # -- result -----------------------------------------------------------------------------

    def show(self, report: Report, ends: Counter[str]) -> bool:
        """Add the findings to a report; return whether there were no violations."""
        counts = Counter(type(part).__name__ for one in self._messages for part in one.parts)
        unasked = sum(map(len, self._heard.values()))
        report.note("messages sent", f"{len(self._messages):,}")
        report.note("pings a person, without answers", f"{unasked / len(self._owed):.2f}")
        report.note("most of them to one person in seven days", str(self.most_in_a_week))
        for name, number in sorted(counts.items()):
            report.note(f"  {name}", f"{number:,}")
        for name, number in sorted(self.faults.items()):
            report.note(name, f"{number:,}")
        wanted = sum(ends.values()) + sum(
            number for name, number in counts.items() if name in _COUNTED_NAMES
        )
        for name, number in sorted(ends.items()):
            report.note(f"nudges {name}", f"{number:,} ({number / wanted:.1%})")
        missing = sorted(_ALL_NAMES - set(counts))
        report.note("kinds that never came", ", ".join(missing) or "none")
        return not self.faults.total() and not missing


def waited(connection: Connection, end: datetime) -> list[Waited]:
    """Return the rows that were due by `end` and did not leave, or that someone waited for."""
    rows = connection.execute(
        select(
            outbox.c.id,
            outbox.c.kind,
            outbox.c.recipient_id,
            outbox.c.due_at,
            outbox.c.state,
            outbox.c.reason,
            outbox.c.expires_at,
            outbox.c.settled_at,
        ).where(
            outbox.c.kind.in_(WAITED_FOR),
            outbox.c.recipient_id.is_not(None),
            outbox.c.due_at < end,
            outbox.c.state.in_((NudgeState.EXPIRED, NudgeState.DUE, NudgeState.CANCELLED))
            | (outbox.c.kind.in_(FROM_A_PERSON) & outbox.c.state.in_(LEFT)),
        )
    )
    return [
        Waited(
            id=row.id,
            kind=row.kind,
            person=row.recipient_id,
            due_at=row.due_at,
            until=row.settled_at or end,
            state=row.state,
            reason=row.reason or "",
        )
        for row in rows
    ]


_COUNTED_NAMES = frozenset(one.__name__ for one in UNASKED)
_ALL_NAMES = _COUNTED_NAMES | {one.__name__ for one in BY_DAY} | {MeetingReminder.__name__}


def _answers(sent: Sent, act: datetime) -> bool:
    return sent.at - HOUR < act <= sent.at


def _kinds(sent: Sent, among: dict[type, NudgeKind]) -> list[NudgeKind]:
    return [among[type(part)] for part in sent.parts if type(part) in among]


def _is_quiet(owed: Owed, moment: datetime) -> bool:
    clock = moment.astimezone(ZoneInfo(owed.zone)).time()
    start, end = owed.quiet
    return (start <= clock < end) if start <= end else (clock >= start or clock < end)


def _holds(stretches: list[Stretch], moment: datetime) -> bool:
    return any(one.begins_at <= moment < one.ends_at for one in stretches)


def _is_back(owed: Owed, row: Waited, moment: datetime) -> bool:
    """Return whether it is the day of a return, which is kept free."""
    absences = (*owed.away, *owed.paused)
    return any(row.due_at < one.ends_at <= moment < one.ends_at + RETURN for one in absences)


def _is_muted(owed: Owed, kind: NudgeKind, moment: datetime) -> bool:
    return any(known is kind and since <= moment for since, known in owed.muted)


def _room(owed: Owed, before: Iterable[Sent], at: datetime, *, little: bool) -> bool:
    """Return whether a message may notify someone at a moment, by what they have heard."""
    instants = [one.at for one in before if one.at <= at]
    limit = owed.limit_at(at)
    if little:
        limit = max(min(limit, 1), limit - KEPT_FREE)
    day = sum(instant > at - DAY for instant in instants)
    return day < DAILY and sum(instant > at - WEEK for instant in instants) < limit


def _unanswered(
    owed: Owed, before: Iterable[Sent], at: datetime, since: timedelta = timedelta(0)
) -> list[Sent]:
    """Return what someone has heard since they last did anything; reminders ask for nothing.

    What they did within `since` before `at` does not count.
    """
    last = max((act for act in owed.acts if act <= at - since), default=BEGIN - WEEK)
    asking = [one for one in before if not all(isinstance(p, MeetingReminder) for p in one.parts)]
    return [one for one in asking if last < one.at <= at]


def _patient(owed: Owed, before: Iterable[Sent], one: Sent) -> bool:
    """Return whether a message to someone silent leaves them as much time as it must."""
    unanswered = _unanswered(owed, before, one.at)
    if len(unanswered) >= len(GAPS):
        return False
    if not _kinds(one, UNASKED):
        return True
    return _next_at(unanswered) <= one.at + TOGETHER


def _next_at(unanswered: list[Sent]) -> datetime:
    """Return when someone silent may be asked again."""
    asked = [one for one in unanswered if not all(isinstance(part, ALWAYS) for part in one.parts)]
    return asked[-1].at + GAPS[len(asked)] if asked else BEGIN


def _needed(kind: NudgeKind) -> Room:
    """Return what room a kind waits for."""
    if kind in FROM_A_PERSON:
        return Room.FOR_MORE
    return Room.FOR_LITTLE if kind in UNASKED.values() else Room.NONE


def _must_wait(owed: Owed, heard: Iterable[Sent], at: datetime, needed: Room) -> bool:
    """Return whether what needs such room has to wait at a moment."""
    if needed is Room.NONE:
        return False
    if needed is Room.FOR_MORE:
        return not _room(owed, heard, at, little=False)
    # Whether they are still silent is looked at once a day.
    for since in (timedelta(0), DAY):
        unanswered = _unanswered(owed, heard, at, since)
        if len(unanswered) >= len(GAPS) or _next_at(unanswered) > at:
            return True
    return not _room(owed, heard, at, little=True)
