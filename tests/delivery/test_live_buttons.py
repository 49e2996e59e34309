"""A thread of people who answer nothing keeps few live buttons."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.ids import ChannelId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import live_buttons, outbox
from bot.storage.meetings import meetings
from bot.storage.nudges import pings
from bot.storage.outbox import Nudge
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair
from tests.every_society import all_nudges, update

THREAD = ChannelId(300)
DAYS = timedelta(days=3)


def asked(
    connection: Connection,
    subject: int,
    number: int,
    kind: NudgeKind,
    of: str = "pair",
    at: datetime | None = None,
) -> Nudge:
    """Let a question have been posted in the thread, and return its row."""
    at = at or NOON + number * DAYS
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type=of,
        subject_id=subject,
        recipient=MENTEE,
        due_at=at,
        occurrence=str(number),
    )
    [row] = all_nudges(connection, rows.c.due_at == at, rows.c.kind == kind)
    sent = {
        "state": NudgeState.SENT,
        "channel_id": THREAD,
        "message_id": 1000 + number,
        "settled_at": at,
    }
    connection.execute(update(rows).where(rows.c.id == row.id).values(sent))
    # Delivery knows the row as it was when it was claimed.
    live_buttons.keep_few(connection, row, THREAD, at)
    return row


def over(connection: Connection) -> set[int]:
    """Return the rows whose buttons are being taken."""
    return {row.subject_id for row in all_nudges(connection, rows.c.kind == NudgeKind.MESSAGE_OVER)}


@pytest.mark.parametrize("acts", [False, True])
async def test_at_most_five_messages_that_no_one_answers_keep_their_buttons(
    house: House, acts: bool
) -> None:
    def live(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort)
        questions = []
        for number in range(1, 9):
            kind = NudgeKind.PULSE if number % 2 else NudgeKind.AGREEMENT_DUE
            questions.append(asked(connection, pair, number, kind))
            if acts:
                for person in (MENTOR, MENTEE):
                    pings.record_act(connection, GUILD, person, NOON + number * DAYS)
        older = questions[:-5]
        assert over(connection) == (set() if acts else {row.id for row in older})

    await house.database.write(live)


async def test_the_card_of_a_meeting_ahead_keeps_its_buttons(house: House) -> None:
    def live(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort)
        meeting = meetings.add(connection, GUILD, pair, NOON).id
        card = asked(connection, meeting, 1, NudgeKind.MEETING_CONFIRMED, of="meeting")
        questions = [asked(connection, pair, number, NudgeKind.PULSE) for number in range(2, 8)]
        assert over(connection) == {row.id for row in questions[:2]}
        assert card.id not in over(connection)

    await house.database.write(live)


async def test_meetings_that_are_over_take_no_buttons_from_a_new_question(house: House) -> None:
    def live(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort)
        for number in range(1, 9):
            asked(connection, 9000 + number, number, NudgeKind.MEETING_CONFIRMED, of="meeting")
        asked(connection, pair, 9, NudgeKind.PULSE)
        assert over(connection) == set()

    await house.database.write(live)


async def test_a_new_question_keeps_its_buttons_whatever_else_is_open(house: House) -> None:
    def live(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort)
        for number in range(1, 9):
            meeting = meetings.add(connection, GUILD, pair, NOON).id
            asked(connection, meeting, number, NudgeKind.MEETING_CONFIRMED, of="meeting")
        question = asked(connection, pair, 9, NudgeKind.PULSE)
        assert question.id not in over(connection)

    await house.database.write(live)


async def test_questions_of_the_last_two_days_keep_their_buttons(house: House) -> None:
    def live(connection: Connection) -> None:
        pair = an_introduced_pair(connection, house.cohort)
        older = asked(connection, pair, 1, NudgeKind.CONTACT_WAITING)
        for number in range(2, 9):
            later = NOON + 2 * DAYS + timedelta(hours=number)
            asked(connection, pair, number, NudgeKind.PULSE, at=later)
        assert over(connection) == {older.id}

    await house.database.write(live)
