"""A record and its table are tied once: what is written is read back, by whichever way."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Connection

from bot.domain.cohorts.cohorts import Plan
from bot.domain.ids import CohortId, GuildId, PairId, PulseId, UserId
from bot.domain.states import CohortState, PulseAnswer, PulseState
from bot.storage.cohorts import cohorts
from bot.storage.database import Database
from bot.storage.pairs.pulses import Pulse
from bot.storage.records import Records, composite
from bot.storage.tables import cohorts as cohort_rows
from bot.storage.tables import pairs as pair_rows
from bot.storage.tables import profiles
from bot.storage.tables import pulses as pulse_rows

GUILD, OTHER = GuildId(1), GuildId(2)
NOW = datetime(2027, 5, 3, 18, tzinfo=UTC)
PULSES = Records(pulse_rows, Pulse, pulse_rows.c.week)


def pulse(number: int, guild: GuildId = GUILD) -> Pulse:
    user, planned = UserId(10), PulseState.PLANNED
    return Pulse(guild, PulseId(number), PairId(1), user, number, planned, NOW, None, None, None)


def _two_pairs(connection: Connection) -> None:
    for guild in (GUILD, OTHER):
        Records(pair_rows, _PairStub).insert(
            connection,
            _PairStub(guild, PairId(1)),
            code="x",
            state="running",
            reasons=(),
            check_in_days=14,
            check_in_weekday=0,
            check_in_time=time(18),
            time_zone="UTC",
            created_at=NOW,
        )


@dataclass(frozen=True, slots=True)
class _PairStub:
    guild: GuildId
    id: PairId


async def test_what_was_written_is_read_back_by_key_and_by_condition(database: Database) -> None:
    def fill(connection: Connection) -> None:
        _two_pairs(connection)
        for one in (pulse(2), pulse(1), pulse(1, OTHER)):
            PULSES.insert(connection, one)

    await database.write(fill)

    assert await database.read(PULSES.find, GUILD, 1) == pulse(1)
    assert await database.read(PULSES.find, OTHER, 2) is None
    mine = pulse_rows.c.guild_id == GUILD
    assert await database.read(PULSES.all, mine) == [pulse(1), pulse(2)], "in their order"
    assert await database.read(PULSES.first, mine) == pulse(1)


async def test_a_change_is_of_one_row_and_only_where_its_conditions_hold(
    database: Database,
) -> None:
    def fill(connection: Connection) -> tuple[bool, bool]:
        _two_pairs(connection)
        for guild in (GUILD, OTHER):
            PULSES.insert(connection, pulse(1, guild))
        planned = pulse_rows.c.state == PulseState.PLANNED
        asked = {"state": PulseState.ASKED, "asked_at": NOW}
        return (
            PULSES.change(connection, (GUILD, 1), planned, **asked),
            PULSES.change(connection, (GUILD, 1), planned, **asked),
        )

    assert await database.write(fill) == (True, False)
    expected = replace(pulse(1), state=PulseState.ASKED, asked_at=NOW)
    assert await database.read(PULSES.find, GUILD, 1) == expected
    assert await database.read(PULSES.find, OTHER, 1) == pulse(1, OTHER)

    answered = replace(expected, state=PulseState.ANSWERED, answer=PulseAnswer.YES)
    await database.write(PULSES.save, answered)
    await database.write(PULSES.put, replace(answered, guild=OTHER))

    assert await database.read(PULSES.find, GUILD, 1) == answered
    assert await database.read(PULSES.find, OTHER, 1) == replace(answered, guild=OTHER)


async def test_a_field_may_be_made_of_several_columns(database: Database) -> None:
    plan = Plan(most_mentees=3, circles=True, match_words=("school", "field"))

    def keep(connection: Connection) -> CohortId:
        made = cohorts.add(
            connection,
            GUILD,
            name="Spring",
            name_key="spring",
            check_in_days=14,
            check_in_weekday=0,
            check_in_time=time(18),
            created_by=UserId(1),
            now=NOW,
            plan=plan,
        )
        return made.id

    cohort = await database.write(keep)

    made = await database.read(cohorts.get, GUILD, cohort)
    assert (made.plan, made.state, made.check_in_time) == (plan, CohortState.DRAFT, time(18))
    await database.write(cohorts.set_plan, GUILD, cohort, replace(plan, circles=False))
    changed = await database.read(cohorts.get, GUILD, cohort)
    assert changed == replace(made, plan=replace(plan, circles=False))


def test_a_field_without_a_column_is_refused_when_the_two_are_tied() -> None:
    @dataclass(frozen=True, slots=True)
    class Shoe:
        guild: GuildId
        user: UserId
        size: int

    with pytest.raises(TypeError, match="profiles has no column size or size_id: declare it"):
        Records(profiles, Shoe)
    with pytest.raises(TypeError, match="cohorts has no column user"):
        Records(cohort_rows, Shoe, parts={"size": composite(Shoe)})
