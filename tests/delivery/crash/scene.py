"""A scene for crashes: a society on the stand-in, rows to deliver, and the final count."""

import asyncio
import random
import shutil
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from sqlalchemy import Connection

from bot.delivery.outbox_audit import audit
from bot.domain.ids import ChannelId, CohortId, GuildId, PairId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CohortState, NudgeState, Role
from bot.storage import instance, outbox
from bot.storage.cohorts import cohorts
from bot.storage.database import Database
from bot.storage.migrate import migrate
from bot.storage.moderation import societies
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.tables import outbox as rows
from sandbox import Channel, Discord
from tests.delivery.crash import child
from tests.delivery.crash.child import Orders
from tests.every_society import select

SEND = "/channels/{channel_id}/messages"
BY_HAND = "introduced by hand"
STANDS = (NudgeState.SENT, NudgeState.MERGED)
# In the order in which a row meets them.
POINTS = (
    "claimed",
    "thread-searched",
    "thread-created",
    "thread-recorded",
    "before-send",
    "after-send-accepted",
    "before-settle",
    "settle-committed",
    "reconcile-begun",
    "reconcile-found",
    "reconcile-adopted",
    "resend-decided",
)
# Points that are only reached by a row which an earlier process left in doubt, and how it did.
FIRST_KILLED_AT = {
    "reconcile-begun": "after-send-accepted",
    "reconcile-found": "after-send-accepted",
    "reconcile-adopted": "after-send-accepted",
    "resend-decided": "before-send",
}


async def make_template(folder: Path) -> Path:
    """Make an empty database with the present schema, to be copied for each scene."""
    path = folder / "template.sqlite3"
    database = await Database.connect(_url(path))
    await migrate(database)
    await database.close()
    return path


