"""The part of the schema about pairs and their agreements, pauses, pulses, and contacts."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint

from bot.domain.matching.result import Note
from bot.domain.privacy.register import (
    OF_PAIR,
    About,
    Audience,
    Erasing,
    Term,
    Topic,
    Via,
    Why,
    personal,
)
from bot.domain.states import (
    CircleTopic,
    ContactChannel,
    ContactState,
    EndReason,
    PairState,
    PulseAnswer,
    PulseState,
    Role,
    Worth,
)
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, JsonOf, LocalTime, State, Whole


def _notes(plain: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note.from_json(note) for note in plain)


def _plain_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [note.to_json() for note in notes]


pairs = table(
    "pairs",
    guild(),
    key(),
    Column("cohort_id", Whole),
    Column("match_run_id", Whole),
    # Random, never given out again: the thread is found by it, even after a restored backup.
    Column("code", Text, nullable=False),
    Column("state", State(PairState), nullable=False),
    Column("reasons", JsonOf(_plain_notes, _notes), nullable=False),
    Column("thread_id", Whole),
    Column("check_in_days", Whole, nullable=False),
    Column("check_in_weekday", Whole, nullable=False),
    Column("check_in_time", LocalTime, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("introduced_at", Instant),
    Column("paused_until", Instant),
    Column("rested_until", Instant),
    Column("ended_at", Instant),
    Column("end_reason", State(EndReason)),
    of("cohorts", "cohort_id"),
    UniqueConstraint("guild_id", "code"),
    Index("ix_pairs_state", "state", "guild_id"),
    personal=personal(
        About(
            Topic.PAIRS,
            Via("id", "pair_members", "user_id", key="pair_id"),
            "state reasons created_at introduced_at paused_until rested_until ended_at end_reason",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            # How a pair ended would say that the other person deleted their data.
            unexported="reasons end_reason",
            also_seen_by=(Audience.MODERATORS,),
        ),
        plain="match_run_id code thread_id check_in_days check_in_weekday check_in_time time_zone",
    ),
)

pair_members = table(
    "pair_members",
    guild(),
    key("pair_id"),
    key("user_id"),
    Column("role", State(Role), nullable=False),
    of("pairs", "pair_id"),
    Index("ix_pair_members_user", "guild_id", "user_id"),
    personal=personal(
        About(
            Topic.PAIRS,
            "user_id",
            "role",
            Audience.SERVER,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        )
    ),
)


def _lists(answers: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {question: list(values) for question, values in answers.items()}


def _tuples(plain: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {question: tuple(values) for question, values in plain.items()}


# One version of a pair's agreement; the newest counts.
agreements = table(
    "agreements",
    guild(),
    key("pair_id"),
    key("version"),
    Column("opened_at", Instant, nullable=False),
    Column("revealed_at", Instant),  # when everyone had answered
    Column("agreed_at", Instant),  # when everyone had agreed
    of("pairs", "pair_id"),
    personal=personal(
        About(
            Topic.AGREEMENTS,
            OF_PAIR,
            "version opened_at revealed_at agreed_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            is_counted=False,
        )
    ),
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
    personal=personal(
        About(
            Topic.AGREEMENTS,
            "user_id",
            "version said completed_at agreed_at",
            Audience.PARTNERS,
            Term.PAIR_ANSWERS,
        )
    ),
)

# Pauses that a pair chose; the current one is in `pairs.paused_until` too.
pauses = table(
    "pauses",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("begins_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),  # as it was chosen
    Column("cut_short_at", Instant),  # resumed, changed, or put on hold before that
    Column("cut_short_by", Whole),  # who resumed it
    of("pairs", "pair_id"),
    Index("ix_pauses_pair", "guild_id", "pair_id"),
    personal=personal(
        About(
            Topic.PAIRS,
            OF_PAIR,
            "begins_at ends_at cut_short_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            is_counted=False,
        ),
        About(
            Topic.PAIRS,
            "cut_short_by",
            "cut_short_at",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
    ),
)

# What one of a circle would like for all of it, and what the others said to that.
circle_questions = table(
    "circle_questions",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("topic", State(CircleTopic), nullable=False),
    Column("days", Whole),  # how long a pause is to be
    Column("asked_by", Whole, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decide_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("agreed", Flag),  # None while it is open
    of("pairs", "pair_id"),
    Index("ix_circle_questions_pair", "guild_id", "pair_id"),
    personal=personal(
        About(
            Topic.PAIRS,
            "asked_by",
            "topic days asked_at decide_at closed_at agreed",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        )
    ),
)

circle_answers = table(
    "circle_answers",
    guild(),
    key("question_id"),
    key("user_id"),
    Column("agrees", Flag, nullable=False),
    Column("answered_at", Instant, nullable=False),
    of("circle_questions", "question_id"),
    personal=personal(
        About(
            Topic.PAIRS,
            "user_id",
            "agrees answered_at",
            Audience.PARTNERS,
            Term.PAIR_ANSWERS,
            is_counted=False,
        )
    ),
)

# The private question whether to continue; no one but the person ever sees an answer.
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
    personal=personal(
        About(
            Topic.ANSWERS,
            "user_id",
            "week state due_at asked_at answer answered_at",
            Audience.NO_ONE,
            Term.PAIR_ANSWERS,
        )
    ),
)

# Private feedback at the end; shown to no one, it only decides who may meet again.
pair_feedback = table(
    "pair_feedback",
    guild(),
    key("pair_id"),
    key("user_id"),
    Column("worth", State(Worth), nullable=False),
    Column("given_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    personal=personal(
        About(Topic.ANSWERS, "user_id", "worth given_at", Audience.NO_ONE, Term.WHILE_MEMBER)
    ),
)

# A question for someone's address or number, and its answer. The value is deleted as soon as it is
# withdrawn or the pair ends; that and when it was shared stays.
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
    Column("settled_at", Instant),  # when it was declined, withdrawn, or ended with the pair
    of("pairs", "pair_id"),
    CheckConstraint("value IS NULL OR state = 'shared'", name="value"),
    Index("ix_contacts_pair", "guild_id", "pair_id", "state"),
    Index("ix_contacts_owner", "guild_id", "owner_id"),
    Index("ix_contacts_asker", "guild_id", "asker_id"),
    personal=personal(
        About(
            Topic.CONTACTS,
            "owner_id",
            "channel state value asked_at shared_at settled_at",
            Audience.PARTNERS,
            Term.PAIR_ANSWERS,
        ),
        About(
            Topic.CONTACTS,
            "asker_id",
            "channel asked_at",
            Audience.PARTNERS,
            Term.PAIR_ANSWERS,
            is_counted=False,
        ),
    ),
)
