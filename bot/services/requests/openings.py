"""Say that requests are welcome, and see who else said so."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts.enrolments import require_among
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.domain.requests import requests as rules
from bot.domain.requests.openings import (
    LARGEST_ROOM,
    NOTHING_WANTED,
    PROMISES,
    Offering,
    Wanted,
    ranked,
)
from bot.domain.states import EnrolmentState, Role
from bot.domain.vocabulary import FIELDS, FORMATS, STAGES, TOPICS
from bot.services.actor import Actor
from bot.storage import drafts, interactions, presence
from bot.storage.cohorts import avoid_list, enrolments, profiles
from bot.storage.nudges import away
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.requests import openings, requests
from bot.storage.requests.openings import Opening

PAGE = 5
_DRAFT = "mentor-find"
_FIRST_ROOM = 1


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One's own opening, as its person sees it; with `dms` requests come by direct message."""

    opening: Opening
    offering: Offering | None
    waiting: int
    dms: bool


@dataclass(frozen=True, slots=True)
class MentorList:
    """A page of the mentors who have room, best fit first; `fits` counts those that fit fully."""

    guild: GuildId
    wanted: Wanted
    mentors: tuple[Offering, ...]
    first: int
    total: int
    fits: int
    is_open: bool


async def find(app: App, actor: Actor, wanted: Wanted) -> MentorList:
    """Return the first page of mentors who are open to requests and have room.

    What was asked is kept, so that `more` can go on. Raises ``enrolment.unknown_choice``.
    """
    for value, known in (
        (wanted.topic, TOPICS),
        (wanted.field, FIELDS),
        (wanted.stage, STAGES),
        (wanted.format, FORMATS),
    ):
        require_among([value] if value else [], known)

    def look(connection: Connection) -> MentorList:
        now = app.clock.now()
        drafts.keep(connection, actor.guild, actor.user, _DRAFT, wanted.to_json(), now)
        return _page(connection, actor, wanted, 0, now)

    return await app.database.write(look)


async def more(app: App, actor: Actor, first: int) -> MentorList:
    """Return the page that begins with the mentor number `first`, counted from 0."""

    def look(connection: Connection) -> MentorList:
        kept = drafts.find(connection, actor.guild, actor.user, _DRAFT)
        wanted = Wanted(**kept) if kept else NOTHING_WANTED
        return _page(connection, actor, wanted, first, app.clock.now())

    return await app.database.read(look)


def _page(
    connection: Connection, actor: Actor, wanted: Wanted, first: int, now: datetime
) -> MentorList:
    found = ranked(offerings_for(connection, actor.guild, actor.user, now), wanted)
    own = openings.find(connection, actor.guild, actor.user)
    return MentorList(
        guild=actor.guild,
        wanted=wanted,
        mentors=tuple(found[first : first + PAGE]),
        first=first,
        total=len(found),
        fits=sum(wanted.misses(one) == 0 for one in found),
        is_open=own is not None and own.room > 0,
    )


async def show(app: App, actor: Actor) -> OpeningView:
    """Return one's own opening; closed when nothing was said yet."""

    def look(connection: Connection) -> OpeningView:
        return _view(connection, app, actor)

    return await app.database.read(look)


async def promise(app: App, actor: Actor, hours: int) -> OpeningView:
    """Keep how soon one answers, and open where it was closed; raise ``opening.promise``."""
    if hours not in PROMISES:
        raise DomainError("opening.promise")

    def change(opening: Opening) -> Opening:
        return replace(opening, answer_within_hours=hours, room=opening.room or _FIRST_ROOM)

    return await _change(app, actor, change)


async def make_room(app: App, actor: Actor, room: int) -> OpeningView:
    """Keep how many mentees one could still take; 0 closes. Raises ``opening.room``."""
    if not 0 <= room <= LARGEST_ROOM:
        raise DomainError("opening.room", most=LARGEST_ROOM)
    return await _change(app, actor, lambda opening: replace(opening, room=room))


