"""Back sooner than planned: what was held back until then is asked about again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.services.nudges import away
from bot.services.pairs import pairs
from bot.storage import outbox
from bot.storage.tables import outbox as rows
from tests.delivery.society import GUILD, MENTEE, MENTOR, an_introduced_pair
from tests.every_society import all_nudges, update
from tests.services.rounds import Round
from tests.services.society import somebody

A_MONTH = timedelta(days=30)


def _held(connection: Connection, person: UserId, now: datetime, reason: str) -> None:
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.AGREEMENT_REVIEW,
        subject_type="pair",
        subject_id=1,
        recipient=person,
        due_at=now,
    )
    mine = rows.c.recipient_id == person
    connection.execute(
        update(rows).where(mine).values(next_attempt_at=now + A_MONTH, reason=reason)
    )


async def _asked_again_at(app: App, person: UserId) -> datetime:
    def look(connection: Connection) -> datetime:
        kind = rows.c.kind == NudgeKind.AGREEMENT_REVIEW
        (row,) = all_nudges(connection, rows.c.recipient_id == person, kind)
        return row.next_attempt_at

    return await app.database.read(look)


async def test_after_an_absence_that_ends_sooner_held_nudges_are_not_kept_to_its_old_end(
    round_: Round,
) -> None:
    app = round_.app
    begun = await away.begin(app, somebody(MENTEE), "today", "in two weeks", "")
    await app.database.write(_held, MENTEE, round_.clock.now(), "away")
    round_.clock.move(timedelta(days=2))
    await away.cancel(app, somebody(MENTEE), begun.away.id)
    assert await _asked_again_at(app, MENTEE) == round_.clock.now()


async def test_after_a_pause_that_ends_sooner_each_of_the_pair_is_asked_about_anew(
    round_: Round,
) -> None:
    app = round_.app
    pair = await app.database.write(an_introduced_pair, round_.cohort)
    await pairs.pause(app, somebody(MENTOR), pair, 14)
    for person in (MENTOR, MENTEE):
        await app.database.write(_held, person, round_.clock.now(), "the pair is paused")
    round_.clock.move(timedelta(days=2))
    await pairs.resume(app, somebody(MENTEE), pair)
    for person in (MENTOR, MENTEE):
        assert await _asked_again_at(app, person) == round_.clock.now()
