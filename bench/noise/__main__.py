"""Live through a semester of mentoring and print how often it interrupted people.

The real bot, through the stand-in for Discord: a diligent pair that meets every two weeks, a
mentor who meets each of three mentees every four, a circle of four, a pair that never answers, and
a circle with a silent member; and, apart from them, what one meeting and one commitment cost. A
ping is a message that notifies a person.

    python -m bench.noise                14 weeks
    python -m bench.noise --weeks 5      a short run, with other figures
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from bench.noise import figures
from bench.noise.figures import Kinds
from bench.noise.life import Life, Post, ids_in
from bench.noise.people import Group
from bot.configuration import load_settings
from bot.domain.ids import GuildId, InteractionId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.running import Running, started
from bot.services.actor import Actor
from bot.services.nudges import panel as nudge_panel
from sandbox import Discord, Permission, Person
from tests.discord.conftest import Society, environment
from tests.discord.enrolled import a_circle, a_cohort, a_pair, approve_all, introduced

DAY = timedelta(days=1)
# What a young pair hears of anyway.
BESIDE = (NudgeKind.FIRST_MEETING.value,)
HERE = ("America/Chicago",) * 3


@dataclass(slots=True)
class Row:
    """A line of the table; `met` is None where there is no aim."""

    what: str
    figure: str
    aim: str
    met: bool | None


def main() -> int:
    """Live, count, and print; the table says what is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weeks", type=int, default=14)
    parser.add_argument("--transcript", type=Path, help="write the messages of the threads there")
    parser.add_argument("--kinds", action="store_true", help="say which kinds of message it were")
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    rows = asyncio.run(_measure(chosen.weeks, chosen.transcript, kinds=chosen.kinds))
    table = Table(title=f"{chosen.weeks} weeks, defaults", title_justify="left")
    for name in ("", "today", "aim", ""):
        table.add_column(name)
    for row in rows:
        verdict = "" if row.met is None else "met" if row.met else "missed"
        table.add_row(row.what, row.figure, row.aim, verdict)
    Console(width=130).print(table)
    return 0


async def _measure(weeks: int, transcript: Path | None, *, kinds: bool) -> list[Row]:
    async with _bot() as (discord, running):
        rows = await _one_thing(discord, running)
    async with _bot() as (discord, running):
        return await _semester(discord, running, weeks, transcript, rows, kinds=kinds)


@asynccontextmanager
async def _bot() -> AsyncIterator[tuple[Discord, Running]]:
    with tempfile.TemporaryDirectory(prefix="preceptor-noise-") as name:
        clock, database = Path(name) / "clock", Path(name) / "preceptor.sqlite3"
        async with (
            Discord.serve(clock_file=clock) as discord,
            started(load_settings(environment(discord, database, clock))) as running,
        ):
            await discord.ready()
            yield discord, running


async def _society(discord: Discord, running: Running, name: str) -> Society:
    guild = discord.guild(name)
    mentoring, back_room = guild.text("mentoring"), guild.text("moderators")
    role = guild.role("Moderators", allow=Permission.MANAGE_GUILD)
    mo = guild.person("Mo", role)
    await mo.slash(
        "setup",
        mentoring_channel=mentoring,
        moderator_channel=back_room,
        moderator_role=role,
        time_zone="Chicago",
    )
    return Society(discord, guild, mentoring, back_room, mo, running)


# -- one meeting, one commitment ------------------------------------------------------------------


async def _one_thing(discord: Discord, running: Running) -> list[Row]:
    """Arrange, move and call off a meeting, and keep a commitment, each in a pair of its own."""
    named = ("meeting", "moved", "called off", "kept", "circle")
    societies = {name: await _society(discord, running, name) for name in named}
    people = {name: await a_pair(societies[name]) for name in named[:4]}
    mentor, mentees, thread = await a_circle(societies["circle"], *HERE)
    life = Life(societies.values())
    groups = {
        name: Group(life, societies[name], there, one, [other])
        for name, (one, other, there) in people.items()
    }
    groups["circle"] = Group(life, societies["circle"], thread, mentor, mentees)
    for group in groups.values():
        group.plan_agreement()
    await life.live(groups["circle"].day(2, 10))
    before = len(life.posts)
    for name, group in groups.items():
        proposer = group.mentees[0] if name != "circle" else group.mentor
        if name == "kept":
            life.at(
                group.day(2, 11),
                partial(group.promise, group.mentees[0], group.day(6)),
            )
            continue
        life.at(
            group.day(2, 11),
            partial(group.propose, proposer, group.day(6, 18)),
        )
    moved, off = groups["moved"], groups["called off"]
    life.at(moved.day(4, 11), partial(moved.move, moved.mentor, moved.day(6, 12)))
    life.at(off.day(4, 11), partial(off.call_off, off.mentees[0]))
    await life.live(groups["circle"].day(7, 17))
    kinds = await running.app.database.read(Kinds.read)
    posts = {
        name: [
            post
            for post in life.posts[before:]
            if post.place is group.thread and kinds.of.get(post.message.id) != BESIDE
        ]
        for name, group in groups.items()
    }
    if life.faults:
        print("\n".join(life.faults))
    return _rows_of_one_thing(groups, posts)


