"""The private shortlist and its reminders."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.domain.ids import GuildId, UserId
from bot.storage.nudges import settings as nudge_settings
from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.menus import named, options
from tests.discord.pairs.test_threads import delete
from tests.discord.people import standing

CHICAGO = ZoneInfo("America/Chicago")


async def nine_oclock(society: Society, days: int) -> None:
    """Move to a minute after nine in the morning, some days from now, in the society's zone."""
    now = society.running.app.clock.now().astimezone(CHICAGO)
    wanted = datetime.combine(now.date() + timedelta(days=days), time(9, 1), CHICAGO)
    await society.pass_time(seconds=(wanted - now).total_seconds())


async def take_direct_messages(society: Society, person: Person) -> None:
    """Have someone turn direct messages on."""
    guild, user = GuildId(society.guild.state.id), UserId(person.id)

    def turn_on(connection: Connection) -> None:
        nudge_settings.save(connection, guild, user, dms=True)

    await society.running.app.database.write(turn_on)


@pytest.fixture
def ana(society: Society) -> Person:
    """Yield a member who takes no direct messages from the bot."""
    return society.guild.person("Ana")


async def test_the_day_that_is_understood_is_shown_while_it_is_typed(ana: Person) -> None:
    readable = await ana.autocomplete("program save", "remind-on", "feb 1", name="EMRA")
    unreadable = await ana.autocomplete("program save", "remind-on", "feb 31", name="EMRA")
    nothing = await ana.autocomplete("program save", "remind-on", "", name="EMRA")

    assert readable.choices[0].name.startswith("feb 1 → ")
    assert str(readable.choices[0].value).endswith("-02-01")
    assert "couldn’t read" in unreadable.choices[0].name
    assert len(nothing.choices) == 5


async def test_a_program_is_saved_once_and_only_its_owner_sees_it(
    society: Society, ana: Person
) -> None:
    first = await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    second = await ana.slash("program save", name="EMRA")

    mine = await ana.slash("program saved")
    bens = await society.guild.person("Ben").slash("program saved")

    assert first.ephemeral
    assert "only see it in `/status`" in first.text
    assert "already" in second.text
    assert "Saved programs: 1\n" in mine.text
    assert "Reminder: " in mine.text
    assert "empty" in bens.text


@pytest.mark.parametrize(
    ("day", "words"),
    [("2020-02-01", "has passed"), ("blargh", "couldn’t read"), ("in 900 weeks", "three years")],
)
async def test_a_day_that_cannot_be_is_refused_and_nothing_is_saved(
    ana: Person, day: str, words: str
) -> None:
    answer = await ana.slash("program save", name="EMRA", remind_on=day)
    listing = await ana.slash("program saved")

    assert words in answer.text
    assert "empty" in listing.text


async def test_the_card_saves_through_a_form(ana: Person) -> None:
    card = await ana.slash("program show", name="EMRA")

    saved = await ana.submit(await ana.click(card, "Save"), {"Remind me on": ""})

    assert "to your private list" in saved.text
    assert "No reminder set" in saved.text


async def test_a_day_is_changed_and_a_program_taken_off_the_list(ana: Person) -> None:
    await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    listing = await ana.slash("program saved")
    menu = named(listing, "Change or remove")
    opened = await ana.select(listing, menu, options(listing, "Change or remove")[:1])

    moved = await ana.submit(
        await ana.click(opened, custom_id="pc1:saved:day:"), {"Remind me on": "in a week"}
    )
    removed = await ana.click(opened, custom_id="pc1:saved:remove:")
    after = await ana.slash("program saved")

    assert "Your day: " in moved.text
    assert "from your list" in removed.text
    assert "empty" in after.text


async def test_with_direct_messages_off_a_reminder_waits_under_status(
    society: Society, ana: Person
) -> None:
    await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    before = await ana.slash("status")
    await society.pass_time(days=15)

    status = await ana.slash("status")
    done = await ana.click(status, "Done")
    after = await ana.slash("status")

    assert "Saved program" not in before.text
    assert "EMRA" in status.text
    assert "stays on your list" in done.text
    assert "EMRA" not in after.text
    assert ana.dm is None


