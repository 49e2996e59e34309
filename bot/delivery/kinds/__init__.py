"""One module a kind of nudge: when it makes sense, what it says, and what follows from it."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from bot.delivery.kinds import (
    case_opened,
    check_in,
    introduction,
    saved_program,
    sign_up_panel,
    update_shared,
    waitlisted,
)
from bot.delivery.verdict import Receipt, Verdict
from bot.domain.manners import Manners
from bot.domain.states import NudgeKind
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
    NudgeKind.CASE_OPENED: case_opened,
    NudgeKind.SAVED_PROGRAM: saved_program,
}
