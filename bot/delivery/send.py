"""Deliver one row: look for its message if it may exist, send it, and record the outcome.

The process may die between any two named checkpoints. It always leaves one of two things: a row for
which no request was made, or a row that is looked for before it is sent again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from sqlalchemy import Connection

from bot.clock import Clock
from bot.delivery import outcomes
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.claim import LeasedMessage, known_channel, place_key
from bot.delivery.decision import Cancel, Edit, InChannel, InDm, InPairThread, Place, Receipt, Send
from bot.delivery.membership import Membership
from bot.delivery.notifier import (
    DmClosedError,
    ForbiddenError,
    GoneError,
    Notifier,
    NotifierError,
    RateLimitedError,
    RefusedError,
    TransientError,
    UnauthorizedError,
    UnknownOutcomeError,
    UnreadableError,
)
from bot.delivery.pairs.threads import UNKNOWN_CHANNEL, Threads
from bot.delivery.presence import People
from bot.delivery.rate_limit import RateLimiter
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.nudges.failures import OF_DISCORD, Failure
from bot.storage import leases, retries
from bot.storage.database import Database
from bot.storage.outbox import Nudge

P = ParamSpec("P")
T = TypeVar("T")

UNKNOWN_MEMBER = 10007
# Discord limits the edits of a message that is more than an hour old.
TOO_OLD_TO_EDIT = 30046
# How much earlier than our own clock says a message may be dated.
CLOCK_SKEW = timedelta(hours=1)
LONGEST_BACKOFF_SECONDS = 900.0
# How soon to try again to change a message whose thread is locked or hidden.
EDIT_AGAIN_AFTER = timedelta(hours=1)
# How soon to look again for a message in a place that can't be read.
LOOK_AGAIN_AFTER = timedelta(hours=6)
# An unexpected error is a bug of ours; after this many a moderator is told.
MOST_UNEXPECTED_ERRORS = 12
# How long to wait before each try to give a row back; all of it is well within a lease.
RELEASE_AFTER_SECONDS = (0.0, 0.5, 2.0, 8.0, 30.0)

log = structlog.get_logger(__name__)


class Meter(Protocol):
    """Count what happens to rows."""

    def nudge(self, step: str, count: int = 1) -> None:
        """Count rows that took `step`."""


class LeftError(GoneError):
    """Someone whom a message is for, or about, has left the server."""

    def __init__(self, person: UserId) -> None:
        super().__init__(UNKNOWN_MEMBER)
        self.person = person


class LeaseLostError(Exception):
    """Another worker has the row now."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a request may take, how long a lease lasts, and how late a request may arrive."""

    request: timedelta
    lease: timedelta
    settling: timedelta


@dataclass(slots=True)
class _Attempt:
    """What is known while a row is being delivered. `claimed_at` is in the event loop's seconds."""

    nudge: Nudge
    may_exist: bool
    looked_for: str
    claimed_at: float


