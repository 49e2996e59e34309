"""Rules for cases: what becomes one, how urgent it is, and what counts as evidence.

Every rule reads states and dates, never what people wrote to each other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, ChannelId, CohortId, GuildId, PairId, RequestId, RoleId, UserId
from bot.domain.pings import Pings
from bot.domain.typed_text import clean

MOST_A_WEEK = 7
EXTENSION = timedelta(days=14)
LONGEST_NOTE = 1000
# By when someone who asks for a moderator is told to expect an answer, and when the moderators are
# reminded of it.
HEARD_WITHIN = timedelta(days=3)
REMINDED_AFTER = timedelta(days=2)
# One-sided: this many updates in six weeks by one person, and no sign of activity by the other.
ONE_SIDED_UPDATES = 3
ONE_SIDED_WITHIN = timedelta(days=42)
ONE_SIDED_AGE = timedelta(days=28)
# A week of waiting counts as much as one step of weight, up to four.
_OLDEST_COUNTS_DAYS = 28


class CaseKind(StrEnum):
    """Kinds of cases that the bot detects; services may open others, such as corrections."""

    CONCERN = "concern"
    UNDELIVERABLE = "undeliverable"
    UNCERTAIN = "uncertain"
    HELP_ASKED = "help-asked"
    SOMEBODY_LEFT = "somebody-left"
    THREAD_TROUBLE = "thread-trouble"
    REQUEST_UNANSWERED = "request-unanswered"
    NO_FIRST_MEETING = "no-first-meeting"
    CHECK_INS_UNANSWERED = "check-ins-unanswered"
    CIRCLE_SMALLER = "circle-smaller"
    # One mentee wants another match, and the rest of the circle continues.
    CIRCLE_CHANGE = "circle-change"
    # A mentor ended their circle, and its mentees are matched again.
    CIRCLE_ENDED = "circle-ended"
    MENTOR_OVER_LOAD = "mentor-over-load"
    ONE_SIDED = "one-sided"
    COHORT_ENDS_SOON = "cohort-ends-soon"
    COHORT_ENDS_TOMORROW = "cohort-ends-tomorrow"
    COHORT_ENDED = "cohort-ended"
    SIGN_UP_ENDS_SOON = "sign-up-ends-soon"
    SIGN_UP_CLOSED = "sign-up-closed"
    # Something that was chosen in `/setup` stopped working, or a sign-up panel was deleted.
    SETTING = "setting"
    PANEL_GONE = "panel-gone"
    # The thread of a pair with someone under 18 is closed: something of youth mode is missing.
    YOUTH = "youth"


# Whoever asked expects an answer by a day that they were told.
ANSWERED = (CaseKind.HELP_ASKED, CaseKind.CIRCLE_CHANGE)
# Detected from rows, and over when the rows say so.
WATCHED = frozenset(
    {
        CaseKind.SOMEBODY_LEFT,
        CaseKind.CIRCLE_SMALLER,
        CaseKind.THREAD_TROUBLE,
        CaseKind.NO_FIRST_MEETING,
        CaseKind.CHECK_INS_UNANSWERED,
        CaseKind.MENTOR_OVER_LOAD,
        CaseKind.ONE_SIDED,
    }
)
# Of these, a pair has one at a time.
ONE_A_PAIR = (CaseKind.NO_FIRST_MEETING, CaseKind.CHECK_INS_UNANSWERED, CaseKind.ONE_SIDED)
# Noticed by the bot: decided together with whatever else waits about the same pair.
COMPANIONS = frozenset(
    {*WATCHED - {CaseKind.SOMEBODY_LEFT}, CaseKind.UNDELIVERABLE, CaseKind.UNCERTAIN}
)
# Someone asked for an answer, which the end of their pair doesn't give.
KEPT_AFTER_PAIR = frozenset(
    {CaseKind.CONCERN, CaseKind.HELP_ASKED, CaseKind.CIRCLE_CHANGE, CaseKind.CIRCLE_ENDED}
)
KEPT_AFTER_COHORT = frozenset({CaseKind.CONCERN, CaseKind.HELP_ASKED})
_WEIGHTS: Mapping[str, int] = {
    CaseKind.CONCERN: 100,
    CaseKind.HELP_ASKED: 80,
    CaseKind.SOMEBODY_LEFT: 75,
    CaseKind.UNDELIVERABLE: 70,
    CaseKind.THREAD_TROUBLE: 60,
    CaseKind.REQUEST_UNANSWERED: 65,
    CaseKind.NO_FIRST_MEETING: 50,
    CaseKind.CHECK_INS_UNANSWERED: 45,
    CaseKind.UNCERTAIN: 40,
    CaseKind.CIRCLE_SMALLER: 35,
    CaseKind.CIRCLE_CHANGE: 35,
    CaseKind.CIRCLE_ENDED: 65,
    CaseKind.MENTOR_OVER_LOAD: 30,
    CaseKind.ONE_SIDED: 20,
    CaseKind.SETTING: 90,
    CaseKind.PANEL_GONE: 68,
    CaseKind.YOUTH: 95,
}
_UNKNOWN_WEIGHT = 35
# Kinds that wait for the weekly digest; all others are announced right away.
_PATIENT = WATCHED - {CaseKind.SOMEBODY_LEFT, CaseKind.THREAD_TROUBLE}
# Someone asks for a moderator, so it can't wait until their next notification.
_CALLS = frozenset({CaseKind.CONCERN, CaseKind.HELP_ASKED, CaseKind.CIRCLE_CHANGE})
_OF_A_CHANNEL = frozenset({CaseKind.THREAD_TROUBLE, CaseKind.UNDELIVERABLE, CaseKind.PANEL_GONE})
# A few in a cohort's life, each with its own things to do.
_RARE = frozenset(
    {
        CaseKind.SETTING,
        CaseKind.PANEL_GONE,
        CaseKind.COHORT_ENDS_SOON,
        CaseKind.COHORT_ENDS_TOMORROW,
        CaseKind.COHORT_ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What ranking needs to know of a case."""

    id: CaseId
    kind: str
    opened_at: datetime
    extended_until: datetime | None


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """When a case was resolved, and by which moderator; None if what it was about is over."""

    at: datetime
    by: UserId | None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a moderator should look at. The same `evidence` is not shown a second time."""

    kind: CaseKind
    subject: str
    facts: Mapping[str, str]
    evidence: str


def askers(facts: Mapping[str, str], opened_at: datetime) -> dict[UserId, datetime]:
    """Return everyone who asked, in order; a case without a list has a single asker."""
    listed = facts.get("askers")
    if listed is None:
        only = facts.get("asked_by", "").strip("<@>")
        return {UserId(int(only)): opened_at} if only.isdecimal() else {}
    pairs = (pair_and_person.split("@") for pair_and_person in listed.split())
    return {UserId(int(user)): datetime.fromtimestamp(float(at), UTC) for user, at in pairs}


def is_urgent(kind: str) -> bool:
    """Return whether moderators are notified right away and not in the weekly digest."""
    return kind not in _PATIENT


def always_pings(kind: str) -> bool:
    """Return whether moderators are notified of a case however often they were today."""
    return kind in _CALLS


def is_told_alone(kind: str) -> bool:
    """Return whether a case has a message of its own, however many were opened that day."""
    return kind in _CALLS or kind in _RARE


def comes_from_a_setting(kind: str) -> bool:
    """Return whether a case may have no other cause than a mentoring channel that doesn't work."""
    return kind in _OF_A_CHANNEL


