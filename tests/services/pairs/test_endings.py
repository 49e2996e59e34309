"""What ends with a pair, on either database."""

from datetime import time, timedelta

import pytest

from bot.delivery.decision import Send
from bot.delivery.kinds import decide
from bot.domain.ids import PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import MeetingState, NudgeState, PairState, Role
from bot.services.cohorts import cohorts
from bot.services.meetings import acceptance, meetings
from bot.services.meetings import times as meeting_times
from bot.services.meetings.acceptance import TimeAccepted
from bot.services.meetings.times import Draft, TimesProposed
from bot.services.pairs import pairs
from bot.storage import outbox
from bot.storage.meetings import meetings as stored
from bot.storage.meetings import series as meeting_series
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge
from tests.delivery.society import GUILD
from tests.services.rounds import Round

MENTOR, MENTEE = 1, 11
DEFAULT = NotificationPolicy("UTC", time(21), time(8), 3)
FRIDAY = "2026-09-04 18:00"  # the clock is set to Wednesday, 2 September, noon, in UTC
AROUND = (NudgeKind.MEETING_REMINDER, NudgeKind.MET_QUESTION, NudgeKind.MEETING_CONFIRMED)


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that has met."""
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(MENTEE, Role.MENTEE)
    [made] = await round_.approve_all()
    await round_.introduce(made.id)
    return made.id


async def propose(round_: Round, pair: PairId, *times: str) -> TimesProposed:
    """Let the mentee propose times."""
    done = await meeting_times.propose(round_.app, round_.person(MENTEE), pair, Draft(times))
    assert isinstance(done, TimesProposed)
    return done


async def arrange(round_: Round, pair: PairId, when: str = FRIDAY) -> Meeting:
    """Let the mentee propose a time and the mentor take it."""
    proposed = await propose(round_, pair, when)
    taken = await acceptance.accept_time(round_.app, round_.person(MENTOR), proposed.times[0].id)
    assert isinstance(taken, TimeAccepted)
    return taken.meeting


async def of_pair(round_: Round, pair: PairId) -> list[Meeting]:
    """Return the pair's meetings as they are now."""
    return await round_.app.database.read(stored.list_for_pair, GUILD, pair)


async def rows_of(round_: Round, subject: str, number: int, *kinds: NudgeKind) -> list[Nudge]:
    """Return the rows of these kinds about a subject."""
    found = await round_.app.database.read(outbox.list_for_subject, GUILD, subject, number)
    return [row for row in found if row.kind in kinds]


async def farewell(round_: Round, pair: PairId) -> PairEnded:
    """Return the facts that the goodbye would leave with now."""
    [row] = await rows_of(round_, "pair", pair, NudgeKind.PAIR_ENDED)
    now = round_.clock.now()
    verdict = await round_.app.database.read(decide, row, now, DEFAULT)
    assert isinstance(verdict, Send)
    assert isinstance(verdict.facts, PairEnded)
    return verdict.facts


async def test_a_coming_meeting_and_all_that_waits_around_it_end_with_a_reason(
    round_: Round, pair: PairId
) -> None:
    meeting = await arrange(round_, pair)

    await pairs.end(round_.app, round_.person(MENTEE), pair, pairs.WhoEnds.PAIR)

    [gone] = await of_pair(round_, pair)
    assert gone.state is MeetingState.CANCELLED
    assert gone.sequence == meeting.sequence + 1
    assert gone.changed_by is None, "nobody is told who closed it"
    rows = await rows_of(round_, "meeting", meeting.id, *AROUND)
    assert {row.state for row in rows} == {NudgeState.CANCELLED}
    assert {row.reason for row in rows} == {"the pair has ended (together)"}
    assert len(rows) == 7
    assert await rows_of(round_, "meeting", meeting.id, NudgeKind.MEETING_CANCELLED) == []
    [entry] = (await farewell(round_, pair)).called_off
    assert (entry.sequence, entry.starts_at) == (gone.sequence, meeting.starts_at)


@pytest.mark.parametrize("way", ["rematch", "cohort", "undo"])
async def test_however_a_pair_ends_its_meetings_end_with_it(
    round_: Round, pair: PairId, way: str
) -> None:
    await arrange(round_, pair)

    match way:
        case "rematch":
            await pairs.rematch(round_.app, round_.person(MENTOR), pair, pairs.WhoEnds.PAIR)
        case "cohort":
            await round_.end()
        case _:
            await round_.undo()

    assert [one.state for one in await of_pair(round_, pair)] == [MeetingState.CANCELLED]
    assert len((await farewell(round_, pair)).called_off) == 1


async def test_a_series_ends_and_no_later_meeting_of_it_is_made(
    round_: Round, pair: PairId
) -> None:
    await arrange(round_, pair, "every Friday 18:00")
    made = len(await of_pair(round_, pair))

    await pairs.end(round_.app, round_.person(MENTOR), pair, pairs.WhoEnds.PAIR)

    assert made > 5
    assert {one.state for one in await of_pair(round_, pair)} == {MeetingState.CANCELLED}
    assert await round_.app.database.read(meeting_series.find_for_pair, GUILD, pair) is None
    assert len((await farewell(round_, pair)).called_off) == made