def _rows_of_one_thing(groups: dict[str, Group], posts: dict[str, list[Post]]) -> list[Row]:
    meeting = posts["meeting"]
    each = max(_pings(meeting, person) for person in groups["meeting"].people)
    words = sum(post.words for post in meeting)
    circle = sum(_pings(posts["circle"], person) for person in groups["circle"].people)
    moved, off = len(posts["moved"]), len(posts["called off"])
    kept = _pings(posts["kept"], groups["kept"].mentees[0])
    return [
        Row(
            "an arranged meeting, pair: messages / pings each / words",
            f"{len(meeting)} / {each} / {words}",
            "3 / 2 / <= 70",
            len(meeting) <= 3 and each <= 2 and words <= 70,
        ),
        Row("the same in a circle of four, pings in all", f"{circle}", "<= 7", circle <= 7),
        Row(
            "moved / called off, messages",
            f"{moved} / {off}",
            "<= 4 / <= 2",
            moved <= 4 and off <= 2,
        ),
        Row("pings for a kept commitment", f"{kept}", "1", kept <= 1),
    ]


def _pings(posts: Sequence[Post], person: Person) -> int:
    return sum(person.id in post.pinged for post in posts)


# -- a semester -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Semester:
    """Who lives through it; `pairs` are the diligent one, and those who share a mentor."""

    life: Life
    pairs: list[Group]
    circle: Group
    silent_pair: Group
    silent_circle: Group


async def _semester(
    discord: Discord,
    running: Running,
    weeks: int,
    transcript: Path | None,
    rows: list[Row],
    *,
    kinds: bool,
) -> list[Row]:
    semester = await _found(discord, running)
    life = semester.life
    for number, group in enumerate(semester.pairs):
        group.plan(weeks, offset=2 * number, every=28 if number else 14)
    semester.circle.plan(weeks)
    semester.silent_circle.plan(weeks)
    shown = happened = 0
    begun = semester.circle.begun
    for week in range(1, weeks + 1):
        await life.live(begun + week * 7 * DAY)
        more = await _shown(semester, life.now)
        shown, happened = shown + more[0], happened + more[1]
    if life.faults:
        print("\n".join(life.faults))
    read = running.app.database.read
    their_kinds = await read(Kinds.read)
    if transcript is not None:
        transcript.write_text(_transcript(life, their_kinds))
    if kinds:
        _show_kinds(semester, their_kinds)
    guilds = [GuildId(society.guild.id) for society in life.societies]
    empty, digests = await read(figures.empty_digests, guilds)
    case = await read(figures.first_case, GuildId(semester.silent_circle.society.guild.id))
    return _rows(semester, weeks, their_kinds, rows, (shown, happened), (empty, digests), case)


async def _found(discord: Discord, running: Running) -> Semester:
    named = ("a pair", "three", "a circle", "a silent pair", "a circle with a silent member")
    societies = [await _society(discord, running, name) for name in named]
    pair, first, second, third, fourth = societies
    diligent = await a_pair(pair)
    [mentor], mentees = await a_cohort(first, mentors=1, mentees=3, capacity=3)
    await approve_all(first)
    threads = [await introduced(first, mentee) for mentee in mentees]
    circle = await a_circle(second, *HERE)
    one, other, there = await a_pair(third)
    quiet = await a_circle(fourth, *HERE)
    life = Life(societies)
    return Semester(
        life,
        [
            Group(life, pair, diligent[2], diligent[0], [diligent[1]]),
            *(
                Group(life, first, at, mentor, [one])
                for at, one in zip(threads, mentees, strict=True)
            ),
        ],
        Group(life, second, circle[2], circle[0], circle[1]),
        Group(life, third, there, one, [other], silent=(one, other)),
        Group(life, fourth, quiet[2], quiet[0], quiet[1], silent=quiet[1][-1:]),
    )


async def _shown(semester: Semester, now: datetime) -> tuple[int, int]:
    """Return how many pings of the last seven days `/nudges` shows, and how many there were."""
    shown = happened = 0
    life = semester.life
    app = life.running.app
    groups = [*semester.pairs, semester.circle, semester.silent_pair, semester.silent_circle]
    people = {(one.id, group.society.guild.id): one for group in groups for one in group.people}
    for (_, guild), person in people.items():
        actor = Actor(GuildId(guild), UserId(person.id), InteractionId(0))
        panel = await nudge_panel.show(app, actor)
        happened += sum(at > now - 7 * DAY for at in figures.pings_of(life, person))
        shown += len(panel.pings)
    return shown, happened


