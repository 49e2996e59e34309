"""Custom ids: round trip, length, and no overlap with anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import GuildId
from bot.messages.custom_id import Target, build, parse

snowflakes = st.integers(min_value=1, max_value=2**63 - 1)


@given(snowflakes, st.integers(0, 2**63 - 1), st.sampled_from([None, "abcdef2345"]))
def test_what_is_built_is_what_is_parsed(guild: int, what: int, ref: str | None) -> None:
    built = build("check-in", "on-track", GuildId(guild), what, ref)
    assert len(built) <= 90
    assert parse(built) == Target("check-in", "on-track", GuildId(guild), what, ref)


@given(snowflakes, st.integers(0, 2**63 - 1), st.integers(0, 36**4 - 1), st.booleans())
def test_a_number_beside_the_id_comes_back(
    guild: int, what: int, number: int, has_ref: bool
) -> None:
    ref = "a" * 20 if has_ref else None
    built = build("search", "next", GuildId(guild), what, ref, number=number)
    assert parse(built) == Target("search", "next", GuildId(guild), what, ref, number)


def test_the_longest_that_can_be_built_fits() -> None:
    area = verb = "a" * 20
    built = build(area, verb, GuildId(2**63 - 1), 2**63 - 1, "z" * 20, number=36**4 - 1)
    assert len(built) == 99
    assert parse(built) is not None


def test_a_number_too_large_for_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        build("search", "next", GuildId(1), 1, number=36**4)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "pc1",
        "pc2:check-in:on-track:1.1",
        "pc1:check-in:on-track:1.1~",
        "pc1:check-in:on-track:1.1 ",
        "pc1:check-in:on-track:-1.1",
        "pc1:CHECK:on-track:1.1",
        "pc1:check-in:on-track:1.1~ref:more",
        "pc1:check-in:on-track:1.1.",
        "pc1:check-in:on-track:1.1.11111",
        "pc1:check-in:on-track:1.1.1.1",
        "x" * 100,
    ],
)
def test_anything_else_is_not_ours(forged: str) -> None:
    assert parse(forged) is None


def test_an_id_larger_than_any_database_holds_was_never_ours() -> None:
    assert parse("pc1:join:adult:1.zzzzzzzzzzzzz") is None
    assert parse("pc1:join:adult:zzzzzzzzzzzzz.1") is None
