"""Back from a pause or from being away: one calm message, and what it says is true."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.ids import AwayId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AgreementReview, AwayOver, Digest, Facts, PairResumed
from bot.domain.nudges.policy import Stretch
from bot.domain.states import NudgeState, PairState
from bot.storage import outbox
from bot.storage.nudges import away
from bot.storage.pairs import pairs
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair

DAY = timedelta(days=1)
BACK_ON = datetime(2026, 9, 9, tzinfo=UTC)  # a Wednesday
WELCOME_AT = BACK_ON + timedelta(hours=9)
NEXT_MORNING = BACK_ON + DAY + timedelta(hours=8)


def _to(house: House, when: datetime) -> None:
    house.clock.move(when - house.clock.now())


def _said(house: House) -> list[Facts]:
    return [one.facts for one in house.discord.posted]


def _review(
    connection: Connection,
    pair: PairId,
    due_at: datetime,
    person: UserId = MENTEE,
    kind: NudgeKind = NudgeKind.AGREEMENT_REVIEW,
) -> None:
    """Plan a nudge that makes sense as long as the pair lasts."""
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type="pair",
        subject_id=pair,
        recipient=person,
        due_at=due_at,
        now=NOON,
    )


def _pause(connection: Connection, pair: PairId, until: datetime) -> None:
    pairs.set_state(connection, GUILD, pair, PairState.PAUSED, paused_until=until)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.PAIR_RESUMED,
        subject_type="pair",
        subject_id=pair,
        due_at=until,
        now=NOON,
    )


def _go_away(connection: Connection, person: UserId = MENTEE) -> AwayId:
    """Be away from now to the day before `BACK_ON`."""
    found = away.add(
        connection,
        GUILD,
        person,
        first_day=NOON.date(),
        last_day=(BACK_ON - DAY).date(),
        time_zone="UTC",
        stretch=Stretch(NOON, BACK_ON),
        note="",
        now=NOON,
    )
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.AWAY_OVER,
        subject_type="away",
        subject_id=found.id,
        recipient=person,
        due_at=WELCOME_AT,
        expires_at=WELCOME_AT + 3 * DAY,
        now=NOON,
    )
    return found.id


async def _deliver_at(house: House, moments: Sequence[datetime]) -> list[list[Facts]]:
    """Deliver at each of some moments; return what was said at each."""
    said = []
    for moment in moments:
        before = len(house.discord.posted)
        _to(house, moment)
        await house.deliver()
        said.append(_said(house)[before:])
    return said


async def test_after_a_pause_what_was_held_back_is_told_of_and_comes_the_next_day(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    until = BACK_ON + timedelta(hours=15)
    await house.database.write(_pause, pair, until)
    await house.database.write(_review, pair, NOON + DAY)

    during, at_its_end, that_evening, next_day = await _deliver_at(
        house, [NOON + 2 * DAY, until, until + timedelta(hours=3), NEXT_MORNING]
    )

    assert (during, that_evening) == ([], [])
    assert at_its_end == [PairResumed(GUILD, pair, waiting=(MENTEE,))]
    assert next_day == [AgreementReview(GUILD, pair, MENTEE)]


async def test_after_a_pause_in_which_nothing_came_up_nothing_is_said_to_wait(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(_pause, pair, BACK_ON + timedelta(hours=15))
    # Another pair's is none of this one's.
    other = await house.database.write(
        an_introduced_pair, house.cohort, "basalt", mentor=UserId(9), thread=301
    )
    await house.database.write(_pause, other, BACK_ON + timedelta(days=20))
    await house.database.write(_review, other, NOON + DAY)
    [said] = await _deliver_at(house, [BACK_ON + timedelta(hours=15)])
    assert said == [PairResumed(GUILD, pair, waiting=())]


async def test_after_a_pause_that_ends_at_night_nothing_comes_before_the_welcome(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    until = BACK_ON + timedelta(hours=2)
    await house.database.write(_pause, pair, until)
    await house.database.write(_review, pair, NOON + DAY, MENTOR)
    at_night, by_day, next_day = await _deliver_at(
        house, [until, BACK_ON + timedelta(hours=8), NEXT_MORNING]
    )
    assert at_night == []
    assert by_day == [PairResumed(GUILD, pair, waiting=(MENTOR,))]
    assert next_day == [AgreementReview(GUILD, pair, MENTOR)]


async def test_after_an_absence_one_message_says_how_much_has_waited(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    found = await house.database.write(_go_away)
    await house.database.write(_review, pair, NOON + DAY)

    away_, morning, welcome, evening, next_day = await _deliver_at(
        house,
        [
            NOON + 2 * DAY,
            BACK_ON + timedelta(hours=8),
            WELCOME_AT,
            BACK_ON + timedelta(hours=18),
            NEXT_MORNING,
        ],
    )

    assert (away_, morning, evening) == ([], [], [])
    assert welcome == [AwayOver(GUILD, found, MENTEE, waiting=1)]
    assert next_day == [AgreementReview(GUILD, pair, MENTEE)]


async def test_what_makes_no_sense_any_more_is_not_counted(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    found = await house.database.write(_go_away)
    # There is no agreement of that version.
    await house.database.write(_review, pair, NOON + DAY, kind=NudgeKind.AGREEMENT_DUE)
    [welcome] = await _deliver_at(house, [WELCOME_AT])
    assert welcome == [AwayOver(GUILD, found, MENTEE, waiting=0)]


async def test_what_comes_up_after_the_return_is_not_held_back(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    found = await house.database.write(_go_away)
    afternoon = BACK_ON + timedelta(hours=15)
    await house.database.write(_review, pair, afternoon)
    welcome, later = await _deliver_at(house, [WELCOME_AT, afternoon])
    assert welcome == [AwayOver(GUILD, found, MENTEE, waiting=0)]
    assert later == [AgreementReview(GUILD, pair, MENTEE)]


async def test_a_welcome_that_comes_late_shares_a_message_and_does_not_deny_it(
    house: House,
) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    found = await house.database.write(_go_away)
    await house.database.write(_review, pair, NOON + DAY)
    # Nothing ran on the day of the return.
    [said] = await _deliver_at(house, [NEXT_MORNING + timedelta(hours=2)])
    [digest] = said
    assert isinstance(digest, Digest)
    assert [part.facts for part in digest.parts] == [
        AwayOver(GUILD, found, MENTEE, waiting=1),
        AgreementReview(GUILD, pair, MENTEE),
    ]


async def test_held_back_rows_say_what_they_waited_for(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(_go_away)
    await house.database.write(_review, pair, NOON + DAY)
    await _deliver_at(house, [NOON + 2 * DAY])
    row = await house.row(NudgeKind.AGREEMENT_REVIEW)
    assert (row.state, row.reason) == (NudgeState.DUE, "away")
