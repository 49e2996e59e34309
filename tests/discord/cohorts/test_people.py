"""A moderator sees who is with whom, finds someone by name, and opens their page."""

import csv
import io
import re
from typing import Any

import pytest

from bot.domain.states import Role
from bot.views import names
from sandbox import Answer, Permission, Person
from tests.discord.cohorts.test_cohorts import file_of, read_in
from tests.discord.cohorts.test_people_import import import_file
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_cohort, a_pair, enrol
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import end_cohort, open_cohort

LISTED = "pc1:person:open"
FILTER = "pc1:cohort:people-show"


async def listed(society: Society, **options: Any) -> Answer:
    """Return the list of Spring's people."""
    return await (await society.mo.slash("cohort people", name="Spring", **options)).settled()


async def page_of(society: Society, person: Person) -> Answer:
    """Return someone's page."""
    return await society.mo.user_menu("View mentorship", person)


def line_of(answer: Answer, person: Person) -> str:
    """Return what a list says of someone."""
    return next(line for line in answer.text.splitlines() if line.startswith(person.mention))


async def test_each_line_says_with_whom_what_comes_next_and_the_last_answer(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)
    before = await listed(society)
    assert line_of(before, waiting) == f"{waiting.mention} · Mentee: Unmatched · No answer yet"
    assert f"Mentee: with {mentor.mention} (Introduced) · No meeting planned" in before.text

    await arranged(society, mentor, mentee, thread, typed(ahead(society, 9)))

    after = line_of(await listed(society), mentee)
    assert after.startswith(
        f"{mentee.mention} · Mentee: with {mentor.mention} (Introduced) · Next meeting <t:"
    )
    assert " · Last answer: <t:" in after
    assert f"Mentor: with {mentee.mention}" in line_of(await listed(society), mentor)