def ranked(cases: Sequence[Weighed], now: datetime) -> list[CaseId]:
    """Return the cases that are waiting now, most important first.

    A snoozed one waits until its day.
    """
    waiting = [case for case in cases if is_waiting(case, now)]
    return [case.id for case in sorted(waiting, key=lambda case: (-weight(case, now), case.id))]


def is_waiting(case: Weighed, now: datetime) -> bool:
    """Return whether a case waits for a decision now, because it isn't snoozed."""
    return case.extended_until is None or case.extended_until <= now


def weight(case: Weighed, now: datetime) -> float:
    """Return how important a case is: its kind, and how long it has waited."""
    days = min(max((now - case.opened_at).days, 0), _OLDEST_COUNTS_DAYS)
    return _WEIGHTS.get(case.kind, _UNKNOWN_WEIGHT) + days / 7


def is_one_sided(active: Mapping[UserId, int], members: Collection[UserId]) -> bool:
    """Return whether one person does everything: `active` counts activity by person."""
    busiest = max(active.values(), default=0)
    silent = [person for person in members if not active.get(person)]
    return busiest >= ONE_SIDED_UPDATES and len(silent) == len(members) - 1


def check_note(typed: str) -> str:
    """Return a moderator's note trimmed; raise ``case.note_empty`` or ``case.note_long``."""
    note = clean(typed)
    if not note:
        raise DomainError("case.note_empty")
    if len(note) > LONGEST_NOTE:
        raise DomainError("case.note_long", most=LONGEST_NOTE, length=len(note))
    return note