class Sender:
    """Deliver claimed rows: one `deliver` call for each row, many at the same time."""

    def __init__(
        self,
        database: Database,
        notifier: Notifier,
        clock: Clock,
        pace: RateLimiter,
        circuit: CircuitBreaker,
        patience: Timeouts,
        meter: Meter,
        checkpoint: outcomes.Checkpoint,
        rng: random.Random,
    ) -> None:
        self._database = database
        self._notifier = notifier
        self._clock = clock
        self._pace = pace
        self._circuit = circuit
        self._patience = patience
        self._meter = meter
        self._checkpoint = checkpoint
        self._rng = rng
        self.members = Membership(notifier, self.ask_member)
        self.people = People(database, self.members, clock)
        self.threads = Threads(database, clock)
        # Called with the server in which a setting may have been what refused a message.
        self.on_refused: Callable[[GuildId], None] = lambda _: None
        # Set once the token no longer works; nothing is sent from then on.
        self.halted: str | None = None

    async def deliver(self, job: LeasedMessage, claimed_at: float) -> None:
        """Take one claimed row as far as possible; every end but a crash is recorded.

        `claimed_at` is when its lease began, in the event loop's seconds.
        """
        self._checkpoint("claimed")
        attempt = _Attempt(job.nudge, job.may_exist, job.looked_for, claimed_at)
        match job.verdict:
            case Send(place=place):
                key = place_key(place)
            case Edit(message=message, ref=ref):
                # In the order of their facts, so that the last one stays.
                key = f"message:{message or ref}"
            case _:
                key = f"{job.nudge.id}"
        try:
            try:
                async with self._pace.alone_at(key):
                    await self._attempt(attempt, job)
            except NotifierError as error:
                await self._handle_error(attempt, error)
        except LeaseLostError:
            # Another worker took over, and will find what was sent by its reference.
            self._count("lease-lost", attempt)
        except Exception as error:  # the row is kept and retried after any unexpected error
            log.exception("nudge.surprise", nudge=job.nudge.id, kind=job.nudge.kind.row.in_log)
            await self._handle_unexpected_error(attempt, error)

    # -- when everything works --------------------------------------------------------------

    async def _attempt(self, attempt: _Attempt, job: LeasedMessage) -> None:
        looked_in = attempt.nudge.channel if attempt.may_exist else None
        if looked_in is not None and await self._found(attempt, looked_in):
            return
        if isinstance(job.verdict, Edit):
            await self._edit(attempt, job.verdict)
            return
        if not isinstance(job.verdict, Send):
            step = await self._write(
                outcomes.mark_not_found, attempt.nudge, job.verdict, self._clock.now()
            )
            self._count(step, attempt)
            return
        channel = await self._open(attempt, job.verdict.place)
        if attempt.may_exist and await self._found(attempt, channel):
            return
        await self._require_members(attempt.nudge.guild, job.verdict)
        await self._send(attempt, job.verdict, channel)

    async def _open(self, attempt: _Attempt, place: Place) -> ChannelId:
        """Return the place's channel, created if needed, and saved before anything is sent."""
        match place:
            case InChannel(channel):
                channel_id = channel
            case InDm(user):
                channel_id = await self._ask(self._notifier.open_dm, user)
            case InPairThread(wanted):
                channel_id = known_channel(place) or await self._thread(attempt, place)
                await self._ask(
                    self._notifier.add_members, channel_id, (*wanted.advisors, *wanted.members)
                )
        if attempt.nudge.channel != channel_id and not attempt.may_exist:
            attempt.nudge = await self._held(leases.record_channel, attempt.nudge, channel_id)
        return channel_id

    async def _thread(self, attempt: _Attempt, place: InPairThread) -> ChannelId:
        thread = await self._ask(self._notifier.find_thread, place.wanted)
        self._checkpoint("thread-searched")
        if thread is None:
            self._require_time(attempt)
            thread = await self._ask(self._notifier.create_thread, place.wanted)
            self._checkpoint("thread-created")
        attempt.nudge = await self._held(outcomes.record_thread, attempt.nudge, thread)
        self._checkpoint("thread-recorded")
        return thread

    async def _found(self, attempt: _Attempt, channel: ChannelId) -> bool:
        """Look for the message; adopt it, or begin the next generation and return False."""
        nudge = attempt.nudge
        self._checkpoint("reconcile-begun")
        since = min(nudge.due_at, nudge.first_attempt_at or nudge.due_at) - CLOCK_SKEW
        message = await self._ask(self._notifier.find, channel, attempt.looked_for, since)
        if message is not None:
            self._checkpoint("reconcile-found")
            await self._mark_sent(attempt, Receipt(channel, message), "adopted")
            self._checkpoint("reconcile-adopted")
            return True
        attempt.nudge = await self._held(leases.begin_generation, nudge, channel)
        attempt.may_exist = False
        self._checkpoint("resend-decided")
        return False

    async def _send(self, attempt: _Attempt, ready: Send, channel: ChannelId) -> None:
        nudge = attempt.nudge
        assert nudge.nonce is not None, "armed when it was claimed"
        passed = await self._pace.pass_()
        self._require_time(attempt)
        self._checkpoint("before-send")
        attempt.may_exist = True
        try:
            message = await self._within(
                self._notifier.send,
                channel,
                ready.facts,
                nudge.nonce,
                nudge.ref,
                ready.not_notified,
            )
        except NotifierError as error:
            attempt.may_exist = isinstance(error, UnknownOutcomeError)
            raise
        finally:
            self._pace.answered(passed)
        self._checkpoint("after-send-accepted")
        await self._mark_sent(attempt, Receipt(channel, message), "sent")
        self._checkpoint("settle-committed")

    def _require_time(self, attempt: _Attempt) -> None:
        """Refuse to begin what another worker, after this lease, might look for too early.

        A request may take its time, and arrive a little after it was given up.
        """
        waited = asyncio.get_running_loop().time() - attempt.claimed_at
        patience = self._patience
        if waited > (patience.lease - patience.request - patience.settling).total_seconds():
            raise TransientError("the lease is almost over")

    async def _edit(self, attempt: _Attempt, ready: Edit) -> None:
        message, absence = ready.message, "it was never sent"
        if message is None:
            try:
                message = await self._find_doubted(ready)
            except UnreadableError as error:
                if error.args != (UNKNOWN_CHANNEL,):
                    await self._retry(attempt, LOOK_AGAIN_AFTER, error.code)
                    return
                absence = "its channel is gone"
        if message is None:
            verdict = Cancel(absence)
            step = await self._write(
                outcomes.mark_not_found, attempt.nudge, verdict, self._clock.now()
            )
            self._count(step, attempt)
            return
        try:
            await self._ask(self._notifier.edit, ready.channel, message, ready.facts, ready.ref)
        except RefusedError as error:
            if isinstance(error, GoneError) or error.number == TOO_OLD_TO_EDIT:
                # It is decided again: some say it in a new message, once.
                await self._write(
                    outcomes.decide_without, attempt.nudge, error.code, self._clock.now()
                )
                self._count("edit-refused", attempt)
                return
            # Its buttons work again once someone opens its thread, so this is not given up.
            await self._retry(attempt, EDIT_AGAIN_AFTER, error.code)
            return
        await self._mark_sent(attempt, Receipt(ready.channel, message), "edited")

    async def _find_doubted(self, ready: Edit) -> MessageId | None:
        assert ready.since is not None, "it is given where there is no message"
        since = ready.since - CLOCK_SKEW
        return await self._ask(self._notifier.find, ready.channel, ready.ref, since)

    async def _mark_sent(self, attempt: _Attempt, receipt: Receipt, step: str) -> None:
        held = await self._write(
            outcomes.mark_sent, attempt.nudge, receipt, self._clock.now(), self._checkpoint
        )
        self._count(step if held else "lease-lost", attempt)
        if step in _POSTED:
            await self.threads.is_open((attempt.nudge.guild, receipt.channel))

    async def _require_members(self, guild: GuildId, ready: Send) -> None:
        """Refuse to write to, or about, someone who left the server."""
        wanted = ready.about if ready.person is None else (ready.person, *ready.about)
        # All together, so that they become one question.
        here = await asyncio.gather(*(self.members.includes(guild, user) for user in wanted))
        for person, is_here in zip(wanted, here, strict=True):
            if not is_here:
                raise LeftError(person)
            await self.people.is_back((guild, person))

    async def ask_member(self, guild: GuildId, person: UserId) -> bool:
        """Ask Discord whether someone is in the server now; raises what the notifier raises."""
        return await self._ask(self._notifier.is_member, guild, person)

    # -- when something fails ---------------------------------------------------------------

    async def _handle_error(self, attempt: _Attempt, error: NotifierError) -> None:
        if isinstance(error, RateLimitedError | UnauthorizedError | ForbiddenError):
            self._circuit.refused()
        nudge, now = attempt.nudge, self._clock.now()
        match error:
            case RateLimitedError():
                if error.everywhere:
                    self._pace.hold(error.retry_after)
                await self._retry(attempt, timedelta(seconds=error.retry_after), error.code)
            case TransientError():
                await self._retry(attempt, self._backoff(nudge), error.code)
            case UnknownOutcomeError():
                wait = self._patience.settling + self._backoff(nudge)
                await self._retry(attempt, wait, error.code)
            case UnauthorizedError():
                self.halted = "Discord does not accept the token any more"
                log.error("delivery.halted", reason=self.halted)
                await self._retry(attempt, self._backoff(nudge), error.code)
            case UnreadableError() | GoneError() if await self._lost_thread(nudge, error):
                self._count("thread-lost", attempt)
            case UnreadableError():
                await self._mark_uncertain(attempt, error.code)
            case RefusedError() if attempt.may_exist:
                await self._mark_uncertain(attempt, error.code)
            case DmClosedError():
                await self._write(outcomes.close_dms, nudge, now)
                self._count("rerouted", attempt)
            case LeftError():
                await self._write(outcomes.give_up_after_leaving, nudge, error.person, now)
                await self.people.load()
                self._count("dead", attempt)
            case RefusedError() if self._was_opened_meanwhile(attempt, error):
                await self._retry(attempt, timedelta(0), error.code)
            case RefusedError():
                reason = OF_DISCORD.get(error.number, Failure.REFUSED)
                await self._write(outcomes.mark_dead, nudge, reason, error.code, now)
                await self.threads.load()
                self._count("dead", attempt)
                if error.code in retries.BY_SETTING:
                    self.on_refused(nudge.guild)
                if nudge.channel is not None and self._was_opened_meanwhile(attempt, error):
                    await self.threads.is_open((nudge.guild, nudge.channel))
            case _:
                await self._handle_unexpected_error(attempt, error)

    def _was_opened_meanwhile(self, attempt: _Attempt, error: RefusedError) -> bool:
        """Return whether a thread that refused a message was seen open since the row was claimed.

        What someone's unlocking retries is what was refused before it; this row was on its way.
        """
        nudge = attempt.nudge
        if nudge.channel is None or error.code not in retries.UNREACHABLE:
            return False
        return self.threads.was_open_after((nudge.guild, nudge.channel), attempt.claimed_at)

    async def _lost_thread(self, nudge: Nudge, error: NotifierError) -> bool:
        """Have a pair's deleted thread replaced; return whether that is what happened."""
        if error.args[:1] != (UNKNOWN_CHANNEL,):
            return False
        return await self._write(outcomes.replace_thread, nudge, self._clock.now())

    async def _mark_uncertain(self, attempt: _Attempt, code: str) -> None:
        await self._write(outcomes.mark_uncertain, attempt.nudge, code, self._clock.now())
        self._count("uncertain", attempt)

    async def _handle_unexpected_error(self, attempt: _Attempt, error: Exception) -> None:
        """Give the row back, also after a moment in which the database is in trouble."""
        for seconds in RELEASE_AFTER_SECONDS:
            await asyncio.sleep(seconds)
            try:
                await self._release(attempt, type(error).__name__)
            except Exception:  # the database; after the last try the lease will run out instead
                log.exception("nudge.left_leased", nudge=attempt.nudge.id)
            else:
                return

    async def _release(self, attempt: _Attempt, name: str) -> None:
        if attempt.nudge.attempts >= MOST_UNEXPECTED_ERRORS and not attempt.may_exist:
            now = self._clock.now()
            await self._write(outcomes.mark_dead, attempt.nudge, Failure.FAULT, name, now)
            self._count("dead", attempt)
        else:
            wait = self._patience.settling + self._backoff(attempt.nudge)
            await self._retry(attempt, wait, name)

    async def _retry(self, attempt: _Attempt, wait: timedelta, code: str) -> None:
        nudge = attempt.nudge
        until = self._clock.now() + max(wait, timedelta(seconds=1))
        if nudge.expires_at is not None:
            until = min(until, max(nudge.expires_at, self._clock.now()))
        await self._write(leases.give_back, nudge, until, may_exist=attempt.may_exist, error=code)
        self._count("retried", attempt)

    def _backoff(self, nudge: Nudge) -> timedelta:
        longest = min(LONGEST_BACKOFF_SECONDS, 2.0 ** min(nudge.attempts, 10))
        return timedelta(seconds=longest * self._rng.uniform(0.5, 1.0))

    # -- small steps ------------------------------------------------------------------------

    async def _ask(
        self, request: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        passed = await self._pace.pass_()
        try:
            return await self._within(request, *args, **kwargs)
        finally:
            self._pace.answered(passed)

    async def _within(
        self, request: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        try:
            async with asyncio.timeout(self._patience.request.total_seconds()):
                return await request(*args, **kwargs)
        except TimeoutError as error:
            raise UnknownOutcomeError from error

    async def _held(
        self,
        change: Callable[Concatenate[Connection, Nudge, P], Nudge | None],
        nudge: Nudge,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Nudge:
        changed = await self._write(change, nudge, *args, **kwargs)
        if changed is None:
            raise LeaseLostError
        return changed

    async def _write(
        self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._database.write_relaxed(change, *args, **kwargs)

    def _count(self, step: str, attempt: _Attempt) -> None:
        self._meter.nudge(step)
        log.info(
            "nudge.done", nudge=attempt.nudge.id, kind=attempt.nudge.kind.row.in_log, step=step
        )


# What shows that a thread can be written in; a message in a locked one can still be edited.
_POSTED = {"sent", "adopted"}
