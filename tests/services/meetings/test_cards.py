"""The card of a meeting: its edits are never lost, harmless twice, and have one way out."""

from datetime import timedelta

import pytest

from bot.delivery.notifier import GoneError, RefusedError, TransientError, UnknownOutcomeError
from bot.delivery.send import TOO_OLD_TO_EDIT
from bot.domain.meetings.nudges import MeetingConfirmed, MetQuestion, ProposalClosed
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import MeetingAnswer, NudgeState
from bot.services.meetings import acceptance, meetings
from bot.storage import outbox
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge
from tests.delivery.society import GUILD, MENTEE, MENTOR
from tests.services.society import somebody
from tests.services.two import FRIDAY, HOUR, Two

UNKNOWN_MESSAGE = 10008


async def arranged_on_its_card(two: Two) -> Meeting:
    """Have times posted and one of them accepted, and deliver what follows."""
    proposed = await two.propose(MENTEE, FRIDAY)
    assert len(await two.at(two.clock.now())) == 1
    await acceptance.accept_time(two.app, somebody(MENTOR), proposed.times[0].id)
    return proposed.meeting


async def rows_of(two: Two, meeting: Meeting, kind: NudgeKind) -> list[Nudge]:
    """Return the outbox rows of a kind about the meeting."""
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "meeting", meeting.id)
    return [row for row in rows if row.kind is kind]


@pytest.mark.parametrize("error", [TransientError(), UnknownOutcomeError()])
async def test_an_edit_whose_outcome_is_unknown_is_made_again(two: Two, error: Exception) -> None:
    meeting = await arranged_on_its_card(two)
    two.discord.befalls("edit", "after", error)
    assert await two.at(two.clock.now()) == []
    assert await two.at(two.clock.now() + timedelta(minutes=10)) == []
    [row] = await rows_of(two, meeting, NudgeKind.MEETING_CONFIRMED)
    assert row.state is NudgeState.SENT
    assert isinstance(two.discord.edited[two.discord.posted[0].id], MeetingConfirmed)


@pytest.mark.parametrize("error", [GoneError(UNKNOWN_MESSAGE), RefusedError(TOO_OLD_TO_EDIT)])
async def test_what_can_not_be_edited_is_said_once_in_a_new_message(
    two: Two, error: Exception
) -> None:
    meeting = await arranged_on_its_card(two)
    two.discord.befalls("edit", "before", error)
    await two.at(two.clock.now())
    await two.at(two.clock.now() + timedelta(minutes=1))
    cards = [one for one in two.discord.posted if isinstance(one.facts, MeetingConfirmed)]
    assert len(cards) == 1
    assert cards[0].facts.pings.people == (MENTEE,)
    assert await two.at(two.clock.now() + timedelta(minutes=30)) == []
    # From now on that message is the card.
    arranged = await two.now(meeting)
    assert arranged.starts_at is not None
    await two.at(arranged.starts_at + 2 * HOUR)
    assert isinstance(two.discord.edited[cards[0].id], MetQuestion)


async def test_a_card_that_is_locked_away_is_tried_again(two: Two) -> None:
    await arranged_on_its_card(two)
    two.discord.befalls("edit", "before", RefusedError(50083))
    assert await two.at(two.clock.now()) == []
    assert await two.at(two.clock.now() + timedelta(minutes=61)) == []
    assert isinstance(two.discord.edited[two.discord.posted[0].id], MeetingConfirmed)


async def test_a_card_loses_its_buttons_when_everyone_has_answered(two: Two) -> None:
    meeting = await arranged_on_its_card(two)
    await two.at(two.clock.now())
    arranged = await two.now(meeting)
    assert arranged.starts_at is not None
    await two.at(arranged.starts_at + 2 * HOUR)
    card = two.discord.posted[0].id
    for person, left in ((MENTOR, (MENTEE,)), (MENTEE, ())):
        await meetings.answer(two.app, somebody(person), meeting.id, MeetingAnswer.MET)
        await two.at(two.clock.now() + timedelta(minutes=1))
        shown = two.discord.edited[card]
        if left:
            assert isinstance(shown, MetQuestion)
            assert shown.people == left
    assert isinstance(shown, ProposalClosed)


async def test_a_meeting_that_is_called_off_says_so_on_its_card_and_notifies_the_other(
    two: Two,
) -> None:
    meeting = await arranged_on_its_card(two)
    await two.at(two.clock.now())
    await meetings.cancel(two.app, somebody(MENTEE), meeting.id)
    [told] = await two.at(two.clock.now())
    assert told.facts.pings.people == (MENTOR,)
    assert isinstance(two.discord.edited[two.discord.posted[0].id], ProposalClosed)
