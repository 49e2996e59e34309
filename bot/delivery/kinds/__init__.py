"""One module a kind of nudge: when it makes sense, what it says, and what follows from it."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from bot.delivery.kinds import (
    agreement_due,
    agreement_revealed,
    agreement_review,
    away_changed,
    away_over,
    away_told,
    case_digest,
    case_note,
    case_opened,
    check_in,
    check_in_later,
    commitment_due,
    contact_waiting,
    first_meeting,
    introduction,
    meeting_cancelled,
    meeting_confirmed,
    meeting_proposed,
    meeting_reminder,
    met_question,
    new_time,
    outreach_follow_up,
    pair_ended,
    pair_rests,
    pair_resumed,
    partner_left,
    pulse,
    request_asked,
    request_nudge,
    request_told,
    saved_program,
    sign_up_panel,
    thread_renewed,
    times_passed,
    times_waiting,
    times_withdrawn,
    update_shared,
    waitlisted,
    win_posted,
    win_shared,
)
from bot.delivery.verdict import Receipt, Verdict
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Manners
from bot.storage.outbox import Nudge


class Kind(Protocol):
    """What each module here provides."""

    def prepare(
        self, connection: Connection, nudge: Nudge, now: datetime, default: Manners
    ) -> Verdict:
        """Decide from current rows whether, where and with what facts the nudge leaves now."""

    def settled(
        self, connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime
    ) -> None:
        """Note what follows from the message standing in its channel."""

    def given_up(self, connection: Connection, nudge: Nudge, now: datetime) -> None:
        """Note what follows from the nudge not being sent, ever."""


KINDS: dict[NudgeKind, Kind] = {
    NudgeKind.SIGN_UP_PANEL: sign_up_panel,
    NudgeKind.INTRODUCTION: introduction,
    NudgeKind.WAITLISTED: waitlisted,
    NudgeKind.CHECK_IN: check_in,
    NudgeKind.UPDATE_SHARED: update_shared,
    NudgeKind.MEETING_PROPOSED: meeting_proposed,
    NudgeKind.MEETING_CONFIRMED: meeting_confirmed,
    NudgeKind.MEETING_CANCELLED: meeting_cancelled,
    NudgeKind.MEETING_REMINDER: meeting_reminder,
    NudgeKind.MET_QUESTION: met_question,
    NudgeKind.FIRST_MEETING: first_meeting,
    NudgeKind.TIMES_WAITING: times_waiting,
    NudgeKind.TIMES_PASSED: times_passed,
    NudgeKind.TIMES_WITHDRAWN: times_withdrawn,
    NudgeKind.NEW_TIME: new_time,
    NudgeKind.CASE_OPENED: case_opened,
    NudgeKind.CASE_DIGEST: case_digest,
    NudgeKind.CASE_NOTE: case_note,
    NudgeKind.CHECK_IN_LATER: check_in_later,
    NudgeKind.COMMITMENT_DUE: commitment_due,
    NudgeKind.WIN_SHARED: win_shared,
    NudgeKind.WIN_POSTED: win_posted,
    NudgeKind.AGREEMENT_REVEALED: agreement_revealed,
    NudgeKind.AGREEMENT_DUE: agreement_due,
    NudgeKind.AGREEMENT_REVIEW: agreement_review,
    NudgeKind.PULSE: pulse,
    NudgeKind.PAIR_RESTS: pair_rests,
    NudgeKind.PAIR_RESUMED: pair_resumed,
    NudgeKind.PAIR_ENDED: pair_ended,
    NudgeKind.PARTNER_LEFT: partner_left,
    NudgeKind.THREAD_RENEWED: thread_renewed,
    NudgeKind.SAVED_PROGRAM: saved_program,
    NudgeKind.AWAY_TOLD: away_told,
    NudgeKind.AWAY_CHANGED: away_changed,
    NudgeKind.AWAY_OVER: away_over,
    NudgeKind.REQUEST_ASKED: request_asked,
    NudgeKind.REQUEST_NUDGE: request_nudge,
    NudgeKind.REQUEST_TOLD: request_told,
    NudgeKind.OUTREACH_FOLLOW_UP: outreach_follow_up,
    NudgeKind.CONTACT_WAITING: contact_waiting,
}
