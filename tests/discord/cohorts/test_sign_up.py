"""Signing up through the panel: step by step, kept at every step, never typed twice."""

from pathlib import Path

from sqlalchemy import Connection

from bot.domain.ids import CohortId, GuildId, UserId
from bot.domain.states import Role
from bot.messages.errors import CORRECT
from bot.services.matching import people as match_people
from bot.storage import drafts
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.enrolments import Enrolment
from sandbox import Discord, Person
from tests.discord.conftest import Society, a_bot
from tests.discord.people import a_pair, choose, open_cohort, open_form, sign_up, words

TIMES = "Weekly availability"


async def enrolment_of(
    society: Society, person: Person, role: Role = Role.MENTEE
) -> Enrolment | None:
    """Return what is kept of someone's sign-up for the first cohort."""
    key = (GuildId(society.guild.id), CohortId(1), UserId(person.id), role)
    return await society.running.app.database.read(enrolments.find, *key)


async def test_age_is_asked_before_anything_else_and_only_once(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    first = await ana.click(await society.panel(), "I want a mentor")
    assert "18 or older?" in first.text
    assert first.ephemeral
    await ana.click(first, "Yes, 18 or older")
    again = await ana.click(await society.panel(), "I want a mentor")
    assert "Step 1 of 2" in again.text


async def test_a_sign_up_is_taken_up_where_it_was_left(discord: Discord, tmp_path: Path) -> None:
    guild = discord.guild("A Society")
    mentoring, ana = guild.text("mentoring"), guild.person("Ana")
    mo = guild.person("Mo", allow=1 << 5)
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        await mo.slash("setup", mentoring_channel=mentoring, time_zone="Chicago")
        await open_cohort(society)
        await choose(society, ana, topics=["shadowing", "research"])
    async with a_bot(discord, tmp_path) as running:
        society = Society(discord, guild, mentoring, mentoring, mo, running)
        step = await ana.click(await society.panel(), "I want a mentor")
        form = await ana.click(step, custom_id="pc1:join:words:")
        assert form.modal is not None
        assert len(form.modal.fields) == 5
        done = await ana.submit(form, words())
        assert "You’re signed up for Spring" in done.text
        kept = await enrolment_of(society, ana)
    assert kept is not None
    assert set(kept.answers.topics) == {"shadowing", "research"}


async def test_the_form_waits_until_the_menus_are_chosen(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    asked = await ana.click(await society.panel(), "I want a mentor")
    step = await ana.click(asked, "Yes, 18 or older")
    await ana.select(step, "pc1:join:stage", ["post-bac"])
    answer = await ana.click(step, custom_id="pc1:join:words:")
    assert "Fields, Topics" in answer.text


async def test_everything_that_was_said_reaches_matching(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    done = await sign_up(
        society,
        ana,
        formats=["video", "in-person"],
        goals="To learn how a day in a clinic goes",
        windows="mon 18:00-20:30, sat 10am-12pm",
        hours="3",
        place="il",
    )
    await ana.select(done, "pc1:join:roles", ["clinical", "career"])
    await ana.select(done, "pc1:join:distance", ["near"])
    noted = await ana.select(done, "pc1:join:field", ["welcome"])
    assert "Saved" in noted.text

    def look(connection: Connection) -> dict[str, object]:
        cohort = cohorts.get(connection, GuildId(society.guild.id), CohortId(1))
        return match_people.waiting(connection, cohort, cohort.created_at)[0].to_json()

    person = await society.running.app.database.read(look)
    expected = {
        "formats": ["in-person", "video"],
        "windows": "mon 18:00-20:30;sat 10:00-12:00",
        "hours": 3.0,
        "state": "IL",
        "roles_wanted": ["career", "clinical"],
        "near_peer": True,
        "out_of_field": True,
        "time_zone": "America/Chicago",
        "present": True,
    }
    assert {name: person[name] for name in expected} == expected
    kept = await enrolment_of(society, ana)
    assert kept is not None
    assert kept.answers.goals == "To learn how a day in a clinic goes"


async def test_a_refused_form_opens_again_with_what_was_typed(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    form = await open_form(society, ana)
    typed = words(goals="A long and careful text", windows="mon 20:00-18:00")
    refused = await ana.submit(form, typed)
    assert "switched" in refused.text
    assert await enrolment_of(society, ana) is None
    again = await ana.click(refused, CORRECT)
    assert again.modal is not None
    values = {field.label: field.value for field in again.modal.fields}
    assert "A long and careful text" in values.values()
    assert values[TIMES] == "mon 20:00-18:00"
    done = await ana.submit(again, {TIMES: "mon 18:00-20:00"})
    assert "You’re signed up for Spring" in done.text
    kept = await enrolment_of(society, ana)
    assert kept is not None
    assert kept.answers.goals == "A long and careful text"


async def test_each_mistake_in_the_form_is_named(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    for typed, says in (
        ({"windows": "whenever"}, "Mon 6–8:30 PM"),
        ({"windows": "mon 18:00-18:00"}, "starts and ends at the same time"),
        ({"hours": "lots"}, "number of hours"),
        ({"place": "Illinois"}, "two-letter"),
        ({"time_zone": "Middle Earth"}, "couldn’t find the time zone"),
    ):
        blank = {"windows": "", "hours": "", "place": ""}
        answer = await ana.submit(await open_form(society, ana), words(**(blank | typed)))
        assert says in answer.text, typed
    assert await enrolment_of(society, ana) is None


async def test_one_person_is_mentor_and_mentee_in_several_cohorts(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await sign_up(society, ana, topics=["research"])
    await sign_up(society, ana, "I can mentor", topics=["study-skills"])
    await society.mo.slash("cohort create", name="Summer")
    await society.mo.slash("cohort open", name="Summer")
    joined = await ana.slash("join", cohort="Summer", role="I can mentor")
    assert "Step 1 of 2" in joined.text, "age was said, and the profile fills the menus in"
    form = await ana.click(joined, custom_id="pc1:join:words:")
    done = await ana.submit(form, {})
    assert "You’re signed up for Summer as a mentor" in done.text
    guild, user = GuildId(society.guild.id), UserId(ana.id)
    theirs = await society.running.app.database.read(enrolments.list_for_person, guild, user)
    assert [(one.cohort, one.role, one.answers.topics) for one in theirs] == [
        (1, Role.MENTEE, ("research",)),
        (1, Role.MENTOR, ("study-skills",)),
        (2, Role.MENTOR, ("study-skills",)),
    ]


async def test_a_mentor_says_how_many_and_none_more_is_an_answer(society: Society) -> None:
    await open_cohort(society)
    mira = society.guild.person("Mira")
    done = await sign_up(society, mira, "I can mentor", stage=["resident"])
    some = await mira.select(done, "pc1:join:capacity", ["3"])
    assert "Spots: 3" in some.text
    none = await mira.select(done, "pc1:join:capacity", ["0"])
    assert "No more mentees" in none.text
    kept = await enrolment_of(society, mira, Role.MENTOR)
    assert kept is not None
    assert kept.answers.capacity == 0


async def test_answers_change_until_sign_up_closes_and_stay_otherwise(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    done = await sign_up(society, ana, goals="One thing")
    await ana.select(done, "pc1:join:roles", ["research"])
    changed = await sign_up(society, ana, topics=["shadowing"])
    assert "Saved your mentee answers" in changed.text
    kept = await enrolment_of(society, ana)
    assert kept is not None
    assert kept.answers.topics == ("shadowing",)
    assert kept.answers.goals == "One thing"
    assert kept.answers.wishes.roles == ("research",)


async def test_withdrawing_works_at_any_time_before_the_introduction(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await sign_up(society, ana)
    await society.mo.slash("cohort close", name="Spring")
    offered = await ana.autocomplete("leave", "cohort", "spr")
    assert [choice.name for choice in offered.choices] == ["Spring"]
    left = await ana.slash("leave", cohort="Spring")
    assert "withdrew" in left.text
    status = await society.mo.slash("cohort status", name="Spring")
    assert "Mentees: 0 (0 unmatched)" in status.text


async def test_somebody_with_a_partner_is_sent_to_their_pair(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    await society.mo.slash("cohort open", name="Spring")
    answer = await mentee.slash("join", cohort="Spring", role="I want a mentor")
    assert "already matched" in answer.text
    left = await mentee.slash("leave", cohort="Spring")
    assert "`/pair end`" in left.text


async def test_a_full_cohort_says_so_before_anybody_fills_a_form(society: Society) -> None:
    await society.mo.slash("cohort create", name="Spring", most_mentees=1)
    await society.mo.slash("cohort open", name="Spring")
    await sign_up(society, society.guild.person("Ana"))
    ben = society.guild.person("Ben")
    answer = await ben.click(await society.panel(), "I want a mentor")
    assert "all the mentees" in answer.text


async def test_a_sign_up_fills_the_profile_and_leaves_no_draft(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await sign_up(society, ana, goals="To find my way")
    guild, user = GuildId(society.guild.id), UserId(ana.id)
    database = society.running.app.database
    profile = await database.read(profiles.find, guild, user)
    assert profile is not None
    assert (profile.stage, profile.topics, profile.goals) == (
        "college-pre-health",
        ("research",),
        "To find my way",
    )
    assert await database.read(drafts.find, guild, user, "sign-up:1:mentee") is None
