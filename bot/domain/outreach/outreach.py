"""Outreach: a member's contact with someone outside the society.

A contact has one state, one owner (the member) and, while it is open, one date. A phone number is
saved only with the day on which its owner allowed it. What is stored is private to the member.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, OutreachId, UserId
from bot.domain.pings import PingsPerson
from bot.domain.schedule import instant_of
from bot.domain.states import OutreachState
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.domain.typed_text import one_line

LONGEST_NAME = 100
LONGEST_NOTE = 300
MOST_OPEN = 25
MOST_KEPT = 100
# A first follow-up, a last one, then on hold: no one is written to more often without an answer.
MOST_FOLLOW_UPS = 2
# Two clicks within a day mean one message, whichever of the buttons they were on.
SAME_MESSAGE = timedelta(hours=12)
REMIND_AT = time(9)
FOLLOW_UP_DAYS = 7
UPDATE_DAYS = 42
# A local week may be an hour short.
_CLOCK_CHANGE = timedelta(hours=1)
_WEEK = timedelta(days=FOLLOW_UP_DAYS)

_EMAIL = re.compile(r"[\w.%+'-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.I)
_LINK = re.compile(r"(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61})\.)+[a-z]{2,24}(?:/\S*)?)", re.I)
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,24}")
_PARTS = re.compile(r"[\s,;]+")


class MentorKind(StrEnum):
    """What one mentor is for; no one is all of them."""

    CLINICAL = "clinical"
    RESEARCH = "research"
    ACADEMIC = "academic"
    LIFE = "life"


class Channel(StrEnum):
    """A way to write to someone. Email needs no permission; the others do."""

    TEXT = "text"
    PHONE = "phone"


class OutreachEvent(StrEnum):
    """What the member logged."""

    SENT = "sent"
    ANSWERED = "answered"
    MET = "met"
    DECLINED = "declined"
    LET_REST = "let-rest"
    CLOSED = "closed"


class OutreachStep(StrEnum):
    """What an open contact waits for."""

    WRITE = "write"
    WAIT = "wait"
    FOLLOW_UP = "follow-up"
    LAST_FOLLOW_UP = "last-follow-up"
    LET_REST = "let-rest"
    MEET = "meet"
    UPDATE = "update"
    NOTHING = "nothing"


# By how many follow-ups were sent.
_UNANSWERED = (OutreachStep.FOLLOW_UP, OutreachStep.LAST_FOLLOW_UP, OutreachStep.LET_REST)


@dataclass(frozen=True, slots=True)
class TypedOutreach:
    """A contact as typed; `address` is an email address, a web page, both, or nothing."""

    who: str
    place: str = ""
    known_from: str = ""
    address: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CheckedOutreach:
    """A valid contact."""

    who: str
    place: str
    known_from: str
    email: str = ""
    link: str = ""
    kind: MentorKind | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A phone number, what its owner allowed it for, and the day on which they did."""

    phone: str
    channels: tuple[Channel, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a contact; `follow_ups` counts those sent since the last answer."""

    state: OutreachState
    follow_ups: int
    due_at: datetime | None

    def step(self, now: datetime) -> OutreachStep:
        """Return what it waits for at `now`.

        The second follow-up comes after the first was sent, and never before. If none is sent, the
        contact is let rest when the time for both has passed.
        """
        match self.state:
            case OutreachState.PLANNED:
                return OutreachStep.WRITE
            case OutreachState.ANSWERED:
                return OutreachStep.MEET
            case OutreachState.MET:
                return OutreachStep.UPDATE
            case OutreachState.SENT:
                return self._while_unanswered(now)
            case OutreachState.DECLINED | OutreachState.RESTING | OutreachState.CLOSED:
                return OutreachStep.NOTHING

    @property
    def coming(self) -> OutreachStep:
        """Return the next step at its date, if no one has answered."""
        return _UNANSWERED[min(self.follow_ups, MOST_FOLLOW_UPS)]

    def _while_unanswered(self, now: datetime) -> OutreachStep:
        assert self.due_at is not None, "an open one has a date"
        if now < self.due_at:
            return OutreachStep.WAIT
        weeks = (now - self.due_at + _CLOCK_CHANGE) // _WEEK
        return OutreachStep.LET_REST if self.follow_ups + weeks >= MOST_FOLLOW_UPS else self.coming


def check(typed: TypedOutreach) -> CheckedOutreach:
    """Return the contact, cleaned.

    Raises `DomainError` ``outreach.nobody``, ``outreach.long`` and ``outreach.address``.
    """
    who, place, known_from = (one_line(part) for part in (typed.who, typed.place, typed.known_from))
    if not any(map(str.isalpha, who)):
        raise DomainError("outreach.nobody")
    for part, most in ((who, LONGEST_NAME), (place, LONGEST_NAME), (known_from, LONGEST_NOTE)):
        if len(part) > most:
            raise DomainError("outreach.long", most=most, length=len(part))
    email, link = _addresses(typed.address)
    kind = MentorKind(typed.kind) if typed.kind in tuple(MentorKind) else None
    return CheckedOutreach(who, place, known_from, email, link, kind)


def _addresses(typed: str) -> tuple[str, str]:
    email = link = ""
    for part in filter(None, _PARTS.split(typed.strip())):
        part = part.strip("<>()").removeprefix("mailto:")
        if not email and len(part) <= 254 and _EMAIL.fullmatch(part) and ".." not in part:
            email = part
        elif not link and "@" not in part and len(part) <= 300 and (web := _LINK.fullmatch(part)):
            link = part if "://" in part else f"https://{web[1]}"
        else:
            raise DomainError("outreach.address")
    return email, link


def allow(phone: str, channels: Iterable[str], since: str, asker: Asker) -> Allowed:
    """Return a phone number with its permission, which is always required.

    Raises `DomainError` ``outreach.phone``, ``outreach.permission`` for a missing or unreadable day
    or no channel, ``outreach.permission_ahead``, and ``when.unclear``.
    """
    number = " ".join(phone.split())
    if not _PHONE.fullmatch(number) or not 7 <= sum(map(str.isdecimal, number)) <= 15:
        raise DomainError("outreach.phone")
    chosen = tuple(channel for channel in Channel if channel.value in set(channels))
    if not chosen:
        raise DomainError("outreach.permission")
    return Allowed(number, chosen, _permission_day(since, asker))


def _permission_day(typed: str, asker: Asker) -> date:
    try:
        day = reader.day(typed, asker)
    except DomainError as error:
        if error.code == "when.unclear":
            raise
        if error.code != "when.past":
            raise DomainError("outreach.permission") from error
        day = error.facts["day"]
    if day > asker.today:
        raise DomainError("outreach.permission_ahead")
    return day


def planned(now: datetime, zone: str) -> Standing:
    """Return the state of a new contact: the member writes the first message within a week."""
    return Standing(OutreachState.PLANNED, 0, _in_days(FOLLOW_UP_DAYS, now, zone))


def after(standing: Standing, event: OutreachEvent, now: datetime, zone: str) -> Standing:
    """Return the state of a contact after `event`.

    Raises `DomainError` ``outreach.over`` for one that is closed, and ``outreach.enough`` for a
    third follow-up, or for writing to someone who is on hold.
    """
    state = standing.state
    if state in (OutreachState.DECLINED, OutreachState.CLOSED) and event not in (
        OutreachEvent.CLOSED,
        OutreachEvent.ANSWERED,
    ):
        raise DomainError("outreach.over")
    if state is OutreachState.CLOSED:
        raise DomainError("outreach.over")
    week, long = _in_days(FOLLOW_UP_DAYS, now, zone), _in_days(UPDATE_DAYS, now, zone)
    match event:
        case OutreachEvent.SENT:
            return _written(standing, week, long)
        case OutreachEvent.ANSWERED if state is OutreachState.MET:
            return Standing(OutreachState.MET, 0, long)
        case OutreachEvent.ANSWERED:
            return Standing(OutreachState.ANSWERED, 0, week)
        case OutreachEvent.MET:
            return Standing(OutreachState.MET, 0, long)
        case OutreachEvent.DECLINED:
            return Standing(OutreachState.DECLINED, 0, None)
        case OutreachEvent.LET_REST:
            return Standing(OutreachState.RESTING, standing.follow_ups, None)
        case OutreachEvent.CLOSED:
            return Standing(OutreachState.CLOSED, standing.follow_ups, None)


def _written(standing: Standing, week: datetime, long: datetime) -> Standing:
    match standing.state:
        case OutreachState.PLANNED:
            return Standing(OutreachState.SENT, 0, week)
        case OutreachState.SENT if standing.follow_ups < MOST_FOLLOW_UPS:
            return Standing(OutreachState.SENT, standing.follow_ups + 1, week)
        case OutreachState.ANSWERED:
            return Standing(OutreachState.ANSWERED, 0, week)
        case OutreachState.MET:
            return Standing(OutreachState.MET, 0, long)
        case _:
            raise DomainError("outreach.enough")


def reminders(standing: Standing, zone: str) -> list[tuple[datetime, datetime | None]]:
    """Return when the member is reminded, and until when each reminder makes sense.

    Before an answer: at each remaining step. Afterward: once.
    """
    first = standing.due_at
    if first is None or standing.state is OutreachState.PLANNED:
        return []
    if standing.state is not OutreachState.SENT:
        return [(first, None)]
    left = MOST_FOLLOW_UPS + 1 - standing.follow_ups
    moments = [_in_days(FOLLOW_UP_DAYS * week, first, zone) for week in range(left)]
    return list(zip(moments, [*moments[1:], None], strict=True))


def next_update(now: datetime, zone: str) -> datetime:
    """Return when the mentor should next get an update."""
    return _in_days(UPDATE_DAYS, now, zone)


def missing_kinds(kinds: Iterable[MentorKind | None]) -> tuple[MentorKind, ...]:
    """Return the kinds of mentor that someone has not contacted yet."""
    present = set(kinds)
    return tuple(kind for kind in MentorKind if kind not in present)


def _in_days(number: int, now: datetime, zone: str) -> datetime:
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=number)
    return instant_of(day, REMIND_AT, zone)


@dataclass(frozen=True, slots=True)
class OutreachFollowUp(PingsPerson):
    """Remind a member of someone they wrote to.

    Others may read along wherever it is not `private`.
    """

    guild: GuildId
    outreach: OutreachId
    person: UserId
    who: str
    step: OutreachStep
    private: bool = True
