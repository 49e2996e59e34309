"""The part of the schema about meetings: their times, their agenda, and what happened to them.

A meeting stores the local time that was meant, with its zone, and the instant it falls on.
"""

from sqlalchemy import Column, Index, Text, UniqueConstraint

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
from bot.domain.states import MeetingAnswer, MeetingState
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, LocalDate, LocalTime, State, Whole

# "Every other Tuesday, 18:00": the planner creates its meetings, a few weeks ahead.
meeting_series = table(
    "meeting_series",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("first_date", LocalDate, nullable=False),
    Column("every_days", Whole, nullable=False),  # 0 where it comes again by the month
    Column("monthly", Text),  # "day 13", "2 tue", "-1 fri"
    Column("at", LocalTime, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    of("pairs", "pair_id"),
    Index("ix_meeting_series_pair", "guild_id", "pair_id"),
    personal=personal(
        About(
            Topic.MEETINGS,
            OF_PAIR,
            "first_date every_days monthly at time_zone began_at ended_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            is_counted=False,
        )
    ),
)

meetings = table(
    "meetings",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("state", State(MeetingState), nullable=False),
    # Who waits for an answer to the times of which round; None: no times are open. A confirmed
    # meeting with open times is being rescheduled, and keeps its time until one of them is
    # accepted.
    Column("asked_by", Whole),
    Column("asked_at", Instant),
    Column("round", Whole, nullable=False),
    # After this instant the yes of a quorum is enough; None: everyone's is needed.
    Column("decide_at", Instant),
    # The time that was accepted, as it was meant, and its instant.
    Column("local_date", LocalDate),
    Column("at", LocalTime),
    Column("time_zone", Text),
    Column("starts_at", Instant),
    Column("sequence", Whole, nullable=False),  # of the calendar entry: counts its changes
    Column("series_id", Whole),
    Column("series_date", LocalDate),  # the series' date it belongs to, even when moved
    Column("confirmed_at", Instant),
    Column("changed_by", Whole),  # who accepted a time, or cancelled it
    Column("settled_at", Instant),
    Column("created_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    of("meeting_series", "series_id"),
    UniqueConstraint("guild_id", "series_id", "series_date"),
    Index("ix_meetings_pair", "guild_id", "pair_id", "state"),
    Index("ix_meetings_starts", "state", "starts_at"),
    personal=personal(
        About(
            Topic.MEETINGS,
            OF_PAIR,
            "state asked_at round decide_at local_date at time_zone starts_at "
            "series_date confirmed_at settled_at created_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            also_seen_by=(Audience.MODERATORS,),
        ),
        About(
            Topic.MEETINGS,
            "asked_by",
            "asked_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
        About(
            Topic.MEETINGS,
            "changed_by",
            "settled_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
        plain="sequence",
    ),
)

# The one to three times of one round of proposing; the others are void once one is accepted.
meeting_times = table(
    "meeting_times",
    guild(),
    key(),
    Column("meeting_id", Whole, nullable=False),
    Column("round", Whole, nullable=False),
    Column("local_date", LocalDate, nullable=False),
    Column("at", LocalTime, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("every_days", Whole),  # it is the first of a series
    Column("monthly", Text),
    of("meetings", "meeting_id"),
    Index("ix_meeting_times_meeting", "guild_id", "meeting_id", "round"),
    personal=personal(
        About(
            Topic.MEETINGS,
            Via("meeting_id", "meetings", OF_PAIR),
            "round local_date at time_zone starts_at every_days monthly",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            Erasing.STAYS,
            Why.OTHERS,
            is_counted=False,
        )
    ),
)

# Who can make a proposed time and who can't; whoever has no row has not answered.
meeting_votes = table(
    "meeting_votes",
    guild(),
    key("time_id"),
    key("user_id"),
    Column("can", Flag, nullable=False),
    Column("answered_at", Instant, nullable=False),
    of("meeting_times", "time_id"),
    personal=personal(
        About(
            Topic.MEETINGS,
            "user_id",
            "can answered_at",
            Audience.PARTNERS,
            Term.WHILE_MEMBER,
            is_counted=False,
        )
    ),
)

agenda_items = table(
    "agenda_items",
    guild(),
    key(),
    Column("pair_id", Whole, nullable=False),
    Column("meeting_id", Whole),  # None: for the next meeting, whichever it is
    Column("author_id", Whole, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    of("meetings", "meeting_id"),
    Index("ix_agenda_items_pair", "guild_id", "pair_id", "meeting_id"),
    personal=personal(
        About(Topic.AGENDA, "author_id", "text added_at", Audience.PARTNERS, Term.PAIR_TEXTS)
    ),
)

# "Did you meet?", answered privately; no one but the person ever sees an answer.
meeting_answers = table(
    "meeting_answers",
    guild(),
    key("meeting_id"),
    key("user_id"),
    Column("answer", State(MeetingAnswer), nullable=False),
    Column("answered_at", Instant, nullable=False),
    of("meetings", "meeting_id"),
    personal=personal(
        About(Topic.ANSWERS, "user_id", "answer answered_at", Audience.NO_ONE, Term.PAIR_ANSWERS)
    ),
)

# Where a pair usually meets: a meeting link, or a place as text.
meeting_places = table(
    "meeting_places",
    guild(),
    key("pair_id"),
    Column("place", Text, nullable=False),
    Column("changed_by", Whole, nullable=False),
    Column("changed_at", Instant, nullable=False),
    of("pairs", "pair_id"),
    personal=personal(
        About(
            Topic.MEETINGS,
            "changed_by",
            "place changed_at",
            Audience.PARTNERS,
            Term.PAIR_ANSWERS,
            is_counted=False,
        )
    ),
)
