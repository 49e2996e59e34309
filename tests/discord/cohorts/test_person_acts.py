"""What a moderator does from a page: each whom it concerns is told, and it is in the log."""

from datetime import UTC, datetime
from typing import Any

from bot.domain.states import Role
from bot.messages.errors import CORRECT
from sandbox import Answer, Message, Permission, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_cohort, a_pair, approve_all, enrol
from tests.discord.people import open_cohort, standing
from tests.discord.waiting import heard

TOLD = "A moderator signed you up for"


async def page_of(moderator: Person, person: Person) -> Answer:
    """Return someone's page."""
    return await moderator.user_menu("View mentorship", person)


async def log_of(society: Society) -> str:
    """Return what the log of Spring says."""
    return (await society.mo.slash("cohort log", name="Spring")).text


async def add(society: Society, person: Person, **options: Any) -> Answer:
    """Add someone to Spring by the command."""
    values: dict[str, Any] = {"name": "Spring", "person": person, "role": "Mentee"}
    values["stage"] = "Sophomore"
    return await society.mo.slash("cohort add", **(values | options))


# --- add ------------------------------------------------------------------------------------------


async def test_whoever_is_added_by_hand_is_told_and_confirms(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    added = await add(society, ana, topics="MCAT, research")
    assert f"Added {ana.mention}. I’ll tell them privately" in added.text
    assert "Hasn’t confirmed the sign-up yet" in added.text
    told = await society.discord.until_message(ana, containing=TOLD)
    assert "College, pre-health · Entrance exams, Research" in text_of(told)
    assert f"{society.mo.mention} · Added {ana.mention} · Mentee" in await log_of(society)
    await ana.click(told, "I’m in")
    assert "Hasn’t confirmed" not in (await page_of(society.mo, ana)).text


async def test_a_repeated_command_adds_once(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    added = await add(society, ana, role="Mentor", places=3)
    await society.mo.repeat(added)
    await society.discord.until_message(ana, containing=TOLD)
    log = await log_of(society)
    assert log.count(f"Added {ana.mention} · Mentor (3 spots)") == 1
    again = await add(society, ana)
    assert f"{ana.mention} is already in Spring." in again.text


async def test_the_list_adds_someone_and_gives_back_what_it_can_t_read(society: Society) -> None:
    await open_cohort(society)
    ana = society.guild.person("Ana")
    listed = await society.mo.slash("cohort people", name="Spring")
    asked = await society.mo.click(listed, "Add someone")
    form = await society.mo.select(asked, "pc1:person:add-pick", [ana])
    typed = {"role": ["Mentor"], "stage": "wizard", "topics": "research", "places": "2"}
    refused = await society.mo.submit(form, typed)
    assert "I couldn’t add them. I don’t know the stage “wizard”" in refused.text
    assert "High school; College, pre-health; Post-bac" in refused.text
    again = await society.mo.click(refused, CORRECT)
    added = await society.mo.submit(again, {"stage": "PGY-2"})
    assert f"Added {ana.mention}" in added.text
    assert "Mentor (2 spots)" in added.text
    assert "Resident" in added.text


async def test_bots_and_people_elsewhere_are_not_added(society: Society) -> None:
    await open_cohort(society)
    gone = society.guild.person("Gone")
    society.guild.leave(gone)
    refused = await add(society, gone)
    assert "isn’t in this server" in refused.text
    assert "Added" not in await log_of(society)


async def test_someone_who_withdrew_can_be_added_again_and_a_limit_is_said(
    society: Society,
) -> None:
    await society.mo.slash("cohort create", name="Spring", most_mentees=1)
    await society.mo.slash("cohort open", name="Spring")
    ana, omar = society.guild.person("Ana"), society.guild.person("Omar")
    await enrol(society, omar, Role.MENTEE)
    await enrol(society, ana, Role.MENTEE)
    assert "withdrew" in (await (await ana.slash("leave", cohort="Spring")).settled()).text
    page = await page_of(society.mo, ana)
    assert "withdrew from this cohort" in page.text
    form = await society.mo.click(page, "Add to cohort")
    added = await society.mo.submit(form, {"role": ["Mentee"], "stage": "MS2"})
    assert "That’s 2 mentees, over the cohort’s limit of 1." in added.text
    await society.discord.until_message(ana, containing=TOLD)


# --- change role and places -----------------------------------------------------------------------


async def ask_to_adjust(society: Society, person: Person, **values: Any) -> Answer:
    """Fill in the form about someone's place."""
    form = await society.mo.click(await page_of(society.mo, person), "Change place")
    return await society.mo.submit(form, values)


async def test_another_place_is_shown_first_and_told(society: Society) -> None:
    [mentor], _ = await a_cohort(society, mentors=1)
    asked = await ask_to_adjust(society, mentor, places="4")
    assert [button.label for button in asked.buttons] == [
        "Change place",
        "Keep as is",
    ]
    assert "Mentor (1 spot) → Mentor (4 spots)" in asked.text
    assert "changed your place in **Spring** to Mentor (4 spots)" in asked.text
    assert standing_news(society, mentor) == []
    done = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    assert f"Updated {mentor.mention}. I’ll tell them privately, with your name." in done.text
    assert "Mentor (4 spots)" in done.text
    told = await society.discord.until_message(mentor, containing="changed your place in")
    assert_named_alone(society, mentor, told)
    assert f"Changed {mentor.mention} to Mentor (4 spots)" in await log_of(society)


def assert_named_alone(society: Society, person: Person, told: Message) -> None:
    """A moderator is called by name in someone's own thread, and isn't added to it."""
    assert f"{person.mention}: {society.mo.name} " in text_of(told)
    assert society.mo.mention not in text_of(told)
    [thread] = [each for each in society.guild.threads if each.id == told.channel_id]
    assert society.mo.id not in thread.thread_members


def standing_news(society: Society, person: Person) -> list[object]:
    """Return the news from moderators that someone can read."""
    threads = [thread for thread in society.guild.threads if person.can_see(thread)]
    return [each for thread in threads for each in standing(thread, "changed your place")]


async def test_a_mentee_becomes_both_and_then_a_mentor_alone(society: Society) -> None:
    _, [mentee, _] = await a_cohort(society)
    asked = await ask_to_adjust(society, mentee, role=["Mentor and mentee"], places="2")
    both = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    assert "Mentor (2 spots)" in both.text
    assert "Mentee" in both.text
    asked = await ask_to_adjust(society, mentee, role=["Mentor"])
    alone = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    assert "Mentor (2 spots)" in alone.text
    same = await ask_to_adjust(society, mentee, role=["Mentor"])
    assert "so nothing was changed" in same.text


async def test_no_place_is_taken_from_someone_who_is_matched(society: Society) -> None:
    mentor, mentee, _ = await a_pair(society)
    fewer = await ask_to_adjust(society, mentor, places="0")
    assert f"already mentors {mentee.mention}. Spots needed: at least 1." in fewer.text
    other = await ask_to_adjust(society, mentee, role=["Mentor"], places="1")
    assert f"is still matched with {mentor.mention}. End or move that pair first" in other.text
    form = (await society.mo.click(await page_of(society.mo, mentee), "Change place")).modal
    assert form is not None
    role, places = form.fields
    assert [each["value"] for each in role.raw["options"] if each.get("default")] == ["mentee"]
    assert places.value == "1", "what was typed and not refused is kept"


async def test_a_change_that_is_stale_is_shown_anew(society: Society) -> None:
    [mentor], _ = await a_cohort(society, mentors=1)
    asked = await ask_to_adjust(society, mentor, places="4")
    other = await ask_to_adjust(society, mentor, places="2")
    await (await society.mo.click(other, custom_id="pc1:act:confirm:")).settled()
    anew = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    assert "Something changed in the meantime" in anew.text
    assert "Mentor (2 spots) → Mentor (4 spots)" in anew.text


# --- remove ---------------------------------------------------------------------------------------


async def ask_to_remove(society: Society, person: Person) -> Answer:
    """Press the button on someone's page."""
    return await society.mo.click(await page_of(society.mo, person), custom_id="pc1:person:remove:")


async def test_a_removal_shows_what_ends_and_what_both_read_before_it_happens(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await ask_to_remove(society, mentor)
    assert [button.label for button in asked.buttons] == ["Remove from cohort", "Keep as is"]
    assert f"{mentor.mention} with {mentee.mention}" in asked.text
    assert "People I’ll message: 2" in asked.text
    goodbye = "the moderators changed the matches"
    first = f"{mentee.mention}, you’re back on the waitlist and first in the next round."
    assert goodbye in asked.text
    assert first in asked.text
    assert "removed you from **Spring**" in asked.text
    assert standing(thread, goodbye) == []

    removed = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()

    assert f"was removed by {society.mo.mention}" in removed.text
    left = await society.mo.slash("cohort people", name="Spring", show="Left")
    assert f"{mentor.mention} · Mentor: Removed" in left.text
    assert "Withdrew" not in left.text
    said = await society.discord.until_message(thread, containing=goodbye)
    assert first in said.content
    told = await society.discord.until_message(mentor, containing="removed you from")
    assert_named_alone(society, mentor, told)
    assert not mentee.can_see(society.discord.world.channels[told.channel_id])
    waits = await page_of(society.mo, mentee)
    assert "First in line" in waits.text
    assert f"Removed {mentor.mention} · Pairs: 1" in await log_of(society)
    left = await society.mo.slash("cohort people", name="Spring", show="left")
    assert mentor.mention in left.text


async def test_a_circle_goes_on_without_whoever_is_removed(society: Society) -> None:
    mentor, mentees, thread = await a_circle(society, "America/Chicago", "America/Chicago")
    asked = await ask_to_remove(society, mentees[0])
    assert [button.label for button in asked.buttons] == ["Remove from cohort", "Keep as is"]
    assert "Circles that continue without them: 1" in asked.text
    await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    told = await society.discord.until_message(thread, containing="isn’t in this circle anymore")
    assert "first in the next round" not in text_of(told)
    page = await page_of(society.mo, mentor)
    assert f"With {mentees[1].mention} · Introduced" in page.text
    assert mentees[0].mention not in page.text


async def test_a_removal_that_is_stale_or_repeated_ends_no_one_else(society: Society) -> None:
    hosts, guests = await a_cohort(society, mentors=1, mentees=1)
    asked = await ask_to_remove(society, hosts[0])
    again = await ask_to_remove(society, hosts[0])
    await approve_all(society)
    anew = await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    assert f"New: {hosts[0].mention} with {guests[0].mention}" in anew.text
    done = await (await society.mo.click(anew, custom_id="pc1:act:confirm:")).settled()
    assert "was removed by" in done.text
    late = await (await society.mo.click(again, custom_id="pc1:act:confirm:")).settled()
    assert "isn’t in Spring anymore" in late.text
    log = await log_of(society)
    assert log.count(f"Removed {hosts[0].mention}") == 1


async def test_news_of_a_place_that_changed_again_in_the_night_is_not_told(
    society: Society,
) -> None:
    [mentor], [mentee, _] = await a_cohort(society, mentors=1)
    # 23:00 in Chicago.
    society.discord.clock.set(datetime(2027, 3, 3, 5, tzinfo=UTC))
    for places in ("4", "3"):
        asked = await ask_to_adjust(society, mentor, places=places)
        await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    asked = await ask_to_remove(society, mentee)
    await (await society.mo.click(asked, custom_id="pc1:act:confirm:")).settled()
    await add(society, mentee)

    society.discord.clock.set(datetime(2027, 3, 3, 15, tzinfo=UTC))

    await society.discord.until_message(mentor, containing="(3 spots)")
    await society.discord.until_message(mentee, containing=TOLD)
    await society.pass_time(minutes=2)
    assert not any("(4 spots)" in text for text in heard(society, mentor))
    assert not any("removed you from" in text for text in heard(society, mentee))


# --- write ----------------------------------------------------------------------------------------


async def test_a_message_reaches_one_person_with_its_author_s_name(society: Society) -> None:
    _, [ana, omar] = await a_cohort(society)
    form = await society.mo.click(await page_of(society.mo, ana), custom_id="pc1:person:write:")
    await society.mo.submit(form, {"words": "Can you make it on *Friday*? @everyone"})
    told = await society.discord.until_message(ana, containing="wrote to you as a moderator of")
    assert_named_alone(society, ana, told)
    assert r"Can you make it on \*Friday\*?" in text_of(told)
    assert told.notified == {ana.id}
    thread = society.discord.world.channels[told.channel_id]
    assert not omar.can_see(thread)
    log = await log_of(society)
    assert f"Messaged {ana.mention}" in log
    assert "Friday" not in log


async def test_the_command_writes_too_and_an_empty_message_is_refused(society: Society) -> None:
    _, [ana, _] = await a_cohort(society)
    form = await society.mo.slash("cohort people", name="Spring", person=ana, do="Send a message")
    refused = await society.mo.submit(form, {"words": "   x" + "x" * 3000})
    assert "characters" in refused.text
    again = await society.mo.click(refused, CORRECT)
    sent = await society.mo.submit(again, {"words": "See you there"})
    assert f"I’ll send it to {ana.mention} privately" in sent.text
    assert "snooze, or time away" in sent.text
    await society.discord.until_message(ana, containing="See you there")
    whom = await society.mo.slash("cohort people", name="Spring", do="Send a message")
    assert "Choose someone in the option `person`" in whom.text


# --- notes ----------------------------------------------------------------------------------------


async def test_a_note_is_for_this_server_s_moderators_alone(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    form = await society.mo.click(await page_of(society.mo, mentee), "Add note")
    noted = await society.mo.submit(form, {"words": "Mira asked for more time"})
    about = f"bout {mentor.mention} and {mentee.mention}"
    assert f"Saved your note a{about}." in noted.text
    other = society.guild.person("Other", allow=Permission.MANAGE_GUILD)
    for person in (mentee, mentor):
        page = await page_of(other, person)
        assert f"{society.mo.mention} · A{about}: Mira asked for more time" in page.text
    for person in (mentee, mentor):
        for command in ("pair status", "status", "update history"):
            shown = await person.slash(command, at=thread)
            assert "more time" not in shown.text
    assert standing(thread, "more time") == []
    log = await log_of(society)
    assert f"Added a note about {mentor.mention} with {mentee.mention}" in log
    assert "more time" not in log


async def test_a_moderator_in_a_pair_sees_only_their_own_notes_about_it(society: Society) -> None:
    mentor, mentee, _ = await a_pair(society)
    moderators = society.guild.role("Moderators", allow=Permission.MANAGE_GUILD)
    mentor.member.roles.append(moderators.id)
    for moderator, words in ((society.mo, "The mentor is harsh"), (mentor, "We meet on Fridays")):
        form = await moderator.click(await page_of(moderator, mentee), "Add note")
        await moderator.submit(form, {"words": words})
    for person in (mentee, mentor):
        page = await page_of(mentor, person)
        listed = await mentor.click(page, custom_id="pc1:person:notes:")
        assert "We meet on Fridays" in page.text
        assert "Notes: 1" in listed.text
        for shown in (page, listed):
            assert "harsh" not in shown.text
        assert "harsh" in (await page_of(society.mo, person)).text


async def test_the_form_for_a_note_names_the_pair_even_if_it_is_the_only_one(
    society: Society,
) -> None:
    mentor, mentee, _ = await a_pair(society)
    form = await society.mo.click(await page_of(society.mo, mentee), "Add note")
    assert form.modal is not None
    [about, words] = form.modal.components
    assert about["label"] == "Pair"
    assert f"With {mentor.name} (Introduced)" in str(about)
    assert "Moderators who aren’t in the pair can see it." in str(words)


async def test_a_note_is_deleted_by_its_author_alone(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    other = society.guild.person("Other", allow=Permission.MANAGE_GUILD)
    for moderator, words in ((society.mo, "First"), (other, "Second")):
        form = await moderator.click(await page_of(moderator, mentee), "Add note")
        await moderator.submit(form, {"words": words})
    notes = await society.mo.click(await page_of(society.mo, mentee), custom_id="pc1:person:notes:")
    assert "Notes: 2" in notes.text
    await society.mo.select(notes, "pc1:person:note-drop", ["First"])
    assert "Notes: 1" in notes.text
    assert "First" not in notes.text
    assert "Deleted since" in await log_of(society)
