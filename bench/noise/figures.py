"""What `bench.noise` counts of a life that was lived, judged from what stands in Discord."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection

from bench.noise.life import HOUR, Life, Post, ids_in
from bench.noise.people import Group
from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.storage.tables import cases, outbox, pairs
from sandbox import Person
from tests.every_society import select

DAY = timedelta(days=1)
# A message is about a decision only with one of these: the rest of its buttons only look.
LOOKS = ("pc1:nudges:", "pc1:status:", "pc1:guide:", "pc1:advice:", "pc1:away:", "pc1:update:")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Which kinds of nudge each message carried, by its ID."""

    of: dict[int, tuple[str, ...]]
    # The threads of the pairs whose check-in a message carried.
    asked_in: dict[int, tuple[int, ...]]

    @classmethod
    def read(cls, connection: Connection) -> "Kinds":
        """Read them from the outbox."""
        found: dict[int, list[str]] = {}
        statement = select(outbox.c.message_id, outbox.c.kind).where(
            outbox.c.message_id.is_not(None)
        )
        for message, kind in connection.execute(statement):
            found.setdefault(int(message), []).append(str(kind))
        asked: dict[int, list[int]] = {}
        statement = (
            select(outbox.c.message_id, pairs.c.thread_id)
            .join(
                pairs,
                (pairs.c.guild_id == outbox.c.guild_id) & (pairs.c.id == outbox.c.subject_id),
            )
            .where(outbox.c.kind == NudgeKind.CHECK_IN, outbox.c.message_id.is_not(None))
        )
        for message, thread in connection.execute(statement):
            asked.setdefault(int(message), []).append(int(thread))
        return cls(
            {message: tuple(kinds) for message, kinds in found.items()},
            {message: tuple(threads) for message, threads in asked.items()},
        )


def pings_of(life: Life, person: Person, *, unasked: bool = False) -> list[datetime]:
    """Return when messages notified someone; `unasked` without those soon after an own act."""
    pings = [post.at for post in life.posts if person.id in post.pinged]
    acts = life.acts.get(person.id, [])
    if not unasked:
        return pings
    return [at for at in pings if not any(at - HOUR <= act <= at for act in acts)]


def most_within(instants: Sequence[datetime], span: timedelta) -> int:
    """Return the most instants in any stretch of this length."""
    return max((sum(at <= one < at + span for one in instants) for at in instants), default=0)


def in_thread(life: Life, group: Group) -> list[Post]:
    """Return the bot's messages in a group's thread."""
    return [post for post in life.posts if post.place is group.thread]


def early_check_ins(life: Life, kinds: Kinds, group: Group) -> tuple[int, int]:
    """Return the check-ins soon after the group met, updated or agreed on something, and all."""
    asked = [
        post for post in life.posts if group.thread.id in kinds.asked_in.get(post.message.id, ())
    ]
    early = [
        post for post in asked if any(post.at - 7 * DAY <= act < post.at for act in group.acts)
    ]
    return len(early), len(asked)


def asks_nothing(post: Post) -> bool:
    """Return whether a message leaves nothing to do for those who read it."""
    return all(one.startswith(LOOKS) for one in post.offered)


def nudge_words(posts: Iterable[Post], kinds: Kinds) -> tuple[float, int, int]:
    """Return the median and the most words of a nudge, and the words of an introduction."""
    introduced = NudgeKind.INTRODUCTION.value
    counts, introductions = [0], [0]
    for post in posts:
        its = kinds.of.get(post.message.id, ())
        (introductions if introduced in its else counts).append(post.words)
    return median(counts[1:] or [0]), max(counts), max(introductions)


def empty_digests(connection: Connection, guilds: Sequence[GuildId]) -> tuple[int, int]:
    """Return the digests in which no case was newer than the digest before it, and all."""
    empty = every = 0
    for guild in guilds:
        sent = connection.execute(
            select(outbox.c.settled_at)
            .where(
                outbox.c.guild_id == guild,
                outbox.c.kind == NudgeKind.CASE_DIGEST,
                outbox.c.message_id.is_not(None),
            )
            .order_by(outbox.c.settled_at)
        ).scalars()
        opened = list(
            connection.execute(select(cases.c.opened_at).where(cases.c.guild_id == guild)).scalars()
        )
        before: datetime | None = None
        for at in sent:
            every += 1
            if before is not None:
                empty += not any(before < one <= at for one in opened)
            before = at
    return empty, every


def first_case(connection: Connection, guild: GuildId) -> datetime | None:
    """Return when a society's first case was opened."""
    statement = select(cases.c.opened_at).where(cases.c.guild_id == guild)
    return min(connection.execute(statement).scalars(), default=None)


def live_buttons(group: Group) -> tuple[int, int]:
    """Return how many messages of a thread can still be clicked, and their buttons."""
    alive = [ids for message in group.thread.standing() if (ids := ids_in(message))]
    return len(alive), sum(map(len, alive))


def by_kind(life: Life, kinds: Kinds, group: Group) -> list[tuple[str, int, int]]:
    """Return, for each kind in a thread, its messages and its pings, the loudest first."""
    messages, pings = Counter[str](), Counter[str]()
    for post in in_thread(life, group):
        its = " + ".join(sorted(set(kinds.of.get(post.message.id, ("an answer",)))))
        messages[its] += 1
        pings[its] += len(post.pinged)
    return sorted(
        ((kind, messages[kind], pings[kind]) for kind in messages), key=lambda row: -row[2]
    )
