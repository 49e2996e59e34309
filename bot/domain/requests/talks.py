"""A short conversation first: two times, then each says privately whether to continue."""

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.requests.requests import (
    ASKED_AFTER_TALK,
    Ahead,
    Moved,
    News,
    Request,
    Talk,
    claim,
    holder,
    release_mentor,
    require_offer,
    require_open,
    require_step,
    settled,
    step,
    with_offer,
)
from bot.domain.states import RequestNews, RequestState, RequestStep

_QUESTION = RequestState.QUESTION


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
    taken, news = claim(request, mentor)
    other = request.asker if user == mentor else mentor
    talk = Talk(user, tuple(sorted(times)), agenda)
    after = replace(step(taken, RequestStep.TIME, other, ahead), talk=talk)
    proposed = News(RequestNews.TIMES, other, mentor)
    return Moved(_named(with_offer(after, mentor, _QUESTION), mentor, user), (*news, proposed))


def _asker_may_talk(request: Request) -> bool:
    if request.step is RequestStep.TIME:
        return request.owner == request.asker
    return request.step in (RequestStep.ANSWER, RequestStep.REPLY, RequestStep.CONSENT)


def _named(request: Request, mentor: UserId, agreed: UserId) -> Request:
    """Tell the mentor who asks, once the asker has agreed to talk."""
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
    """Accept one of the times; afterward each says privately how to continue, the asker first."""
    require_step(request, RequestStep.TIME)
    if request.owner != user:
        raise DomainError("request.not_your_turn")
    mentor, talk = holder(request), request.talk
    assert talk is not None, "two times were proposed"
    if not 0 <= which < len(talk.times) or talk.times[which] <= ahead.now:
        raise DomainError("request.time_gone")
    at = talk.times[which]
    after = replace(request, talk=replace(talk, at=at))
    later = replace(ahead, now=at + ASKED_AFTER_TALK)
    after = _named(step(after, RequestStep.TALK, request.asker, later), mentor, user)
    return Moved(after, (News(RequestNews.TIME_SET, talk.proposed_by, mentor),))


def answer_after_talk(request: Request, user: UserId, ahead: Ahead, *, wanted: bool) -> Moved:
    """Say privately whether to continue; no one sees an answer until both have answered."""
    require_step(request, RequestStep.TALK)
    mentor, talk = holder(request), request.talk
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
        return Moved(step(after, RequestStep.TALK, silent, later))
    if talk.asker_says and talk.mentor_says:
        return Moved(settled(after, RequestState.ACCEPTED, RequestState.ACCEPTED, ahead.now))
    return release_mentor(after, mentor, ahead)


def talk_question_at(request: Request, now: datetime) -> datetime:
    """Return when whoever has the turn may be asked how the conversation went."""
    assert request.talk is not None
    assert request.talk.at is not None, "a time was picked"
    over: datetime = request.talk.at + ASKED_AFTER_TALK
    return max(now, over)
