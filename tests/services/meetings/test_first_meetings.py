"""First-meeting reminders on either database: what is planned, postponed, and sent once."""

from datetime import datetime, time, timedelta

import pytest

from bot.delivery import kinds
from bot.delivery.decision import Cancel, Send, Verdict
from bot.delivery.inactivity import check_inactivity, patience_of
from bot.delivery.meetings.plans import MeetingRules, plan_meetings
from bot.domain.ids import PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.services.moderation import cases
from bot.services.nudges import away
from bot.services.pairs import pairs
from bot.storage import outbox
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs as stored
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair
from tests.services.rounds import Round

DAY = timedelta(days=1)
HORIZON = timedelta(hours=48)
DEFAULT = NotificationPolicy("UTC", time(21), time(8), 3)
SIX = NOON.replace(hour=18)  # the pair's own hour on the day they met


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago, at noon."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def plan(round_: Round) -> None:
    """Plan as delivery does each hour."""
    chosen = MeetingRules.of(round_.app.settings)
    await plan_meetings(round_.app.database, round_.clock.now(), HORIZON, chosen)


async def wake(round_: Round) -> None:
    """Take up whatever pause is over, as delivery does."""
    await round_.app.database.write(stored.resume_due, round_.clock.now())


async def mentees(round_: Round, pair: PairId) -> list[Nudge]:
    """Return what is planned for the mentee, by its day."""
    found = await round_.app.database.read(outbox.list_for_subject, GUILD, "pair", pair)
    own = [row for row in found if row.kind is NudgeKind.FIRST_MEETING]
    return sorted((row for row in own if row.recipient == MENTEE), key=lambda row: row.due_at)


async def verdict(round_: Round, nudge: Nudge) -> Verdict:
    """Return what delivery would decide when the row is due."""
    return await round_.app.database.read(kinds.decide, nudge, nudge.due_at, DEFAULT)


async def days_planned(round_: Round, pair: PairId, until: int) -> list[datetime]:
    """Plan every six hours until a day; return when the rows that would leave are due."""
    while round_.clock.now() < NOON + until * DAY:
        await plan(round_)
        round_.move(hours=6)
    rows = await mentees(round_, pair)
    return [row.due_at for row in rows if isinstance(await verdict(round_, row), Send)]


async def case_opens(round_: Round) -> bool:
    """Look around and return whether the moderators have the pair on their list."""
    await check_inactivity(
        round_.app.database, round_.clock.now(), patience_of(round_.app.settings)
    )
    found = await cases.open_cases(round_.app, round_.mod())
    return "no-first-meeting" in {case.kind for case in found}


async def test_without_a_rest_it_comes_on_the_fourth_and_the_tenth_day(
    round_: Round, pair: PairId
) -> None:
    assert await days_planned(round_, pair, 20) == [SIX + 4 * DAY, SIX + 10 * DAY]


async def test_a_row_that_was_queued_before_the_pause_gives_way_to_a_later_one(
    round_: Round, pair: PairId
) -> None:
    round_.move(days=3)
    await plan(round_)
    await pairs.pause(round_.app, round_.person(MENTOR), pair, 2)
    round_.move(days=2, minutes=1)
    await wake(round_)
    await plan(round_)

    early, late = await mentees(round_, pair)

    assert (early.due_at, late.due_at) == (SIX + 4 * DAY, SIX + 6 * DAY)
    assert isinstance(await verdict(round_, early), Cancel)
    assert isinstance(await verdict(round_, late), Send)
    assert late.expires_at == late.due_at + 3 * DAY


async def test_a_pause_that_ends_early_puts_off_only_the_days_that_it_lasted(
    round_: Round, pair: PairId
) -> None:
    round_.move(days=1)
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 14)
    round_.move(days=2)
    await pairs.resume(round_.app, round_.person(MENTEE), pair)

    assert await days_planned(round_, pair, 25) == [SIX + 6 * DAY, SIX + 12 * DAY]


async def test_a_pause_made_longer_counts_once(round_: Round, pair: PairId) -> None:
    round_.move(days=1)
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 3)
    round_.move(days=1)
    await pairs.pause(round_.app, round_.person(MENTOR), pair, 4)
    round_.move(days=4, hours=1)
    await wake(round_)

    assert (await days_planned(round_, pair, 12))[0] == SIX + 9 * DAY


@pytest.mark.parametrize("who", [MENTOR, MENTEE])
async def test_days_away_are_not_counted_and_the_case_waits_as_long(
    round_: Round, pair: PairId, who: int
) -> None:
    round_.move(days=1)
    await away.begin(round_.app, round_.person(who), "in 2 days", "in 4 days", "")

    due = await days_planned(round_, pair, 17)

    assert due == [SIX + 7 * DAY, SIX + 13 * DAY]
    assert round_.clock.now() == NOON + 17 * DAY
    round_.move(hours=-1)
    assert not await case_opens(round_)
    round_.move(hours=2)
    assert await case_opens(round_)


async def test_an_absence_that_is_cut_short_gives_the_days_back(
    round_: Round, pair: PairId
) -> None:
    gone = await away.begin(round_.app, round_.person(MENTEE), "tomorrow", "in 20 days", "")
    round_.move(days=2)
    await plan(round_)
    await away.cancel(round_.app, round_.person(MENTEE), gone.away.id)

    # The evening of the first day was spent away; the second was back at noon.
    assert (await days_planned(round_, pair, 20))[0] == SIX + 5 * DAY
