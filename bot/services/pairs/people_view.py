"""Everyone whom one person mentors or is mentored by, each with a place and a next date."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.states import Role
from bot.services.pairs.next_check_in import next_check_in
from bot.services.work import Work, reads
from bot.storage.cohorts import enrolments
from bot.storage.meetings import meetings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Companions:
    """One of a person's pairs: with whom, which kinds of mentoring, and what comes next."""

    pair: Pair
    people: tuple[UserId, ...]
    kinds: tuple[str, ...]
    meeting_at: datetime | None
    check_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleView:
    """One person's mentors and mentees."""

    mentors: tuple[Companions, ...]
    mentees: tuple[Companions, ...]


@reads
def people_view(work: Work) -> PeopleView:
    """Return the asker's own mentors and mentees, by pair, oldest first."""
    own = pairs.list_for_person(work.connection, work.guild, work.user)
    companions = [_companions(work, pair) for pair in own]
    return PeopleView(
        mentors=tuple(
            companions for companions in companions if companions.pair.mentor != work.user
        ),
        mentees=tuple(
            companions for companions in companions if companions.pair.mentor == work.user
        ),
    )


def _companions(work: Work, pair: Pair) -> Companions:
    coming = meetings.open_of_pairs(work.connection, pair.guild, [pair.id])
    starts = [
        meeting.starts_at
        for meeting in coming
        if meeting.starts_at and meeting.starts_at > work.now
    ]
    is_mentor = pair.mentor == work.user
    return Companions(
        pair=pair,
        people=pair.mentees if is_mentor else (pair.mentor,),
        kinds=_kinds(work, pair),
        meeting_at=min(starts, default=None),
        check_in_at=next_check_in(work.connection, pair, work.now)[0],
    )


def _kinds(work: Work, pair: Pair) -> tuple[str, ...]:
    """Return the kinds of mentoring that are both offered and wanted, or else what the asker said.

    What only the other person said stays private, as it does in the introduction's reasons.
    """
    offered = _said(work.connection, pair, pair.mentor, Role.MENTOR)
    wanted = {user: _said(work.connection, pair, user, Role.MENTEE) for user in pair.mentees}
    if work.user == pair.mentor:
        everybodys = {kind for kinds in wanted.values() for kind in kinds}
        return tuple(kind for kind in offered if kind in everybodys) or offered
    own = wanted[work.user]
    return tuple(kind for kind in offered if kind in own) or own


def _said(connection: Connection, pair: Pair, user: UserId, role: Role) -> tuple[str, ...]:
    """Return someone's answers in their sign-up; a pair without a cohort has none."""
    if pair.cohort is None:
        return ()
    enrolment = enrolments.find(connection, pair.guild, pair.cohort, user, role)
    return enrolment.answers.wishes.roles if enrolment else ()
