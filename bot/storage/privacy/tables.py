"""The part of the schema about erasing: who was erased, and which servers will be."""

from sqlalchemy import Column, Index, Text

from bot.domain.privacy.register import About, Audience, Erasing, Term, Topic, Why, personal
from bot.storage.schema import guild, table
from bot.storage.types import Flag, Instant, Whole

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

# A server that removed the bot, until it's erased or the bot is back.
removals = table(
    "removals",
    guild(),
    Column("name", Text, nullable=False),  # of the server; empty if it wasn't known
    Column("owner_id", Whole),  # until they are told; None: not known, or told
    Column("removed_at", Instant, nullable=False),  # when it was noticed
    Column("told_at", Instant),
    Column("is_refused", Flag, nullable=False, server_default="0"),  # the owner can't be told
    personal=personal(
        About(
            Topic.MODERATING,
            "owner_id",
            "removed_at",
            Audience.NO_ONE,
            Term.REMOVED,
            Erasing.FORGET,
            Why.LOG,
            is_counted=False,
        ),
        plain="name told_at is_refused",
    ),
)
