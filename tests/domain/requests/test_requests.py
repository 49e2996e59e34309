"""The steps of a request, without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, RequestId, UserId
from bot.domain.requests import talks, transitions
from bot.domain.requests import words as request_words
from bot.domain.requests.mentor_availability import Offering, Wanted, nearest, ranked
from bot.domain.requests.requests import MODERATORS_WITHIN, ROUND_SIZE, Ahead, Moved, Request
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
WITHIN = timedelta(hours=48)
ANA, IRIS, JUNO, KAI = UserId(1), UserId(10), UserId(11), UserId(12)
WORDS = RequestWords(
    where="Second year pre-med in Chicago",
    need="Tell me which of my two research offers says more",
    why="You went into surgery yourself",
    formats=("video",),
    prepared="A page on each offer",
)


def ahead(*others: UserId, now: datetime = NOW) -> Ahead:
    """Return what a step may need."""
    return Ahead(now, WITHIN, others)


def a_request() -> Request:
    """Return a request that Ana has just sent to Iris."""
    return transitions.ask(GuildId(1), RequestId(1), ANA, IRIS, WORDS, ahead(), window=WITHIN)


def offered_round(*others: UserId) -> Request:
    """Return one that Iris did not answer, and that is offered to others."""
    return transitions.lapse(a_request(), ahead(*others, now=NOW + WITHIN)).request


def news(moved: Moved) -> list[tuple[RequestNews, UserId]]:
    """Return who is told what."""
    return [(one.kind, one.to) for one in moved.news]


def test_silence_leads_on_to_a_few_others_and_tells_the_asker() -> None:
    many = [UserId(number) for number in range(20, 30)]
    moved = transitions.lapse(a_request(), ahead(*many))
    open_ = [offer for offer in moved.request.offers if offer.state.is_open]
    assert [offer.mentor for offer in open_] == many[:ROUND_SIZE]
    assert news(moved) == [(RequestNews.MOVED_ON, ANA)]
    assert moved.request.offer_of(IRIS) == replace(
        a_request().offers[0], state=RequestState.EXPIRED
    )


def test_with_nobody_left_it_goes_to_the_moderators_for_a_week() -> None:
    moved = transitions.lapse(a_request(), ahead())
    assert (moved.request.step, moved.request.owner) == (RequestStep.DECISION, None)
    assert moved.request.due_at == NOW + MODERATORS_WITHIN
    over = transitions.lapse(moved.request, ahead(now=NOW + MODERATORS_WITHIN))
    assert over.request.state is RequestState.EXPIRED
    assert news(over) == [(RequestNews.EXPIRED, ANA)]


def test_a_claim_releases_the_others_and_asks_the_asker() -> None:
    moved = transitions.accept(offered_round(JUNO, KAI), KAI, ahead())
    assert (moved.request.step, moved.request.owner) == (RequestStep.CONSENT, ANA)
    assert news(moved) == [(RequestNews.TAKEN, JUNO), (RequestNews.CLAIMED, ANA)]
    with pytest.raises(DomainError, match=r"request\.taken"):
        transitions.accept(moved.request, JUNO, ahead())


def test_whoever_was_released_may_be_offered_it_again_and_who_declined_never() -> None:
    declined = transitions.decline(offered_round(JUNO, KAI), JUNO, ahead()).request
    claimed = transitions.accept(declined, KAI, ahead()).request
    moved = transitions.consent(claimed, ahead(IRIS, JUNO, KAI), wanted=False)
    assert moved.request.step is RequestStep.DECISION
    three = offered_round(JUNO, KAI)
    claimed = transitions.accept(three, KAI, ahead()).request
    moved = transitions.consent(claimed, ahead(IRIS, JUNO, KAI), wanted=False)
    open_ = [offer.mentor for offer in moved.request.offers if offer.state.is_open]
    assert open_ == [JUNO]


def test_an_asker_who_never_replies_lets_the_mentor_go() -> None:
    asked = transitions.question(a_request(), IRIS, "Which labs?", ahead()).request
    moved = transitions.lapse(asked, ahead(JUNO, now=NOW + WITHIN))
    assert moved.request.state is RequestState.EXPIRED
    assert (RequestNews.LET_REST, IRIS) in news(moved)


def test_the_name_is_known_once_the_asker_agreed_to_talk() -> None:
    times = (NOW + timedelta(days=1), NOW + timedelta(days=2))
    proposed = talks.propose_talk(offered_round(JUNO), JUNO, times, "Hello", ahead())
    offer = proposed.request.offer_of(JUNO)
    assert offer is not None
    assert not offer.named
    picked = talks.pick_time(proposed.request, ANA, 1, ahead()).request
    offer = picked.offer_of(JUNO)
    assert offer is not None
    assert offer.named
    assert picked.due_at == times[1] + timedelta(hours=2) + WITHIN


def test_a_time_that_has_passed_is_not_picked() -> None:
    times = (NOW + timedelta(hours=1), NOW + timedelta(days=1))
    moved = talks.propose_talk(a_request(), ANA, times, "Hello", ahead())
    late = ahead(now=NOW + timedelta(hours=2))
    with pytest.raises(DomainError, match=r"request\.time_gone"):
        talks.pick_time(moved.request, IRIS, 0, late)
    with pytest.raises(DomainError, match=r"request\.not_your_turn"):
        talks.pick_time(moved.request, ANA, 1, late)


@pytest.mark.parametrize("part", ["where", "need", "why", "prepared"])
@pytest.mark.parametrize("thin", ["", "help", "help help help help help help help help help"])
def test_a_part_that_says_nothing_is_named(part: str, thin: str) -> None:
    changes: dict[str, Any] = {part: thin}
    with pytest.raises(DomainError) as refusal:
        request_words.check(replace(WORDS, **changes))
    assert refusal.value.facts["missing"] == [part]


@pytest.mark.parametrize(
    "words",
    [
        "I sat the exam in 2025 and 2026, with 512 and 518 points of 528",
        "Four hours on 12/03 and 14/03, at 3.5 GPA",
        "I wrote 1,200 words @ midnight",
    ],
)
def test_figures_are_no_phone_numbers(words: str) -> None:
    assert request_words.message(words) == words


@given(st.text(max_size=60))
def test_a_message_is_kept_without_mentions_or_refused_whatever_is_typed(typed: str) -> None:
    try:
        kept = request_words.message(f"{typed} <@123456789>")
    except DomainError:
        return
    assert "<@123456789>" not in kept
    assert len(kept) <= request_words.LONGEST_MESSAGE


def an_offering(user: int, **changes: Any) -> Offering:
    """Return a mentor who offers research in medicine."""
    ordinary = Offering(
        UserId(user), "resident", ("medicine",), ("research",), ("video",), 48, 1, waiting=0
    )
    return replace(ordinary, **changes)


def test_mentors_are_ranked_by_fit_then_by_who_is_asked_least() -> None:
    busy = an_offering(1, waiting=2)
    idle = an_offering(2)
    other = an_offering(3, topics=("interviews",))
    anybody = an_offering(4, fields=("any-health-career",), formats=(), waiting=1)
    wanted = Wanted(topic="research", field="nursing", format="phone")
    assert [one.user for one in ranked([busy, idle, other, anybody], wanted)] == [4, 2, 1, 3]
    assert nearest([other, busy, idle], ["research"], []) == [2, 1, 3]
