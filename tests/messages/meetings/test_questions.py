"""The question to think about before a meeting: each of the set once, before one comes again."""

from datetime import timedelta

from bot.domain.ids import GuildId, MeetingId, PairId, UserId
from bot.domain.meetings.nudges import MeetingReminder
from bot.language.say import ENGLISH
from bot.messages.nudges.nudges import render
from sandbox.state.clock import BEGINNING


def question(meeting: int, before: int) -> str:
    """Return the question in the reminder of a meeting, with so many of the pair before it."""
    facts = MeetingReminder(
        guild=GuildId(1),
        pair=PairId(1),
        meeting=MeetingId(meeting),
        people=(UserId(1),),
        starts_at=BEGINNING + timedelta(days=1),
        place="",
        agenda=(),
        soon=False,
        brief=False,
        before=before,
    )
    return render(ENGLISH, facts, "ref").content.split("To prepare: ")[1]


def test_the_questions_go_through_the_whole_set_whatever_the_numbers_of_the_meetings() -> None:
    asked = [question(7 * before, before) for before in range(13)]
    assert len(set(asked[:7])) == 7
    assert asked[1:7] == asked[7:13]
