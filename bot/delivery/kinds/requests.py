"""Nudges about requests to mentors: asking a mentor, reminding, and reporting the result.

They go to direct messages if the person turned them on, else to a private thread. Mentors share one
thread, which says only that something is waiting; each asker has their own. Both are found by a
code, like a pair's thread, and people are added to them when needed.

Nothing is lost if one is never sent: /status shows whose turn it is, and a request moves on at its
date.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import (
    Cancel,
    InDm,
    InPairThread,
    Place,
    Receipt,
    Send,
    Undeliverable,
    Verdict,
)
from bot.delivery.kind_hooks import (
    ClaimedNudge,
    DecidedError,
    after_giving_up,
    after_sending,
    decides,
)
from bot.delivery.notifier import ThreadWanted
from bot.delivery.nudges import own_threads
from bot.domain.ids import RequestId, UserId
from bot.domain.nudges.failures import Failure
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests.notices import RequestAsked, RequestNudge, RequestTold
from bot.domain.requests.requests import News, Request
from bot.domain.states import NudgeState, RequestNews, RequestState, RequestStep
from bot.services.requests import transitions
from bot.storage import outbox, presence
from bot.storage.cohorts import profiles
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.requests import requests

DMS_CLOSED = "50007"
MENTORS_TITLE = "Mentors: requests"

# News that requires an answer, and the step in which it does.
_ASKS_AT = {
    RequestNews.QUESTION: RequestStep.REPLY,
    RequestNews.REPLY: RequestStep.ANSWER,
    RequestNews.CLAIMED: RequestStep.CONSENT,
    RequestNews.TIMES: RequestStep.TIME,
    RequestNews.TO_MODERATORS: RequestStep.DECISION,
}
# News for mentors who were asked; those who never got the request aren't told of its end.
_RELEASES = frozenset({RequestNews.TAKEN, RequestNews.WITHDRAWN, RequestNews.LET_REST})
_ARRIVED = (NudgeState.SENT, NudgeState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class RequestPlace:
    """Where to write about a request; `fell_back` if it isn't what the person chose."""

    place: Place
    fell_back: bool

    @property
    def is_private(self) -> bool:
        """Whether no one else can read it."""
        return isinstance(self.place, InDm)


def _request(claimed: ClaimedNudge) -> Request | None:
    return requests.find(claimed.connection, claimed.guild, RequestId(claimed.nudge.subject_id))


def _place(claimed: ClaimedNudge, request: Request) -> RequestPlace:
    place = _place_for(claimed.connection, claimed.nudge, request)
    if place is None:
        raise DecidedError(Undeliverable(Failure.NO_MENTORING_CHANNEL))
    return place


@decides(NudgeKind.REQUEST_ASKED)
def request_asked(claimed: ClaimedNudge) -> Verdict:
    """Send a request to a mentor while it still waits for them and they may see it."""
    request, mentor = _request(claimed), claimed.recipient
    offer = request.offer_of(mentor) if request else None
    if request is None or offer is None or offer.state is not RequestState.OPEN:
        return Cancel("answered, taken or withdrawn already")
    if profiles.are_apart(claimed.connection, claimed.guild, request.asker, mentor):
        return Cancel("not for this mentor any more")
    if mentor in presence.departed(claimed.connection, claimed.guild):
        return Cancel("the mentor left the server")
    place = _place(claimed, request)
    facts = RequestAsked(
        guild=claimed.guild,
        request=request.id,
        mentor=mentor,
        asker=request.asker if offer.named else None,
        words=request.words,
        due_at=request.due_at,
        private=place.is_private,
        fell_back=place.fell_back,
    )
    return Send(facts, place.place, person=mentor)


