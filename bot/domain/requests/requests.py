"""A member's request to a mentor: at any moment one state, one owner, and one date.

Each function here takes a request and returns it after one more step, with the resulting news for
others. An owner of None is a group, and the step says which: whichever of the other mentors answers
first, the moderators, or no one, because it is closed.

Who sees the name: the mentor who was asked first knows who asks. Others are offered the request
without the name, and learn it when the asker agrees to be introduced or to talk.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId, RequestId, UserId
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep

MOST_ROUNDS = 2
ROUND_SIZE = 4
MODERATORS_WITHIN = timedelta(days=7)
MOST_OPEN = 3
# A mentor with this many open requests can't be asked.
MOST_WAITING = 3
# A mentor who declined can't be asked again by the same person this soon.
NOT_AGAIN_FOR = timedelta(days=30)
# After a short conversation each has this long to answer, besides the mentor's own time.
ASKED_AFTER_TALK = timedelta(hours=2)

_OPEN, _QUESTION = RequestState.OPEN, RequestState.QUESTION
_STATE_OF = {
    RequestStep.ANSWER: _OPEN,
    RequestStep.CLAIM: _OPEN,
    RequestStep.DECISION: _OPEN,
    RequestStep.REPLY: _QUESTION,
    RequestStep.CONSENT: _QUESTION,
    RequestStep.TIME: _QUESTION,
    RequestStep.TALK: _QUESTION,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The state of a request with one mentor; `named` is whether they know who asks."""

    mentor: UserId
    state: RequestState
    named: bool
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A short conversation first: two times, a small agenda, and each person's private answer."""

    proposed_by: UserId
    times: tuple[datetime, ...]
    agenda: str
    at: datetime | None = None
    asker_says: bool | None = None
    mentor_says: bool | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `asked` is who was asked first, `mentor` who has it now."""

    guild: GuildId
    id: RequestId
    asker: UserId
    asked: UserId
    words: RequestWords
    state: RequestState
    step: RequestStep
    owner: UserId | None
    mentor: UserId | None
    due_at: datetime
    asked_at: datetime
    offers: tuple[Offer, ...]
    window: timedelta  # how long each mentor has, except for the first one's own time
    version: int = 1
    rounds: int = 0
    talk: Talk | None = None
    pair: PairId | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self.state.is_open

    def offer_of(self, mentor: UserId) -> Offer | None:
        """Return its state with a mentor, or None if they were never asked."""
        return next((offer for offer in self.offers if offer.mentor == mentor), None)


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell one person; `about` is the mentor it concerns."""

    kind: RequestNews
    to: UserId
    about: UserId | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A request after one step, and the news for others."""

    request: Request
    news: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a step may need: the time, how long a mentor has, and who else could be offered it.

    `others` take requests, have room, and are on no private list; those asked before are left out
    here.
    """

    now: datetime
    within: timedelta
    others: tuple[UserId, ...] = ()


# --- who may do what --------------------------------------------------------------------------


def require_open(request: Request) -> None:
    """Raise ``request.settled`` if the request is closed."""
    if not request.is_open:
        raise DomainError("request.settled", state=request.state.value, at=request.due_at)


def require_offer(request: Request, mentor: UserId) -> Offer:
    """Return the mentor's own offer while they may still answer it, whoever's turn it is.

    Raises ``request.unknown`` for anyone never asked, ``request.taken`` once another has it,
    ``request.settled``, ``request.not_your_turn``.
    """
    offer = request.offer_of(mentor)
    if offer is None:
        raise DomainError("request.unknown")
    if offer.state is RequestState.TAKEN:
        raise DomainError("request.taken")
    require_open(request)
    if not offer.state.is_open:
        raise DomainError("request.settled", state=offer.state.value, at=request.due_at)
    if request.step in (RequestStep.CONSENT, RequestStep.TALK):
        raise DomainError("request.not_your_turn")
    return offer


def free_others(request: Request, others: Iterable[UserId]) -> tuple[UserId, ...]:
    """Return those of `others` who never saw this request, or were released from it by another."""
    asked = {offer.mentor for offer in request.offers if offer.state is not RequestState.TAKEN} | {
        request.asker
    }
    return tuple(other for other in dict.fromkeys(others) if other not in asked)


# --- building blocks of steps -----------------------------------------------------------------


