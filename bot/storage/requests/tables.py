"""The part of the schema about requests: who takes them, and the state of each."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Text

from bot.domain.ids import UserId
from bot.domain.privacy.register import (
    About,
    Audience,
    Erasing,
    Term,
    Topic,
    Via,
    Why,
    personal,
)
from bot.domain.requests.requests import Talk
from bot.domain.requests.words import RequestWords
from bot.domain.states import RequestNews, RequestState, RequestStep
from bot.storage.schema import guild, key, of, table
from bot.storage.types import Flag, Instant, JsonOf, State, Whole


def _talk_to_json(talk: Talk) -> dict[str, Any]:
    return {
        "proposed_by": talk.proposed_by,
        "times": [int(time.timestamp()) for time in talk.times],
        "agenda": talk.agenda,
        "at": int(talk.at.timestamp()) if talk.at else None,
        "asker_says": talk.asker_says,
        "mentor_says": talk.mentor_says,
    }


def _talk_from_json(plain: dict[str, Any]) -> Talk:
    return Talk(
        proposed_by=UserId(plain["proposed_by"]),
        times=tuple(datetime.fromtimestamp(time, UTC) for time in plain["times"]),
        agenda=plain["agenda"],
        at=datetime.fromtimestamp(plain["at"], UTC) if plain["at"] is not None else None,
        asker_says=plain["asker_says"],
        mentor_says=plain["mentor_says"],
    )


# A mentor's request settings: how soon they answer, and how many mentees they could take.
openings = table(
    "openings",
    guild(),
    key("user_id"),
    Column("answer_within_hours", Whole, nullable=False),
    Column("room", Whole, nullable=False),  # mentees they could still take; 0 is closed
    Column("changed_at", Instant, nullable=False),
    CheckConstraint("room >= 0", name="room"),
    CheckConstraint("answer_within_hours > 0", name="answer"),
    personal=personal(
        About(
            Topic.OPENING,
            "user_id",
            "answer_within_hours room changed_at",
            Audience.SERVER,
            Term.WHILE_MEMBER,
        )
    ),
)

requests = table(
    "requests",
    guild(),
    key(),
    Column("asker_id", Whole, nullable=False),
    Column("asked_id", Whole, nullable=False),  # the mentor who was asked first
    Column("words", JsonOf(RequestWords.to_json, RequestWords.from_json), nullable=False),
    Column("state", State(RequestState), nullable=False),
    Column("step", State(RequestStep), nullable=False),
    Column("owner_id", Whole),  # None: other mentors, the moderators, or closed; see the step
    Column("mentor_id", Whole),  # the mentor who has it now
    Column("due_at", Instant, nullable=False),  # of a closed one: when it closed
    Column("version", Whole, nullable=False),  # counts steps; a nudge about an older one is stale
    Column("rounds", Whole, nullable=False),  # how often it was offered to others
    Column("talk", JsonOf(_talk_to_json, _talk_from_json)),
    Column("asked_at", Instant, nullable=False),
    Column("window_hours", Whole, nullable=False),  # a mentor's time to answer, as it was then
    Column("pair_id", Whole),
    Index("ix_requests_asker", "guild_id", "asker_id", "state"),
    Index("ix_requests_due", "state", "due_at"),
    personal=personal(
        About(
            Topic.REQUESTS,
            "asker_id",
            "words state step due_at rounds talk asked_at window_hours pair_id",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            unexported="talk",
            also_seen_by=(Audience.MODERATORS_PARTLY,),
        ),
        About(
            Topic.REQUESTS,
            "asked_id",
            "asked_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
        About(
            Topic.REQUESTS,
            "mentor_id",
            "state talk",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            emptied="talk",
            unexported="talk",
            is_counted=False,
        ),
        About(
            Topic.REQUESTS,
            "owner_id",
            "step due_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
        mentions="talk",
        plain="version",
    ),
)

# The state of a request with each mentor who was asked: one row each, kept forever.
request_offers = table(
    "request_offers",
    guild(),
    key("request_id"),
    key("mentor_id"),
    Column("state", State(RequestState), nullable=False),
    Column("named", Flag, nullable=False),  # they know who asks
    Column("offered_at", Instant, nullable=False),
    of("requests", "request_id"),
    Index("ix_request_offers_mentor", "guild_id", "mentor_id", "state"),
    personal=personal(
        About(
            Topic.REQUESTS,
            "mentor_id",
            "state named offered_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        )
    ),
)

# What each side was told, and the text that was passed on through the bot.
request_news = table(
    "request_news",
    guild(),
    key("request_id"),
    key("number"),
    Column("kind", State(RequestNews), nullable=False),
    Column("to_id", Whole, nullable=False),
    Column("about_id", Whole),  # the mentor that it is about
    Column("words", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
    of("requests", "request_id"),
    personal=personal(
        About(
            Topic.REQUESTS,
            Via("request_id", "requests", "asker_id"),
            "kind words told_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            only=("kind", ("reply",)),
            is_counted=False,
        ),
        About(
            Topic.REQUESTS,
            "about_id",
            "kind words told_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            emptied="words",
            only=("kind", ("question", "times")),
            is_counted=False,
        ),
        About(
            Topic.REQUESTS,
            "about_id",
            "kind told_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
        About(
            Topic.REQUESTS,
            "to_id",
            "kind told_at",
            Audience.MENTORS,
            Term.WHILE_MEMBER,
            Erasing.FORGET,
            Why.OTHERS,
            is_counted=False,
        ),
    ),
)

# Where people without direct messages get requests; user 0 is all mentors together.
request_threads = table(
    "request_threads",
    guild(),
    key("user_id"),
    Column("code", Text, nullable=False),
    Column("thread_id", Whole),
    personal=personal(
        About(
            Topic.REMINDERS,
            "user_id",
            "thread_id",
            Audience.NO_ONE,
            Term.WHILE_MEMBER,
            is_counted=False,
        ),
        plain="code",
    ),
)
