"""Rows whose kind the code does not have, as after a kind was removed: said, cancelled, kept."""

from datetime import timedelta

from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import UNKNOWN, NudgeKind
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.nudges import settings
from bot.storage.outbox import Nudge
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, NOON, an_introduced_pair, an_update

OLD = "horoscope"


def _an_old_row(connection: Connection, /, number: int = 1, **more: str | int) -> None:
    """Plan a row, and rename its kind as if a version that has it had planned it."""
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.PULSE,
        subject_type="stars",
        subject_id=number,
        due_at=NOON,
    )
    changed = ", ".join(f"{name} = '{value}'" for name, value in ({"kind": OLD} | more).items())
    where = f"subject_type = 'stars' AND subject_id = {number}"
    connection.execute(text(f"UPDATE outbox SET {changed} WHERE {where}"))


async def _row(house: House, number: int = 1) -> Nudge:
    [row] = await house.database.read(outbox.list_for_subject, GUILD, "stars", number)
    return row


async def test_a_kind_that_the_code_no_longer_has_is_said_once_and_cancelled(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    await house.database.write(_an_old_row, 1)
    await house.database.write(_an_old_row, 2)

    with capture_logs() as logs:
        await house.deliver()
        house.clock.move(timedelta(hours=1))
        await house.deliver()

    row = await _row(house)
    assert (row.state, row.reason, row.kind.value) == (NudgeState.CANCELLED, UNKNOWN, OLD)
    said = [log for log in logs if log["event"] == "nudge.kind_unknown"]
    assert [log["count"] for log in said] == [2]
    assert OLD not in repr(said), "it may be confidential in the version that has it"
    assert "nudge.broken" not in {log["event"] for log in logs}
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.SENT
    counts = await house.database.read(outbox.count_unknown_kinds)
    assert counts == {NudgeState.CANCELLED: 2}


async def test_one_that_may_stand_in_a_channel_is_looked_for_and_not_sent_again(
    house: House,
) -> None:
    await house.database.write(lambda c: _an_old_row(c, nonce="n", channel_id=300))
    await house.deliver()
    row = await _row(house)
    assert (row.state, row.reason) == (NudgeState.CANCELLED, UNKNOWN)
    assert house.discord.posted == []


async def test_a_muted_kind_that_the_code_no_longer_has_mutes_nothing_else(house: House) -> None:
    def mute(connection: Connection) -> None:
        settings.save(connection, GUILD, MENTEE, muted=[OLD, NudgeKind.PULSE])

    await house.database.write(mute)
    chosen = await house.database.read(settings.get, GUILD, UserId(MENTEE))
    assert {kind.value for kind in chosen.muted} == {OLD, "pulse"}
    assert [kind for kind in chosen.muted if kind.is_known] == [NudgeKind.PULSE]


def test_a_kind_of_another_version_keeps_its_name_and_is_no_member() -> None:
    unknown = NudgeKind.read(OLD)
    assert (unknown, unknown.is_known) == (OLD, False)
    assert unknown not in list(NudgeKind)
    assert NudgeKind.read("check-in") is NudgeKind.CHECK_IN
