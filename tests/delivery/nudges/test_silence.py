"""Whoever answers none of five messages is left alone, save for what they asked for."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InChannel, Send, Verdict
from bot.delivery.nudges.policy import RecipientPolicy
from bot.domain.ids import ChannelId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import PATIENCE, PROMISED, UNANSWERED
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.nudges import pings
from bot.storage.outbox import Nudge
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.nudges.test_policy import DEFAULT
from tests.delivery.society import GUILD, MENTEE, NOON
from tests.every_society import all_nudges, update
from tests.messages.facts import sample

AGO = timedelta(days=30)
_subjects = count(1)


def _row(connection: Connection, kind: NudgeKind) -> Nudge:
    subject = next(_subjects)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type="test",
        subject_id=subject,
        recipient=MENTEE,
        due_at=NOON,
    )
    (row,) = all_nudges(connection, rows.c.subject_id == subject)
    return row


def _were_sent(connection: Connection, kind: NudgeKind) -> None:
    for number in range(len(PATIENCE)):
        row, at = _row(connection, kind), NOON - AGO + timedelta(days=number)
        values = {
            "state": NudgeState.SENT,
            "settled_at": at,
            "nonce": f"{row.id}",
            "channel_id": 300,
            "message_id": row.id,
        }
        connection.execute(update(rows).where(rows.c.id == row.id).values(values))
        pings.record(connection, GUILD, row.id, {MENTEE: False}, at)


def _judge(connection: Connection, kind: NudgeKind) -> Verdict:
    ready = Send(sample(kind.row.facts, owner=MENTEE, person=MENTEE), InChannel(ChannelId(300)))
    return RecipientPolicy(connection, DEFAULT).gate(_row(connection, kind), ready, NOON)


async def test_whoever_gets_reminders_of_meetings_alone_is_not_silent(house: House) -> None:
    await house.database.write(_were_sent, NudgeKind.MEETING_REMINDER)
    heard = await house.database.read(pings.heard_by, GUILD, MENTEE, NOON)
    silent = await house.database.read(pings.unanswered_by, NOON - 2 * AGO, len(PATIENCE))
    assert (heard.is_silent, silent) == (False, [])

    await house.database.write(_were_sent, NudgeKind.MEETING_PROPOSED)
    heard = await house.database.read(pings.heard_by, GUILD, MENTEE, NOON)
    silent = await house.database.read(pings.unanswered_by, NOON - 2 * AGO, len(PATIENCE))
    assert heard.is_silent
    assert [user for _, user, _, _ in silent] == [MENTEE]


FROM_MODERATORS = {NudgeKind.COHORT_NEWS, NudgeKind.MODERATOR_NEWS, NudgeKind.IMPORTED}


@pytest.mark.parametrize("kind", sorted(PROMISED | FROM_MODERATORS))
async def test_what_a_silent_person_asked_for_or_a_moderator_sends_comes_all_the_same(
    house: House, kind: NudgeKind
) -> None:
    await house.database.write(_were_sent, NudgeKind.MEETING_PROPOSED)
    assert isinstance(await house.database.write(_judge, kind), Send)
    assert await house.database.write(_judge, NudgeKind.CHECK_IN) == Cancel(UNANSWERED)
