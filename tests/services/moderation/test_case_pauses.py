"""A pair that has not met: its case is snoozed during a pause, and comes back after it."""

from datetime import timedelta

import pytest

from bot.delivery.inactivity import check_inactivity, patience_of
from bot.domain.ids import PairId
from bot.domain.moderation.case_lists import CaseFilter
from bot.domain.moderation.cases import CaseKind, pair_subject
from bot.domain.states import CaseAction
from bot.language.say import ENGLISH
from bot.messages.moderation.case_lists import line
from bot.messages.moderation.cases import case_card
from bot.messages.text import timestamp
from bot.services.moderation import case_lists, cases
from bot.services.pairs import pairs
from bot.services.pairs.pairs import PairPaused
from bot.storage.moderation import cases as rows
from bot.storage.moderation.cases import Case
from bot.storage.pairs import pairs as pair_rows
from tests.delivery.society import GUILD, MENTEE, an_introduced_pair
from tests.services.rounds import Round

DAY = timedelta(days=1)


@pytest.fixture
async def pair(round_: Round) -> PairId:
    """Yield a pair that met a moment ago."""
    return await round_.app.database.write(an_introduced_pair, round_.cohort)


async def look(round_: Round, pair: PairId) -> Case | None:
    """Wake who is to wake and look around, as each hour; return the case about a first meeting."""
    await round_.app.database.write(pair_rows.resume_due, round_.clock.now())
    await check_inactivity(
        round_.app.database, round_.clock.now(), patience_of(round_.app.settings)
    )
    kind, subject = CaseKind.NO_FIRST_MEETING, pair_subject(pair)
    return await round_.app.database.read(rows.find_open, GUILD, kind, subject)


async def is_waiting(round_: Round) -> bool:
    """Return whether moderators see it among the waiting cases, before the snoozed ones."""
    found = await cases.open_cases(round_.app, round_.mod())
    now = round_.clock.now()
    return any(
        case.kind == CaseKind.NO_FIRST_MEETING
        and (case.extended_until is None or case.extended_until <= now)
        for case in found
    )


async def says_that_the_pause_put_it_off(round_: Round, case: Case) -> None:
    """See in the list and on the card that no moderator snoozed it."""
    later = await case_lists.list_open(round_.app, round_.mod(), CaseFilter(snoozed=True))
    [entry] = later.entries
    assert case.extended_until is not None
    until = timestamp(case.extended_until, "D")
    assert f"Paused, so they have until {until}" in line(ENGLISH, later, entry)
    card = case_card(ENGLISH, await cases.show(round_.app, round_.mod(), case.id))
    [embed] = card.embeds
    assert ("Paused until", until) in embed.fields


async def test_the_case_rests_with_the_pair_and_comes_back_after_the_pause(
    round_: Round, pair: PairId
) -> None:
    round_.clock.move(15 * DAY)
    opened = await look(round_, pair)
    assert opened is not None
    paused = await pairs.pause(round_.app, round_.person(MENTEE), pair, 14)
    assert isinstance(paused, PairPaused)
    resting = await look(round_, pair)
    assert resting is not None
    assert (resting.id, resting.extended_until) == (opened.id, paused.until)
    await look(round_, pair)
    trail = await round_.app.database.read(rows.trail, GUILD, opened.id)
    assert [step.action for step in trail] == [CaseAction.OPENED, CaseAction.SNOOZED]
    assert not await is_waiting(round_)
    await says_that_the_pause_put_it_off(round_, resting)
    round_.clock.move(15 * DAY)
    assert (await look(round_, pair) or resting).id == opened.id
    assert await is_waiting(round_)


async def test_a_pause_that_ends_sooner_brings_it_back_sooner(round_: Round, pair: PairId) -> None:
    round_.clock.move(15 * DAY)
    await look(round_, pair)
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 14)
    await look(round_, pair)
    round_.clock.move(2 * DAY)
    await pairs.resume(round_.app, round_.person(MENTEE), pair)
    await look(round_, pair)
    assert await is_waiting(round_)


async def test_two_months_without_a_meeting_are_a_case_whenever_the_pair_paused(
    round_: Round, pair: PairId
) -> None:
    round_.clock.move(10 * DAY)
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 30)
    for _ in range(5):
        assert await look(round_, pair) is None
        round_.clock.move(6 * DAY)
    round_.clock.move(20 * DAY)
    assert await look(round_, pair) is not None


async def test_a_moderators_own_longer_rest_is_kept(round_: Round, pair: PairId) -> None:
    round_.clock.move(15 * DAY)
    opened = await look(round_, pair)
    assert opened is not None
    extended = (await cases.extend(round_.app, round_.mod(), opened.id)).case.extended_until
    await pairs.pause(round_.app, round_.person(MENTEE), pair, 3)
    resting = await look(round_, pair)
    assert resting is not None
    assert resting.extended_until == extended
