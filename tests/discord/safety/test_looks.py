"""Who looked: people see on which days moderators and leads opened something about them."""

import re
from datetime import timedelta

from sandbox import Answer, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_pair
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.safety.test_concerns import name_leads, read, report

OPENED = "a moderator opened your page"
# What a field of someone's page shows, as `/privacy show` calls it; the rest is their sign-up.
FIELDS = {
    "Last answer to me": ("last act here",),
    "Away": ("time away",),
    "Earlier": ("mentorship",),
    "Open cases": (),
    "Moderators’ notes": (),
    "Mentee": ("sign-up", "mentorship", "meeting"),
    "Mentor (1 spot)": ("sign-up", "mentorship", "meeting"),
}


async def data_of(person: Person) -> Answer:
    """Return what someone reads about their data."""
    return await (await person.slash("privacy show")).settled()


def opened_times(data: Answer) -> int:
    """Return on how many days someone's page was opened."""
    return data.text.count(OPENED)


async def test_each_way_to_open_someones_page_is_one_look_a_day(society: Society) -> None:
    mentor, mentee, _ = await a_pair(society)
    mo = society.mo
    page = {"name": "Spring", "person": mentee}

    async def open_page(way: int) -> Answer:
        match way:
            case 1:
                return await mo.user_menu("View mentorship", mentee)
            case 2:
                return await mo.slash("cohort people", page)
        return await mo.slash("cohort people", page | {"do": "note"})

    for days in (1, 2, 3):
        await open_page(days)
        assert opened_times(await data_of(mentee)) == days
        await open_page(days)
        assert opened_times(await data_of(mentee)) == days, "only the day is kept"
        await society.pass_time(days=1)

    assert opened_times(await data_of(mentor)) == 0


async def test_who_may_not_look_leaves_no_trace_and_ones_own_page_is_no_look(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    refused = await mentor.user_menu("View mentorship", mentee, force=True)
    assert "for moderators" in refused.text
    await society.mo.user_menu("View mentorship", society.guild.owner)
    await society.mo.slash("join", cohort="Spring", role="mentee")

    assert opened_times(await data_of(mentee)) == 0
    assert opened_times(await data_of(society.mo)) == 0


async def test_whoever_a_moderator_writes_to_from_a_form_was_looked_up_too(
    society: Society,
) -> None:
    _, mentee, _ = await a_pair(society)
    form = await society.mo.slash("cohort people", name="Spring", person=mentee, do="write")
    await society.pass_time(days=1)

    page = await society.mo.submit(form, {"words": "Hello!"})

    assert "Last answer to me" in page.text
    assert opened_times(await data_of(mentee)) == 2


async def test_a_page_shows_what_people_read_that_moderators_can_see(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 9)))
    today = society.discord.clock.now().date()
    note = await society.mo.slash("cohort people", name="Spring", person=mentee, do="note")
    await society.mo.submit(note, {"words": "Likes mornings.", "pair": "1"})
    await mentee.slash("pair status", at=thread)
    until = f"{today + timedelta(days=3):%Y-%m-%d}"
    await mentee.slash("away", {"from": "today", "until": until, "note": "Surgery"}, at=thread)

    for person in (mentee, mentor):
        page = await society.mo.user_menu("View mentorship", person)
        [card] = page.messages[0].embeds
        data = (await data_of(person)).text
        for field in card["fields"]:
            for topic in FIELDS[field["name"]]:
                said = re.search(rf"\*\*\d+ (dates of your )?{topic}s?\b.*", data)
                assert said, topic
                assert "moderators" in said[0], (field["name"], said[0])
        assert "Surgery" not in page.text


async def test_people_see_on_which_day_they_were_looked_up_and_not_by_whom(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()

    await society.mo.select(listed, "pc1:person:open", [str(mentee.id)])

    shown = await (await mentee.slash("privacy show")).settled()
    assert OPENED in shown.text
    assert society.mo.mention not in shown.text
    assert OPENED not in (await (await mentor.slash("privacy show")).settled()).text


async def test_a_lead_who_reads_a_concern_is_shown_to_its_reporter_alone(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")
    await name_leads(society, lena, lou)
    await report(mentee, mentor)
    shown_to_lena = await read(society, lena)

    assert (
        "a safety lead read a concern"
        in (await (await mentee.slash("privacy show")).settled()).text
    )
    assert "concern" not in (await (await mentor.slash("privacy show")).settled()).text
    await society.pass_time(days=1)
    await lena.click(shown_to_lena, "Acknowledge")
    assert (await data_of(mentee)).text.count("a safety lead read a concern") == 2


async def test_a_society_that_turns_it_off_keeps_and_shows_nothing(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    panel = await society.mo.click(await society.mo.slash("setup"), "Safety")
    await society.mo.click(panel, "Hide who looked")
    listed = await (await society.mo.slash("cohort people", name="Spring")).settled()

    await society.mo.select(listed, "pc1:person:open", [str(mentee.id)])

    assert OPENED not in (await (await mentee.slash("privacy show")).settled()).text
