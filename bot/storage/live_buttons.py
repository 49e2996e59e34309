"""Take the buttons from messages that were sent, once what they offer is over; their words stay."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, or_, true

from bot.domain.ids import CaseId, ChannelId, CohortId, GuildId, MessageId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage import outbox
from bot.storage.meetings import meetings
from bot.storage.nudges import pings
from bot.storage.outbox import NUDGES, Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.tables import outbox as rows

# Discord limits how many old messages may be edited, so the newest of a pair come first.
MOST = 60
_TRIED_FOR = timedelta(days=5)
# The version of a row that shows what holds now, and takes the buttons only if that is over.
RENEWED = 1
# Of what a newer message replaces, as many are looked at: those before were when they were.
LATEST = 3
# What asks for a time, until one is proposed or set.
_UNARRANGED = (
    NudgeKind.MEETING_CANCELLED,
    NudgeKind.TIMES_WITHDRAWN,
    NudgeKind.TIMES_PASSED,
    NudgeKind.NEW_TIME,
    NudgeKind.FIRST_MEETING,
)
# Which earlier messages in the same channel a kind replaces.
_REPLACES: dict[NudgeKind, tuple[NudgeKind, ...]] = {
    NudgeKind.CHECK_IN: (NudgeKind.CHECK_IN,),
    NudgeKind.COMMITMENT_DUE: (NudgeKind.COMMITMENT_DUE,),
    NudgeKind.AGREEMENT_REVEALED: (NudgeKind.AGREEMENT_DUE, NudgeKind.AGREEMENT_REVIEW),
    NudgeKind.POSTED_AT_NIGHT: (NudgeKind.POSTED_AT_NIGHT,),
    NudgeKind.UPDATE_SHARED: (NudgeKind.UPDATE_SHARED,),
    NudgeKind.MEETING_PROPOSED: _UNARRANGED,
    NudgeKind.MEETING_CONFIRMED: _UNARRANGED,
    **dict.fromkeys(_UNARRANGED, _UNARRANGED),
}
# What replaces only messages about the same thing, whomever they were for: in a circle, the next
# check-in ends the turn of whoever had the last one.
_OF_SAME = (NudgeKind.CHECK_IN, NudgeKind.COMMITMENT_DUE, NudgeKind.AGREEMENT_REVEALED)
# What a pair's end leaves as it is: its goodbye, and what its moderators have to decide.
_STAY = (NudgeKind.PAIR_ENDED, NudgeKind.CASE_OPENED)
# These changed another row's message, which is the one to take buttons from.
_EDITS = (NudgeKind.PROPOSAL_CHANGED, NudgeKind.MESSAGE_OVER)
# In a thread of people who answer nothing, so many messages keep their buttons.
MOST_LIVE = 5
# But each keeps them this long.
KEPT_FOR = timedelta(days=2)
# What asks there, and can be answered by a command as well.
_QUESTIONS = (
    *_UNARRANGED,
    NudgeKind.AGREEMENT_DUE,
    NudgeKind.AGREEMENT_REVEALED,
    NudgeKind.AGREEMENT_REVIEW,
    NudgeKind.AWAY_OVER,
    NudgeKind.CHECK_IN,
    NudgeKind.CHECK_IN_LATER,
    NudgeKind.COMMITMENT_DUE,
    NudgeKind.CONTACT_WAITING,
    NudgeKind.MET_QUESTION,
    NudgeKind.OUTREACH_FOLLOW_UP,
    NudgeKind.PAIR_RESUMED,
    NudgeKind.POSTED_AT_NIGHT,
    NudgeKind.PULSE,
    NudgeKind.SAVED_PROGRAM,
    NudgeKind.UPDATE_SHARED,
)
# These keep their buttons: how to begin, a pause, and a meeting until it is over.
_MEETINGS = (NudgeKind.MEETING_PROPOSED, NudgeKind.MEETING_CONFIRMED)
_KEPT = (NudgeKind.INTRODUCTION, NudgeKind.PAIR_PAUSED, *_MEETINGS)
# As many of the newest rows of a thread are looked at: the older ones were when they were.
_LOOKED_AT = 20


def take(connection: Connection, sent: Iterable[Nudge], now: datetime) -> None:
    """Plan to take the buttons from those of the rows that were sent."""
    for nudge in sent:
        if nudge.message is None:
            continue
        outbox.plan(
            connection,
            guild=nudge.guild,
            kind=NudgeKind.MESSAGE_OVER,
            subject_type="nudge",
            subject_id=nudge.id,
            due_at=now,
            expires_at=now + _TRIED_FOR,
        )


def take_older(
    connection: Connection, sent: Nudge, channel: ChannelId, message: MessageId, now: datetime
) -> None:
    """Plan to take the buttons from the messages of a channel that this newer one replaces.

    What shares the message with it stays.
    """
    replaced = _REPLACES.get(sent.kind)
    if replaced is None:
        return
    is_older: ColumnElement[bool] = true()
    if sent.kind in _OF_SAME:
        is_same = rows.c.subject_type == sent.subject_type
        is_older = is_same & (rows.c.subject_id == sent.subject_id)
    elif sent.recipient is not None:
        is_older = or_(rows.c.recipient_id == sent.recipient, rows.c.recipient_id.is_(None))
    statement = NUDGES.select.where(
        rows.c.guild_id == sent.guild,
        rows.c.channel_id == channel,
        rows.c.kind.in_(replaced),
        rows.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
        rows.c.message_id.is_not(None),
        rows.c.message_id != message,
        rows.c.id < sent.id,
        is_older,
    )
    latest = statement.order_by(None).order_by(rows.c.id.desc()).limit(LATEST)
    take(connection, NUDGES.run(connection, latest), now)


def keep_few(connection: Connection, sent: Nudge, channel: ChannelId, now: datetime) -> None:
    """Plan to take the buttons from the oldest open questions of a thread, so that few are left.

    What counts is certainly open, because no one whom it asks has done anything since.
    """
    if sent.kind not in _QUESTIONS:
        return
    pair = pairs.in_thread(connection, sent.guild, channel)
    if pair is None:
        return
    over = rows.alias("over")
    statement = NUDGES.select.where(
        rows.c.guild_id == sent.guild,
        rows.c.channel_id == channel,
        rows.c.kind.in_((*_QUESTIONS, *_KEPT)),
        rows.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
        rows.c.message_id.is_not(None),
        ~exists().where(
            over.c.guild_id == sent.guild,
            over.c.subject_type == "nudge",
            over.c.subject_id == rows.c.id,
            over.c.kind == NudgeKind.MESSAGE_OVER,
        ),
    )
    newest = statement.order_by(None).order_by(rows.c.id.desc()).limit(_LOOKED_AT)
    acts = {each.user: pings.last_act(connection, sent.guild, each.user) for each in pair.members}
    messages: dict[MessageId | None, list[Nudge]] = defaultdict(list)
    for row in NUDGES.run(connection, newest):
        messages[row.message].append(row)
    ahead = {each.id for each in meetings.open_of_pairs(connection, sent.guild, [pair.id])}
    live = sum(any(_is_kept(row, ahead) for row in of) for of in messages.values())
    for of in messages.values():
        if any(row.kind in _KEPT for row in of):
            continue
        if live >= MOST_LIVE and not any(_is_new(row, now) for row in of):
            take(connection, of, now)
        live += any(_is_unanswered(row, acts) for row in of)


def _is_kept(row: Nudge, ahead: Collection[int]) -> bool:
    """Return whether a message has buttons that stay; those of a meeting go when it is over."""
    return row.kind in _KEPT and (row.kind not in _MEETINGS or row.subject_id in ahead)


def _is_new(row: Nudge, now: datetime) -> bool:
    """Return whether those whom a message asks have hardly had the time to answer."""
    return row.settled_at is None or now - row.settled_at < KEPT_FOR


def _is_unanswered(row: Nudge, acts: Mapping[UserId, datetime | None]) -> bool:
    """Return whether no one whom a message asks has done anything since."""
    own = acts.get(row.recipient) if row.recipient is not None else None
    asked = [own] if row.recipient in acts else list(acts.values())
    latest = max((at for at in asked if at is not None), default=None)
    return latest is None or row.settled_at is None or latest < row.settled_at


def take_of_pair(connection: Connection, pair: Pair, now: datetime) -> None:
    """Plan to take the buttons from the newest messages to a pair that has ended."""
    statement = NUDGES.select.where(
        rows.c.guild_id == pair.guild,
        rows.c.state.in_((NudgeState.SENT, NudgeState.MERGED)),
        rows.c.message_id.is_not(None),
        rows.c.kind.not_in((*_STAY, *_EDITS)),
        or_(
            rows.c.channel_id == pair.thread,
            (rows.c.subject_type == "pair") & (rows.c.subject_id == pair.id),
        ),
    )
    newest = statement.order_by(None).order_by(rows.c.settled_at.desc(), rows.c.id.desc())
    take(connection, NUDGES.run(connection, newest.limit(MOST)), now)


def renew_panels(
    connection: Connection, guild: GuildId, cohort: CohortId, what: str, now: datetime
) -> None:
    """Plan to show in a cohort's newest panel what holds now; `what` tells changes apart."""
    sent = outbox.list_for_subject(connection, guild, "cohort", cohort)
    panels = [row for row in sent if row.kind is NudgeKind.SIGN_UP_PANEL and row.message]
    _renew(connection, panels[-1:], what, now)


