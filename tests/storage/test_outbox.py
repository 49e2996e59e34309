"""The outbox: a nudge is planned once, however often, and each step checks its fence."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import instance, leases, outbox, retries
from bot.storage.database import Database
from bot.storage.tables import outbox as rows
from tests.delivery.society import NOON, pass_on_server
from tests.every_society import update

GUILD = GuildId(7)
LEASE = timedelta(minutes=2)


def _plan(
    connection: Connection,
    subject: int = 1,
    *,
    guild: GuildId = GUILD,
    due_at: datetime = NOON,
    recipient: UserId | None = None,
    occurrence: str = "",
    priority: int | None = None,
) -> bool:
    return outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.UPDATE_SHARED,
        subject_type="update",
        subject_id=subject,
        due_at=due_at,
        recipient=recipient,
        occurrence=occurrence,
        priority=priority,
    )


def _of(connection: Connection, subject: int = 1) -> list[outbox.Nudge]:
    return outbox.list_for_subject(connection, GUILD, "update", subject)


def _claim(connection: Connection, owner: str = "one", later: timedelta = LEASE * 0):
    return leases.claim(connection, owner, NOON + later, LEASE, 10)


async def test_the_same_nudge_is_planned_once(database: Database) -> None:
    assert await database.write(_plan)
    assert not await database.write(_plan)
    assert await database.write(lambda c: _plan(c, occurrence="another"))
    assert await database.write(lambda c: _plan(c, recipient=UserId(5)))
    assert await database.write(lambda c: _plan(c, guild=GuildId(8)))
    assert len(await database.read(_of)) == 3


async def test_listeners_hear_of_what_is_new_and_of_nothing_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database.ANNOUNCED_AFTER_SECONDS", 0)
    heard: list[str] = []
    database.on_outbox_change(lambda: heard.append("changed"))
    await database.write(_plan)
    await database.write(_plan)
    await database.read(_of)
    assert heard == ["changed"]


async def test_a_planned_nudge_of_a_failed_transaction_never_was(database: Database) -> None:
    def fails(connection: Connection) -> None:
        _plan(connection)
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await database.write(fails)
    assert await database.read(_of) == []
    # Nor is the database's name, made in that transaction, remembered from it.
    await database.write(_plan)
    [nudge] = await database.read(_of)
    name = await database.read(instance.instance_id)
    assert nudge.ref == outbox.ref_of(name, nudge.occurrence_key)


async def test_urgent_rows_are_claimed_first_and_later_ones_not_at_all(
    database: Database,
) -> None:
    def plan(connection: Connection) -> None:
        _plan(connection, 1, priority=50)
        _plan(connection, 2, priority=10)
        _plan(connection, 3, due_at=NOON + timedelta(seconds=1))

    await database.write(plan)
    claimed = await database.write_relaxed(_claim)
    assert [nudge.subject_id for nudge in claimed] == [2, 1]
    assert await database.write_relaxed(_claim, "two") == []


async def test_a_lease_that_ran_out_is_given_to_the_next_with_a_new_fence(
    database: Database,
) -> None:
    await database.write(_plan)
    [first] = await database.write_relaxed(_claim)
    await database.write(pass_on_server, LEASE + timedelta(seconds=1))
    [second] = await database.write_relaxed(_claim, "two", LEASE)
    assert second.fence == first.fence + 1
    steps = (
        lambda c: leases.mark_sent(c, first, ChannelId(1), MessageId(2), NOON),
        lambda c: leases.give_back(c, first, NOON, may_exist=False),
        lambda c: leases.end(c, first, NudgeState.DEAD, "late", NOON),
        lambda c: leases.record_channel(c, first, ChannelId(1)) is not None,
        lambda c: leases.begin_generation(c, first, ChannelId(1)) is not None,
    )
    for step in steps:
        assert not await database.write_relaxed(step)
    assert await database.write_relaxed(leases.mark_sent, second, ChannelId(1), MessageId(2), NOON)


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=-3)])
async def test_a_server_s_lease_holds_as_long_for_a_process_whose_clock_is_days_off(
    database: Database, ahead: timedelta
) -> None:
    long_ago = NOON - timedelta(days=10)
    await database.write(lambda c: _plan(c, due_at=long_ago))
    [first] = await database.write_relaxed(_claim)
    assert await database.write_relaxed(_claim, "two", ahead) == []
    await database.write(pass_on_server, LEASE - timedelta(seconds=60))
    assert await database.write_relaxed(_claim, "two", ahead) == []
    late = NOON + ahead
    wake = await database.read(outbox.next_due_at, late)
    assert wake is not None
    assert timedelta(0) < wake - late <= timedelta(seconds=61), "it wakes when the lease ends"
    await database.write(pass_on_server, timedelta(seconds=62))
    [second] = await database.write_relaxed(_claim, "two", ahead)
    assert second.fence == first.fence + 1


@pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
async def test_orphans_wait_until_a_stray_request_has_arrived(database: Database) -> None:
    await database.write(_plan)
    await database.write_relaxed(_claim)
    settling = timedelta(seconds=5)
    restarted = NOON + timedelta(seconds=2)
    assert await database.write(leases.take_back_orphans, restarted, LEASE, settling) == 1
    [nudge] = await database.read(_of)
    assert nudge.next_attempt_at == NOON + settling
    # A clock that was moved by weeks in between makes no one wait for weeks.
    await database.write_relaxed(_claim, "two", settling)
    earlier = NOON - timedelta(days=20)
    await database.write(leases.take_back_orphans, earlier, LEASE, settling)
    [nudge] = await database.read(_of)
    assert nudge.next_attempt_at == earlier + settling


async def test_cancelling_leaves_alone_what_may_have_left(database: Database) -> None:
    await database.write(_plan)
    await database.write(lambda c: c.execute(update(rows).values(nonce="x.0", channel_id=1)))
    assert await database.write(outbox.cancel, GUILD, "update", 1, "deleted", NOON) == 0
    await database.write(lambda c: c.execute(update(rows).values(nonce=None)))
    assert await database.write(outbox.cancel, GUILD, "update", 1, "deleted", NOON) == 1
    [nudge] = await database.read(_of)
    assert (nudge.state, nudge.reason) == (NudgeState.CANCELLED, "deleted")


async def test_what_was_given_up_can_be_tried_again_but_nothing_uncertain(
    database: Database,
) -> None:
    for subject, state in ((1, NudgeState.DEAD), (2, NudgeState.UNCERTAIN)):
        await database.write(_plan, subject)
        [nudge] = await database.write_relaxed(_claim)
        await database.write_relaxed(leases.end, nudge, state, "why", NOON)
        later = NOON + timedelta(hours=1)
        revived = await database.write(retries.list_for_subject, GUILD, "update", subject, later)
        assert revived == (state is NudgeState.DEAD)
    [nudge] = await database.read(_of)
    assert (nudge.state, nudge.reason, nudge.nonce) == (NudgeState.DUE, retries.AGAIN, None)


async def test_the_next_wake_is_the_next_row_or_the_end_of_a_lease(database: Database) -> None:
    assert await database.read(outbox.next_due_at, NOON) is None
    await database.write(lambda c: _plan(c, due_at=NOON + timedelta(hours=1)))
    assert await database.read(outbox.next_due_at, NOON) == NOON + timedelta(hours=1)
    await database.write(_plan, 2)
    await database.write_relaxed(_claim)
    wake = await database.read(outbox.next_due_at, NOON)
    assert wake is not None
    # On a server a little time of its own has passed since.
    slack = timedelta(seconds=1 if database.dialect == "sqlite" else 30)
    assert abs(wake - NOON - LEASE) < slack
