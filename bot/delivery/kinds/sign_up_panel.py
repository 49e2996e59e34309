"""The panel with a cohort's sign-up buttons, in the mentoring channel."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CohortId
from bot.domain.nudges.nudges import SignUpPanel
from bot.domain.nudges.policy import Manners
from bot.domain.states import CohortState
from bot.storage.cohorts import cohorts
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Post the panel while the cohort takes sign-ups."""
    cohort = cohorts.get(connection, nudge.guild, CohortId(nudge.subject_id))
    if cohort.state is not CohortState.ENROLLING:
        return Never("sign-up is over")
    society = societies.find(connection, nudge.guild)
    if society is None or society.mentoring_channel is None:
        return Undeliverable("no mentoring channel")
    facts = SignUpPanel(nudge.guild, cohort.id, cohort.name, cohort.plan)
    return Ready(facts, InChannel(society.mentoring_channel))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember where the panel stands."""
    cohort = CohortId(nudge.subject_id)
    cohorts.record_panel(connection, nudge.guild, cohort, receipt.channel, receipt.message)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Leave the cohort as it is: people can still join by command."""
