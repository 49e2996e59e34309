"""The part of the schema about contacts outside the society, private to the member."""

from sqlalchemy import CheckConstraint, Column, Index, Text

from bot.domain.outreach.outreach import Channel, MentorKind
from bot.domain.privacy.register import (
    About,
    Audience,
    Term,
    Topic,
    personal,
)
from bot.domain.states import OutreachState
from bot.storage.schema import guild, key, table
from bot.storage.types import Instant, JsonOf, LocalDate, State, Whole


def _channels(plain: list[str]) -> tuple[Channel, ...]:
    return tuple(map(Channel, plain))


outreach = table(
    "outreach",
    guild(),
    key(),
    Column("user_id", Whole, nullable=False),
    Column("who", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("known_from", Text, nullable=False),
    Column("kind", State(MentorKind)),
    Column("email", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("phone", Text, nullable=False),  # only with the day on which it was allowed
    # The channels that the number was allowed for.
    Column("allowed", JsonOf(list, _channels), nullable=False),
    Column("allowed_on", LocalDate),
    Column("program_id", Text),
    Column("draft", Text, nullable=False),
    Column("state", State(OutreachState), nullable=False),
    Column("follow_ups", Whole, nullable=False),
    Column("due_at", Instant),  # None: nothing left to do
    Column("version", Whole, nullable=False),  # a reminder of an older one is stale
    Column("added_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("state <> 'sent' OR due_at IS NOT NULL", name="due"),
    Index("ix_outreach_user", "guild_id", "user_id", "state"),
    personal=personal(
        About(
            Topic.OUTREACH,
            "user_id",
            "who place known_from kind email link phone allowed allowed_on "
            "program_id draft state follow_ups due_at added_at changed_at",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
        ),
        plain="version",
    ),
)
