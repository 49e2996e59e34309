"""Requests, the state of each with every mentor who was asked, and the news about it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, or_, select

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, RequestId, UserId
from bot.domain.requests.requests import News, Offer, Request
from bot.domain.states import RequestState
from bot.storage.counters import next_id
from bot.storage.records import CompositeField, Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.tables import request_news, request_offers, request_threads, requests

OPEN = (RequestState.OPEN, RequestState.QUESTION)
# The thread that all mentors share has no person.
MENTORS = UserId(0)


@dataclass(frozen=True, slots=True)
class RequestThread:
    """A private thread for requests; `thread` is known once it was created."""

    code: str
    thread: ChannelId | None


_ROWS = Records(
    requests,
    Request,
    requests.c.due_at,
    requests.c.id,
    parts={
        "offers": CompositeField((), make=tuple, take=lambda offers: ()),  # rows of their own
        "window": CompositeField(
            ("window_hours",),
            make=lambda hours: timedelta(hours=hours),
            take=lambda window: (int(window.total_seconds()) // 3600,),
        ),
    },
)
_OFFERS = Records(request_offers, Offer, request_offers.c.offered_at, request_offers.c.mentor_id)
_NEWS = Records(request_news, News, request_news.c.number)
_THREADS = Records(request_threads, RequestThread)


def has_thread(connection: Connection, guild: GuildId, channel: ChannelId) -> bool:
    """Return whether a channel is someone's private thread for requests, or the mentors'."""
    statement = select(request_threads.c.user_id).where(
        request_threads.c.guild_id == guild, request_threads.c.thread_id == channel
    )
    return connection.execute(statement).first() is not None


def new_id(connection: Connection, guild: GuildId) -> RequestId:
    """Generate the ID of a request about to be added."""
    return RequestId(next_id(connection, guild, "request"))


def add(connection: Connection, request: Request) -> None:
    """Save a new request."""
    _ROWS.insert(connection, request)
    _save_offers(connection, None, request)


def save(connection: Connection, before: Request, after: Request) -> None:
    """Save a request after a step."""
    _ROWS.save(connection, after)
    _save_offers(connection, before, after)


def _save_offers(connection: Connection, before: Request | None, after: Request) -> None:
    for offer in after.offers:
        if before is None or before.offer_of(offer.mentor) != offer:
            _OFFERS.put(connection, offer, guild_id=after.guild, request_id=after.id)


def find(connection: Connection, guild: GuildId, request: RequestId) -> Request | None:
    """Return the request, or None when this society has none of that id."""
    rows = _select(connection, requests.c.guild_id == guild, requests.c.id == request)
    return rows[0] if rows else None


def get(connection: Connection, guild: GuildId, request: RequestId) -> Request:
    """Return the request; raise `DomainError` ``request.unknown``."""
    row = find(connection, guild, request)
    if row is None:
        raise DomainError("request.unknown")
    return row


def list_for_asker(connection: Connection, guild: GuildId, asker: UserId) -> list[Request]:
    """Return every request someone ever made, oldest first."""
    return _select(connection, requests.c.guild_id == guild, requests.c.asker_id == asker)


def waiting_by_mentor(connection: Connection, guild: GuildId) -> dict[UserId, int]:
    """Count the open requests with each mentor."""
    statement = (
        select(request_offers.c.mentor_id, func.count())
        .where(request_offers.c.guild_id == guild, request_offers.c.state.in_(OPEN))
        .group_by(request_offers.c.mentor_id)
    )
    return {UserId(mentor): number for mentor, number in connection.execute(statement)}


def open_everywhere(connection: Connection) -> list[Request]:
    """Return the open requests of all societies, the longest due first."""
    return _select(connection, IN_EVERY_SOCIETY, requests.c.state.in_(OPEN))


def open_with(connection: Connection, guild: GuildId, user: UserId) -> list[Request]:
    """Return the open requests that someone made, or that were offered to them."""
    offered = select(request_offers.c.request_id).where(
        request_offers.c.guild_id == guild, request_offers.c.mentor_id == user
    )
    return _select(
        connection,
        requests.c.guild_id == guild,
        requests.c.state.in_(OPEN),
        or_(requests.c.asker_id == user, requests.c.id.in_(offered)),
    )


# --- what was told ----------------------------------------------------------------------------


def record_news(connection: Connection, request: Request, news: News, now: datetime) -> int:
    """Save a piece of news; return its number."""
    last = select(func.max(request_news.c.number)).where(
        request_news.c.guild_id == request.guild, request_news.c.request_id == request.id
    )
    number = (connection.execute(last).scalar_one() or 0) + 1
    key = {"guild_id": request.guild, "request_id": request.id, "number": number}
    _NEWS.insert(connection, news, told_at=now, **key)
    return number


def news_of(connection: Connection, request: Request) -> dict[int, News]:
    """Return all news about a request, by number."""
    statement = _NEWS.select.add_columns(request_news.c.number).where(
        request_news.c.guild_id == request.guild, request_news.c.request_id == request.id
    )
    return {row.number: _NEWS.read(row) for row in connection.execute(statement)}


# --- threads ----------------------------------------------------------------------------------


def find_thread(connection: Connection, guild: GuildId, user: UserId) -> RequestThread | None:
    """Return the thread of a person, or of all mentors, if one was ever needed."""
    return _THREADS.find(connection, guild, user)


def want_thread(
    connection: Connection, guild: GuildId, user: UserId, code: Callable[[], str]
) -> None:
    """Save the code by which a thread is found, a new one if there is none yet."""
    if find_thread(connection, guild, user) is None:
        _THREADS.add(connection, guild_id=guild, user_id=user, code=code())


def record_thread(
    connection: Connection, guild: GuildId, user: UserId, thread: ChannelId | None
) -> None:
    """Save where a thread is; None: look for it again."""
    _THREADS.change(connection, (guild, user), thread=thread)


# --- rows -------------------------------------------------------------------------------------


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> list[Request]:
    requests = _ROWS.all(connection, *conditions)
    offers = _offers_of(connection, requests)
    return [
        replace(request, offers=tuple(offers[request.guild, request.id])) for request in requests
    ]


def _offers_of(
    connection: Connection, requests: Iterable[Request]
) -> dict[tuple[GuildId, RequestId], list[Offer]]:
    offers: dict[tuple[GuildId, RequestId], list[Offer]] = defaultdict(list)
    by_guild: dict[GuildId, list[RequestId]] = defaultdict(list)
    for request in requests:
        by_guild[request.guild].append(request.id)
    for guild, ids in by_guild.items():
        statement = _OFFERS.select.add_columns(request_offers.c.request_id).where(
            request_offers.c.guild_id == guild, request_offers.c.request_id.in_(ids)
        )
        for row in connection.execute(statement):
            offers[guild, row.request_id].append(_OFFERS.read(row))
    return offers
