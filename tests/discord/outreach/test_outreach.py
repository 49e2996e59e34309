"""Outside mentors, as a member meets them: all of it private."""

from functools import partial

import pytest

from bot.messages.errors import CORRECT
from sandbox import Answer, Person
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.menus import named, options
from tests.discord.programs.test_saved_programs import nine_oclock, take_direct_messages

EMAIL, PHONE = "roe@hospital.org", "312 555 0142"
ROE = {
    "who": "Dr. Roe",
    "place": "Riverside Hospital",
    "known_from": "I heard your talk on sleep",
    "address": EMAIL,
    "kind": ["clinical"],
}
PARTS = {
    "stage": "I am a second-year pre-med student.",
    "need": "I am choosing between two research offers.",
    "question": "Which would you take first, the clinic or the bench?",
    "bring": "",
    "thanks": "Thank you for your time.",
}


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member who takes no direct messages from the bot."""
    return society.guild.person("Ana")


async def add(person: Person, **changes: object) -> Answer:
    """Put someone on the list through the form."""
    return await person.submit(await person.slash("outreach add"), ROE | changes)


async def which(person: Person, typed: str = "Roe") -> str:
    """Return what the autocomplete of a command offers first."""
    offered = await person.autocomplete("outreach log", "mentor", typed, what="sent")
    return str(offered.choices[0].value)


async def log(person: Person, what: str) -> Answer:
    """Say what has happened."""
    return await person.slash("outreach log", mentor=await which(person), what=what)


async def test_from_a_name_to_a_message_that_the_member_sends(ana: Person) -> None:
    added = await add(ana)
    draft = await ana.submit(await ana.click(added, custom_id="pc1:outreach:draft:"), PARTS)
    sent = await ana.click(draft, "I sent it")

    assert added.ephemeral
    assert draft.ephemeral
    assert sent.ephemeral
    assert EMAIL in added.text
    assert "Dear Dr. Roe," in draft.text
    assert "I heard your talk on sleep." in draft.text
    assert "ready to go" in draft.text
    assert "a friendly follow-up is due" in sent.text


async def test_a_draft_is_helped_to_be_answered_and_edited_in_a_form(ana: Person) -> None:
    added = await add(ana)
    form = await ana.click(added, custom_id="pc1:outreach:draft:")
    hard = await ana.submit(form, PARTS | {"question": "Be my mentor.", "thanks": ""})

    edited = await ana.submit(
        await ana.click(hard, custom_id="pc1:outreach:draft:"),
        {"words": "Dear Dr. Roe,\n\nWhich offer would you take first? Thank you.\n\nAna Lind"},
    )

    assert "No question" in hard.text
    assert "a lot to ask" in hard.text
    assert "No thanks" in hard.text
    assert "Which offer would you take first?" in edited.text
    assert "ready to go" in edited.text


async def test_a_message_without_a_name_or_of_pasted_pieces_is_not_ready_to_go(
    ana: Person,
) -> None:
    added = await add(ana)
    pieces = PARTS | {"stage": "pre-med", "need": "research offers", "question": "clinic or bench?"}
    pasted = await ana.submit(await ana.click(added, custom_id="pc1:outreach:draft:"), pieces)
    edited = {"words": "Which offer would you take first? Thank you."}
    nameless = await ana.submit(await ana.click(pasted, custom_id="pc1:outreach:draft:"), edited)

    assert "Unfinished parts" in pasted.text
    assert "ready to go" not in pasted.text
    assert "No name" in nameless.text
    assert "ready to go" not in nameless.text


async def test_what_was_edited_is_never_written_over(ana: Person) -> None:
    added = await add(ana)
    draft = await ana.submit(await ana.click(added, custom_id="pc1:outreach:draft:"), PARTS)
    form = await ana.click(draft, custom_id="pc1:outreach:draft:")
    await ana.submit(form, {"words": "Which would you take? Thank you."})
    form = await ana.slash("outreach draft", mentor=await which(ana))

    refused = await ana.submit(form, {"words": "Which would you take? " * 170})
    form = await ana.click(refused, CORRECT)
    kept = await ana.submit(form, {"words": "Which one? Thank you."})

    assert "Which one?" in kept.text


async def test_a_long_message_comes_whole_as_a_file_and_says_so(ana: Person) -> None:
    added = await add(ana)
    form = await ana.click(added, custom_id="pc1:outreach:draft:")
    short = await ana.submit(form, PARTS)
    long = await ana.submit(
        await ana.click(short, "Edit message"), {"words": "Which would you take? " * 60}
    )

    assert "in the file" in long.text
    assert "in the file" not in short.text
    assert long.message is not None
    assert len(long.message.attachments) == 1


async def test_a_pasted_essay_is_kept_and_answered_with_a_smaller_way(ana: Person) -> None:
    added = await add(ana)
    form = await ana.click(added, custom_id="pc1:outreach:draft:")
    essay = await ana.submit(form, PARTS | {"bring": "I wrote of it all again. " * 58})
    form = await ana.click(added, custom_id="pc1:outreach:draft:")
    novel = await ana.submit(form, {"words": "Why? " * 790})

    assert "Too long" in essay.text or "An essay" in essay.text
    assert len(essay.text) < 2000
    assert "too long for a first message" in novel.text


async def test_an_address_that_is_none_is_refused_and_nothing_typed_is_lost(ana: Person) -> None:
    refused = await add(ana, address="roe at hospital")
    form = await ana.click(refused, CORRECT)
    again = await ana.submit(form, ROE)

    assert "isn’t an email address or a web page" in refused.text
    assert "Added." in again.text


async def test_a_number_is_kept_only_with_the_day_of_its_permission(ana: Person) -> None:
    added = await add(ana)
    form = await ana.click(added, custom_id="pc1:outreach:allow:")
    typed = {"phone": PHONE, "channels": ["text"], "since": "some time ago"}
    refused = await ana.submit(form, typed)
    form = await ana.click(refused, CORRECT)
    kept = await ana.submit(form, typed | {"since": "2020-03-01"})

    assert "need their permission" in refused.text
    assert "allowed Sun, Mar 1, 2020" in kept.text
    assert PHONE in kept.text


async def test_a_follow_up_waits_under_status_with_direct_messages_off(
    society: Society, ana: Person
) -> None:
    await add(ana)
    logged = await log(ana, "sent")
    await society.pass_time(days=8)

    status = await ana.slash("status")
    shown = await ana.click(status, custom_id="pc1:outreach:show:")
    words = await ana.click(shown, custom_id="pc1:outreach:words:")
    noted = await ana.click(shown, "I followed up")

    assert "Next step with Dr. Roe" in status.text
    assert "only see it in `/status`" in logged.text
    assert "Send a friendly follow-up" in shown.text
    assert "I wrote to you a while ago" in words.text
    assert "Got it." in noted.text
    assert ana.dm is None


async def test_follow_ups_come_by_direct_message_and_then_it_rests(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    await add(ana)
    await log(ana, "sent")

    await nine_oclock(society, days=7)
    first = await society.discord.until_message(
        ana, containing="Dr. Roe: Send a friendly follow-up"
    )
    await ana.click(first, "I wrote to them")
    await nine_oclock(society, days=7)
    await society.discord.until_message(ana, containing="Send one last follow-up")
    await log(ana, "sent")
    await nine_oclock(society, days=7)
    last = await society.discord.until_message(ana, containing="Put it on hold")
    rested = await ana.click(last, custom_id="pc1:outreach:rest:")
    after = await ana.slash("status")

    assert "I won’t write again about this" in rested.text
    assert "Dr. Roe" not in after.text


async def test_with_direct_messages_closed_a_private_thread_says_it_without_the_name(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    society.discord.world.users[ana.id].accepts_dms = False
    await add(ana)
    await log(ana, "sent")
    await nine_oclock(society, days=7)

    due = await society.discord.until_message(ana, containing="your next step with someone is due")
    shown = await ana.click(due, custom_id="pc1:outreach:show:")

    assert due.notified == {ana.id}
    assert "Dr. Roe" in shown.text
    assert "Send a friendly follow-up" in shown.text
    for channel in society.discord.world.channels.values():
        assert all("Dr. Roe" not in text_of(each) for each in channel.standing())


async def test_a_mentor_who_was_met_likes_to_hear_every_six_weeks(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    await add(ana)
    met = await log(ana, "met")
    await nine_oclock(society, days=42)

    prompt = await society.discord.until_message(ana, containing="Your next step with Dr. Roe")
    words = await ana.click(prompt, custom_id="pc1:outreach:words:")
    sent = await ana.click(prompt, "I wrote to them")

    assert "thank-you note" in met.text
    assert "A short update" in words.text
    assert "Your next update to" in sent.text


async def test_a_no_is_answered_kindly_and_closing_forgets_the_address(ana: Person) -> None:
    await add(ana)
    no = await log(ana, "declined")
    closed = await ana.slash("outreach close", mentor=await which(ana))
    board = await ana.slash("outreach list")
    opened = await ana.select(
        board, named(board, "Open a contact"), options(board, "Open a contact")[:1]
    )

    assert "Thank you for telling me" in no.text
    assert "I deleted how to reach Dr. Roe" in closed.text
    assert "Closed (1)" in board.text
    assert EMAIL not in opened.text


async def test_the_board_shows_each_stage_and_whom_to_look_for_next(
    society: Society, ana: Person
) -> None:
    empty = await ana.slash("outreach list")
    await add(ana)
    await add(ana, who="Dr. Lim", kind=[])
    await log(ana, "sent")

    board = await ana.slash("outreach list")
    bens = await society.guild.person("Ben").slash("outreach list")

    assert "Your list is empty" in empty.text
    assert "To write (1)" in board.text
    assert "Sent (1)" in board.text
    assert "Research, Academic, and Life" in board.text
    assert board.ephemeral
    assert "Your list is empty" in bens.text


async def test_a_saved_program_can_be_written_to(ana: Person) -> None:
    saved = await ana.slash("program save", name="EMRA")

    made = await ana.click(saved, custom_id="pc1:outreach:program:")

    assert made.ephemeral
    assert "On your outreach list" in made.text
    assert "https:" in made.text


async def test_nothing_of_it_is_in_a_channel_or_a_log(
    capfd: pytest.CaptureFixture[str], society: Society, ana: Person
) -> None:
    added = await add(ana)
    form = await ana.click(added, custom_id="pc1:outreach:allow:")
    await ana.submit(form, {"phone": PHONE, "channels": ["phone"], "since": "today"})
    await log(ana, "sent")
    await society.pass_time(days=8)
    await ana.slash("status")
    logged = "".join(capfd.readouterr())

    for channel in society.discord.world.channels.values():
        for message in channel.standing():
            assert EMAIL not in text_of(message)
            assert PHONE not in text_of(message)
    assert "delivery.planned" in logged, "the bot's log is what was read"
    assert EMAIL not in logged
    assert PHONE not in logged


async def test_anothers_number_and_nonsense_lead_nowhere(society: Society, ana: Person) -> None:
    await add(ana)
    number = await which(ana)

    bens = await society.guild.person("Ben").slash("outreach draft", mentor=number)
    nonsense = await ana.slash("outreach close", mentor="everybody")

    assert "can’t find that person" in bens.text
    assert "can’t find that person" in nonsense.text


async def test_the_second_follow_up_never_comes_before_the_first(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    await add(ana)
    await log(ana, "sent")

    for number in (1, 2, 3):
        await nine_oclock(society, days=7)
        await society.discord.wait_for(partial(has_prompts, ana, number))

    assert ["Send a friendly follow-up" in text for text in prompts(ana)] == [True, True, False]
    assert "Put it on hold" in prompts(ana)[-1]


def has_prompts(person: Person, number: int) -> bool:
    """Return whether so many reminders of outreach have come."""
    return len(prompts(person)) == number


def prompts(person: Person) -> list[str]:
    """Return the reminders of outreach that came by direct message, oldest first."""
    return [sight.text for sight in person.sees(person.dm) if "Your next step with" in sight.text]
