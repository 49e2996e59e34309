"""The cohort that each case belongs to, as far as it is about one."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from bot.domain.ids import CaseId, CohortId, GuildId
from bot.domain.moderation.cases import pair_in
from bot.storage.moderation.cases import Case
from bot.storage.tables import cohorts, enrolments, pairs

# SQLite's limit for one statement is far higher; PostgreSQL plans long lists slowly.
AT_ONCE = 500


def cohorts_of(
    connection: Connection, guild: GuildId, cases: Sequence[Case]
) -> dict[CaseId, CohortId]:
    """Return the cohort of each case that is about one, its pair, or someone's place in it."""
    by_noun: dict[str, dict[CaseId, int]] = {"pair": {}, "enrolment": {}, "cohort": {}}
    for case in cases:
        pair = pair_in(case.subject, case.facts)
        noun, _, number = ("pair", "", str(pair)) if pair else case.subject.partition(":")
        if noun in by_noun and number.isdecimal():
            by_noun[noun][case.id] = int(number)
    own = by_noun["cohort"]
    known = {row: CohortId(row) for row in own.values()}
    found = {case: known[row] for case, row in own.items()}
    for noun, table in (("pair", pairs), ("enrolment", enrolments)):
        of_row: dict[int, CohortId] = {}
        for some in _few(by_noun[noun].values()):
            statement = select(table.c.id, table.c.cohort_id).where(
                table.c.guild_id == guild, table.c.id.in_(some), table.c.cohort_id.is_not(None)
            )
            of_row |= {row: CohortId(cohort) for row, cohort in connection.execute(statement)}
        found |= {case: of_row[row] for case, row in by_noun[noun].items() if row in of_row}
    return found


def names(connection: Connection, guild: GuildId) -> dict[CohortId, str]:
    """Return the names of a society's cohorts."""
    statement = select(cohorts.c.id, cohorts.c.name).where(cohorts.c.guild_id == guild)
    return {CohortId(row): name for row, name in connection.execute(statement)}


def _few(rows: Iterable[int]) -> Iterable[list[int]]:
    every = sorted(set(rows))
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