async def _change(app: App, actor: Actor, change: Callable[[Opening], Opening]) -> OpeningView:
    def keep(connection: Connection) -> OpeningView:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        if _offered_by(connection, actor.guild, actor.user) is None:
            raise DomainError("opening.nothing_offered")
        changed = change(_own(connection, app, actor))
        openings.save(connection, changed, now)
        return _view(connection, app, actor)

    return await app.database.write(keep)


def _view(connection: Connection, app: App, actor: Actor) -> OpeningView:
    opening = _own(connection, app, actor)
    said = _offered_by(connection, actor.guild, actor.user)
    waiting = requests.waiting_by_mentor(connection, actor.guild).get(actor.user, 0)
    return OpeningView(
        opening,
        _offering(opening, said, waiting) if said else None,
        waiting,
        nudge_settings.get(connection, actor.guild, actor.user).dms,
    )


def _own(connection: Connection, app: App, actor: Actor) -> Opening:
    known = openings.find(connection, actor.guild, actor.user)
    hours = app.settings.requests.answer_within_hours
    return known or Opening(actor.guild, actor.user, hours, room=0)


# --- who has room for whom --------------------------------------------------------------------


def offerings_for(
    connection: Connection, guild: GuildId, asker: UserId, now: datetime
) -> list[Offering]:
    """Return the mentors whom `asker` may be offered to: open, with room, here, and not avoided."""
    waiting = requests.waiting_by_mentor(connection, guild)
    found = []
    for opening in openings.with_room(connection, guild):
        load = waiting.get(opening.user, 0)
        if load >= rules.MOST_WAITING or is_closed_to(connection, guild, asker, opening.user, now):
            continue
        said = _offered_by(connection, guild, opening.user)
        if said is not None:
            found.append(_offering(opening, said, load))
    return found


def is_closed_to(
    connection: Connection, guild: GuildId, asker: UserId, mentor: UserId, now: datetime
) -> bool:
    """Whether a mentor is nobody to ask: oneself, gone, away, avoided by either, or one's own."""
    if mentor == asker or mentor in presence.gone(connection, guild):
        return True
    if are_apart(connection, guild, asker, mentor):
        return True
    if any(one.holds(now) for one in away.stretches_of(connection, guild, mentor)):
        return True
    return any(pair.mentor == mentor for pair in pairs.of_person(connection, guild, asker))


def are_apart(connection: Connection, guild: GuildId, one: UserId, other: UserId) -> bool:
    """Whether either has the other on their private list; nobody is ever told."""
    lists = avoid_list.of_society(connection, guild)
    return other in lists.get(one, ()) or one in lists.get(other, ())


@dataclass(frozen=True, slots=True)
class _Said:
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    formats: tuple[str, ...]


def _offered_by(connection: Connection, guild: GuildId, user: UserId) -> _Said | None:
    """Return what a mentor said they can help with: in the profile, else at their last sign-up."""
    profile = profiles.find(connection, guild, user)
    if profile is not None and profile.offers:
        return _Said(profile.stage or "", profile.fields, profile.offers, profile.wishes.formats)
    signed_up = [
        one
        for one in enrolments.of_person(connection, guild, user)
        if one.role is Role.MENTOR and one.state is not EnrolmentState.LEFT
    ]
    if not signed_up:
        return None
    latest = max(signed_up, key=lambda one: (one.applied_at, one.id)).answers
    return _Said(latest.stage, latest.fields, latest.topics, latest.wishes.formats)


def _offering(opening: Opening, said: _Said, waiting: int) -> Offering:
    return Offering(
        user=opening.user,
        stage=said.stage,
        fields=said.fields,
        topics=said.topics,
        formats=said.formats,
        answer_within_hours=opening.answer_within_hours,
        room=opening.room,
        waiting=waiting,
    )
