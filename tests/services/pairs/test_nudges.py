"""When a pair's nudges make sense, where they go, and when they wait; on either database."""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from bot.delivery import kinds
from bot.delivery.decision import Cancel, InChannel, InDm, Reschedule, Send, Verdict
from bot.delivery.nudges.policy import RecipientPolicy
from bot.delivery.pairs.milestones import Cadence, plan_milestones
from bot.domain.ids import ChannelId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import PairEnded, PulseAsked
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import EndReason, NudgeState, Role
from bot.services.pairs import agreements, pairs
from bot.services.pairs.pairs import PairPaused
from bot.storage import leases, outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs as stored
from bot.storage.pairs.pairs import Pair
from bot.storage.tables import outbox as rows
from tests.delivery.society import GUILD, a_held_meeting
from tests.every_society import all_nudges
from tests.services.rounds import Round

MENTOR, MENTEE = 1, 11
THREAD = ChannelId(300)
DEFAULT = NotificationPolicy("UTC", time(21), time(8), 3)
CHOSEN = {"often": ("weekly",), "answer-within": ("one-day",), "channels": ("video",)}
WRITTEN = {"topics": ("Research",), "off-limits": (), "until": ("June",)}


async def an_approved_pair(round_: Round) -> Pair:
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(MENTEE, Role.MENTEE)
    [pair] = await round_.approve_all()
    return pair


async def a_pair(round_: Round) -> Pair:
    pair = await an_approved_pair(round_)
    await round_.introduce(pair.id, THREAD)
    return pair


async def row(round_: Round, kind: NudgeKind, recipient: int | None = None) -> Nudge:
    """Return the newest row of a kind, to one person where one is named."""

    def newest(connection: Connection) -> Nudge:
        theirs = () if recipient is None else (rows.c.recipient_id == recipient,)
        return all_nudges(connection, rows.c.kind == kind, *theirs)[-1]

    return await round_.app.database.read(newest)


async def a_pulse(round_: Round) -> Nudge:
    """Let the pair meet, and return the mentee's private question of week two, at its hour."""
    nudged = (await row(round_, NudgeKind.INTRODUCTION)).subject_id
    await round_.app.database.write(a_held_meeting, PairId(nudged), round_.clock.now())
    round_.move(days=14, hours=6)
    cadence = Cadence.of(round_.app.settings)
    await plan_milestones(round_.app.database, round_.clock.now(), timedelta(hours=48), cadence)
    return await row(round_, NudgeKind.PULSE, MENTEE)


async def verdict(round_: Round, nudge: Nudge, now: datetime | None = None) -> object:
    """Return what delivery would decide."""
    at = now or round_.clock.now()

    def decide(connection: Connection) -> Verdict:
        prepared = kinds.decide(connection, nudge, at, DEFAULT)
        return RecipientPolicy(connection, DEFAULT).gate(nudge, prepared, at)

    return await round_.app.database.write(decide)


async def test_a_private_question_goes_to_the_thread_or_where_somebody_prefers_it(
    round_: Round,
) -> None:
    pair = await a_pair(round_)
    nudge = await a_pulse(round_)

    in_thread = await verdict(round_, nudge)
    await round_.app.database.write(
        lambda c: nudge_settings.save(c, GUILD, UserId(MENTEE), dms=True)
    )
    in_dm = await verdict(round_, nudge)

    assert isinstance(in_thread, Send)
    assert in_thread.place == InChannel(THREAD)
    assert isinstance(in_thread.facts, PulseAsked)
    assert in_thread.facts.pair == pair.id
    assert isinstance(in_dm, Send)
    assert in_dm.place == InDm(UserId(MENTEE))


async def test_a_private_question_waits_for_the_morning_and_for_the_end_of_a_pause(
    round_: Round,
) -> None:
    pair = await a_pair(round_)
    nudge = await a_pulse(round_)
    night = round_.clock.now() + timedelta(hours=5)

    asleep = await verdict(round_, nudge, night)
    done = await pairs.pause(round_.app, round_.person(MENTOR), pair.id, 2)
    assert isinstance(done, PairPaused)
    resting = await verdict(round_, nudge)

    assert asleep == Reschedule(night.replace(hour=8) + timedelta(days=1), "quiet hours")
    assert resting == Reschedule(done.until, "the pair is paused")


async def test_whoever_has_answered_meanwhile_is_not_reminded(round_: Round) -> None:
    pair = await a_pair(round_)

    async def answer(user: int) -> None:
        await agreements.choose(round_.app, round_.person(user), pair.id, CHOSEN)
        await agreements.write(round_.app, round_.person(user), pair.id, WRITTEN)

    await answer(MENTOR)
    reminder = await row(round_, NudgeKind.AGREEMENT_DUE, MENTEE)
    before = await verdict(round_, reminder)
    await answer(MENTEE)
    after = await verdict(round_, reminder)

    assert isinstance(before, Send)
    assert isinstance(after, Cancel)


async def test_a_pause_that_is_over_wakes_the_pair_even_at_night_and_greets_it_by_day(
    round_: Round,
) -> None:
    pair = await a_pair(round_)
    await pairs.pause(round_.app, round_.person(MENTEE), pair.id, 7)
    nudge = await row(round_, NudgeKind.PAIR_RESUMED)
    round_.move(days=7, hours=10)  # 22:00

    decided = await verdict(round_, nudge)

    assert isinstance(decided, Reschedule)
    woken = await round_.app.database.read(stored.get, GUILD, pair.id)
    assert woken.state.is_active


async def test_an_undo_while_an_introduction_is_on_its_way_follows_it_with_a_farewell(
    round_: Round,
) -> None:
    pair = await an_approved_pair(round_)
    now = round_.clock.now()
    lease = timedelta(minutes=2)
    await round_.app.database.write(leases.claim, "a worker", now, lease, 10)

    undone = await round_.undo()
    farewell = await row(round_, NudgeKind.PAIR_ENDED)
    early = await verdict(round_, farewell)
    await round_.app.database.write(stored.record_thread, GUILD, pair.id, THREAD)
    late = await verdict(round_, farewell)

    assert (undone.unseen, undone.ended) == (0, 1)
    assert isinstance(early, Reschedule)
    assert isinstance(late, Send)
    assert isinstance(late.facts, PairEnded)
    assert late.facts.reason is EndReason.UNDONE


async def test_nobody_says_farewell_where_nobody_was_introduced(round_: Round) -> None:
    pair = await an_approved_pair(round_)
    now = round_.clock.now()

    def fail(connection: Connection) -> None:
        [nudge] = [
            one
            for one in leases.claim(connection, "a worker", now, timedelta(minutes=2), 10)
            if one.kind is NudgeKind.INTRODUCTION
        ]
        leases.end(connection, nudge, NudgeState.DEAD, "the bot lacks a permission", now)

    await round_.app.database.write(fail)
    await pairs.end(round_.app, round_.person(MENTEE), pair.id, pairs.WhoEnds.PAIR)

    assert await round_.count_of(NudgeKind.PAIR_ENDED) == 0
    found = await round_.app.database.read(outbox.list_for_subject, GUILD, "pair", pair.id)
    assert [one.state for one in found] == [NudgeState.DEAD]
