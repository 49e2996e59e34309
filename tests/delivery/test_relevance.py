"""Relevance: what is no longer wanted, or not now, isn't sent, and the row says why."""

from datetime import datetime, timedelta

from bot.delivery.plan import USEFUL_FOR
from bot.domain.ids import ChannelId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CheckInDue, Waitlisted
from bot.domain.states import (
    CheckInAnswer,
    CheckInState,
    CohortState,
    EndReason,
    EnrolmentState,
    NudgeState,
    PairState,
    Role,
)
from bot.storage import outbox
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.enrolments import Answers
from bot.storage.nudges import pings
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.progress import check_ins
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, a_pair, an_introduced_pair

TO_FIRST_CHECK_IN = timedelta(days=7, hours=6)  # from a Wednesday noon to the next one, 18:00


async def _a_check_in_is_due(house: House, zone: str = "UTC") -> PairId:
    pair = await house.database.write(an_introduced_pair, house.cohort, zone=zone)
    house.clock.move(TO_FIRST_CHECK_IN)
    await _plan(house)
    return pair


async def _plan(house: House) -> None:
    delivery = house.delivery()
    await delivery.start()
    await delivery.close()


async def _check_in_row(house: House) -> outbox.Nudge:
    return await house.row(NudgeKind.CHECK_IN)


def _asked(house: House) -> list[UserId]:
    facts = [message.facts for message in house.discord.posted]
    return [one.owner for one in facts if isinstance(one, CheckInDue)]


async def test_a_check_in_goes_to_the_one_whose_turn_it_is_and_to_nobody_else(
    house: House,
) -> None:
    pair = await _a_check_in_is_due(house)
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, CheckInDue)
    assert (message.facts.owner, message.channel) == (MENTEE, ChannelId(300))
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert (check_in.state, check_in.asked_at) == (CheckInState.ASKED, house.clock.now())


async def test_a_paused_pair_is_not_asked(house: House) -> None:
    pair = await _a_check_in_is_due(house)
    until = house.clock.now() + timedelta(days=14)
    await house.database.write(
        lambda c: pairs.set_state(c, GUILD, pair, PairState.PAUSED, paused_until=until)
    )
    await house.deliver()
    row = await _check_in_row(house)
    assert (row.state, row.reason) == (NudgeState.CANCELLED, "the pair is paused")
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    assert check_in.state is CheckInState.CANCELLED
    assert _asked(house) == []


async def test_an_ended_pair_is_neither_asked_nor_introduced(house: House) -> None:
    pair = await _a_check_in_is_due(house)
    other = await house.database.write(a_pair, house.cohort, "basalt")
    for one in (pair, other):
        await house.database.write(pairs.end, GUILD, one, EndReason.TOGETHER, house.clock.now())
    await house.deliver()
    assert house.discord.posted == []
    assert (await _check_in_row(house)).reason == "the pair has ended"
    assert (await house.row(NudgeKind.INTRODUCTION)).state is NudgeState.CANCELLED


async def test_a_check_in_that_was_answered_before_it_was_asked_is_not_asked(
    house: House,
) -> None:
    pair = await _a_check_in_is_due(house)
    [check_in] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    await house.database.write(
        check_ins.record_answer, GUILD, check_in.id, CheckInAnswer.UPDATE_LOGGED, NOON
    )
    await house.deliver()
    assert (await _check_in_row(house)).reason == "answered already"


async def test_at_night_a_check_in_waits_for_the_owners_morning(house: House) -> None:
    await _a_check_in_is_due(house)
    await house.database.write(_lives_in, MENTEE, "Asia/Tokyo", house.cohort)  # 03:00 there
    await house.deliver()
    row = await _check_in_row(house)
    assert (row.state, row.reason) == (NudgeState.DUE, "quiet hours")
    house.clock.move(row.next_attempt_at - house.clock.now())
    assert house.clock.now().isoformat()[:16] == "2026-09-09T23:00"  # 08:00 in Tokyo
    await house.deliver()
    assert _asked(house) == [MENTEE]


def _lives_in(connection, user, zone, cohort):
    answers = Answers("ms1", (), ("research",), 0, zone, "")
    enrolments.apply(connection, GUILD, cohort, user, Role.MENTEE, answers, NOON)


async def test_a_snoozed_person_is_left_alone_and_what_gets_too_old_expires(
    house: House,
) -> None:
    await _a_check_in_is_due(house)
    until = house.clock.now() + timedelta(days=5)
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, snoozed_until=until))
    await house.deliver()
    assert (await _check_in_row(house)).reason == "snoozed"
    house.clock.move(USEFUL_FOR)
    await house.deliver()
    row = await _check_in_row(house)
    assert row.state is NudgeState.EXPIRED
    assert row.reason
    assert _asked(house) == []


