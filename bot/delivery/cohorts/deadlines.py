"""The last day of sign-up: moderators and those who haven't finished hear before, then it closes.

Closing is what `/cohort close` does. Whoever was reminded of the day isn't told again that it is
over. Idempotent, and it may be interrupted anywhere.
"""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import Connection

from bot.delivery.moderation.cases import open_case
from bot.domain.cohorts import cohorts as rules
from bot.domain.ids import CohortId, GuildId
from bot.domain.moderation.acts import BY_ITSELF, ActKind
from bot.domain.moderation.cases import CaseKind, cohort_subject
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.storage import presence
from bot.storage.cohorts import closings, cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.database import Database
from bot.storage.matching import runs
from bot.storage.moderation import acts, cases, societies
from bot.storage.moderation.cases import Case


async def keep_deadlines(database: Database, now: datetime) -> None:
    """Announce the last days of sign-up that come near, and close where one is over."""
    for cohort in await database.read(cohorts.under_way):
        await database.write(_keep, cohort.guild, cohort.id, now)


def _keep(connection: Connection, guild: GuildId, cohort_id: CohortId, now: datetime) -> None:
    cohort = cohorts.get(connection, guild, cohort_id)
    zone = societies.get(connection, guild).time_zone
    until = cohort.plan.sign_up_until
    is_open = cohort.state is CohortState.ENROLLING
    _resolve_old(connection, cohort, until if is_open else None, now)
    if until is None or not is_open:
        return
    if now >= rules.closes_at(until, zone):
        _close(connection, cohort, until, now)
    elif now >= rules.closes_soon_at(until, zone):
        _announce(connection, cohort, until, now)


def _resolve_old(connection: Connection, cohort: Cohort, until: date | None, now: datetime) -> None:
    """Close the cases about another last day, and those after which people were matched."""
    for case in cases.list_about(connection, cohort.guild, cohort_subject(cohort.id)):
        if case.resolved_at is not None:
            continue
        is_other_day = case.kind == CaseKind.SIGN_UP_ENDS_SOON and case.evidence != str(until)
        if is_other_day or (
            case.kind == CaseKind.SIGN_UP_CLOSED and _went_on(connection, cohort, case)
        ):
            cases.resolve_by_bot(connection, case, now)


def _went_on(connection: Connection, cohort: Cohort, case: Case) -> bool:
    """Return whether a moderator has matched people since sign-up closed, or opened it again."""
    run = runs.find_latest(connection, cohort.guild, cohort.id)
    has_matched = run is not None and run.created_at >= case.opened_at
    return has_matched or cohort.state is CohortState.ENROLLING


def _announce(connection: Connection, cohort: Cohort, until: date, now: datetime) -> None:
    for begun in closings.to_remind(connection, cohort):
        closings.plan_reminder(connection, cohort, begun, f"until:{until}", now)
    unfinished = closings.list_begun(connection, cohort)
    open_case(
        connection,
        cohort.guild,
        kind=CaseKind.SIGN_UP_ENDS_SOON,
        subject=cohort_subject(cohort.id),
        facts={
            "cohort": cohort.name,
            "last_day": until.isoformat(),
            "unfinished": str(len(unfinished)),
            **_counts(connection, cohort),
        },
        now=now,
        evidence=str(until),
    )


def _close(connection: Connection, cohort: Cohort, until: date, now: datetime) -> None:
    facts = closings.facts_of_closing(connection, cohort)
    act = acts.add(
        connection,
        cohort.guild,
        cohort.id,
        ActKind.CLOSED,
        BY_ITSELF,
        facts,
        now,
        is_done=True,
    )
    closings.tell_closed(connection, cohort, facts, str(act.id), now)
    closings.close(connection, cohort, now)
    _resolve_old(connection, cohort, None, now)
    open_case(
        connection,
        cohort.guild,
        kind=CaseKind.SIGN_UP_CLOSED,
        subject=cohort_subject(cohort.id),
        facts={
            "cohort": cohort.name,
            "waiting": str(_unmatched(connection, cohort)),
            **_counts(connection, cohort),
        },
        now=now,
        evidence=str(until),
    )


def _counts(connection: Connection, cohort: Cohort) -> dict[str, str]:
    counts = Counter(each.role for each in _there(connection, cohort))
    return {
        "mentees": str(counts[Role.MENTEE]),
        "mentors": str(counts[Role.MENTOR]),
    }


def _unmatched(connection: Connection, cohort: Cohort) -> int:
    return sum(
        each.role is Role.MENTEE and each.state is not EnrolmentState.PLACED
        for each in _there(connection, cohort)
    )


def _there(connection: Connection, cohort: Cohort) -> list[Enrolment]:
    departed = presence.departed(connection, cohort.guild)
    there = enrolments.list_for_cohort(connection, cohort.guild, cohort.id)
    return [each for each in there if each.user not in departed]
