"""The society of `bench.nudges`: many pairs, every sort of setting, and a busy week.

What existed before the week is written straight into the tables, by the functions that the services
use. What people do from a few days before it on, they do through the services.
"""

import itertools
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import ChannelId, CohortId, GuildId, InteractionId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import Stretch
from bot.domain.progress.commitments import AHEAD, AT_DUE, CheckedCommitment
from bot.domain.progress.due_dates import Due
from bot.domain.requests.mentor_availability import ANSWER_TIMES
from bot.domain.states import CohortState, MeetingState, Role
from bot.domain.times.civil import CivilTime
from bot.services.actor import Actor
from bot.services.nudges.settings import rhythm_of
from bot.storage import outbox
from bot.storage.cohorts import cohorts, profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.meetings import meetings
from bot.storage.meetings import nudges as meeting_nudges
from bot.storage.meetings import series as meeting_series
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member, Pair
from bot.storage.progress import check_ins, commitments
from bot.storage.requests import mentor_availability
from bot.storage.requests.mentor_availability import MentorAvailability

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
SOCIETYS_HOURS, SOCIETYS_LIMIT = (time(21), time(8)), 5
HOURS = ((time(23), time(6)), (time(18), time(10)), (time(9), time(13)))
MENTEES_EACH = 3
AT_ONCE = 250
DAY = timedelta(days=1)


