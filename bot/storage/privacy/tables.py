"""The part of the schema about erasing: who was erased, without saying who."""

from sqlalchemy import Column, Index, Text

from bot.domain.privacy.register import personal
from bot.storage.schema import guild, table
from bot.storage.types import Instant

# One row each time someone was erased. The digest can only be compared with that of a person whom
# one already knows, and only with the key, which is not in the database.
erasures = table(
    "erasures",
    guild(),
    Column("digest", Text, primary_key=True),
    Column("erased_at", Instant, primary_key=True),
    Column("scrubbed_at", Instant),  # when no byte of it was left in the bot's own files
    Index("ix_erasures_scrubbed", "scrubbed_at"),
    personal=personal(plain="digest erased_at scrubbed_at"),
)
