"""`/concern`: report something in confidence, follow it, and, as a safety lead, handle it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.safety.concerns import hand_on, plan_news, plan_waiting
from bot.domain.errors import DomainError
from bot.domain.ids import ConcernId, GuildId, UserId
from bot.domain.safety import concerns as rules
from bot.domain.states import (
    ConcernAbout,
    ConcernDoor,
    ConcernNews,
    ConcernState,
    EndReason,
    Look,
    PairState,
)
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.circles import is_circle
from bot.services.pairs.pairs import new_code
from bot.services.requests import transitions
from bot.services.work import Work, reads, writes
from bot.storage import presence
from bot.storage.cohorts import profiles
from bot.storage.moderation import societies
from bot.storage.pairs import circle_decisions, endings, pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.safety import concerns, leads, looks
from bot.storage.safety.concerns import Concern, ConcernWords
from bot.storage.youth import youth


@dataclass(frozen=True, slots=True)
class Society:
    """What is said before and after typing: who reads it, whom to call, what may be passed on.

    `is_minor` if whoever asks said that they're under 18.
    """

    guild: GuildId
    leads: tuple[UserId, ...]
    emergency: str
    duties: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What `/concern` shows: one's own concerns, and as a lead those that may be read."""

    society: Society
    own: tuple[Concern, ...]
    to_handle: tuple[Concern, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in."""

    people: tuple[UserId, ...]
    about: ConcernAbout
    door: ConcernDoor
    may_name: bool
    words: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A concern was saved: who may read it, in which order, and which mentorships it concerns.

    Without `has_next`, no one but its owner can be asked.
    """

    society: Society
    concern: Concern
    readers: tuple[UserId, ...]
    pairs: tuple[Pair, ...]
    has_next: bool


@dataclass(frozen=True, slots=True)
class OwnConcern:
    """One's own concern, with everything one wrote."""

    concern: Concern
    people: tuple[UserId, ...]
    words: tuple[ConcernWords, ...]
    pairs: tuple[Pair, ...]
    society: Society


@dataclass(frozen=True, slots=True)
class ReadConcern:
    """A concern as a safety lead reads it; `minors` are those in it who said they're under 18."""

    concern: Concern
    people: tuple[UserId, ...]
    words: tuple[ConcernWords, ...]
    pairs: tuple[Pair, ...]
    duties: str
    others: tuple[UserId, ...]
    minors: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A concern changed, or with `already` had been so before."""

    concern: Concern
    already: bool = False


@dataclass(frozen=True, slots=True)
class ToPart:
    """What it would mean to part the people of a concern."""

    concern: Concern
    pairs: tuple[Pair, ...]
    of_reporter: bool


@dataclass(frozen=True, slots=True)
class Held:
    """Mentorships were put on hold until a day."""

    concern: Concern
    pairs: tuple[Pair, ...]
    until: datetime


# --- before typing ----------------------------------------------------------------------------


@reads
def open_(work: Work) -> Opened:
    """Return what someone should know before they type, and what they reported earlier."""
    own = concerns.of_reporter(work.connection, work.guild, work.user)
    waiting = [
        concern
        for concern in concerns.open_in(work.connection, work.guild)
        if work.user in concerns.readers_of(work.connection, concern)
    ]
    return Opened(_society(work), tuple(reversed(own)), tuple(waiting))


def _society(work: Work) -> Society:
    society = societies.find(work.connection, work.guild)
    departed = presence.departed(work.connection, work.guild)
    named = leads.of_society(work.connection, work.guild)
    return Society(
        work.guild,
        tuple(user for user in named if user not in departed and user != work.user),
        (society.emergency_words if society else None) or "",
        (society.duty_words if society else None) or "",
        youth.is_minor(work.connection, work.guild, work.user),
    )


# --- as the person who reports it -------------------------------------------------------------


@writes
def report(
    work: Work, typed: Typed, server_owner: UserId | None, *, by_dm: bool = False
) -> Reported:
    """Save a concern and ask the first lead whom it isn't about.

    The server's owner comes last, and never if it is about them. With `by_dm`, someone it is about
    could see the leads' thread, so leads are told directly. Raises `DomainError`
    ``concern.empty``, ``concern.long``, ``concern.people``, and ``concern.no_one`` if it is about
    everyone who could read it.
    """
    words = rules.check_words(typed.words)
    people = tuple(dict.fromkeys(user for user in typed.people if user != work.user))
    if len(people) > rules.MOST_PEOPLE:
        raise DomainError("concern.people", most=rules.MOST_PEOPLE)
    is_apart = server_owner is None or server_owner in (*people, work.user)
    concern = Concern(
        guild=work.guild,
        id=concerns.new_id(work.connection, work.guild),
        reporter=work.user,
        about=typed.about,
        door=typed.door,
        may_name=typed.may_name,
        state=ConcernState.OPEN,
        owner=None,
        turn=0,
        due_at=work.now + rules.ACKNOWLEDGED_WITHIN,
        server_owner=None if is_apart else server_owner,
        escalated=False,
        by_dm=by_dm or server_owner in people,
        reported_at=work.now,
        acknowledged_at=None,
        closed_at=None,
        code=new_code(work.connection, work.guild),
        thread=None,
    )
    concerns.add(work.connection, concern, people)
    concerns.add_words(work.connection, concern, words, work.now)
    handed = hand_on(work.connection, concern, work.now)
    if handed.owner is None:
        raise DomainError("concern.no_one")
    return Reported(
        _society(work),
        handed,
        concerns.readers_of(work.connection, handed),
        tuple(_pairs(work, handed, of_reporter=True)),
        has_next=len(concerns.handlers_of(work.connection, handed)) > 1,
    )


@reads
def look(work: Work, concern: ConcernId) -> OwnConcern:
    """Return one's own concern. Raises `DomainError` ``concern.unknown``."""
    own = _require_own(work, concern)
    return OwnConcern(
        own,
        concerns.people_of(work.connection, own),
        tuple(concerns.words_of(work.connection, own)),
        tuple(_pairs(work, own, of_reporter=True)),
        _society(work),
    )


@writes
def add(work: Work, concern: ConcernId, typed: str) -> Changed:
    """Add to one's own concern, and tell whoever handles it.

    Raises `DomainError` ``concern.over``, ``concern.empty``, ``concern.long``.
    """
    own = _require_own(work, concern)
    if own.state.is_over:
        raise DomainError("concern.over")
    written = concerns.add_words(work.connection, own, rules.check_words(typed), work.now)
    plan_news(work.connection, own, ConcernNews.ADDED, work.now, written.id)
    return Changed(own)


@writes
def withdraw(work: Work, concern: ConcernId) -> Changed:
    """Withdraw one's own concern; what was written is erased as that of a closed one."""
    own = _require_own(work, concern)
    if own.state.is_over:
        return Changed(own, already=True)
    over = replace(own, state=ConcernState.WITHDRAWN, closed_at=work.now)
    concerns.save(work.connection, over)
    plan_news(work.connection, over, ConcernNews.WITHDRAWN, work.now, 0)
    return Changed(over)


# --- as a safety lead -------------------------------------------------------------------------


@writes
def read(work: Work, concern: ConcernId) -> ReadConcern:
    """Return a concern to a lead whom it isn't about; its reporter sees on which day.

    Raises `DomainError` ``concern.unknown`` for anyone else, moderators and owners included.
    """
    one = _require_reader(work, concern)
    return _read(work, one)


def _read(work: Work, concern: Concern) -> ReadConcern:
    """Return it as it is shown; whatever shows it is a look."""
    looks.record(work.connection, work.guild, work.user, [concern.reporter], Look.CONCERN, work.now)
    readers = concerns.handlers_of(work.connection, concern)
    about = concerns.people_of(work.connection, concern)
    return ReadConcern(
        concern,
        about,
        tuple(concerns.words_of(work.connection, concern)),
        tuple(_pairs(work, concern, of_reporter=False)),
        _society(work).duties,
        tuple(user for user in readers if user != work.user),
        tuple(
            user
            for user in (concern.reporter, *about)
            if youth.is_minor(work.connection, work.guild, user)
        ),
    )


@writes
def acknowledge(work: Work, concern: ConcernId) -> ReadConcern:
    """Take a concern on: the lead is its owner from now on, and is reminded until it is closed."""
    one = _require_reader(work, concern)
    if one.state is ConcernState.ACKNOWLEDGED and one.owner == work.user:
        return _read(work, one)
    if one.state.is_over:
        return _read(work, one)
    next_at = work.now + rules.FOLLOWED_UP_AFTER
    taken = replace(
        one,
        state=ConcernState.ACKNOWLEDGED,
        owner=work.user,
        turn=one.turn + 1,
        due_at=next_at,
        acknowledged_at=one.acknowledged_at or work.now,
    )
    concerns.save(work.connection, taken)
    plan_waiting(work.connection, taken, next_at, work.now)
    return _read(work, taken)


@writes
def pass_on(work: Work, concern: ConcernId) -> Changed:
    """Hand a concern to the next lead. Raises `DomainError` ``concern.no_other``."""
    one = _require_reader(work, concern)
    if one.state.is_over:
        return Changed(one, already=True)
    if not [user for user in concerns.handlers_of(work.connection, one) if user != work.user]:
        raise DomainError("concern.no_other")
    return Changed(hand_on(work.connection, replace(one, owner=work.user), work.now))


@writes
def close(work: Work, concern: ConcernId) -> Changed:
    """Close a concern; what was written is erased a set time after that."""
    one = _require_reader(work, concern)
    if one.state.is_over:
        return Changed(one, already=True)
    closed = replace(
        one,
        state=ConcernState.CLOSED,
        owner=work.user,
        acknowledged_at=one.acknowledged_at or work.now,
        closed_at=work.now,
    )
    return Changed(concerns.save(work.connection, closed))


# --- keeping the two apart --------------------------------------------------------------------


@writes
def hold(work: Work, concern: ConcernId) -> Held:
    """Pause the mentorships of a concern for a month; their thread doesn't say who asked.

    Its reporter may do it for their own, a lead for all. A circle isn't paused for one of it.
    Raises `DomainError` ``concern.no_pair``.
    """
    one, of_reporter = _require_either(work, concern)
    until = work.now + rules.HELD_FOR
    held = [
        pair
        for pair in _pairs(work, one, of_reporter=of_reporter)
        if not is_circle(pair) and pair.state is not PairState.PAUSED
    ]
    if not held:
        raise DomainError("concern.no_pair")
    for pair in held:
        occurrence = f"interaction:{work.actor.interaction}"
        rhythm = rhythm_of(work.app)
        circle_decisions.start_pause(work.connection, pair, until, rhythm, work.now, occurrence)
    return Held(one, tuple(held), until)


@reads
def to_part(work: Work, concern: ConcernId) -> ToPart:
    """Return what `part` would end. Raises `DomainError` ``concern.no_pair``."""
    one, of_reporter = _require_either(work, concern)
    found = tuple(_pairs(work, one, of_reporter=of_reporter))
    if not found:
        raise DomainError("concern.no_pair")
    return ToPart(one, found, of_reporter)


@writes
def part(work: Work, concern: ConcernId) -> ToPart:
    """End the mentorships of a concern as any other ends, and match the two never again.

    Neither learns who asked. A mentee of a circle leaves it. Raises `DomainError`
    ``concern.no_pair``.
    """
    one, of_reporter = _require_either(work, concern)
    found = tuple(_pairs(work, one, of_reporter=of_reporter))
    if not found:
        raise DomainError("concern.no_pair")
    about = {user for user in concerns.people_of(work.connection, one) if user > 0}
    for pair in found:
        leaving = _who_leaves(pair, one, about)
        if is_circle(pair) and leaving is not None:
            rhythm = rhythm_of(work.app)
            circle_decisions.leave(work.connection, pair, leaving, rhythm, work.now)
        else:
            endings.close(work.connection, pair, EndReason.TOGETHER, work.now)
    if of_reporter or any(pair.has(one.reporter) for pair in found):
        avoided = profiles.avoided_by(work.connection, work.guild, one.reporter)
        profiles.save_avoided(work.connection, work.guild, one.reporter, avoided | about)
        transitions.part(work.connection, work.guild, one.reporter, about - avoided, work.now)
    return ToPart(one, found, of_reporter)


def _who_leaves(pair: Pair, concern: Concern, about: set[UserId]) -> UserId | None:
    """Return which mentee leaves a circle: the reporter, else whoever it is about."""
    if concern.reporter in pair.mentees:
        return concern.reporter
    return next((user for user in pair.mentees if user in about), None)


def _pairs(work: Work, concern: Concern, *, of_reporter: bool) -> Sequence[Pair]:
    """Return the mentorships in which two of a concern meet; for its reporter, their own."""
    about = {user for user in concerns.people_of(work.connection, concern) if user > 0}
    every: dict[int, Pair] = {}
    for user in {concern.reporter} if of_reporter else about:
        for pair in pairs.list_for_person(work.connection, work.guild, user):
            every[pair.id] = pair
    both = about | {concern.reporter}
    return [
        pair
        for _, pair in sorted(every.items())
        if len({member.user for member in pair.members} & both) > 1
    ]


# --- who may ----------------------------------------------------------------------------------


def _require_own(work: Work, concern: ConcernId) -> Concern:
    found = concerns.find(work.connection, work.guild, concern)
    if found is None or found.reporter != work.user:
        raise DomainError("concern.unknown")
    return found


def _require_reader(work: Work, concern: ConcernId) -> Concern:
    """Refuse as if there were none, so that no one learns of a concern by its number."""
    found = concerns.find(work.connection, work.guild, concern)
    if found is None or work.user not in concerns.readers_of(work.connection, found):
        raise DomainError("concern.unknown")
    return found


def _require_either(work: Work, concern: ConcernId) -> tuple[Concern, bool]:
    """Return the concern, and whether the asker reported it."""
    found = concerns.find(work.connection, work.guild, concern)
    if found is not None and found.reporter == work.user:
        return found, True
    return _require_reader(work, concern), False
