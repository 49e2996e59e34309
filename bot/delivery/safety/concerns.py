"""Hand a concern to whoever is asked next, so that none waits for someone who can't answer."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.safety.concerns import ACKNOWLEDGED_WITHIN, next_after
from bot.domain.states import ConcernNews, ConcernState, NudgeState
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from bot.storage.safety import concerns, leads
from bot.storage.safety.concerns import SUBJECT, Concern

_ON_ITS_WAY = (NudgeState.DUE, NudgeState.LEASED)
AGAIN = ":again"


def hand_on(connection: Connection, concern: Concern, now: datetime) -> Concern:
    """Ask the next person to acknowledge a concern, within a day.

    If no one may handle it, it has no owner until someone may: `look_after` tries again.
    """
    order = concerns.handlers_of(connection, concern)
    absent = [
        user
        for user in order
        if any(each.holds(now) for each in away.stretches_of(connection, concern.guild, user))
    ]
    owner = next_after(order, concern.owner, absent)
    named = leads.of_society(connection, concern.guild)
    is_server_owner = owner is not None and owner not in named
    handed = replace(
        concern,
        state=ConcernState.OPEN,
        owner=owner,
        turn=concern.turn + 1,
        due_at=now + ACKNOWLEDGED_WITHIN,
        escalated=concern.escalated or is_server_owner,
    )
    if not concerns.hand(connection, concern, handed):
        return concern
    if owner is not None:
        plan_waiting(connection, handed, now, now)
        plan_waiting(connection, handed, handed.due_at, now)
    return handed


def plan_waiting(
    connection: Connection, concern: Concern, due_at: datetime, now: datetime, mark: str = ""
) -> None:
    """Plan what tells the owner of a concern that it waits for them."""
    assert concern.owner is not None, "someone is asked"
    outbox.plan(
        connection,
        guild=concern.guild,
        kind=NudgeKind.CONCERN_WAITING,
        subject_type=SUBJECT,
        subject_id=concern.id,
        subject_version=concern.turn,
        recipient=concern.owner,
        occurrence=f"{concern.turn}:{due_at.timestamp():.0f}{mark}",
        due_at=due_at,
        now=now,
    )


def plan_news(
    connection: Connection, concern: Concern, news: ConcernNews, now: datetime, number: int
) -> None:
    """Plan what tells whoever handles a concern that its reporter did something."""
    if concern.owner is not None:
        outbox.plan(
            connection,
            guild=concern.guild,
            kind=NudgeKind.CONCERN_TOLD,
            subject_type=SUBJECT,
            subject_id=concern.id,
            recipient=concern.owner,
            occurrence=f"{news.value}:{number}",
            due_at=now,
        )


def release(
    connection: Connection,
    guild: GuildId,
    now: datetime,
    but: Collection[UserId] = (),
) -> None:
    """Hand on the concerns whose owner may not handle them anymore, or is among `but`."""
    for concern in concerns.open_in(connection, guild):
        if concern.server_owner in but:
            concern = concerns.save(connection, replace(concern, server_owner=None))
        if concern.owner in but or concern.owner not in concerns.handlers_of(connection, concern):
            hand_on(connection, concern, now)


async def look_after(database: Database, now: datetime) -> None:
    """Hand on every concern that waited long enough, or whose owner can't answer."""
    await database.write(_look_after, now)


def _look_after(connection: Connection, now: datetime) -> None:
    for concern in concerns.open_everywhere(connection):
        can_answer = concern.owner in concerns.handlers_of(connection, concern)
        is_late = concern.state is ConcernState.OPEN and concern.due_at <= now
        if not can_answer or is_late or not _is_asked(connection, concern):
            hand_on(connection, concern, now)


def _is_asked(connection: Connection, concern: Concern) -> bool:
    """Return whether its owner was told, or will be."""
    rows = outbox.list_for_subject(connection, concern.guild, SUBJECT, concern.id)
    return any(
        row.subject_version == concern.turn
        and row.recipient == concern.owner
        and (row.message is not None or row.state in _ON_ITS_WAY)
        for row in rows
        if row.kind is NudgeKind.CONCERN_WAITING
    )


def is_second_try(nudge: Nudge) -> bool:
    """Return whether a row goes to the person themselves, because the thread couldn't be used."""
    return nudge.occurrence_key.endswith(AGAIN)
