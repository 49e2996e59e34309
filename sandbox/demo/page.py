"""The demo's printed page: its result first, then every act.

In short, an act is its title and its first exchange. The whole page has every exchange, and then
what each person saw.
"""

import re
import traceback
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from textwrap import indent
from typing import Protocol
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.rule import Rule

from sandbox import Person
from sandbox.demo.stamps import shown

LINES_OF_LOG = 30
LONGEST_LINE = 100
NEXT = (
    "Everything that everyone saw: make demo DEMO_ARGS=--all",
    "Be its moderator, a mentor, and a mentee yourself: make play",
)
HERE = Path(__file__).parent
# Where most of the people live, and what someone without a zone of their own is shown.
ZONE = ZoneInfo("America/Chicago")
_TOKENS = re.compile(r"<(@|#)(\d+)>|<t:(\d+):(\w)>")
# The end of a pair's thread name: a random code.
_CODE = re.compile(r"\(([0-9A-Z]{6})\)")


class Clock(Protocol):
    """Tell the story's time."""

    def now(self) -> datetime:
        """Return the current instant, aware."""


class Watcher(Protocol):
    """Is told of each act as it begins."""

    def act(self, number: int, title: str) -> None:
        """Notice an act; the first one is number 1."""


class Page:
    """Collect acts as they happen, and print them at the end, below the result."""

    def __init__(self, clock: Clock, watcher: Watcher) -> None:
        self._clock = clock
        self._watcher = watcher
        self._names: dict[int, str] = {}
        self._zones: dict[int, ZoneInfo] = {}
        self._codes: dict[str, str] = {}
        self._body: list[RenderableType] = []
        # The same in short: of each act its title, and the first thing that someone did in it.
        self._short: list[RenderableType] = []
        self._is_short_told = False
        self.titles: list[str] = []

    def learn(self, number: int, name: str, zone: str | None = None) -> None:
        """Print `name` for mentions and links with this id, and show someone their own `zone`.

        A code in the name is random, so it's shown as CODE-1, CODE-2 ... in the order of learning.
        """
        for code in _CODE.findall(name):
            self._codes.setdefault(code, f"CODE-{len(self._codes) + 1}")
        self._names[number] = name
        if zone:
            self._zones[number] = ZoneInfo(zone)

    def act(self, title: str) -> None:
        """Begin an act."""
        self.titles.append(title)
        self._watcher.act(len(self.titles), title)
        self._body += ["", Rule(f"{len(self.titles)}. {title}", align="left")]
        self._short.append(f"[bold cyan]{len(self.titles)}. {escape(title)}[/]")
        self._is_short_told = False

    def heard(self, person: Person, did: str, answer: str) -> None:
        """Record what someone did and the answer to it."""
        zone = self._zones.get(person.id, ZONE)
        self._body.append(f"[bold]{escape(person.name)}[/] {escape(did)}")
        self._indented(answer, zone)
        if not self._is_short_told:
            self._is_short_told = True
            first = next(iter(self._readable(answer, zone, self._clock.now()).splitlines()), "")
            self._short.append(f"   [bold]{escape(person.name)}[/] {escape(_cut(did))}")
            self._short.append(f"   [dim]{escape(_cut(first))}[/]")

    def note(self, text: str) -> None:
        """Record what a reader of the page should know."""
        self._indented(text, ZONE)

    def aside(self, text: str) -> None:
        """Record a remark about the page itself."""
        self._body += ["", escape(text)]

    def show(self, person: Person) -> None:
        """Record the conversation as one person saw it, each message as it was on arrival."""
        zone = self._zones.get(person.id, ZONE)
        self._body += ["", Rule(f"What {person.name} saw", align="left", style="green")]
        self._body += [escape(self._readable(str(each), zone, each.at)) for each in person.sees()]

    def held(self, result: Sequence[tuple[str, str]], *, whole: bool) -> None:
        """Print a story in which everything succeeded, in short or whole, headed by its result."""
        verdict = f"All {len(self.titles)} acts passed."
        width = max(len(name) for name, _ in result)
        lines = [f"{name:<{width}}  {text}" for name, text in result]
        body = self._body if whole else ["", *self._short]
        self._print("bold green", verdict, "\n".join(lines), body)
        console = Console(highlight=False, soft_wrap=True)
        for line in NEXT[whole:]:
            console.print(line)

    def failed(self, failure: Exception, acts: int, log: str) -> None:
        """Print the page of a story that broke off, headed by what failed and the bot's `log`."""
        number = len(self.titles)
        begun = (
            f"in act {number} of {acts}: {self.titles[-1]}" if number else f"before act 1 of {acts}"
        )
        ending = "\n".join(log.splitlines()[-LINES_OF_LOG:])
        what = [f"{type(failure).__name__} at {_place(failure)}", str(failure)]
        if ending:
            what += ["The bot's log ended with:", ending]
        told = "\n".join(self._readable(each, ZONE, self._clock.now()) for each in what if each)
        self._print("bold red", f"FAILED {begun}", told, self._body)

    def _print(self, style: str, verdict: str, result: str, body: Sequence[RenderableType]) -> None:
        console = Console(highlight=False, soft_wrap=True)
        console.print(escape(verdict), style=style)
        console.print(escape(indent(result, "  ")))
        for each in body:
            console.print(each)
        # Once more at the end, where a reader looks first on a terminal.
        console.print()
        console.print(escape(verdict), style=style)

    def _indented(self, text: str, zone: ZoneInfo) -> None:
        self._body.append(escape(indent(self._readable(text, zone, self._clock.now()), "    ")))

    def _readable(self, text: str, zone: ZoneInfo, now: datetime) -> str:
        """Return text with names and dates in place of Discord's codes, as its app shows them."""

        def read(token: re.Match[str]) -> str:
            if token[3]:
                return shown(int(token[3]), token[4], zone, now)
            return token[1] + self._names.get(int(token[2]), token[2])

        text = _TOKENS.sub(read, text)
        for code, name in self._codes.items():
            text = text.replace(code, name)
        return text


def _cut(line: str) -> str:
    """Return as much of a line as the short page shows."""
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"


def _place(failure: Exception) -> str:
    """Return the line of the demo that failed, with its source."""
    frames = traceback.extract_tb(failure.__traceback__)
    own = [each for each in frames if Path(each.filename).is_relative_to(HERE)]
    frame = (own or frames)[-1]
    return f"{Path(frame.filename).name}, line {frame.lineno}: {frame.line}"
