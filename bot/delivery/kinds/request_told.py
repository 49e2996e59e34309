"""Tell the asker or a mentor what became of a request."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.requests import places as request_places
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import RequestId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Manners
from bot.domain.requests.notices import RequestTold
from bot.domain.requests.requests import News, Request
from bot.domain.states import NudgeState, RequestNews, RequestStep
from bot.services.requests.openings import are_apart
from bot.storage import outbox
from bot.storage.outbox import Nudge
from bot.storage.requests import requests

# News that asks for something, and the step in which it does.
_ASKS_AT = {
    RequestNews.QUESTION: RequestStep.REPLY,
    RequestNews.REPLY: RequestStep.ANSWER,
    RequestNews.CLAIMED: RequestStep.CONSENT,
    RequestNews.TIMES: RequestStep.TIME,
    RequestNews.TO_MODERATORS: RequestStep.DECISION,
}
# News for those who were asked: whoever never heard of the request need not hear of its end.
_RELEASES = frozenset({RequestNews.TAKEN, RequestNews.WITHDRAWN, RequestNews.LET_REST})
_ARRIVED = (NudgeState.SENT, NudgeState.UNCERTAIN)


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Tell it by day, while it is still news."""
    request = requests.find(connection, nudge.guild, RequestId(nudge.subject_id))
    person = nudge.recipient
    assert person is not None, "somebody is told"
    if request is None:
        return Never("the request was erased")
    news = requests.news_of(connection, request).get(nudge.subject_version)
    if news is None:
        return Never("the news was erased")
    if reason := _why_not(connection, request, news, person):
        return Never(reason)
    found = request_places.place_for(connection, nudge, request)
    if found is None:
        return Undeliverable("no mentoring channel")
    facts = RequestTold(
        guild=nudge.guild,
        request=request.id,
        person=person,
        news=news.kind,
        about=news.about,
        words=news.words if found.is_private else "",
        times=_times(request),
        due_at=request.due_at,
        private=found.is_private,
        fell_back=found.fell_back,
    )
    return Ready(facts, found.place, person=person)


def _times(request: Request) -> tuple[datetime, ...]:
    """Return the time that was picked, else those that were proposed."""
    if request.talk is None:
        return ()
    return (request.talk.at,) if request.talk.at else request.talk.times


def _why_not(connection: Connection, request: Request, news: News, person: UserId) -> str | None:
    step = _ASKS_AT.get(news.kind)
    if step is not None and request.step is not step:
        return "it has moved on"
    if news.kind in (RequestNews.MOVED_ON, RequestNews.HANDED_ON) and not request.is_open:
        return "it has moved on"
    if person != request.asker and are_apart(connection, request.guild, request.asker, person):
        return "not for this mentor any more"
    if news.kind in _RELEASES and not _was_asked(connection, request, person):
        return "never heard of it"
    return None


def _was_asked(connection: Connection, request: Request, mentor: UserId) -> bool:
    return any(
        one.kind is NudgeKind.REQUEST_ASKED and one.recipient == mentor and one.state in _ARRIVED
        for one in outbox.of_subject(connection, request.guild, "request", request.id)
    )


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember the thread."""
    request = requests.get(connection, nudge.guild, RequestId(nudge.subject_id))
    request_places.remember(connection, nudge, request, receipt)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status says the same."""
