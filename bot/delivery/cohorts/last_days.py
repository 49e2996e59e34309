"""The last day of a cohort: announced to the moderators two weeks and a day before, then kept.

The morning after it the cohort ends as by `/cohort end`: farewells, feedback, news for those who
wait. A last day that was never announced, such as one that passed while the bot was off, is
announced first. Idempotent, and it may be interrupted anywhere.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.delivery.moderation.cases import open_case
from bot.domain.ids import CohortId, GuildId
from bot.domain.moderation.acts import BY_ITSELF, ActFacts, ActKind
from bot.domain.moderation.cases import CaseKind, cohort_subject
from bot.domain.schedule import instant_of
from bot.domain.states import CohortState
from bot.storage.cohorts import cohorts, endings
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.database import Database
from bot.storage.moderation import acts, cases, societies

# How many days ahead it is announced, as which case.
NOTICES = ((14, CaseKind.COHORT_ENDS_SOON), (1, CaseKind.COHORT_ENDS_TOMORROW))
MORNING = time(9)
# The moderators have at least so long to choose another day.
AT_LEAST = timedelta(hours=20)


async def keep_last_days(database: Database, now: datetime) -> None:
    """Announce the last days that come near, and end the cohorts whose last day is over."""
    for cohort in await database.read(cohorts.under_way):
        await database.write(_keep, cohort.guild, cohort.id, now)


def _keep(connection: Connection, guild: GuildId, cohort_id: CohortId, now: datetime) -> None:
    cohort = cohorts.get(connection, guild, cohort_id)
    last_day = cohort.plan.ends_on
    zone = societies.get(connection, guild).time_zone
    announced = _announced(connection, cohort, last_day, now)
    if last_day is None or cohort.state is CohortState.ENDED:
        return
    morning_after = instant_of(last_day + timedelta(days=1), MORNING, zone)
    if now >= morning_after and announced is not None and now - announced >= AT_LEAST:
        _end(connection, cohort, now)
        return
    for days, kind in reversed(NOTICES):
        if now >= instant_of(last_day - timedelta(days=days), MORNING, zone):
            _announce(connection, cohort, kind, last_day, now)
            return


def _announced(
    connection: Connection, cohort: Cohort, last_day: date | None, now: datetime
) -> datetime | None:
    """Return when this last day was first announced; close what was said of another one."""
    first = None
    for case in cases.list_about(connection, cohort.guild, cohort_subject(cohort.id)):
        if case.kind not in {kind for _, kind in NOTICES}:
            continue
        if case.evidence != str(last_day):
            if case.resolved_at is None:
                cases.resolve_by_bot(connection, case, now)
        elif first is None or case.opened_at < first:
            first = case.opened_at
    return first


def _announce(
    connection: Connection, cohort: Cohort, kind: CaseKind, last_day: date, now: datetime
) -> None:
    facts = endings.facts_of_end(connection, cohort)
    opened = open_case(
        connection,
        cohort.guild,
        kind=kind,
        subject=cohort_subject(cohort.id),
        facts={
            "cohort": cohort.name,
            "last_day": last_day.isoformat(),
            **_counts(facts),
        },
        now=now,
        evidence=str(last_day),
    )
    if opened is not None and kind is CaseKind.COHORT_ENDS_TOMORROW:
        earlier = CaseKind.COHORT_ENDS_SOON
        case = cases.find_open(connection, cohort.guild, earlier, cohort_subject(cohort.id))
        if case is not None:
            cases.resolve_by_bot(connection, case, now)


def _end(connection: Connection, cohort: Cohort, now: datetime) -> None:
    facts = endings.facts_of_end(connection, cohort)
    act = acts.add(
        connection,
        cohort.guild,
        cohort.id,
        ActKind.ENDED,
        BY_ITSELF,
        facts,
        now,
        is_done=True,
    )
    endings.end(connection, cohort, facts, act.id, now)
    for _, kind in NOTICES:
        case = cases.find_open(connection, cohort.guild, kind, cohort_subject(cohort.id))
        if case is not None:
            cases.resolve_by_bot(connection, case, now)
    open_case(
        connection,
        cohort.guild,
        kind=CaseKind.COHORT_ENDED,
        subject=cohort_subject(cohort.id),
        facts={"cohort": cohort.name, **_counts(facts)},
        now=now,
    )


def _counts(facts: ActFacts) -> dict[str, str]:
    return {"pairs": str(facts.matches), "waiting": str(len(facts.waiting))}
