"""Places and words for zones as people type them: read them, and judge a reader by them."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.errors import DomainError
from bot.domain.times import zones
from tests.domain.times.phrases import Verdict

FILE = Path(__file__).with_name("zones.tsv")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with the right answer as the file writes it."""

    word: str
    right: str
    half: str


def words() -> list[Word]:
    """Return every word of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Word(row["word"], row["right"], row["half"]) for row in rows]


def judge(word: Word) -> tuple[Verdict, str]:
    """Read a word; return the verdict and what was read."""
    right = {clock(name) for name in word.right.removeprefix("?").removeprefix("!").split()}
    try:
        read = zones.resolve(word.word)
    except DomainError as error:
        return _of_refusal(word, right, error)
    if word.right.startswith("!"):
        return Verdict.WRONG, read
    # "? x" alone: to be asked about, or read as x.
    is_right = {clock(read)} == right
    return (Verdict.RIGHT if is_right else Verdict.WRONG), read


def _of_refusal(
    word: Word, right: set[tuple[object, ...]], error: DomainError
) -> tuple[Verdict, str]:
    if error.code == "time_zone.unclear":
        offered = [choice.zone for choice in error.facts["choices"]]
        shown = " or ".join(offered)
        if not right <= {clock(name) for name in offered}:
            return Verdict.REFUSED, shown
        return (Verdict.RIGHT if word.right.startswith("?") else Verdict.ASKED), shown
    if word.right.startswith("!"):
        return Verdict.RIGHT, error.code
    close = [choice.zone for choice in error.facts["close"]]
    is_offered = right <= {clock(name) for name in close}
    return (Verdict.ASKED if is_offered else Verdict.REFUSED), " or ".join(close)


def clock(zone: str) -> tuple[object, ...]:
    """Return what tells a zone from another: its offsets over a year."""
    return tuple(
        datetime(2027, month, 15, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
        for month in range(1, 13)
    )


def counts(half: str) -> Counter[Verdict]:
    """Count the verdicts of a half of the file."""
    return Counter(judge(word)[0] for word in words() if word.half == half)


def report(half: str) -> str:
    """Return the figures of a half, and each word that was not read right."""
    lines = [
        f"{verdict}: {word.word!r} -> {shown} (right: {word.right})"
        for word in words()
        if word.half == half
        for verdict, shown in [judge(word)]
        if verdict is not Verdict.RIGHT
    ]
    return "\n".join([*sorted(lines), str(dict(counts(half)))])


if __name__ == "__main__":
    import sys

    sys.stdout.write(report(sys.argv[1]) + "\n")
