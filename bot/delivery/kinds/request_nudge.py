"""Remind whoever has a request before them, once a step."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.requests import places as request_places
from bot.delivery.verdict import Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import RequestId
from bot.domain.nudges.policy import Manners
from bot.domain.requests.notices import RequestNudge
from bot.services.requests.openings import are_apart
from bot.storage.outbox import Nudge
from bot.storage.requests import requests


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Remind while it is still the same person's turn at the same step."""
    request = requests.find(connection, nudge.guild, RequestId(nudge.subject_id))
    person = nudge.recipient
    assert person is not None, "somebody is reminded"
    if request is None or not request.is_open or request.owner != person:
        return Never("somebody else's turn by now")
    if request.version != nudge.subject_version:
        return Never("it has moved on")
    if are_apart(connection, nudge.guild, request.asker, request.mentor or request.asker):
        return Never("not for this mentor any more")
    found = request_places.place_for(connection, nudge, request)
    if found is None:
        return Undeliverable("no mentoring channel")
    facts = RequestNudge(
        guild=nudge.guild,
        request=request.id,
        person=person,
        step=request.step,
        due_at=request.due_at,
        private=found.is_private,
        fell_back=found.fell_back,
    )
    return Ready(facts, found.place, person=person)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember the thread."""
    request = requests.get(connection, nudge.guild, RequestId(nudge.subject_id))
    request_places.remember(connection, nudge, request, receipt)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status shows whose turn it is, and the date moves it on."""
