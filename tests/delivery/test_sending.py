"""Sending: once, or not at all with a reason that someone can read."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery import send
from bot.delivery.notifier import (
    DmClosedError,
    ForbiddenError,
    NotifierError,
    RateLimitedError,
    TransientError,
    UnauthorizedError,
    UnknownOutcomeError,
    UnreadableError,
)
from bot.domain.ids import ChannelId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CaseOpened, CheckInDue, Introduction, UpdateShared
from bot.domain.pairs.nudges import CircleAsked
from bot.domain.states import CheckInState, CircleTopic, NudgeState
from bot.storage import instance, leases, outbox
from bot.storage.moderation import cases, societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import circle_decisions, circle_questions, pairs
from bot.storage.pairs.circle_questions import CircleQuestion
from bot.storage.progress import check_ins
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MENTEE,
    MENTOR,
    MODERATORS,
    NOON,
    a_lease_later,
    a_pair,
    an_introduced_pair,
    an_update,
)
from tests.every_society import all_nudges, delete, update

THREAD = ChannelId(300)
PATIENCE = timedelta(minutes=20)


async def _an_update_is_due(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)


async def test_a_pair_is_introduced_in_a_thread_of_its_own(house: House) -> None:
    pair = await house.database.write(a_pair, house.cohort)
    await house.deliver()
    met = await house.database.read(pairs.get, GUILD, pair)
    [message] = house.discord.posted
    assert isinstance(message.facts, Introduction)
    assert message.channel == met.thread == house.discord.threads["quartz"]
    assert house.discord.members[message.channel] == {MENTOR, MENTEE}
    assert met.introduced_at == NOON
    row = await house.row(NudgeKind.INTRODUCTION)
    assert (row.state, row.message, row.channel) == (NudgeState.SENT, message.id, message.channel)


async def test_a_thread_that_exists_is_found_by_its_code_and_not_made_again(house: House) -> None:
    await house.database.write(a_pair, house.cohort)
    house.discord.threads["quartz"] = THREAD
    await house.deliver()
    assert [message.channel for message in house.discord.posted] == [THREAD]
    assert "create_thread" not in house.discord.calls


async def test_a_question_that_was_decided_while_it_was_sent_loses_its_buttons(
    house: House,
) -> None:
    def ask(connection: Connection) -> CircleQuestion:
        pair = pairs.get(connection, GUILD, an_introduced_pair(connection, house.cohort))
        question = circle_questions.ask(connection, pair, CircleTopic.PAUSE, 7, MENTEE, NOON)
        circle_decisions.plan_message(connection, question, circle_decisions.ASKED, NOON)
        return question

    question = await house.database.write(ask)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    await house.deliver()
    await house.database.write(circle_questions.close, question, house.clock.now(), agreed=False)

    house.clock.move(PATIENCE)
    await house.deliver()

    (asked,) = house.discord.posted
    shown = house.discord.edited[asked.id]
    assert isinstance(shown, CircleAsked)
    assert shown.agreed is False


async def test_a_message_whose_answer_was_lost_is_found_and_adopted(house: House) -> None:
    await _an_update_is_due(house)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.DUE
    house.clock.move(PATIENCE)
    await house.deliver()
    row = await house.row(NudgeKind.UPDATE_SHARED)
    assert [message.id for message in house.discord.posted] == [row.message]
    assert row.state is NudgeState.SENT
    assert house.metrics.steps["adopted"] == 1


async def test_a_message_that_never_arrived_is_sent_again_with_the_next_generation(
    house: House,
) -> None:
    await _an_update_is_due(house)
    house.discord.befalls("send", "before", UnknownOutcomeError())
    await house.deliver()
    assert house.discord.posted == []
    house.clock.move(PATIENCE)
    await house.deliver()
    row = await house.row(NudgeKind.UPDATE_SHARED)
    assert [message.nonce for message in house.discord.posted] == [f"{row.ref}.1"]
    assert len(f"{row.ref}.1") <= 25


@pytest.mark.parametrize("error", [RateLimitedError(2.0), TransientError()])
async def test_what_surely_was_not_sent_is_tried_again_without_a_look(
    house: House, error: NotifierError
) -> None:
    await _an_update_is_due(house)
    house.discord.befalls("send", "before", error)
    await house.deliver()
    house.clock.move(PATIENCE)
    await house.deliver()
    assert len(house.discord.posted) == 1
    assert "find" not in house.discord.calls


async def test_a_missing_permission_is_not_asked_for_again_and_moderators_hear_of_it(
    house: House,
) -> None:
    pair = await house.database.write(a_pair, house.cohort)
    house.discord.befalls("create_thread", "before", ForbiddenError(50013))
    await house.deliver()
    row = await house.row(NudgeKind.INTRODUCTION)
    assert (row.state, row.last_error) == (NudgeState.DEAD, "50013")
    [case] = await house.database.read(cases.open_in, GUILD)
    assert (case.kind, case.subject) == ("undeliverable", f"pair:{pair}")
    [message] = house.discord.posted
    assert message.channel == MODERATORS
    assert isinstance(message.facts, CaseOpened)
    assert message.facts.facts["reason"] == "the bot lacks a permission"
    assert (await house.database.read(pairs.get, GUILD, pair)).introduced_at is None


async def test_an_introduction_to_somebody_who_left_becomes_a_case(house: House) -> None:
    await house.database.write(a_pair, house.cohort)
    house.discord.left.add(MENTEE)
    await house.deliver()
    row = await house.row(NudgeKind.INTRODUCTION)
    assert (row.state, row.reason) == (NudgeState.DEAD, "somebody left the server")


async def test_without_a_moderators_channel_a_case_is_not_posted_anywhere_else(
    house: House,
) -> None:
    await house.database.write(lambda c: societies.save(c, GUILD, moderator_channel_id=None))
    await house.database.write(a_pair, house.cohort)
    house.discord.befalls("create_thread", "before", ForbiddenError(50013))
    await house.deliver()
    assert house.discord.posted == []
    row = await house.row(NudgeKind.CASE_OPENED)
    assert (row.state, row.reason) == (NudgeState.DEAD, "no channel for moderators")
    assert len(await house.database.read(cases.open_in, GUILD)) == 1


async def test_where_nobody_can_look_nothing_is_sent_twice_and_moderators_hear_of_it(
    house: House,
) -> None:
    await _an_update_is_due(house)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    house.discord.befalls("find", "before", UnreadableError())
    await house.deliver()
    house.clock.move(PATIENCE)
    await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.UNCERTAIN
    assert [type(message.facts) for message in house.discord.posted] == [UpdateShared, CaseOpened]


async def test_a_failing_look_is_repeated_before_anything_is_sent(house: House) -> None:
    await _an_update_is_due(house)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    house.discord.befalls("find", "before", UnknownOutcomeError(), times=2)
    for _ in range(4):
        await house.deliver()
        house.clock.move(PATIENCE)
    assert len(house.discord.posted) == 1
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.SENT


async def test_a_withdrawn_token_stops_delivery_and_keeps_the_row(house: House) -> None:
    await _an_update_is_due(house)
    delivery = house.delivery()
    house.discord.befalls("send", "before", UnauthorizedError())
    await house.deliver(delivery)
    house.clock.move(PATIENCE)
    await house.deliver(delivery)
    assert delivery.halted
    assert house.discord.calls.count("send") == 1
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.DUE
    await house.deliver()  # another start, with a token that works
    assert len(house.discord.posted) == 1


async def test_too_many_refusals_open_the_circuit_for_a_while(house: House) -> None:
    await _an_update_is_due(house)
    delivery = house.delivery(refused_requests_limit=3)
    house.discord.befalls("send", "before", RateLimitedError(1.0), times=3)
    for _ in range(5):
        await house.deliver(delivery)
        house.clock.move(timedelta(seconds=2))
    assert house.discord.calls.count("send") == 3
    house.clock.move(timedelta(minutes=10))
    await house.deliver(delivery)
    assert len(house.discord.posted) == 1


async def test_many_for_one_thread_each_get_a_turn_and_go_in_order(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)

    def ten(connection: Connection) -> None:
        for _ in range(10):
            an_update(connection, pair)

    def turns(connection: Connection) -> list[int]:
        waiting = all_nudges(connection, rows.c.state == NudgeState.DUE)
        return [int((nudge.next_attempt_at - NOON).total_seconds()) for nudge in waiting]

    await house.database.write(ten)
    delivery = house.delivery()
    await house.deliver(delivery)
    assert len(house.discord.posted) == 3
    assert await house.database.read(turns) == [1, 1, 1, 2, 2, 2, 3]

    for posted in (6, 9, 10):
        house.clock.move(timedelta(seconds=1))
        await house.deliver(delivery)
        assert len(house.discord.posted) == posted


async def test_a_surprise_loses_nothing_and_holds_up_nothing_else(house: House) -> None:
    await _an_update_is_due(house)
    await house.database.write(a_pair, house.cohort, "basalt", mentor=UserId(3), mentee=UserId(4))
    house.discord.befalls("create_thread", "before", KeyError("a fault of ours"))
    await house.deliver()
    assert [type(message.facts) for message in house.discord.posted] == [UpdateShared]
    house.clock.move(PATIENCE)
    await house.deliver()
    assert len(house.discord.posted) == 2


async def test_a_row_is_given_back_after_a_moment_of_trouble_with_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _an_update_is_due(house)
    monkeypatch.setattr(send, "RELEASE_AFTER_SECONDS", (0.0, 0.0, 0.0))
    write, failures = house.database.write_relaxed, iter((True, True, False))

    async def troubled(change: Callable[..., object], *args: object, **kwargs: object) -> object:
        if len(house.discord.posted) > 0 and next(failures, False):
            raise RuntimeError("disk I/O error")
        return await write(change, *args, **kwargs)

    monkeypatch.setattr(house.database, "write_relaxed", troubled)
    await house.deliver()

    # Recording the message failed, and so did the first try to give the row back.
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.DUE
    house.clock.move(PATIENCE)
    await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.SENT
    assert len(house.discord.posted) == 1


async def test_a_row_that_no_try_gives_back_is_free_when_its_lease_is_over(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _an_update_is_due(house)
    monkeypatch.setattr(send, "RELEASE_AFTER_SECONDS", (0.0, 0.0))
    write = house.database.write_relaxed

    async def gone(change: Callable[..., object], *args: object, **kwargs: object) -> object:
        if house.discord.posted:
            raise OSError("the database is gone")
        return await write(change, *args, **kwargs)

    with monkeypatch.context() as for_now:
        for_now.setattr(house.database, "write_relaxed", gone)
        # What follows the message that nothing could be written about is another turn's claim.
        with pytest.raises(OSError, match="gone"):
            await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.LEASED

    await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.LEASED, (
        "not a moment early"
    )
    await house.database.write(a_lease_later, house.clock)
    await house.deliver()
    assert (await house.row(NudgeKind.UPDATE_SHARED)).state is NudgeState.SENT
    assert len(house.discord.posted) == 1


async def test_a_hanging_request_is_given_up_and_its_message_found_later(house: House) -> None:
    await _an_update_is_due(house)
    house.discord.hanging = asyncio.Event()
    await house.deliver(house.delivery(send_timeout_seconds=0.01))
    assert (await house.row(NudgeKind.UPDATE_SHARED)).last_error == "UnknownOutcome"
    house.discord.hanging = None
    house.clock.move(PATIENCE)
    await house.deliver()
    assert len(house.discord.posted) == 1


async def test_a_worker_that_slept_through_its_lease_changes_nothing(house: House) -> None:
    await _an_update_is_due(house)
    lease = timedelta(seconds=120)

    def claim(connection: Connection) -> outbox.Nudge:
        [nudge] = leases.claim(connection, "one", house.clock.now(), lease, 10)
        return leases.arm(connection, nudge, house.clock.now(), THREAD)

    stale = await house.database.write(claim)
    await house.database.write(a_lease_later, house.clock)
    await house.deliver()
    [message] = house.discord.posted
    late = await house.database.write(leases.mark_sent, stale, THREAD, message.id, NOON)
    assert not late
    row = await house.row(NudgeKind.UPDATE_SHARED)
    assert row.message == message.id
    assert "find" in house.discord.calls  # the first worker might have sent it


async def test_a_clock_that_jumps_takes_no_row_away_from_its_own_worker(house: House) -> None:
    await _an_update_is_due(house)
    delivery = house.delivery()
    house.discord.hanging = asyncio.Event()
    sending = asyncio.create_task(delivery.deliver_due())
    await house.until(lambda: "send" in house.discord.calls)
    house.clock.move(timedelta(days=14))
    turning = asyncio.create_task(delivery.deliver_due())
    for _ in range(20):
        await asyncio.sleep(0)
    house.discord.hanging.set()
    await asyncio.gather(sending, turning)
    assert len(house.discord.posted) == 1


async def test_direct_messages_that_are_closed_are_turned_off_and_the_thread_is_used(
    house: House,
) -> None:
    delivery = house.delivery()
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, dms=True))
    house.clock.move(timedelta(days=7, hours=6))  # Wednesday, 18:00
    await delivery.start()
    await delivery.close()
    house.discord.befalls("send", "before", DmClosedError(50007))
    await house.deliver()
    [message] = house.discord.posted
    assert message.channel == THREAD
    assert isinstance(message.facts, CheckInDue)
    assert not (await house.database.read(nudge_settings.get, GUILD, MENTEE)).dms
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert check_in.state is CheckInState.ASKED


async def test_after_a_restore_what_was_due_is_looked_for_before_it_is_sent(house: House) -> None:
    await _an_update_is_due(house)
    row = await house.row(NudgeKind.UPDATE_SHARED)
    await house.deliver()
    # The backup is older than the message: there, the row is due and was never tried.
    await house.database.write(
        lambda c: c.execute(
            update(rows)
            .where(rows.c.id == row.id)
            .values(
                state=NudgeState.DUE,
                attempts=0,
                nonce=None,
                channel_id=None,
                message_id=None,
                first_attempt_at=None,
                settled_at=None,
            )
        )
    )
    house.clock.move(timedelta(hours=5))
    await house.database.write(instance.record_restore, house.clock.now())
    await house.deliver()
    found = await house.row(NudgeKind.UPDATE_SHARED)
    assert [message.id for message in house.discord.posted] == [found.message]
    assert found.state is NudgeState.SENT


async def test_a_nudge_planned_anew_after_a_restore_has_the_same_reference(house: House) -> None:
    await _an_update_is_due(house)
    row = await house.row(NudgeKind.UPDATE_SHARED)
    await house.database.write(lambda c: c.execute(delete(rows).where(rows.c.id == row.id)))
    await house.database.write(
        lambda c: outbox.plan(
            c,
            guild=GUILD,
            kind=NudgeKind.UPDATE_SHARED,
            subject_type="update",
            subject_id=row.subject_id,
            due_at=NOON,
        )
    )
    assert (await house.row(NudgeKind.UPDATE_SHARED)).ref == row.ref