def require_step(request: Request, step: RequestStep) -> None:
    """Raise ``request.settled``, or ``request.not_your_turn`` if it is in another step."""
    require_open(request)
    if request.step is not step:
        raise DomainError("request.not_your_turn")


def holder(request: Request) -> UserId:
    """Return the mentor who has the request; there must be one."""
    assert request.mentor is not None, "in somebody's hands"
    return request.mentor


def open_offers(request: Request) -> list[Offer]:
    """Return the offers that wait for an answer, or are under discussion."""
    return [offer for offer in request.offers if offer.state.is_open]


def to_open(request: Request, kind: RequestNews) -> list[News]:
    """Return the same news for every mentor with an open offer."""
    return [News(kind, offer.mentor, offer.mentor) for offer in open_offers(request)]


def next_version(request: Request) -> Request:
    """Make every earlier nudge about the request stale."""
    return replace(request, version=request.version + 1)


def with_offer(request: Request, mentor: UserId, state: RequestState) -> Request:
    """Return the request with one mentor's offer in `state`."""
    offers = tuple(
        replace(offer, state=state) if offer.mentor == mentor else offer for offer in request.offers
    )
    return replace(request, offers=offers)


def step(request: Request, step: RequestStep, owner: UserId | None, ahead: Ahead) -> Request:
    """Return the request waiting for `owner` from now on, as long as a mentor has."""
    return replace(
        next_version(request),
        step=step,
        state=_STATE_OF[step],
        owner=owner,
        due_at=ahead.now + ahead.within,
    )


def settled(
    request: Request, state: RequestState, of_offers: RequestState, now: datetime
) -> Request:
    """Return the closed request; its date is from now on when that was."""
    after = request
    for offer in open_offers(request):
        after = with_offer(after, offer.mentor, of_offers)
    return replace(
        next_version(after), state=state, step=RequestStep.NOTHING, owner=None, due_at=now
    )


def claim(request: Request, mentor: UserId) -> tuple[Request, tuple[News, ...]]:
    """Assign the request to one mentor; the others are released and told."""
    after, news = replace(request, mentor=mentor, talk=None), []
    for offer in open_offers(request):
        if offer.mentor != mentor:
            after = with_offer(after, offer.mentor, RequestState.TAKEN)
            news.append(News(RequestNews.TAKEN, offer.mentor, offer.mentor))
    return after, tuple(news)


def release_mentor(request: Request, mentor: UserId, ahead: Ahead) -> Moved:
    """Release a mentor, without saying who declined, and offer it to the next."""
    declined = with_offer(request, mentor, RequestState.DECLINED)
    moved = offer_to_next(declined, ahead, mentor)
    return Moved(moved.request, (News(RequestNews.NOT_THIS_TIME, mentor, mentor), *moved.news))


def offer_to_next(request: Request, ahead: Ahead, after: UserId | None) -> Moved:
    """Offer it to others, without the name; if no one is left, give it to the moderators."""
    others = free_others(request, ahead.others)[:ROUND_SIZE]
    if others and request.rounds < MOST_ROUNDS:
        moved = offer_to_others(request, others, ahead, after)
        return Moved(replace(moved.request, rounds=request.rounds + 1), moved.news)
    waiting = replace(request, mentor=None, talk=None)
    to_moderators = replace(ahead, within=MODERATORS_WITHIN)
    waiting = step(waiting, RequestStep.DECISION, None, to_moderators)
    return Moved(waiting, (News(RequestNews.TO_MODERATORS, request.asker, after),))


def offer_to_others(
    request: Request, others: tuple[UserId, ...], ahead: Ahead, after: UserId | None
) -> Moved:
    """Offer it to `others` without the name, and tell the asker."""
    moved = offered(replace(request, mentor=None, talk=None), others, ahead)
    return Moved(moved, (News(RequestNews.MOVED_ON, request.asker, after),))


def offered(request: Request, others: tuple[UserId, ...], ahead: Ahead) -> Request:
    """Add offers to `others`, who do not learn who asks."""
    offers = tuple(offer for offer in request.offers if offer.mentor not in others)
    new = tuple(Offer(other, _OPEN, named=False, offered_at=ahead.now) for other in others)
    return replace(step(request, RequestStep.CLAIM, None, ahead), offers=(*offers, *new))