def pair_subject(pair: PairId) -> str:
    """Return the key of a pair as a case's subject."""
    return f"pair:{pair}"


def pair_facts(
    mentor: UserId, mentees: Sequence[UserId], thread: ChannelId | None
) -> dict[str, str]:
    """Return the facts that every case about a pair has: its people, and their thread."""
    facts = {"mentor": f"<@{mentor}>", "mentees": ", ".join(f"<@{user}>" for user in mentees)}
    return facts | ({"thread": f"<#{thread}>"} if thread is not None else {})


def cohort_subject(cohort: CohortId) -> str:
    """Return the key of a cohort as a case's subject."""
    return f"cohort:{cohort}"


def pair_of(subject: str) -> PairId | None:
    """Return the pair that a case is about, or None if it is about something else."""
    noun, _, number = subject.partition(":")
    return PairId(int(number)) if noun == "pair" and number.isdecimal() else None


def pair_in(subject: str, facts: Mapping[str, str]) -> PairId | None:
    """Return the pair that a case concerns: its subject, or that of a message it is about."""
    named = facts.get("pair", "")
    return pair_of(subject) or (PairId(int(named)) if named.isdecimal() else None)


def request_of(subject: str) -> RequestId | None:
    """Return the request that a case is about, or None if it is about something else."""
    noun, _, number = subject.partition(":")
    return RequestId(int(number)) if noun == "request" and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as the digest lists it, for the `number` of lines that have its cause."""

    case: CaseId
    kind: str
    facts: Mapping[str, str]
    opened_at: datetime
    owner: UserId | None
    number: int = 1


@dataclass(frozen=True, slots=True)
class CaseDigest:
    """Tell the moderators once a week what waits, by cause; there are `more` causes after these.

    `total` counts the cases, and `new` those that came since the last digest. The `owner` is told,
    if moderators can't be told in their channel.
    """

    guild: GuildId
    cases: tuple[CaseLine, ...]
    more: int
    moderators: RoleId | None
    people: tuple[UserId, ...] = ()
    total: int = 0
    new: int = 0
    owner: UserId | None = None

    @property
    def pings(self) -> Pings:
        """Ping the moderators' role and those who asked for it by name, or the server's owner."""
        if self.owner is not None:
            return Pings((self.owner,))
        return Pings(self.people, (self.moderators,) if self.moderators else ())


@dataclass(frozen=True, slots=True)
class CaseNote:
    """Post a moderator's note in a pair's thread."""

    guild: GuildId
    pair: PairId
    members: tuple[UserId, ...]
    words: str

    @property
    def pings(self) -> Pings:
        """Ping everyone it was written to."""
        return Pings(self.members)
