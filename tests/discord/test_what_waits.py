"""The ledger holds everything that waits: first meetings, questions to moderators, goals."""

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.ids import GuildId, PairId
from bot.domain.states import MeetingState
from bot.storage.meetings import meetings
from bot.storage.moderation import case_evidence
from sandbox import Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_pair
from tests.discord.meeting_people import TAKE, ahead, arranged, says, typed
from tests.discord.people import until_status

CHICAGO = "America/Chicago"
FIRST_TIME = "Schedule your first meeting"


async def parts(person: Person) -> tuple[str, str, str]:
    """Return what /status says is waiting on someone, on others, and on no one."""
    text = (await person.slash("status")).text
    rest, _, under_way = text.partition("In progress:")
    head, _, others = rest.partition("Waiting on others:")
    return head, others, under_way


async def test_a_first_meeting_has_an_owner_a_date_and_a_button(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    introduced = society.discord.clock.now()

    status = await mentee.slash("status")
    assert "Waiting on you: 1" in status.text
    assert FIRST_TIME in status.text
    assert mentee.mention not in status.text.partition("Waiting on others")[0]
    by = (introduced + timedelta(days=14)).timestamp()
    assert any(f"<t:{int(by) - off}:D>" in status.text for off in range(120))
    assert (await mentee.click(status, custom_id="pc1:meet:form:")).modal is not None
    _, others, _ = await parts(mentor)
    assert f"{mentee.mention} · {FIRST_TIME}" in others

    await mentee.slash("meet propose", time=typed(ahead(society, 4)), at=thread)
    mine, others, _ = await parts(mentee)
    assert "You’re all caught up." in mine
    assert FIRST_TIME not in others
    assert f"{mentor.mention} · Choose a time to meet" in others


async def test_the_reminder_of_a_first_meeting_and_the_ledger_say_the_same(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await society.pass_time(days=5)
    await society.discord.until_message(thread, containing="first meeting with")

    # Discord shows it a moment before the bot has written down that it did.
    said = [(await mentee.slash("why")).text for _ in range(20)]
    assert "the next step was yours" in said[-1]
    mine, _, _ = await parts(mentee)
    assert FIRST_TIME in mine


async def test_days_of_a_pause_do_not_count_for_a_first_meeting(society: Society) -> None:
    _, mentee, thread = await a_pair(society)
    before, _, _ = await parts(mentee)
    await mentee.slash("pair pause", days=7, at=thread)
    paused, _, _ = await parts(mentee)
    assert FIRST_TIME not in paused, "a pair on a pause owes nothing"
    await mentee.slash("pair resume", at=thread)
    after, _, _ = await parts(mentee)
    assert FIRST_TIME in after
    assert before == after, "a pause of no day moves no date"


async def test_a_question_to_the_moderators_waits_on_them_until_it_is_answered(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    asked = await mentee.slash("pair rematch", at=thread)
    await mentee.click(asked, custom_id="pc1:pair:ask-moderator:")

    mine, others, _ = await parts(mentee)
    assert "The moderators have your question · Due <t:" in others
    assert "question" not in mine
    for text in await parts(mentor):
        assert "question" not in text, "the partner does not learn of it"

    await society.pass_time(days=4)
    _, others, _ = await parts(mentee)
    assert "late with your question" in others

    case = await society.mo.slash("case show", case=1)
    await society.mo.click(case, custom_id="pc1:case:resolve:")
    await until_status(mentee, lambda text: "your question" not in text)


async def test_a_question_to_a_circle_waits_on_everyone_who_has_not_answered(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    _, others, _ = await parts(ana)
    for person in (mentor, ben):
        assert f"{person.mention} · Should the circle pause?" in others

    status = await ben.slash("status")
    assert "Should the circle pause?" in status.text
    await ben.click(status, custom_id="pc1:circle:agree:")
    await until_status(ben, lambda text: "Say whether" not in text)
    _, others, _ = await parts(ana)
    assert f"{ben.mention} to say" not in others


async def test_a_goal_that_is_far_ahead_is_under_way_and_waits_near_its_day(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 2)))
    form = await mentee.slash("goal add", at=thread)
    await mentee.submit(form, {"words": "Three applications", "due": "in two months"})

    mine, _, under_way = await parts(mentee)
    assert "You’re all caught up." in mine
    assert "Your goal: Three applications" in under_way
    _, others, under_way = await parts(mentor)
    assert "Three applications" not in others
    assert "Goal shared with you: Three applications" in under_way

    await society.pass_time(days=50)
    mine, _, _ = await parts(mentee)
    due = re.search(r"Goal: Three applications · .*Due (\w{3}, \w{3} \d+)", mine)
    assert due, "a day, not an instant: everyone reads the same"
    assert due[1] in (await mentee.slash("goal list", at=thread)).text
    _, others, _ = await parts(mentor)
    assert f"{mentee.mention} · Goal: Three applications" in others


async def test_a_welcome_back_does_not_say_that_nothing_waits_while_something_does(
    society: Society,
) -> None:
    _, mentee, thread = await a_pair(society)
    await mentee.slash("commit add", what="Draft the essay", due="in three weeks", at=thread)
    await mentee.slash("pair pause", days=5, at=thread)

    await society.pass_time(days=6)
    welcome = await society.discord.until_message(thread, containing="Your pause has ended")
    assert "othing is waiting" not in welcome.content
    shown = await mentee.click(welcome, custom_id="pc1:status:show:")
    assert "Draft the essay" in shown.text


async def test_a_case_about_no_meeting_knows_of_one_that_was_called_off(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    await mentee.slash("meet propose", time=typed(ahead(society, 3)), at=thread)
    shown = await society.discord.until_message(thread, containing="would like to meet")
    await says(society, await mentor.click(shown, custom_id=TAKE), "You’re meeting")
    asked = await mentor.slash("meet cancel", at=thread)
    await mentor.click(asked, custom_id="pc1:meet:cancel-yes")

    await society.pass_time(days=15)
    for _ in range(200):
        listed = await society.mo.slash("case list")
        if "Haven’t met yet" in listed.text:
            break
    case = await society.mo.slash("case show", case=1)
    assert "Meetings canceled: 1" in case.text


async def test_a_pair_that_met_and_said_nothing_about_it_becomes_no_case(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    await arranged(society, mentor, mentee, thread, typed(ahead(society, 2)))

    await society.pass_time(days=20)
    database, guild = society.running.app.database, GuildId(society.guild.id)
    now = society.discord.clock.now()

    def left_unsaid(connection: Connection) -> bool:
        [meeting] = meetings.list_for_pair(connection, guild, PairId(1))
        return meeting.state is MeetingState.UNKNOWN

    for _ in range(200):
        await mentee.slash("status")
        if await database.read(left_unsaid):
            break
    assert await database.read(left_unsaid)
    assert await database.read(case_evidence.unmet, now) == []
    mine, _, _ = await parts(mentee)
    assert FIRST_TIME not in mine


async def test_times_that_everyone_answered_and_none_can_make_wait_on_who_proposed_them(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await mentor.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    await ana.click(proposed, custom_id=TAKE)
    await ben.click(proposed, "None work for me")

    status = await mentor.slash("status")

    assert "Suggest other times, because none works for everyone" in status.text
    assert (await mentor.click(status, custom_id="pc1:meet:reschedule:")).modal is not None
    _, others, _ = await parts(ben)
    assert f"{mentor.mention} · Suggest other times" in others


async def test_what_a_circle_waits_to_have_decided_is_under_way(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing="has a question for your circle")
    await mentor.click(asked, "Agree")
    await ben.click(asked, "Not now")

    for person in (mentor, ana, ben):
        _, _, under_way = await parts(person)
        assert "Should the circle pause?" in under_way


async def test_how_a_meeting_went_waits_on_each_until_they_say_so(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    when = ahead(society, 2)
    await arranged(society, mentor, mentee, thread, typed(when))
    society.discord.clock.set(when + timedelta(hours=2))

    status = await mentee.slash("status")

    assert "How did your meeting" in status.text
    _, others, _ = await parts(mentor)
    assert "your meeting" not in others
    await mentee.click(status, "Rescheduled")
    mine, _, _ = await parts(mentee)
    assert "How did your meeting" not in mine


async def test_of_two_meetings_to_answer_the_buttons_name_the_day_of_theirs(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    for days in (2, 3):
        await arranged(society, mentor, mentee, thread, typed(ahead(society, days)))
    first = ahead(society, 2)
    society.discord.clock.set(ahead(society, 3) + timedelta(hours=2))

    status = await mentee.slash("status")

    assert status.text.count("How did your meeting") == 2
    label = f"We met, {first:%a, %b} {first.day}"
    assert label in [button.label for button in status.buttons]
    await mentee.click(status, label)
    mine, _, _ = await parts(mentee)
    assert mine.count("How did your meeting") == 1
