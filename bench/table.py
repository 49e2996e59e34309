"""Tables of ratios: each figure next to the reference measured in the same run."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(slots=True)
class Report:
    """Collect rows of one measurement and print them as a table."""

    title: str
    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, ours: str, reference: str, ratio: float, aim: str = "") -> None:
        """Add a line: our figure, the reference's, and ours divided by the reference's."""
        self.rows.append((what, ours, reference, f"{ratio:.2f}x", aim))

    def note(self, what: str, figure: str) -> None:
        """Add a line that has no reference."""
        self.rows.append((what, figure, "", "", ""))

    def show(self) -> None:
        """Print the table."""
        table = Table(title=self.title, title_justify="left")
        for name in ("", "Preceptor", "reference", "ratio", "aim"):
            table.add_column(name, justify="left" if not name else "right")
        for row in self.rows:
            table.add_row(*row)
        Console(width=110).print(table)


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(seconds: float) -> str:
    """Return a duration for a table."""
    return f"{seconds * 1000:.2f} ms"
