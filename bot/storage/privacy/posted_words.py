"""Find the messages that the bot posted and that carry someone's words."""

from sqlalchemy import ColumnElement, Connection, Select, Table, false, or_, select

from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import Topic
from bot.domain.states import CircleTopic, NudgeState, PairState, RequestNews
from bot.storage.meetings import meetings as meetings_of
from bot.storage.meetings.meetings import OPEN, Meeting
from bot.storage.outbox import NUDGES, Nudge
from bot.storage.pairs.circle_decisions import JOINED
from bot.storage.tables import (
    agenda_items,
    aways,
    circle_questions,
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
# A message being sent has no ID yet. It may have these words: they were read before it was leased.
_ON_ITS_WAY = or_(
    outbox.c.state == NudgeState.LEASED,
    (outbox.c.state == NudgeState.DUE) & outbox.c.nonce.is_not(None),
)
# No one can tell whether it was sent: it's looked for until its place can be read.
_IN_DOUBT = (
    (outbox.c.state == NudgeState.UNCERTAIN)
    & outbox.c.message_id.is_(None)
    & outbox.c.channel_id.is_not(None)
)


def find(
    connection: Connection, guild: GuildId, user: UserId, topic: Topic | None = None
) -> list[Nudge]:
    """Return the rows whose messages carry someone's words, or those of one topic, oldest first.

    Also those being sent just now. The messages of a meeting that is still ahead for others are
    left out: see `still_ahead`.
    """
    own = [
        _about_own(name, table, whose, guild, user)
        for name, (of, table, whose) in _OWN.items()
        if topic in (None, of)
    ]
    if topic is None:
        own.append(_about_their_pairs(guild, user))
        own.append(_about_their_joining(guild, user))
        own.append(_passed_on(guild, user))
    if topic in (None, Topic.AGENDA):
        own.append(_about_their_meetings(guild, user))
    is_posted = or_(
        outbox.c.message_id.is_not(None),
        _ON_ITS_WAY,
        _IN_DOUBT,
        _inside_one(guild, or_(_ON_ITS_WAY, _IN_DOUBT)),
    )
    return NUDGES.all(connection, outbox.c.guild_id == guild, is_posted, or_(false(), *own))


def is_on_its_way(connection: Connection, nudge: Nudge) -> bool:
    """Return whether a row's message is being sent, by itself or inside another."""
    is_coming = or_(_ON_ITS_WAY, _inside_one(nudge.guild, _ON_ITS_WAY))
    of_row = (outbox.c.guild_id == nudge.guild) & (outbox.c.id == nudge.id)
    found = select(outbox.c.id).where(of_row, outbox.c.message_id.is_(None), is_coming)
    return connection.execute(found).first() is not None


def find_in_doubt(connection: Connection, nudge: Nudge) -> Nudge | None:
    """Return the row whose message may have this row's words, if no one can tell: itself mostly."""
    carrier = nudge.id if nudge.merged_into is None else nudge.merged_into
    return NUDGES.first(
        connection, outbox.c.guild_id == nudge.guild, outbox.c.id == carrier, _IN_DOUBT
    )


def still_ahead(connection: Connection, guild: GuildId, user: UserId) -> list[Meeting]:
    """Return the meetings ahead of those who stay that have something of theirs on the agenda."""
    wrote = select(agenda_items.c.meeting_id).where(
        agenda_items.c.guild_id == guild,
        agenda_items.c.author_id == user,
        agenda_items.c.meeting_id.is_not(None),
    )
    return [
        meeting
        for number in connection.execute(wrote.distinct()).scalars()
        if (meeting := meetings_of.get(connection, guild, MeetingId(number))).state in OPEN
    ]


def _inside_one(guild: GuildId, carries: ColumnElement[bool]) -> ColumnElement[bool]:
    """Match rows inside the message of another row, of which `carries` holds."""
    carrying = select(outbox.c.id).where(outbox.c.guild_id == guild, carries)
    return (outbox.c.state == NudgeState.MERGED) & outbox.c.merged_into.in_(carrying)


def _about_own(
    subject: str, table: Table, whose: str, guild: GuildId, user: UserId
) -> ColumnElement[bool]:
    own = select(table.c.id).where(table.c.guild_id == guild, table.c[whose] == user)
    return (outbox.c.subject_type == subject) & outbox.c.subject_id.in_(own)


def _about_their_pairs(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    return (
        (outbox.c.subject_type == "pair")
        & outbox.c.kind.in_(_OF_PAIR)
        & outbox.c.subject_id.in_(_pairs_of(guild, user))
    )


def _pairs_of(guild: GuildId, user: UserId) -> Select[tuple[int]]:
    """Select the pairs someone is in, and the circles they left: what they asked there is known."""
    member = select(pair_members.c.pair_id).where(
        pair_members.c.guild_id == guild, pair_members.c.user_id == user
    )
    asked = select(circle_questions.c.pair_id).where(
        circle_questions.c.guild_id == guild, circle_questions.c.asked_by == user
    )
    return select(pairs.c.id).where(
        pairs.c.guild_id == guild, or_(pairs.c.id.in_(member), pairs.c.id.in_(asked))
    )


def _about_their_joining(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    """Match what introduced someone to a circle that they joined later."""
    joined = select(circle_questions.c.id).where(
        circle_questions.c.guild_id == guild,
        circle_questions.c.asked_by == user,
        circle_questions.c.topic == CircleTopic.JOIN,
    )
    return (
        (outbox.c.subject_type == "circle")
        & (outbox.c.subject_version == JOINED)
        & outbox.c.subject_id.in_(joined)
    )


def _about_their_meetings(guild: GuildId, user: UserId) -> ColumnElement[bool]:
    own = (
        select(meetings.c.id)
        .join(pairs, (pairs.c.guild_id == guild) & (pairs.c.id == meetings.c.pair_id))
        .where(
            meetings.c.guild_id == guild,
            pairs.c.id.in_(_pairs_of(guild, user)),
            or_(pairs.c.state == PairState.ENDED, meetings.c.state.not_in(OPEN)),
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
