"""Cases, through the front door: one digest a week, an owner, a trail, and no one's own words."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox import Answer, Channel, Message, Person
from sandbox.people.transcript import buttons_of, text_of
from tests.discord.conftest import Society
from tests.discord.meeting_people import ids_of
from tests.discord.people import a_pair, first_check_in, standing, until_asked

SECRET = "I am thinking of giving up"


async def a_help_case(society: Society) -> tuple[Person, Person, Channel, Message]:
    """Return a pair that asked for a moderator, and the message that says so."""
    mentor, mentee, thread = await a_pair(society)
    asked = await until_asked(society, thread, first_check_in(society))
    answer = await mentee.click(asked, "Need help")
    await society.discord.wait_for(lambda: "No one has been told yet" in answer.text)
    form = await mentee.click(answer, "Post an update")
    await mentee.submit(form, {"in_the_way": SECRET})
    await mentee.click(answer, "Ask a moderator")
    case = await society.discord.until_message(society.back_room, containing="asked for a mod")
    return mentor, mentee, thread, case


async def test_a_case_has_an_owner_and_a_trail_and_holds_no_words_of_theirs(
    society: Society,
) -> None:
    _, _, _, case = await a_help_case(society)
    mo = society.mo
    labels = [button.label for button in buttons_of(case)]
    assert labels == [
        "Assign to me",
        "Snooze 2 weeks",
        "End and rematch",
        "Message pair",
        "Resolve case",
    ]
    assert "is assigned to you" in (await mo.click(case, custom_id="pc1:case:take:")).text
    assert "is snoozed until" in (await mo.click(case, custom_id="pc1:case:extend:")).text
    shown = await mo.slash("case show", case=1)
    assert shown.ephemeral
    for said in (mo.mention, "Assigned to", "Snoozed for 2 weeks", "Snoozed until"):
        assert said in shown.text
    extend, *_ = ids_of(case, "pc1:case:extend")
    resolved = await mo.click(shown, custom_id="pc1:case:resolve:")
    assert "is resolved" in resolved.text
    assert f"by {mo.mention}" in resolved.text
    assert "Case 1 (resolved):" in resolved.text
    assert [button.label for button in shown.buttons] == ["Add note"]
    await society.discord.wait_for(lambda: buttons_of(case) == [])
    assert "Case 1 (resolved): Asked for a moderator" in text_of(case)
    assert "Resolved <t:" in text_of(case)
    assert f"by {mo.mention}" in text_of(case)
    assert "needs your decision" not in text_of(case)
    assert "already" in (await mo.click_forged(case, extend)).text
    assert not [sight for sight in mo.sees(society.back_room) if SECRET in sight.text]
    assert "resolved" in (await mo.slash("case show", case=1)).text


async def test_only_moderators_touch_a_case(society: Society) -> None:
    _, mentee, _, case = await a_help_case(society)
    for command in ("case show", "case resolve"):
        refused = await mentee.slash(command, case=1)
        assert "That’s for moderators" in refused.text
    custom_id = buttons_of(case)[0].custom_id
    assert custom_id is not None
    own = (await mentee.slash("status")).message
    assert own is not None
    assert "That’s for moderators" in (await mentee.click_forged(own, custom_id)).text


async def test_a_moderators_words_reach_both_in_their_thread(society: Society) -> None:
    mentor, mentee, thread, case = await a_help_case(society)
    form = await society.mo.click(case, custom_id="pc1:case:write:")
    sent = await society.mo.submit(form, {"words": "How can we help? @everyone"})
    assert "Sent to their thread" in sent.text
    note = await society.discord.until_message(thread, containing="How can we help?")
    assert note.notified == {mentor.id, mentee.id}
    assert not note.mention_everyone
    shown = await society.mo.slash("case show", case=1)
    assert "Messaged the pair" in shown.text
    assert "How can we help" not in shown.text


async def test_matching_anew_asks_once_more_and_ends_the_pair_kindly(society: Society) -> None:
    _, mentee, _, case = await a_help_case(society)
    resolve, *_ = ids_of(case, "pc1:case:resolve")
    asked = await society.mo.click(case, custom_id="pc1:case:rematch:")
    assert "blames no one" in asked.text
    done = await society.mo.click(asked, custom_id="pc1:case:rematch-now:")
    assert "pair has ended" in done.text
    assert "has ended" in (await mentee.slash("update log")).text
    assert "already" in (await society.mo.click_forged(case, resolve)).text


async def test_what_can_wait_comes_in_one_message_on_monday(society: Society) -> None:
    mentor, mentee, _ = await a_pair(society)
    society.discord.clock.advance(timedelta(days=14, hours=1))
    listed = await until_listed(society, "Haven’t met yet")
    assert standing(society.back_room, "Haven’t met yet") == []
    society.discord.clock.set(next_monday(society))
    digest = await society.discord.until_message(
        society.back_room, containing="to review this week"
    )
    assert "Haven’t met yet" in text_of(digest)
    assert mentor.mention in text_of(digest)
    assert mentee.mention in text_of(digest)
    opened = await society.mo.select(digest, None, ["Case 1: Haven’t met yet"])
    assert "introduced" in opened.text
    assert "is resolved" in (await society.mo.click(opened, custom_id="pc1:case:resolve:")).text
    # What someone has decided is not brought up again an hour later.
    society.discord.clock.advance(timedelta(hours=2))
    await society.mo.slash("status")
    assert "Haven’t met yet" not in (await society.mo.slash("case list")).text
    assert listed.ephemeral


def next_monday(society: Society) -> datetime:
    """Return the next Monday, 9:00 in the society's own zone."""
    zone = ZoneInfo("America/Chicago")
    today = society.discord.clock.now().astimezone(zone).date()
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(monday, time(9), zone)


async def until_listed(society: Society, words: str) -> Answer:
    """Ask for the cases until one says so; a bot that never does fails the test."""
    for _ in range(1000):
        answer = await society.mo.slash("case list")
        if words in answer.text:
            return answer
    raise AssertionError(answer.text)


async def test_whoever_asked_is_told_when_the_moderators_are_late(society: Society) -> None:
    mentor, mentee, thread, _ = await a_help_case(society)

    await society.pass_time(days=3, hours=1)

    told = await society.discord.until_message(thread, containing="Only you can see it")
    assert told.notified == {mentee.id}
    assert "moderator" not in told.content
    await society.discord.wait_for(
        lambda: len(standing(society.back_room, "it needs your decision")) == 3
    )
    shown = await mentee.click(told, "See what’s waiting")
    assert "The moderators are late with your question" in shown.text
    assert "moderators" not in (await mentor.slash("status")).text


async def test_a_question_that_a_moderator_answered_is_not_late(society: Society) -> None:
    _, mentee, thread, case = await a_help_case(society)
    form = await society.mo.click(case, custom_id="pc1:case:write:")
    await society.mo.submit(form, {"words": "I will call you tomorrow."})

    await society.pass_time(days=3, hours=1)

    await mentee.slash("status")
    assert standing(thread, "Only you can see it") == []
