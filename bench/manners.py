"""Live through a week of many pairs and see that nobody is nudged too often, or at night.

A real database and the real delivery; the clock is moved from one due row to the next, and the
notifier only counts. Nobody's manners are asked of the code under test: what was sent is judged
here, by each person's own zone, hours and limit.

    python -m bench.manners                     10,000 pairs, seven days
    python -m bench.manners --pairs 200         a short run
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time as wall
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from rich.console import Console
from sqlalchemy import Connection

from bench.counting import CountingNotifier, MovedClock, Nothing
from bench.table import Report
from bot.configuration import load_settings
from bot.delivery.conservation import conservation
from bot.delivery.loop import Delivery
from bot.delivery.plan import plan_ahead
from bot.domain.commitments import AHEAD, AT_DUE, CheckedCommitment, CommitmentDue
from bot.domain.dues import Due
from bot.domain.ids import ChannelId, CohortId, GuildId, PairId, UserId
from bot.domain.manners import Stretch
from bot.domain.nudges import (
    AgreementDue,
    AgreementReview,
    CheckInDue,
    PulseAsked,
)
from bot.domain.states import CohortState, NudgeKind, Role
from bot.settings import Settings
from bot.storage import (
    away,
    cohorts,
    commitments,
    nudge_settings,
    outbox,
    pairs,
    societies,
)
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.pairs import Member
from bot.storage.tables import profiles as profile_rows

GUILD = GuildId(1)
BEGIN = datetime(2026, 10, 19, tzinfo=UTC)  # a Monday; clocks change in Europe on the Sunday after
ZONES = (
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
)
HOURS = ((time(21), time(8)), (time(23), time(6)), (time(18), time(10)), (time(9), time(13)))
UNASKED = (CheckInDue, CommitmentDue, AgreementDue, AgreementReview, PulseAsked)
HORIZON = timedelta(hours=48)
WEEK = timedelta(days=7)
STEP = timedelta(minutes=5)
AT_ONCE = 500


@dataclass(slots=True)
class Wishes:
    """What one person is owed, as this measurement knows it."""

    zone: str
    quiet: tuple[time, time]
    limit: int
    peace: list[Stretch] = field(default_factory=list)


def main() -> int:
    """Simulate, judge, and print; fail where somebody was nudged against their wish."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder), chosen.pairs, chosen.days, chosen.seed))


async def _measure(folder: Path, many: int, days: int, seed: int) -> int:
    started = wall.monotonic()
    database = await Database.connect(f"sqlite+aiosqlite:///{folder / 'manners.sqlite3'}")
    await migrate(database)
    rng = random.Random(seed)
    cohort = await database.write(_found)
    wishes: dict[UserId, Wishes] = {}
    for start in range(0, many, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, many))
        await database.write(_add_pairs, cohort, numbers, rng, wishes, days)
    clock = MovedClock(BEGIN)
    notifier = CountingNotifier(clock, UNASKED)
    await _live(database, clock, notifier, days)
    found = await database.read(conservation)
    await database.close()
    return _report(notifier, wishes, found.faults, many, days, wall.monotonic() - started)


async def _live(
    database: Database, clock: MovedClock, notifier: CountingNotifier, days: int
) -> None:
    """Move from one due row to the next, planning anew each day, until the days are over."""
    delivery = Delivery(database, notifier, clock, _settings(), Nothing(), rng=random.Random(0))
    end = BEGIN + timedelta(days=days)
    planned_at = None
    while clock.at < end:
        if planned_at is None or clock.at - planned_at >= timedelta(days=1):
            await plan_ahead(database, clock.at, HORIZON)
            planned_at = clock.at
        await delivery.deliver_due()
        wake = await database.read(outbox.next_wake) or end
        # A little late each time, as a busy bot may be; and so a week has 2,016 steps at most.
        clock.at = min(max(wake, clock.at) + STEP, planned_at + timedelta(days=1))


def _settings() -> Settings:
    settings = load_settings({})
    # The pace is Discord's, and this is not about Discord.
    fast = settings.delivery.model_copy(update={"per_second": 1e9, "batch": 500})
    return settings.model_copy(update={"delivery": fast})


def _found(connection: Connection) -> CohortId:
    societies.save(connection, GUILD, mentoring_channel_id=1, time_zone="UTC", set_up_at=BEGIN)
    cohort = cohorts.add(
        connection,
        GUILD,
        name="Many",
        name_key="many",
        check_in_days=3,
        check_in_weekday=0,
        check_in_time=time(18),
        created_by=UserId(1),
        now=BEGIN,
    )
    cohorts.set_state(connection, GUILD, cohort.id, CohortState.RUNNING)
    return cohort.id


