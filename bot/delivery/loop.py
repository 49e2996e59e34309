"""The delivery loop: it runs when something is due, and no error may end it unnoticed."""

import asyncio
import contextlib
import os
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from bot.clock import Clock
from bot.delivery.circuit_breaker import CircuitBreaker
from bot.delivery.claim import Batch, ClaimOptions, LeasedMessage, claim_batch, place_key
from bot.delivery.cohorts.deadlines import keep_deadlines
from bot.delivery.cohorts.last_days import keep_last_days
from bot.delivery.decision import Send
from bot.delivery.inactivity import check_inactivity, move_requests, patience_of
from bot.delivery.meetings.plans import MeetingRules, plan_meetings
from bot.delivery.moderation.settings_watch import Servers, SettingsWatch
from bot.delivery.notifier import Notifier
from bot.delivery.outbox_audit import audit
from bot.delivery.outcomes import Checkpoint
from bot.delivery.pairs.milestones import Cadence, plan_milestones
from bot.delivery.plan import plan_ahead
from bot.delivery.privacy import erasures, retention
from bot.delivery.privacy.removals import Joined, RemovalWatch
from bot.delivery.rate_limit import RateLimiter
from bot.delivery.safety import concerns
from bot.delivery.send import Meter, Sender, Timeouts
from bot.delivery.timer import Timer
from bot.delivery.youth.supervision import Roles, SupervisionWatch
from bot.domain.ids import ChannelId, GuildId, MessageId, OutboxId, UserId
from bot.services.nudges.settings import default_policy
from bot.settings import Settings
from bot.storage import drafts, interactions, leases, outbox, outbox_purge
from bot.storage.database import Database
from bot.storage.moderation import acts
from bot.storage.programs import searches

T = TypeVar("T")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# An interaction's token lives 15 minutes; two days are enough for anything Discord might repeat.
INTERACTIONS_KEPT = timedelta(days=2)
# How many outbox rows are deleted a day, and how many in one transaction.
PURGED_A_DAY = 50_000
PURGED_AT_ONCE = 500
# How long a request of a process that died may still take to arrive.
SETTLING = timedelta(seconds=5)
LONGEST_PAUSE_SECONDS = 30.0
# A clock that is kept right moves by less between two turns.
SMALLEST_LEAP_SECONDS = 60.0
# A turn only claims. One that takes longer than this waits for something that doesn't come.
LONGEST_TURN_SECONDS = 20.0
# A due row that can't be claimed, such as one that is being sent, must not make the loop spin.
SHORTEST_SLEEP = timedelta(seconds=0.05)

log = structlog.get_logger(__name__)


class Metrics(Meter, Protocol):
    """Count and report what the outbox does."""

    def outbox(self, rows: Mapping[str, int]) -> None:
        """Report how many rows are in each state."""

    def oldest_due(self, seconds: float) -> None:
        """Report how long the oldest due row has waited."""


class AllServers(Servers, Joined, Roles, Protocol):
    """What Discord says about servers."""


def no_checkpoint(_name: str) -> None:
    """Do nothing at a named step; the crash suite kills the process here."""


