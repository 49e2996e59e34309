"""Find the messages that the bot posted and that carry someone's words."""

from sqlalchemy import ColumnElement, Connection, Table, false, or_, select

from bot.domain.ids import GuildId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import Topic
from bot.domain.states import MeetingState, PairState, RequestNews
from bot.storage.outbox import NUDGES, Nudge
from bot.storage.tables import (
    aways,
    commitments,
    corrections,
    meetings,
    outbox,
    outreach,
    pair_members,
    pairs,
    request_news,
    requests,
    saved_programs,
    updates,
    wins,
)

# The rows with someone's own words that messages are about, by the name of the subject.
_OWN: dict[str, tuple[Topic, Table, str]] = {
    "away": (Topic.AWAY, aways, "user_id"),
    "commitment": (Topic.COMMITMENTS, commitments, "owner_id"),
    "correction": (Topic.CORRECTIONS, corrections, "user_id"),
    "outreach": (Topic.OUTREACH, outreach, "user_id"),
    "request": (Topic.REQUESTS, requests, "asker_id"),
    "saved-program": (Topic.SAVED_PROGRAMS, saved_programs, "user_id"),
    "update": (Topic.UPDATES, updates, "author_id"),
    "win": (Topic.WINS, wins, "author_id"),
}
# What shows words of everyone in a pair, and what shows a meeting's agenda and place.
_OF_PAIR = (NudgeKind.INTRODUCTION, NudgeKind.AGREEMENT_REVEALED)
_OF_MEETING = (
    NudgeKind.MEETING_REMINDER,
    NudgeKind.MEETING_CONFIRMED,
    NudgeKind.MEETING_PROPOSED,
    NudgeKind.MET_QUESTION,
)
_OPEN = (MeetingState.PROPOSED, MeetingState.CONFIRMED)


def find(
    connection: Connection, guild: GuildId, user: UserId, topic: Topic | None = None
) -> list[Nudge]:
    """Return the rows whose messages carry someone's words, or those of one topic, oldest first.

    In a circle that goes on, a meeting that is still ahead is left to its card, which changes.
    """
    own = [
        _about_own(name, table, whose, guild, user)
        for name, (of, table, whose) in _OWN.items()
        if topic in (None, of)
    ]
    if topic is None:
        own.append(_about_their_pairs(guild, user))
        own.append(_passed_on(guild, user))
    if topic in (None, Topic.AGENDA):
        own.append(_about_their_meetings(guild, user))
    theirs = or_(false(), *own)
    return NUDGES.all(
        connection, outbox.c.guild_id == guild, outbox.c.message_id.is_not(None), theirs
    )


def _about_own(
    subject: str, table: Table, whose: str, guild: GuildId, user: UserId
) -> ColumnElement[bool]:
    own = select(table.c.id).where(table.c.guild_id == guild, table.c[whose] == user)
    return (outbox.c.subject_type == subject) & outbox.c.subject_id.in_(own)


def _about_their_pairs(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    own = select(pair_members.c.pair_id).where(
        pair_members.c.guild_id == guild, pair_members.c.user_id == user
    )
    return (
        (outbox.c.subject_type == "pair")
        & outbox.c.kind.in_(_OF_PAIR)
        & outbox.c.subject_id.in_(own)
    )


def _about_their_meetings(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    own = (
        select(meetings.c.id)
        .join(pairs, (pairs.c.guild_id == guild) & (pairs.c.id == meetings.c.pair_id))
        .join(
            pair_members,
            (pair_members.c.guild_id == guild) & (pair_members.c.pair_id == pairs.c.id),
        )
        .where(
            meetings.c.guild_id == guild,
            pair_members.c.user_id == user,
            or_(pairs.c.state == PairState.ENDED, meetings.c.state.not_in(_OPEN)),
        )
    )
    return (
        (outbox.c.subject_type == "meeting")
        & outbox.c.kind.in_(_OF_MEETING)
        & outbox.c.subject_id.in_(own)
    )


def _passed_on(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    """Match messages with what a mentor wrote to someone who asked them."""
    own = select(request_news.c.request_id).where(
        request_news.c.guild_id == guild,
        request_news.c.about_id == user,
        request_news.c.kind.in_((RequestNews.QUESTION, RequestNews.TIMES)),
        request_news.c.number == outbox.c.subject_version,
        request_news.c.request_id == outbox.c.subject_id,
    )
    return (
        (outbox.c.subject_type == "request")
        & (outbox.c.kind == NudgeKind.REQUEST_TOLD)
        & own.exists()
    )
