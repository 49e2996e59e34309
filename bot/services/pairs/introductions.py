"""Introduce a pair, or a newcomer to their circle."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import CohortId, GuildId, MatchRunId, PairId, UserId
from bot.domain.matching import Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import EnrolmentState, Role
from bot.services.pairs.pairs import new_code
from bot.services.work import Work
from bot.storage import outbox
from bot.storage.cohorts import enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.pairs import circle_decisions, pairs
from bot.storage.pairs.pairs import Member, Pair

_REASONS = 3


def introduce(
    work: Work,
    cohort: Cohort,
    mentor: UserId,
    mentees: Sequence[UserId],
    reasons: Sequence[Note] = (),
    run: MatchRunId | None = None,
) -> PairId:
    """Make one pair or circle, mark everyone as placed, and plan the introduction.

    In a cohort of circles, mentees of a mentor who has a circle join that one.
    """
    host = _enrolled(work.connection, cohort, mentor, Role.MENTOR)
    guests = [_enrolled(work.connection, cohort, mentee, Role.MENTEE) for mentee in mentees]
    circle = find_circle(work.connection, cohort, mentor)
    if circle is not None:
        for mentee in mentees:
            circle_decisions.join(work.connection, circle, mentee, work.now)
        pair = circle.id
    else:
        pair = _add(work, cohort, host, guests, reasons, run)
        plan_introduction(work.connection, cohort.guild, pair, work.now)
    for enrolment in (host, *guests):
        enrolments.set_state(work.connection, enrolment, EnrolmentState.PLACED)
        waitlist.over(work.connection, cohort.guild, enrolment.id)
    return pair


def find_circle(connection: Connection, cohort: Cohort, mentor: UserId) -> Pair | None:
    """Return the circle that mentees of this mentor join, if the cohort meets in circles."""
    if not cohort.circles:
        return None
    own = of_mentor(connection, cohort.guild, cohort.id, mentor)
    return own[0] if own else None


def of_mentor(
    connection: Connection, guild: GuildId, cohort: CohortId, mentor: UserId
) -> list[Pair]:
    """Return the pairs of a cohort that someone mentors now, oldest first."""
    every = pairs.list_for_person(connection, guild, mentor)
    return [pair for pair in every if pair.cohort == cohort and pair.mentor == mentor]


def _add(
    work: Work,
    cohort: Cohort,
    host: Enrolment,
    guests: Sequence[Enrolment],
    reasons: Sequence[Note],
    run: MatchRunId | None,
) -> PairId:
    # A pair uses the mentee's time zone; a circle has several mentees, so it uses the mentor's.
    clock = host if len(guests) > 1 else guests[0]
    return pairs.add(
        work.connection,
        cohort.guild,
        cohort=cohort.id,
        match_run=run,
        code=new_code(work.connection, cohort.guild),
        members=(
            Member(host.user, Role.MENTOR),
            *(Member(guest.user, Role.MENTEE) for guest in guests),
        ),
        reasons=tuple(note for at, note in enumerate(reasons) if note not in reasons[:at])[
            :_REASONS
        ],
        check_in_days=cohort.check_in_days,
        check_in_weekday=cohort.check_in_weekday,
        check_in_time=cohort.check_in_time,
        time_zone=clock.answers.time_zone,
        now=work.now,
    )


def _enrolled(connection: Connection, cohort: Cohort, user: UserId, role: Role) -> Enrolment:
    enrolment = enrolments.find(connection, cohort.guild, cohort.id, user, role)
    assert enrolment is not None, "only enrolled people are introduced"
    return enrolment


def plan_introduction(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, occurrence: str = ""
) -> None:
    """Plan the message that introduces a pair; another `occurrence` tries it once more."""
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
        occurrence=occurrence,
    )
