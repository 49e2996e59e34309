"""What concerns a whole circle needs more than one of it; a rest of one's own does not."""

from datetime import timedelta

from sandbox import Channel, Person
from tests.discord.conftest import Society
from tests.discord.enrolled import a_circle, a_pair
from tests.discord.meeting_people import TAKE, ahead, events_of, ids_of, says, stamp, typed
from tests.discord.people import standing, until_status

CHICAGO = "America/Chicago"
ASKED = "has a question for your circle"
PAUSED = "paused until"


async def a_series(
    society: Society, proposer: Person, others: list[Person], thread: Channel
) -> None:
    """Set a weekly series that everyone has said yes to."""
    first = ahead(society, 3)
    await proposer.slash("meet propose", at=thread, time=f"every {first:%A} 18:00")
    asked = await society.discord.until_message(thread, containing="would like to meet")
    for other in others:
        await other.click(asked, custom_id=TAKE)
    await society.discord.until_message(thread, containing="You’re meeting")


async def test_a_circle_is_paused_only_when_all_of_it_agree(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)

    answer = await ana.slash("pair pause", at=thread, days=14)

    assert f"a yes from {mentor.mention} and {ben.mention}" in answer.text
    assert "`/away` pauses only your reminders" in answer.text
    asked = await society.discord.until_message(thread, containing=ASKED)
    assert asked.notified == {mentor.id, ben.id}
    assert f": {ana.mention} has a question for your circle" in asked.content
    assert "Your circle" in (await ana.slash("pair status", at=thread)).text
    first = await mentor.click(asked, "Agree")
    assert f"Still waiting on {ben.mention}" in first.text
    assert "aused" not in (await ana.slash("status")).text
    await society.discord.wait_for(lambda: f"Waiting on {ben.mention}" in asked.content)
    last = await ben.click(asked, "Agree")
    assert "paused now" in last.text
    await society.discord.wait_for(lambda: "Your circle agreed" in asked.content)
    assert ids_of(asked, "pc1:circle:") == []
    await until_status(ana, lambda text: "aused" in text)


