"""Several nudges at once become one message, and none is lost or doubled for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.notifier import DmClosedError, ForbiddenError, UnknownOutcomeError
from bot.domain.ids import ChannelId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue, Digest, UpdateShared
from bot.domain.nudges.policy import MOST_MERGED
from bot.domain.states import CheckInState, EndReason, NudgeState
from bot.storage import instance
from bot.storage.nudges import pings
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins
from bot.storage.requests import requests
from bot.storage.tables import check_ins as asked
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MENTEE,
    a_lease_later,
    an_introduced_pair,
    an_update,
    refs_in,
)
from tests.every_society import all_nudges, update

TO_FIRST_CHECK_IN = timedelta(days=7, hours=6)
WEEKEND = timedelta(days=2, hours=14)
PATIENCE = timedelta(minutes=20)
DM = ChannelId(900_000 + MENTEE)


async def _check_ins_are_due(house: House, many: int) -> list[PairId]:
    """One mentee with several mentors, who reads everything by direct message."""
    found = []
    for number in range(many):
        pair = await house.database.write(
            an_introduced_pair,
            house.cohort,
            f"code{number}",
            mentor=UserId(10 + number),
            thread=300 + number,
        )
        found.append(pair)
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, dms=True))
    house.clock.move(TO_FIRST_CHECK_IN)
    delivery = house.delivery()
    await delivery.start()
    await delivery.close()
    return found


async def _rows(house: House) -> list[Nudge]:
    def look(connection: Connection) -> list[Nudge]:
        return all_nudges(connection, rows.c.kind == NudgeKind.CHECK_IN)

    return await house.database.read(look)


async def _states(house: House) -> list[NudgeState]:
    return [row.state for row in await _rows(house)]


async def test_what_is_due_at_once_for_one_person_in_one_place_is_one_message(
    house: House,
) -> None:
    found = await _check_ins_are_due(house, 3)
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, Digest)
    assert (message.channel, message.facts.person) == (DM, MENTEE)
    carrier, *inside = await _rows(house)
    assert [part.ref for part in message.facts.parts] == [carrier.ref, *(r.ref for r in inside)]
    assert [row.state for row in (carrier, *inside)] == [
        NudgeState.SENT,
        NudgeState.MERGED,
        NudgeState.MERGED,
    ]
    assert {row.merged_into for row in inside} == {carrier.id}
    assert {row.message for row in (carrier, *inside)} == {message.id}
    for pair in found:
        [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
        assert check_in.state is CheckInState.ASKED


async def test_one_message_counts_once_towards_the_weekly_limit(house: House) -> None:
    await _check_ins_are_due(house, 5)
    await house.deliver()
    assert len(house.discord.posted) == 1
    now = house.clock.now()
    heard = await house.database.read(pings.of_person, GUILD, MENTEE, now - timedelta(days=7))
    assert [ping.kind for ping in heard] == [NudgeKind.CHECK_IN]


async def test_more_than_a_message_holds_comes_later_and_not_right_behind(house: House) -> None:
    await _check_ins_are_due(house, MOST_MERGED + 2)
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, Digest)
    assert len(message.facts.parts) == MOST_MERGED
    waiting = [row for row in await _rows(house) if row.state is NudgeState.DUE]
    assert {row.reason for row in waiting} == {"after the others"}
    house.clock.move(timedelta(hours=1))
    await house.deliver()
    assert [type(one.facts) for one in house.discord.posted] == [Digest, Digest]


async def test_what_belongs_in_two_threads_comes_an_hour_apart(house: House) -> None:
    await _check_ins_are_due(house, 2)
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, dms=False))
    await house.deliver()
    assert [one.channel for one in house.discord.posted] == [300]
    house.clock.move(timedelta(hours=1))
    await house.deliver()
    assert [type(one.facts) for one in house.discord.posted] == [CheckInDue, CheckInDue]
    assert [one.channel for one in house.discord.posted] == [300, 301]


async def test_what_belongs_in_two_threads_is_one_message_in_a_thread_of_ones_own(
    house: House,
) -> None:
    def have_thread(connection: Connection) -> None:
        nudge_settings.save(connection, GUILD, MENTEE, dms=False)
        requests.want_thread(connection, GUILD, MENTEE, lambda: "own")
        requests.record_thread(connection, GUILD, MENTEE, ChannelId(777))

    await _check_ins_are_due(house, MOST_MERGED + 2)
    await house.database.write(have_thread)
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, Digest)
    assert message.channel == ChannelId(777)
    assert len(message.facts.parts) == MOST_MERGED, "a message has no room for more"


@pytest.mark.parametrize(("minutes", "shared"), [(40, True), (61, False)])
async def test_what_is_due_within_the_hour_comes_along_and_nothing_else_comes_early(
    house: House, minutes: int, shared: bool
) -> None:
    await _check_ins_are_due(house, 2)
    *_, last = await _rows(house)
    later = house.clock.now() + timedelta(minutes=minutes)
    change = update(rows).where(rows.c.id == last.id).values(next_attempt_at=later)
    await house.database.write(lambda connection: connection.execute(change))

    await house.deliver()

    [message] = house.discord.posted
    assert isinstance(message.facts, Digest) is shared
    assert (await _states(house))[-1] is (NudgeState.MERGED if shared else NudgeState.DUE)
    assert (await _rows(house))[-1].next_attempt_at == later


async def test_somebodys_own_word_is_merged_with_nothing(house: House) -> None:
    [pair, *_] = await _check_ins_are_due(house, 3)
    await house.database.write(an_update, pair, house.clock.now())
    await house.deliver()
    assert {type(one.facts) for one in house.discord.posted} == {UpdateShared, Digest}


async def test_a_lost_answer_is_found_and_settles_every_part(house: House) -> None:
    found = await _check_ins_are_due(house, 3)
    house.discord.befalls("send", "after", UnknownOutcomeError())
    await house.deliver()
    assert await _states(house) == [NudgeState.DUE, NudgeState.MERGED, NudgeState.MERGED]
    await house.assert_conserved()
    house.clock.move(PATIENCE)
    await house.deliver()
    assert len(house.discord.posted) == 1
    assert await _states(house) == [NudgeState.SENT, NudgeState.MERGED, NudgeState.MERGED]
    for pair in found:
        [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
        assert check_in.state is CheckInState.ASKED


async def test_what_never_arrived_goes_as_one_message_again(house: House) -> None:
    await _check_ins_are_due(house, 3)
    house.discord.befalls("send", "before", UnknownOutcomeError())
    await house.deliver()
    before = await _rows(house)
    house.clock.move(PATIENCE)
    await house.deliver()
    [message] = house.discord.posted
    carrier, *inside = await _rows(house)
    assert refs_in(message) == [row.ref for row in (carrier, *inside)]
    assert {row.merged_into for row in inside} == {before[0].id} == {carrier.id}
    assert carrier.generation == before[0].generation + 1
    assert message.nonce == carrier.nonce, "another than the message that was lost had"
    assert await _states(house) == [NudgeState.SENT, NudgeState.MERGED, NudgeState.MERGED]


async def test_what_never_arrived_leaves_out_what_is_not_wanted_any_more(house: House) -> None:
    found = await _check_ins_are_due(house, 3)
    house.discord.befalls("send", "before", UnknownOutcomeError())
    await house.deliver()
    carrier, gone, stays = await _rows(house)
    await house.database.write(pairs.end, GUILD, found[1], EndReason.TOGETHER, house.clock.now())
    house.clock.move(PATIENCE)
    await house.deliver()
    [message] = house.discord.posted
    assert refs_in(message) == [carrier.ref, stays.ref]
    assert (await _rows(house))[1].state is NudgeState.CANCELLED
    assert gone.state is NudgeState.MERGED


async def test_what_never_arrived_and_died_before_it_was_decided_anew_is_one_message_still(
    house: House,
) -> None:
    await _check_ins_are_due(house, 3)
    house.discord.befalls("send", "before", UnknownOutcomeError())
    await house.deliver()
    house.clock.move(PATIENCE)
    crashed = house.delivery(checkpoint=_die_at("resend-decided"))
    await crashed.deliver_due()
    await house.database.write(a_lease_later, house.clock)
    await house.deliver()
    [message] = house.discord.posted
    assert refs_in(message) == [row.ref for row in await _rows(house)]


async def test_closed_direct_messages_let_every_part_go_its_own_way(house: House) -> None:
    await _check_ins_are_due(house, 2)
    house.discord.befalls("send", "before", DmClosedError(50007))
    await house.deliver()
    await house.deliver()
    house.clock.move(timedelta(hours=1))
    await house.deliver()
    assert sorted(one.channel for one in house.discord.posted) == [300, 301]
    assert await _states(house) == [NudgeState.SENT] * 2


async def test_a_message_that_is_refused_buries_no_part_unread(house: House) -> None:
    await _check_ins_are_due(house, 3)
    house.discord.befalls("send", "before", ForbiddenError(50013))
    await house.deliver()
    await house.deliver()
    states = await _states(house)
    assert states.count(NudgeState.DEAD) == 1
    assert NudgeState.MERGED in states, "the other two were sent, together"
    assert NudgeState.DUE not in states


async def test_a_part_is_found_by_its_own_reference_in_an_older_backup(house: House) -> None:
    await _check_ins_are_due(house, 2)
    await house.deliver()
    await house.database.write(_never_tried)
    house.clock.move(timedelta(hours=1))
    await house.database.write(instance.record_restore, house.clock.now())
    await house.deliver()
    house.clock.move(timedelta(hours=1))  # one message notifies them in an hour
    await house.deliver()
    assert len(house.discord.posted) == 1, "nothing is said twice"
    assert await _states(house) == [NudgeState.SENT] * 2


def _never_tried(connection: Connection) -> None:
    """Put the rows back to where an older backup has them."""
    values = dict.fromkeys(
        (
            "nonce",
            "merged_into",
            "channel_id",
            "message_id",
            "first_attempt_at",
            "settled_at",
            "reason",
        )
    )
    connection.execute(
        update(rows)
        .where(rows.c.kind == NudgeKind.CHECK_IN)
        .values(state=NudgeState.DUE, attempts=0, **values)
    )
    connection.execute(update(asked).values(state=CheckInState.PLANNED, asked_at=None))


async def test_after_a_weekend_down_what_is_still_useful_comes_as_one_message(
    house: House,
) -> None:
    await _check_ins_are_due(house, 4)
    stale = (await _rows(house))[0]
    over = house.clock.now() + timedelta(days=1)
    await house.database.write(
        lambda c: c.execute(update(rows).where(rows.c.id == stale.id).values(expires_at=over))
    )
    house.clock.move(WEEKEND)  # Friday, 08:00
    await house.deliver()
    [message] = [one for one in house.discord.posted if one.channel == DM]
    assert isinstance(message.facts, Digest)
    first, *others = await _rows(house)
    assert (first.state, first.reason) == (NudgeState.EXPIRED, "too late to be of use")
    assert {row.ref for row in others} <= set(refs_in(message))


class _CrashError(BaseException):
    """End a worker as the end of its process would."""


def _die_at(point: str) -> Callable[[str], None]:
    def die(name: str) -> None:
        if name == point:
            raise _CrashError

    return die


@pytest.mark.parametrize("point", ["before-send", "after-send-accepted", "before-settle"])
async def test_a_crash_at_any_step_leaves_each_part_said_once(house: House, point: str) -> None:
    await _check_ins_are_due(house, 3)
    crashed = house.delivery(checkpoint=_die_at(point))
    await crashed.deliver_due()  # its worker is gone, and its row still leased
    await house.database.write(a_lease_later, house.clock)
    await house.deliver()
    await house.deliver()
    said = [ref for message in house.discord.posted for ref in refs_in(message)]
    assert sorted(said) == sorted(row.ref for row in await _rows(house))
