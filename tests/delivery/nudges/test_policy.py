"""Every kind of nudge has the policy that the decision's table says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery.decision import Cancel, InChannel, Reschedule, Send, Verdict
from bot.delivery.nudges.policy import RecipientPolicy
from bot.domain.ids import ChannelId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy, Stretch, night_of
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.nudges import away, pings, settings
from bot.storage.outbox import Nudge
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, MENTEE, NOON
from tests.every_society import all_nudges, update
from tests.messages.facts import sample

DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0009-notification-policy.md"
NIGHT = NOON + timedelta(hours=11)
MORNING = NOON + timedelta(hours=20)
DEFAULT = NotificationPolicy("UTC", time(21), time(8), 3)
RULES = ("night", "limit", "snooze", "away", "mute")


@dataclass(frozen=True, slots=True)
class Line:
    """What the decision says of one kind: whom it notifies, what holds for it, and why."""

    notifies: str
    rules: dict[str, str]
    why: str


def _table() -> dict[str, Line]:
    """Read the table: kind | notifies | night | limit | snooze | away | mute | pause | why."""
    return dict(_lines(DECISION.read_text("utf-8")))


def _lines(text: str) -> Iterator[tuple[str, Line]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 9 and (kind := re.fullmatch(r"`([a-z-]+)`", cells[0])):
            rules = dict(zip((*RULES, "pause"), cells[2:8], strict=True))
            yield kind[1], Line(cells[1], rules, cells[8])


def test_every_kind_has_its_line_and_facts_of_its_own() -> None:
    assert set(_table()) == {kind.value for kind in NudgeKind}
    assert len({kind.row.facts for kind in NudgeKind}) == len(NudgeKind)


def _for_person(kind: NudgeKind) -> Send:
    """Return a message of a kind that is ready, and is for the mentee alone where it can be."""
    facts = kind.row.facts
    chosen: dict[str, Any] = dict.fromkeys(("owner", "person", "mentor"), MENTEE)
    chosen |= dict.fromkeys(("people", "partners", "members", "staying"), (MENTEE,))
    chosen["closed"] = None  # a case that is over notifies no one
    known = {name: value for name, value in chosen.items() if name in facts.__dataclass_fields__}
    return Send(sample(facts, **known), InChannel(ChannelId(300)))


def _row(connection: Connection, kind: NudgeKind, line: Line) -> Nudge:
    outbox.plan(
        connection,
        guild=GUILD,
        kind=kind,
        subject_type="test",
        subject_id=1,
        recipient=MENTEE if line.notifies == "its person" or kind.row.mutable else None,
        due_at=NOON,
    )
    (mine,) = all_nudges(connection, rows.c.subject_type == "test")
    return mine


def _mute(connection: Connection, kind: NudgeKind) -> None:
    settings.save(connection, GUILD, MENTEE, muted=[kind])


def _snooze(connection: Connection, _kind: NudgeKind) -> None:
    settings.save(connection, GUILD, MENTEE, snoozed_until=NOON + timedelta(days=5))


def _reach_the_limit(connection: Connection, _kind: NudgeKind) -> None:
    settings.save(connection, GUILD, MENTEE, weekly_limit=1)
    yesterday = NOON - timedelta(days=1)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.PULSE,
        subject_type="another",
        subject_id=1,
        recipient=MENTEE,
        due_at=yesterday,
    )
    connection.execute(update(rows).values(state=NudgeState.SENT, settled_at=yesterday))
    (sent,) = all_nudges(connection, rows.c.subject_type == "another")
    pings.record(connection, GUILD, sent.id, {MENTEE: False}, yesterday)


def _go_away(connection: Connection, _kind: NudgeKind) -> None:
    away.add(
        connection,
        GUILD,
        MENTEE,
        first_day=NOON.date(),
        last_day=NOON.date() + timedelta(days=4),
        time_zone="UTC",
        stretch=Stretch(NOON - timedelta(days=1), NOON + timedelta(days=4)),
        note="",
        now=NOON,
    )


def _nothing(_connection: Connection, _kind: NudgeKind) -> None:
    """Leave the person as they are: it is the hour that counts."""


CASES: dict[str, tuple[datetime, Callable[[Connection, NudgeKind], None]]] = {
    "night": (NIGHT, _nothing),
    "limit": (NOON, _reach_the_limit),
    "snooze": (NOON, _snooze),
    "away": (NOON, _go_away),
    "mute": (NOON, _mute),
}


@pytest.mark.parametrize("rule", RULES)
async def test_each_kind_keeps_what_its_line_says(house: House, rule: str) -> None:
    now, become = CASES[rule]

    def decide(connection: Connection, kind: NudgeKind, line: Line) -> Verdict:
        become(connection, kind)
        return RecipientPolicy(connection, DEFAULT).gate(
            _row(connection, kind, line), _for_person(kind), now
        )

    found = {}
    for kind in NudgeKind:
        if rule == "mute" and not kind.row.mutable:
            found[kind] = "-"  # there is no such choice
            continue
        verdict = await _undone(house, decide, kind, _table()[kind])
        found[kind] = {Reschedule: "waits", Cancel: "left out", Send: "-"}[type(verdict)]
        if isinstance(verdict, Send) and verdict.not_notified:
            found[kind] = "not notified"
    # A reminder of a meeting waits by itself: it knows when the meeting begins.
    said = {kind: _table()[kind].rules[rule].replace("waits, or ", "") for kind in NudgeKind}
    assert found == said


class _UndoneError(Exception):
    """Carry a result out of a transaction that is rolled back."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict


