"""The rehearsal's printed page."""

import re
from datetime import UTC, datetime
from pathlib import Path
from textwrap import indent

from rich.console import Console
from rich.markup import escape
from rich.rule import Rule

from sandbox import Person

LINES_OF_LOG = 30


_TOKENS = re.compile(r"<(@|#)(\d+)>|<t:(\d+):(\w)>")


class Page:
    """Print acts as they happen, and at the end what each person saw."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._names: dict[int, str] = {}
        self._acts = 0

    def learn(self, number: int, name: str) -> None:
        """Print `name` wherever a mention or a channel link holds this id."""
        self._names[number] = name

    def act(self, title: str) -> None:
        """Begin an act."""
        self._acts += 1
        self._console.print()
        self._console.print(Rule(f"{self._acts}. {title}", align="left"))

    def heard(self, person: Person, did: str, answer: str) -> None:
        """Print what somebody did and the answer to it."""
        self._console.print(f"[bold]{escape(person.name)}[/] {escape(did)}")
        self._indented(answer)

    def note(self, text: str) -> None:
        """Print what a reader of the page should know."""
        self._indented(text)

    def aside(self, text: str) -> None:
        """Print a remark about the page itself."""
        self._console.print()
        self._console.print(escape(text))

    def show(self, person: Person) -> None:
        """Print the conversation as one person saw it."""
        self._console.print()
        self._console.print(Rule(f"What {person.name} saw", align="left", style="green"))
        for sight in person.sees():
            self._console.print(escape(self._readable(str(sight))))

    def done(self) -> None:
        """Say that everything held."""
        self._console.print()
        self._console.print("[bold green]The story is told, and every promise in it held.[/]")

    def failed(self, failure: Exception, log: Path) -> None:
        """Say what did not hold, with the end of the bot's log."""
        self._console.print(f"[bold red]This did not hold:[/] {escape(repr(failure))}")
        lines = log.read_text().splitlines()[-LINES_OF_LOG:] if log.exists() else []
        self._indented("\n".join(lines))

    def _indented(self, text: str) -> None:
        self._console.print(escape(indent(self._readable(text), "    ")))

    def _readable(self, text: str) -> str:
        """Return text with names and dates in place of Discord's codes, as its app shows them."""

        def shown(token: re.Match[str]) -> str:
            if token[3]:
                instant = datetime.fromtimestamp(int(token[3]), UTC)
                return f"{instant:%d %B %Y}" if token[4] in "dD" else f"{instant:%d %B %H:%M} UTC"
            return token[1] + self._names.get(int(token[2]), token[2])

        return _TOKENS.sub(shown, text)
