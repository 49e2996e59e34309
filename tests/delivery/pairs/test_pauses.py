"""What a pair's pause does to each kind of nudge, as the decision's table says."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery import kinds
from bot.delivery.decision import Cancel, Reschedule, Send, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.commitments import AT_DUE, CheckedCommitment
from bot.domain.progress.due_dates import Due
from bot.domain.states import ContactChannel, PairState
from bot.storage import outbox
from bot.storage.pairs import contacts, pairs, pulses
from bot.storage.progress import check_ins, commitments, updates
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.nudges.test_policy import DEFAULT, _table, _undone
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, a_held_meeting, an_introduced_pair
from tests.every_society import all_nudges

DAY = timedelta(days=1)
UNTIL = NOON + 10 * DAY


def _check_in(connection: Connection, pair: PairId) -> dict[str, Any]:
    asked = check_ins.add(connection, GUILD, pair, MENTEE, NOON.date(), NOON)
    return {"subject_type": "pair", "subject_id": pair, "subject_version": asked}


def _check_in_later(connection: Connection, pair: PairId) -> dict[str, Any]:
    for days in (28, 14):  # so that the ID of the last one is no one's of the pair
        check_ins.add(connection, GUILD, pair, MENTEE, (NOON - days * DAY).date(), NOON)
    subject = _check_in(connection, pair)
    check_ins.record_asked(connection, GUILD, subject["subject_version"], NOON)
    check_ins.record_unanswered(connection, GUILD, subject["subject_version"])
    return subject | {"subject_version": MENTEE, "recipient": None}


def _review(_connection: Connection, pair: PairId) -> dict[str, Any]:
    return {"subject_type": "pair", "subject_id": pair}


def _pulse(connection: Connection, pair: PairId) -> dict[str, Any]:
    a_held_meeting(connection, pair)
    pulse = pulses.add(connection, GUILD, pair, MENTEE, 2, NOON)
    return {"subject_type": "pulse", "subject_id": pulse}


def _commitment(connection: Connection, pair: PairId) -> dict[str, Any]:
    due = Due(NOON.date(), NOON.time(), "UTC")
    checked = CheckedCommitment("Draft it", "", "", shown=True, due=due)
    made = commitments.add(connection, GUILD, pair, MENTEE, checked, NOON)
    return {"subject_type": "commitment", "subject_id": made.id, "subject_version": AT_DUE}


def _contact(connection: Connection, pair: PairId) -> dict[str, Any]:
    asked = contacts.ask(connection, GUILD, pair, MENTOR, MENTEE, ContactChannel.EMAIL, NOON)
    return {"subject_type": "contact", "subject_id": asked.id}


def _update(connection: Connection, pair: PairId) -> dict[str, Any]:
    said = {"moved": "Shadowed", "in_the_way": "", "next_step": ""}
    update = updates.add(connection, GUILD, pair, MENTOR, **said, now=NOON)
    return {"subject_type": "update", "subject_id": update.id, "recipient": None}


SUBJECTS = {
    NudgeKind.CHECK_IN: _check_in,
    NudgeKind.CHECK_IN_LATER: _check_in_later,
    NudgeKind.AGREEMENT_REVIEW: _review,
    NudgeKind.PULSE: _pulse,
    NudgeKind.COMMITMENT_DUE: _commitment,
    NudgeKind.CONTACT_WAITING: _contact,
    NudgeKind.UPDATE_SHARED: _update,
}
SAID = {Reschedule: "waits", Cancel: "left out", Send: "-"}


def _decide(connection: Connection, house: House, kind: NudgeKind, *, paused: bool) -> Verdict:
    pair = an_introduced_pair(connection, house.cohort)
    subject = {"recipient": MENTEE} | SUBJECTS[kind](connection, pair)
    outbox.plan(connection, guild=GUILD, kind=kind, due_at=NOON, **subject)
    if paused:
        pairs.set_state(connection, GUILD, pair, PairState.PAUSED, paused_until=UNTIL)
    (row,) = all_nudges(connection, rows.c.kind == kind)
    return kinds.decide(connection, row, NOON, DEFAULT)


@pytest.mark.parametrize("kind", sorted(SUBJECTS))
async def test_a_pause_does_to_each_kind_what_its_line_says(house: House, kind: NudgeKind) -> None:
    def decide(connection: Connection, paused: bool) -> Verdict:
        return _decide(connection, house, kind, paused=paused)

    awake, resting = await _undone(house, decide, False), await _undone(house, decide, True)
    assert isinstance(awake, Send)
    assert SAID[type(resting)] == _table()[kind].rules["pause"]
    if isinstance(resting, Reschedule):
        assert resting == Reschedule(UNTIL, "the pair is paused")
