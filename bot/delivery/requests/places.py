"""Where somebody hears of requests: by direct message if they like, else in a private thread.

Mentors share one thread, in which nothing is said but that something waits; each asker has their
own. Both are found again by a code, like a pair's, and people are let in when they are needed.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.delivery.notifier import ThreadWanted
from bot.delivery.verdict import InDm, InPairThread, Place, Receipt
from bot.domain.ids import UserId
from bot.domain.requests.requests import Request
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.requests import requests

DMS_CLOSED = "50007"
MENTORS_TITLE = "Mentors: requests"
OWN_TITLE = "Your requests"


@dataclass(frozen=True, slots=True)
class Found:
    """A place; with `fell_back` it is not the one that the person had chosen."""

    place: Place
    fell_back: bool

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        return isinstance(self.place, InDm)


def place_for(connection: Connection, nudge: Nudge, request: Request) -> Found | None:
    """Return where to tell the nudge's person of a request; None where there is no place."""
    person = nudge.recipient
    assert person is not None, "somebody is told"
    if nudge_settings.get(connection, nudge.guild, person).dms:
        return Found(InDm(person), fell_back=False)
    society = societies.find(connection, nudge.guild)
    whose = thread_of(request, person)
    thread = requests.find_thread(connection, nudge.guild, whose)
    if society is None or society.mentoring_channel is None or thread is None:
        return None
    title = OWN_TITLE if whose == request.asker else MENTORS_TITLE
    wanted = ThreadWanted(nudge.guild, society.mentoring_channel, thread.code, title, (person,))
    place = InPairThread(wanted, thread.thread)
    return Found(place, fell_back=nudge.last_error == DMS_CLOSED)


def thread_of(request: Request, person: UserId) -> UserId:
    """Return whose thread it is: the asker's own, or the one of all mentors."""
    return request.asker if person == request.asker else requests.MENTORS


def remember(connection: Connection, nudge: Nudge, request: Request, receipt: Receipt) -> None:
    """Remember the thread that a message stands in."""
    assert nudge.recipient is not None, "somebody is told"
    found = place_for(connection, nudge, request)
    if found is not None and isinstance(found.place, InPairThread) and found.place.known is None:
        whose = thread_of(request, nudge.recipient)
        requests.record_thread(connection, nudge.guild, whose, receipt.channel)


def forget(connection: Connection, nudge: Nudge, request: Request) -> None:
    """Look for the thread anew the next time: nothing could be delivered there."""
    assert nudge.recipient is not None, "somebody is told"
    requests.record_thread(connection, nudge.guild, thread_of(request, nudge.recipient), None)
