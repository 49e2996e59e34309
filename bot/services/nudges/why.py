"""`/why`: the kind of the last message, its reason, and how to get fewer."""

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, GuildId, OutboxId, PairId, UpdateId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import WEEK
from bot.services.nudges.settings import default_policy
from bot.services.work import Work, reads
from bot.storage import outbox
from bot.storage.moderation import societies
from bot.storage.nudges import pings, settings
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress import updates
from bot.storage.requests import requests

# They change what an earlier message says, and write to no one.
_EDITS = (NudgeKind.PROPOSAL_CHANGED, NudgeKind.MESSAGE_OVER)


@dataclass(frozen=True, slots=True)
class WhyNudged:
    """One message: `nudges` are its parts, in order, and `pair` is whose it was."""

    guild: GuildId
    nudges: tuple[Nudge, ...]
    pair: Pair | None
    in_dm: bool
    sent_this_week: int
    weekly_limit: int
    muted: bool
    # Whether it notified them and is counted: what answers an act of theirs is not.
    counts: bool

    @property
    def first(self) -> Nudge:
        """Return the nudge that brought the message."""
        return self.nudges[0]

    @property
    def mutable(self) -> Nudge | None:
        """Return the first kind in it that can be muted, if any."""
        return next((nudge for nudge in self.nudges if nudge.kind.row.mutable), None)


@reads
def last(work: Work) -> WhyNudged | None:
    """Explain the last message that the asker got; None when there was none."""
    own = pairs.list_for_person(work.connection, work.guild, work.user)
    # A goodbye is the last message of a pair that has ended.
    own += pairs.list_ended_of_person(work.connection, work.guild, work.user)
    threads = [pair.thread for pair in own if pair.thread is not None]
    nudges = outbox.latest_in(work.connection, work.guild, work.user, threads)
    foreign = [
        nudge
        for nudge in nudges
        if nudge.kind not in _EDITS and not _is_own_word(work.connection, nudge, work.user)
    ]
    if not foreign:
        return None
    carrier = foreign[0].merged_into or foreign[0].id
    together = [nudge for nudge in foreign if (nudge.merged_into or nudge.id) == carrier]
    # A message to a circle carries a row for each of them.
    theirs = [nudge for nudge in together if nudge.recipient in (None, work.user)]
    return _explain(work, sorted(theirs or together, key=_carrier_first), own)


def _carrier_first(nudge: Nudge) -> tuple[bool, int]:
    return nudge.merged_into is not None, nudge.id


def _is_own_word(connection: Connection, nudge: Nudge, user: UserId) -> bool:
    """Return whether `user` wrote it, so that it was news to the others only."""
    if nudge.kind is not NudgeKind.UPDATE_SHARED:
        return False
    update = updates.find(connection, nudge.guild, UpdateId(nudge.subject_id))
    return update is not None and update.author == user


def _explain(work: Work, together: list[Nudge], own: list[Pair]) -> WhyNudged:
    default = default_policy(work.app.settings)
    policy = settings.policy_of(work.connection, work.guild, work.user, default)
    first = together[0]
    # The message may be older than the week that is counted.
    since = min(first.due_at, work.now) - WEEK
    heard = pings.of_person(work.connection, work.guild, work.user, since)
    counted = [ping for ping in heard if not ping.answers]
    about = PairId(first.subject_id) if first.subject_type == "pair" else None
    pair = next(
        (
            pair
            for pair in own
            if pair.id == about or (pair.thread and pair.thread == first.channel)
        ),
        None,
    )
    return WhyNudged(
        guild=work.guild,
        nudges=tuple(together),
        pair=pair,
        in_dm=first.channel is not None and not _is_in_server(work, first.channel),
        sent_this_week=sum(ping.at > work.now - WEEK for ping in counted),
        counts=any(ping.nudge == first.id for ping in counted),
        weekly_limit=policy.weekly_limit,
        muted=any(nudge.kind in policy.muted for nudge in together),
    )


def _is_in_server(work: Work, channel: ChannelId) -> bool:
    """Return whether a channel is one of the society's, or a thread that the bot made in it."""
    society = societies.find(work.connection, work.guild)
    channels = (
        (society.mentoring_channel, society.moderator_channel, society.wins_channel)
        if society
        else ()
    )
    return (
        channel in channels
        or pairs.in_thread(work.connection, work.guild, channel) is not None
        or requests.has_thread(work.connection, work.guild, channel)
    )


@reads
def kind_of(work: Work, which: OutboxId) -> NudgeKind:
    """Return the kind of a nudge that reached the asker; raise ``nudges.unknown_choice``."""
    nudge = outbox.find(work.connection, which)
    if nudge is None or nudge.guild != work.guild:
        raise DomainError("nudges.unknown_choice")
    heard = pings.of_person(work.connection, work.guild, work.user, work.now - WEEK)
    is_theirs = nudge.recipient in (None, work.user)
    if not is_theirs and all(ping.nudge != which for ping in heard):
        raise DomainError("nudges.unknown_choice")
    return nudge.kind
