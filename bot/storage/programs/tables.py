"""The part of the schema about programs: own entries, searches, shortlists, corrections, advice."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint

from bot.domain.privacy.register import (
    About,
    Audience,
    Erasing,
    Term,
    Topic,
    Why,
    personal,
)
from bot.domain.states import (
    CorrectionState,
)
from bot.storage.schema import guild, key, table
from bot.storage.types import Flag, Instant, Json, JsonOf, LocalDate, State, Whole

PIECE = 20


def _packed(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the entries in small compressed pieces.

    Encoding or decoding megabytes of JSON at once would hold the interpreter for a tenth of a
    second, and everyone else would wait.
    """
    return [
        base64.b85encode(zlib.compress(json.dumps(entries[start : start + PIECE]).encode())).decode(
            "ascii"
        )
        for start in range(0, len(entries), PIECE)
    ]


def _unpacked(pieces: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    read = (json.loads(zlib.decompress(base64.b85decode(piece))) for piece in pieces)
    return tuple(entry for entries in read for entry in entries)


# A society's own entries, in addition to the shipped catalogue. One with a shipped ID replaces it;
# `hidden` hides it. The version of these rows is in `counters`.
catalogue_entries = table(
    "catalogue_entries",
    guild(),
    Column("program_id", Text, primary_key=True),
    Column("entry", Json),  # every fact of the program; None: only hidden
    Column("hidden", Flag, nullable=False),
    Column("changed_by", Whole, nullable=False),
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("entry IS NOT NULL OR hidden = 1", name="shown"),
    personal=personal(
        About(
            Topic.MODERATING,
            "changed_by",
            "changed_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            is_counted=False,
        ),
        plain="program_id entry hidden",
    ),
)

# An imported file between its preview and the moderator's decision.
catalogue_drafts = table(
    "catalogue_drafts",
    guild(),
    key(),
    Column("made_by", Whole, nullable=False),
    Column("entries", JsonOf(_packed, _unpacked), nullable=False),
    Column("made_at", Instant, nullable=False),
    personal=personal(
        About(
            Topic.MODERATING,
            "made_by",
            "made_at",
            Audience.MODERATORS,
            Term.MONTH,
            is_counted=False,
        ),
        plain="entries",
    ),
)

# What a search message is about, so that its buttons work later; purged after a week.
searches = table(
    "searches",
    guild(),
    key(),
    Column("user_id", Whole, nullable=False),
    Column("question", Text, nullable=False),
    Column("wished", Json, nullable=False),  # facet values of the person's profile: they rank
    Column("chosen", Json, nullable=False),  # facet values set by hand: they filter
    Column("dropped", Json, nullable=False),  # facet values that were understood and then removed
    Column("like_program", Text),  # the search is for programs similar to this one
    Column("asked_at", Instant, nullable=False),
    Index("ix_searches_asked", "asked_at"),
    Index("ix_searches_user", "guild_id", "user_id"),
    personal=personal(
        About(
            Topic.SEARCHES,
            "user_id",
            "question wished chosen dropped like_program asked_at",
            Audience.NO_ONE,
            Term.WEEK,
        )
    ),
)

saved_programs = table(
    "saved_programs",
    guild(),
    key(),
    Column("user_id", Whole, nullable=False),
    Column("program_id", Text, nullable=False),
    Column("name", Text, nullable=False),  # as it was then: an entry may be renamed or removed
    Column("remind_on", LocalDate),
    Column("remind_at", Instant),  # 09:00 of that day, where the person was then
    Column("version", Whole, nullable=False),  # counts changes of the day
    Column("reminded_at", Instant),
    Column("saved_at", Instant, nullable=False),
    UniqueConstraint("guild_id", "user_id", "program_id"),
    personal=personal(
        About(
            Topic.SAVED_PROGRAMS,
            "user_id",
            "program_id name remind_on remind_at reminded_at saved_at",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
        ),
        plain="version",
    ),
)

corrections = table(
    "corrections",
    guild(),
    key(),
    Column("program_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("user_id", Whole, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", State(CorrectionState), nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("decided_by", Whole),
    Column("decided_at", Instant),
    Index("ix_corrections_state", "guild_id", "state", "id"),
    Index("ix_corrections_user", "guild_id", "user_id"),
    personal=personal(
        About(
            Topic.CORRECTIONS,
            "user_id",
            "program_id name what detail source state sent_at decided_at",
            Audience.MODERATORS,
            Term.WHILE_MEMBER,
        ),
        About(
            Topic.MODERATING,
            "decided_by",
            "decided_at",
            Audience.MODERATORS,
            Term.FOREVER,
            Erasing.FORGET,
            Why.LOG,
            is_counted=False,
        ),
    ),
)

# Which advice someone was shown here, and when last: none comes twice within a month.
advice_shown = table(
    "advice_shown",
    guild(),
    key("user_id"),
    Column("item", Text, primary_key=True),
    Column("at", Instant, nullable=False),
    personal=personal(
        About(Topic.ADVICE, "user_id", "item at", Audience.NO_ONE, Term.WHILE_MEMBER)
    ),
)
