"""Ask a mentor, answer a request, and see its state."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.meetings.meetings import agenda_of
from bot.domain.requests import talks
from bot.domain.requests import transitions as request_steps
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
from bot.domain.states import RequestState, RequestStep
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.services.asking import asker
from bot.services.privacy import lists
from bot.services.requests import transitions as request_transitions
from bot.services.requests.mentor_availability import is_closed_to
from bot.services.work import Work, reads, writes
from bot.services.youth.permissions import require_adult
from bot.storage import presence
from bot.storage.cohorts import enrolments, profiles
from bot.storage.moderation import societies
from bot.storage.requests import mentor_availability, requests

LATEST_TALK = timedelta(days=14)
# How long a closed request is shown next to the open ones.
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
        """Whether the viewer is the asker."""
        return self.viewer == self.request.asker

    @property
    def is_answerable(self) -> bool:
        """Whether the viewer, as a mentor, may still answer."""
        offer = self.request.offer_of(self.viewer)
        steps = (RequestStep.CONSENT, RequestStep.TALK)
        return offer is not None and offer.state.is_open and self.request.step not in steps


# --- asking -----------------------------------------------------------------------------------


@reads
def begin(work: Work, mentor: UserId) -> bool:
    """Refuse early what would be refused later; return whether the asker said 18 or older.

    Raises `DomainError` as `ask` does.
    """
    _require_askable(work, mentor)
    return _is_adult(work)


@writes
def ask(work: Work, mentor: UserId, words: RequestWords) -> Request:
    """Send a request to a mentor, if it is specific enough to be answered.

    Raises `DomainError` ``request.thin`` with what is missing, and others of `request_words.check`;
    ``request.yourself``, ``request.not_open``, ``request.full``, ``request.on_your_list``,
    ``request.many``, ``request.asked_already``, ``request.asked_before``.
    """
    societies.get(work.connection, work.guild)
    lists.recognize(work)
    _require_askable(work, mentor)
    checked = request_words.check(words)
    opening = mentor_availability.find(work.connection, work.guild, mentor)
    assert opening is not None, "open to requests"
    asked = request_steps.ask(
        work.guild,
        requests.new_id(work.connection, work.guild),
        work.user,
        mentor,
        checked,
        Ahead(work.now, timedelta(hours=opening.answer_within_hours)),
        window=timedelta(hours=work.app.settings.requests.answer_within_hours),
    )
    request_transitions.begin(work.connection, asked, work.now)
    return asked


def _require_askable(work: Work, mentor: UserId) -> None:
    """Refuse mentors who can't be asked now, without revealing anyone's private list."""
    guild = work.guild
    require_adult(work)
    if mentor == work.user:
        raise DomainError("request.yourself")
    if mentor in profiles.avoided_by(work.connection, guild, work.user):
        raise DomainError("request.on_your_list")
    opening = mentor_availability.find(work.connection, guild, mentor)
    if opening is None or is_closed_to(work.connection, guild, work.user, mentor, work.now):
        raise DomainError("request.not_open")
    waiting = requests.waiting_by_mentor(work.connection, guild).get(mentor, 0)
    if opening.room == 0 or waiting >= MOST_WAITING:
        raise DomainError("request.full")
    earlier = requests.list_for_asker(work.connection, guild, work.user)
    if sum(request.is_open for request in earlier) >= MOST_OPEN:
        raise DomainError("request.many", most=MOST_OPEN)
    for request in earlier:
        offer = request.offer_of(mentor)
        if offer is None or not offer.named:
            continue
        if offer.state.is_open:
            raise DomainError("request.asked_already")
        again_at = request.due_at + NOT_AGAIN_FOR
        if offer.state is RequestState.DECLINED and (request.is_open or again_at > work.now):
            raise DomainError("request.asked_before")


def _is_adult(work: Work) -> bool:
    """Return whether the asker said before, at a sign-up or to ask, that they are 18 or older."""
    if enrolments.list_for_person(work.connection, work.guild, work.user):
        return True
    return bool(requests.list_for_asker(work.connection, work.guild, work.user))


@writes
def withdraw(work: Work, request_id: RequestId) -> Request:
    """Withdraw the asker's own request, whoever has it. Raises ``request.settled``."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.withdraw(request, ahead.now)

    return _change(work, request_id, change, asker=True)


# --- answering --------------------------------------------------------------------------------


@reads
def lacks_place(work: Work, request_id: RequestId) -> Request | None:
    """Return the request if the mentor who would accept it has no place left; raise as `accept`."""
    request = _require_own(work, request_id)
    ahead = request_transitions.ahead(work.connection, request, work.now)
    moved = request_steps.accept(request, work.user, ahead)
    full = request_transitions.mentor_without_place(work.connection, moved.request) is not None
    return request if full else None


@writes
def accept(work: Work, request_id: RequestId, *, one_more: bool = False) -> Request:
    """Accept as a mentor; with no place left, the request goes on to other mentors instead.

    With `one_more` the mentor takes it although no place is left. Raises ``request.taken`` if
    another was first.
    """
    if one_more:
        opening = mentor_availability.find(work.connection, work.guild, work.user)
        if opening is not None and opening.room == 0:
            mentor_availability.save(work.connection, replace(opening, room=1), work.now)

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.accept(request, work.user, ahead)

    return _change(work, request_id, change)