async def _undone(house: House, decide: Callable[..., Verdict], *args: Any) -> Verdict:
    def change(connection: Connection) -> None:
        raise _UndoneError(decide(connection, *args))

    with pytest.raises(_UndoneError) as caught:
        await house.database.write(change)
    return caught.value.verdict


@pytest.mark.parametrize(("chosen", "limit"), [(None, 3), (2, 2), (5, 3)])
async def test_a_weekly_limit_above_the_societys_counts_as_that(
    house: House, chosen: int | None, limit: int
) -> None:
    def limit_of(connection: Connection) -> int:
        settings.save(connection, GUILD, MENTEE, weekly_limit=chosen)
        return settings.policy_of(connection, GUILD, MENTEE, DEFAULT).weekly_limit

    assert await house.database.write(limit_of) == limit


async def test_at_night_whoever_is_named_is_not_woken_and_by_day_is_told(house: House) -> None:
    def decide(connection: Connection, now: datetime) -> Verdict:
        kind = NudgeKind.PARTNER_LEFT
        ready = _for_person(kind)
        return RecipientPolicy(connection, DEFAULT).gate(
            _row(connection, kind, _table()[kind]), ready, now
        )

    assert await _undone(house, decide, NIGHT) == Reschedule(MORNING, "quiet hours")
    assert isinstance(await _undone(house, decide, MORNING), Send)


def test_what_is_for_two_waits_until_both_are_awake() -> None:
    here = DEFAULT
    there = NotificationPolicy("Asia/Tokyo", time(21), time(8), 3)  # 21:00 at noon in UTC
    waits = night_of([here, there], NOON)
    assert waits is not None
    # 08:00 in Tokyo is 23:00 in UTC: they share no hour but the first ones of the day in UTC.
    assert waits.until == NOON + timedelta(hours=20)


def test_what_is_for_two_who_share_no_hour_goes_when_one_of_them_is_awake() -> None:
    early = NotificationPolicy("UTC", time(12), time(0), 3)
    late = NotificationPolicy("UTC", time(0), time(12), 3)
    assert night_of([early, late], NOON) is None
    assert night_of([early, early], NOON) is not None


def test_nobody_to_mind_means_now() -> None:
    assert night_of([], NIGHT) is None
