"""Chains of mentoring, on both databases: several mentors for one, and mentors who are mentees."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.cohorts.enrolments import Answers, Preferences
from bot.domain.ids import CohortId, PairId, UserId
from bot.domain.states import Role
from bot.services.pairs import pairs, people_view
from bot.storage.cohorts import enrolments, profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.tables import pairs as pair_rows
from tests.delivery.society import GUILD, MENTEE, MENTOR, an_introduced_pair
from tests.every_society import update
from tests.services.rounds import Round

PHYSICIAN, FIRST_YEAR = UserId(3), UserId(4)


def sign_up(
    connection: Connection,
    cohort: CohortId,
    user: UserId,
    role: Role,
    now: datetime,
    *kinds: str,
) -> None:
    """Sign someone up who said which kinds of mentoring they mean."""
    answers = Answers(
        "resident", ("medicine",), ("research",), 2, "UTC", "", Preferences(roles=tuple(kinds))
    )
    enrolments.apply(connection, GUILD, cohort, user, role, answers, now)


async def a_chain(round_: Round) -> list[PairId]:
    """Pair one mentee with two mentors, and with a mentee of their own."""
    now = round_.clock.now()

    def keep(connection: Connection) -> list[PairId]:
        cohort = round_.cohort
        sign_up(connection, cohort, MENTOR, Role.MENTOR, now, "clinical", "career")
        sign_up(connection, cohort, MENTEE, Role.MENTEE, now, "clinical", "research")
        sign_up(connection, cohort, PHYSICIAN, Role.MENTOR, now, "research")
        return [
            an_introduced_pair(connection, cohort, "quartz", now=now),
            an_introduced_pair(connection, cohort, "opal", mentor=PHYSICIAN, thread=301, now=now),
            an_introduced_pair(
                connection, cohort, "jade", mentor=MENTEE, mentee=FIRST_YEAR, thread=302, now=now
            ),
        ]

    return await round_.app.database.write(keep)


async def test_one_sees_mentors_by_kind_and_ones_own_mentees(round_: Round) -> None:
    await a_chain(round_)
    found = await people_view.people_view(round_.app, round_.person(MENTEE))
    assert [(one.people, one.kinds) for one in found.mentors] == [
        ((MENTOR,), ("clinical",)),
        ((PHYSICIAN,), ("research",)),
    ]
    assert [(one.people, one.pair.thread) for one in found.mentees] == [((FIRST_YEAR,), 302)]
    now = round_.clock.now()
    assert all(
        one.check_in_at is not None and one.check_in_at > now
        for one in (*found.mentors, *found.mentees)
    )


async def test_nobody_reads_what_the_other_alone_said(round_: Round) -> None:
    now = round_.clock.now()

    def keep(connection: Connection) -> None:
        cohort = round_.cohort
        sign_up(connection, cohort, MENTOR, Role.MENTOR, now, "career")
        sign_up(connection, cohort, MENTEE, Role.MENTEE, now, "wellbeing")
        an_introduced_pair(connection, cohort, "quartz", now=now)
        # Without a cohort there is a profile, which is its person's alone.
        for user in (MENTOR, MENTEE):
            wishes = Preferences(roles=("research",))
            profiles.save(connection, Profile(GUILD, user, wishes=wishes), now)
        free = an_introduced_pair(connection, cohort, "opal", thread=301, now=now)
        connection.execute(update(pair_rows).where(pair_rows.c.id == free).values(cohort_id=None))

    await round_.app.database.write(keep)
    for user, own in ((MENTOR, "career"), (MENTEE, "wellbeing")):
        found = await people_view.people_view(round_.app, round_.person(user))
        seen = [one.kinds for one in (*found.mentors, *found.mentees)]
        assert seen == [(own,), ()]


async def test_others_people_and_ended_pairs_are_not_in_it(round_: Round) -> None:
    first, *_ = await a_chain(round_)
    seen = await people_view.people_view(round_.app, round_.person(FIRST_YEAR))
    assert [one.people for one in seen.mentors] == [(MENTEE,)]
    assert seen.mentees == ()
    await pairs.end(round_.app, round_.person(MENTOR), first, pairs.WhoEnds.PAIR)
    found = await people_view.people_view(round_.app, round_.person(MENTEE))
    assert [one.people for one in found.mentors] == [(PHYSICIAN,)]
