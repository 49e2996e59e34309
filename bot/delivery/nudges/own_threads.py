"""A person's private thread with the bot: where it is, and what to do once it is known or gone."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import InDm, InPairThread, Place, Receipt
from bot.delivery.notifier import ThreadWanted
from bot.domain.ids import UserId
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge
from bot.storage.requests import requests

TITLE = "Your requests and reminders"
DMS_CLOSED = "50007"
_AGAIN = ":in a new thread"


def place(connection: Connection, nudge: Nudge, person: UserId) -> Place | None:
    """Return where to write privately: direct messages, else their own thread, if they want one.

    Someone whose direct messages were closed when it came gets the thread: it was promised.
    """
    guild = nudge.guild
    if settings.get(connection, guild, person).dms:
        return InDm(person)
    society = societies.find(connection, guild)
    if society is None or society.mentoring_channel is None:
        return None
    if nudge.last_error == DMS_CLOSED:
        want_thread(connection, guild, person)
    thread = requests.find_thread(connection, guild, person)
    if thread is None:
        return None
    wanted = ThreadWanted(guild, society.mentoring_channel, thread.code, TITLE, (person,))
    return InPairThread(wanted, thread.thread)


def remember(connection: Connection, nudge: Nudge, receipt: Receipt) -> None:
    """Save where the thread is, after the first message in it."""
    assert nudge.recipient is not None, "someone is told"
    sent_to = place(connection, nudge, nudge.recipient)
    if isinstance(sent_to, InPairThread) and sent_to.known is None:
        requests.record_thread(connection, nudge.guild, nudge.recipient, receipt.channel)


def is_tried_again(connection: Connection, nudge: Nudge) -> bool:
    """Return whether `try_again` has planned a row that was given up anew."""
    rows = outbox.list_for_subject(connection, nudge.guild, nudge.subject_type, nudge.subject_id)
    return any(row.occurrence_key == f"{nudge.occurrence_key}{_AGAIN}" for row in rows)


def try_again(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Send a reminder that could not be delivered once more, in a thread that is created anew."""
    person, guild = nudge.recipient, nudge.guild
    if person is None or nudge.channel is None or nudge.occurrence_key.endswith(_AGAIN):
        return
    thread = requests.find_thread(connection, guild, person)
    if thread is None or thread.thread != nudge.channel:
        return
    requests.record_thread(connection, guild, person, None)
    own = nudge.occurrence_key.removeprefix(f"{nudge.kind}:{guild}:")
    outbox.plan(
        connection,
        guild=guild,
        kind=nudge.kind,
        subject_type=nudge.subject_type,
        subject_id=nudge.subject_id,
        subject_version=nudge.subject_version,
        recipient=person,
        due_at=now,
        expires_at=nudge.expires_at,
        now=now,
        key=f"{own}{_AGAIN}",
    )