def renew_case(
    connection: Connection, guild: GuildId, case: CaseId, what: str, now: datetime
) -> None:
    """Plan to show on the cards of a case what holds now, and take its other buttons.

    `what` tells changes apart.
    """
    sent = outbox.list_for_subject(connection, guild, "case", case)
    cards = [row for row in sent if row.kind is NudgeKind.CASE_OPENED and row.message]
    _renew(connection, cards, what, now)
    take(connection, [row for row in sent if row not in cards], now)


def _renew(connection: Connection, sent: Iterable[Nudge], what: str, now: datetime) -> None:
    for nudge in sent:
        outbox.plan(
            connection,
            guild=nudge.guild,
            kind=NudgeKind.MESSAGE_OVER,
            subject_type="nudge",
            subject_id=nudge.id,
            subject_version=RENEWED,
            occurrence=what,
            due_at=now,
            expires_at=now + _TRIED_FOR,
        )


def take_of_cohort(connection: Connection, guild: GuildId, cohort: CohortId, now: datetime) -> None:
    """Plan to take the buttons that sign someone up from every panel of a cohort."""
    sent = outbox.list_for_subject(connection, guild, "cohort", cohort)
    take(connection, [row for row in sent if row.kind is NudgeKind.SIGN_UP_PANEL], now)
