"""`/nudges`: quiet hours, weekly limit, snooze, mutes and direct messages."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Message
from sandbox.people.transcript import text_of
from tests.discord.conftest import Society
from tests.discord.people import CHECK_IN, a_pair, first_check_in, standing, until_asked

QUIET, SNOOZE = "pc1:nudges:quiet:", "pc1:nudges:snooze:"
MUTE, LIMIT = "pc1:nudges:mute:", "pc1:nudges:limit:"


async def test_the_panel_shows_what_holds_to_nobody_else(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    answer = await mentee.slash("nudges", at=thread)
    assert answer.ephemeral
    assert "9 PM–8 AM (America/Chicago)" in answer.text
    assert " of 5" in answer.text
    assert "In your mentorship’s thread" in answer.text


async def test_quiet_hours_are_chosen_or_typed_and_can_be_put_back(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    panel = await mentee.slash("nudges", at=thread)
    await mentee.select(panel, QUIET, ["11 PM–6 AM"])
    assert "11 PM–6 AM" in (await mentee.slash("nudges")).text
    form = await mentee.select(await mentee.slash("nudges"), QUIET, ["other"])
    typed = await mentee.submit(form, {"from": "10pm", "until": "6.30am"})
    assert "10 PM–6:30 AM" in typed.text
    panel = await mentee.slash("nudges")
    await mentee.select(panel, QUIET, ["usual"])
    assert "9 PM–8 AM" in (await mentee.slash("nudges")).text


async def test_hours_that_are_none_or_leave_no_day_get_a_clear_answer(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    for start, end, words in (
        ("whenever", "8am", "couldn’t read"),
        ("25:00", "8am", "couldn’t read"),
        ("8am", "7:30am", "at least 2 hours"),
    ):
        form = await mentee.select(await mentee.slash("nudges"), QUIET, ["other"])
        refused = await mentee.submit(form, {"from": start, "until": end})
        assert words in refused.text
    assert "9 PM–8 AM" in (await mentee.slash("nudges")).text


async def test_quiet_hours_hold_for_a_check_in_that_is_queued_already(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    await society.pass_time(days=(due - society.discord.clock.now()).days)  # it is planned by now
    form = await mentee.select(await mentee.slash("nudges"), QUIET, ["other"])
    await mentee.submit(form, {"from": "5pm", "until": "8pm"})
    society.discord.clock.set(due)
    await mentee.slash("status")
    assert standing(thread, CHECK_IN) == []
    asked = await until_asked(society, thread, due + timedelta(hours=2))
    assert asked.notified == {mentee.id}


async def test_a_snooze_keeps_everything_back_until_it_is_over_or_taken_back(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(hours=2))
    await mentee.select(await mentee.slash("nudges"), SNOOZE, ["1"])
    assert "Meeting reminders will still come" in (await mentee.slash("nudges")).text
    society.discord.clock.set(due)
    await mentee.slash("status")
    assert standing(thread, CHECK_IN) == []
    await mentee.select(await mentee.slash("nudges"), SNOOZE, ["0"])
    await society.discord.until_message(thread, containing=CHECK_IN)


async def test_a_snooze_until_a_day_is_read_as_typed(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    form = await mentee.select(await mentee.slash("nudges"), SNOOZE, ["other"])
    refused = await mentee.submit(form, {"until": "the day after never"})
    assert "Snoozed" not in refused.text
    form = await mentee.select(await mentee.slash("nudges"), SNOOZE, ["other"])
    assert "Snoozed" in (await mentee.submit(form, {"until": "in 10 days"})).text
    form = await mentee.select(await mentee.slash("nudges"), SNOOZE, ["other"])
    assert "up to 92 days" in (await mentee.submit(form, {"until": "in two years"})).text


async def test_a_muted_kind_does_not_come_and_the_partner_is_asked_instead(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.select(await mentee.slash("nudges"), MUTE, ["Check-ins", "Saved programs"])
    panel = (await mentee.slash("nudges")).text
    assert "Check-ins and Saved programs" in panel
    asked = await until_asked(society, thread, first_check_in(society))
    assert asked.notified == {mentor.id}


async def test_direct_messages_are_tried_at_once_and_then_used(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    panel = await mentee.slash("nudges", at=thread)
    await mentee.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: mentee.dm is not None and mentee.dm.standing())
    assert mentee.dm is not None
    assert "This is a test" in text_of(mentee.dm.standing()[0])
    await society.discord.wait_for(lambda: "It works" in panel.text)
    society.discord.clock.set(first_check_in(society))
    asked = await society.discord.until_message(mentee.dm, containing=CHECK_IN)
    assert standing(thread, CHECK_IN) == []
    answered = await mentee.click(asked, "On track")
    await society.discord.wait_for(lambda: "You said: on track" in answered.text)
    await mentee.click(await mentee.slash("nudges"), custom_id="pc1:nudges:dms-off:")
    assert "In your mentorship’s thread" in (await mentee.slash("nudges")).text


async def test_direct_messages_that_do_not_arrive_stay_off(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    mentee.user.accepts_dms = False
    panel = await mentee.slash("nudges", at=thread)
    await mentee.click(panel, custom_id="pc1:nudges:dms-on:")
    await society.discord.wait_for(lambda: "didn’t let me DM" in panel.text)
    assert "In your mentorship’s thread" in (await mentee.slash("nudges")).text


async def test_fewer_a_week_is_one_click(society: Society) -> None:
    _, mentee, _ = await a_pair(society)
    await mentee.select(await mentee.slash("nudges"), LIMIT, ["1"])
    assert " of 1 in" in (await mentee.slash("nudges")).text


async def test_what_comes_together_is_answered_part_by_part(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    due = first_check_in(society)
    society.discord.clock.set(due - timedelta(days=1))
    # Both have to be in the outbox by their hour, or one of them leaves alone.
    assert society.running.client.delivery is not None
    await society.running.client.delivery.plan_ahead()
    local = due.astimezone(UTC)
    made = {"what": "Draft it", "due": _in_words(due), "partner-sees": False}
    await mentee.slash("commit add", made, at=thread)
    society.discord.clock.set(local)
    shared = await society.discord.until_message(thread, containing="things for you")
    assert CHECK_IN in text_of(shared)
    await mentee.click(shared, "On track")
    await society.discord.wait_for(lambda: "hecked in" in text_of(shared))
    labels = _labels(shared)
    assert "Need help" not in labels
    assert labels, "the other part can still be answered"
    assert mentor.id not in shared.notified


def _in_words(due: datetime) -> str:
    return f"{due:%B} {due.day} {due:%H:%M}"


def _labels(message: Message) -> list[str]:
    return [button["label"] for row in message.components for button in row["components"]]


async def test_a_snooze_until_today_lasts_until_tomorrows_quiet_hours_end(
    society: Society,
) -> None:
    _, mentee, _ = await a_pair(society)
    chicago = ZoneInfo("America/Chicago")
    form = await mentee.select(await mentee.slash("nudges"), SNOOZE, ["other"])
    today = society.discord.clock.now().astimezone(chicago).date()
    answer = await mentee.submit(form, {"until": "today"})
    wakes = datetime.combine(today + timedelta(days=1), time(8), chicago)
    assert f"ntil <t:{int(wakes.timestamp())}:f>" in answer.text
