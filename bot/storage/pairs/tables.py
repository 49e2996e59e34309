"""The part of the schema that a pair fills in: agreement, pauses, pulses, farewell."""

from collections.abc import Mapping

from sqlalchemy import Column, Index, UniqueConstraint

from bot.domain.states import PulseAnswer, PulseState, Worth
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Instant, JsonOf, State, Whole


def _lists(said: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {question: list(values) for question, values in said.items()}


def _tuples(plain: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {question: tuple(values) for question, values in plain.items()}


# One version of what a pair agreed, or is agreeing; the newest counts.
agreements = table(
    "agreements",
    guild(),
    key("pair_id"),
    key("version"),
    Column("opened_at", Instant, nullable=False),
    Column("revealed_at", Instant),  # when everybody had answered
    Column("agreed_at", Instant),  # when everybody had agreed
    of("pairs", "pair_id"),
)

agreement_answers = table(
    "agreement_answers",
    guild(),
    key("pair_id"),
    key("version"),
    key("user_id"),
    # By question; seen by others only once revealed.
    Column("said", JsonOf(_lists, _tuples), nullable=False),
    Column("completed_at", Instant),
    Column("agreed_at", Instant),
    of("pairs", "pair_id"),
)

# Stretches that a pair chose to rest in; the one that lasts stands in `pairs.paused_until` too.
pauses = table(
    "pauses",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # as it was chosen
    Column("cut_short_at", Instant),  # resumed, changed or put on hold before that
    of("pairs", "pair_id"),
    Index("ix_pauses_pair", "guild_id", "pair_id"),
)

# "Shall this go on?", asked of each alone; nobody but the person ever sees an answer.
pulses = table(
    "pulses",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("user_id", Whole, nullable=False),
    Column("week", Whole, nullable=False),
    Column("state", State(PulseState), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("answer", State(PulseAnswer)),
    Column("answered_at", Instant),
    of("pairs", "pair_id"),
    UniqueConstraint("guild_id", "pair_id", "user_id", "week"),
    Index("ix_pulses_user", "guild_id", "user_id", "state"),
)

# What somebody thought of it at the end; shown to nobody, it only says who may meet again.
pair_feedback = table(
    "pair_feedback",
    guild(),
    key("pair_id"),
    key("user_id"),
    Column("worth", State(Worth), nullable=False),
    Column("given_at", Instant, nullable=False),
    of("pairs", "pair_id"),
)