def _rows(
    semester: Semester,
    weeks: int,
    kinds: Kinds,
    rows: list[Row],
    share: tuple[int, int],
    digests: tuple[int, int],
    case: datetime | None,
) -> list[Row]:
    life, pairs = semester.life, semester.pairs
    mentor, mentees = pairs[1].mentor, [group.mentees[0] for group in pairs]
    circle = semester.circle

    def weekly(*people: Person) -> float:
        return sum(len(figures.pings_of(life, one)) for one in people) / len(people) / weeks

    of_mentee, of_mentor = max(map(weekly, mentees)), weekly(mentor)
    people = (mentor, *pairs[0].people, *mentees[1:], *circle.people)
    asked = [figures.pings_of(life, one, unasked=True) for one in people]
    spans = (7 * DAY, DAY, timedelta(minutes=1))
    seven, day, minute = (
        max(figures.most_within(instants, span) for instants in asked) for span in spans
    )
    groups = [*pairs, circle, semester.silent_pair, semester.silent_circle]
    counts = [figures.early_check_ins(life, kinds, group) for group in (*pairs, circle)]
    early, all_ = sum(one for one, _ in counts), sum(one for _, one in counts)
    by_pair = max(len(figures.pings_of(life, one)) for one in semester.silent_pair.people)
    by_circle = len(figures.pings_of(life, semester.silent_circle.silent[0]))
    case_week = None if case is None else (case - semester.circle.begun) / (7 * DAY)
    threads = [post for group in groups for post in figures.in_thread(life, group)]
    middle, most, introduction = figures.nudge_words(threads, kinds)
    quiet = [post for post in threads if figures.asks_nothing(post)]
    silent = sum(post.is_silent for post in quiet)
    buttons = max(len(post.offered) for post in threads)
    alive, live = max(figures.live_buttons(group) for group in pairs)
    length = max(len(figures.in_thread(life, group)) for group in pairs)
    percent = 100 * share[0] / max(share[1], 1)
    found = [
        Row(
            "pings a week: busiest mentee / mentor of three",
            f"{of_mentee:.1f} / {of_mentor:.1f}",
            "<= 2 / <= 3.5",
            of_mentee <= 2 and of_mentor <= 3.5,
        ),
        Row(
            "the same in a circle of four: mentee / mentor",
            f"{weekly(*circle.mentees):.1f} / {weekly(circle.mentor):.1f}",
            "",
            None,
        ),
        Row(
            "worst 7 days; one day; one minute",
            f"{seven}; {day}; {minute}",
            "<= 6; 2; 1",
            seven <= 6 and day <= 2 and minute <= 1,
        ),
        Row("share of pings that /nudges shows", f"{percent:.0f} %", "100 %", percent >= 100),
    ]
    found += rows
    found += [
        Row(
            'check-ins within 7 days of "met", an update or an agreement',
            f"{early} of {all_}",
            "0",
            not early,
        ),
        Row(
            "pings of someone silent: pair / circle; a case in week",
            f"{by_pair} / {by_circle}; {'none' if case_week is None else f'{case_week:.1f}'}",
            "<= 5 / <= 12; 6",
            by_pair <= 5 and by_circle <= 12 and case_week is not None and case_week <= 6,
        ),
        Row(
            "words a nudge, median / most; introduction",
            f"{middle:.0f} / {most}; {introduction}",
            "15 / 40; <= 90",
            middle <= 15 and most <= 40 and introduction <= 90,
        ),
        Row(
            "buttons in one message; messages with live buttons at the end",
            f"{buttons}; {alive} ({live} buttons)",
            "<= 6; <= 5",
            buttons <= 6 and alive <= 5,
        ),
        Row("the bot's messages in a diligent pair's thread", f"{length}", "<= 40", length <= 40),
        Row(
            "messages that ask nothing: sent without a notification",
            f"{silent} of {len(quiet)} ({len(threads)} in all)",
            "all",
            silent == len(quiet),
        ),
        Row(
            "digests with nothing new",
            f"{digests[0]} of {digests[1]}",
            "0",
            not digests[0],
        ),
    ]
    return found


def _show_kinds(semester: Semester, kinds: Kinds) -> None:
    named = {
        "a diligent pair": semester.pairs[0],
        "the circle": semester.circle,
        "the silent pair": semester.silent_pair,
        "the circle with a silent member": semester.silent_circle,
    }
    for name, group in named.items():
        print(f"\n{name}: messages, pings")
        for kind, messages, pings in figures.by_kind(semester.life, kinds, group):
            print(f"  {messages:4} {pings:4}  {kind}")
        for message in group.thread.standing():
            if ids_in(message):
                its = " + ".join(kinds.of.get(message.id, ("an answer",)))
                print(f"  can be clicked: {its}: {', '.join(ids_in(message))}")


def _transcript(life: Life, kinds: Kinds) -> str:
    lines = []
    for post in life.posts:
        names = [life.discord.world.users[one].name for one in sorted(post.pinged)]
        kind = "+".join(kinds.of.get(post.message.id, ("?",)))
        head = f"{post.at:%a %d %b %H:%M} [{post.society.guild.state.name} > {post.place.name}]"
        lines.append(f"{head} {kind} -> {', '.join(names) or 'nobody'}\n    {post.text}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
