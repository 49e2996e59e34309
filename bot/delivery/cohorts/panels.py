"""What a cohort's sign-up panel shows."""

from sqlalchemy import Connection

from bot.domain.cohorts import cohorts as rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import SignUpPanel
from bot.domain.states import CohortState
from bot.storage import outbox
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge


def panel_facts(connection: Connection, cohort: Cohort, *, is_open: bool) -> SignUpPanel:
    """Return what the panel shows by now, with when sign-up closes by itself."""
    until = cohort.plan.sign_up_until
    zone = societies.get(connection, cohort.guild).time_zone
    closes_at = rules.closes_at(until, zone) if until else None
    return SignUpPanel(
        cohort.guild,
        cohort.id,
        cohort.name,
        cohort.plan,
        is_open,
        closes_at,
        has_ended=cohort.state is CohortState.ENDED,
    )


def is_live(connection: Connection, panel: Nudge, cohort: Cohort) -> bool:
    """Return whether people sign up through this panel: no newer one takes its place."""
    rows = outbox.list_for_subject(connection, cohort.guild, "cohort", cohort.id)
    newest = max(row.id for row in rows if row.kind is NudgeKind.SIGN_UP_PANEL)
    return cohort.state is CohortState.ENROLLING and panel.id == newest
