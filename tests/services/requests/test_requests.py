"""Requests: asked well, answered once, moved on by themselves, and never shown to the wrong one."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests.mentor_availability import NOTHING_WANTED
from bot.domain.requests.requests import Request
from bot.domain.states import (
    CaseState,
    EnrolmentState,
    PairState,
    RequestNews,
    RequestState,
    RequestStep,
    Role,
)
from bot.services.cohorts import profiles
from bot.services.requests import mentor_availability, requests, transitions
from bot.services.status import status
from bot.storage import outbox, presence
from bot.storage.cohorts import enrolments
from bot.storage.moderation import cases
from bot.storage.pairs import pairs
from bot.storage.requests import requests as rows
from tests.services.mentoring import GOOD, a_mentor, a_society, again, ask
from tests.services.rounds import Round
from tests.services.society import GUILD, NOON, StandingClock, somebody

ASKER, IRIS, JUNO, KAI = 50, 60, 61, 62
PROMISED = timedelta(hours=48)


@pytest.fixture
async def mentors(app: App) -> App:
    """Yield a society with three mentors who are open to requests."""
    await a_society(app)
    for user in (IRIS, JUNO, KAI):
        await a_mentor(app, user)
    return app


async def time_passes(app: App, clock: StandingClock, by: timedelta) -> None:
    """Move the clock, and look after every open request as the hourly round does."""
    clock.instant += by

    def look(connection: Connection) -> None:
        for one in rows.open_everywhere(connection):
            transitions.bring_up_to_date(connection, one, clock.now())

    await app.database.write(look)


async def refused(acting: Awaitable[object]) -> str:
    """Return the code of a refusal."""
    with pytest.raises(DomainError) as refusal:
        await acting
    return refusal.value.code


def mentors_of(request: Request, state: RequestState) -> set[int]:
    """Return the mentors whose offers are in a state."""
    return {offer.mentor for offer in request.offers if offer.state is state}


# --- asking -----------------------------------------------------------------------------------


async def test_a_good_request_waits_for_its_mentor_with_one_owner_and_one_date(
    mentors: App,
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    assert (asked.state, asked.owner, asked.due_at) == (RequestState.OPEN, IRIS, NOON + PROMISED)
    seen = await status.status_of_person(mentors, somebody(ASKER))
    assert [(turn.owner, turn.due_at) for turn in seen.ledger.others] == [(IRIS, NOON + PROMISED)]
    theirs = await status.status_of_person(mentors, somebody(IRIS))
    assert [turn.what for turn in theirs.ledger.mine] == [asked.id]


async def test_a_one_line_request_is_told_what_it_lacks_and_is_not_sent(mentors: App) -> None:
    words = replace(GOOD, need="Help me please", prepared="")
    with pytest.raises(DomainError) as refusal:
        await requests.ask(mentors, somebody(ASKER), UserId(IRIS), words)
    assert refusal.value.facts["missing"] == ["need", "prepared"]
    assert await requests.list_for_asker(mentors, somebody(ASKER)) == []


@pytest.mark.parametrize(
    "contact", ["call me on +1 (312) 555-0147", "write to ana.b@example.org", "ana at 312 555 0147"]
)
async def test_a_number_or_an_address_never_travels(mentors: App, contact: str) -> None:
    words = replace(GOOD, prepared=f"A page on each offer; {contact}")
    code = await refused(requests.ask(mentors, somebody(ASKER), UserId(IRIS), words))
    assert code == "request.contact"
    asked = await ask(mentors, ASKER, IRIS)
    question = requests.question(mentors, somebody(IRIS), asked.id, contact)
    assert await refused(question) == "request.contact"


async def test_nobody_asks_themselves_or_somebody_who_is_not_open(mentors: App) -> None:
    assert await refused(ask(mentors, IRIS, IRIS)) == "request.yourself"
    assert await refused(ask(mentors, ASKER, 99)) == "request.not_open"


async def test_a_mentor_who_just_filled_up_is_not_asked(mentors: App) -> None:
    await mentor_availability.make_room(mentors, somebody(IRIS), 0)
    assert await refused(ask(mentors, ASKER, IRIS)) == "request.full"
    for asker in (70, 71, 72):
        await ask(mentors, asker, JUNO)
    assert await refused(ask(mentors, ASKER, JUNO)) == "request.full"
    found = await mentor_availability.find(mentors, somebody(ASKER), NOTHING_WANTED)
    assert [one.user for one in found.mentors] == [KAI]


async def test_three_requests_are_the_most_and_withdrawing_one_makes_room(mentors: App) -> None:
    await a_mentor(mentors, 63)
    first = await ask(mentors, ASKER, IRIS)
    await ask(mentors, ASKER, JUNO)
    await ask(mentors, ASKER, KAI)
    assert await refused(ask(mentors, ASKER, 63)) == "request.many"
    await requests.withdraw(mentors, somebody(ASKER), first.id)
    assert (await ask(mentors, ASKER, 63)).owner == 63


async def test_the_same_mentor_is_not_asked_twice_nor_soon_after_a_no(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    assert await refused(ask(mentors, ASKER, IRIS)) == "request.asked_already"
    await requests.decline(mentors, somebody(IRIS), asked.id)
    await requests.withdraw(mentors, somebody(ASKER), asked.id)
    assert await refused(ask(mentors, ASKER, IRIS)) == "request.asked_before"
    clock.instant += timedelta(days=31)
    assert (await ask(mentors, ASKER, IRIS)).owner == IRIS


# --- private lists ----------------------------------------------------------------------------


async def test_a_mentor_on_a_private_list_never_sees_a_request(
    mentors: App, clock: StandingClock
) -> None:
    await profiles.set_avoided(mentors, somebody(ASKER), [UserId(JUNO)])
    await profiles.set_avoided(mentors, somebody(KAI), [UserId(ASKER)])
    assert await refused(ask(mentors, ASKER, JUNO)) == "request.on_your_list"
    assert await refused(ask(mentors, ASKER, KAI)) == "request.not_open"
    found = await mentor_availability.find(mentors, somebody(ASKER), NOTHING_WANTED)
    assert [one.user for one in found.mentors] == [IRIS]
    asked = await ask(mentors, ASKER, IRIS)
    assert (
        await refused(requests.decline(mentors, somebody(IRIS), asked.id, UserId(JUNO)))
        == "request.not_open"
    )
    await time_passes(mentors, clock, PROMISED)
    assert (await again(mentors, asked)).step is RequestStep.DECISION


async def test_a_list_that_changes_takes_a_request_out_of_sight(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await profiles.set_avoided(mentors, somebody(ASKER), [UserId(IRIS)])
    assert await refused(requests.look(mentors, somebody(IRIS), asked.id)) == "request.unknown"
    assert await refused(requests.accept(mentors, somebody(IRIS), asked.id)) == "request.unknown"
    assert mentors_of(await again(mentors, asked), RequestState.OPEN) == {JUNO, KAI}


async def test_a_mentor_who_blocks_the_asker_is_released_right_away(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await profiles.set_avoided(mentors, somebody(IRIS), [UserId(ASKER), UserId(JUNO)])
    assert mentors_of(await again(mentors, asked), RequestState.OPEN) == {JUNO, KAI}


# --- answers ----------------------------------------------------------------------------------


async def test_a_yes_of_the_mentor_who_was_asked_makes_a_pair(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    done = await requests.accept(mentors, somebody(IRIS), asked.id)
    assert done.state is RequestState.ACCEPTED
    assert done.pair is not None
    pair = await mentors.database.read(pairs.get, GUILD, done.pair)
    assert (pair.mentor, pair.mentees, pair.cohort) == (IRIS, (ASKER,), None)
    planned = await mentors.database.read(outbox.list_for_subject, GUILD, "pair", pair.id)
    assert [one.kind for one in planned] == [NudgeKind.INTRODUCTION]
    own = await mentor_availability.show(mentors, somebody(IRIS))
    assert own.opening.room == 1


async def test_of_two_requests_accepted_at_once_the_last_place_takes_one(mentors: App) -> None:
    await mentor_availability.make_room(mentors, somebody(IRIS), 1)
    first, second = await ask(mentors, ASKER, IRIS), await ask(mentors, 51, IRIS)

    results = await asyncio.gather(
        requests.accept(mentors, somebody(IRIS), first.id),
        requests.accept(mentors, somebody(IRIS), second.id),
    )

    [paired] = [result for result in results if result.state is RequestState.ACCEPTED]
    [moved] = [result for result in results if result.state is not RequestState.ACCEPTED]
    made = await mentors.database.read(pairs.list_for_person, GUILD, UserId(IRIS))
    assert [pair.mentees for pair in made] == [(paired.asker,)]
    assert mentors_of(moved, RequestState.OPEN) == {JUNO, KAI}
    assert moved.pair is None
    told = await mentors.database.read(rows.news_of, moved)
    assert [(news.kind, news.to) for news in told.values()] == [(RequestNews.MOVED_ON, moved.asker)]


async def test_a_place_taken_while_the_asker_thought_about_it_leads_on_to_others(
    mentors: App, clock: StandingClock
) -> None:
    await mentor_availability.make_room(mentors, somebody(JUNO), 1)
    asked = await ask(mentors, ASKER, IRIS)
    await requests.decline(mentors, somebody(IRIS), asked.id, UserId(JUNO))
    await requests.accept(mentors, somebody(JUNO), asked.id)
    direct = await ask(mentors, 51, JUNO)
    assert (await requests.accept(mentors, somebody(JUNO), direct.id)).pair is not None

    late = await requests.consent(mentors, somebody(ASKER), asked.id, wanted=True)

    assert (late.pair, mentors_of(late, RequestState.OPEN)) == (None, {KAI})
    told = await mentors.database.read(rows.news_of, late)
    assert [(news.kind, news.to) for news in told.values()][-2:] == [
        (RequestNews.NOT_THIS_TIME, JUNO),
        (RequestNews.MOVED_ON, ASKER),
    ]


async def test_within_a_running_cohort_the_pair_is_one_of_it(round_: Round) -> None:
    app = round_.app
    await a_mentor(app, IRIS)
    await round_.enrol(IRIS, Role.MENTOR)
    await round_.enrol(ASKER, Role.MENTEE)
    asked = await ask(app, ASKER, IRIS)
    done = await requests.accept(app, somebody(IRIS), asked.id)
    assert done.pair is not None
    [pair] = await round_.pairs()
    assert (pair.id, pair.mentor, pair.cohort) == (done.pair, IRIS, round_.cohort)
    placed = await app.database.read(enrolments.list_for_person, GUILD, UserId(ASKER))
    assert [one.state for one in placed] == [EnrolmentState.PLACED]


async def test_a_question_and_its_answer_travel_through_the_bot(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await requests.question(mentors, somebody(IRIS), asked.id, "Which labs are they?")
    waiting = await again(mentors, asked)
    assert (waiting.state, waiting.owner) == (RequestState.QUESTION, ASKER)
    await requests.reply(mentors, somebody(ASKER), asked.id, "One wet, one dry.")
    seen = await requests.look(mentors, somebody(IRIS), asked.id)
    assert [news.words for news in seen.news] == ["Which labs are they?", "One wet, one dry."]
    assert seen.request.owner == IRIS


async def test_a_no_leads_on_without_the_name_and_never_back(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await requests.decline(mentors, somebody(IRIS), asked.id)
    offered = await again(mentors, asked)
    assert mentors_of(offered, RequestState.OPEN) == {JUNO, KAI}
    assert not any(offer.named for offer in offered.offers if offer.state.is_open)
    for _ in range(3):
        await time_passes(mentors, clock, PROMISED)
    late = await again(mentors, asked)
    assert mentors_of(late, RequestState.DECLINED) == {IRIS}


async def test_a_suggestion_goes_to_whom_it_names_next(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await requests.decline(mentors, somebody(IRIS), asked.id, UserId(KAI))
    assert mentors_of(await again(mentors, asked), RequestState.OPEN) == {KAI}


# --- the cascade ------------------------------------------------------------------------------


async def test_an_unanswered_request_goes_to_others_then_to_the_moderators(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await time_passes(mentors, clock, PROMISED - timedelta(minutes=1))
    assert (await again(mentors, asked)).owner == IRIS
    await time_passes(mentors, clock, timedelta(minutes=1))
    offered = await again(mentors, asked)
    assert (offered.step, offered.due_at) == (RequestStep.CLAIM, clock.now() + PROMISED)
    assert mentors_of(offered, RequestState.OPEN) == {JUNO, KAI}
    await time_passes(mentors, clock, PROMISED)
    waiting = await again(mentors, asked)
    assert (waiting.state, waiting.step) == (RequestState.OPEN, RequestStep.DECISION)
    [case] = await mentors.database.read(cases.open_in, GUILD)
    assert (case.kind, case.subject) == ("request-unanswered", f"request:{asked.id}")
    await requests.withdraw(mentors, somebody(ASKER), asked.id)
    after = await mentors.database.read(cases.get, GUILD, case.id)
    assert after.state is CaseState.RESOLVED


async def test_one_nudge_is_planned_half_way(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    planned = await mentors.database.read(outbox.list_for_subject, GUILD, "request", asked.id)
    nudges = [one for one in planned if one.kind is NudgeKind.REQUEST_NUDGE]
    assert [(one.recipient, one.due_at) for one in nudges] == [(IRIS, NOON + PROMISED / 2)]


async def test_of_two_mentors_in_the_same_second_one_has_it(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await time_passes(mentors, clock, PROMISED)
    outcomes = await asyncio.gather(
        requests.accept(mentors, somebody(JUNO), asked.id),
        requests.accept(mentors, somebody(KAI), asked.id),
        return_exceptions=True,
    )
    won = [one for one in outcomes if isinstance(one, Request)]
    lost = [one for one in outcomes if isinstance(one, DomainError)]
    assert [one.code for one in lost] == ["request.taken"]
    [claimed] = won
    assert (claimed.step, claimed.owner) == (RequestStep.CONSENT, ASKER)
    assert len(mentors_of(claimed, RequestState.TAKEN)) == 1


async def test_whoever_took_it_up_is_introduced_once_the_asker_agrees(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await time_passes(mentors, clock, PROMISED)
    await requests.accept(mentors, somebody(JUNO), asked.id)
    done = await requests.consent(mentors, somebody(ASKER), asked.id, wanted=True)
    assert done.pair is not None
    pair = await mentors.database.read(pairs.get, GUILD, done.pair)
    assert (pair.mentor, pair.state) == (JUNO, PairState.INTRODUCED)


async def test_an_answer_after_a_withdrawal_changes_nothing(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await requests.withdraw(mentors, somebody(ASKER), asked.id)
    for act in (
        requests.accept(mentors, somebody(IRIS), asked.id),
        requests.question(mentors, somebody(IRIS), asked.id, "Still there?"),
        requests.decline(mentors, somebody(IRIS), asked.id),
        requests.withdraw(mentors, somebody(ASKER), asked.id),
    ):
        assert await refused(act) == "request.settled"
    assert (await again(mentors, asked)).state is RequestState.WITHDRAWN


async def test_a_mentor_who_left_is_gone_on_without(mentors: App, clock: StandingClock) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await mentors.database.write(presence.record, GUILD, [], [UserId(IRIS)], clock.now())
    await time_passes(mentors, clock, timedelta(hours=1))
    assert mentors_of(await again(mentors, asked), RequestState.OPEN) == {JUNO, KAI}
    assert await refused(ask(mentors, 51, IRIS)) == "request.not_open"


async def test_when_the_last_mentor_leaves_the_moderators_decide(
    mentors: App, clock: StandingClock
) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    await mentors.database.write(
        presence.record, GUILD, [], [UserId(mentor) for mentor in (IRIS, JUNO)], clock.now()
    )
    await time_passes(mentors, clock, timedelta(hours=1))
    assert mentors_of(await again(mentors, asked), RequestState.OPEN) == {KAI}

    await mentors.database.write(presence.record, GUILD, [], [UserId(KAI)], clock.now())
    await time_passes(mentors, clock, timedelta(hours=1))

    request = await again(mentors, asked)
    assert (request.state, request.step) == (RequestState.OPEN, RequestStep.DECISION)
    assert mentors_of(request, RequestState.OPEN) == set()
    [case] = await mentors.database.read(cases.open_in, GUILD)
    assert case.subject == f"request:{request.id}"


async def test_somebody_else_learns_nothing_of_a_request(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    for stranger in (JUNO, 77):
        look = requests.look(mentors, somebody(stranger), asked.id)
        assert await refused(look) == "request.unknown"
    assert await refused(requests.reply(mentors, somebody(IRIS), asked.id, "Yes")) == (
        "request.unknown"
    )


# --- a short conversation first ---------------------------------------------------------------


async def _a_talk(app: App, clock: StandingClock) -> Request:
    asked = await ask(app, ASKER, IRIS)
    await requests.propose_talk(
        app, somebody(IRIS), asked.id, ("tomorrow 18:00", "in 3 days 12:00"), "Hello\nOne question"
    )
    proposed = await again(app, asked)
    assert (proposed.step, proposed.owner) == (RequestStep.TIME, ASKER)
    done = await requests.pick_time(app, somebody(ASKER), asked.id, 0)
    assert done.talk is not None
    assert done.talk.at is not None
    clock.instant = done.talk.at + timedelta(hours=3)
    return done


async def test_after_a_conversation_two_yeses_make_a_pair(
    mentors: App, clock: StandingClock
) -> None:
    talked = await _a_talk(mentors, clock)
    first = await requests.answer_after_talk(mentors, somebody(IRIS), talked.id, wanted=True)
    assert (first.step, first.owner) == (RequestStep.TALK, ASKER)
    done = await requests.answer_after_talk(mentors, somebody(ASKER), talked.id, wanted=True)
    assert done.state is RequestState.ACCEPTED
    assert done.pair is not None


@pytest.mark.parametrize("unwilling", [ASKER, IRIS])
async def test_a_no_after_a_conversation_is_private_until_both_spoke_and_leads_on(
    mentors: App, clock: StandingClock, unwilling: int
) -> None:
    talked = await _a_talk(mentors, clock)
    for user in (ASKER, IRIS):
        await requests.answer_after_talk(
            mentors, somebody(user), talked.id, wanted=user != unwilling
        )
    after = await again(mentors, talked)
    assert (after.step, after.talk) == (RequestStep.CLAIM, None)
    assert mentors_of(after, RequestState.DECLINED) == {IRIS}


async def test_two_times_must_differ_and_be_near(mentors: App) -> None:
    asked = await ask(mentors, ASKER, IRIS)
    for times, code in (
        (("tomorrow 18:00", "tomorrow 6pm"), "request.two_times"),
        (("tomorrow 18:00", "in 3 weeks 18:00"), "request.talk_far"),
        (("tomorrow 18:00", "whenever"), "when.unreadable"),
    ):
        act = requests.propose_talk(mentors, somebody(IRIS), asked.id, times, "Hello")
        assert await refused(act) == code


async def test_nobody_who_offers_nothing_can_open(app: App) -> None:
    await a_society(app)
    assert (
        await refused(mentor_availability.set_answer_time(app, somebody(80), 48))
        == "opening.nothing_offered"
    )
    assert await refused(mentor_availability.make_room(app, somebody(80), 9)) == "opening.room"
