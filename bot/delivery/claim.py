"""Claim due rows and decide about each of them in the same transaction.

A row that can't have been sent yet gets its final decision here: moved, cancelled, expired, or
armed for sending. A row whose message may already be in its channel is only passed on, to be looked
for first.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.delivery import kinds, merge
from bot.delivery.decision import (
    Cancel,
    Edit,
    Expired,
    InChannel,
    InDm,
    InPairThread,
    Place,
    Reschedule,
    Send,
    Undeliverable,
    Verdict,
)
from bot.delivery.meetings.open_questions import with_open_question
from bot.delivery.moderation.cases import UNDELIVERABLE, open_about
from bot.delivery.nudges import own_threads, quiet_posts
from bot.delivery.nudges.policy import RecipientPolicy
from bot.delivery.nudges.welcome_back import with_what_waits
from bot.delivery.pairs import threads
from bot.delivery.pairs.departures import PairsOnHold
from bot.domain.errors import DomainError
from bot.domain.ids import (
    ChannelId,
    OutboxId,
    is_erased,
)
from bot.domain.nudges.kinds import UNKNOWN, NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.domain.states import NudgeState
from bot.storage import leases, outbox
from bot.storage.instance import restored_at
from bot.storage.outbox import Nudge, stem_of
from bot.storage.privacy import removals

# One busy channel must not occupy every worker: Discord allows about one message a second in each.
PER_CHANNEL = 3
CROWDED = timedelta(seconds=1)
# If a row can't even be prepared, that is a bug of ours: keep it and try again later.
BROKEN = timedelta(minutes=5)
# What is due in a server that removed the bot is kept, and looked at again so much later.
REMOVED = timedelta(days=1)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LeasedMessage:
    """One leased row. If `may_exist`, its message is looked for before anything is sent.

    `looked_for` is how the reference on that message begins.
    """

    nudge: Nudge
    verdict: Verdict
    may_exist: bool
    looked_for: str


@dataclass(frozen=True, slots=True)
class ClaimOptions:
    """How this process claims: its name, the length of a lease, and the default policy."""

    owner: str
    lease: timedelta
    default: NotificationPolicy


@dataclass(slots=True)
class Batch:
    """The result of one claim: rows to deliver, and what was decided about the others.

    `unknown` counts rows whose kind the code does not have; these are cancelled.
    """

    claimed: int = 0
    jobs: list[LeasedMessage] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    unknown: int = 0


def claim_batch(
    connection: Connection,
    claims: ClaimOptions,
    now: datetime,
    limit: int,
    busy: frozenset[OutboxId],
    crowd: Mapping[str, int],
) -> Batch:
    """Lease up to `limit` due rows and decide about each.

    `busy` are the rows that this process is sending; `crowd` counts them by place.
    """
    batch = Batch()
    places, waiting = Counter(crowd), Counter[str]()
    restored = restored_at(connection)
    due = leases.claim(connection, claims.owner, now, claims.lease, limit, busy)
    batch.claimed = len(due)
    due += merge.beside(connection, claims.owner, now, claims.lease, due)
    decided: set[OutboxId] = set()
    policy, held = RecipientPolicy(connection, claims.default), PairsOnHold(connection)

    def judge(nudge: Nudge) -> Verdict:
        # One that is due within the hour is judged as if it were.
        at = max(now, nudge.next_attempt_at)
        verdict = verdict_on(connection, nudge, at, claims.default, policy, held)
        # A message that may already be in its channel is looked for alone.
        return Cancel("") if _may_exist(nudge, verdict, restored) else verdict

    removed = removals.guilds(connection) if due else ()
    for number, nudge in enumerate(due):
        if nudge.id in decided:
            continue
        if nudge.guild in removed:
            wait = _wait_for_return(nudge, now)
            may_exist = _may_exist(nudge, wait, restored)
            batch.steps[decide(connection, nudge, wait, now, may_exist=may_exist)] += 1
            continue
        if nudge.next_attempt_at > now:
            # It was only looked at to go with another message.
            later = Reschedule(nudge.next_attempt_at, nudge.reason or "")
            decide(connection, nudge, later, now, may_exist=False)
            continue
        if not nudge.kind.is_known:
            batch.unknown += 1
        verdict = verdict_on(connection, nudge, now, claims.default, policy, held)
        place = place_key(verdict.place) if isinstance(verdict, Send) else None
        crowded = place is not None and places[place] >= PER_CHANNEL
        if place is not None and crowded:
            # Each gets a turn of its own: all of them would only be judged again each second.
            turn = waiting[place] // PER_CHANNEL + 1
            waiting[place] += 1
            verdict = Reschedule(now + turn * CROWDED, "one after the other")
        may_exist = _may_exist(nudge, verdict, restored)
        if isinstance(verdict, Send) and not may_exist:
            others = [other for other in due[number + 1 :] if other.id not in decided]
            private = _private_place(connection, nudge)
            merged_message = merge.merge_due(nudge, verdict, others, judge, now, private)
            verdict = with_open_question(connection, nudge, merged_message.ready, now)
            for other in merged_message.inside:
                leases.merge(connection, other, nudge, now)
                batch.steps["merged"] += 1
            for other, later in merged_message.left_over:
                batch.steps[decide(connection, other, later, now, may_exist=False)] += 1
            decided |= {other.id for other in merged_message.inside}
            decided |= {other.id for other, _ in merged_message.left_over}
        elif isinstance(verdict, Send) and leases.merged_into(connection, nudge):
            # If it isn't found, it is decided again with everything that was merged into it.
            verdict = Reschedule(nudge.due_at, "")
        if isinstance(verdict, Edit):
            batch.jobs.append(LeasedMessage(nudge, verdict, False, nudge.ref))
        elif isinstance(verdict, Send) or (may_exist and not crowded):
            wanted = stem_of(nudge.ref) if _is_before(nudge, restored) else nudge.ref
            batch.jobs.append(_job(connection, nudge, verdict, now, wanted, may_exist=may_exist))
            policy.armed(nudge, verdict, now)
            if isinstance(verdict, Send):
                quiet_posts.plan_notices(connection, nudge, verdict, now)
            places[place or ""] += 1
        else:
            batch.steps[decide(connection, nudge, verdict, now, may_exist=may_exist)] += 1
    return batch


def _wait_for_return(nudge: Nudge, now: datetime) -> Verdict:
    """Return what becomes of a row of a server that removed the bot: kept, and not tried."""
    if nudge.expires_at is not None and nudge.expires_at <= now:
        return Expired()
    return Reschedule(now + REMOVED, outbox.REMOVED)


def _private_place(connection: Connection, nudge: Nudge) -> Place | None:
    """Return where someone can read what belongs in several places, if they have such a place.

    A notice of what was posted in several threads creates it.
    """
    if not merge.is_open(nudge) or nudge.recipient is None:
        return None
    place = own_threads.place(connection, nudge, nudge.recipient)
    is_there = isinstance(place, InDm) or (isinstance(place, InPairThread) and place.known)
    return place if is_there or nudge.kind is NudgeKind.POSTED_AT_NIGHT else None


def verdict_on(
    connection: Connection,
    nudge: Nudge,
    now: datetime,
    default: NotificationPolicy,
    policy: RecipientPolicy,
    held: PairsOnHold,
) -> Verdict:
    """Return what becomes of a row at that moment: its own decision, then its people's policies."""
    if not nudge.kind.is_known:
        return Cancel(UNKNOWN)
    if nudge.recipient is not None and is_erased(nudge.recipient):
        return Cancel(outbox.ERASED)
    if nudge.expires_at is not None and nudge.expires_at <= now:
        return Expired()
    try:
        verdict = kinds.decide(connection, nudge, now, default)
        verdict = threads.awaited(verdict, now)
        verdict = held.gate(nudge, policy.gate(nudge, verdict, now), now)
        return with_what_waits(
            connection,
            verdict,
            now,
            lambda other: verdict_on(connection, other, now, default, policy, held),
        )
    except DomainError as error:
        return Cancel(error.code)
    except DBAPIError:
        raise
    except Exception:  # one row that can't be prepared must not block the others
        log.exception("nudge.broken", nudge=nudge.id, kind=nudge.kind.row.in_log)
        return Reschedule(now + BROKEN, "could not be prepared")


