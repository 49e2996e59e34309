"""Tell somebody whom nobody was found for, if they take direct messages."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InDm, Never, Ready, Receipt, Verdict
from bot.domain.ids import CohortId
from bot.domain.nudges.nudges import Waitlisted
from bot.domain.nudges.policy import Manners
from bot.domain.states import CohortState, EnrolmentState
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.matching import waitlist
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge

SHOWN = "shown under /status"


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Write to those who turned direct messages on; the others see it under /status."""
    person = nudge.recipient
    assert person is not None, "somebody is waitlisted"
    cohort = cohorts.get(connection, nudge.guild, CohortId(nudge.subject_id))
    if cohort.state is CohortState.ENDED:
        return Never("the cohort has ended")
    waiting = [
        enrolment
        for enrolment in enrolments.of_person(connection, nudge.guild, person)
        if enrolment.cohort == cohort.id and enrolment.state is EnrolmentState.WAITLISTED
    ]
    if not waiting:
        return Never("not waiting any more")
    if not nudge_settings.get(connection, nudge.guild, person).dms:
        return Never(SHOWN)
    wait = waitlist.find(connection, nudge.guild, waiting[0].id)
    facts = Waitlisted(
        guild=nudge.guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        reason=wait.reason if wait else None,
        next_round_at=wait.next_round_at if wait else None,
    )
    return Ready(facts, InDm(person))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status says the same."""
