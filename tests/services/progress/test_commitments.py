"""Commitments on both databases: what is in the rows after each act."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.delivery.inactivity import check_inactivity, patience_of
from bot.domain.errors import DomainError
from bot.domain.ids import CommitmentId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.commitments import AHEAD, AT_DUE, NEVER_ASKED_AFTER, TypedCommitment
from bot.domain.states import CommitmentState, EndReason, PairState
from bot.services.actor import Actor
from bot.services.progress import commitments
from bot.services.progress.commitments import CommitmentMade
from bot.storage import outbox
from bot.storage.pairs import pairs
from bot.storage.progress import commitments as rows
from tests.delivery.society import GUILD, MENTEE, MENTOR, an_introduced_pair
from tests.services.rounds import Round

TYPED = TypedCommitment("Draft my statement by Sunday 7pm", plan_b="Ten minutes a day")


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def promise(round_: Round, pair: PairId, typed: TypedCommitment = TYPED) -> CommitmentMade:
    return await commitments.add(round_.app, round_.person(MENTEE), pair, typed)


async def state(round_: Round, number: int) -> CommitmentState:
    found = await round_.app.database.read(rows.find, GUILD, CommitmentId(number))
    assert found is not None
    return found.state


async def look(round_: Round) -> None:
    await check_inactivity(
        round_.app.database, round_.clock.now(), patience_of(round_.app.settings)
    )


async def test_its_reminder_and_its_question_are_planned_with_it(
    round_: Round, pair: PairId
) -> None:
    made = await promise(round_, pair)
    planned = await round_.app.database.read(
        outbox.list_for_subject, GUILD, "commitment", made.commitment.id
    )
    due = made.commitment.due_at
    assert [(one.subject_version, one.due_at, one.recipient) for one in planned] == [
        (AHEAD, due - timedelta(hours=24), MENTEE),
        (AT_DUE, due, MENTEE),
    ]
    assert all(one.kind is NudgeKind.COMMITMENT_DUE for one in planned)


async def test_one_that_is_due_within_a_day_has_no_reminder_ahead(
    round_: Round, pair: PairId
) -> None:
    made = await promise(round_, pair, TypedCommitment("Call them", "in 2 hours"))
    planned = await round_.app.database.read(
        outbox.list_for_subject, GUILD, "commitment", made.commitment.id
    )
    assert [one.subject_version for one in planned] == [AT_DUE]


async def test_kept_moved_dropped_and_lapsed_are_told_apart(round_: Round, pair: PairId) -> None:
    for _ in range(4):
        await promise(round_, pair)
    app = round_.app
    await commitments.mark_done(app, round_.person(MENTEE), CommitmentId(1))
    moved = await commitments.move(app, round_.person(MENTEE), CommitmentId(2), "in 3 weeks")
    await commitments.drop(app, round_.person(MENTEE), CommitmentId(3))
    round_.clock.move(timedelta(days=5) + NEVER_ASKED_AFTER)
    await look(round_)
    assert await state(round_, 4) is CommitmentState.OPEN, "its question is still on its way"
    await round_.app.database.write(
        outbox.cancel, GUILD, "commitment", 4, "muted", round_.clock.now()
    )
    await look(round_)
    assert [await state(round_, number) for number in (1, 2, 3, 4, 5)] == [
        CommitmentState.DONE,
        CommitmentState.MOVED,
        CommitmentState.DROPPED,
        CommitmentState.LAPSED,
        CommitmentState.OPEN,
    ]
    assert (moved.commitment.id, moved.commitment.moved_from) == (5, 2)
    assert moved.commitment.plan_b == TYPED.plan_b


async def test_a_promise_of_a_pair_that_rests_does_not_lapse(round_: Round, pair: PairId) -> None:
    await promise(round_, pair)
    until = round_.clock.now() + timedelta(days=60)
    await round_.app.database.write(
        lambda c: pairs.set_state(c, GUILD, pair, PairState.PAUSED, paused_until=until)
    )
    round_.clock.move(timedelta(days=40))
    await look(round_)
    assert await state(round_, 1) is CommitmentState.OPEN


async def test_the_partner_and_strangers_change_nothing(round_: Round, pair: PairId) -> None:
    await promise(round_, pair)
    await promise(round_, pair, TypedCommitment("A secret", "tomorrow", shown=False))
    acts: list[Callable[[Actor, CommitmentId], Awaitable[object]]] = [
        lambda actor, one: commitments.mark_done(round_.app, actor, one),
        lambda actor, one: commitments.drop(round_.app, actor, one),
        lambda actor, one: commitments.on_track(round_.app, actor, one),
        lambda actor, one: commitments.move(round_.app, actor, one, "tomorrow"),
    ]
    for act in acts:
        for user, number, code in (
            (MENTOR, 1, "commitment.not_yours"),
            (MENTOR, 2, "commitment.unknown"),
            (77, 1, "commitment.unknown"),
            (MENTEE, 99, "commitment.unknown"),
        ):
            with pytest.raises(DomainError) as refusal:
                await act(round_.person(user), CommitmentId(number))
            assert refusal.value.code == code
    assert await state(round_, 1) is CommitmentState.OPEN
    listed = await commitments.list_for_pair(round_.app, round_.person(MENTOR), pair)
    assert [one.id for one in listed.shown] == [1]


async def test_a_promise_is_settled_once(round_: Round, pair: PairId) -> None:
    await promise(round_, pair)
    await commitments.move(round_.app, round_.person(MENTEE), CommitmentId(1), "in 3 weeks")
    with pytest.raises(DomainError) as refusal:
        await commitments.mark_done(round_.app, round_.person(MENTEE), CommitmentId(1))
    assert refusal.value.code == "commitment.settled"
    assert refusal.value.facts["due"] > round_.clock.now() + timedelta(days=20)


async def test_a_repeated_delivery_promises_once(round_: Round, pair: PairId) -> None:
    actor = round_.person(MENTEE)
    await commitments.add(round_.app, actor, pair, TYPED)
    with pytest.raises(DomainError) as refusal:
        await commitments.add(round_.app, actor, pair, TYPED)
    assert refusal.value.code == "interaction.repeated"
    listed = await commitments.list_for_pair(round_.app, round_.person(MENTEE), pair)
    assert len(listed.own) == 1


async def test_promises_of_a_pair_that_has_ended_weigh_on_nobody(
    round_: Round, pair: PairId
) -> None:
    for _ in range(3):
        await promise(round_, pair)
    now = round_.clock.now()
    await round_.app.database.write(pairs.end, GUILD, pair, EndReason.TOGETHER, now)
    other = await round_.app.database.write(an_introduced_pair, round_.cohort, "basalt")
    assert (await promise(round_, other)).load.open_ == 1
    offered = await commitments.offer(round_.app, round_.person(MENTEE), "")
    assert [one.pair for one in offered] == [other]


async def test_as_many_as_a_list_can_show(round_: Round, pair: PairId) -> None:
    for _ in range(25):
        await promise(round_, pair)
    with pytest.raises(DomainError) as refusal:
        await promise(round_, pair)
    assert refusal.value.code == "commitment.too_many"
