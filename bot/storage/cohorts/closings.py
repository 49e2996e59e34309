"""Close sign-up, and know who began to sign up and has not finished."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import sign_up_draft
from bot.domain.ids import UserId
from bot.domain.moderation.acts import ActFacts
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import WaitNews
from bot.domain.states import CohortState, NudgeState, Role
from bot.storage import drafts, live_buttons, outbox, presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import waitlist
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs

_NEVER_CAME = (NudgeState.CANCELLED, NudgeState.EXPIRED, NudgeState.DEAD)


@dataclass(frozen=True, slots=True)
class Begun:
    """Someone began to sign up and has not finished; `since` is when they last chose anything."""

    user: UserId
    role: Role
    since: datetime

    @property
    def version(self) -> int:
        """Return what their reminder is about: going on with the sign-up allows another."""
        return int(self.since.timestamp())


def list_begun(connection: Connection, cohort: Cohort) -> list[Begun]:
    """Return who began to sign up, is still here, and has not finished, by ID."""
    prefix = sign_up_draft(cohort.id)
    everyone = enrolments.list_for_cohort(connection, cohort.guild, cohort.id)
    passed_over = {each.user for each in everyone} | presence.departed(connection, cohort.guild)
    return [
        Begun(user, Role(what.removeprefix(prefix)), since)
        for user, what, since in drafts.latest_beginning(connection, cohort.guild, prefix)
        if user not in passed_over
    ]


def reminders(connection: Connection, cohort: Cohort) -> dict[tuple[UserId, int], Nudge]:
    """Return the reminders to finish a sign-up that came or will, by person and version."""
    rows = outbox.list_for_subject(connection, cohort.guild, "cohort", cohort.id)
    return {
        (row.recipient, row.subject_version): row
        for row in rows
        if row.kind is NudgeKind.SIGN_UP_REMINDER
        and row.recipient is not None
        and row.state not in _NEVER_CAME
    }


def to_remind(connection: Connection, cohort: Cohort) -> list[Begun]:
    """Return who began to sign up and was not reminded since they last chose anything."""
    earlier = reminders(connection, cohort)
    begun = list_begun(connection, cohort)
    return [each for each in begun if (each.user, each.version) not in earlier]


def plan_reminder(
    connection: Connection, cohort: Cohort, begun: Begun, what: str, now: datetime
) -> None:
    """Plan the message that reminds someone to finish; `what` says which act or day causes it."""
    outbox.plan(
        connection,
        guild=cohort.guild,
        kind=NudgeKind.SIGN_UP_REMINDER,
        subject_type="cohort",
        subject_id=cohort.id,
        subject_version=begun.version,
        recipient=begun.user,
        occurrence=what,
        due_at=now,
    )


def facts_of_closing(connection: Connection, cohort: Cohort) -> ActFacts:
    """Return who hears that sign-up has closed: who had begun, and was not told when it would."""
    told = {
        person
        for person, row in reminders(connection, cohort).items()
        if row.state in (NudgeState.SENT, NudgeState.MERGED)
    }
    is_announced = cohort.plan.sign_up_until is not None
    left_out = {
        each.user
        for each in list_begun(connection, cohort)
        if not (is_announced and (each.user, each.version) in told)
    }
    return ActFacts(waiting=tuple(sorted(left_out)), before=cohort.state.value)


def close(connection: Connection, cohort: Cohort, now: datetime) -> CohortState:
    """Close sign-up and take the panel's buttons; return the state that the cohort has now."""
    live_buttons.take_of_cohort(connection, cohort.guild, cohort.id, now)
    has_pairs = pairs.has_begun(connection, cohort.guild, cohort.id)
    state = CohortState.RUNNING if has_pairs else CohortState.MATCHING
    cohorts.set_state(connection, cohort.guild, cohort.id, state)
    return state


def tell_closed(
    connection: Connection, cohort: Cohort, facts: ActFacts, what: str, now: datetime
) -> None:
    """Plan the message to those who had not finished; `what` tells this closing from others."""
    for user in facts.waiting:
        news = WaitNews.CLOSED
        waitlist.plan_news(connection, cohort.guild, cohort.id, user, news, what, now)
