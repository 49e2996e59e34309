"""A season's worth of pairs and of trouble, written down directly."""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.ids import CaseId, CohortId, GuildId, PairId, UserId
from bot.domain.moderation.cases import pair_facts, pair_subject
from bot.domain.states import CohortState, Role
from bot.storage.cohorts import cohorts
from bot.storage.moderation import cases
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from tests.discord.conftest import Society

# People whom Discord need not know: nothing is sent to them.
FIRST_STRANGER = 5_000_000_000_000


async def a_running_cohort(society: Society, name: str = "Spring") -> CohortId:
    """Make a cohort that runs, with no one in it."""
    await society.mo.slash("cohort create", name=name)
    guild = GuildId(society.guild.id)

    def run(connection: Connection) -> CohortId:
        cohort = cohorts.get_by_name(connection, guild, name, cohort_rules.name_key(name))
        cohorts.set_state(connection, guild, cohort.id, CohortState.RUNNING)
        return cohort.id

    return await society.running.app.database.write(run)


async def strangers(society: Society, number: int, cohort: CohortId) -> list[PairId]:
    """Pair up so many people whom the test names by number alone, introduced three weeks ago."""
    now = society.discord.clock.now()

    def save(connection: Connection) -> list[PairId]:
        return [_pair(connection, society, cohort, place, now) for place in range(number)]

    return await society.running.app.database.write(save)


def _pair(
    connection: Connection, society: Society, cohort: CohortId, place: int, now: datetime
) -> PairId:
    guild = GuildId(society.guild.id)
    first = FIRST_STRANGER + cohort * 10_000 + place * 2
    before = now - timedelta(days=21)
    pair = pairs.add(
        connection,
        guild,
        cohort=cohort,
        code=f"{cohort}x{place}",
        members=(Member(UserId(first), Role.MENTOR), Member(UserId(first + 1), Role.MENTEE)),
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="America/Chicago",
        now=before,
    )
    pairs.record_introduction(connection, guild, pair, before)
    return pair


async def trouble(
    society: Society, kind: str, some: list[PairId], days: int = 7, **facts: str
) -> list[CaseId]:
    """Open a case of this kind for each of these pairs, so many days ago."""
    guild, now = GuildId(society.guild.id), society.discord.clock.now()

    def save(connection: Connection) -> list[CaseId]:
        opened = []
        for number in some:
            pair = pairs.get(connection, guild, number)
            case = cases.open_(
                connection,
                guild,
                kind=kind,
                subject=pair_subject(number),
                facts=pair_facts(pair.mentor, pair.mentees, pair.thread) | facts,
                now=now - timedelta(days=days),
                evidence=f"{kind}:{number}",
            )
            assert case is not None
            opened.append(case)
        return opened

    return await society.running.app.database.write(save)
