"""A request of a member to a mentor: at any moment one state, one owner and one date.

Each function here takes a request as it stands and returns it after one more step, with the news
that follows for others. An owner of None is a group, and the step says which: whoever of the other
mentors is first, the moderators, or nobody, since it is settled.

What a mentor knows: the one whom it was written to knows who asks. Others are offered it without
the name, and learn it when the asker agrees to be introduced or to talk.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId, RequestId, UserId
from bot.domain.request_words import RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep

MOST_ROUNDS = 2
ROUND_SIZE = 4
MODERATORS_WITHIN = timedelta(days=7)
# After a short conversation each has this long to say, beside whatever the mentor's window is.
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
    """Where a request stands with one mentor; `named` is whether they know who asks."""

    mentor: UserId
    state: RequestState
    named: bool
    offered_at: datetime


@dataclass(frozen=True, slots=True)
class Talk:
    """A short conversation first: two times, a small agenda, and what each says afterwards."""

    proposed_by: UserId
    times: tuple[datetime, ...]
    agenda: str
    at: datetime | None = None
    asker_says: bool | None = None
    mentor_says: bool | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `asked` is whom it was written to, `mentor` in whose hands it is now."""

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
    version: int = 1
    rounds: int = 0
    talk: Talk | None = None
    pair: PairId | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self.state.is_open

    def offer_of(self, mentor: UserId) -> Offer | None:
        """Return where it stands with a mentor, or None when they were never asked."""
        return next((offer for offer in self.offers if offer.mentor == mentor), None)

    def waits_for(self, user: UserId) -> bool:
        """Whether `user` can finish the present step."""
        if self.step is RequestStep.CLAIM:
            offer = self.offer_of(user)
            return offer is not None and offer.state is _OPEN
        return self.is_open and self.owner == user


@dataclass(frozen=True, slots=True)
class News:
    """Something that one person hears; `about` is the mentor it concerns."""

    kind: RequestNews
    to: UserId
    about: UserId | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A request after one step, and who hears what of it."""

    request: Request
    news: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a step may need: the time, how long a mentor has, and who else could be offered it.

    `others` are open, have room, and are on nobody's private list; whoever was asked before is
    left out here.
    """

    now: datetime
    within: timedelta
    others: tuple[UserId, ...] = ()


# --- asking and withdrawing -------------------------------------------------------------------


def ask(
    guild: GuildId,
    request: RequestId,
    asker: UserId,
    mentor: UserId,
    words: RequestWords,
    ahead: Ahead,
) -> Request:
    """Return a new request in the hands of the mentor it is written to."""
    if asker == mentor:
        raise DomainError("request.yourself")
    return Request(
        guild,
        request,
        asker,
        mentor,
        words,
        _OPEN,
        RequestStep.ANSWER,
        owner=mentor,
        mentor=mentor,
        due_at=ahead.now + ahead.within,
        asked_at=ahead.now,
        offers=(Offer(mentor, _OPEN, named=True, offered_at=ahead.now),),
    )


def withdraw(request: Request, now: datetime) -> Moved:
    """Take a request back; whoever was asked is released and told."""
    require_open(request)
    news = tuple(_to_open(request, RequestNews.WITHDRAWN))
    return Moved(_settled(request, RequestState.WITHDRAWN, RequestState.WITHDRAWN, now), news)


# --- a mentor's answers -----------------------------------------------------------------------


def accept(request: Request, mentor: UserId, ahead: Ahead) -> Moved:
    """Say yes. Whom the asker wrote to is introduced at once; for another the asker is asked."""
    offer = require_offer(request, mentor)
    taken, news = _claim(request, mentor)
    if offer.named:
        done = _settled(taken, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now)
        return Moved(done, news)
    taken = _step(taken, RequestStep.CONSENT, request.asker, ahead)
    claimed = News(RequestNews.CLAIMED, request.asker, mentor)
    return Moved(_with(taken, mentor, _QUESTION), (*news, claimed))


