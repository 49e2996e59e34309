"""When everyone in a pair is free, and for whom a time is at night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.meetings.meetings import Span
from bot.domain.meetings.suggestions import Availability, NextBest, next_best, night_in, suggest
from bot.domain.times.civil import CivilTime
from bot.services.nudges.settings import NO_ZONE
from bot.services.work import Work
from bot.storage.cohorts import enrolments, profiles
from bot.storage.meetings import meetings
from bot.storage.meetings.meetings import Meeting
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class AtNight:
    """A proposed time is at night for `person`; `local` is what their clock shows then."""

    time: CivilTime
    person: UserId
    local: CivilTime


def suggestions(work: Work, pair: Pair, instead_of: Meeting | None = None) -> tuple[CivilTime, ...]:
    """Return times that suit everyone, soonest first, in the asker's zone.

    Times already proposed for the meeting `instead_of` are left out.
    """
    taken, unavailable = _not_free(work, pair, instead_of)
    return suggest(_everyone(work, pair), work.now, taken, unavailable=unavailable)


def next_best_for(work: Work, pair: Pair, instead_of: Meeting) -> NextBest | None:
    """Return the time that suits most, apart from those proposed for `instead_of`."""
    taken, unavailable = _not_free(work, pair, instead_of)
    return next_best(_everyone(work, pair), work.now, taken, unavailable)


def _everyone(work: Work, pair: Pair) -> list[Availability]:
    users = (work.user, *pair.partners_of(work.user))
    return [availability(work.connection, pair, user) for user in users]


def _not_free(
    work: Work, pair: Pair, instead_of: Meeting | None
) -> tuple[list[datetime], tuple[Span, ...]]:
    arranged = meetings.open_of_pairs(work.connection, work.guild, [pair.id])
    taken = [meeting.starts_at for meeting in arranged if meeting.starts_at]
    if instead_of is not None:
        proposed = meetings.times_of(work.connection, instead_of)
        taken += [time.starts_at for time in proposed]
    return taken, meetings.absences_of(work.connection, pair, work.now).unavailable(work.now)


def nights(work: Work, pair: Pair, times: Sequence[CivilTime]) -> tuple[AtNight, ...]:
    """Return for whom of the others a time, or a later one of its series, is at night.

    Only of those whose time zone is known.
    """
    at_night = []
    for user in pair.partners_of(work.user):
        if nudge_settings.zone_of(work.connection, pair.guild, user) is None:
            continue
        person = availability(work.connection, pair, user)
        for time in times:
            local = night_in(time, person)
            if local is not None:
                at_night.append(AtNight(time, user, local))
    return tuple(at_night)


def availability(connection: Connection, pair: Pair, user: UserId) -> Availability:
    """Return someone's availability, from this sign-up, else from their profile."""
    zone = nudge_settings.zone_of(connection, pair.guild, user) or NO_ZONE
    for enrolment in enrolments.list_for_person(connection, pair.guild, user):
        if enrolment.cohort == pair.cohort and enrolment.answers.wishes.windows:
            return Availability(enrolment.answers.time_zone, enrolment.answers.wishes.windows)
    profile = profiles.find(connection, pair.guild, user)
    return Availability(zone, profile.wishes.windows if profile else ())