async def test_after_the_deadline_most_of_a_circle_are_enough(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentor.click(asked, "Agree")
    assert "aused" not in (await ben.slash("status")).text

    await society.pass_time(days=2, minutes=1)

    await until_status(ben, lambda text: "aused" in text)


async def test_whoever_asked_a_circle_can_take_their_yes_back(society: Society) -> None:
    mentor, (ana, _), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    await ana.click(asked, "Not now")
    await society.discord.wait_for(lambda: f"Not now: {ana.mention}" in asked.content)
    await mentor.click(asked, "Agree")

    await society.pass_time(days=2, minutes=1)

    await society.discord.until_message(thread, containing="ot enough of your circle")
    assert "aused" not in (await ana.slash("status")).text


async def test_most_of_a_circle_do_not_outvote_anyone_before_the_deadline(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentor.click(asked, "Agree")

    said = await ben.click(asked, "Not now")

    assert "Saved: not now." in said.text
    assert "aused" not in (await ana.slash("status")).text
    await society.pass_time(days=2, minutes=1)
    await until_status(ana, lambda text: "aused" in text)


async def test_whoever_asked_a_circle_hears_that_not_enough_agreed(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    for other in (mentor, ben):
        await other.click(asked, "Not now")

    told = await society.discord.until_message(thread, containing="ot enough of your circle")

    assert told.notified == {ana.id}
    assert "aused" not in (await ana.slash("status")).text
    late = await ben.click_forged(told, "pc1:circle:agree:1:1")
    assert "aused" not in late.text


async def test_one_of_a_circle_does_not_end_its_series(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await a_series(society, ana, [mentor, ben], thread)
    sure = await ben.click(await ben.slash("meet list", at=thread), "End series")

    asked_first = await ben.click(sure, custom_id="pc1:meet:end-series-yes:")

    await says(society, asked_first, f"a yes from {mentor.mention} and {ana.mention}")
    asked = await society.discord.until_message(thread, containing=ASKED)
    assert "End your meeting series" in asked.content
    assert standing(thread, "meeting series has ended") == []
    await mentor.click(asked, "Agree")
    await ana.click(asked, "Agree")
    await society.discord.until_message(thread, containing="meeting series has ended")


async def test_a_question_about_a_series_does_not_end_the_next_one(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await a_series(society, ana, [mentor, ben], thread)
    sure = await ben.click(await ben.slash("meet list", at=thread), "End series")
    await ben.click(sure, custom_id="pc1:meet:end-series-yes:")
    asked = await society.discord.until_message(thread, containing=ASKED)
    await mentor.click(asked, "Agree")
    await society.pass_time(minutes=5)
    other = ahead(society, 4)
    await ana.slash("meet propose", at=thread, time=f"every other {other:%A} 18:00")
    proposed = await society.discord.until_message(thread, containing="A new series would end")
    for person in (mentor, ben):
        sure = await person.click(proposed, custom_id=TAKE)
        last = await person.click(sure, "Start new series")
    await says(society, last, "every other week")
    await society.discord.until_message(thread, containing="meeting series has ended")

    await society.pass_time(days=2, minutes=1)

    await society.discord.wait_for(lambda: "This is closed" in asked.content)
    assert ids_of(asked, "pc1:circle:") == []
    assert len(standing(thread, "meeting series has ended")) == 1


async def test_a_vote_does_not_take_a_circle_off_hold(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    await ben.click(asked, "Agree")
    society.guild.leave(mentor)
    await society.pass_time(hours=2)
    await society.discord.until_message(society.back_room, containing="Someone left the server")

    await society.pass_time(days=2)

    await society.discord.wait_for(lambda: "This is closed" in asked.content)
    assert "n hold" in (await ana.slash("pair status", at=thread)).text


async def test_a_pause_of_another_length_is_not_a_yes_to_the_one_asked_for(
    society: Society,
) -> None:
    _, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=7)
    asked = await society.discord.until_message(thread, containing=ASKED)

    other = await ben.slash("pair pause", at=thread, days=30)

    assert "already deciding this: **Pause this circle for 7 days**" in other.text
    assert f"Agreed: {ana.mention}" in asked.content
    same = await ben.slash("pair pause", at=thread, days=7)
    assert "counted your yes" in same.text


async def test_an_answer_is_shown_in_a_thread_that_was_archived_or_locked(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=7)
    asked = await society.discord.until_message(thread, containing=ASKED)

    thread.archived = True
    await ben.slash("pair pause", days=7)

    await society.discord.wait_for(
        lambda: f"Agreed: {ana.mention} and {ben.mention}" in asked.content
    )
    assert not thread.archived
    before = len(society.discord.refused)
    thread.archived = thread.locked = True
    assert "paused now" in (await mentor.slash("pair pause", days=7)).text
    await society.discord.wait_for(
        lambda: any(
            refused.method == "PATCH" and "/messages/" in refused.path
            for refused in society.discord.refused[before:]
        )
    )
    assert ids_of(asked, "pc1:circle:") != []
    thread.archived = thread.locked = False
    for _ in range(20):
        await society.pass_time(hours=1, minutes=1)
        await ana.slash("status")
        if not ids_of(asked, "pc1:circle:"):
            break
    assert "Your circle agreed" in asked.content


async def test_ending_anothers_pause_is_told_and_brings_the_meetings_back(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await a_series(society, mentee, [mentor], thread)
    await mentee.slash("pair pause", at=thread, days=12)
    # The hour in which the planner leaves them out.
    await society.pass_time(hours=1, minutes=1)
    left_out = await society.discord.until_message(thread, containing="are skipped")
    for days in (0, 7):
        assert stamp(first + timedelta(days=days)) in left_out.content
    assert "are skipped. Your mentorship is paused." in left_out.content

    resumed = await mentor.slash("pair resume", at=thread)

    assert f"I’ll tell {mentee.mention}" in resumed.text
    assert "2 meetings in your series are back on" in resumed.text
    back = await society.discord.until_message(thread, containing="back on:")
    assert stamp(first) in back.content
    assert stamp(first + timedelta(days=7)) in back.content
    assert "exdate" not in events_of(back)[1][0]
    assert str(events_of(back)[1][0]["summary"]) == "Mentoring: Mentor 0 and Mentee 0"
    told = await society.discord.until_message(thread, containing="ended the pause early")
    assert mentee.id in told.notified | back.notified  # of two at once, one is enough
    assert mentor.mention in told.content
    again = await mentee.click(told, custom_id="pc1:pair:pause:")
    assert "skip 2 meetings" in again.text


async def test_a_shorter_pause_brings_back_what_only_the_longer_one_left_out(
    society: Society,
) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await a_series(society, mentee, [mentor], thread)
    await mentee.slash("pair pause", at=thread, days=12)
    await society.pass_time(hours=1, minutes=1)
    await society.discord.until_message(thread, containing="are skipped")

    await mentee.slash("pair pause", at=thread, days=5)

    back = await society.discord.until_message(thread, containing="back on:")
    assert stamp(first + timedelta(days=7)) in back.content
    assert stamp(first) not in back.content


async def test_coming_back_early_brings_the_meetings_of_a_series_back(society: Society) -> None:
    mentor, mentee, thread = await a_pair(society)
    first = ahead(society, 3)
    await a_series(society, mentee, [mentor], thread)
    gone, back = f"{ahead(society, 2):%Y-%m-%d}", f"{ahead(society, 12):%Y-%m-%d}"
    away = await mentee.slash("away", from_=gone, until=back, at=thread)
    await society.pass_time(hours=1, minutes=1)
    left_out = await society.discord.until_message(thread, containing="are skipped")
    assert f"are skipped. {mentee.mention} is away." in left_out.content
    assert mentee.id not in left_out.notified
    assert len(standing(thread, "skipped")) == 1

    cancelled = await mentee.click(away, custom_id="pc1:away:back:")

    await says(society, cancelled, "2 meetings in your series are back on")
    told = await society.discord.until_message(thread, containing="back on:")
    assert stamp(first) in told.content


async def test_a_mentee_leaves_a_circle_alone_and_the_others_are_told(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    update = await ben.slash("update log", at=thread)
    await ben.submit(update, {"moved": "A draft of ours"})
    when = ahead(society, 4)
    await mentor.slash("meet propose", at=thread, time=typed(when))
    asked = await society.discord.until_message(thread, containing="would like to meet")
    await ben.click(asked, custom_id=TAKE)
    due = f"{ahead(society, 2):%Y-%m-%d} noon"
    await ana.slash("commit add", what="Read it", due=due, at=thread)
    society.discord.clock.set(ahead(society, 1, 12))
    reminded = await society.discord.until_message(thread, containing="On track?")
    shown = await ana.slash("pair end", at=thread)
    assert "leave this circle, and it’ll go on without you" in shown.text
    assert "but not why" in shown.text

    left = await ana.click(shown, "Leave circle")

    assert "You’ve left the circle" in left.text
    told = await society.discord.until_message(thread, containing="left your circle")
    assert told.notified == {mentor.id, ben.id}
    assert ana.mention in told.content
    assert standing(thread, "our circle ends here") == []
    # She was the last one whose answer was missing.
    settled = await society.discord.until_message(thread, containing="You’re meeting")
    assert ana.mention not in settled.content
    await society.discord.wait_for(lambda: ids_of(reminded, "pc1:commit:") == [])
    assert "your commitment" not in (await ana.slash("status")).text
    assert "Read it" not in (await ben.slash("status")).text
    assert "has ended" in (await ana.slash("update log")).text
    await society.pass_time(minutes=5)
    later = await ben.slash("update log", at=thread)
    await ben.submit(later, {"moved": "A second draft"})
    read = await ana.slash("update history")
    assert "A draft of ours" in read.text
    assert "A second draft" not in read.text
    assert "Read it" in (await ana.slash("commit list")).text
    assert "introduced" in (await ben.slash("pair status", at=thread)).text.casefold()


async def test_two_mentees_who_leave_at_once_do_not_end_it_for_the_mentor(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    shown_to_ana = await ana.slash("pair end", at=thread)
    shown_to_ben = await ben.slash("pair end", at=thread)
    await ana.click(shown_to_ana, "Leave circle")

    asked_again = await ben.click(shown_to_ben, "Leave circle")

    assert "Nothing has ended yet" in asked_again.text
    assert "has ended" not in (await mentor.slash("pair status", at=thread)).text
    assert standing(thread, "wrapped up") == []
    closed = await ben.click(asked_again, custom_id="pc1:pair:end-now:")
    assert "say goodbye in your thread" in closed.text
    await society.discord.until_message(thread, containing="wrapped up")


async def test_a_change_asked_for_alone_does_not_end_what_became_a_pair(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    asking = await ben.slash("pair rematch", at=thread)
    await ana.click(await ana.slash("pair end", at=thread), "Leave circle")

    asked_again = await ben.click(asking, custom_id="pc1:pair:rematch-now:")

    assert "Nothing has ended yet" in asked_again.text
    assert "This ends your mentorship now" in asked_again.text
    assert "has ended" not in (await mentor.slash("pair status", at=thread)).text


async def test_what_stays_open_in_a_circle_no_longer_waits_for_who_left(
    society: Society,
) -> None:
    mentor, (ana, ben, cleo), thread = await a_circle(society, CHICAGO, CHICAGO, CHICAGO)
    await ben.slash("pair pause", at=thread, days=14)
    asked = await society.discord.until_message(thread, containing=ASKED)
    await ben.slash("meet propose", at=thread, time=typed(ahead(society, 4)))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    for message in (asked, proposed):
        assert ana.mention in message.content

    await ana.click(await ana.slash("pair end", at=thread), "Leave circle")

    await society.discord.wait_for(lambda: ana.mention not in asked.content)
    await society.discord.wait_for(lambda: ana.mention not in proposed.content)
    for message in (asked, proposed):
        assert mentor.mention in message.content
        assert cleo.mention in message.content


async def test_leaving_a_paused_circle_sets_no_meeting_before_the_pause_is_over(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ben.slash("meet propose", at=thread, time=typed(ahead(society, 12)))
    proposed = await society.discord.until_message(thread, containing="would like to meet")
    await mentor.click(proposed, custom_id=TAKE)
    await ben.slash("pair pause", at=thread, days=7)
    asked = await society.discord.until_message(thread, containing=ASKED)
    for other in (mentor, ana):
        await other.click(asked, "Agree")
    await until_status(ben, lambda text: "aused" in text)

    await ana.click(await ana.slash("pair end", at=thread), "Leave circle")

    await society.discord.wait_for(lambda: ana.mention not in proposed.content)
    assert standing(thread, "You’re meeting") == []


async def test_a_mentor_reads_for_whom_a_circle_ends_and_the_moderators_hear(
    society: Society,
) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await a_series(society, ana, [mentor, ben], thread)

    shown = await mentor.slash("pair end", at=thread)

    assert f"it’ll end for {ana.mention} and {ben.mention} too" in shown.text
    assert "upcoming meetings will be canceled" in shown.text
    assert standing(thread, "our circle ends here") == []
    # Whether a mentor is matched again depends on what else they have.
    assert "matched again" not in (await mentor.slash("pair rematch", at=thread)).text
    await mentor.click(shown, "End circle")
    goodbye = await society.discord.until_message(thread, containing="our circle ends here")
    assert goodbye.notified == {mentor.id, ana.id, ben.id}
    case = await society.discord.until_message(
        society.back_room, containing="it needs your decision"
    )
    assert "ended their circle" in case.embeds[0]["description"]
    ledger = (await ana.slash("status")).text
    assert "Waitlisted for Spring" in ledger
    assert "/join" not in ledger
    assert "Waitlisted for Spring" not in (await mentor.slash("status")).text


async def test_a_circle_that_is_asked_to_end_ends_once_all_agree(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    shown = await mentor.slash("pair end", at=thread)

    await mentor.click(shown, "Ask everyone to end")

    asked = await society.discord.until_message(thread, containing=ASKED)
    assert "End this circle for everyone" in asked.content
    await ana.click(asked, "Agree")
    assert "has ended" not in (await ben.slash("pair status", at=thread)).text
    last = await ben.click(asked, "Agree")
    assert "it has ended" in last.text
    await society.discord.until_message(thread, containing="our mentorship has wrapped up")
    await society.discord.wait_for(lambda: ids_of(asked, "pc1:circle:") == [])


async def test_a_mentee_of_a_circle_who_wants_another_mentor_reads_what_happens(
    society: Society,
) -> None:
    _, (ana, _), thread = await a_circle(society, CHICAGO, CHICAGO)

    shown = await ana.slash("pair rematch", at=thread)

    assert "ends" not in shown.text
    assert "ask the moderators to find you a new mentor" in shown.text
    asked = await ana.click(shown, custom_id="pc1:pair:rematch-now:")
    assert "I asked the moderators" in asked.text
    assert standing(thread, "ends here") == []


async def test_a_pause_that_a_circle_agreed_to_ends_only_when_it_agrees(society: Society) -> None:
    mentor, (ana, ben), thread = await a_circle(society, CHICAGO, CHICAGO)
    await ana.slash("pair pause", at=thread, days=14)
    pausing = await society.discord.until_message(thread, containing=ASKED)
    for other in (mentor, ben):
        await other.click(pausing, "Agree")
    await until_status(ana, lambda text: "aused" in text)
    await society.pass_time(hours=2)

    answer = await ben.slash("pair resume", at=thread)

    assert f"a yes from {mentor.mention} and {ana.mention}" in answer.text
    asked = await society.discord.until_message(thread, containing="End the pause")
    assert "aused" in (await ana.slash("status")).text
    await mentor.click(asked, "Agree")
    assert "the pause is over" in (await ana.click(asked, "Agree")).text
    await until_status(ana, lambda text: "aused" not in text)
    await society.discord.until_message(thread, containing="Welcome back")
