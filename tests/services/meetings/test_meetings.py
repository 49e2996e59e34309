"""Meetings on either database: races, refusals, reminders to the right people, silence."""

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, UserId
from bot.domain.meetings.meetings import MOST_ITEMS
from bot.domain.meetings.nudges import (
    FirstMeetingDue,
    MeetingConfirmed,
    MeetingReminder,
    MetQuestion,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingAnswer, MeetingState, NudgeState
from bot.language.say import ENGLISH
from bot.messages import next_steps
from bot.messages.errors import explain
from bot.messages.outgoing import Button
from bot.services.meetings import acceptance, meetings, series, times
from bot.services.meetings.acceptance import TimeAccepted
from bot.services.meetings.times import (
    Draft,
    ProposalsCrossed,
    TimesProposed,
    TimeUnclear,
)
from bot.services.pairs import pairs
from bot.services.pairs.pairs import PairPaused
from bot.storage import drafts, outbox
from bot.storage.meetings import meetings as stored
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs as pair_rows
from tests.delivery.society import (
    GUILD,
    MENTEE,
    MENTOR,
    Posted,
)
from tests.services.society import somebody
from tests.services.two import DAY, FRIDAY, HOUR, Two

CHICAGO = ZoneInfo("America/Chicago")


async def test_of_a_hundred_clicks_at_once_one_takes_the_time(two: Two) -> None:
    proposed = await two.propose(MENTEE, FRIDAY, "2026-09-05 18:00", "2026-09-06 18:00")
    clicks = [
        acceptance.accept_time(two.app, somebody(MENTOR), proposed.times[number % 3].id)
        for number in range(100)
    ]
    done = await asyncio.gather(*clicks, return_exceptions=True)
    assert sum(isinstance(one, TimeAccepted) for one in done) == 1
    refused = {one.code for one in done if isinstance(one, DomainError)}
    assert refused == {"meeting.taken"}
    posted = await two.at(two.clock.now())
    assert [type(one.facts) for one in posted] == [MeetingConfirmed]


async def test_both_who_counter_at_once_keep_their_words_and_one_round_counts(two: Two) -> None:
    proposed = await two.propose(MENTEE, FRIDAY)
    meeting, seen = proposed.meeting.id, proposed.meeting.round
    drafts = {
        MENTEE: Draft(("2026-09-07 18:00",), "", meeting, seen),
        MENTOR: Draft(("2026-09-08 18:00",), "", meeting, seen),
    }
    done = await asyncio.gather(
        *(times.propose(two.app, somebody(user), two.pair, draft) for user, draft in drafts.items())
    )
    # Whoever came second had not seen the other's times: they are shown first, or were answered.
    assert sum(isinstance(one, TimesProposed) for one in done) >= 1
    for one in done:
        assert isinstance(one, TimesProposed | ProposalsCrossed)
    crossed = [
        user for user, one in zip(drafts, done, strict=True) if isinstance(one, ProposalsCrossed)
    ]
    for user in crossed:
        again = await times.propose_anyway(two.app, somebody(user), two.pair)
        assert isinstance(again, TimesProposed)
    found = await meetings.meetings_of_pair(two.app, somebody(MENTOR), two.pair)
    assert len(found.open) == 1


async def test_a_time_that_both_named_is_taken_without_another_click(two: Two) -> None:
    await two.propose(MENTEE, FRIDAY, "2026-09-05 18:00")
    done = await times.propose(two.app, somebody(MENTOR), two.pair, Draft(("sat 6pm", "mon 6pm")))
    assert isinstance(done, TimeAccepted)
    assert done.crossed
    assert done.meeting.starts_at == datetime.fromisoformat("2026-09-05 18:00Z")


async def test_what_is_unclear_is_kept_with_its_readings(two: Two) -> None:
    draft = Draft(("fri at 8", "sat 6pm"), agenda="One thing")
    unclear = await times.propose(two.app, somebody(MENTEE), two.pair, draft)
    assert isinstance(unclear, TimeUnclear)
    done = await times.choose_reading(two.app, somebody(MENTEE), two.pair, 1)
    assert isinstance(done, TimesProposed)
    assert [one.time.at for one in done.times] == [time(20), time(18)]
    agenda = await meetings.agenda(two.app, somebody(MENTOR), two.pair)
    assert [item.text for item in agenda.items] == ["One thing"]
    with pytest.raises(DomainError, match=r"meeting\.no_draft"):
        await times.choose_reading(two.app, somebody(MENTEE), two.pair, 0)


async def test_times_are_kept_when_the_agenda_is_full(two: Two) -> None:
    full = "\n".join(f"Item {number}" for number in range(MOST_ITEMS))
    await times.propose(two.app, somebody(MENTEE), two.pair, Draft((FRIDAY,), full))
    draft = Draft((FRIDAY,), agenda="One more")
    unclear = await times.propose(two.app, somebody(MENTEE), two.pair, draft)
    assert isinstance(unclear, TimeUnclear)
    assert unclear.error.code == "agenda.many"
    kept = await two.app.database.read(drafts.find, GUILD, MENTEE, f"meeting:{two.pair}")
    assert kept is not None
    assert Draft.from_json(kept).agenda == "One more"


async def test_a_stranger_can_do_nothing_with_a_pairs_meeting(two: Two) -> None:
    proposed = await two.propose(MENTEE, FRIDAY)
    meeting = proposed.meeting.id
    stranger = UserId(99)
    for act in (
        acceptance.accept_time(two.app, somebody(stranger), proposed.times[0].id),
        meetings.cancel(two.app, somebody(stranger), meeting),
        meetings.answer(two.app, somebody(stranger), meeting, MeetingAnswer.MET),
        meetings.agenda(two.app, somebody(stranger), two.pair),
        meetings.save_place(two.app, somebody(stranger), two.pair, "here"),
    ):
        with pytest.raises(DomainError, match=r"pair\.not_yours"):
            await act


async def test_nobody_takes_back_the_times_that_another_proposed(two: Two) -> None:
    proposed = await two.propose(MENTEE, FRIDAY)
    meeting = proposed.meeting.id
    for act in (meetings.to_cancel, meetings.cancel, meetings.withdraw):
        with pytest.raises(DomainError, match=r"meeting\.not_your_times") as refused:
            await act(two.app, somebody(MENTOR), meeting)
        [[answer]] = next_steps.rows(ENGLISH, refused.value)
        assert isinstance(answer, Button)
        assert answer.label == "Choose a time"
        assert f"<@{MENTEE}>" in explain(ENGLISH, refused.value)
    assert (await two.now(proposed.meeting)).asked_by == MENTEE
    await meetings.withdraw(two.app, somebody(MENTEE), meeting)
    assert (await two.now(proposed.meeting)).state is MeetingState.CANCELLED


async def test_times_to_move_a_meeting_are_taken_back_by_who_proposed_them(two: Two) -> None:
    meeting = await two.arrange()
    later = Draft(("2026-09-07 18:00",), "", meeting.id, meeting.round)
    await times.propose(two.app, somebody(MENTOR), two.pair, later)
    with pytest.raises(DomainError, match=r"meeting\.not_your_times"):
        await meetings.withdraw(two.app, somebody(MENTEE), meeting.id)
    assert (await two.now(meeting)).asked_by == MENTOR
    # What is arranged either may still cancel.
    gone = await meetings.cancel(two.app, somebody(MENTEE), meeting.id)
    assert gone.was_arranged


async def test_both_hear_in_one_message_and_each_once(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    await two.at(two.clock.now())
    due = meeting.starts_at - DAY
    [told] = await two.at(due)
    assert isinstance(told.facts, MeetingReminder)
    assert told.facts.people == (MENTOR, MENTEE)
    assert await two.at(due + timedelta(minutes=5)) == []
    # No one chose to be reminded an hour before, too, and the question is asked on the card.
    assert await two.at(meeting.starts_at - HOUR) == []
    assert await two.at(meeting.starts_at + 2 * HOUR) == []
    [asked] = two.asked()
    assert asked.people == (MENTOR, MENTEE)
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "meeting", meeting.id)
    merged = [row for row in rows if row.state is NudgeState.MERGED]
    assert len(merged) == 2


async def test_each_hears_where_and_when_it_suits_them(two: Two) -> None:
    meeting = await two.arrange("2026-09-05 20:00")
    assert meeting.starts_at is not None
    await two.app.database.write(lambda c: nudge_settings.save(c, GUILD, MENTOR, dms=True))
    told = await two.at(meeting.starts_at - DAY)
    places = {one.channel: one.facts for one in told if isinstance(one.facts, MeetingReminder)}
    assert {channel: facts.people for channel, facts in places.items()} == {
        ChannelId(300): (MENTEE,),
        ChannelId(900_000 + MENTOR): (MENTOR,),
    }
    await two.at(meeting.starts_at - HOUR)
    # At 22:00 it is night for both: they are asked in the morning, once, on the thread's card.
    assert await two.at(meeting.starts_at + 2 * HOUR) == []
    assert two.asked() == []
    assert await two.at(meeting.starts_at + 12 * HOUR) == []
    assert [facts.people for facts in two.asked()] == [(MENTOR, MENTEE)]


async def test_a_bot_that_was_away_sends_what_is_still_of_use(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    told = await two.at(meeting.starts_at - timedelta(minutes=40))
    reminders = [one.facts for one in told if isinstance(one.facts, MeetingReminder)]
    assert [(facts.soon, facts.people) for facts in reminders] == [(True, (MENTOR, MENTEE))]
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "meeting", meeting.id)
    late = [row.state for row in rows if row.due_at == meeting.starts_at - DAY]
    assert late == [NudgeState.EXPIRED, NudgeState.EXPIRED]
    assert await two.at(meeting.starts_at + timedelta(days=8)) == []


async def test_a_reminder_is_not_sent_for_a_time_that_is_not_the_meetings_any_more(
    two: Two,
) -> None:
    meeting = await two.arrange()
    again = Draft(("2026-09-10 18:00",), "", meeting.id, meeting.round)
    moved = await times.propose(two.app, somebody(MENTOR), two.pair, again)
    assert isinstance(moved, TimesProposed)
    taken = await acceptance.accept_time(two.app, somebody(MENTEE), moved.times[0].id)
    assert isinstance(taken, TimeAccepted)
    assert taken.meeting.sequence == 1
    await two.at(two.clock.now())
    old, new = meeting.starts_at, taken.meeting.starts_at
    assert old is not None
    assert new is not None
    for due in (old - DAY, old - HOUR, old + 2 * HOUR):
        assert await two.at(due) == []
    assert len(await two.at(new - DAY)) == 1


async def test_the_partner_is_asked_even_when_one_has_said_it(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    two.clock.move(meeting.starts_at + HOUR - two.clock.now())
    done = await meetings.answer(two.app, somebody(MENTEE), meeting.id, MeetingAnswer.MET)
    assert done.meeting.state is MeetingState.HAPPENED
    asked = [
        one.facts
        for one in await two.at(meeting.starts_at + 2 * HOUR)
        if isinstance(one.facts, MetQuestion)
    ]
    assert [facts.people for facts in asked] == [(MENTOR,)]
    with pytest.raises(DomainError, match=r"meeting\.over"):
        await meetings.cancel(two.app, somebody(MENTOR), meeting.id)


async def test_silence_is_unknown_and_times_nobody_took_lapse_quietly(two: Two) -> None:
    meeting = await two.arrange()
    later = await two.propose(MENTOR, "2026-09-06 18:00")
    assert meeting.starts_at is not None
    await two.at(meeting.starts_at + timedelta(days=7))
    assert (await two.now(meeting)).state is MeetingState.UNKNOWN
    assert (await two.now(later.meeting)).state is MeetingState.CANCELLED
    posted = {type(one.facts).__name__ for one in two.discord.posted}
    assert "MeetingCancelled" not in posted


async def test_a_series_is_carried_on_and_planned_once(two: Two) -> None:
    meeting = await two.arrange("every other friday 18:00")
    first = meeting.starts_at
    assert first is not None
    await two.plan()
    assert await two.plan() == 0
    await two.at(first + timedelta(days=30))
    found = await meetings.meetings_of_pair(two.app, somebody(MENTEE), two.pair)
    coming = [one.starts_at for one in found.coming]
    assert coming == [first + timedelta(days=14 * number) for number in range(3, 7)]
    ended = await series.end(two.app, somebody(MENTEE), two.pair)
    assert isinstance(ended, tuple)
    assert ended[1] == 4
    with pytest.raises(DomainError, match=r"meeting\.no_series"):
        await series.end(two.app, somebody(MENTEE), two.pair)
    await two.at(two.clock.now() + DAY)
    assert (await meetings.meetings_of_pair(two.app, somebody(MENTEE), two.pair)).coming == ()


async def test_a_series_stays_at_its_hour_when_the_clocks_change(two: Two) -> None:
    meeting = await two.arrange("every other friday 6pm CT")
    found = await meetings.meetings_of_pair(two.app, somebody(MENTEE), two.pair)
    assert meeting.starts_at is not None
    assert found.coming[-1].starts_at is not None
    assert meeting.starts_at.hour == 23
    assert found.coming[-1].starts_at < datetime.fromisoformat("2026-11-01T00:00Z")
    await two.at(meeting.starts_at + timedelta(days=20))
    found = await meetings.meetings_of_pair(two.app, somebody(MENTEE), two.pair)
    chicago = [one.starts_at.astimezone(CHICAGO) for one in found.coming if one.starts_at]
    assert {local.hour for local in chicago} == {18}
    assert len({local.utcoffset() for local in chicago}) == 2


async def test_a_changed_time_zone_database_moves_the_meeting_and_its_reminders(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    await two.app.database.write(stored.follow_zone, meeting, meeting.starts_at + HOUR)
    await two.plan()
    assert (await two.now(meeting)).starts_at == meeting.starts_at
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "meeting", meeting.id)
    reminders = [row for row in rows if row.kind is NudgeKind.MEETING_REMINDER]
    assert {row.due_at for row in reminders} == {meeting.starts_at - DAY, meeting.starts_at - HOUR}


async def test_one_who_sleeps_is_not_counted_as_told(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    await two.at(two.clock.now())
    # Chosen after the reminders were planned: it is quiet for the mentee from now on.
    asleep = {"quiet_from": time(17), "quiet_until": time(19)}
    await two.app.database.write(lambda c: nudge_settings.save(c, GUILD, MENTEE, **asleep))
    two.clock.move(meeting.starts_at - DAY - two.clock.now())
    await two.delivery.deliver_due()
    told = two.discord.posted[-1].facts
    assert isinstance(told, MeetingReminder)
    assert told.people == (MENTOR,)
    two.clock.move(HOUR)
    await two.delivery.deliver_due()
    told = two.discord.posted[-1].facts
    assert isinstance(told, MeetingReminder)
    assert told.people == (MENTEE,)


async def test_a_paused_pair_hears_of_a_meeting_that_stands_in_the_pause(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    await two.at(two.clock.now())
    done = await pairs.pause(two.app, somebody(MENTEE), two.pair, 14)
    assert isinstance(done, PairPaused)
    assert [one.meeting.id for one in done.meetings.arranged] == [meeting.id]
    due = meeting.starts_at - DAY
    assert [is_of_meeting(one) for one in await two.at(due)].count(True) == 1
    await two.at(meeting.starts_at + 2 * HOUR)
    assert len(two.asked()) == 1


async def test_a_paused_pair_hears_nothing_of_a_series(two: Two) -> None:
    first = await two.arrange("every Friday 18:00")
    assert first.starts_at is not None
    await two.at(two.clock.now())
    # The planner has not looked yet: what is queued by then gives way all the same.
    await pairs.pause(two.app, somebody(MENTEE), two.pair, 14)
    two.clock.move(first.starts_at - HOUR - two.clock.now())
    await two.delivery.deliver_due()
    assert [one for one in two.discord.posted if is_of_meeting(one)] == []


async def test_the_question_about_a_meeting_before_a_pause_waits_for_its_end(two: Two) -> None:
    meeting = await two.arrange()
    assert meeting.starts_at is not None
    await two.at(meeting.starts_at + HOUR)
    done = await pairs.pause(two.app, somebody(MENTOR), two.pair, 3)
    assert isinstance(done, PairPaused)
    for due in (meeting.starts_at + 2 * HOUR, meeting.starts_at + 2 * DAY):
        assert [one for one in await two.at(due) if is_of_meeting(one)] == []
    await two.app.database.write(pair_rows.resume_due, done.until)
    assert [is_of_meeting(one) for one in await two.at(done.until)].count(True) == 1


def is_of_meeting(posted: Posted) -> bool:
    """Whether a message reminds of a meeting or asks about one."""
    return isinstance(posted.facts, MeetingReminder | MetQuestion)


async def test_a_first_meeting_is_asked_for_until_one_is_arranged(two: Two) -> None:
    begun = two.clock.now().replace(hour=18)
    [first] = await two.at(begun + timedelta(days=4))
    assert isinstance(first.facts, FirstMeetingDue)
    assert first.facts.people == (MENTEE,)
    assert await two.at(begun + timedelta(days=5)) == []
    await two.arrange("2026-09-09 18:00")
    [told] = await two.at(two.clock.now())
    assert isinstance(told.facts, MeetingConfirmed)
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "pair", two.pair)
    left = [row for row in rows if row.kind is NudgeKind.FIRST_MEETING and row.message is not None]
    assert len(left) == 1
