"""A cohort of a thousand people, most of them in pairs that meet, kept through storage."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import Answers
from bot.domain.ids import ChannelId, CohortId, GuildId, UserId
from bot.domain.states import EnrolmentState, Role
from bot.domain.times.civil import CivilTime
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.meetings import meetings
from bot.storage.nudges import pings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member

NAME = "Large"
PEOPLE = 1_000
WAITING = 100
ZONE = "America/Chicago"


def fill(connection: Connection, guild: GuildId, users: Sequence[UserId], now: datetime) -> None:
    """Save a cohort of these people: a tenth of them waits, and the others are in pairs."""
    cohort = cohorts.add(
        connection,
        guild,
        name=NAME,
        name_key=NAME.lower(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        created_by=users[0],
        now=now,
    )
    matched = users[WAITING:]
    half = len(matched) // 2
    for user in users[:WAITING]:
        _enrol(connection, guild, cohort.id, user, Role.MENTEE, now)
        pings.record_act(connection, guild, user, now)
    for mentor, mentee in zip(matched[:half], matched[half:], strict=True):
        _pair(connection, guild, cohort.id, mentor, mentee, now)


def _enrol(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    user: UserId,
    role: Role,
    now: datetime,
) -> None:
    stage = "resident" if role is Role.MENTOR else "post-bac"
    answers = Answers(stage, ("medicine",), ("research",), int(role is Role.MENTOR), ZONE, "")
    enrolments.apply(connection, guild, cohort, user, role, answers, now)


def _pair(
    connection: Connection,
    guild: GuildId,
    cohort: CohortId,
    mentor: UserId,
    mentee: UserId,
    now: datetime,
) -> None:
    members = (Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE))
    pair = pairs.add(
        connection,
        guild,
        cohort=cohort,
        code=f"L{mentor % 10**6}",
        members=members,
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone=ZONE,
        now=now,
    )
    pairs.record_thread(connection, guild, pair, ChannelId(pair))
    pairs.record_introduction(connection, guild, pair, now)
    meeting = meetings.add(connection, guild, pair, now)
    later = now + timedelta(days=9)
    at = CivilTime(later.date(), time(12), ZONE)
    meetings.confirm(connection, meeting, at, None, now)
    for member in members:
        _enrol(connection, guild, cohort, member.user, member.role, now)
        place = enrolments.find(connection, guild, cohort, member.user, member.role)
        assert place is not None, "they signed up a line ago"
        enrolments.set_state(connection, place, EnrolmentState.PLACED)
        pings.record_act(connection, guild, member.user, now)
