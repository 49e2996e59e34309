"""Put a request before a mentor who is open to them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.requests import places as request_places
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import RequestId
from bot.domain.nudges.policy import Manners
from bot.domain.requests.notices import RequestAsked
from bot.domain.states import RequestState
from bot.services.requests import steps
from bot.services.requests.openings import are_apart
from bot.storage import presence
from bot.storage.outbox import Nudge
from bot.storage.requests import requests


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask by day, while the request still waits for this mentor and they may see it."""
    request = requests.find(connection, nudge.guild, RequestId(nudge.subject_id))
    mentor = nudge.recipient
    assert mentor is not None, "a mentor is asked"
    offer = request.offer_of(mentor) if request else None
    if request is None or offer is None or offer.state is not RequestState.OPEN:
        return Never("answered, taken or withdrawn already")
    if are_apart(connection, nudge.guild, request.asker, mentor):
        return Never("not for this mentor any more")
    if mentor in presence.gone(connection, nudge.guild):
        return Never("the mentor left the server")
    found = request_places.place_for(connection, nudge, request)
    if found is None:
        return Undeliverable("no mentoring channel")
    facts = RequestAsked(
        guild=nudge.guild,
        request=request.id,
        mentor=mentor,
        asker=request.asker if offer.named else None,
        words=request.words,
        due_at=request.due_at,
        private=found.is_private,
        fell_back=found.fell_back,
    )
    return Ready(facts, found.place, person=mentor)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember the mentors' thread."""
    request = requests.get(connection, nudge.guild, RequestId(nudge.subject_id))
    request_places.remember(connection, nudge, request, receipt)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Lead the request on: this mentor will not hear of it."""
    request = requests.find(connection, nudge.guild, RequestId(nudge.subject_id))
    if request is None or nudge.recipient is None:
        return
    offer = request.offer_of(nudge.recipient)
    if offer is not None and offer.state is RequestState.OPEN:
        request_places.forget(connection, nudge, request)
        steps.drop(connection, request, nudge.recipient, now)
