"""What a newer question how it goes does to an older one."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.ids import PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.storage import outbox
from bot.storage.nudges import settings
from bot.storage.pairs import pulses
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, a_held_meeting, an_introduced_pair
from tests.every_society import all_nudges


async def test_a_question_about_one_mentorship_leaves_that_about_another_its_buttons(
    house: House,
) -> None:
    """Both come by direct message, in the one channel that someone has with the bot."""

    def ask(connection: Connection, number: int, week: int) -> int:
        code = f"code{number}"
        pair = pairs_of[number] = pairs_of.get(number) or an_introduced_pair(
            connection, house.cohort, code, mentor=UserId(10 + number), thread=300 + number
        )
        now = house.clock.now()
        a_held_meeting(connection, pair, now)
        pulse = pulses.add(connection, GUILD, pair, MENTEE, week, now)
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.PULSE,
            subject_type="pulse",
            subject_id=pulse,
            recipient=MENTEE,
            due_at=now,
        )
        settings.save(connection, GUILD, MENTEE, dms=True)
        return pulse

    def without_buttons(connection: Connection) -> list[int]:
        taken = all_nudges(connection, rows.c.kind == NudgeKind.MESSAGE_OVER)
        asked = all_nudges(connection, rows.c.kind == NudgeKind.PULSE)
        pulse_of = {int(row.id): row.subject_id for row in asked}
        return [pulse_of[row.subject_id] for row in taken]

    pairs_of: dict[int, PairId] = {}
    asked = []
    for number, week in ((0, 2), (1, 2), (1, 6)):
        asked.append(await house.database.write(ask, number, week))
        await house.deliver()
        house.clock.move(timedelta(days=8))
    assert await house.database.read(without_buttons) == [asked[1]]
