"""People by file and by page, on either database."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.domain.cohorts.people_csv import read_people
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, UserId
from bot.domain.states import Role
from bot.services import presence
from bot.services.cohorts import cohorts, people, people_import
from bot.services.cohorts import status as cohort_status
from bot.services.cohorts.people_import import ImportPreview
from bot.services.matching import people as match_people
from bot.storage.cohorts import cohorts as stored
from bot.storage.cohorts import profiles
from tests.services.society import (
    GUILD,
    StandingClock,
    an_open_cohort,
    join,
    somebody,
    the_moderator,
)

HEADER = "user_id,role,stage,topics,capacity,time_zone,windows,avoid,communities"


async def preview(app: App, cohort: CohortId, *lines: str) -> ImportPreview:
    """Show what a file would do; ids up to 99 are in the server."""
    file = read_people("\n".join([HEADER, *lines]).encode())
    users = {
        name: UserId(int(name))
        for name in people_import.names_in(file)
        if name.isdecimal() and int(name) < 100
    }
    return await people_import.preview(app, the_moderator(), cohort, file, users)


async def test_nothing_is_kept_before_the_word_and_all_of_it_after(app: App) -> None:
    cohort = await an_open_cohort(app)
    shown = await preview(
        app,
        cohort,
        "10,mentor,resident,research,3,America/Chicago,mon 18:00-20:00,11,women",
        "11,mentee,post-bac,research,,America/Chicago,,,",
        "500,mentee,post-bac,research,,America/Chicago,,,",
    )
    assert (shown.new, shown.changed) == (2, 0)
    assert [problem.code for problem in shown.problems] == ["people_csv.not_here"]
    status = await cohort_status.get_by_name(app, the_moderator(), "Spring")
    assert (status.mentors, status.mentees) == (0, 0)
    done = await people_import.confirm(app, the_moderator(), cohort)
    assert (done.new, done.changed) == (2, 0)
    status = await cohort_status.get_by_name(app, the_moderator(), "Spring")
    assert (status.mentors, status.mentees, status.room) == (1, 1, 3)
    assert await app.database.read(profiles.avoided_by, GUILD, UserId(10)) == {11}
    with pytest.raises(DomainError, match=r"people_csv\.nothing"):
        await people_import.confirm(app, the_moderator(), cohort)


async def test_a_file_never_takes_away_what_somebody_said_in_private(app: App) -> None:
    cohort = await an_open_cohort(app)
    await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,12,women")
    await people_import.confirm(app, the_moderator(), cohort)
    await preview(app, cohort, "10,mentee,resident,research,,America/Chicago,,13,urm")
    await people_import.confirm(app, the_moderator(), cohort)
    assert await app.database.read(profiles.avoided_by, GUILD, UserId(10)) == {12, 13}
    profile = await app.database.read(profiles.find, GUILD, UserId(10))
    assert profile is not None
    assert profile.communities == ("women",)


async def test_only_moderators_import_and_the_right_is_asked_again(app: App) -> None:
    cohort = await an_open_cohort(app)
    await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,,")
    with pytest.raises(DomainError, match="not_moderator"):
        await people_import.confirm(app, somebody(1), cohort)
    with pytest.raises(DomainError, match="not_moderator"):
        await people.export(app, somebody(5), "Spring", {})


async def test_an_ended_cohort_takes_nobody(app: App) -> None:
    cohort = await an_open_cohort(app)
    await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,,")
    await cohorts.end(app, the_moderator(), "Spring")
    with pytest.raises(DomainError, match=r"cohort\.over"):
        await people_import.confirm(app, the_moderator(), cohort)


async def test_who_left_is_shown_counted_apart_and_not_present(
    app: App, clock: StandingClock
) -> None:
    cohort = await an_open_cohort(app)
    for user in range(10, 22):
        await join(app, user, cohort)
    await presence.record(app, the_moderator(), [], [UserId(11)])
    listed = await people.list_named(app, the_moderator(), "Spring")
    assert (listed.pages, listed.people, len(listed.entries)) == (2, 12, 10)
    assert [entry.user for entry in listed.entries if entry.gone] == [11]
    status = await cohort_status.get_by_name(app, the_moderator(), "Spring")
    assert (status.mentees, status.gone) == (11, 1)
    found = await app.database.read(stored.get, GUILD, cohort)
    waiting = await app.database.read(match_people.waiting, found)
    assert [one.id for one in waiting if not one.present] == ["11"]
    clock.instant += timedelta(hours=7)
    asked = await presence.unasked(app, the_moderator(), [UserId(11), UserId(12)])
    assert asked == [11, 12], "what was heard long ago is asked again"
    await presence.record(app, the_moderator(), [UserId(11)], [])
    back = await people.list_named(app, the_moderator(), "Spring")
    assert not any(entry.gone for entry in back.entries)


async def test_a_page_past_the_end_is_the_last_one(app: App) -> None:
    cohort = await an_open_cohort(app)
    await join(app, 10, cohort, Role.MENTOR)
    found = await people.list_page(app, the_moderator(), cohort, 7)
    assert (found.page, found.pages) == (0, 1)
