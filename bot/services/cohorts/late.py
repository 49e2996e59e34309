"""Late sign-ups: who joins once there are pairs is told when the next round is."""

from datetime import datetime, timedelta

from bot.domain.states import EnrolmentState, Role
from bot.services.work import Work
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.pairs import pairs


def next_round(work: Work, enrolment: Enrolment) -> datetime | None:
    """Return by when someone unmatched is told of the next round, if there was one already.

    A mentee is promised the day that those who wait were promised, or a new one. A mentor hears
    that day, if there is one: before mentees wait there is no next round.
    """
    if not pairs.has_begun(work.connection, work.guild, enrolment.cohort):
        return None
    promised = waitlist.next_round(work.connection, work.guild, enrolment.cohort, work.now)
    if enrolment.role is Role.MENTOR or enrolment.state is EnrolmentState.PLACED:
        return promised
    wait = waitlist.find(work.connection, work.guild, enrolment.id)
    if wait is not None and wait.next_round_at is not None and wait.next_round_at > work.now:
        return wait.next_round_at
    at = promised or work.now + timedelta(days=work.app.settings.matching.next_round_days)
    reason = wait.reason if wait else None
    waitlist.explain(work.connection, work.guild, enrolment.id, reason, at)
    return at