def question(request: Request, mentor: UserId, words: str, ahead: Ahead) -> Moved:
    """Ask the asker something first; among several mentors that claims the request."""
    require_offer(request, mentor)
    taken, news = _claim(request, mentor)
    taken = _step(taken, RequestStep.REPLY, request.asker, ahead)
    asked = News(RequestNews.QUESTION, request.asker, mentor, words)
    return Moved(_with(taken, mentor, _QUESTION), (*news, asked))


def decline(
    request: Request, mentor: UserId, ahead: Ahead, suggested: UserId | None = None
) -> Moved:
    """Say not now, which blames nobody and leads on; perhaps to somebody `suggested`."""
    require_offer(request, mentor)
    if suggested is not None and suggested not in free_others(request, ahead.others):
        raise DomainError("request.not_open")
    after = _with(request, mentor, RequestState.DECLINED)
    if request.step is RequestStep.CLAIM and suggested is None and _open_offers(after):
        return Moved(_next(after))
    if request.step is RequestStep.CLAIM and suggested is not None:
        return Moved(_offered(after, (suggested,), ahead))
    if suggested is not None:
        return _offer_on(after, (suggested,), ahead, mentor)
    return _lead_on(after, ahead, mentor)


# --- the asker's answers ----------------------------------------------------------------------


def reply(request: Request, words: str, ahead: Ahead) -> Moved:
    """Answer a mentor's question; it is the mentor's turn again."""
    _require_step(request, RequestStep.REPLY)
    mentor = _holder(request)
    after = _with(_step(request, RequestStep.ANSWER, mentor, ahead), mentor, _OPEN)
    return Moved(after, (News(RequestNews.REPLY, mentor, mentor, words),))


def consent(request: Request, ahead: Ahead, *, wanted: bool) -> Moved:
    """Say whether one would like to be introduced to the mentor who claimed the request."""
    _require_step(request, RequestStep.CONSENT)
    mentor = _holder(request)
    if wanted:
        done = _settled(request, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now)
        return Moved(done)
    return _not_this_time(request, mentor, ahead)


# --- a short conversation first ---------------------------------------------------------------


def propose_talk(
    request: Request, user: UserId, times: tuple[datetime, ...], agenda: str, ahead: Ahead
) -> Moved:
    """Propose two times for a short conversation; the other picks one, or proposes others."""
    require_open(request)
    mentor = request.mentor
    if user != request.asker:
        require_offer(request, user)
        mentor = user
    elif mentor is None or not _asker_may_talk(request):
        raise DomainError("request.not_your_turn")
    assert mentor is not None, "in somebody's hands"
    taken, news = _claim(request, mentor)
    other = request.asker if user == mentor else mentor
    talk = Talk(user, tuple(sorted(times)), agenda)
    after = replace(_step(taken, RequestStep.TIME, other, ahead), talk=talk)
    proposed = News(RequestNews.TIMES, other, mentor)
    return Moved(_named(_with(after, mentor, _QUESTION), mentor, user), (*news, proposed))


def _asker_may_talk(request: Request) -> bool:
    if request.step is RequestStep.TIME:
        return request.owner == request.asker
    return request.step in (RequestStep.ANSWER, RequestStep.REPLY, RequestStep.CONSENT)


def _named(request: Request, mentor: UserId, agreed: UserId) -> Request:
    """Let the mentor know who asks, once the asker has agreed to talk."""
    if agreed != request.asker:
        return request
    return replace(
        request,
        offers=tuple(
            replace(offer, named=True) if offer.mentor == mentor else offer
            for offer in request.offers
        ),
    )


