"""What an agreement takes, and where two answers differ."""

import pytest

from bot.domain.errors import DomainError
from bot.domain.pairs.agreements import (
    LONGEST_ANSWER,
    Question,
    check_chosen,
    check_written,
    differences,
    has_first_part,
)

CHOSEN = {"often": ("weekly",), "answer-within": ("one-day",), "channels": ("video", "phone")}
WRITTEN = {"topics": ("Research",), "off-limits": (), "until": (" June ",)}


def test_what_is_chosen_is_kept_in_the_lists_order() -> None:
    kept = check_chosen({**CHOSEN, "channels": ("phone", "this-thread")})
    assert kept["channels"] == ("this-thread", "phone")
    assert has_first_part(kept)


@pytest.mark.parametrize(
    "changed",
    [{"often": ("hourly",)}, {"often": ()}, {"often": ("weekly", "monthly")}, {"channels": ()}],
)
def test_a_choice_that_no_form_offers_is_refused(changed: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(DomainError, match=r"agreement\.unknown_choice"):
        check_chosen({**CHOSEN, **changed})


def test_what_is_written_is_trimmed_and_only_off_limits_may_be_empty() -> None:
    assert check_written(WRITTEN)["until"] == ("June",)
    with pytest.raises(DomainError, match=r"agreement\.empty"):
        check_written({**WRITTEN, "topics": ("  ",)})
    with pytest.raises(DomainError, match=r"agreement\.long"):
        check_written({**WRITTEN, "until": ("x" * (LONGEST_ANSWER + 1),)})


def test_only_what_differs_beyond_case_and_spaces_is_marked() -> None:
    one = {"often": ("weekly",), "topics": ("Research, and  poster.",)}
    other = {"often": ("monthly",), "topics": ("research, and poster",)}
    assert differences([one, other]) == {Question.OFTEN}
    assert differences([one, one]) == frozenset()
