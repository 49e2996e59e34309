"""Sign-up, on either database: nothing half done, nothing typed twice."""

import asyncio

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.states import EnrolmentState, Role
from bot.services.cohorts import cohorts, enrolments, profiles, sign_up
from bot.services.moderation.acts import ToConfirm
from bot.storage import drafts
from bot.storage.database import Database
from bot.storage.tables import enrolments as rows
from tests.every_society import select
from tests.services.society import (
    GUILD,
    an_open_cohort,
    choose,
    join,
    somebody,
    the_moderator,
    typed,
)


async def kept(database: Database) -> int:
    """Count the sign-ups."""

    def count(connection: Connection) -> int:
        return len(connection.execute(select(rows.c.id)).all())

    return await database.read(count)


async def test_a_sign_up_is_kept_with_everything_that_was_said(app: App) -> None:
    cohort = await an_open_cohort(app)
    done = await join(app, 7, cohort, goals="A day in a clinic", windows="mon 6pm-8pm", hours="4")
    answers = done.enrolment.answers
    assert answers.time_zone == "America/Chicago"
    assert answers.goals == "A day in a clinic"
    assert [str(window) for window in answers.wishes.windows] == ["mon 18:00-20:00"]
    assert answers.wishes.hours == 4
    assert not done.changed
    again = await join(app, 7, cohort)
    assert again.changed
    assert await kept(app.database) == 1


async def test_a_refused_form_keeps_the_words_and_no_sign_up(app: App) -> None:
    cohort = await an_open_cohort(app)
    await choose(app, 7, cohort)
    words = typed(goals="Long and careful", time_zone="Narnia")
    with pytest.raises(DomainError, match=r"time_zone\.unknown"):
        await sign_up.finish(app, somebody(7), cohort, Role.MENTEE, words)
    assert await kept(app.database) == 0
    begun = await sign_up.begin(app, somebody(7), cohort, Role.MENTEE)
    assert (begun.typed.goals, begun.typed.time_zone) == ("Long and careful", "Narnia")
    assert begun.typed.topics == ("research",)


async def test_a_cohort_closed_while_somebody_writes_keeps_their_words(app: App) -> None:
    cohort = await an_open_cohort(app)
    await choose(app, 7, cohort)
    asked = await cohorts.close(app, the_moderator(), "Spring")
    assert isinstance(asked, ToConfirm)
    await cohorts.close_shown(app, the_moderator(), asked.act.id)
    with pytest.raises(DomainError, match=r"cohort\.not_enrolling"):
        await sign_up.finish(app, somebody(7), cohort, Role.MENTEE, typed(goals="Long"))
    assert await kept(app.database) == 0
    await cohorts.open_(app, the_moderator(), "Spring")
    begun = await sign_up.begin(app, somebody(7), cohort, Role.MENTEE)
    assert begun.typed.goals == "Long"


async def test_the_same_submission_twice_has_one_effect(app: App) -> None:
    cohort = await an_open_cohort(app)
    await choose(app, 7, cohort)
    once = somebody(7)
    await sign_up.finish(app, once, cohort, Role.MENTEE, typed())
    with pytest.raises(DomainError, match=r"interaction\.repeated"):
        await sign_up.finish(app, once, cohort, Role.MENTEE, typed())
    assert await kept(app.database) == 1
    draft = await app.database.read(drafts.find, GUILD, once.user, "sign-up:1:mentee")
    assert draft is None


async def test_somebody_under_age_leaves_nothing_behind(app: App) -> None:
    cohort = await an_open_cohort(app)
    with pytest.raises(DomainError, match="under_age"):
        await sign_up.confirm_age(app, somebody(7), cohort, Role.MENTEE, None)
    with pytest.raises(DomainError, match="under_age"):
        await sign_up.finish(app, somebody(7), cohort, Role.MENTEE, typed(goals="Anyway"))
    draft = await app.database.read(drafts.find, GUILD, somebody(7).user, "sign-up:1:mentee")
    assert draft is None
    assert await kept(app.database) == 0


