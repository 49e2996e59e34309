"""Whose turn it is in a meeting: one or two reminders, and nothing is forgotten."""

from typing import TypeVar

import pytest

from bot.domain.errors import DomainError
from bot.domain.meetings.nudges import MeetingConfirmed, MetQuestion, TimesPassed, TimesWaiting
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Digest, DigestItem
from bot.domain.nudges.policy import Stretch
from bot.domain.pings import NOBODY
from bot.domain.states import MeetingState, NudgeState
from bot.services.meetings import acceptance, times
from bot.services.meetings.times import Draft, TimesProposed
from bot.storage import outbox
from bot.storage.nudges import away
from bot.storage.outbox import Nudge
from tests.delivery.society import GUILD, MENTEE, MENTOR, Posted
from tests.services.society import somebody
from tests.services.two import DAY, HOUR, Two

# The clock is set to Wednesday, 2 September, noon.
T = TypeVar("T")
IN_TEN_DAYS = "2026-09-12 18:00"


async def reminders(two: Two) -> list[Nudge]:
    """Return the rows that remind of proposed times."""
    rows = await two.app.database.read(outbox.list_for_subject, GUILD, "meeting", 1)
    return [row for row in rows if row.kind is NudgeKind.TIMES_WAITING]


def of_kind(kind: type[T], posted: list[Posted]) -> list[T]:
    """Return the facts of a kind, also of those that shared a message."""
    every = [
        part.facts
        for one in posted
        for part in (
            one.facts.parts if isinstance(one.facts, Digest) else (DigestItem("", one.facts),)
        )
    ]
    return [facts for facts in every if isinstance(facts, kind)]


async def test_who_has_to_answer_is_reminded_twice_and_nobody_else(two: Two) -> None:
    proposed = await two.propose(MENTEE, IN_TEN_DAYS)
    asked_at = two.clock.now()
    await two.at(asked_at)
    [told] = await two.at(asked_at + DAY)
    assert isinstance(told.facts, TimesWaiting)
    assert told.facts.people == (MENTOR,)
    assert told.facts.proposer == MENTEE
    [again] = of_kind(TimesWaiting, await two.at(proposed.times[0].starts_at - DAY))
    assert again.people == (MENTOR,)
    assert [row.recipient for row in await reminders(two)] == [MENTOR, MENTOR]


async def test_an_answer_cancels_the_reminders(two: Two) -> None:
    proposed = await two.propose(MENTEE, IN_TEN_DAYS)
    await acceptance.accept_time(two.app, somebody(MENTOR), proposed.times[0].id)
    assert {row.state for row in await reminders(two)} == {NudgeState.CANCELLED}
    told = await two.at(two.clock.now() + DAY)
    assert [type(one.facts) for one in told] == [MeetingConfirmed]


async def test_a_counter_proposal_begins_it_anew_for_the_other(two: Two) -> None:
    proposed = await two.propose(MENTEE, IN_TEN_DAYS)
    other = Draft(("2026-09-13 18:00",), "", proposed.meeting.id, proposed.meeting.round)
    countered = await times.propose(two.app, somebody(MENTOR), two.pair, other)
    assert isinstance(countered, TimesProposed)
    due = [(row.recipient, row.state) for row in await reminders(two)]
    assert due == [(MENTOR, NudgeState.CANCELLED)] * 2 + [(MENTEE, NudgeState.DUE)] * 2


async def test_a_proposal_at_short_notice_is_reminded_of_half_way(two: Two) -> None:
    proposed = await two.propose(MENTEE, "2026-09-02 22:00")
    await two.at(two.clock.now())
    assert [row.due_at for row in await reminders(two)] == [two.clock.now() + 5 * HOUR]
    assert len(await two.at(two.clock.now() + 5 * HOUR)) == 1
    assert proposed.times


async def test_the_proposer_is_told_when_every_time_has_passed_and_a_late_click_says_so(
    two: Two,
) -> None:
    proposed = await two.propose(MENTEE, "2026-09-07 10:00", "2026-09-07 12:00")
    last = proposed.times[1].starts_at
    await two.at(two.clock.now())
    told = of_kind(TimesPassed, await two.at(last))
    assert [(facts.people, facts.partners) for facts in told] == [((MENTEE,), (MENTOR,))]
    assert await two.at(last + HOUR) == []
    with pytest.raises(DomainError, match=r"meeting\.times_passed"):
        await acceptance.accept_time(two.app, somebody(MENTOR), proposed.times[0].id)


async def test_a_meeting_that_was_to_be_moved_stands_when_the_other_times_have_passed(
    two: Two,
) -> None:
    meeting = await two.arrange(IN_TEN_DAYS)
    assert meeting.starts_at is not None
    other = Draft(("2026-09-07 12:00",), "", meeting.id, meeting.round)
    moved = await times.propose(two.app, somebody(MENTEE), two.pair, other)
    assert isinstance(moved, TimesProposed)
    await two.at(two.clock.now())
    told = of_kind(TimesPassed, await two.at(moved.times[0].starts_at))
    assert [facts.stands for facts in told] == [meeting.starts_at]
    now = await two.now(meeting)
    assert (now.state, now.asked_by) == (MeetingState.CONFIRMED, None)
    assert len(await two.at(meeting.starts_at - DAY)) == 1


async def test_who_is_away_is_not_disturbed_by_the_question_whether_they_met(two: Two) -> None:
    meeting = await two.arrange("2026-09-08 18:00")
    assert meeting.starts_at is not None
    begins, back = meeting.starts_at - 2 * DAY, meeting.starts_at + 3 * DAY
    await two.app.database.write(
        lambda connection: away.add(
            connection,
            GUILD,
            MENTOR,
            first_day=begins.date(),
            last_day=back.date() - DAY,
            time_zone="UTC",
            stretch=Stretch(begins, back),
            note="",
            now=two.clock.now(),
        )
    )
    asked = of_kind(MetQuestion, await two.at(meeting.starts_at + 2 * HOUR))
    assert [facts.people for facts in asked] == [(MENTOR, MENTEE)]
    assert [facts.pings for facts in asked] == [NOBODY], "whoever is away is not disturbed"
