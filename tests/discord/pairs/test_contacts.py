"""Contact outside Discord, through the front door: seen by one person, and never posted."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import GuildId, PairId, UserId
from bot.storage.pairs import contacts
from sandbox import Answer, Channel, Message, Person
from tests.discord.conftest import Society
from tests.discord.meeting_people import ids_of
from tests.discord.people import a_pair, standing, until_status

ADDRESS = "mira.private@example.org"
NUMBER = "+1 (312) 555-0199"
KEPT_NUMBER = "+13125550199"
WAITING = "I have something private for you"


async def a_pair_by_day(society: Society) -> tuple[Person, Person, Channel]:
    """Return a pair that was introduced, at noon where they live: what waits comes by day."""
    found = await a_pair(society)
    chicago = ZoneInfo("America/Chicago")
    day = society.discord.clock.now().astimezone(chicago).date() + timedelta(days=1)
    society.discord.clock.set(datetime.combine(day, time(12), chicago))
    return found


async def asked(society: Society, asker: Person, thread: Channel, label: str) -> Message:
    """Ask for a channel, and return the message that tells the other of it."""
    seen = len(standing(thread, WAITING))
    await asker.click(await asker.slash("contact share", at=thread), label)
    await society.discord.wait_for(lambda: len(standing(thread, WAITING)) > seen)
    return standing(thread, WAITING)[-1]


async def shared(
    society: Society, thread: Channel, people: tuple[Person, Person], label: str, value: str
) -> Answer:
    """Ask for a channel and let the other share it."""
    owner, asker = people
    waiting = await asked(society, asker, thread, label)
    book = await owner.click(waiting, "Open privately")
    form = await owner.click(book, custom_id="pc1:contact:form:")
    return await owner.submit(form, {"value": value})


async def test_the_thread_says_only_that_something_waits(society: Society) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    waiting = await asked(society, mentee, thread, "Ask for email")
    assert waiting.notified == {mentor.id}
    assert "email" not in waiting.content
    opened = await mentor.click(waiting, "Open privately")
    assert opened.ephemeral
    assert "is asking. Sharing is up to you" in opened.text
    assert "Question about contact" in (await mentor.slash("status")).text
    stranger = society.guild.person("Somebody else")
    refused = await stranger.click_forged(waiting, ids_of(waiting, "pc1:contact:")[0])
    assert "can’t find" in refused.text


@pytest.mark.parametrize(
    ("label", "typed", "kept"),
    [("Ask for email", ADDRESS, ADDRESS), ("Ask for text number", NUMBER, KEPT_NUMBER)],
)
async def test_a_value_is_shown_to_the_one_who_asked_and_to_nobody_else(
    society: Society,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    label: str,
    typed: str,
    kept: str,
) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    done = await shared(society, thread, (mentor, mentee), label, typed)
    assert "Shared with the person who asked" in done.text
    await society.discord.wait_for(lambda: len(standing(thread, WAITING)) == 2)
    told = standing(thread, WAITING)[-1]
    assert told.notified == {mentee.id}
    book = await mentee.click(told, "Open privately")
    assert kept not in book.text
    shown = await mentee.click(
        book, next(b.label for b in book.buttons if "Show" in (b.label or ""))
    )
    assert shown.ephemeral
    assert kept in shown.text
    # The mentor's own sight of it was the form alone; no one else reads it, anywhere.
    stranger = society.guild.person("Somebody else")
    for person in (mentor, society.mo, stranger):
        assert not [sight for sight in person.sees() if kept in sight.text or typed in sight.text]
    for channel in society.discord.world.channels.values():
        assert standing(channel, kept) == []
    written = caplog.text + "".join(capfd.readouterr())
    assert kept not in written
    assert typed not in written


async def test_revoking_hides_it_at_once(society: Society) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    await shared(society, thread, (mentor, mentee), "Ask for email", ADDRESS)
    book = await mentee.slash("contact share", at=thread)
    hidden = await mentor.slash("contact revoke", at=thread)
    assert "No longer shared" in hidden.text
    refused = await mentee.click(book, custom_id="pc1:contact:show:")
    assert "no longer shared" in refused.text
    assert ADDRESS not in refused.text
    again = await mentor.slash("contact revoke", at=thread)
    assert "not sharing anything" in again.text


async def test_the_pairs_end_deletes_it(society: Society) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    await shared(society, thread, (mentor, mentee), "Ask for email", ADDRESS)
    book = await mentee.slash("contact share", at=thread)
    ending = await mentor.slash("pair end", at=thread)
    await mentor.click(ending, next(b.label for b in ending.buttons))
    await until_status(mentee, lambda text: "Your people" not in text)
    assert ADDRESS not in (await mentee.click(book, custom_id="pc1:contact:show:")).text
    guild = GuildId(society.guild.id)
    database = society.running.app.database
    for found in await database.read(contacts.between, guild, PairId(1), UserId(mentee.id)):
        assert await database.read(contacts.value_of, found) is None


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("Ask for email", "mira at example", "doesn’t look like an email"),
        ("Ask for phone number", "call me maybe", "doesn’t look like a phone number"),
    ],
)
async def test_what_is_no_address_is_refused_and_given_back(
    society: Society, label: str, typed: str, said: str
) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    refused = await shared(society, thread, (mentor, mentee), label, typed)
    assert refused.ephemeral
    assert said in refused.text
    assert typed in refused.text
    assert "No answer yet" not in refused.text


async def test_not_now_is_calm_and_final_for_a_while(society: Society) -> None:
    mentor, mentee, thread = await a_pair_by_day(society)
    waiting = await asked(society, mentee, thread, "Ask for phone number")
    book = await mentor.click(waiting, "Open privately")
    declined = await mentor.click(book, "Not now")
    assert "No problem" in declined.text
    theirs = await mentee.slash("contact share", at=thread)
    assert "said not now" in theirs.text
    rested = await mentee.click(theirs, custom_id="pc1:contact:ask-phone:")
    assert "ask again in a month" in rested.text
    assert len(standing(thread, WAITING)) == 1
