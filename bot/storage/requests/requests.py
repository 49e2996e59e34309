"""Requests, where each stands with every mentor who was asked, and what was told about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, RequestId, UserId
from bot.domain.requests.requests import News, Offer, Request, Talk
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestState
from bot.storage.counters import next_id
from bot.storage.tables import request_news, request_offers, request_threads, requests

OPEN = (RequestState.OPEN, RequestState.QUESTION)
# The thread that all mentors share has no person.
MENTORS = UserId(0)


@dataclass(frozen=True, slots=True)
class RequestThread:
    """A private thread where requests are spoken of; `thread` is known once it was made."""

    code: str
    thread: ChannelId | None


def new_id(connection: Connection, guild: GuildId) -> RequestId:
    """Hand out the id of a request about to be added."""
    return RequestId(next_id(connection, guild, "request"))


def add(connection: Connection, request: Request) -> None:
    """Keep a new request."""
    connection.execute(
        insert(requests).values(
            guild_id=request.guild,
            id=request.id,
            asker_id=request.asker,
            asked_id=request.asked,
            words=request.words.to_json(),
            asked_at=request.asked_at,
            window_hours=int(request.window.total_seconds()) // 3600,
            **_changing(request),
        )
    )
    _save_offers(connection, None, request)


def save(connection: Connection, before: Request, after: Request) -> None:
    """Keep a request after a step."""
    connection.execute(
        update(requests)
        .where(requests.c.guild_id == after.guild, requests.c.id == after.id)
        .values(**_changing(after))
    )
    _save_offers(connection, before, after)


def _changing(request: Request) -> dict[str, Any]:
    return {
        "state": request.state,
        "step": request.step,
        "owner_id": request.owner,
        "mentor_id": request.mentor,
        "due_at": request.due_at,
        "version": request.version,
        "rounds": request.rounds,
        "talk": _talk_to_json(request.talk),
        "pair_id": request.pair,
    }


def _save_offers(connection: Connection, before: Request | None, after: Request) -> None:
    for offer in after.offers:
        known = before.offer_of(offer.mentor) if before else None
        if known == offer:
            continue
        values = {"state": offer.state, "named": offer.named, "offered_at": offer.offered_at}
        key = {"guild_id": after.guild, "request_id": after.id, "mentor_id": offer.mentor}
        if known is None:
            connection.execute(insert(request_offers).values(**key, **values))
        else:
            same = [request_offers.c[name] == value for name, value in key.items()]
            connection.execute(update(request_offers).where(*same).values(**values))


def find(connection: Connection, guild: GuildId, request: RequestId) -> Request | None:
    """Return the request, or None when this society has none of that id."""
    found = _select(connection, requests.c.guild_id == guild, requests.c.id == request)
    return found[0] if found else None


def get(connection: Connection, guild: GuildId, request: RequestId) -> Request:
    """Return the request; raise `DomainError` ``request.unknown``."""
    found = find(connection, guild, request)
    if found is None:
        raise DomainError("request.unknown")
    return found


def of_asker(connection: Connection, guild: GuildId, asker: UserId) -> list[Request]:
    """Return everything somebody ever asked, oldest first."""
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
    return _select(connection, requests.c.state.in_(OPEN))


# --- what was told ----------------------------------------------------------------------------


def tell(connection: Connection, request: Request, news: News, now: datetime) -> int:
    """Keep a piece of news; return its number."""
    last = select(func.max(request_news.c.number)).where(
        request_news.c.guild_id == request.guild, request_news.c.request_id == request.id
    )
    number = (connection.execute(last).scalar_one() or 0) + 1
    connection.execute(
        insert(request_news).values(
            guild_id=request.guild,
            request_id=request.id,
            number=number,
            kind=news.kind,
            to_id=news.to,
            about_id=news.about,
            words=news.words,
            told_at=now,
        )
    )
    return number


def news_of(connection: Connection, request: Request) -> dict[int, News]:
    """Return everything that was told about a request, by number."""
    statement = (
        select(request_news)
        .where(request_news.c.guild_id == request.guild, request_news.c.request_id == request.id)
        .order_by(request_news.c.number)
    )
    return {
        row.number: News(row.kind, row.to_id, row.about_id, row.words)
        for row in connection.execute(statement)
    }


# --- threads ----------------------------------------------------------------------------------


def find_thread(connection: Connection, guild: GuildId, user: UserId) -> RequestThread | None:
    """Return the thread of a person, or of all mentors, if one was ever wanted."""
    statement = select(request_threads).where(
        request_threads.c.guild_id == guild, request_threads.c.user_id == user
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else RequestThread(row.code, row.thread_id)


def want_thread(
    connection: Connection, guild: GuildId, user: UserId, code: Callable[[], str]
) -> None:
    """Keep the code by which a thread is found again, made anew if there is none yet."""
    if find_thread(connection, guild, user) is None:
        connection.execute(
            insert(request_threads).values(guild_id=guild, user_id=user, code=code())
        )


def record_thread(
    connection: Connection, guild: GuildId, user: UserId, thread: ChannelId | None
) -> None:
    """Remember where a thread is; None: look for it again."""
    connection.execute(
        update(request_threads)
        .where(request_threads.c.guild_id == guild, request_threads.c.user_id == user)
        .values(thread_id=thread)
    )


# --- rows -------------------------------------------------------------------------------------


def _select(connection: Connection, *conditions: Any) -> list[Request]:
    statement = select(requests).where(*conditions).order_by(requests.c.due_at, requests.c.id)
    rows = connection.execute(statement).all()
    offers = _offers_of(connection, rows)
    return [_from_row(row, offers.get((row.guild_id, row.id), [])) for row in rows]


def _offers_of(
    connection: Connection, rows: Iterable[Row[Any]]
) -> dict[tuple[int, int], list[Offer]]:
    found: dict[tuple[int, int], list[Offer]] = {}
    by_guild: dict[int, list[int]] = {}
    for row in rows:
        by_guild.setdefault(row.guild_id, []).append(row.id)
    for guild, ids in by_guild.items():
        statement = (
            select(request_offers)
            .where(request_offers.c.guild_id == guild, request_offers.c.request_id.in_(ids))
            .order_by(request_offers.c.offered_at, request_offers.c.mentor_id)
        )
        for row in connection.execute(statement):
            offer = Offer(row.mentor_id, row.state, row.named, row.offered_at)
            found.setdefault((guild, row.request_id), []).append(offer)
    return found


def _from_row(row: Row[Any], offers: Iterable[Offer]) -> Request:
    return Request(
        guild=row.guild_id,
        id=row.id,
        asker=row.asker_id,
        asked=row.asked_id,
        words=RequestWords.from_json(row.words),
        state=row.state,
        step=row.step,
        owner=row.owner_id,
        mentor=row.mentor_id,
        due_at=row.due_at,
        asked_at=row.asked_at,
        offers=tuple(offers),
        window=timedelta(hours=row.window_hours),
        version=row.version,
        rounds=row.rounds,
        talk=_talk_from_json(row.talk),
        pair=row.pair_id,
    )


def _talk_to_json(talk: Talk | None) -> dict[str, Any] | None:
    if talk is None:
        return None
    return {
        "proposed_by": talk.proposed_by,
        "times": [int(time.timestamp()) for time in talk.times],
        "agenda": talk.agenda,
        "at": int(talk.at.timestamp()) if talk.at else None,
        "asker_says": talk.asker_says,
        "mentor_says": talk.mentor_says,
    }


def _talk_from_json(plain: dict[str, Any] | None) -> Talk | None:
    if plain is None:
        return None
    return Talk(
        proposed_by=UserId(plain["proposed_by"]),
        times=tuple(datetime.fromtimestamp(time, UTC) for time in plain["times"]),
        agenda=plain["agenda"],
        at=datetime.fromtimestamp(plain["at"], UTC) if plain["at"] is not None else None,
        asker_says=plain["asker_says"],
        mentor_says=plain["mentor_says"],
    )
