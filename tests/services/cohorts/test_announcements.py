"""An announcement is one row a person, however often and by whomever it is confirmed."""

import asyncio
from collections import Counter

from sqlalchemy import Connection

from bot.domain.cohorts.audiences import Audience
from bot.domain.errors import DomainError
from bot.domain.states import Role
from bot.services.cohorts import announcements
from bot.services.cohorts.announcements import Sent
from bot.storage.tables import outbox
from tests.every_society import select
from tests.services.rounds import Round


def told(connection: Connection) -> Counter[int]:
    """Count the messages of announcements by person."""
    rows = connection.execute(select(outbox.c.recipient_id).where(outbox.c.kind == "cohort-news"))
    return Counter(rows.scalars())


async def test_two_who_confirm_at_once_and_again_send_it_once(round_: Round) -> None:
    for user in (100, 101, 102):
        await round_.enrol(user, Role.MENTEE)
    asked = await announcements.ask(
        round_.app, round_.mod(), round_.cohort, Audience.ALL, "We meet on Friday"
    )

    results = await asyncio.gather(
        *(
            announcements.send(round_.app, round_.mod(user), asked.act.id)
            for user in (900, 901, 900, 901)
        ),
        return_exceptions=True,
    )

    sent = [result for result in results if isinstance(result, Sent)]
    refused = [result.code for result in results if isinstance(result, DomainError)]
    assert [result.people for result in sent] == [3]
    assert refused == ["act.done"] * 3
    assert await round_.app.database.read(told) == Counter({100: 1, 101: 1, 102: 1})


async def test_who_got_it_is_no_longer_said_once_it_is_not_known(round_: Round) -> None:
    await round_.enrol(100, Role.MENTEE)
    asked = await announcements.ask(
        round_.app, round_.mod(), round_.cohort, Audience.MENTEES, "We meet on Friday"
    )
    codes = []
    for step in (None, announcements.send):
        if step is not None:
            await step(round_.app, round_.mod(), asked.act.id)
            assert (await announcements.reach(round_.app, round_.mod(), asked.act.id)).waiting == 1
            round_.move(days=26)
        try:
            await announcements.reach(round_.app, round_.mod(), asked.act.id)
        except DomainError as refusal:
            codes.append(refusal.code)

    assert codes == ["act.unknown", "announcement.long_ago"]
