"""Agreements, private questions and endings on either database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.pairs.milestones import Cadence, plan_milestones
from bot.domain.errors import DomainError
from bot.domain.ids import PulseId, UserId
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import (
    EndReason,
    EnrolmentState,
    NudgeState,
    PairState,
    PulseAnswer,
    Role,
    Worth,
)
from bot.language.say import ENGLISH
from bot.messages.pairs import pulses as pulse_words
from bot.services.matching import runs as match_runs
from bot.services.moderation import cases
from bot.services.pairs import agreements, pairs, pulses
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.matching import waitlist
from bot.storage.pairs import pairs as stored
from bot.storage.pairs import pulses as asked
from bot.storage.pairs.pairs import Pair
from tests.delivery.society import GUILD
from tests.services.rounds import COHORT, Round

CHOSEN = {"often": ("weekly",), "answer-within": ("one-day",), "channels": ("video",)}
WRITTEN = {"topics": ("Research",), "off-limits": (), "until": ("June",)}
MENTOR, MENTEE = 1, 11
AHEAD = timedelta(hours=48)


async def a_pair(round_: Round) -> Pair:
    """Return a pair that has met."""
    await round_.enrol(MENTOR, Role.MENTOR)
    await round_.enrol(MENTEE, Role.MENTEE)
    [pair] = await round_.approve_all()
    await round_.introduce(pair.id)
    return await round_.app.database.read(stored.get, GUILD, pair.id)


async def plan(round_: Round) -> int:
    """Plan the milestones of the next two days."""
    cadence = Cadence.of(round_.app.settings)
    return await plan_milestones(round_.app.database, round_.clock.now(), AHEAD, cadence)


async def answer_all(round_: Round, pair: Pair, user: int) -> agreements.HalfSaved:
    """Answer all six questions."""
    await agreements.choose(round_.app, round_.person(user), pair.id, CHOSEN)
    return await agreements.write(round_.app, round_.person(user), pair.id, WRITTEN)


async def test_each_is_asked_once_a_week_of_asking_however_often_it_is_planned(
    round_: Round,
) -> None:
    pair = await a_pair(round_)
    early = await plan(round_)
    round_.move(days=13)

    planned = [await plan(round_), await plan(round_)]

    assert early == 0
    assert planned == [2, 0]
    assert await round_.count_of(NudgeKind.PULSE) == 2
    found = await round_.app.database.read(asked.list_for_pair, GUILD, pair.id)
    assert [(one.user, one.week) for one in found] == [(MENTOR, 2), (MENTEE, 2)]


async def test_two_who_say_no_are_free_again_with_the_mentee_first_and_never_the_same(
    round_: Round,
) -> None:
    pair = await a_pair(round_)
    round_.move(days=14, hours=7)
    await plan(round_)
    found = await round_.app.database.read(asked.list_for_pair, GUILD, pair.id)

    first = await pulses.answer(round_.app, round_.person(MENTOR), found[0].id, PulseAnswer.NO)
    last = await pulses.answer(round_.app, round_.person(MENTEE), found[1].id, PulseAnswer.NO)

    assert (first.ended, last.ended) == (False, True)
    ended = await round_.app.database.read(stored.get, GUILD, pair.id)
    assert (ended.state, ended.end_reason) == (PairState.ENDED, EndReason.REMATCH)
    assert await round_.count_of(NudgeKind.PAIR_ENDED) == 1
    await round_.enrol(12, Role.MENTEE)
    again = await match_runs.propose(round_.app, round_.mod(), COHORT)
    assert [(one.mentee, one.mentor) for one in again.run.result.pairs] == [("12", "1")]
    people = {person.id: person for person in again.run.asked.people}
    assert people[str(MENTEE)].priority
    assert not people["12"].priority


async def test_a_mentee_of_a_circle_reads_before_and_after_when_moderators_are_asked(
    round_: Round,
) -> None:
    circle = await a_circle(round_)
    questions = []
    for week in (2, 6):

        def ask(connection: Connection, week: int = week) -> PulseId:
            now = round_.clock.now()
            return asked.add(connection, GUILD, circle.id, UserId(MENTEE), week, now)

        questions.append(await round_.app.database.write(ask))
    pulse, pair = await pulses.find(round_.app, round_.person(MENTEE), questions[0])
    assert "tell the moderators " in pulse_words.question(ENGLISH, pair, pulse).content
    assert "not even the moderators" not in pulse_words.question(ENGLISH, pair, pulse).content

    first, second, better = [
        await pulses.answer(round_.app, round_.person(MENTEE), question, given)
        for question, given in (
            (questions[0], PulseAnswer.NO),
            (questions[1], PulseAnswer.NO),
            (questions[1], PulseAnswer.YES),
        )
    ]

    assert [one.asked_moderators for one in (first, second, better)] == [False, True, False]
    assert "your mentorship will end" not in pulse_words.answered(ENGLISH, first).content
    assert "I asked the moderators" in pulse_words.answered(ENGLISH, second).content
    found = await cases.open_cases(round_.app, round_.mod())
    assert [case.kind for case in found] == [CaseKind.CIRCLE_CHANGE]


async def a_circle(round_: Round) -> Pair:
    """Return a circle of a mentor and two mentees that has met."""

    def make_circles(connection: Connection) -> None:
        cohort = cohorts.get(connection, GUILD, round_.cohort)
        cohorts.set_plan(connection, GUILD, cohort.id, replace(cohort.plan, circles=True))

    await round_.app.database.write(make_circles)
    await round_.enrol(MENTOR, Role.MENTOR, capacity=2)
    for mentee in (MENTEE, 12):
        await round_.enrol(mentee, Role.MENTEE)
    [circle] = await round_.approve_all()
    await round_.introduce(circle.id)
    return await round_.app.database.read(stored.get, GUILD, circle.id)


async def test_priority_is_used_up_by_the_next_pair(round_: Round) -> None:
    pair = await a_pair(round_)
    await pairs.rematch(round_.app, round_.person(MENTEE), pair.id, pairs.WhoEnds.PAIR)
    await round_.enrol(2, Role.MENTOR)

    [new] = await round_.approve_all()

    assert (new.mentor, new.mentees) == (2, (MENTEE,))
    assert await round_.app.database.read(waitlist.list_for_cohort, GUILD, round_.cohort) == {}


async def test_a_private_question_is_for_the_person_who_is_asked(round_: Round) -> None:
    pair = await a_pair(round_)
    round_.move(days=14)
    await plan(round_)
    [mentors, _] = await round_.app.database.read(asked.list_for_pair, GUILD, pair.id)

    with pytest.raises(DomainError, match=r"pulse\.unknown"):
        await pulses.find(round_.app, round_.person(MENTEE), mentors.id)


async def test_a_mentor_with_somebody_else_stays_placed_when_one_pair_ends(round_: Round) -> None:
    await round_.enrol(MENTOR, Role.MENTOR, capacity=2)
    await round_.enrol(MENTEE, Role.MENTEE)
    await round_.enrol(12, Role.MENTEE)
    first, _ = await round_.approve_all()
    await round_.introduce(first.id)

    await pairs.rematch(round_.app, round_.person(MENTOR), first.id, pairs.WhoEnds.PAIR)

    def states(connection: Connection) -> dict[tuple[int, Role], EnrolmentState]:
        found = enrolments.list_for_cohort(connection, GUILD, round_.cohort)
        return {(one.user, one.role): one.state for one in found}

    kept = await round_.app.database.read(states)
    assert kept[MENTOR, Role.MENTOR] is EnrolmentState.PLACED
    assert kept[MENTEE, Role.MENTEE] is EnrolmentState.APPLIED
    assert kept[12, Role.MENTEE] is EnrolmentState.PLACED


async def test_two_for_whom_it_was_worth_much_may_meet_again(round_: Round) -> None:
    pair = await a_pair(round_)
    await pairs.end(round_.app, round_.person(MENTEE), pair.id, pairs.WhoEnds.PAIR)
    for user in (MENTOR, MENTEE):
        await pairs.save_feedback(round_.app, round_.person(user), pair.id, Worth.MUCH)
    await round_.enrol(MENTEE, Role.MENTEE)

    again = await match_runs.propose(round_.app, round_.mod(), COHORT)

    assert [(one.mentee, one.mentor) for one in again.run.result.pairs] == [("11", "1")]


async def test_both_answers_are_shown_only_when_both_are_there_and_then_once(
    round_: Round,
) -> None:
    pair = await a_pair(round_)

    first = await answer_all(round_, pair, MENTOR)
    shown_early = await round_.count_of(NudgeKind.AGREEMENT_REVEALED)
    last = await answer_all(round_, pair, MENTEE)

    assert first.agreement.revealed_at is None
    assert shown_early == 0
    assert last.agreement.revealed_at == round_.clock.now()
    assert await round_.count_of(NudgeKind.AGREEMENT_REVEALED) == 1


async def test_an_agreement_is_looked_at_again_half_way(round_: Round) -> None:
    pair = await a_pair(round_)
    for user in (MENTOR, MENTEE):
        await answer_all(round_, pair, user)

    for user in (MENTOR, MENTEE):
        done = await agreements.agree(round_.app, round_.person(user), pair.id)

    assert done.agreed
    assert (await round_.pairs())[0].state is PairState.AGREED
    assert await round_.count_of(NudgeKind.AGREEMENT_REVIEW) == 1


async def test_nothing_is_agreed_before_it_is_shown(round_: Round) -> None:
    pair = await a_pair(round_)
    await answer_all(round_, pair, MENTOR)
    with pytest.raises(DomainError, match=r"agreement\.not_revealed"):
        await agreements.agree(round_.app, round_.person(MENTOR), pair.id)
    with pytest.raises(DomainError, match=r"pair\.not_yours"):
        await agreements.look(round_.app, round_.person(99), pair.id)


async def test_a_longer_pause_replaces_the_day_of_waking(round_: Round) -> None:
    pair = await a_pair(round_)
    await pairs.pause(round_.app, round_.person(MENTEE), pair.id, 7)
    await pairs.pause(round_.app, round_.person(MENTOR), pair.id, 30)

    assert await round_.count_of(NudgeKind.PAIR_RESUMED) == 1
    assert await round_.count_of(NudgeKind.PAIR_RESUMED, NudgeState.CANCELLED) == 1
    assert await round_.count_of(NudgeKind.PAIR_PAUSED) == 1
    await pairs.resume(round_.app, round_.person(MENTEE), pair.id)
    assert await round_.count_of(NudgeKind.PAIR_RESUMED) == 1, "the word that it goes on"
    assert await round_.count_of(NudgeKind.PAIR_RESUMED, NudgeState.CANCELLED) == 2
    assert await round_.count_of(NudgeKind.PAIR_PAUSED) == 0


async def test_a_promised_round_becomes_one_case_and_a_new_promise(round_: Round) -> None:
    await round_.enrol(MENTOR, Role.MENTOR)
    for mentee in (11, 12):
        await round_.enrol(mentee, Role.MENTEE)
    await round_.approve_all()
    round_.move(days=14, hours=1)

    await plan(round_)
    await plan(round_)

    assert await round_.count_of(NudgeKind.CASE_OPENED) == 1
    [wait] = (
        await round_.app.database.read(waitlist.list_for_cohort, GUILD, round_.cohort)
    ).values()
    assert wait.next_round_at == round_.clock.now() + timedelta(days=14)
    assert wait.reason is not None
