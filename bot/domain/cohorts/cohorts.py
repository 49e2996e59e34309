"""Rules for cohorts: names, dates, limits, and states."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.schedule import instant_of
from bot.domain.states import CohortState
from bot.domain.times import reader
from bot.domain.typed_text import one_line

LONGEST_NAME = 60
MOST_PEOPLE = 10_000
LAST_MINUTE = time(23, 59)
# How many days before it closes whoever hasn't finished is reminded, and the moderators told.
CLOSES_SOON_DAYS = 2
MORNING = time(9)
A_DAY = timedelta(days=1)
# What is announced to a cohort makes no sense much later.
NEWS_USEFUL_FOR = timedelta(days=14)
_MENTION = re.compile(r"<[@#:a/t][^>]*>|@(everyone|here)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a moderator decides about a cohort; None means not set.

    With `circles`, a mentor's mentees share one thread. `match_words` are keys of
    config/matching.toml, such as "field matters more". Sign-up closes by itself at the end of the
    day `sign_up_until`.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    most_mentees: int | None = None
    most_mentors: int | None = None
    circles: bool = False
    match_words: tuple[str, ...] = ()
    sign_up_until: date | None = None


OPEN_PLAN = Plan()


def check_plan(plan: Plan, today: date, before: Plan = OPEN_PLAN) -> Plan:
    """Return the plan as it is saved; a day that it had `before` may be past by now.

    Raises `DomainError` ``cohort.ends_first``, ``cohort.ends_past``, ``cohort.until_late``,
    ``cohort.until_past``, ``cohort.limit``.
    """
    if plan.ends_on is not None:
        if plan.ends_on <= (plan.starts_on or plan.ends_on.min):
            raise DomainError("cohort.ends_first", starts=plan.starts_on, ends=plan.ends_on)
        if plan.ends_on <= today and plan.ends_on != before.ends_on:
            raise DomainError("cohort.ends_past", ends=plan.ends_on)
    until = plan.sign_up_until
    if until is not None:
        if plan.ends_on is not None and until >= plan.ends_on:
            raise DomainError("cohort.until_late", until=until, ends=plan.ends_on)
        if until < today and until != before.sign_up_until:
            raise DomainError("cohort.until_past", until=until)
    for limit in (plan.most_mentees, plan.most_mentors):
        if limit is not None and not 0 < limit <= MOST_PEOPLE:
            raise DomainError("cohort.limit", most=MOST_PEOPLE)
    return plan


_NEXT: dict[CohortState, frozenset[CohortState]] = {
    CohortState.DRAFT: frozenset({CohortState.ENROLLING, CohortState.ENDED}),
    CohortState.ENROLLING: frozenset(
        {CohortState.MATCHING, CohortState.RUNNING, CohortState.ENDED}
    ),
    CohortState.MATCHING: frozenset(
        {CohortState.ENROLLING, CohortState.RUNNING, CohortState.ENDED}
    ),
    # A running cohort takes late sign-ups through a new enrolment, and matches again.
    CohortState.RUNNING: frozenset({CohortState.ENROLLING, CohortState.CLOSING, CohortState.ENDED}),
    CohortState.CLOSING: frozenset({CohortState.ENDED}),
    CohortState.ENDED: frozenset(),
}


def closes_at(until: date, zone: str) -> datetime:
    """Return when sign-up closes by itself: in the last minute of its last day, in this zone."""
    return instant_of(until, LAST_MINUTE, zone)


def closes_soon_at(until: date, zone: str) -> datetime:
    """Return from when on people are reminded that sign-up closes."""
    return instant_of(until - timedelta(days=CLOSES_SOON_DAYS), MORNING, zone)


def clean_name(typed: str) -> str:
    """Return the name as it is saved: trimmed, single spaces, no invisible characters.

    Raises `DomainError` ``cohort.name_empty``, ``cohort.name_long`` (over 60 characters) or
    ``cohort.name_mention``. Emoji and markdown are allowed and shown as typed.
    """
    name = one_line(unicodedata.normalize("NFC", typed))
    if not name:
        raise DomainError("cohort.name_empty")
    if len(name) > LONGEST_NAME:
        raise DomainError("cohort.name_long", length=len(name), most=LONGEST_NAME)
    if _MENTION.search(name):
        raise DomainError("cohort.name_mention", name=name)
    return name


def ended_name(name: str, ended_at: datetime, zone: str) -> str:
    """Return what an ended cohort is called once another one has its name."""
    day = ended_at.astimezone(ZoneInfo(zone)).date()
    return f"{name} (ended {day:%b} {day.day}, {day.year})"


def read_check_in_time(typed: str) -> time:
    """Return the hour of a cohort's check-ins, from text like ``18:00`` or ``6pm``.

    Raises `DomainError` ``cohort.check_in_time`` if it isn't exactly one time of day.
    """
    times = reader.hours_of(typed)
    if len(times) != 1:
        raise DomainError("cohort.check_in_time", typed=typed.strip()[:60])
    return times[0]


def name_key(name: str) -> str:
    """Return a key that is equal for spellings of a name that differ only in case and width."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def require_move(now: CohortState, wanted: CohortState) -> None:
    """Refuse an invalid change of state, with ``cohort.wrong_state``."""
    if wanted not in _NEXT[now]:
        raise DomainError("cohort.wrong_state", state=now, wanted=wanted)