@after_giving_up(NudgeKind.REQUEST_ASKED)
def _lead_on(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Offer the request to the next mentor, because this one can't be reached."""
    request = requests.find(connection, nudge.guild, RequestId(nudge.subject_id))
    if request is None or nudge.recipient is None:
        return
    offer = request.offer_of(nudge.recipient)
    if offer is not None and offer.state is RequestState.OPEN:
        # Nothing could be delivered there, so the thread is looked for again the next time.
        whose = _thread_of(request, nudge.recipient)
        requests.record_thread(connection, nudge.guild, whose, None)
        transitions.drop(connection, request, nudge.recipient, now)


@decides(NudgeKind.REQUEST_NUDGE)
def request_nudge(claimed: ClaimedNudge) -> Verdict:
    """Remind once in each step, while the same person still has the turn in that step."""
    request, person = _request(claimed), claimed.recipient
    if request is None or not request.is_open or request.owner != person:
        return Cancel("somebody else's turn by now")
    if request.version != claimed.nudge.subject_version:
        return Cancel("it has moved on")
    mentor = request.mentor or request.asker
    if profiles.are_apart(claimed.connection, claimed.guild, request.asker, mentor):
        return Cancel("not for this mentor any more")
    place = _place(claimed, request)
    facts = RequestNudge(
        guild=claimed.guild,
        request=request.id,
        person=person,
        step=request.step,
        due_at=request.due_at,
        private=place.is_private,
        fell_back=place.fell_back,
    )
    return Send(facts, place.place, person=person)


@decides(NudgeKind.REQUEST_TOLD)
def request_told(claimed: ClaimedNudge) -> Verdict:
    """Tell the asker or a mentor what happened to a request, while it is still news."""
    request, person = _request(claimed), claimed.recipient
    if request is None:
        return Cancel("the request was erased")
    news = requests.news_of(claimed.connection, request).get(claimed.nudge.subject_version)
    if news is None:
        return Cancel("the news was erased")
    if reason := _why_not(claimed.connection, request, news, person):
        return Cancel(reason)
    place = _place(claimed, request)
    facts = RequestTold(
        guild=claimed.guild,
        request=request.id,
        person=person,
        news=news.kind,
        about=news.about,
        words=news.words if place.is_private else "",
        times=_times(request),
        due_at=request.due_at,
        private=place.is_private,
        fell_back=place.fell_back,
    )
    return Send(facts, place.place, person=person)


def _times(request: Request) -> tuple[datetime, ...]:
    """Return the time that was accepted, else those that were proposed."""
    if request.talk is None:
        return ()
    return (request.talk.at,) if request.talk.at else request.talk.times


def _why_not(connection: Connection, request: Request, news: News, person: UserId) -> str | None:
    step = _ASKS_AT.get(news.kind)
    if step is not None and request.step is not step:
        return "it has moved on"
    if news.kind in (RequestNews.MOVED_ON, RequestNews.HANDED_ON) and not request.is_open:
        return "it has moved on"
    if person != request.asker and profiles.are_apart(
        connection, request.guild, request.asker, person
    ):
        return "not for this mentor any more"
    if news.kind in _RELEASES and not _was_asked(connection, request, person):
        return "never heard of it"
    return None


def _was_asked(connection: Connection, request: Request, mentor: UserId) -> bool:
    return any(
        row.kind is NudgeKind.REQUEST_ASKED and row.recipient == mentor and row.state in _ARRIVED
        for row in outbox.list_for_subject(connection, request.guild, "request", request.id)
    )


# -- where ------------------------------------------------------------------------------------


def _place_for(connection: Connection, nudge: Nudge, request: Request) -> RequestPlace | None:
    """Return where to write to the nudge's person about a request, or None if there is no place."""
    person = nudge.recipient
    assert person is not None, "somebody is told"
    if nudge_settings.get(connection, nudge.guild, person).dms:
        return RequestPlace(InDm(person), fell_back=False)
    society = societies.find(connection, nudge.guild)
    whose = _thread_of(request, person)
    thread = requests.find_thread(connection, nudge.guild, whose)
    if society is None or society.mentoring_channel is None or thread is None:
        return None
    title = own_threads.TITLE if whose == request.asker else MENTORS_TITLE
    wanted = ThreadWanted(nudge.guild, society.mentoring_channel, thread.code, title, (person,))
    place = InPairThread(wanted, thread.thread)
    return RequestPlace(place, fell_back=nudge.last_error == DMS_CLOSED)


def _thread_of(request: Request, person: UserId) -> UserId:
    """Return the owner of the thread: the asker, or all mentors together."""
    return request.asker if person == request.asker else requests.MENTORS


@after_sending(NudgeKind.REQUEST_ASKED, NudgeKind.REQUEST_NUDGE, NudgeKind.REQUEST_TOLD)
def _remember_thread(
    connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime
) -> None:
    """Save the thread that the message is in, the mentors' or the asker's own."""
    assert nudge.recipient is not None, "somebody is told"
    request = requests.get(connection, nudge.guild, RequestId(nudge.subject_id))
    request_place = _place_for(connection, nudge, request)
    if (
        request_place is not None
        and isinstance(request_place.place, InPairThread)
        and request_place.place.known is None
    ):
        whose = _thread_of(request, nudge.recipient)
        requests.record_thread(connection, nudge.guild, whose, receipt.channel)
