"""Concerns: rows that only their reporter and the leads who may handle them ever read."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.domain.ids import ChannelId, ConcernId, ConcernWordsId, GuildId, UserId
from bot.domain.safety.concerns import handlers
from bot.domain.states import ConcernAbout, ConcernDoor, ConcernState
from bot.storage import presence
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.safety import leads
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import concern_people, concern_words, concerns

SUBJECT = "concern"
OPEN = (ConcernState.OPEN, ConcernState.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern without its words and whom it is about."""

    guild: GuildId
    id: ConcernId
    reporter: UserId
    about: ConcernAbout
    door: ConcernDoor
    may_name: bool
    state: ConcernState
    owner: UserId | None
    turn: int
    due_at: datetime
    server_owner: UserId | None
    escalated: bool
    by_dm: bool
    reported_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None
    code: str
    thread: ChannelId | None


@dataclass(frozen=True, slots=True)
class ConcernWords:
    """What the reporter of a concern wrote at one time."""

    guild: GuildId
    id: ConcernWordsId
    concern: ConcernId
    words: str
    written_at: datetime


_ROWS = Records(concerns, Concern, concerns.c.id)
_WORDS = Records(concern_words, ConcernWords, concern_words.c.id)


def new_id(connection: Connection, guild: GuildId) -> ConcernId:
    """Return the number of a new concern."""
    return ConcernId(next_id(connection, guild, SUBJECT))


def add(connection: Connection, concern: Concern, people: Collection[UserId]) -> None:
    """Save a new concern, and whom it is about."""
    _ROWS.insert(connection, concern)
    rows = [
        {"guild_id": concern.guild, "concern_id": concern.id, "user_id": user} for user in people
    ]
    if rows:
        connection.execute(insert(concern_people), rows)


def add_words(connection: Connection, concern: Concern, words: str, now: datetime) -> ConcernWords:
    """Save what the reporter wrote."""
    number = ConcernWordsId(next_id(connection, concern.guild, "concern-words"))
    written = ConcernWords(concern.guild, number, concern.id, words, now)
    _WORDS.insert(connection, written)
    return written


def words_of(connection: Connection, concern: Concern) -> list[ConcernWords]:
    """Return everything the reporter wrote, oldest first."""
    return _WORDS.all(
        connection,
        concern_words.c.guild_id == concern.guild,
        concern_words.c.concern_id == concern.id,
    )


def people_of(connection: Connection, concern: Concern) -> tuple[UserId, ...]:
    """Return whom a concern is about; whoever was erased is a negative number."""
    rows = select(concern_people.c.user_id).where(
        concern_people.c.guild_id == concern.guild, concern_people.c.concern_id == concern.id
    )
    return tuple(sorted(UserId(user) for user in connection.execute(rows).scalars()))


def find(connection: Connection, guild: GuildId, concern: ConcernId) -> Concern | None:
    """Return the concern, or None."""
    return _ROWS.find(connection, guild, concern)


def of_reporter(connection: Connection, guild: GuildId, user: UserId) -> list[Concern]:
    """Return what someone has reported."""
    return _ROWS.all(connection, concerns.c.guild_id == guild, concerns.c.reporter_id == user)


def open_in(connection: Connection, guild: GuildId) -> list[Concern]:
    """Return a society's concerns that aren't closed."""
    return _ROWS.all(connection, concerns.c.guild_id == guild, concerns.c.state.in_(OPEN))


def open_everywhere(connection: Connection) -> list[Concern]:
    """Return the concerns of every society that aren't closed."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY, concerns.c.state.in_(OPEN))


def handlers_of(connection: Connection, concern: Concern) -> tuple[UserId, ...]:
    """Return who may be asked to handle a concern, in that order; the server's owner comes last."""
    apart = {
        *people_of(connection, concern),
        concern.reporter,
        *presence.departed(connection, concern.guild),
    }
    named = leads.of_society(connection, concern.guild)
    return handlers(named, concern.server_owner, apart=apart)


def readers_of(connection: Connection, concern: Concern) -> tuple[UserId, ...]:
    """Return who may read a concern: the leads, and the server's owner once they were asked."""
    named = leads.of_society(connection, concern.guild)
    return tuple(
        user
        for user in handlers_of(connection, concern)
        if user in named or (concern.escalated and user == concern.server_owner)
    )


def save(connection: Connection, concern: Concern) -> Concern:
    """Save a concern as it is now."""
    _ROWS.save(connection, concern)
    return concern


def record_thread(connection: Connection, concern: Concern, thread: ChannelId | None) -> Concern:
    """Save where the leads’ thread is, or that it is gone, and nothing else of a concern."""
    _ROWS.change(connection, (concern.guild, concern.id), thread=thread)
    return replace(concern, thread=thread)


def follow_up_at(connection: Connection, concern: Concern, at: datetime) -> Concern:
    """Save when whoever handles a concern is reminded of it."""
    _ROWS.change(connection, (concern.guild, concern.id), due_at=at)
    return replace(concern, due_at=at)


def hand(connection: Connection, concern: Concern, handed: Concern) -> bool:
    """Save whose turn it is now; False if it was another's already, as after an acknowledgement."""
    return _ROWS.change(
        connection,
        (concern.guild, concern.id),
        concerns.c.turn == concern.turn,
        state=handed.state,
        owner=handed.owner,
        turn=handed.turn,
        due_at=handed.due_at,
        escalated=handed.escalated,
    )


def record_owner(connection: Connection, guild: GuildId, owner: UserId) -> None:
    """Save who owns the server now, for the concerns that aren't about them or from them."""
    for concern in open_in(connection, guild):
        about = people_of(connection, concern)
        # Someone it is about may have been erased, and own the server: no one can tell.
        is_apart = owner == concern.reporter or owner in about or any(user < 0 for user in about)
        kept = None if is_apart else owner
        if kept != concern.server_owner:
            key = (concern.guild, concern.id)
            _ROWS.change(connection, key, server_owner=kept, escalated=False)


def delete_closed(connection: Connection, before: datetime) -> int:
    """Delete what was closed before an instant, in every society; return how many concerns."""
    return connection.execute(
        delete(concerns).where(IN_EVERY_SOCIETY, concerns.c.closed_at < before)
    ).rowcount


def name_again(connection: Connection, guild: GuildId, stands: UserId, user: UserId) -> None:
    """Let the concerns that have the number `stands` be about `user` again."""
    about = concern_people.c.guild_id == guild
    known = select(concern_people.c.concern_id).where(about, concern_people.c.user_id == user)
    listed = about & (concern_people.c.user_id == stands)
    connection.execute(delete(concern_people).where(listed, concern_people.c.concern_id.in_(known)))
    connection.execute(update(concern_people).where(listed).values(user_id=user))
