"""The question whether they met is asked once more, in a message that notifies."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery import kinds
from bot.delivery.decision import InChannel, Reschedule, Send, Verdict
from bot.delivery.meetings.open_questions import with_open_question
from bot.domain.ids import ChannelId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import AgreementReview, Digest
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.pairs import pairs
from bot.storage.tables import outbox as rows
from tests.delivery.conftest import House
from tests.delivery.nudges.test_policy import DEFAULT, _undone
from tests.delivery.society import GUILD, MENTEE
from tests.delivery.test_doubt import FRIDAY, a_meeting
from tests.every_society import all_nudges, update

AFTER = FRIDAY.instant + timedelta(days=1)
IN_AN_HOUR = AFTER + timedelta(hours=1)


@pytest.mark.parametrize("notifies", [True, False])
async def test_the_question_comes_only_with_what_notifies(house: House, notifies: bool) -> None:
    def with_question(connection: Connection) -> Send:
        a_meeting(connection, house.cohort)
        [pair] = pairs.list_for_person(connection, GUILD, MENTEE)
        asked = rows.c.kind == NudgeKind.MET_QUESTION
        connection.execute(update(rows).where(asked).values(state=NudgeState.SENT))
        outbox.plan(
            connection,
            guild=GUILD,
            kind=NudgeKind.AGREEMENT_REVIEW,
            subject_type="pair",
            subject_id=pair.id,
            recipient=MENTEE,
            due_at=AFTER,
        )
        [nudge] = all_nudges(connection, rows.c.kind == NudgeKind.AGREEMENT_REVIEW)
        hushed = () if notifies else (MENTEE,)
        facts = AgreementReview(GUILD, pair.id, MENTEE)
        ready = Send(facts, InChannel(ChannelId(300)), hushed=hushed)
        return with_open_question(connection, nudge, ready, AFTER)

    sent = await _undone(house, with_question)
    assert isinstance(sent, Send)
    assert isinstance(sent.facts, Digest) is notifies


async def test_a_question_that_waits_for_another_looks_again_when_that_one_comes(
    house: House,
) -> None:
    def judge(connection: Connection) -> Verdict:
        a_meeting(connection, house.cohort)
        [pair] = pairs.list_for_person(connection, GUILD, MENTEE)
        [card, *_] = all_nudges(connection, rows.c.kind == NudgeKind.MEETING_REMINDER)
        sent = {"state": NudgeState.SENT, "channel_id": pair.thread, "message_id": 7}
        connection.execute(update(rows).where(rows.c.id == card.id).values(sent))
        first, second = all_nudges(connection, rows.c.kind == NudgeKind.MET_QUESTION)
        waits = update(rows).where(rows.c.id == first.id).values(next_attempt_at=IN_AN_HOUR)
        connection.execute(waits)
        return kinds.decide(connection, second, AFTER, DEFAULT)

    verdict = await _undone(house, judge)
    assert isinstance(verdict, Reschedule)
    assert verdict.until == IN_AN_HOUR
