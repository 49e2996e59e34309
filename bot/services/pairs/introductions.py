"""Introduce a pair, or a newcomer to their circle."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import CohortId, GuildId, MatchRunId, PairId, UserId
from bot.domain.matching import MatchedPair, Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import EndReason, EnrolmentState, Role
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.pairs import new_code
from bot.services.work import Work
from bot.storage import outbox
from bot.storage.cohorts import enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.pairs import circle_decisions, pairs
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs.pairs import Member, Pair
from bot.storage.youth import together

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

    In a cohort of circles, mentees of a mentor who has a circle join that one. A pair of the same
    people whose approval was undone goes on in its thread.
    """
    host = _enrolled(work.connection, cohort, mentor, Role.MENTOR)
    guests = [_enrolled(work.connection, cohort, mentee, Role.MENTEE) for mentee in mentees]
    circle = find_circle(work.connection, cohort, mentor, *mentees)
    if circle is not None:
        for mentee in mentees:
            circle_decisions.join(work.connection, circle, mentee, work.now)
        pair = circle.id
    elif again := find_undone(work.connection, cohort, mentor, mentees):
        pair = again.id
        pairs.set_match(work.connection, cohort.guild, pair, run, _first_of(reasons))
        pair_endings.restore(work.connection, again, None, rhythm_of(work.app), work.now)
    else:
        pair = _add(work, cohort, host, guests, reasons, run)
        plan_introduction(work.connection, cohort.guild, pair, work.now)
    for enrolment in (host, *guests):
        enrolments.set_state(work.connection, enrolment, EnrolmentState.PLACED)
        waitlist.over(work.connection, cohort.guild, enrolment.id)
    return pair


def find_circle(
    connection: Connection, cohort: Cohort, mentor: UserId, *mentees: UserId
) -> Pair | None:
    """Return the circle that these mentees join, if the cohort meets in circles.

    No one joins a circle with someone whom they avoid: they get one of their own with the mentor.
    """
    if not cohort.circles:
        return None
    for circle in of_mentor(connection, cohort.guild, cohort.id, mentor):
        if not any(
            profiles.are_apart(connection, cohort.guild, mentee, *circle.mentees)
            for mentee in mentees
        ):
            return circle
    return None


def in_circles(
    connection: Connection, cohort: Cohort, chosen: Iterable[MatchedPair]
) -> list[list[MatchedPair]]:
    """Return who shares a thread: each pair alone, or the mentees of one mentor together.

    A mentee whom someone of a mentor's circle avoids, or who avoids them, gets another one.
    """
    if not cohort.circles:
        return [[pair] for pair in chosen]
    by_mentor: dict[str, list[tuple[Pair | None, list[MatchedPair]]]] = defaultdict(list)
    for pair in chosen:
        mentee = UserId(int(pair.mentee))
        known = find_circle(connection, cohort, UserId(int(pair.mentor)), mentee)
        for joined, circle in by_mentor[pair.mentor]:
            others = [UserId(int(each.mentee)) for each in circle]
            apart = profiles.are_apart(connection, cohort.guild, mentee, *others)
            if joined == known and not apart:
                circle.append(pair)
                break
        else:
            by_mentor[pair.mentor].append((known, [pair]))
    return [circle for circles in by_mentor.values() for _, circle in circles]


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
    together.require(
        work.connection, cohort.guild, [host.user, *(guest.user for guest in guests)], work.now
    )
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
        reasons=_first_of(reasons),
        check_in_days=cohort.check_in_days,
        check_in_weekday=cohort.check_in_weekday,
        check_in_time=cohort.check_in_time,
        time_zone=clock.answers.time_zone,
        now=work.now,
    )


def _first_of(reasons: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(note for at, note in enumerate(reasons) if note not in reasons[:at])[:_REASONS]


def find_undone(
    connection: Connection, cohort: Cohort, mentor: UserId, mentees: Sequence[UserId]
) -> Pair | None:
    """Return the latest pair of just these people that was introduced and undone, or None."""
    people = {mentor, *mentees}
    for pair in pairs.list_ended_of_person(connection, cohort.guild, mentor):
        is_same = pair.cohort == cohort.id and pair.mentor == mentor
        if is_same and {member.user for member in pair.members} == people:
            return pair if pair.end_reason is EndReason.UNDONE else None
    return None


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