@dataclass(slots=True)
class Owed:
    """One person's policy, as this measurement knows it; dated entries apply from then on."""

    zone: str
    quiet: tuple[time, time]
    limits: list[tuple[datetime, int]]
    dms: bool
    peace: list[Stretch] = field(default_factory=list)
    away: list[Stretch] = field(default_factory=list)
    muted: list[tuple[datetime, NudgeKind]] = field(default_factory=list)
    paused: list[Stretch] = field(default_factory=list)
    acts: list[datetime] = field(default_factory=list)

    def limit_at(self, moment: datetime) -> int:
        """Return the person's weekly limit at `moment`."""
        return [limit for since, limit in self.limits if since <= moment][-1]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that someone does at some moment."""

    at: datetime
    do: Callable[[App], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Couple:
    """A pair of this society."""

    number: int
    pair: PairId
    mentor: UserId
    mentee: UserId


class Society:
    """Everyone, what they wish, and the pairs; acts come from `bench.nudges.acts`."""

    def __init__(self, app: App, many: int, days: int, seed: int) -> None:
        self.app = app
        self.many = many
        self.days = days
        self.rng = random.Random(seed)
        self.owed: dict[UserId, Owed] = {}
        self.couples: list[Couple] = []
        self.open_mentors: list[UserId] = []
        self._interactions = itertools.count(1)

    def actor(self, person: UserId) -> Actor:
        """Return someone about to click, who has done something by that."""
        self.has_acted(person)
        return Actor(GUILD, person, InteractionId(next(self._interactions)))

    def has_acted(self, person: UserId) -> None:
        """Remember that someone does something now."""
        self.owed[person].acts.append(self.app.clock.now())

    def moment(self, first_day: int = 0) -> datetime:
        """Return some moment from `first_day` of the week to its end."""
        return BEGIN + timedelta(minutes=self.rng.randrange(first_day * 1440, self.days * 1440))

    async def found(self) -> None:
        """Save the society, its people and its pairs as they are when the week begins."""
        database = self.app.database
        cohort = await database.write(_found)
        for start in range(0, self.many, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, self.many))
            await database.write(self._add_pairs, cohort, numbers)

    # -- people -----------------------------------------------------------------------------

    def _people(self, connection: Connection, number: int) -> tuple[UserId, UserId]:
        mentor, mentee = UserId(1_000_000 + number // MENTEES_EACH), UserId(2_000_000 + number)
        for person in (mentor, mentee):
            if person not in self.owed:
                self.owed[person] = self._welcome(connection, person)
        if number % (20 * MENTEES_EACH) == 0:
            promise = self.rng.choice(ANSWER_TIMES)
            mentor_availability.save(
                connection, MentorAvailability(GUILD, mentor, promise, room=2), BEGIN - 7 * DAY
            )
            self.open_mentors.append(mentor)
        return mentor, mentee

    def _welcome(self, connection: Connection, person: UserId) -> Owed:
        rng, zone = self.rng, self.rng.choice(ZONES)
        owed = Owed(zone, SOCIETYS_HOURS, [(BEGIN - 99 * DAY, SOCIETYS_LIMIT)], rng.random() < 0.3)
        profile = Profile(GUILD, person, zone, "resident", ("medicine",), offers=("exams",))
        profiles.save(connection, profile, BEGIN - 30 * DAY)
        values: dict[str, object] = {"dms": owed.dms}
        if rng.random() < 0.3:
            owed.quiet = rng.choice(HOURS)
            values |= {"quiet_from": owed.quiet[0], "quiet_until": owed.quiet[1]}
        if rng.random() < 0.3:
            owed.limits = [(BEGIN - 99 * DAY, rng.choice((1, 2, 3)))]
            values["weekly_limit"] = owed.limits[0][1]
        if owed.dms or len(values) > 1:
            nudge_settings.save(connection, GUILD, person, **values)
        return owed

    # -- pairs ------------------------------------------------------------------------------

    def _add_pairs(self, connection: Connection, cohort: CohortId, numbers: range) -> None:
        for number in numbers:
            mentor, mentee = self._people(connection, number)
            rng, zone = self.rng, self.owed[mentee].zone
            introduced = _introduced_at(number, rng)
            pair = pairs.add(
                connection,
                GUILD,
                cohort=cohort,
                code=f"c{number}",
                members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
                reasons=(),
                check_in_days=7 if number % 4 else 3,
                check_in_weekday=rng.randrange(7),
                check_in_time=time(rng.choice((7, 12, 18, 18, 22))),
                time_zone=zone,
                now=introduced,
            )
            pairs.record_thread(connection, GUILD, pair, ChannelId(3_000_000 + number))
            pairs.record_introduction(connection, GUILD, pair, introduced)
            _note_introduction(connection, pair, introduced)
            if number % 20 == 9:
                self._leave_unanswered(connection, pair, mentee)
            self.couples.append(Couple(number, pair, mentor, mentee))
            if not _is_young(number):
                self._arrange(connection, pairs.get(connection, GUILD, pair))
            for _ in range(rng.choice((0, 1, 1, 2, 3, 7))):
                self._promise(connection, pair, rng.choice((mentor, mentee)))

    def _leave_unanswered(self, connection: Connection, pair: PairId, owner: UserId) -> None:
        """Keep three check-ins that no one answered: the partner hears what comes next."""
        for weeks in (4, 3, 2):
            asked = BEGIN - weeks * 7 * DAY
            one = check_ins.add(connection, GUILD, pair, owner, asked.date(), asked)
            check_ins.record_asked(connection, GUILD, one, asked)
            check_ins.record_unanswered(connection, GUILD, one)

    def _arrange(self, connection: Connection, pair: Pair) -> None:
        """Save a meeting: over, in this week, or the first of a series."""
        rng = self.rng
        which = rng.choice(("over", "once", "once", "once", "series"))
        day = (BEGIN - 7 * DAY if which == "over" else self.moment()).date()
        at = time(rng.choice((0, 7, 9, 12, 17, 18, 19, 20, 21)), rng.choice((0, 30)))
        arranged = BEGIN - rng.randrange(1, 60) * DAY / 24
        if which == "series":
            taken = CivilTime(day, at, pair.time_zone, rng.choice((7, 14)))
            meeting_series.begin(connection, GUILD, pair.id, taken, arranged)
            return
        begun = meetings.add(connection, GUILD, pair.id, arranged)
        time_ = CivilTime(day, at, pair.time_zone)
        confirmed = meetings.confirm(connection, begun, time_, pair.mentor, arranged)
        if which == "over":
            meetings.record_outcome(connection, confirmed, MeetingState.HAPPENED, arranged)
        else:
            rhythm = rhythm_of(self.app)
            meeting_nudges.plan_around(connection, confirmed, pair, rhythm, arranged)

    def _promise(self, connection: Connection, pair: PairId, owner: UserId) -> None:
        """Save a commitment that is due in this week, with its two reminders."""
        zone = self.owed[owner].zone
        due = Due(self.moment().date(), time(self.rng.randrange(24)), zone)
        checked = CheckedCommitment("Read a chapter", "", "", True, due=due)
        made = commitments.add(connection, GUILD, pair, owner, checked, BEGIN - 2 * DAY)
        for which, at in ((AHEAD, made.due_at - DAY), (AT_DUE, made.due_at)):
            if at < BEGIN - 2 * DAY:
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
                now=BEGIN - 2 * DAY,
                occurrence=str(which),
            )

    # -- the calendar -----------------------------------------------------------------------

    def days_of(self, person: UserId, first: int, many: int) -> tuple[str, str, Stretch]:
        """Return two civil days as typed, and the time from the first through the last."""
        zone = ZoneInfo(self.owed[person].zone)
        day = BEGIN.date() + timedelta(days=first)
        last = day + timedelta(days=many - 1)
        begins = datetime.combine(day, time(0), zone).astimezone(UTC)
        ends = datetime.combine(last + DAY, time(0), zone).astimezone(UTC)
        return f"{day:%B} {day.day}", f"{last:%B} {last.day}", Stretch(begins, ends)

    def some(self, one_in: int, offset: int = 0) -> Iterator[Couple]:
        """Return one pair in `one_in`, counted from `offset`."""
        return (couple for couple in self.couples if couple.number % one_in == offset)


def _is_young(number: int) -> bool:
    return number % 5 == 0


def _introduced_at(number: int, rng: random.Random) -> datetime:
    """Return when a pair met: some recently, and some so that a question of a milestone is due."""
    # The 2nd and the 6th week have a question, and some are between.
    ago = rng.randrange(1, 14) if _is_young(number) else rng.choice((9, 12, 30, 37, 40, 60))
    return BEGIN - ago * DAY - timedelta(hours=rng.randrange(24))


def _note_introduction(connection: Connection, pair: PairId, at: datetime) -> None:
    outbox.plan(
        connection,
        guild=GUILD,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=at,
    )
    outbox.cancel(connection, GUILD, "pair", pair, "met before this week", at)


def _found(connection: Connection) -> CohortId:
    societies.save(
        connection,
        GUILD,
        mentoring_channel_id=1,
        moderator_channel_id=2,
        time_zone="UTC",
        set_up_at=BEGIN - 99 * DAY,
    )
    cohort = cohorts.add(
        connection,
        GUILD,
        name="Many",
        name_key="many",
        check_in_days=7,
        check_in_weekday=0,
        check_in_time=time(18),
        created_by=UserId(1),
        now=BEGIN - 99 * DAY,
    )
    cohorts.set_state(connection, GUILD, cohort.id, CohortState.RUNNING)
    return cohort.id