@pytest.mark.parametrize(("part", "value"), [("stage", "any"), ("topics", "x"), ("formats", "fax")])
async def test_a_forged_choice_is_refused(app: App, part: str, value: str) -> None:
    cohort = await an_open_cohort(app)
    await choose(app, 7, cohort)
    await sign_up.choose(app, somebody(7), cohort, Role.MENTEE, part, [value])
    with pytest.raises(DomainError, match="unknown_choice"):
        await sign_up.write(app, somebody(7), cohort, Role.MENTEE)


async def test_many_people_at_once_all_get_in_and_a_limit_holds(app: App) -> None:
    cohort = await an_open_cohort(app, most_mentees=5)
    people = range(10, 18)
    for user in people:
        await choose(app, user, cohort)
    outcomes = await asyncio.gather(
        *(sign_up.finish(app, somebody(user), cohort, Role.MENTEE, typed()) for user in people),
        return_exceptions=True,
    )
    refused = [one for one in outcomes if isinstance(one, BaseException)]
    assert await kept(app.database) == 5
    assert {getattr(one, "code", one) for one in refused} == {"cohort.full"}


async def test_a_place_that_is_given_up_is_free_again(app: App) -> None:
    cohort = await an_open_cohort(app, most_mentees=1)
    await join(app, 7, cohort)
    with pytest.raises(DomainError, match=r"cohort\.full"):
        await join(app, 8, cohort)
    left = await enrolments.leave(app, somebody(7), cohort)
    assert left.roles == (Role.MENTEE,)
    assert (await join(app, 8, cohort)).enrolment.state is EnrolmentState.APPLIED


@pytest.mark.parametrize("capacity", [-1, 11])
async def test_capacity_has_its_limits(app: App, capacity: int) -> None:
    cohort = await an_open_cohort(app)
    await join(app, 7, cohort, Role.MENTOR)
    with pytest.raises(DomainError, match=r"enrolment\.capacity"):
        await enrolments.set_capacity(app, somebody(7), cohort, capacity)
    done = await enrolments.set_capacity(app, somebody(7), cohort, 0)
    assert done.enrolment.answers.capacity == 0


async def test_a_second_sign_up_starts_from_the_profile(app: App) -> None:
    spring = await an_open_cohort(app)
    await join(app, 7, spring, goals="My way", windows="fri 18:00-20:00")
    summer = await an_open_cohort(app, "Summer")
    begun = await sign_up.begin(app, somebody(7), summer, Role.MENTEE)
    assert begun.typed.adult
    assert begun.typed.goals == "My way"
    assert begun.typed.windows == "fri 18:00-20:00"
    assert begun.typed.topics == ("research",)


async def test_private_wishes_are_ones_own_and_taken_back_at_once(app: App) -> None:
    await an_open_cohort(app)
    me, other = somebody(7), somebody(8).user
    await profiles.set_communities(app, somebody(7), ["first-gen"])
    await profiles.set_sharing(app, somebody(7), wanted=True)
    await profiles.set_avoided(app, somebody(7), [other, me.user])
    mine = await profiles.private(app, me)
    assert (mine.communities, mine.share_communities, mine.avoided) == (
        ("first-gen",),
        True,
        (other,),
    )
    theirs = await profiles.private(app, somebody(8))
    assert (theirs.communities, theirs.avoided) == ((), ())
    after = await profiles.set_communities(app, somebody(7), [])
    assert not after.share_communities
    assert (await profiles.set_avoided(app, somebody(7), [])).avoided == ()


@pytest.mark.parametrize("part", ["adult", "time_zone", "no such part"])
async def test_a_menu_changes_nothing_but_what_menus_ask(app: App, part: str) -> None:
    cohort = await an_open_cohort(app)

    with pytest.raises(DomainError) as refused:
        await sign_up.choose(app, somebody(11), cohort, Role.MENTEE, part, ["yes"])

    assert refused.value.code == "enrolment.unknown_choice"
