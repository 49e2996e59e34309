"""Ask a mentor, answer one, and know where a request stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.meetings.meetings import agenda_of
from bot.domain.requests import steps as request_steps
from bot.domain.requests import talks
from bot.domain.requests import words as request_words
from bot.domain.requests.requests import (
    MOST_OPEN,
    MOST_WAITING,
    NOT_AGAIN_FOR,
    Ahead,
    Moved,
    News,
    Request,
)
from bot.domain.requests.words import RequestWords
from bot.domain.spoken_times import parse
from bot.domain.states import RequestState, RequestStep
from bot.services.actor import Actor
from bot.services.requests import steps as request_moves
from bot.services.requests.openings import are_apart, is_closed_to
from bot.storage import interactions, presence
from bot.storage.cohorts import avoid_list, enrolments
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.requests import openings, requests

NO_ZONE = "UTC"
LATEST_TALK = timedelta(days=14)
# How long a settled request is shown beside the open ones.
SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request as one person may see it; `asker_known` is whether a mentor knows who asks."""

    request: Request
    viewer: UserId
    asker_known: bool
    news: tuple[News, ...]

    @property
    def is_askers(self) -> bool:
        """Whether the viewer is who asked."""
        return self.viewer == self.request.asker

    @property
    def is_answerable(self) -> bool:
        """Whether the viewer, as a mentor, may still answer."""
        offer = self.request.offer_of(self.viewer)
        steps = (RequestStep.CONSENT, RequestStep.TALK)
        return offer is not None and offer.state.is_open and self.request.step not in steps


# --- asking -----------------------------------------------------------------------------------


async def begin(app: App, actor: Actor, mentor: UserId) -> bool:
    """Refuse at once what would be refused later; return whether the asker said 18 or older.

    Raises `DomainError` as `ask` does.
    """

    def look(connection: Connection) -> bool:
        _require_askable(connection, actor, mentor, app.clock.now())
        return _is_adult(connection, actor)

    return await app.database.read(look)


async def ask(app: App, actor: Actor, mentor: UserId, words: RequestWords) -> Request:
    """Send a request to a mentor, if it is one that can be answered.

    Raises `DomainError` ``request.thin`` with what is missing, and others of
    `request_words.check`; ``request.yourself``, ``request.not_open``, ``request.full``,
    ``request.on_your_list``, ``request.many``, ``request.asked_already``, ``request.asked_before``.
    """
    return await app.database.write(_ask, app, actor, mentor, words)


def _ask(
    connection: Connection, app: App, actor: Actor, mentor: UserId, words: RequestWords
) -> Request:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    societies.get(connection, actor.guild)
    _require_askable(connection, actor, mentor, now)
    checked = request_words.check(words)
    opening = openings.find(connection, actor.guild, mentor)
    assert opening is not None, "open to requests"
    asked = request_steps.ask(
        actor.guild,
        requests.new_id(connection, actor.guild),
        actor.user,
        mentor,
        checked,
        Ahead(now, timedelta(hours=opening.answer_within_hours)),
        window=timedelta(hours=app.settings.requests.answer_within_hours),
    )
    request_moves.begin(connection, asked, now)
    return asked


def _require_askable(connection: Connection, actor: Actor, mentor: UserId, now: datetime) -> None:
    """Refuse whom nobody should ask now, in words that give no private list away."""
    guild = actor.guild
    if mentor == actor.user:
        raise DomainError("request.yourself")
    if mentor in avoid_list.of_person(connection, guild, actor.user):
        raise DomainError("request.on_your_list")
    opening = openings.find(connection, guild, mentor)
    if opening is None or is_closed_to(connection, guild, actor.user, mentor, now):
        raise DomainError("request.not_open")
    waiting = requests.waiting_by_mentor(connection, guild).get(mentor, 0)
    if opening.room == 0 or waiting >= MOST_WAITING:
        raise DomainError("request.full")
    earlier = requests.of_asker(connection, guild, actor.user)
    if sum(one.is_open for one in earlier) >= MOST_OPEN:
        raise DomainError("request.many", most=MOST_OPEN)
    for one in earlier:
        offer = one.offer_of(mentor)
        if offer is None or not offer.named:
            continue
        if offer.state.is_open:
            raise DomainError("request.asked_already")
        again_at = one.due_at + NOT_AGAIN_FOR
        if offer.state is RequestState.DECLINED and (one.is_open or again_at > now):
            raise DomainError("request.asked_before")


def _is_adult(connection: Connection, actor: Actor) -> bool:
    """Whether somebody said before that they are 18 or older: at a sign-up, or to ask."""
    if enrolments.of_person(connection, actor.guild, actor.user):
        return True
    return bool(requests.of_asker(connection, actor.guild, actor.user))


async def withdraw(app: App, actor: Actor, request: RequestId) -> Request:
    """Take one's own request back, whoever has it. Raises ``request.settled``."""

    def change(found: Request, ahead: Ahead) -> Moved:
        return request_steps.withdraw(found, ahead.now)

    return await _change(app, actor, request, change, asker=True)


# --- answering --------------------------------------------------------------------------------


async def accept(app: App, actor: Actor, request: RequestId) -> Request:
    """Say yes as a mentor. Raises ``request.taken`` once another was first."""
    return await _change(
        app, actor, request, lambda found, ahead: request_steps.accept(found, actor.user, ahead)
    )


