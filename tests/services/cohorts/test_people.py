"""People by file and by page, on either database."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, UserId
from bot.domain.states import CohortState, Role
from bot.services import presence
from bot.services.cohorts import cohorts, enrolments, people, people_import
from bot.services.cohorts import status as cohort_status
from bot.services.cohorts.people_import import Imported, ImportPreview
from bot.services.matching import people as match_people
from bot.services.work import Work
from bot.storage import drafts, tables
from bot.storage.cohorts import cohorts as stored
from bot.storage.cohorts import profiles
from tests.every_society import select
from tests.services.society import (
    GUILD,
    StandingClock,
    an_open_cohort,
    import_shown,
    join,
    preview_of,
    somebody,
    the_moderator,
)

HEADER = "user_id,role,stage,topics,capacity,time_zone,windows,avoid,communities"


async def preview(app: App, cohort: CohortId, *lines: str) -> ImportPreview:
    """Show what a file of our own columns would do."""
    return await preview_of(app, cohort, [HEADER, *lines])


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
    done = await import_shown(app, shown)
    assert (done.new, done.changed) == (2, 0)
    status = await cohort_status.get_by_name(app, the_moderator(), "Spring")
    assert (status.mentors, status.mentees, status.room) == (1, 1, 3)
    assert await app.database.read(profiles.avoided_by, GUILD, UserId(10)) == {11}
    with pytest.raises(DomainError, match=r"people_csv\.nothing"):
        await import_shown(app, shown)


async def test_a_file_never_takes_away_what_somebody_said_in_private(app: App) -> None:
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,12,women")
    await import_shown(app, shown)
    shown = await preview(app, cohort, "10,mentee,resident,research,,America/Chicago,,13,urm")
    await import_shown(app, shown)
    assert await app.database.read(profiles.avoided_by, GUILD, UserId(10)) == {12, 13}
    profile = await app.database.read(profiles.find, GUILD, UserId(10))
    assert profile is not None
    assert profile.communities == ("women",)


async def test_the_result_counts_what_the_preview_counted(app: App) -> None:
    cohort = await an_open_cohort(app)
    lines = [
        "10,mentor,resident,research,3,America/Chicago,,11,women",
        "11,both,post-bac,research,2,America/Chicago,,,",
    ]
    await import_shown(app, await preview(app, cohort, *lines))
    lines[1] = "11,mentee,post-bac,research,,America/Chicago,,,"
    shown = await preview(app, cohort, *lines, "12,mentee,nurse,,,,,,", "13,mentee,nurse,,,,,,")
    assert (shown.new, shown.changed, shown.unchanged) == (2, 0, 2)
    imported = await import_shown(app, shown)
    assert (imported.new, imported.changed, imported.unchanged) == (2, 0, 2)
    shown = await preview(app, cohort, "12,mentee,resident,,,,,,", "13,mentee,nurse,,,,,,")
    assert (shown.new, shown.changed, shown.unchanged) == (0, 1, 1)
    await import_shown(app, shown)
    shown = await preview(app, cohort, "12,mentee,resident,,,,,,")
    assert (shown.people, shown.unchanged) == (0, 1)


async def test_an_older_preview_never_imports_a_newer_file(app: App) -> None:
    cohort = await an_open_cohort(app)
    older = await preview(app, cohort, "10,mentee,nurse,,,,,,")
    newer = await preview(app, cohort, "11,mentee,nurse,,,,,,")
    with pytest.raises(DomainError, match=r"people_csv\.newer"):
        await import_shown(app, older)
    await people_import.cancel(app, the_moderator(), cohort, older.opened.number)
    imported = await import_shown(app, newer)
    assert imported.new == 1
    listed = await people.list_named(app, the_moderator(), "Spring")
    assert [entry.user for entry in listed.entries] == [11]


async def test_an_import_is_saved_in_batches_and_goes_on_after_an_interruption(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_import, "BATCH", 2)
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, *(f"{user},mentee,nurse,,,,,," for user in range(10, 15)))
    save = people_import._save_people
    batches: list[object] = []

    def interrupted(*args: Any) -> Imported:
        if len(batches) == 2:
            raise OSError("the power went out")
        batches.append(args)
        return save(*args)

    with monkeypatch.context() as patch:
        patch.setattr(people_import, "_save_people", interrupted)
        with pytest.raises(OSError, match="power"):
            await import_shown(app, shown)
    listed = await people.list_named(app, the_moderator(), "Spring")
    assert listed.people == 4
    imported = await import_shown(app, shown)
    assert imported.new == 5, "what was saved before is counted"
    listed = await people.list_named(app, the_moderator(), "Spring")
    assert listed.people == 5
    with pytest.raises(DomainError, match=r"people_csv\.nothing"):
        await import_shown(app, shown)


async def test_an_import_that_the_cohort_s_end_stops_says_how_many_are_saved(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_import, "BATCH", 2)
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, *(f"{user},mentee,nurse,,,,,," for user in range(10, 15)))
    save = people_import._save_people

    def ending(work: Work, *args: Any) -> Imported:
        imported = save(work, *args)
        stored.set_state(work.connection, GUILD, cohort, CohortState.ENDED)
        return imported

    monkeypatch.setattr(people_import, "_save_people", ending)
    with pytest.raises(DomainError, match=r"people_csv\.stopped") as refusal:
        await import_shown(app, shown)
    assert (refusal.value.facts["saved"], refusal.value.facts["people"]) == (2, 5)


async def test_only_those_who_are_new_are_asked_to_confirm_and_once(app: App) -> None:
    cohort = await an_open_cohort(app)
    await join(app, 10, cohort)
    lines = ["10,mentee,resident,,,,,,", "11,both,nurse,,,,,,"]
    imported = await import_shown(app, await preview(app, cohort, *lines), tell=True)
    assert (imported.new, imported.changed, imported.told) == (1, 1, True)
    await import_shown(app, await preview(app, cohort, "12,mentee,nurse,,,,,,"))

    def told(connection: Connection) -> list[int | None]:
        wanted = select(tables.outbox.c.recipient_id).where(tables.outbox.c.kind == "imported")
        return list(connection.execute(wanted).scalars())

    assert await app.database.read(told) == [11]
    unconfirmed = await unconfirmed_in(app)
    assert unconfirmed == [11]
    await enrolments.confirm(app, somebody(11), cohort)
    assert await unconfirmed_in(app) == []
    with pytest.raises(DomainError, match=r"enrolment\.unknown"):
        await enrolments.confirm(app, somebody(13), cohort)


async def unconfirmed_in(app: App) -> list[int]:
    """Return who was asked to confirm and has not."""
    listed = await people.list_named(app, the_moderator(), "Spring")
    return [
        entry.user
        for entry in listed.entries
        if any(place.answers.wishes.unconfirmed for place in entry.places)
    ]


async def test_who_signs_up_after_a_file_did_has_confirmed(app: App) -> None:
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, "11,mentee,nurse,,,,,,")
    await import_shown(app, shown, tell=True)
    await join(app, 11, cohort)
    assert await unconfirmed_in(app) == []


async def test_more_people_than_the_cohort_s_limit_are_said(app: App) -> None:
    cohort = await an_open_cohort(app, most_mentees=1)
    await join(app, 10, cohort)
    shown = await preview(app, cohort, "10,mentee,resident,,,,,,", "11,mentor,nurse,,,,,,")
    assert shown.over == ()
    shown = await preview(app, cohort, "10,mentee,resident,,,,,,", "11,mentee,nurse,,,,,,")
    assert [(over.role, over.people, over.most) for over in shown.over] == [(Role.MENTEE, 2, 1)]


async def test_a_preview_of_an_earlier_version_is_over(app: App) -> None:
    cohort = await an_open_cohort(app)
    content = [{"person": {}, "goals": ""}]
    moderator = the_moderator()
    await app.database.write(
        drafts.save, GUILD, moderator.user, f"import:{cohort}", content, app.clock.now()
    )
    with pytest.raises(DomainError, match=r"people_csv\.nothing"):
        await people_import.confirm(app, moderator, cohort, 0)


async def test_only_moderators_import_and_the_right_is_asked_again(app: App) -> None:
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,,")
    with pytest.raises(DomainError, match="not_moderator"):
        await people_import.confirm(app, somebody(1), cohort, shown.opened.number)
    with pytest.raises(DomainError, match="not_moderator"):
        await people.export(app, somebody(5), "Spring", {})


async def test_an_ended_cohort_takes_nobody(app: App) -> None:
    cohort = await an_open_cohort(app)
    shown = await preview(app, cohort, "10,mentee,post-bac,research,,America/Chicago,,,")
    asked = await cohorts.ask_to_end(app, the_moderator(), "Spring")
    await cohorts.end(app, the_moderator(), asked.act.id)
    with pytest.raises(DomainError, match=r"cohort\.ended"):
        await import_shown(app, shown)


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
    waiting = await app.database.read(match_people.waiting, found, found.created_at)
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