async def test_nobody_gets_more_than_two_a_day_and_three_a_week(house: House) -> None:
    for number in range(5):
        await house.database.write(
            an_introduced_pair,
            house.cohort,
            f"code{number}",
            mentor=UserId(10 + number),
            thread=300 + number,
        )
    house.clock.move(TO_FIRST_CHECK_IN)
    await _plan(house)
    for _ in range(3):  # they are in several threads, and come an hour apart
        await house.deliver()
        house.clock.move(timedelta(hours=1))
    assert _asked(house) == [MENTEE] * 2
    house.clock.move(timedelta(hours=23))  # before the night
    await _answered(house)
    await house.deliver()
    assert _asked(house) == [MENTEE] * 3
    house.clock.move(timedelta(hours=12))
    await house.deliver()
    assert _asked(house) == [MENTEE] * 3
    assert (await _check_in_row(house)).reason == "weekly limit"


async def _answered(house: House) -> None:
    """Let the mentee have done something a day ago, so that no one waits for a sign of them."""
    before = house.clock.now() - timedelta(hours=23)
    await house.database.write(pings.record_act, GUILD, MENTEE, before)


async def test_somebody_on_the_waitlist_reads_it_directly_or_in_a_thread_of_their_own(
    house: House,
) -> None:
    people = {UserId(21): False, UserId(22): True}
    for person, dms in people.items():
        await house.database.write(_waits, person, house.cohort, dms)
    await house.deliver()
    told = [message.facts for message in house.discord.posted]
    assert {facts.person for facts in told if isinstance(facts, Waitlisted)} == people.keys()
    assert house.discord.calls.count("open_dm") == 1
    assert house.discord.calls.count("create_thread") == 1

    def states(connection):
        rows = outbox.list_for_subject(connection, GUILD, "cohort", house.cohort)
        return {row.state for row in rows}

    assert await house.database.read(states) == {NudgeState.SENT}


def _waits(connection, person, cohort, dms):
    answers = Answers("ms1", (), ("research",), 0, "UTC", "")
    enrolment = enrolments.apply(connection, GUILD, cohort, person, Role.MENTEE, answers, NOON)
    enrolments.set_state(connection, enrolment, EnrolmentState.WAITLISTED)
    nudge_settings.save(connection, GUILD, person, dms=dms)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.WAITLISTED,
        subject_type="cohort",
        subject_id=cohort,
        recipient=person,
        due_at=NOON,
    )


async def test_a_panel_is_posted_while_sign_up_is_open_and_remembered(house: House) -> None:
    await house.database.write(cohorts.set_state, GUILD, house.cohort, CohortState.ENROLLING)
    await house.database.write(_panel, house.cohort, "first")
    await house.deliver()
    [message] = house.discord.posted
    cohort = await house.database.read(cohorts.get, GUILD, house.cohort)
    assert (cohort.panel_channel, cohort.panel_message) == (message.channel, message.id)
    await house.database.write(cohorts.set_state, GUILD, house.cohort, CohortState.MATCHING)
    await house.database.write(_panel, house.cohort, "second")
    await house.deliver()
    assert (await house.row(NudgeKind.SIGN_UP_PANEL)).reason == "sign-up is over"


def _panel(connection, cohort, occurrence):
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.SIGN_UP_PANEL,
        subject_type="cohort",
        subject_id=cohort,
        occurrence=occurrence,
        due_at=NOON,
    )


async def test_one_busy_channel_does_not_keep_the_others_waiting(house: House) -> None:
    await house.database.write(cohorts.set_state, GUILD, house.cohort, CohortState.ENROLLING)
    for number in range(60):
        await house.database.write(_panel, house.cohort, str(number))
    await house.database.write(a_pair, house.cohort)
    delivery = house.delivery()
    await house.deliver(delivery)
    assert "create_thread" in house.discord.calls
    for _ in range(60):
        house.clock.move(timedelta(seconds=1))
        await house.deliver(delivery)
    assert len(house.discord.posted) == 61


async def test_somebody_who_left_the_server_is_not_written_to(house: House) -> None:
    await _a_check_in_is_due(house)
    house.discord.left.add(MENTEE)
    await house.deliver()
    row = await _check_in_row(house)
    assert (row.state, row.reason) == (NudgeState.DEAD, "somebody left the server")
    assert _asked(house) == []


async def test_mentors_are_asked_in_their_turn(house: House) -> None:
    pair = await _a_check_in_is_due(house)
    await house.deliver()
    [first] = await house.database.read(check_ins.list_for_pair, GUILD, pair)
    await house.database.write(
        check_ins.record_answer, GUILD, first.id, CheckInAnswer.ON_TRACK, house.clock.now()
    )
    house.clock.move(timedelta(days=14))
    await _plan(house)
    await house.deliver()
    assert _asked(house) == [MENTEE, MENTOR]
    assert isinstance(house.clock.now(), datetime)
