"""What is known of people beside their profile: private lists, presence, and things half done."""

from sqlalchemy import Column, Index, Text

from bot.storage.schema import guild, key, table
from bot.storage.types import Instant, Json

# Whom somebody would rather not be paired with. Confidential: nobody but matching reads it.
avoided = table(
    "avoided",
    guild(),
    key("user_id"),
    key("other_id"),
)

# Whether somebody was still in the server when Discord was last asked.
presence = table(
    "presence",
    guild(),
    key("user_id"),
    Column("asked_at", Instant, nullable=False),
    Column("left_at", Instant),  # when we first heard that they are not there any more
)

# A form or a file that somebody has begun and not finished; purged after thirty days.
drafts = table(
    "drafts",
    guild(),
    key("user_id"),
    Column("what", Text, primary_key=True),  # such as "sign-up:12:mentor"
    Column("content", Json, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index("ix_drafts_updated", "updated_at"),
)
