"""What is being played right now, on standard error: standard output holds only the story."""

import time
from types import TracebackType

from rich.console import Console


class Progress:
    """Show each act as it begins: in place on a terminal, else as a line."""

    def __init__(self, acts: int) -> None:
        self._acts = acts
        self._console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
        self._status = (
            self._console.status("starting the bot") if self._console.is_terminal else None
        )
        self._began = time.monotonic()

    def __enter__(self) -> "Progress":
        self._console.print(
            "A mentoring society's first weeks, played in about a minute by the real bot and a\n"
            "local stand-in for Discord. Nothing leaves this machine. The result comes first."
        )
        if self._status:
            self._status.start()
        return self

    def act(self, number: int, title: str) -> None:
        """Say that an act begins; the first one is number 1."""
        text = f"act {number} of {self._acts}: {title}"
        if self._status:
            self._status.update(text)
        else:
            self._console.print(text)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._status:
            self._status.stop()
        if kind is None:
            self._console.print(f"Played in {time.monotonic() - self._began:.0f} s.")