def pick_time(request: Request, user: UserId, which: int, ahead: Ahead) -> Moved:
    """Take one of the times; afterwards each says privately how to go on, the asker first."""
    _require_step(request, RequestStep.TIME)
    if request.owner != user:
        raise DomainError("request.not_your_turn")
    mentor, talk = _holder(request), request.talk
    assert talk is not None, "two times were proposed"
    if not 0 <= which < len(talk.times) or talk.times[which] <= ahead.now:
        raise DomainError("request.time_gone")
    at = talk.times[which]
    after = replace(request, talk=replace(talk, at=at))
    later = replace(ahead, now=at + ASKED_AFTER_TALK)
    after = _named(_step(after, RequestStep.TALK, request.asker, later), mentor, user)
    return Moved(after, (News(RequestNews.TIME_SET, talk.proposed_by, mentor),))


def say(request: Request, user: UserId, ahead: Ahead, *, wanted: bool) -> Moved:
    """Say privately whether to go on; what one says is known to nobody until both have."""
    _require_step(request, RequestStep.TALK)
    mentor, talk = _holder(request), request.talk
    assert talk is not None
    assert talk.at is not None, "a time was picked"
    if user == request.asker:
        talk = replace(talk, asker_says=wanted)
    elif user == mentor:
        talk = replace(talk, mentor_says=wanted)
    else:
        raise DomainError("request.not_your_turn")
    after = replace(request, talk=talk)
    later = replace(ahead, now=talk_question_at(after, ahead.now))
    if talk.asker_says is None or talk.mentor_says is None:
        silent = request.asker if talk.asker_says is None else mentor
        return Moved(_step(after, RequestStep.TALK, silent, later))
    if talk.asker_says and talk.mentor_says:
        return Moved(_settled(after, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now))
    return _not_this_time(after, mentor, ahead)


# --- what nobody did --------------------------------------------------------------------------


def lapse(request: Request, ahead: Ahead) -> Moved:
    """Move a request on whose date has passed; one whose asker was silent rests."""
    require_open(request)
    silent = request.owner
    if request.step is RequestStep.DECISION:
        done = _settled(request, RequestState.EXPIRED, RequestState.EXPIRED, ahead.now)
        return Moved(done, (News(RequestNews.EXPIRED, request.asker),))
    if silent == request.asker:
        done = _settled(request, RequestState.EXPIRED, RequestState.EXPIRED, ahead.now)
        resting = tuple(_to_open(request, RequestNews.LET_REST))
        return Moved(done, (*resting, News(RequestNews.EXPIRED, request.asker)))
    after = request
    for offer in _open_offers(request):
        after = _with(after, offer.mentor, RequestState.EXPIRED)
    return _lead_on(after, ahead, silent)


def leave(request: Request, user: UserId, ahead: Ahead) -> Moved:
    """Go on without somebody who left, or who may not see the request any more."""
    require_open(request)
    if user == request.asker:
        return withdraw(request, ahead.now)
    offer = request.offer_of(user)
    if offer is None or not offer.state.is_open:
        return Moved(request)
    after = _with(request, user, RequestState.EXPIRED)
    if request.step is RequestStep.CLAIM and _open_offers(after):
        return Moved(_next(after))
    return _lead_on(after, ahead, user)


def close(request: Request, now: datetime) -> Moved:
    """Settle what the moderators have looked at and found nobody for."""
    _require_step(request, RequestStep.DECISION)
    done = _settled(request, RequestState.DECLINED, RequestState.EXPIRED, now)
    return Moved(done, (News(RequestNews.CLOSED, request.asker),))


def talk_question_at(request: Request, now: datetime) -> datetime:
    """Return when the one whose turn it is may be asked how the conversation went."""
    assert request.talk is not None
    assert request.talk.at is not None, "a time was picked"
    over: datetime = request.talk.at + ASKED_AFTER_TALK
    return max(now, over)


# --- who may do what --------------------------------------------------------------------------


def require_open(request: Request) -> None:
    """Raise ``request.settled`` once nothing is waited for any more."""
    if not request.is_open:
        raise DomainError("request.settled", state=request.state.value, at=request.due_at)