async def test_filters_show_some_of_them_and_say_so(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    waiting = society.guild.person("Waiting")
    await enrol(society, waiting, Role.MENTEE)
    answer = await listed(society)
    await society.mo.select(answer, FILTER, ["Unmatched"])
    assert "Spring: Unmatched" in answer.text
    assert waiting.mention in answer.text
    assert mentee.mention not in answer.text
    await society.mo.select(answer, FILTER, ["Away"])
    assert "No one is away today." in answer.text
    by_option = await listed(society, show="no-meeting")
    assert "Spring: No meeting yet" in by_option.text
    assert mentee.mention in by_option.text
    assert waiting.mention not in by_option.text


async def test_those_who_have_not_confirmed_are_listed_alone(society: Society) -> None:
    await open_cohort(society)
    imported, joined = society.guild.person("Imported"), society.guild.person("Joined")
    await enrol(society, joined, Role.MENTEE)
    preview = await read_in(society, [f"{imported.id},mentor,resident,,,,"])
    await (await society.mo.click(preview, custom_id="pc1:cohort:import-yes:")).settled()

    answer = await listed(society)
    await society.mo.select(answer, FILTER, ["Not confirmed"])

    assert "Spring: Not confirmed" in answer.text
    assert imported.mention in answer.text
    assert joined.mention not in answer.text
    told = await society.discord.until_message(imported, containing="signed you up for")
    await imported.click(told, "I’m in")
    by_option = await listed(society, show="unconfirmed")
    assert "Everyone has confirmed." in by_option.text


async def test_someone_is_found_by_any_part_of_any_of_their_names(society: Society) -> None:
    await open_cohort(society)
    ana, omar = society.guild.person("Ana María López"), society.guild.person("Omar")
    for person in (ana, omar):
        await enrol(society, person, Role.MENTEE)
    for part in ("lopez", "MARIA l", f"@{ana.user.username[:5]}", ana.mention, str(ana.id)):
        found = await listed(society, find=part)
        assert "People: 1 · Page 1 of 1" in found.text, part
        assert ana.mention in found.text
    form = await society.mo.click(await listed(society), "Find by name")
    found = await society.mo.submit(form, {"name": "oma"})
    assert omar.mention in found.text
    assert ana.mention not in found.text
    none = await listed(society, find="zzz")
    assert "I couldn’t find anyone" in none.text


async def test_a_search_says_whose_names_it_could_not_look_up(
    society: Society, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    await enrol(society, ana, Role.MENTEE)
    with monkeypatch.context() as patched:
        patched.setattr(names, "ANSWER_SECONDS", 0)
        unknown = await listed(society, find="ana")
    assert "Names I couldn’t look up: 1. Try again in a minute" in unknown.text
    assert "couldn’t find anyone" not in unknown.text
    found = await listed(society, find="ana")
    assert ana.mention in found.text
    assert "look up" not in found.text


async def test_a_search_is_turned_page_by_page(society: Society) -> None:
    await open_cohort(society)
    people = [society.guild.person(f"Person {number:02}") for number in range(12)]
    for person in people:
        await enrol(society, person, Role.MENTEE)
    found = await listed(society, find="person")
    assert "People: 12 · Page 1 of 2" in found.text
    await society.mo.click(found, "Next")
    assert "Page 2 of 2" in found.text
    assert "“person”" in found.text


async def test_a_page_is_opened_from_the_list_and_from_the_menu_on_someone(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    answer = await listed(society)
    opened = await society.mo.select(answer, LISTED, [mentee.name])
    by_menu = await page_of(society, mentee)
    by_option = await listed(society, person=mentee)
    for page in (opened, by_menu, by_option):
        assert f"{mentee.name} · Spring" in page.text
        assert f"With {mentor.mention} · Introduced · Since <t:" in page.text
        assert f"No meeting planned · {thread.mention}" in page.text
        assert page.ephemeral
    back = await society.mo.click(by_menu, custom_id="pc1:cohort:people-all:")
    assert "Spring: Everyone" in back.text


async def test_a_page_says_how_long_someone_waits_and_what_ended(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await mentee.slash("pair rematch", at=thread)
    await mentee.click(asked, custom_id="pc1:pair:rematch-now:")
    page = await page_of(society, mentee)
    assert re.search(r"Last answer to me: <t:\d+:R>", page.text), "as Discord reads it"
    assert "Unmatched since <t:" in page.text
    assert re.search(r"First in line · Next round by <t:\d+:d>", page.text)
    assert f"{mentor.mention}: Ended <t:" in page.text


async def test_someone_in_two_cohorts_has_a_page_for_each(society: Society) -> None:
    await a_cohort(society)
    ana = society.guild.person("Ana")
    await enrol(society, ana, Role.MENTEE)
    await end_cohort(society)
    await open_cohort(society, "Fall")
    await enrol(society, ana, Role.MENTOR, cohort="Fall", capacity=3)
    page = await page_of(society, ana)
    assert "Ana · Fall" in page.text
    assert "Mentor (3 spots)" in page.text
    await society.mo.select(page, "pc1:person:cohort", ["Spring"])
    assert "Ana · Spring" in page.text
    assert "Unmatched" in page.text


async def test_a_circle_is_shown_as_one(society: Society) -> None:
    mentor, mentees, _ = await a_circle(society, "America/Chicago", "America/Chicago")
    answer = await listed(society)
    assert f"Mentor: with {mentees[0].mention}, {mentees[1].mention} (Introduced)" in answer.text
    assert f"Mentee: with {mentor.mention} (Introduced)" in line_of(answer, mentees[1])


async def test_the_export_says_who_is_matched_and_reads_back_in_quietly(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    waiting = society.guild.person("=Waiting")
    await enrol(society, waiting, Role.MENTEE)
    answer = await (await society.mo.slash("cohort export", name="Spring")).settled()
    text = file_of(answer, society)
    header, *rows = csv.reader(io.StringIO(text))
    people = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    matched = people[f"'{mentee.id}"]
    assert matched["matched_with"] == f"'{mentor.id}", "a spreadsheet keeps the ID as text"
    assert (matched["matched_with_name"], matched["match_state"]) == (mentor.name, "introduced")
    assert matched["introduced_on"].startswith("20")
    alone = people[f"'{waiting.id}"]
    assert (alone["display_name"], alone["matched_with"]) == ("'=Waiting", "")
    assert alone["match_state"] == "applied"
    again = await import_file(society, "people.csv", text.encode())
    assert "Columns left out" not in again.text
    assert "Match columns" not in [button.label for button in again.buttons]
    assert "everyone has the same answers already" in again.text


async def test_members_and_other_servers_moderators_see_no_page(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    refused = await mentee.user_menu("View mentorship", mentee, force=True)
    assert "for moderators" in refused.text
    elsewhere = society.discord.guild("Elsewhere")
    elsewhere.text("general")
    other = elsewhere.person("Other", allow=Permission.MANAGE_GUILD)
    stray = await other.user_menu("View mentorship", mentee, force=True)
    assert "isn’t in a cohort here" in stray.text
    foreign = await other.slash("cohort people", name="Spring")
    assert "no cohort called" in foreign.text
