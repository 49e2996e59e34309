"""Each kind is declared once, and what is written about it elsewhere is what its row says."""

from bot.domain.nudges.kind_rows import Policy
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import MUTABLE
from tests.domain.nudges.decision_table import table, written


def test_the_table_of_the_decision_is_what_the_rows_say() -> None:
    assert written() == table(), "renew it: python -m tests.domain.nudges.decision_table"


def test_only_what_nobody_asked_for_may_leave_out_the_reason_for_its_hour() -> None:
    usual = "no one asked for it"
    assert {kind for kind in NudgeKind if kind.row.why == usual} == {
        kind for kind in NudgeKind if kind.row.policy is Policy.RATE_LIMITED
    }


def test_the_settings_list_last_what_comes_only_as_long_as_somebody_keeps_it() -> None:
    assert MUTABLE[0] is NudgeKind.CHECK_IN
    assert MUTABLE[-1] is NudgeKind.MEETING_REMINDER
