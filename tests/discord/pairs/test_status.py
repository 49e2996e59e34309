"""`/pair status`: whose turn each thing between two people is, through the front door."""

from datetime import timedelta

from sandbox import Channel, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ahead, arranged, typed
from tests.discord.people import a_pair, first_check_in, until_asked
from tests.discord.progress.test_commitments import ESSAY, noon_in, promise


def part(text: str, begin: str, end: str) -> str:
    """Return what stands between two headings."""
    return text[text.index(begin) : text.index(end)]


async def until_shown(person: Person, thread: Channel, words: str) -> str:
    """Ask for `/pair status` until it says so: the bot notes a message after it stands there."""
    for _ in range(500):
        text = (await person.slash("pair status", at=thread)).text
        if words in text:
            return text
    raise AssertionError(text)


async def test_the_partner_sees_who_was_reminded_and_when_the_next_step_is(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await until_asked(society, thread, first_check_in(society))

    theirs = await until_shown(mentor, thread, "Reminder sent")
    waiting = part(theirs, "Waiting on others", "Next meeting")
    mine = (await mentee.slash("pair status", at=thread)).text

    assert f"{mentee.mention} · Check-in" in waiting
    assert "Reminder sent · Next step <t:" in waiting
    assert "- Check-in" in part(mine, "Waiting on you", "Waiting on others")


async def test_a_promise_is_listed_for_both_and_a_hidden_one_for_its_owner(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await promise(society, mentee, thread)
    await promise(society, mentee, thread, what="A secret", due="in 9 days", partner_sees=False)
    society.discord.clock.set(noon_in(society, 3) - timedelta(hours=24))
    await society.discord.until_message(thread, containing="On track?")

    theirs = await until_shown(mentor, thread, "Reminder sent")
    waiting = part(theirs, "Waiting on others", "Next meeting")

    assert ESSAY in waiting
    assert "Reminder sent · Next step <t:" in waiting
    assert "secret" not in theirs
    assert "A secret" in (await mentee.slash("pair status", at=thread)).text


async def test_open_proposals_and_the_next_meeting_are_in_it(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    empty = await mentee.slash("pair status", at=thread)
    assert "None scheduled" in empty.text
    assert "Suggest times" in [button.label for button in empty.buttons]

    await mentee.slash("meet propose", time=typed(ahead(society, 4)), at=thread)
    asked = await mentor.slash("pair status", at=thread)
    assert "Choose a time" in part(asked.text, "Waiting on you", "Waiting on others")
    assert "Choose a time" in [button.label for button in asked.buttons]


async def test_a_confirmed_meeting_is_the_next_one(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 4)
    await arranged(society, mentor, mentee, thread, typed(when))
    shown = (await mentor.slash("pair status", at=thread)).text
    assert f"Meeting <t:{int(when.timestamp())}" in shown


async def test_status_says_why_a_check_in_is_left_out(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    society.discord.clock.set(first_check_in(society) - timedelta(days=1))
    assert "no check-in on" not in (await mentee.slash("status")).text

    form = await mentee.slash("update log", at=thread)
    await mentee.submit(form, {"moved": "A draft", "next_step": "Send it"})

    due = int((first_check_in(society)).timestamp())
    shown = (await mentee.slash("status")).text
    assert f"There’s no check-in on <t:{due}:D>, because there was an update on <t:" in shown


async def test_a_first_meeting_names_no_day_that_has_passed(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    assert "Schedule your first meeting" in (await mentee.slash("status")).text
    assert "Due <t:" in (await mentee.slash("status")).text

    society.discord.clock.advance(timedelta(days=20))

    shown = (await mentee.slash("status")).text.partition("Schedule your first meeting")[2]
    assert shown
    assert "Due <t:" not in shown.partition("\n")[0]