async def question(app: App, actor: Actor, request: RequestId, words: str) -> Request:
    """Ask the asker something first. Raises as `request_words.message` does."""

    def change(found: Request, ahead: Ahead) -> Moved:
        return request_steps.question(found, actor.user, request_words.message(words), ahead)

    return await _change(app, actor, request, change)


async def decline(
    app: App, actor: Actor, request: RequestId, suggested: UserId | None = None
) -> Request:
    """Say not now; with `suggested` it goes to them next, if they are open and never saw it."""

    def change(found: Request, ahead: Ahead) -> Moved:
        return request_steps.decline(found, actor.user, ahead, suggested)

    return await _change(app, actor, request, change)


async def reply(app: App, actor: Actor, request: RequestId, words: str) -> Request:
    """Answer a mentor's question."""

    def change(found: Request, ahead: Ahead) -> Moved:
        return request_steps.reply(found, request_words.message(words), ahead)

    return await _change(app, actor, request, change, asker=True)


async def consent(app: App, actor: Actor, request: RequestId, *, wanted: bool) -> Request:
    """Say whether to be introduced to the mentor who took the request up."""
    return await _change(
        app,
        actor,
        request,
        lambda found, ahead: request_steps.consent(found, ahead, wanted=wanted),
        asker=True,
    )


async def propose_talk(
    app: App, actor: Actor, request: RequestId, typed: tuple[str, str], agenda: str
) -> Request:
    """Propose two times for a short conversation, read in one's own zone.

    Raises ``time.*`` of `spoken_times.parse`, ``request.two_times``, ``request.talk_far``.
    """

    def propose(connection: Connection) -> Request:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = _require_own(connection, actor, request)
        zone = nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
        first, second = (parse(one, now, zone).instant for one in typed)
        if first == second:
            raise DomainError("request.two_times")
        if max(first, second) > now + LATEST_TALK:
            raise DomainError("request.talk_far", days=LATEST_TALK.days)
        points = request_words.message("\n".join(agenda_of(agenda)) or agenda)
        moved = talks.propose_talk(
            found,
            actor.user,
            (first, second),
            points,
            request_moves.ahead(connection, found, now),
        )
        return request_moves.keep(connection, found, moved, now)

    return await app.database.write(propose)


async def pick_time(app: App, actor: Actor, request: RequestId, which: int) -> Request:
    """Take one of the two times. Raises ``request.time_gone`` once it has passed."""
    return await _change(
        app,
        actor,
        request,
        lambda found, ahead: talks.pick_time(found, actor.user, which, ahead),
    )


async def say(app: App, actor: Actor, request: RequestId, *, wanted: bool) -> Request:
    """Say privately, after the conversation, whether to go on."""
    return await _change(
        app,
        actor,
        request,
        lambda found, ahead: talks.say(found, actor.user, ahead, wanted=wanted),
    )


async def _change(
    app: App,
    actor: Actor,
    request: RequestId,
    change: Callable[[Request, Ahead], Moved],
    *,
    asker: bool = False,
) -> Request:
    def keep(connection: Connection) -> Request:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = _require_own(connection, actor, request)
        if asker and found.asker != actor.user:
            raise DomainError("request.unknown")
        moved = change(found, request_moves.ahead(connection, found, now))
        return request_moves.keep(connection, found, moved, now, app.settings.check_ins)

    return await app.database.write(keep)


# --- looking ----------------------------------------------------------------------------------


async def look(app: App, actor: Actor, request: RequestId) -> RequestView:
    """Return a request to its asker or to a mentor who was asked; raise ``request.unknown``."""

    def read(connection: Connection) -> RequestView:
        return _view(connection, _require_own(connection, actor, request), actor.user)

    return await app.database.read(read)


async def of_asker(app: App, actor: Actor) -> list[Request]:
    """Return somebody's requests that are open, or were settled lately; open ones first."""

    def read(connection: Connection) -> list[Request]:
        since = app.clock.now() - SHOWN_FOR
        found = requests.of_asker(connection, actor.guild, actor.user)
        shown = [one for one in found if one.is_open or one.due_at > since]
        return sorted(shown, key=lambda one: (not one.is_open, one.due_at, one.id))

    return await app.database.read(read)


def _view(connection: Connection, request: Request, viewer: UserId) -> RequestView:
    offer = request.offer_of(viewer)
    told = requests.news_of(connection, request).values()
    return RequestView(
        request,
        viewer,
        asker_known=offer is not None and offer.named,
        news=tuple(news for news in told if viewer in (request.asker, news.to, news.about)),
    )


def _require_own(connection: Connection, actor: Actor, request: RequestId) -> Request:
    found = requests.get(connection, actor.guild, request)
    if actor.user == found.asker:
        return found
    if found.offer_of(actor.user) is None or _is_hidden(connection, found, actor.user):
        raise DomainError("request.unknown")
    return found


def _is_hidden(connection: Connection, request: Request, mentor: UserId) -> bool:
    """Whether a mentor may not see a request any more, whatever was sent to them before."""
    guild: GuildId = request.guild
    return are_apart(connection, guild, request.asker, mentor) or mentor in presence.gone(
        connection, guild
    )