def _add_pairs(
    connection: Connection,
    cohort: CohortId,
    numbers: range,
    rng: random.Random,
    wishes: dict[UserId, Wishes],
    days: int,
) -> None:
    """Keep pairs whose people have every sort of wish; each mentor has three mentees.

    They check in every third day, some of them at night, and promise something every day: far more
    than anybody may be nudged.
    """
    for number in numbers:
        mentor, mentee = UserId(1_000_000 + number // 3), UserId(2_000_000 + number)
        for person in (mentor, mentee):
            if person not in wishes:
                wishes[person] = _wish(connection, person, rng, days)
        zone = wishes[mentee].zone
        pair = pairs.add(
            connection,
            GUILD,
            cohort=cohort,
            code=f"c{number}",
            members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
            reasons=(),
            check_in_days=3,
            check_in_weekday=rng.randrange(7),
            check_in_time=time(rng.choice((7, 12, 18, 22))),
            time_zone=zone,
            now=BEGIN - timedelta(days=30),
        )
        pairs.record_thread(connection, GUILD, pair, ChannelId(3_000_000 + number))
        pairs.record_introduction(connection, GUILD, pair, BEGIN - timedelta(days=30))
        _introduced(connection, pair)
        for day in range(days):
            _promise(connection, pair, rng.choice((mentor, mentee)), zone, day, rng)


def _introduced(connection: Connection, pair: PairId) -> None:
    at = BEGIN - timedelta(days=30)
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=at,
    )
    outbox.cancel(connection, GUILD, "pair", pair, "met before this week", at)


def _wish(connection: Connection, person: UserId, rng: random.Random, days: int) -> Wishes:
    wish = Wishes(rng.choice(ZONES), HOURS[0], 3)
    connection.execute(
        profile_rows.insert().values(
            guild_id=GUILD,
            user_id=person,
            time_zone=wish.zone,
            fields=[],
            topics=[],
            offers=[],
            goals="",
            wishes={},
            communities=[],
            share_communities=False,
            updated_at=BEGIN,
        )
    )
    values: dict[str, object] = {"dms": rng.random() < 0.3}
    if rng.random() < 0.3:
        wish.quiet = rng.choice(HOURS)
        values |= {"quiet_from": wish.quiet[0], "quiet_until": wish.quiet[1]}
    if rng.random() < 0.3:
        wish.limit = rng.choice((1, 2))
        values["weekly_limit"] = wish.limit
    if rng.random() < 0.1:
        until = BEGIN + timedelta(hours=rng.randrange(24 * days))
        wish.peace.append(Stretch(BEGIN, until))
        values["snoozed_until"] = until
    nudge_settings.save(connection, GUILD, person, **values)
    if rng.random() < 0.1:
        begins = BEGIN + timedelta(hours=rng.randrange(24 * days))
        stretch = Stretch(begins, begins + timedelta(days=rng.randrange(1, 5)))
        wish.peace.append(stretch)
        away.add(
            connection,
            GUILD,
            person,
            first_day=stretch.begins_at.date(),
            last_day=stretch.ends_at.date(),
            time_zone=wish.zone,
            stretch=stretch,
            note="",
            now=BEGIN,
        )
    return wish


def _promise(
    connection: Connection, pair: PairId, owner: UserId, zone: str, day: int, rng: random.Random
) -> None:
    due = Due((BEGIN + timedelta(days=day)).date(), time(rng.randrange(24)), zone)
    checked = CheckedCommitment("Read a chapter", "", "", True, due=due)
    made = commitments.add(connection, GUILD, pair, owner, checked, BEGIN)
    for which, at in ((AHEAD, made.due_at - timedelta(days=1)), (AT_DUE, made.due_at)):
        if at < BEGIN:
            continue
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.COMMITMENT_DUE,
            subject_type="commitment",
            subject_id=made.id,
            subject_version=which,
            recipient=owner,
            due_at=at,
            expires_at=made.due_at if which == AHEAD else None,
            now=BEGIN,
            occurrence=str(which),
        )


def _report(
    notifier: CountingNotifier,
    wishes: dict[UserId, Wishes],
    faults: tuple[str, ...],
    many: int,
    days: int,
    seconds: float,
) -> int:
    too_many = at_night = in_peace = most = 0
    for person, moments in notifier.sent.items():
        wish = wishes[person]
        most = max(most, _most_in_a_week(moments))
        too_many += _most_in_a_week(moments) > wish.limit
        at_night += sum(_is_quiet(wish, moment) for moment in moments)
        in_peace += sum(any(one.holds(moment) for one in wish.peace) for moment in moments)
    report = Report(f"{days} days of {many:,} pairs, {len(wishes):,} people")
    unasked = sum(len(moments) for moments in notifier.sent.values())
    report.note("messages sent", f"{notifier.messages:,}")
    report.note("nudges in them", f"{notifier.parts:,}")
    report.note("unasked messages a person", f"{unasked / len(wishes):.2f}")
    report.note("most to one person in any seven days", str(most))
    report.note("people over their own limit", str(too_many))
    report.note("messages in quiet hours", str(at_night))
    report.note("messages to somebody snoozed or away", str(in_peace))
    report.note("broken rules of conservation", "; ".join(faults) or "0")
    report.note("took", f"{seconds:.0f} s")
    report.show()
    if not unasked:
        Console(stderr=True).print("nothing was sent, so nothing was measured")
    return int(bool(too_many or at_night or in_peace or faults or not unasked))


def _most_in_a_week(moments: list[datetime]) -> int:
    ordered = sorted(moments)
    return max(
        sum(first <= other < first + WEEK for other in ordered[number:])
        for number, first in enumerate(ordered)
    )


def _is_quiet(wish: Wishes, moment: datetime) -> bool:
    clock = moment.astimezone(ZoneInfo(wish.zone)).time()
    start, end = wish.quiet
    return (start <= clock < end) if start <= end else (clock >= start or clock < end)


if __name__ == "__main__":
    sys.exit(main())
