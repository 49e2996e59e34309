"""The part of the schema about contact outside Discord, and about advice that was shown."""

from sqlalchemy import Column, Index, Text

from bot.domain.states import ContactChannel, ContactState
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Instant, State, Whole

# A question for somebody's address or number, and its answer. The value goes as soon as it is taken
# back or the pair ends; that and when it was shared stays.
contacts = table(
    "contacts",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("asker_id", Whole, nullable=False),
    Column("owner_id", Whole, nullable=False),
    Column("channel", State(ContactChannel), nullable=False),
    Column("state", State(ContactState), nullable=False),
    Column("value", Text),  # only while it is shared
    Column("asked_at", Instant, nullable=False),
    Column("shared_at", Instant),
    Column("settled_at", Instant),  # when it was declined, taken back, or over with the pair
    of("pairs", "pair_id"),
    Index("ix_contacts_pair", "guild_id", "pair_id", "state"),
    Index("ix_contacts_owner", "guild_id", "owner_id"),
    Index("ix_contacts_asker", "guild_id", "asker_id"),
)

# Which advice somebody has read here, and when last: none comes twice within a month.
advice_shown = table(
    "advice_shown",
    guild(),
    key("user_id"),
    Column("item", Text, primary_key=True),
    Column("at", Instant, nullable=False),
)