async def test_with_direct_messages_on_it_comes_at_nine_of_ones_own_morning(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    await nine_oclock(society, days=14)

    reminder = await society.discord.until_message(ana, containing="You asked for a reminder")
    done = await ana.click(reminder, "Done")
    status = await ana.slash("status")

    assert "EMRA" in reminder.content
    assert "stays on your list" in done.text
    assert "EMRA" not in status.text


async def test_a_moved_reminder_comes_once_on_the_new_day(society: Society, ana: Person) -> None:
    await take_direct_messages(society, ana)
    saved = await ana.slash("program save", name="EMRA", remind_on="in a week")
    form = await ana.click(saved, custom_id="pc1:saved:day:")
    await ana.submit(form, {"Remind me on": "in two weeks"})
    again = await ana.submit(
        await ana.click(saved, custom_id="pc1:saved:day:"), {"Remind me on": "in a week"}
    )
    assert "I’ll remind you on" in again.text

    await nine_oclock(society, days=7)
    await society.discord.until_message(ana, containing="You asked for a reminder")
    await nine_oclock(society, days=7)
    await ana.slash("program save", name="AMSA", remind_on="tomorrow")
    await nine_oclock(society, days=1)
    await society.discord.until_message(ana, containing="about **AMSA")

    reminders = [
        sight.text for sight in ana.sees(ana.dm) if "You asked for a reminder" in sight.text
    ]
    assert ["EMRA" in text for text in reminders] == [True, False]


async def test_with_direct_messages_off_a_private_thread_is_offered_once_and_kept(
    society: Society, ana: Person
) -> None:
    saved = await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    assert "I’ll remind you" not in saved.text
    chosen = await ana.click(saved, "Use a private thread")
    later = await ana.slash("program save", name="AMSA", remind_on="in three weeks")

    await nine_oclock(society, days=14)
    reminder = await society.discord.until_message(ana, containing="Here’s the reminder you")

    assert "private thread with me" in chosen.text
    assert "in your private thread with me" in later.text
    assert not [button for button in later.buttons if button.label == "Use a private thread"]
    thread = society.discord.world.channels[reminder.channel_id]
    assert thread.type == 12
    assert reminder.notified == {ana.id}
    assert "EMRA" not in reminder.content
    shown = await ana.click(reminder, custom_id="pc1:saved:open:")
    assert shown.ephemeral
    assert "EMRA" in shown.text
    await nine_oclock(society, days=7)
    await society.discord.wait_for(lambda: len(thread.standing()) == 2)


async def test_a_reminder_whose_direct_message_is_refused_comes_in_a_thread(
    society: Society, ana: Person
) -> None:
    await take_direct_messages(society, ana)
    saved = await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    society.discord.world.users[ana.id].accepts_dms = False

    await nine_oclock(society, days=14)

    assert "by DM" in saved.text
    reminder = await society.discord.until_message(ana, containing="Here’s the reminder you")
    assert "EMRA" in (await ana.click(reminder, custom_id="pc1:saved:open:")).text


async def test_a_reminder_whose_thread_was_deleted_comes_in_a_new_one(
    society: Society, ana: Person
) -> None:
    saved = await ana.slash("program save", name="EMRA", remind_on="in two weeks")
    await ana.click(saved, "Use a private thread")
    await ana.slash("program save", name="AMSA", remind_on="in three weeks")
    await nine_oclock(society, days=14)
    first = await society.discord.until_message(ana, containing="Here’s the reminder you")
    delete(society, society.discord.world.channels[first.channel_id], told=True)

    await nine_oclock(society, days=7)

    reminder = await society.discord.until_message(ana, containing="Here’s the reminder you")
    assert reminder.channel_id != first.channel_id
    assert standing(society.back_room, "needs a decision") == []
