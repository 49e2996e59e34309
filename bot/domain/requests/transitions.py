"""State transitions of a request: by the asker, a mentor, a passed date, or a departure.

Its states and rules are in `bot.domain.requests.requests`.
"""

from datetime import datetime, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.requests.requests import (
    Ahead,
    Moved,
    News,
    Offer,
    Request,
    claim,
    free_others,
    holder,
    next_version,
    offer_to_next,
    offer_to_others,
    offered,
    open_offers,
    release_mentor,
    require_offer,
    require_open,
    require_step,
    settled,
    step,
    to_open,
    with_offer,
)
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep

_OPEN, _QUESTION = RequestState.OPEN, RequestState.QUESTION


# --- asking and withdrawing -------------------------------------------------------------------


def ask(
    guild: GuildId,
    request: RequestId,
    asker: UserId,
    mentor: UserId,
    words: RequestWords,
    ahead: Ahead,
    window: timedelta,
) -> Request:
    """Return a new request to the mentor it is addressed to, who has `ahead.within`.

    Anyone it moves on to has the society's `window`.
    """
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
        window=window,
    )


def withdraw(request: Request, now: datetime) -> Moved:
    """Withdraw a request; everyone who was asked is released and told."""
    require_open(request)
    news = tuple(to_open(request, RequestNews.WITHDRAWN))
    return Moved(settled(request, RequestState.WITHDRAWN, RequestState.WITHDRAWN, now), news)


# --- a mentor's answers -----------------------------------------------------------------------


def accept(request: Request, mentor: UserId, ahead: Ahead) -> Moved:
    """Accept. The first mentor is introduced right away; for another, the asker is asked first."""
    offer = require_offer(request, mentor)
    taken, news = claim(request, mentor)
    if offer.named:
        moved = settled(taken, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now)
        return Moved(moved, news)
    taken = step(taken, RequestStep.CONSENT, request.asker, ahead)
    claimed = News(RequestNews.CLAIMED, request.asker, mentor)
    return Moved(with_offer(taken, mentor, _QUESTION), (*news, claimed))


def question(request: Request, mentor: UserId, words: str, ahead: Ahead) -> Moved:
    """Ask the asker a question first; among several mentors that claims the request."""
    require_offer(request, mentor)
    taken, news = claim(request, mentor)
    taken = step(taken, RequestStep.REPLY, request.asker, ahead)
    asked = News(RequestNews.QUESTION, request.asker, mentor, words)
    return Moved(with_offer(taken, mentor, _QUESTION), (*news, asked))


def decline(
    request: Request, mentor: UserId, ahead: Ahead, suggested: UserId | None = None
) -> Moved:
    """Decline, which moves the request on, perhaps to someone `suggested`."""
    require_offer(request, mentor)
    if suggested is not None and suggested not in free_others(request, ahead.others):
        raise DomainError("request.not_open")
    after = with_offer(request, mentor, RequestState.DECLINED)
    if request.step is RequestStep.CLAIM and suggested is None and open_offers(after):
        return Moved(next_version(after))
    if request.step is RequestStep.CLAIM and suggested is not None:
        return Moved(offered(after, (suggested,), ahead))
    if suggested is not None:
        return offer_to_others(after, (suggested,), ahead, mentor)
    return offer_to_next(after, ahead, mentor)


# --- the asker's answers ----------------------------------------------------------------------


def reply(request: Request, words: str, ahead: Ahead) -> Moved:
    """Answer a mentor's question; it is the mentor's turn again."""
    require_step(request, RequestStep.REPLY)
    mentor = holder(request)
    after = with_offer(step(request, RequestStep.ANSWER, mentor, ahead), mentor, _OPEN)
    return Moved(after, (News(RequestNews.REPLY, mentor, mentor, words),))


def consent(request: Request, ahead: Ahead, *, wanted: bool) -> Moved:
    """Save whether the asker wants to be introduced to the mentor who claimed the request."""
    require_step(request, RequestStep.CONSENT)
    mentor = holder(request)
    if wanted:
        moved = settled(request, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now)
        return Moved(moved)
    return release_mentor(request, mentor, ahead)


# --- transitions without an act ---------------------------------------------------------------


def lapse(request: Request, ahead: Ahead) -> Moved:
    """Move a request on at its date; one whose asker did not answer is put on hold."""
    require_open(request)
    silent = request.owner
    if request.step is RequestStep.DECISION:
        moved = settled(request, RequestState.EXPIRED, RequestState.EXPIRED, ahead.now)
        return Moved(moved, (News(RequestNews.EXPIRED, request.asker),))
    if silent == request.asker:
        moved = settled(request, RequestState.EXPIRED, RequestState.EXPIRED, ahead.now)
        notices = tuple(to_open(request, RequestNews.LET_REST))
        return Moved(moved, (*notices, News(RequestNews.EXPIRED, request.asker)))
    after = request
    for offer in open_offers(request):
        after = with_offer(after, offer.mentor, RequestState.EXPIRED)
    return offer_to_next(after, ahead, silent)


def leave(request: Request, user: UserId, ahead: Ahead) -> Moved:
    """Continue without someone who left, or who may no longer see the request."""
    require_open(request)
    if user == request.asker:
        return withdraw(request, ahead.now)
    offer = request.offer_of(user)
    if offer is None or not offer.state.is_open:
        return Moved(request)
    after = with_offer(request, user, RequestState.EXPIRED)
    if request.step is RequestStep.CLAIM and open_offers(after):
        return Moved(next_version(after))
    return offer_to_next(after, ahead, user)


def without_place(request: Request, mentor: UserId, user: UserId, ahead: Ahead) -> Moved:
    """Continue without a mentor who has no place left when it counts: as `user` agrees to a pair.

    A mentor who is not the one agreeing is told only that nothing is left to do.
    """
    moved = leave(request, mentor, ahead)
    if user == mentor:
        return moved
    return Moved(moved.request, (News(RequestNews.NOT_THIS_TIME, mentor, mentor), *moved.news))


def assign_to(request: Request, mentor: UserId, ahead: Ahead) -> Moved:
    """Offer a request that the moderators have to a mentor of their choice, who may decline.

    The asker's name is not shown until both have agreed. Raises ``request.not_free`` for anyone who
    doesn't take requests, is full, was asked already, or is kept apart from the asker: which of
    these is not told.
    """
    require_step(request, RequestStep.DECISION)
    if mentor not in free_others(request, ahead.others):
        raise DomainError("request.not_free")
    return Moved(
        offered(request, (mentor,), ahead), (News(RequestNews.HANDED_ON, request.asker, mentor),)
    )


def close(request: Request, now: datetime) -> Moved:
    """Close a request for which the moderators found no one."""
    require_step(request, RequestStep.DECISION)
    moved = settled(request, RequestState.DECLINED, RequestState.EXPIRED, now)
    return Moved(moved, (News(RequestNews.CLOSED, request.asker),))
