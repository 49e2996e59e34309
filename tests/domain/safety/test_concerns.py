"""Who handles a concern, in which order, and what may be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.safety.concerns import (
    MOST_WORDS,
    check_leads,
    check_setting,
    check_words,
    handlers,
    next_after,
)

people = st.lists(st.integers(1, 9).map(UserId), max_size=6)


@given(people, st.integers(1, 9).map(UserId) | st.none(), people)
def test_no_one_apart_ever_handles_it_and_the_owner_comes_last(
    leads: list[UserId], owner: UserId | None, apart: list[UserId]
) -> None:
    order = handlers(leads, owner, apart=apart)

    assert set(order) == {*leads, *([owner] if owner else [])} - {*apart}
    assert len(set(order)) == len(order)
    if owner in order and owner not in leads:
        assert order[-1] == owner


def test_someone_erased_is_no_one() -> None:
    assert handlers([UserId(-3), UserId(4)], UserId(-5), apart=()) == (4,)


@given(people.filter(bool).map(lambda users: list(dict.fromkeys(users))))
def test_asking_the_next_reaches_everyone_in_turn(order: list[UserId]) -> None:
    asked: list[UserId | None] = [next_after(order, None)]
    for _ in order[1:]:
        asked.append(next_after(order, asked[-1]))
    assert asked == order
    assert next_after(order, asked[-1]) == order[0]


def test_whoever_is_away_is_passed_over_unless_everyone_is() -> None:
    order = [UserId(1), UserId(2), UserId(3)]
    assert next_after(order, UserId(1), away={UserId(2)}) == 3
    assert next_after(order, UserId(1), away=set(order)) == 2
    assert next_after([], None) is None


def test_one_lead_is_too_few_and_none_is_a_choice() -> None:
    assert check_leads([]) == ()
    assert check_leads([UserId(1), UserId(2), UserId(1)]) == (1, 2)
    for few in ([UserId(1)], [UserId(1), UserId(1)], [UserId(user) for user in range(1, 12)]):
        with pytest.raises(DomainError) as refusal:
            check_leads(few)
        assert refusal.value.code == "leads.few"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "concern.empty"),
        (" \n\u200b ", "concern.empty"),
        ("x" * (MOST_WORDS + 1), "concern.long"),
    ],
)
def test_a_concern_says_something_and_not_too_much(typed: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        check_words(typed)
    assert refusal.value.code == code


def test_a_setting_left_empty_is_the_usual() -> None:
    assert check_setting("  ") is None
    assert check_setting(" Call 555. ") == "Call 555."