async def test_a_proposal_is_void_and_not_named_in_the_farewell(
    round_: Round, pair: PairId
) -> None:
    proposed = await propose(round_, pair, FRIDAY)

    await pairs.end(round_.app, round_.person(MENTOR), pair, pairs.WhoEnds.PAIR)

    [gone] = await of_pair(round_, pair)
    assert (gone.state, gone.asked_by) == (MeetingState.CANCELLED, None)
    kind = NudgeKind.MEETING_PROPOSED
    [row] = await rows_of(round_, "meeting", proposed.meeting.id, kind)
    assert row.state is NudgeState.CANCELLED
    assert (await farewell(round_, pair)).called_off == ()


async def test_what_has_begun_or_was_called_off_before_is_left_as_it_was(
    round_: Round, pair: PairId
) -> None:
    begun = await arrange(round_, pair)
    early = await arrange(round_, pair, "2026-09-08 18:00")
    await meetings.cancel(round_.app, round_.person(MENTEE), early.id)
    round_.move(days=2, hours=7)

    await pairs.end(round_.app, round_.person(MENTOR), pair, pairs.WhoEnds.PAIR)

    found = {one.id: one for one in await of_pair(round_, pair)}
    assert found[begun.id].state is MeetingState.CONFIRMED
    assert found[early.id].changed_by == MENTEE
    assert (await farewell(round_, pair)).called_off == ()


async def test_a_cancellation_under_way_reaches_the_calendars_although_the_pair_has_ended(
    round_: Round, pair: PairId
) -> None:
    meeting = await arrange(round_, pair)
    await meetings.cancel(round_.app, round_.person(MENTEE), meeting.id)

    await pairs.end(round_.app, round_.person(MENTOR), pair, pairs.WhoEnds.PAIR)

    kind = NudgeKind.MEETING_CANCELLED
    [row] = await rows_of(round_, "meeting", meeting.id, kind)
    assert row.state is NudgeState.DUE
    later = round_.clock.now() + timedelta(minutes=1)
    verdict = await round_.app.database.read(decide, row, later, DEFAULT)
    assert isinstance(verdict, Send)


async def test_a_pair_restored_again_has_its_series_its_meetings_and_its_pause(
    round_: Round, pair: PairId
) -> None:
    single = await arrange(round_, pair)
    await arrange(round_, pair, "every Friday 17:00")
    before = {one.id: one.starts_at for one in await of_pair(round_, pair)}
    proposed = await propose(round_, pair, "2026-09-10 18:00")
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 8)
    until = (await round_.pairs())[0].paused_until
    await round_.end()
    round_.move(days=1)

    asked = await cohorts.ask_to_restore(round_.app, round_.mod(), round_.cohort)
    await cohorts.restore(round_.app, round_.mod(), asked.act.id)

    [again] = await round_.pairs()
    assert (again.state, again.paused_until) == (PairState.PAUSED, until)
    series = await round_.app.database.read(meeting_series.find_for_pair, GUILD, pair)
    assert series is not None
    found = {one.id: one for one in await of_pair(round_, pair)}
    assert until is not None
    for number, starts_at in before.items():
        assert starts_at is not None
        wanted = MeetingState.CANCELLED if starts_at < until else MeetingState.CONFIRMED
        assert found[number].state is wanted, "a pause leaves meetings out"
    assert found[single.id].state is MeetingState.CANCELLED
    assert found[proposed.meeting.id].state is MeetingState.CANCELLED
    rows = await rows_of(round_, "meeting", max(before), NudgeKind.MEETING_REMINDER)
    assert NudgeState.DUE in {row.state for row in rows}


async def test_a_pair_whose_goodbye_was_not_sent_yet_is_restored_in_silence(
    round_: Round, pair: PairId
) -> None:
    await round_.end()

    asked = await cohorts.ask_to_restore(round_.app, round_.mod(), round_.cohort)
    await cohorts.restore(round_.app, round_.mod(), asked.act.id)

    kinds = (NudgeKind.PAIR_ENDED, NudgeKind.PAIR_RESUMED)
    [row] = await rows_of(round_, "pair", pair, *kinds)
    assert (row.kind, row.state) == (NudgeKind.PAIR_ENDED, NudgeState.CANCELLED)

    round_.move(days=1)
    await round_.end()

    states = [row.state for row in await rows_of(round_, "pair", pair, NudgeKind.PAIR_ENDED)]
    assert states == [NudgeState.CANCELLED, NudgeState.DUE], "what ends again has a goodbye again"


async def test_a_pair_that_was_not_introduced_before_the_end_is_introduced_after_it(
    round_: Round,
) -> None:
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(MENTEE, Role.MENTEE)
    [made] = await round_.approve_all()
    await round_.end()
    assert await round_.count_of(NudgeKind.INTRODUCTION) == 0

    asked = await cohorts.ask_to_restore(round_.app, round_.mod(), round_.cohort)
    await cohorts.restore(round_.app, round_.mod(), asked.act.id)

    assert await round_.count_of(NudgeKind.INTRODUCTION) == 1
    assert (await round_.pairs())[0].id == made.id
