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
        "x" * 100,
    ],
)
def test_anything_else_is_not_ours(forged: str) -> None:
    assert parse(forged) is None


def test_an_id_larger_than_any_database_holds_was_never_ours() -> None:
    assert parse("pc1:join:adult:1.zzzzzzzzzzzzz") is None
    assert parse("pc1:join:adult:zzzzzzzzzzzzz.1") is None