@writes
def question(work: Work, request_id: RequestId, words: str) -> Request:
    """Ask the asker a question first. Raises as `request_words.message` does."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.question(request, work.user, request_words.message(words), ahead)

    return _change(work, request_id, change)


@writes
def decline(work: Work, request_id: RequestId, suggested: UserId | None = None) -> Request:
    """Decline; with `suggested` it goes to them next, if they take requests and never saw it."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.decline(request, work.user, ahead, suggested)

    return _change(work, request_id, change)


@writes
def reply(work: Work, request_id: RequestId, words: str) -> Request:
    """Answer a mentor's question."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.reply(request, request_words.message(words), ahead)

    return _change(work, request_id, change, asker=True)


@writes
def consent(work: Work, request_id: RequestId, *, wanted: bool) -> Request:
    """Save whether the asker wants to be introduced to the mentor who accepted the request.

    If that mentor's last place was taken in the meantime, the request goes on to others.
    """

    def change(request: Request, ahead: Ahead) -> Moved:
        return request_steps.consent(request, ahead, wanted=wanted)

    return _change(work, request_id, change, asker=True)


@writes
def propose_talk(work: Work, request_id: RequestId, typed: tuple[str, str], agenda: str) -> Request:
    """Propose two times for a short conversation, in the asker's own time zone.

    Raises ``when.*`` of `reader.require`, ``request.two_times``, ``request.talk_far``.
    """
    request = _require_own(work, request_id)
    who = asker(work)
    first, second = (
        _time(words, field, who) for field, words in zip(("first", "second"), typed, strict=True)
    )
    if first == second:
        raise DomainError("request.two_times")
    if max(first, second) > work.now + LATEST_TALK:
        raise DomainError("request.talk_far", days=LATEST_TALK.days)
    points = request_words.message("\n".join(agenda_of(agenda)) or agenda)
    ahead = request_transitions.ahead(work.connection, request, work.now)
    moved = talks.propose_talk(request, work.user, (first, second), points, ahead)
    return request_transitions.save(work.connection, request, moved, work.now)


def _time(typed: str, field: str, who: Asker) -> datetime:
    try:
        meant = reader.meeting(typed, who)
    except DomainError as error:
        error.facts["field"] = field
        raise
    if meant.repeats:
        raise DomainError("request.one_time", typed=typed[:60])
    return meant.instant


@writes
def pick_time(work: Work, request_id: RequestId, which: int) -> Request:
    """Accept one of the two times. Raises ``request.time_gone`` once it has passed."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return talks.pick_time(request, work.user, which, ahead)

    return _change(work, request_id, change)


@writes
def answer_after_talk(work: Work, request_id: RequestId, *, wanted: bool) -> Request:
    """Save privately whether one wants to continue after the conversation."""

    def change(request: Request, ahead: Ahead) -> Moved:
        return talks.answer_after_talk(request, work.user, ahead, wanted=wanted)

    return _change(work, request_id, change)


def _change(
    work: Work,
    request_id: RequestId,
    change: Callable[[Request, Ahead], Moved],
    *,
    asker: bool = False,
) -> Request:
    request = _require_own(work, request_id)
    if asker and request.asker != work.user:
        raise DomainError("request.unknown")
    ahead = request_transitions.ahead(work.connection, request, work.now)
    moved = change(request, ahead)
    mentor = request_transitions.mentor_without_place(work.connection, moved.request)
    if mentor is not None:
        moved = request_steps.without_place(request, mentor, work.user, ahead)
    rhythm = work.app.settings.check_ins
    return request_transitions.save(work.connection, request, moved, work.now, rhythm)


# --- viewing ----------------------------------------------------------------------------------


@reads
def look(work: Work, request_id: RequestId) -> RequestView:
    """Return a request to its asker or to a mentor who was asked; raise ``request.unknown``."""
    return _view(work.connection, _require_own(work, request_id), work.user)


@reads
def list_for_asker(work: Work) -> list[Request]:
    """Return the asker's requests that are open, or were closed recently; open ones first."""
    since = work.now - SHOWN_FOR
    own = requests.list_for_asker(work.connection, work.guild, work.user)
    shown = [request for request in own if request.is_open or request.due_at > since]
    return sorted(shown, key=lambda request: (not request.is_open, request.due_at, request.id))


def _view(connection: Connection, request: Request, viewer: UserId) -> RequestView:
    offer = request.offer_of(viewer)
    news_sent = requests.news_of(connection, request).values()
    return RequestView(
        request,
        viewer,
        asker_known=offer is not None and offer.named,
        news=tuple(news for news in news_sent if viewer in (request.asker, news.to, news.about)),
    )


def _require_own(work: Work, request_id: RequestId) -> Request:
    request = requests.get(work.connection, work.guild, request_id)
    if work.user == request.asker:
        return request
    if request.offer_of(work.user) is None or _is_hidden(work.connection, request, work.user):
        raise DomainError("request.unknown")
    return request


def _is_hidden(connection: Connection, request: Request, mentor: UserId) -> bool:
    """Return whether a mentor may no longer see a request, whatever was sent to them before."""
    guild: GuildId = request.guild
    return profiles.are_apart(
        connection, guild, request.asker, mentor
    ) or mentor in presence.departed(connection, guild)