def require_offer(request: Request, mentor: UserId) -> Offer:
    """Return the mentor's own offer while they may still answer it, whoever's turn it is.

    Raises ``request.unknown`` for whoever was never asked, ``request.taken`` once another has it,
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


# --- small steps ------------------------------------------------------------------------------


def _require_step(request: Request, step: RequestStep) -> None:
    require_open(request)
    if request.step is not step:
        raise DomainError("request.not_your_turn")


def _holder(request: Request) -> UserId:
    assert request.mentor is not None, "in somebody's hands"
    return request.mentor


def _open_offers(request: Request) -> list[Offer]:
    return [offer for offer in request.offers if offer.state.is_open]


def _to_open(request: Request, kind: RequestNews) -> list[News]:
    return [News(kind, offer.mentor, offer.mentor) for offer in _open_offers(request)]


def _next(request: Request) -> Request:
    return replace(request, version=request.version + 1)


def _with(request: Request, mentor: UserId, state: RequestState) -> Request:
    offers = tuple(
        replace(offer, state=state) if offer.mentor == mentor else offer for offer in request.offers
    )
    return replace(request, offers=offers)


def _step(request: Request, step: RequestStep, owner: UserId | None, ahead: Ahead) -> Request:
    return replace(
        _next(request),
        step=step,
        state=_STATE_OF[step],
        owner=owner,
        due_at=ahead.now + ahead.within,
    )


def _settled(
    request: Request, state: RequestState, of_offers: RequestState, now: datetime
) -> Request:
    after = request
    for offer in _open_offers(request):
        after = _with(after, offer.mentor, of_offers)
    return replace(_next(after), state=state, step=RequestStep.NOTHING, owner=None, due_at=now)


def _claim(request: Request, mentor: UserId) -> tuple[Request, tuple[News, ...]]:
    """Put the request into one mentor's hands; the others are released and told."""
    after, news = replace(request, mentor=mentor), []
    for offer in _open_offers(request):
        if offer.mentor != mentor:
            after = _with(after, offer.mentor, RequestState.TAKEN)
            news.append(News(RequestNews.TAKEN, offer.mentor, offer.mentor))
    return after, tuple(news)


def _not_this_time(request: Request, mentor: UserId, ahead: Ahead) -> Moved:
    declined = _with(request, mentor, RequestState.DECLINED)
    moved = _lead_on(declined, ahead, mentor)
    return Moved(moved.request, (News(RequestNews.NOT_THIS_TIME, mentor, mentor), *moved.news))


def _lead_on(request: Request, ahead: Ahead, after: UserId | None) -> Moved:
    """Offer it to others, without the name; where nobody is left, give it to the moderators."""
    others = free_others(request, ahead.others)[:ROUND_SIZE]
    if others and request.rounds < MOST_ROUNDS:
        moved = _offer_on(request, others, ahead, after)
        return Moved(replace(moved.request, rounds=request.rounds + 1), moved.news)
    waiting = replace(request, mentor=None, talk=None)
    to_moderators = replace(ahead, within=MODERATORS_WITHIN)
    waiting = _step(waiting, RequestStep.DECISION, None, to_moderators)
    return Moved(waiting, (News(RequestNews.TO_MODERATORS, request.asker, after),))


def _offer_on(
    request: Request, others: tuple[UserId, ...], ahead: Ahead, after: UserId | None
) -> Moved:
    offered = _offered(replace(request, mentor=None, talk=None), others, ahead)
    return Moved(offered, (News(RequestNews.MOVED_ON, request.asker, after),))


def _offered(request: Request, others: tuple[UserId, ...], ahead: Ahead) -> Request:
    kept = tuple(offer for offer in request.offers if offer.mentor not in others)
    new = tuple(Offer(other, _OPEN, named=False, offered_at=ahead.now) for other in others)
    return replace(_step(request, RequestStep.CLAIM, None, ahead), offers=(*kept, *new))
