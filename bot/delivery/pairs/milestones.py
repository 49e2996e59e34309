"""Plan rare events: a pair's private questions, and the moderators' next matching round.

Like `bot.delivery.plan` it is idempotent: what is planned is identified by its pair, person, and
week.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.moderation.cases import open_case
from bot.domain.ids import CohortId, GuildId, PairId, UserId
from bot.domain.moderation.cases import cohort_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.domain.pairs import pulses as rules
from bot.domain.progress.check_ins import SAME_WEEK, with_check_in
from bot.domain.states import CohortState
from bot.settings import Settings
from bot.storage import outbox
from bot.storage.cohorts import cohorts
from bot.storage.database import Database
from bot.storage.matching import waitlist
from bot.storage.meetings import meetings
from bot.storage.pairs import pairs, pulses
from bot.storage.pairs.pairs import Pair

# A question that could not be asked by then is left out; the next one comes.
USEFUL_FOR = timedelta(days=6)
# How late a question may still be planned, after an outage.
AT_MOST_LATE = timedelta(days=3)
AROUND = SAME_WEEK + timedelta(days=2)
PAIRS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Cadence:
    """When pairs are asked, in weeks after their introduction, and the time between two rounds."""

    pulse_weeks: tuple[int, ...]
    next_round: timedelta

    @classmethod
    def of(cls, settings: Settings) -> "Cadence":
        """Read it from the settings."""
        return cls(
            pulse_weeks=settings.pulse.weeks,
            next_round=timedelta(days=settings.matching.next_round_days),
        )


async def plan_milestones(
    database: Database, now: datetime, horizon: timedelta, cadence: Cadence
) -> int:
    """Plan every pair's milestones up to `horizon` from now; return how many rows are new."""
    for guild, cohort in await database.read(waitlist.due, now):
        await database.write(_remember_round, guild, cohort, now, cadence.next_round)
    soon = await database.read(_unplanned, now, horizon, cadence)
    planned = 0
    for start in range(0, len(soon), PAIRS_AT_ONCE):
        some = soon[start : start + PAIRS_AT_ONCE]
        planned += await database.write(_plan_pairs, some, now, horizon, cadence)
    return planned


def _unplanned(
    connection: Connection, now: datetime, horizon: timedelta, cadence: Cadence
) -> list[tuple[GuildId, PairId]]:
    """Return the pairs with a question to plan; off the event loop, since there may be many."""
    planned = pulses.due_since(connection, now - AT_MOST_LATE)
    # Questions come at another hour than the introduction, or with the check-in of that week.
    spans = [
        (
            now - AT_MOST_LATE - timedelta(weeks=week) - AROUND,
            now + horizon - timedelta(weeks=week) + AROUND,
        )
        for week in cadence.pulse_weeks
    ]
    return [
        (pair.guild, pair.id)
        for pair in pairs.active(connection, spans)
        for week, instant in _pulse_instants(pair, cadence)
        if _is_near(instant, now, horizon)
        and any((pair.guild, pair.id, member.user, week) not in planned for member in pair.members)
    ]


def _plan_pairs(
    connection: Connection,
    some: list[tuple[GuildId, PairId]],
    now: datetime,
    horizon: timedelta,
    cadence: Cadence,
) -> int:
    planned = 0
    for guild, pair_id in some:
        pair = pairs.find(connection, guild, pair_id)
        if pair is not None and pair.state.is_active:
            planned += _plan_pulses(connection, pair, now, horizon, cadence)
    return planned


def _is_near(instant: datetime, now: datetime, horizon: timedelta) -> bool:
    return now - AT_MOST_LATE <= instant <= now + horizon


def _pulse_instants(pair: Pair, cadence: Cadence) -> list[tuple[int, datetime]]:
    if pair.introduced_at is None:
        return []
    return [
        (week, with_check_in(pair, _instant(pair, pair.introduced_at, week)))
        for week in cadence.pulse_weeks
    ]


def _instant(pair: Pair, introduced_at: datetime, week: int) -> datetime:
    return rules.instant(introduced_at, week, pair.check_in_time, pair.time_zone)


def _plan_pulses(
    connection: Connection, pair: Pair, now: datetime, horizon: timedelta, cadence: Cadence
) -> int:
    planned = 0
    planned_weeks = {
        (pulse.user, pulse.week) for pulse in pulses.list_for_pair(connection, pair.guild, pair.id)
    }
    for week, instant in _pulse_instants(pair, cadence):
        if not _is_near(instant, now, horizon):
            continue
        for member in pair.members:
            if (member.user, week) not in planned_weeks:
                _plan_pulse(connection, pair, member.user, week, instant, now)
                planned += 1
    return planned


def coming_pulses(
    connection: Connection,
    pair: Pair,
    person: UserId,
    now: datetime,
    until: datetime,
    cadence: Cadence,
) -> list[datetime]:
    """Return when this person will be asked privately, as far as that isn't planned yet.

    People who haven't met are not asked.
    """
    if not meetings.counts_as_met(connection, pair.guild, pair.id):
        return []
    planned = pulses.list_for_pair(connection, pair.guild, pair.id)
    weeks = {pulse.week for pulse in planned if pulse.user == person}
    return [
        instant
        for week, instant in _pulse_instants(pair, cadence)
        if week not in weeks and now < instant <= until
    ]


def _plan_pulse(
    connection: Connection, pair: Pair, user: UserId, week: int, instant: datetime, now: datetime
) -> None:
    pulse = pulses.add(connection, pair.guild, pair.id, user, week, instant)
    outbox.plan(
        connection,
        guild=pair.guild,
        kind=NudgeKind.PULSE,
        subject_type="pulse",
        subject_id=pulse,
        recipient=user,
        due_at=instant,
        expires_at=instant + USEFUL_FOR,
        now=now,
        # Not by the pulse's ID, which may be different after a restored backup.
        key=f"pair:{pair.id}:{user}:week:{week}",
    )


def _remember_round(
    connection: Connection, guild: GuildId, cohort: CohortId, now: datetime, next_round: timedelta
) -> None:
    """Remind the moderators of the announced round, and tell who waits for it the next date."""
    later = now + next_round
    told = waitlist.postpone(connection, guild, cohort, now, later)
    row = cohorts.get(connection, guild, cohort)
    if row.state in (CohortState.CLOSING, CohortState.ENDED):
        return
    for user in told:
        news = WaitNews.LATER
        waitlist.plan_news(connection, guild, cohort, user, news, f"{later:%Y-%m-%d}", now)
    open_case(
        connection,
        guild,
        kind="round-due",
        subject=cohort_subject(cohort),
        facts={"cohort": row.name},
        now=now,
    )
