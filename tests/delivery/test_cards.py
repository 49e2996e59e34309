"""A proposal becomes the meeting's card, whatever else would change its message meanwhile."""

import pytest
from sqlalchemy import Connection

from bot.delivery import kinds
from bot.delivery.decision import Cancel, Edit, Verdict
from bot.domain.meetings.nudges import ProposalClosed
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.meetings import cards, meetings
from bot.storage.meetings.nudges import plan_now
from bot.storage.pairs import pairs
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.nudges.test_policy import DEFAULT, _undone
from tests.delivery.society import GUILD, MENTEE, MENTOR, NOON, an_introduced_pair
from tests.delivery.test_doubt import FRIDAY
from tests.every_society import all_nudges, update


@pytest.mark.parametrize("state", [NudgeState.DUE, NudgeState.CANCELLED])
async def test_a_proposal_is_not_closed_while_its_confirmation_is_on_its_way(
    house: House, state: NudgeState
) -> None:
    def judge(connection: Connection) -> Verdict:
        pair = pairs.get(connection, GUILD, an_introduced_pair(connection, house.cohort))
        meeting = meetings.add(connection, GUILD, pair.id, NOON)
        meeting, _ = meetings.open_times(connection, meeting, MENTOR, [FRIDAY], NOON)
        plan_now(connection, NudgeKind.MEETING_PROPOSED, meeting, meeting.round, NOON)
        sent = {"state": NudgeState.SENT, "channel_id": pair.thread, "message_id": 7}
        proposed = rows.c.kind == NudgeKind.MEETING_PROPOSED
        connection.execute(update(rows).where(proposed).values(sent))
        meeting = meetings.confirm(connection, meeting, FRIDAY, MENTEE, NOON)
        plan_now(connection, NudgeKind.MEETING_CONFIRMED, meeting, meeting.sequence, NOON)
        confirms = rows.c.kind == NudgeKind.MEETING_CONFIRMED
        connection.execute(update(rows).where(confirms).values(state=state))
        cards.refresh(connection, meeting, NOON, "meanwhile")
        [change] = all_nudges(connection, rows.c.kind == NudgeKind.PROPOSAL_CHANGED)
        return kinds.decide(connection, change, NOON, DEFAULT)

    verdict = await _undone(house, judge)
    if state is NudgeState.DUE:
        assert verdict == Cancel("it stays as it is")
    else:
        assert isinstance(verdict, Edit)
        assert isinstance(verdict.facts, ProposalClosed)