def _may_exist(nudge: Nudge, verdict: Verdict, restored: datetime | None) -> bool:
    """Return whether the message may already exist and there is a channel to look in."""
    if _is_before(nudge, restored):
        return nudge.channel is not None or isinstance(verdict, Send)
    # Without a channel no message was sent. Only its thread may have been created, and that is
    # looked for in any case.
    return nudge.nonce is not None and nudge.channel is not None


def _is_before(nudge: Nudge, restored: datetime | None) -> bool:
    """Return whether a database that was lost may have sent the message."""
    return restored is not None and nudge.due_at <= restored


def _job(
    connection: Connection,
    nudge: Nudge,
    verdict: Verdict,
    now: datetime,
    looked_for: str,
    *,
    may_exist: bool,
) -> LeasedMessage:
    channel = nudge.channel if may_exist else None
    if channel is None and isinstance(verdict, Send):
        channel = known_channel(verdict.place)
    armed = leases.arm(connection, nudge, now, channel)
    return LeasedMessage(armed, verdict, may_exist, looked_for)


def decide(
    connection: Connection, nudge: Nudge, verdict: Verdict, now: datetime, *, may_exist: bool
) -> str:
    """Record a verdict other than `Ready`; return the step taken, for the metrics."""
    match verdict:
        case Reschedule(until, reason):
            # A row that waits expires when its message is no longer useful.
            until = min(until, nudge.expires_at or until)
            leases.give_back(connection, nudge, until, may_exist=may_exist, reason=reason)
            return "moved"
        case Cancel(reason):
            state = NudgeState.CANCELLED
        case Expired(reason):
            state = NudgeState.EXPIRED
        case Undeliverable(failure):
            state, reason = NudgeState.DEAD, failure.value
        case Send() | Edit():
            raise AssertionError("a ready nudge is sent")
    if leases.end(connection, nudge, state, reason, now):
        kinds.follow_giving_up(connection, nudge, now)
        if state is NudgeState.DEAD:
            open_about(connection, nudge, UNDELIVERABLE, reason, now)
    return state.value


def known_channel(place: Place) -> ChannelId | None:
    """Return the channel of a place if it is known without asking Discord."""
    match place:
        case InChannel(channel):
            return channel
        case InPairThread(known=channel_id):
            return channel_id
        case InDm():
            return None


def place_key(place: Place) -> str:
    """Return a key for a place, so that messages to one place are sent one after the other."""
    match place:
        case InChannel(channel):
            return f"channel:{channel}"
        case InPairThread(wanted):
            return f"pair:{wanted.guild}:{wanted.code}"
        case InDm(user):
            return f"dm:{user}"