@dataclass
class Scene:
    """One society with its own server, database and rows; several scenes share one stand-in."""

    discord: Discord
    context: ForkServerContext
    path: Path
    guild: GuildId
    mentoring: Channel
    moderators: Channel
    kills: int = 0
    points: Counter[str] = field(default_factory=Counter)

    @classmethod
    async def build(
        cls,
        discord: Discord,
        context: ForkServerContext,
        template: Path,
        path: Path,
        introductions: int = 2,
        panels: int = 1,
        merged: int = 0,
    ) -> "Scene":
        """Found a server and plan its rows: introductions, and panels in the channel they share.

        `merged` rows are for one person in one thread, and become one message.
        """
        shutil.copy(template, path)
        server = discord.guild(path.stem)
        pairs_ = introductions + (1 if merged else 0)
        people = [UserId(server.person(f"{path.stem}-{number}").id) for number in range(2 * pairs_)]
        scene = cls(
            discord,
            context,
            path,
            GuildId(server.id),
            server.text("mentoring"),
            server.text("moderators"),
        )
        database = await Database.connect(_url(path))
        await database.write(_plan, scene, people[: 2 * introductions], panels)
        if merged:
            thread = ChannelId(server.text("the-pair").id)
            await database.write(_plan_merged, scene, people[2 * introductions :], thread, merged)
        await database.close()
        return scene

    def orders(self, point: str | None = None, hit: int = 1, **orders: float) -> Orders:
        """Return what a bot is told that works on this scene."""
        return Orders(
            _url(self.path), self.discord.api_url, self.discord.token, point, hit, **orders
        )

    def start(self, point: str | None = None, hit: int = 1, **orders: float) -> ForkServerProcess:
        """Start a bot that dies at the given hit of a checkpoint, or ends when it is done."""
        process = self.context.Process(target=child.run, args=(self.orders(point, hit, **orders),))
        process.start()
        return process

    async def run(self, point: str | None = None, hit: int = 1, **orders: float) -> int:
        """Run a bot to its end or its death; return its exit code."""
        process = self.start(point, hit, **orders)
        await ended(process)
        return self._count(process, point or "anywhere")

    async def run_killed_within(self, seconds: float) -> int:
        """Run a bot and kill it after `seconds`, unless it is done before."""
        process = self.start()
        try:
            async with asyncio.timeout(seconds):
                await ended(process)
        except TimeoutError:
            process.kill()
            await ended(process)
        return self._count(process, "anywhere")

    def _count(self, process: ForkServerProcess, point: str) -> int:
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        if code == -signal.SIGKILL:
            self.kills += 1
            self.points[point] += 1
        return code

    async def reckon(self) -> "Reckoning":
        """Compare what the database believes with what is in the channels."""
        database = await Database.connect(_url(self.path))
        try:
            return await database.read(_reckon, self)
        finally:
            await database.close()

    def standing(self) -> Counter[str]:
        """Count the messages in this server, by the reference their buttons carry."""
        found: Counter[str] = Counter()
        guild = self.discord.world.guilds[self.guild]
        for channel in guild.channels.values():
            for message in channel.standing():
                found.update(refs_of(message.components))
        return found

    def messages(self) -> list[set[str]]:
        """Return the references in each message in this server."""
        channels = self.discord.world.guilds[self.guild].channels.values()
        standing = (message for channel in channels for message in channel.standing())
        return [refs_of(message.components) for message in standing]

    def threads(self) -> Counter[str]:
        """Count the threads of this server by the code in their name."""
        guild = self.discord.world.guilds[self.guild]
        return Counter(
            channel.name.rpartition("(")[2].rstrip(")")
            for channel in guild.channels.values()
            if channel.is_thread
        )


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What became of a scene's rows."""

    rows: int
    lost: int
    doubled: int
    unsettled: int
    wrong: int
    threads_doubled: int
    faults: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether each row is settled and its message exists exactly once."""
        troubles = (self.lost, self.doubled, self.unsettled, self.wrong, self.threads_doubled)
        return not any(troubles) and not self.faults


def _plan_merged(
    connection: Connection, scene: Scene, people: list[UserId], thread: ChannelId, many: int
) -> None:
    """Plan several nudges for the mentee of a pair that has met."""
    now = datetime.now(UTC)
    mentor, mentee = people
    pair = _add_pair(connection, scene, None, "merged", mentor, mentee, now)
    _due(connection, scene.guild, NudgeKind.INTRODUCTION, "pair", pair, now)
    outbox.cancel(connection, scene.guild, "pair", pair, BY_HAND, now)
    pairs.record_thread(connection, scene.guild, pair, thread)
    pairs.record_introduction(connection, scene.guild, pair, now)
    for number in range(many):
        outbox.plan(
            connection,
            guild=scene.guild,
            kind=NudgeKind.AGREEMENT_REVIEW,
            subject_type="pair",
            subject_id=pair,
            recipient=mentee,
            due_at=now,
            occurrence=f"review {number}",
        )


def _add_pair(
    connection: Connection,
    scene: Scene,
    cohort: CohortId | None,
    code: str,
    mentor: UserId,
    mentee: UserId,
    now: datetime,
) -> PairId:
    for user in (mentor, mentee):
        # Whatever hour it is where this runs, no one sleeps.
        awake = {"quiet_from": time(0), "quiet_until": time(0)}
        nudge_settings.save(connection, scene.guild, user, **awake)
    return pairs.add(
        connection,
        scene.guild,
        cohort=cohort,
        code=code,
        members=(Member(mentor, Role.MENTOR), Member(mentee, Role.MENTEE)),
        reasons=(),
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        time_zone="UTC",
        now=now,
    )


def _plan(connection: Connection, scene: Scene, people: list[UserId], panels: int) -> None:
    now = datetime.now(UTC)  # the bot under test tells the time by the system's clock
    instance.instance_id(connection)
    societies.save(
        connection,
        scene.guild,
        mentoring_channel_id=scene.mentoring.id,
        moderator_channel_id=scene.moderators.id,
        time_zone="UTC",
        set_up_at=now,
    )
    cohort = cohorts.add(
        connection,
        scene.guild,
        name="Autumn",
        name_key="autumn",
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        created_by=people[0] if people else UserId(1),
        now=now,
    )
    cohorts.set_state(connection, scene.guild, cohort.id, CohortState.ENROLLING)
    for number, (mentor, mentee) in enumerate(zip(people[::2], people[1::2], strict=True)):
        pair = _add_pair(connection, scene, cohort.id, f"code{number}", mentor, mentee, now)
        _due(connection, scene.guild, NudgeKind.INTRODUCTION, "pair", pair, now)
    for number in range(panels):
        occurrence = f"panel {number}"
        _due(connection, scene.guild, NudgeKind.SIGN_UP_PANEL, "cohort", cohort.id, now, occurrence)


def _due(
    connection: Connection,
    guild: GuildId,
    kind: NudgeKind,
    subject_type: str,
    subject_id: int,
    now: datetime,
    occurrence: str = "",
) -> None:
    outbox.plan(
        connection,
        guild=guild,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        due_at=now,
        occurrence=occurrence,
    )


def _reckon(connection: Connection, scene: Scene) -> Reckoning:
    standing, threads = scene.standing(), scene.threads()
    channels = scene.discord.world.channels
    planned = connection.execute(select(rows).where(rows.c.reason.is_distinct_from(BY_HAND))).all()
    wrong = [
        row
        for row in planned
        if row.state in STANDS
        and row.message_id not in channels[ChannelId(row.channel_id)].messages
    ]
    return Reckoning(
        rows=len(planned),
        lost=sum(standing[row.ref] == 0 for row in planned),
        doubled=sum(standing[row.ref] > 1 for row in planned),
        unsettled=sum(row.state not in STANDS for row in planned),
        wrong=len(wrong),
        threads_doubled=sum(count > 1 for count in threads.values()),
        faults=audit(connection).faults,
    )


def refs_of(components: list[dict[str, object]]) -> set[str]:
    """Return the references in a message's buttons: one, or one for each nudge in it."""
    found: set[str] = set()
    for component in components:
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str) and "~" in custom_id:
            found.add(custom_id.rpartition("~")[2])
        inner = component.get("components")
        if isinstance(inner, list):
            found |= refs_of(inner)
    return found


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def crash_at(scene: Scene, point: str, rng: random.Random, most: int = 2) -> None:
    """Kill a bot at a point, and the one before it where the point needs a row in doubt.

    A scene has at least `most` messages to send, and it is one of the first so many that is cut.
    """
    if first := FIRST_KILLED_AT.get(point):
        _require_killed(await scene.run(first, hit=rng.randint(1, most)), first)
        hit = 1
    else:
        hit = rng.randint(1, most)
    _require_killed(await scene.run(point, hit), point)
    assert await scene.run() == 0


def _require_killed(code: int, point: str) -> None:
    assert code == -signal.SIGKILL, f"ended with {code} and never came to {point}"


async def ended(process: ForkServerProcess) -> None:
    """Wait for the end of a process without a thread: two that poll at once lose its exit code."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    except asyncio.CancelledError:  # no one waits for it anymore, and it must not stay
        process.kill()
        raise
    finally:
        loop.remove_reader(process.sentinel)
