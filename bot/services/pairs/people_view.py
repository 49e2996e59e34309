"""Everybody whom one person mentors or is mentored by, each with a place and a next date."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import UserId
from bot.domain.states import Role
from bot.services.actor import Actor
from bot.services.pairs.standing import next_check_in
from bot.storage.cohorts import enrolments
from bot.storage.meetings import meetings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Companions:
    """One pair of somebody's: with whom, which kinds of mentoring, and what comes next."""

    pair: Pair
    people: tuple[UserId, ...]
    kinds: tuple[str, ...]
    meeting_at: datetime | None
    check_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleView:
    """One person's place in the chain: who mentors them, and whom they mentor."""

    mentors: tuple[Companions, ...]
    mentees: tuple[Companions, ...]


async def of_person(app: App, actor: Actor) -> PeopleView:
    """Return the asker's own mentors and mentees, by pair, oldest first."""
    return await app.database.read(_of_person, actor, app.clock.now())


def _of_person(connection: Connection, actor: Actor, now: datetime) -> PeopleView:
    theirs = pairs.of_person(connection, actor.guild, actor.user)
    found = [_companions(connection, actor, pair, now) for pair in theirs]
    return PeopleView(
        mentors=tuple(one for one in found if one.pair.mentor != actor.user),
        mentees=tuple(one for one in found if one.pair.mentor == actor.user),
    )


def _companions(connection: Connection, actor: Actor, pair: Pair, now: datetime) -> Companions:
    coming = meetings.open_of_pairs(connection, pair.guild, [pair.id])
    starts = [one.starts_at for one in coming if one.starts_at and one.starts_at > now]
    is_mentor = pair.mentor == actor.user
    return Companions(
        pair=pair,
        people=pair.mentees if is_mentor else (pair.mentor,),
        kinds=_kinds(connection, actor, pair),
        meeting_at=min(starts, default=None),
        check_in_at=next_check_in(pair, now),
    )


def _kinds(connection: Connection, actor: Actor, pair: Pair) -> tuple[str, ...]:
    """Return the kinds of mentoring that are both offered and wanted, or else what the asker said.

    What the other alone said stays with them, as it does in the introduction's reasons.
    """
    offered = _said(connection, pair, pair.mentor, Role.MENTOR)
    wanted = {user: _said(connection, pair, user, Role.MENTEE) for user in pair.mentees}
    if actor.user == pair.mentor:
        everybodys = {kind for kinds in wanted.values() for kind in kinds}
        return tuple(kind for kind in offered if kind in everybodys) or offered
    own = wanted[actor.user]
    return tuple(kind for kind in offered if kind in own) or own


def _said(connection: Connection, pair: Pair, user: UserId, role: Role) -> tuple[str, ...]:
    """Return what somebody said in their sign-up; a pair without a cohort has none."""
    if pair.cohort is None:
        return ()
    found = enrolments.find(connection, pair.guild, pair.cohort, user, role)
    return found.answers.wishes.roles if found else ()
