"""`/concern` as its reporter and the safety leads meet it, and what everyone else never sees."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery.privacy import retention
from bot.domain.ids import GuildId, UserId
from bot.storage.cohorts import profiles
from sandbox import Answer, Channel, Permission, Person
from sandbox.people.errors import NotPossibleError
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_pair

SECRET = "quixotic"
WAITING = "is waiting for you"


async def name_leads(society: Society, *leads: Person) -> Answer:
    """Name the safety leads in `/setup`."""
    panel = await society.mo.click(await society.mo.slash("setup"), "Safety")
    return await society.mo.select(panel, "pc1:safety:leads", leads)


@pytest.fixture
async def leads(society: Society) -> tuple[Person, Person]:
    """Yield the two safety leads of the society."""
    lena, lou = society.guild.person("Lena"), society.guild.person("Lou")
    await name_leads(society, lena, lou)
    return lena, lou


async def report(person: Person, *about: Person, **changes: Any) -> Answer:
    """Report a concern."""
    answers: dict[str, Any] = {
        "people": about,
        "about": "behavior",
        "door": "contact",
        "name": "quiet",
        "words": f"It felt {SECRET}.",
    }
    opened = await person.slash("concern")
    form = await person.click(opened, "Report a concern")
    return await person.submit(form, answers | changes)


async def asked(society: Society, lead: Person) -> Channel:
    """Wait until a lead is asked; return where."""
    message = await society.discord.until_message(lead, containing=f"{lead.mention}, concern")
    return society.discord.world.channels[message.channel_id]


async def read(society: Society, lead: Person) -> Answer:
    """Wait until a lead can see that a concern waits, and read it."""
    message = await society.discord.until_message(lead, containing=", concern ")
    return await lead.click(message, "Read concern")


def everything(person: Person) -> str:
    """Return all that someone can see."""
    return "\n".join(sight.text for sight in person.sees())


def no_one_sees(word: str, people: Iterable[Person]) -> None:
    """Check that none of these people can see a word anywhere."""
    assert [person.name for person in people if word in everything(person)] == []


# --- before, and after typing -----------------------------------------------------------------


async def test_the_limits_and_whom_to_call_are_said_before_typing_and_after(
    society: Society, leads: tuple[Person, Person]
) -> None:
    panel = await society.mo.click(await society.mo.slash("setup"), "Safety")
    form = await society.mo.click(panel, "Edit words")
    words = {"emergency": "Call campus police: 555-0100.", "duties": "We report to Title IX."}
    await society.mo.submit(form, words)
    ana = society.guild.person("Ana")

    before = await ana.slash("concern")
    after = await report(ana)

    for shown in (before, after):
        assert shown.ephemeral
        assert "Call campus police: 555-0100." in shown.text
        assert "We report to Title IX." in shown.text
        assert "90 days" in shown.text
    assert all(lead.mention in before.text for lead in leads)
    assert "Concern 1 is saved" in after.text
    assert f"Who can read it: {leads[0].mention} and {leads[1].mention}" in after.text


async def test_a_concern_reaches_the_leads_alone_and_their_thread_tells_nothing(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, thread = await a_pair(society)
    lena, lou = leads

    await report(mentee, mentor)
    place = await asked(society, lena)

    assert {lena.id, lou.id} <= set(place.thread_members)
    assert {mentor.id, mentee.id, society.mo.id} & set(place.thread_members) == set()
    said = "\n".join(message.content for message in place.standing())
    for word in (SECRET, mentor.mention, mentee.mention):
        assert word not in said
    shown = await read(society, lou)
    assert shown.ephemeral
    for word in (SECRET, mentor.mention, mentee.mention, "Don’t tell anyone", "Please contact me"):
        assert word in shown.text
    no_one_sees(SECRET, (mentor, society.mo, society.guild.owner))
    for command in ("case list", "status", "privacy show", "why"):
        assert "oncern 1" not in (await mentor.slash(command, at=thread)).text
    assert (await society.mo.slash("case list")).text.startswith("No open cases")


async def test_everyone_else_is_refused_as_if_there_were_none(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, _ = await a_pair(society)
    lena, _ = leads
    await report(mentee, mentor, lena)
    lou = leads[1]
    message = await society.discord.until_message(lou, containing="concern 1")

    for person in (mentor, lena, society.mo, society.guild.owner):
        for verb in ("read-one", "take", "close-now", "pass", "hold", "part-now", "withdraw-now"):
            custom_id = f"pc1:concern:{verb}:{_base36(society.guild.id)}.1"
            answer = await person.click_forged(message, custom_id)
            if answer.deferred:
                await answer.settled()
            assert "I can’t find that concern" in answer.text, (person.name, verb)
    assert SECRET in (await read(society, lou)).text


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


async def test_a_lead_whom_it_is_about_is_left_out_of_everything(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    ana = society.guild.person("Ana")

    receipt = await report(ana, lena)
    place = await asked(society, lou)

    assert f"Who can read it: {lou.mention}." in receipt.text
    assert lena.id not in place.thread_members
    assert "Concerns for you" not in (await lena.slash("concern")).text
    assert not [sight for sight in lena.sees() if WAITING in sight.text]


# --- who is asked, and until when --------------------------------------------------------------


async def test_not_acknowledged_in_a_day_it_goes_to_the_next_lead_and_then_the_owner(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    ana, owner = society.guild.person("Ana"), society.guild.owner
    await report(ana)
    await asked(society, lena)
    assert f"{owner.mention}, concern" not in everything(owner)

    await society.pass_time(hours=25)
    await asked(society, lou)
    await society.pass_time(hours=25)
    place = await asked(society, owner)

    assert owner.id in place.thread_members
    assert SECRET in (await read(society, owner)).text


async def test_an_acknowledged_one_stays_with_its_lead_who_is_reminded(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    ana = society.guild.person("Ana")
    await report(ana)
    taken = await lena.click(await read(society, lena), "Acknowledge")
    assert "A lead is on it" in taken.text

    await society.pass_time(days=8)
    await society.discord.until_message(lena, containing="concern 1 is still open")

    assert f"{lou.mention}, concern" not in everything(lou)
    mine = await ana.select(await ana.slash("concern"), "pc1:concern:mine", ["1"])
    assert "A lead is on it" in mine.text
    assert SECRET in mine.text


async def test_what_waits_for_a_lead_is_in_their_status_by_its_number_alone(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    mentor, mentee, _ = await a_pair(society)
    await report(mentee, mentor)

    waiting = await lena.slash("status")
    assert "Waiting on you: 1" in waiting.text
    assert "Acknowledge concern 1" in waiting.text
    for word in (SECRET, mentor.mention, mentee.mention):
        assert word not in waiting.text
    for person in (lou, mentor, mentee, society.mo, society.guild.owner):
        assert "oncern 1" not in (await person.slash("status")).text, person.name
    shown = await (await lena.click(waiting, "Read concern")).settled()
    taken = await (await lena.click(shown, "Acknowledge")).settled()
    await society.discord.wait_for(lambda: "A lead is on it" in taken.text + shown.text)
    assert "Concern 1 is still open" in (await lena.slash("status")).text
    shown = await (await lena.click(await lena.slash("status"), "Read concern")).settled()
    asked_again = await (await lena.click(shown, "Close concern")).settled()
    await (await lena.click(asked_again, "Close concern")).settled()
    assert "oncern 1" not in (await lena.slash("status")).text


async def test_a_concern_about_the_owner_never_gets_to_them(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    ana, owner = society.guild.person("Ana"), society.guild.owner
    receipt = await report(ana, owner)
    assert owner.mention not in receipt.text.split("Who can read it")[1]

    for lead in (lena, lou, lena):
        await asked(society, lead)
        await society.pass_time(hours=25)

    no_one_sees(WAITING, (owner,))


async def test_with_no_lead_it_goes_to_the_owner_and_says_so_before(society: Society) -> None:
    ana, owner = society.guild.person("Ana"), society.guild.owner

    before = await ana.slash("concern")
    receipt = await report(ana)
    await asked(society, owner)
    assert "Then I’ll ask them again." in receipt.text, "there is no one else"
    assert "or I’ll ask you again" in everything(owner)

    assert "The server’s owner, since this server has no safety lead yet" in before.text


async def test_with_no_one_who_may_read_it_nothing_is_saved_and_nothing_typed_is_lost(
    society: Society,
) -> None:
    ana = society.guild.person("Ana")

    refused = await report(ana, society.guild.owner)

    assert "so I didn’t save it" in refused.text
    assert SECRET in refused.text
    assert "Your concerns" not in (await ana.slash("concern")).text
    assert "concern" not in (await ana.slash("privacy show")).text


async def test_a_lead_who_left_is_passed_over(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    society.guild.leave(lena)
    await report(society.guild.person("Ana"))

    await asked(society, lou)

    settings = await society.mo.click(await society.mo.slash("setup"), "Safety")
    assert f"{lena.mention} left the server" in settings.text
    assert "Case" not in "".join(message.content for message in society.back_room.standing())


async def test_a_lead_who_is_one_no_longer_loses_the_concern_to_the_next(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    await report(society.guild.person("Ana"))
    shown = await read(society, lena)
    mia = society.guild.person("Mia")

    await name_leads(society, lou, mia)
    await asked(society, lou)

    assert "I can’t find that concern" in (await lena.click(shown, "Acknowledge")).text


async def test_deleting_ones_data_as_the_only_lead_hands_the_concern_to_the_owner(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    ana = society.guild.person("Ana")
    society.guild.leave(lou)
    await report(ana)
    await asked(society, lena)

    question = await lena.slash("privacy delete")
    await (await lena.click(question, "Delete everything")).settled()

    await asked(society, society.guild.owner)


async def test_without_a_thread_the_lead_gets_a_direct_message(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, _ = leads
    society.guild.delete(society.mentoring)

    await report(society.guild.person("Ana"))

    place = await asked(society, lena)
    assert not place.is_thread
    assert SECRET in (await read(society, lena)).text


# --- what its reporter can do ------------------------------------------------------------------


async def test_the_reporter_adds_and_withdraws_and_the_lead_is_told(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, _ = leads
    ana = society.guild.person("Ana")
    receipt = await report(ana)
    await asked(society, lena)

    form = await ana.click(receipt, "Add something")
    await ana.submit(form, {"words": "And again: sanguine."})
    await society.discord.until_message(lena, containing="something new to read")
    shown = await read(society, lena)
    assert "sanguine" in shown.text
    question = await ana.click(receipt, "Withdraw concern")
    await ana.click(question, "Withdraw concern")
    await society.discord.until_message(lena, containing="was withdrawn")

    assert "Withdrawn" in (await read(society, lena)).text
    assert "closed or withdrawn" in (await ana.submit(form, {"words": "More."})).text


async def test_two_concerns_about_the_same_pair_know_nothing_of_each_other(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, _ = await a_pair(society)

    hers = await report(mentee, mentor, words="Hers alone.")
    his = await report(mentor, mentee, words="His alone.")

    assert "Concern 1" in hers.text
    assert "Concern 2" in his.text
    no_one_sees("Hers alone.", (mentor,))
    no_one_sees("His alone.", (mentee,))
    ended = await mentee.click(await mentee.click(hers, "End mentorship"), "End mentorship")
    assert "I won’t tell anyone who asked" in ended.text
    again = await mentor.click(his, "End mentorship")
    assert "no mentorship between them" in again.text


# --- keeping the two apart ---------------------------------------------------------------------


async def test_a_pair_is_parted_without_saying_who_asked_and_never_matched_again(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await report(mentee, mentor)
    shown = await read(society, leads[0])

    question = await leads[0].click(shown, "End mentorship")
    assert "You can’t undo it" in question.text
    await leads[0].click(question, "End mentorship")

    goodbye = await society.discord.until_message(thread, containing="has wrapped up")
    for person in (mentee, leads[0], leads[1]):
        assert f"{person.mention} ended" not in goodbye.content
    assert "oncern" not in goodbye.content
    avoided = await society.running.app.database.read(
        profiles.avoided_by, GuildId(society.guild.id), UserId(mentee.id)
    )
    assert avoided == {mentor.id}
    log = await society.mo.slash("cohort log", name="Spring")
    assert mentor.mention not in log.text.split("ended")[-1] or "ended" not in log.text


async def test_a_pair_is_paused_and_the_thread_says_only_until_when(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, thread = await a_pair(society)
    receipt = await report(mentee, mentor)

    held = await mentee.click(receipt, "Pause mentorship")

    assert "1 mentorship is paused until" in held.text
    note = await society.discord.until_message(thread, containing="until <t:")
    assert mentee.mention not in note.content
    assert "oncern" not in note.content


async def test_a_mentee_leaves_a_circle_and_the_others_go_on(
    society: Society, leads: tuple[Person, Person]
) -> None:
    zones = ("America/Chicago", "America/Chicago")
    mentor, mentees, thread = await a_circle(society, *zones)
    receipt = await report(mentees[0], mentor)
    labels = [button.label for button in receipt.buttons]
    assert "Pause mentorship" not in labels

    question = await mentees[0].click(receipt, "End mentorship")
    await mentees[0].click(question, "End mentorship")

    await society.discord.until_message(thread, containing="left your circle")
    assert "has ended" not in (await mentees[1].slash("pair status", at=thread)).text


# --- kept, taken along, and erased --------------------------------------------------------------


async def test_only_the_reporter_takes_it_along_and_erasing_removes_every_word(
    society: Society, leads: tuple[Person, Person]
) -> None:
    mentor, mentee, _ = await a_pair(society)
    await report(mentee, mentor)
    await asked(society, leads[0])

    hers = _exported(await (await mentee.slash("privacy export")).settled())
    assert SECRET in json.dumps(hers)
    for other in (mentor, *leads, society.mo):
        theirs = await (await other.slash("privacy export")).settled()
        text = json.dumps(_exported(theirs))
        assert SECRET not in text, other.name
        # A lead's own messages are listed as such, and nothing of what they're about.
        assert "concern_words" not in text, other.name
        assert other in leads or "concern" not in text, other.name
    question = await mentee.slash("privacy delete")
    await (await mentee.click(question, "Delete everything")).settled()
    gone = await society.discord.until_message(leads[0], containing="concern 1")
    answer = await leads[0].click(gone, "Read concern")
    assert "I can’t find that concern" in answer.text


def _exported(answer: Answer) -> dict[str, Any]:
    [file] = answer.messages[0].attachments
    packed = zipfile.ZipFile(io.BytesIO(file.data))
    read_: dict[str, Any] = json.loads(packed.read("data.json"))
    return read_


async def test_whoever_it_is_about_stays_so_after_deleting_their_data_and_coming_back(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, lou = leads
    mia = society.guild.person("Mia", society.guild.role("Deans", allow=Permission.MANAGE_GUILD))
    await report(society.guild.person("Ana"), mia)
    await asked(society, lena)
    question = await mia.slash("privacy delete")
    await (await mia.click(question, "Delete everything")).settled()
    assert "a former member" in (await read(society, lena)).text

    await name_leads(society, lena, lou, mia)

    assert "Concerns for you" not in (await mia.slash("concern")).text
    assert mia.mention in (await read(society, lena)).text


async def test_a_closed_one_is_erased_a_set_time_later(
    society: Society, leads: tuple[Person, Person]
) -> None:
    lena, _ = leads
    ana = society.guild.person("Ana")
    await report(ana)
    shown = await read(society, lena)
    question = await lena.click(shown, "Close concern")
    assert "90 days" in question.text
    await lena.click(question, "Close concern")
    shown = await ana.select(await ana.slash("concern"), "pc1:concern:mine", ["1"])
    assert "closed" in shown.text

    chosen = society.running.app.settings.privacy
    now = society.discord.clock.now() + timedelta(days=chosen.erase_concerns_after_days + 1)
    await retention.erase_what_is_old(society.running.app.database, chosen, now)

    refused = await ana.click(shown, "Add something") if shown.buttons else None
    assert refused is None
    with pytest.raises(NotPossibleError):
        await ana.select(await ana.slash("concern"), "pc1:concern:mine", ["1"])


async def test_a_concern_is_one_click_from_the_pair_and_from_the_guide(
    society: Society, leads: tuple[Person, Person]
) -> None:
    _, mentee, thread = await a_pair(society)
    for shown in (await mentee.slash("pair status", at=thread), await mentee.slash("guide")):
        opened = await mentee.click(shown, "Report a concern")
        assert opened.ephemeral
        assert leads[0].mention in opened.text


async def test_nothing_of_it_is_logged(
    society: Society, leads: tuple[Person, Person], debug_log: io.StringIO
) -> None:
    mentor, mentee, _ = await a_pair(society)
    await report(mentee, mentor)
    await asked(society, leads[0])
    await read(society, leads[0])

    logged = debug_log.getvalue()
    assert "nudge.done" in logged
    assert SECRET not in logged
    assert "concern" not in logged