class Delivery:
    """Plan, claim, send, and record outcomes, from `start` until `drain` and `close`."""

    def __init__(
        self,
        database: Database,
        notifier: Notifier,
        clock: Clock,
        settings: Settings,
        metrics: Metrics,
        checkpoint: Checkpoint = no_checkpoint,
        *,
        settling: timedelta = SETTLING,
        rng: random.Random | None = None,
        servers: AllServers | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._settings = settings.delivery
        self._privacy = settings.privacy
        self._all_settings = settings
        self._answers = patience_of(settings)
        self._meetings = MeetingRules.of(settings)
        self._cadence = Cadence.of(settings)
        self._rng = rng or random.Random()
        chosen = settings.delivery
        self._patience = Timeouts(
            request=timedelta(seconds=chosen.send_timeout_seconds),
            lease=timedelta(seconds=chosen.lease_seconds),
            settling=settling,
        )
        # The process ID helps whoever reads a log; the rest keeps two processes apart.
        owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._claims = ClaimOptions(owner, self._patience.lease, default_policy(settings))
        self._circuit = CircuitBreaker(
            chosen.refused_requests_limit,
            timedelta(minutes=chosen.refused_requests_minutes),
            clock.now,
        )
        self._sender = Sender(
            database,
            notifier,
            clock,
            RateLimiter(chosen.per_second),
            self._circuit,
            self._patience,
            metrics,
            checkpoint,
            self._rng,
        )
        self._settings_watch = SettingsWatch(database, servers, clock) if servers else None
        self._removals = (
            RemovalWatch(database, servers, clock, settings) if servers is not None else None
        )
        self._supervision = (
            SupervisionWatch(database, notifier, servers, clock) if servers is not None else None
        )
        self._sender.on_refused = self.notice_settings
        self._wake = asyncio.Event()
        self._timer = Timer(self._wake.set, timedelta(seconds=chosen.longest_sleep_seconds))
        self._under_way: dict[asyncio.Task[None], LeasedMessage] = {}
        self._more = False
        self._draining = False
        self._turning = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None
        self._planning = asyncio.Lock()
        self._looking = asyncio.Lock()
        self._chores: set[asyncio.Task[None]] = set()
        self._errors = 0
        self._turning_since: float | None = None
        self._drift = self._measured_drift()
        # Since when this process could have sent what is due, and whether it has caught up once.
        self._awake_since = clock.now()
        self._caught_up = False
        self.last_turn_at: datetime | None = None

    # -- start and stop ---------------------------------------------------------------------

    async def start(self) -> None:
        """Take over what an earlier process left unfinished, plan ahead, and start delivering."""
        self._reset_catching_up()
        if self._database.dialect == "sqlite":
            # The file's lock proves that no other live process holds a lease.
            await self._database.write(
                leases.take_back_orphans,
                self._clock.now(),
                self._patience.lease,
                self._patience.settling,
            )
        self._database.on_outbox_change(self._wake.set)
        self._clock.on_jump(self._jumped)
        self._timer.start()
        self._timer.every(HOUR, self._regular(self._plan))
        self._timer.every(HOUR, self._regular(self._check))
        self._timer.every(HOUR, self._regular(self._look_for_people))
        self._timer.every(HOUR, self._regular(self._look_at_settings))
        self._timer.every(HOUR, self._regular(self._look_at_servers))
        self._timer.every(HOUR, self._regular(self._finish_erasing))
        self._timer.every(DAY, self._regular(self._purge))
        await self._sender.people.load()
        await self._sender.threads.load()
        if self._removals:
            await self._removals.load()
        await self._plan()
        if self._draining:
            return  # asked to stop while it planned
        self._start_chore(self._purge())
        self._start_chore(self._check())
        self._running = asyncio.create_task(self._run(), name="delivery")

    async def drain(self, seconds: float) -> None:
        """Claim nothing more, and wait up to `seconds` for what is being sent.

        Whatever is not done by then stays leased, and the next process looks for it.
        """
        self._draining = True
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                async with self._turning:
                    pass  # a claim that is being committed right now adds to what is being sent
                while self._under_way:
                    await asyncio.wait(self._under_way)
        if self._under_way:
            log.warning("delivery.unfinished", count=len(self._under_way))

    async def close(self) -> None:
        """End the loop and its timer."""
        self._draining = True
        self._timer.close()
        tasks = [*self._under_way, *self._chores, *([self._running] if self._running else [])]
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def plan_ahead(self) -> None:
        """Plan what falls due and handle what no one answered, as the loop does each hour.

        A step that fails is logged and counted, and the other steps still run.
        """
        horizon = timedelta(hours=self._settings.plan_ahead_hours)
        now, database = self._clock.now(), self._database
        steps: dict[str, Callable[[], Awaitable[int | None]]] = {
            "check-ins": lambda: plan_ahead(database, now, horizon),
            "sign-up deadlines": lambda: keep_deadlines(database, now),
            "last days": lambda: keep_last_days(database, now),
            "milestones": lambda: plan_milestones(database, now, horizon, self._cadence),
            "meetings": lambda: plan_meetings(database, now, horizon, self._meetings),
            "silence": lambda: check_inactivity(database, now, self._answers),
            "requests": lambda: move_requests(database, now),
            "safety": lambda: concerns.look_after(database, now),
        }
        counts = [await self._guarded(name, step) for name, step in steps.items()]
        planned = sum(count or 0 for count in counts)
        self._metrics.nudge("planned", planned)
        log.info("delivery.planned", count=planned)

    async def deliver_due(self) -> None:
        """Deliver what is due now, and return when done; for a process without the loop."""
        while True:
            await self._turn()
            if not self._under_way:
                return
            await asyncio.wait(self._under_way)

    @property
    def halted(self) -> str | None:
        """Return why nothing is sent anymore, or None."""
        return self._sender.halted

    @property
    def is_failing(self) -> bool:
        """Whether it has failed twice in a row, or has been busy with one turn for too long."""
        since = self._turning_since
        is_stuck = since is not None and _seconds() - since > LONGEST_TURN_SECONDS
        return self._errors > 1 or is_stuck

    # -- the loop ---------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            self._turning_since = _seconds()
            try:
                await self._turn()
                self._timer.arm(await self._wait())
                self._errors = 0
                if not self._sender.halted:
                    self.last_turn_at = self._clock.now()
            except Exception:  # whatever it is: count it, log it, try again a little later
                self._errors += 1
                self._metrics.nudge("turn-failed")
                log.exception("delivery.turn_failed", in_a_row=self._errors)
                pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2.0 ** min(self._errors, 10))
                self._turning_since = None
                await asyncio.sleep(pause * self._rng.uniform(0.5, 1.0))
                continue
            self._turning_since = None
            # The timer rings at the latest after the longest sleep. If it ever fails to, the loop
            # wakes on its own.
            with contextlib.suppress(TimeoutError):
                # Not `wait_for`: before Python 3.12 it may swallow the cancellation that ends us.
                async with asyncio.timeout(self._settings.longest_sleep_seconds):
                    await self._wake.wait()

    async def _turn(self) -> None:
        """Claim until nothing more is due or every worker is busy."""
        self._more = False
        self._notice_leap()
        async with self._turning:
            while (room := self._room()) > 0:
                # The lease is counted from before it begins, so that it is over here first.
                claimed_at = _seconds()
                batch = await self._claim(room)
                for step, count in batch.steps.items():
                    self._metrics.nudge(step, count)
                if batch.unknown:
                    # Not named: in the version that has it, it may be confidential.
                    log.error("nudge.kind_unknown", count=batch.unknown)
                for job in batch.jobs:
                    self._begin(job, claimed_at)
                if batch.claimed < room:
                    self._caught_up = True
                    return
        self._more = True

    def _room(self) -> int:
        if self._draining or self._sender.halted:
            return 0
        if until := self._circuit.open_until():
            log.error("delivery.circuit_open", until=until.isoformat())
            return 0
        return self._settings.batch - len(self._under_way)

    async def _claim(self, limit: int) -> Batch:
        jobs = self._under_way.values()
        busy: frozenset[OutboxId] = frozenset(job.nudge.id for job in jobs)
        crowd = Counter(
            place_key(job.verdict.place) for job in jobs if isinstance(job.verdict, Send)
        )
        return await self._database.write_relaxed(
            claim_batch, self._claims, self._clock.now(), limit, busy, crowd
        )

    def _begin(self, job: LeasedMessage, claimed_at: float) -> None:
        self._metrics.nudge("claimed")
        delivering = self._within_lease(job, claimed_at)
        task = asyncio.create_task(delivering, name=f"nudge-{job.nudge.id}")
        self._under_way[task] = job
        task.add_done_callback(self._ended)

    async def _within_lease(self, job: LeasedMessage, claimed_at: float) -> None:
        """Deliver a row, but hold it no longer than its lease: then it is anyone's to claim."""
        try:
            async with asyncio.timeout_at(claimed_at + self._patience.lease.total_seconds()):
                await self._sender.deliver(job, claimed_at)
        except TimeoutError:
            self._metrics.nudge("lease-lost")
            log.error("nudge.stuck", nudge=job.nudge.id, kind=job.nudge.kind.row.in_log)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.pop(task, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("nudge.worker_failed", error=type(error).__name__, exc_info=error)
        if not self._under_way or (
            self._more and len(self._under_way) <= self._settings.batch // 2
        ):
            self._wake.set()

    async def _wait(self) -> timedelta:
        """Return how long to sleep until the next row is due or the next lease ends."""
        if self._more or self._draining:
            return timedelta(seconds=self._settings.longest_sleep_seconds)
        wake = await self._database.read(outbox.next_due_at, self._clock.now())
        if wake is None:
            self._metrics.oldest_due(0.0)
            return timedelta(seconds=self._settings.longest_sleep_seconds)
        wait = wake - self._clock.now()
        self._metrics.oldest_due(-wait.total_seconds())
        return max(wait, SHORTEST_SLEEP)

    # -- regular tasks ----------------------------------------------------------------------

    def _jumped(self) -> None:
        """Start over after the clock was changed: other rows are due or have to be planned."""
        self._reset_catching_up()
        if not self._draining:
            self._start_chore(self._plan())
            self._start_chore(self._look_for_people())
            self._start_chore(self._look_at_settings())
            self._start_chore(self._look_at_servers())

    def _notice_leap(self) -> None:
        """Start over too if the clock was set, or the machine was suspended, unannounced."""
        drift, before = self._measured_drift(), self._drift
        self._drift = drift
        if abs(drift - before) > SMALLEST_LEAP_SECONDS:
            log.warning("clock.leapt", seconds=round(drift - before))
            self._jumped()

    def _measured_drift(self) -> float:
        return self._clock.now().timestamp() - self._clock.elapsed()

    def _start_chore(self, chore: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task

    def _regular(
        self, chore: Callable[[], Coroutine[None, None, None]]
    ) -> Callable[[], Awaitable[None]]:
        """Return a callable for the timer that runs the task here, so that `close` waits for it."""

        async def begin() -> None:
            await self._start_chore(chore())

        return begin

    def notice_thread(self, guild: GuildId, thread: ChannelId, *, deleted: bool = False) -> None:
        """Record that a thread can be written in, or that it was `deleted`."""
        threads, key = self._sender.threads, (guild, thread)
        if deleted and not self._draining:
            self._start_chore(self._guarded("notice", lambda: threads.is_deleted(key)))
        elif not self._draining:
            threads.see_open(key)
            if threads.is_troubled(key):
                self._start_chore(self._guarded("notice", lambda: threads.is_open(key)))

    def notice(self, guild: GuildId, person: UserId) -> None:
        """Record that someone who used the bot in a server is a member of it."""
        people, someone = self._sender.people, (guild, person)
        if people.is_gone(someone) and not self._draining:
            self._start_chore(self._guarded("notice", lambda: people.is_back(someone)))

    def notice_settings(self, guild: GuildId, *, retry: bool = False) -> None:
        """Record that something in a server may have changed that `/setup` depends on.

        With `retry`, what was refused is sent again also if nothing is seen to work that didn't.
        """
        watch = self._settings_watch
        if watch and not self._draining and watch.notice(guild, retry=retry):
            self._start_chore(self._guarded("settings", lambda: watch.look_soon(guild)))

    def notice_deleted(self, guild: GuildId, message: MessageId) -> None:
        """Record that a message was deleted, which may have been a sign-up panel."""
        watch = self._settings_watch
        if watch and not self._draining:
            chore = self._guarded("panel", lambda: watch.panel_deleted(guild, message))
            self._start_chore(chore)

    def notice_removal(self, guild: GuildId, name: str, owner: UserId | None) -> None:
        """Record that a server removed the bot."""
        watch = self._removals
        if watch and not self._draining:
            chore = self._guarded("removal", lambda: watch.notice(guild, name, owner))
            self._start_chore(chore)

    def notice_server(self, guild: GuildId) -> None:
        """Record that the bot is in a server, which may have removed it before."""
        watch = self._removals
        if watch and watch.is_known(guild) and not self._draining:
            self._start_chore(self._guarded("removal", lambda: watch.is_back(guild)))

    async def _finish_erasing(self) -> None:
        database, settings, clock = self._database, self._all_settings, self._clock
        await self._guarded("erasing", lambda: erasures.finish(database, settings, clock))

    def notice_youth(self) -> None:
        """Record that something changed that threads with people under 18 depend on."""
        if self._supervision and not self._draining:
            self._start_chore(self._guarded("youth", self._supervision.look))

    async def _look_at_servers(self) -> None:
        if self._removals:
            await self._guarded("removals", self._removals.look)
        if self._supervision:
            await self._guarded("youth", self._supervision.look)

    async def _look_at_settings(self) -> None:
        if self._settings_watch:
            await self._guarded("settings", self._settings_watch.look_at_all)

    async def _plan(self) -> None:
        async with self._planning:
            await self._guarded("plan", self.plan_ahead)
        self._wake.set()

    async def _look_for_people(self) -> None:
        async with self._looking:
            await self._guarded("threads", self._sender.threads.load)
            await self._guarded("people", self._sender.people.look)

    async def _check(self) -> None:
        await self._guarded("conservation", self._check_conservation)

    def _reset_catching_up(self) -> None:
        """Forget that the queue had been caught up: after an outage, late is not forgotten."""
        self._awake_since, self._caught_up = self._clock.now(), False

    async def _check_conservation(self) -> None:
        """Audit the outbox. A late row is a fault only if this process had time to send it."""
        self._notice_leap()
        now = self._clock.now()
        had_time = self._caught_up or now - self._awake_since >= HOUR
        outbox_audit = await self._database.read(audit, now if had_time else None)
        self._metrics.outbox({state.value: count for state, count in outbox_audit.by_state.items()})
        if not outbox_audit.ok:
            log.error("delivery.conservation_broken", faults=outbox_audit.faults)

    async def _purge(self) -> None:
        await self._guarded("purge", self._purge_what_is_old)
        await self._guarded("leavers", self._sender.people.look_at_everyone)
        await self._guarded("retention", self._erase_what_is_old)

    async def _purge_what_is_old(self) -> None:
        now = self._clock.now()
        await self._database.write(interactions.purge, now - INTERACTIONS_KEPT)
        drafts_kept = timedelta(days=self._privacy.erase_drafts_after_days)
        await self._database.write(drafts.purge, now - drafts_kept)
        await self._database.write(acts.purge_shown, now - drafts_kept)
        searches_kept = timedelta(days=self._privacy.erase_searches_after_days)
        await self._database.write(searches.purge, now - searches_kept)
        before = now - timedelta(days=self._settings.keep_sent_days)
        ended = await self._database.read(outbox_purge.find, before, PURGED_A_DAY)
        for start in range(0, len(ended), PURGED_AT_ONCE):
            await self._database.write(outbox_purge.purge, ended[start : start + PURGED_AT_ONCE])

    async def _erase_what_is_old(self) -> None:
        if self._removals:
            # What is left in the bot's files goes with that of people, below.
            await self._removals.erase_old()
        await retention.erase_what_is_old(self._database, self._privacy, self._clock.now())
        await retention.clear_unused_profiles(self._database, self._privacy, self._clock.now())
        await retention.erase_departed(
            self._database, self._all_settings, self._clock, self._sender.ask_member
        )

    async def _guarded(self, name: str, chore: Callable[[], Awaitable[T]]) -> T | None:
        try:
            return await chore()
        except Exception:  # a task that failed runs again within the hour; delivery continues
            self._metrics.nudge("chore-failed")
            log.exception("delivery.chore_failed", chore=name)
            return None


def _seconds() -> float:
    return asyncio.get_running_loop().time()
