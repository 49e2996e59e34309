"""Take requests as a mentor, and list mentors who do."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import require_among
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.domain.requests import requests as rules
from bot.domain.requests.mentor_availability import (
    ANSWER_TIMES,
    LARGEST_ROOM,
    NOTHING_WANTED,
    Offering,
    Wanted,
    ranked,
)
from bot.domain.states import EnrolmentState, Role
from bot.domain.vocabulary import FIELDS, FORMATS, STAGES, TOPICS
from bot.services.privacy import lists
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.services.youth.permissions import require_adult
from bot.storage import drafts, presence
from bot.storage.cohorts import enrolments, profiles
from bot.storage.nudges import away
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.requests import mentor_availability, requests
from bot.storage.requests.mentor_availability import MentorAvailability

PAGE = 5
_DRAFT = "mentor-find"
_FIRST_ROOM = 1


@dataclass(frozen=True, slots=True)
class AvailabilityView:
    """The asker's own request settings; with `dms`, requests come by direct message."""

    opening: MentorAvailability
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


@writes_unrecorded("what was asked is only remembered for the next page: twice is the same as once")
def find(work: Work, wanted: Wanted) -> MentorList:
    """Return the first page of mentors who take requests and have room.

    The question is saved, so that `more` can continue it. Raises ``enrolment.unknown_choice``.
    """
    for value, allowed in (
        (wanted.topic, TOPICS),
        (wanted.field, FIELDS),
        (wanted.stage, STAGES),
        (wanted.format, FORMATS),
    ):
        require_among([value] if value else [], allowed)
    drafts.save(work.connection, work.guild, work.user, _DRAFT, wanted.to_json(), work.now)
    return _page(work, wanted, 0)


@reads
def more(work: Work, first: int) -> MentorList:
    """Return the page that begins with the mentor number `first`, counted from 0."""
    saved = drafts.find(work.connection, work.guild, work.user, _DRAFT)
    wanted = Wanted(**saved) if saved else NOTHING_WANTED
    return _page(work, wanted, first)


def _page(work: Work, wanted: Wanted, first: int) -> MentorList:
    mentors = ranked(offerings_for(work.connection, work.guild, work.user, work.now), wanted)
    own = mentor_availability.find(work.connection, work.guild, work.user)
    return MentorList(
        guild=work.guild,
        wanted=wanted,
        mentors=tuple(mentors[first : first + PAGE]),
        first=first,
        total=len(mentors),
        fits=sum(wanted.misses(mentor) == 0 for mentor in mentors),
        is_open=own is not None and own.room > 0,
    )


@reads
def show(work: Work) -> AvailabilityView:
    """Return the asker's own request settings; not taking requests if nothing was set yet."""
    return _view(work)


@writes
def set_answer_time(work: Work, hours: int) -> AvailabilityView:
    """Save the asker's response time, and start taking requests; raise ``opening.promise``."""
    if hours not in ANSWER_TIMES:
        raise DomainError("opening.promise")
    opening = _own(work)
    room = opening.room or _FIRST_ROOM
    return _save(work, replace(opening, answer_within_hours=hours, room=room))


@writes
def make_room(work: Work, room: int) -> AvailabilityView:
    """Save how many mentees one could still take; 0 stops requests. Raises ``opening.room``."""
    if not 0 <= room <= LARGEST_ROOM:
        raise DomainError("opening.room", most=LARGEST_ROOM)
    return _save(work, replace(_own(work), room=room))


def _save(work: Work, opening: MentorAvailability) -> AvailabilityView:
    require_adult(work)
    if _offered_by(work.connection, work.guild, work.user) is None:
        raise DomainError("opening.nothing_offered")
    lists.recognize(work)
    mentor_availability.save(work.connection, opening, work.now)
    return _view(work)


def _view(work: Work) -> AvailabilityView:
    opening = _own(work)
    offered = _offered_by(work.connection, work.guild, work.user)
    waiting = requests.waiting_by_mentor(work.connection, work.guild).get(work.user, 0)
    return AvailabilityView(
        opening,
        _offering(opening, offered, waiting) if offered else None,
        waiting,
        nudge_settings.get(work.connection, work.guild, work.user).dms,
    )


def _own(work: Work) -> MentorAvailability:
    opening = mentor_availability.find(work.connection, work.guild, work.user)
    hours = work.app.settings.requests.answer_within_hours
    return opening or MentorAvailability(work.guild, work.user, hours, room=0)


# --- which mentors an asker can be offered ----------------------------------------------------


def offerings_for(
    connection: Connection, guild: GuildId, asker: UserId, now: datetime
) -> list[Offering]:
    """Return the mentors whom `asker` may ask: open, with room, in the server, and not avoided."""
    waiting = requests.waiting_by_mentor(connection, guild)
    offerings = []
    for opening in mentor_availability.with_room(connection, guild):
        load = waiting.get(opening.user, 0)
        if load >= rules.MOST_WAITING or is_closed_to(connection, guild, asker, opening.user, now):
            continue
        offered = _offered_by(connection, guild, opening.user)
        if offered is not None:
            offerings.append(_offering(opening, offered, load))
    return offerings


def is_closed_to(
    connection: Connection, guild: GuildId, asker: UserId, mentor: UserId, now: datetime
) -> bool:
    """Return whether a mentor can't be asked: oneself, gone, away, avoided, or the asker's own."""
    if mentor == asker or mentor in presence.departed(connection, guild):
        return True
    if profiles.are_apart(connection, guild, asker, mentor):
        return True
    if any(stretch.holds(now) for stretch in away.stretches_of(connection, guild, mentor)):
        return True
    return any(pair.mentor == mentor for pair in pairs.list_for_person(connection, guild, asker))


@dataclass(frozen=True, slots=True)
class _Offered:
    stage: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    formats: tuple[str, ...]


def _offered_by(connection: Connection, guild: GuildId, user: UserId) -> _Offered | None:
    """Return what a mentor said they can help with: in the profile, else at their last sign-up."""
    profile = profiles.find(connection, guild, user)
    if profile is not None and profile.offers:
        return _Offered(profile.stage or "", profile.fields, profile.offers, profile.wishes.formats)
    signed_up = [
        enrolment
        for enrolment in enrolments.list_for_person(connection, guild, user)
        if enrolment.role is Role.MENTOR and enrolment.state is not EnrolmentState.LEFT
    ]
    if not signed_up:
        return None
    latest = max(signed_up, key=lambda enrolment: (enrolment.applied_at, enrolment.id)).answers
    return _Offered(latest.stage, latest.fields, latest.topics, latest.wishes.formats)


def _offering(opening: MentorAvailability, offered: _Offered, waiting: int) -> Offering:
    return Offering(
        user=opening.user,
        stage=offered.stage,
        fields=offered.fields,
        topics=offered.topics,
        formats=offered.formats,
        answer_within_hours=opening.answer_within_hours,
        room=opening.room,
        waiting=waiting,
    )
