"""Phrases as people type them, with what each means: read them, and judge a reader by them."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.times.civil import CivilTime
from bot.domain.times.reader import (
    Ambiguous,
    Asker,
    Expects,
    Refused,
    Understood,
    Value,
    read,
    several,
)

FILE = Path(__file__).with_name("phrases.tsv")
# When and where each was said, by the letter in the file.
SAID = {
    "A": ("2027-03-17 12:00", "America/New_York"),  # a Wednesday
    "B": ("2027-04-30 12:00", "Australia/Sydney"),  # a Friday
    "C": ("2027-03-16 23:28", "America/New_York"),  # a Tuesday
    "D": ("2026-11-22 09:00", "America/Chicago"),  # a Sunday
    "E": ("2027-06-14 08:15", "Europe/Madrid"),  # a Monday
    "F": ("2026-12-31 17:45", "America/Mexico_City"),  # a Thursday
    "G": ("2028-02-12 15:00", "Asia/Kolkata"),  # a Saturday
    "H": ("2026-11-30 20:40", "America/Los_Angeles"),  # a Monday
    "J": ("2027-01-29 07:10", "America/Bogota"),  # a Friday
    "K": ("2027-08-15 13:00", "America/Chicago"),  # a Sunday
    "L": ("2027-11-06 10:00", "America/New_York"),  # a Saturday, the day before clocks go back
    "M": ("2027-02-27 18:30", "America/Mexico_City"),  # a Saturday
    "N": ("2027-09-02 03:10", "America/Chicago"),  # a Thursday, in a night shift
    "P": ("2027-05-05 14:00", "America/Puerto_Rico"),  # a Wednesday
    "Q": ("2027-10-27 11:20", "Europe/London"),  # a Wednesday, before clocks go back
    "R": ("2027-02-08 16:05", "America/Los_Angeles"),  # a Monday
}
NEXT_MEETING = "2027-03-25 18:00"


class Verdict(StrEnum):
    """How a phrase was read next to what it means."""

    RIGHT = "right"
    ASKED = "asked"
    REFUSED = "refused"
    WRONG = "silently wrong"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with who said it, what was expected, and the right answer as the file writes it."""

    said: str
    words: str
    expects: str
    right: str
    half: str

    @property
    def asker(self) -> Asker:
        """Return who said it, when and where."""
        when, zone = SAID[self.said]
        meeting = datetime.fromisoformat(NEXT_MEETING).replace(tzinfo=ZoneInfo(zone))
        return Asker(datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone)), zone, "", meeting)


def phrases() -> list[Phrase]:
    """Return every phrase of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Phrase(row["said"], row["phrase"], row["expects"], row["right"], row["half"])
            for row in rows
        ]


def judge(phrase: Phrase) -> tuple[Verdict, str]:
    """Read a phrase; return the verdict and what was read."""
    kind, asker = phrase.expects, phrase.asker
    if kind == "meet":
        return _judge_meeting(phrase)
    expects = {"day": Expects.DAY, "due": Expects.DEADLINE, "hour": Expects.HOUR}[kind]
    outcome = read(phrase.words, expects, asker)
    match outcome:
        case Refused(code, _):
            return _of_refusal(phrase, code)
        case Understood(value):
            return _of_values(phrase, [_shown(value)], asked=False)
        case Ambiguous(readings):
            return _of_values(phrase, [_shown(one) for one in readings], asked=True)


def _judge_meeting(phrase: Phrase) -> tuple[Verdict, str]:
    asker = phrase.asker
    values: list[str] = []
    asked = False
    for words in several(phrase.words, asker):
        match read(words, Expects.MEETING, asker):
            case Refused(code, _):
                return _of_refusal(phrase, code)
            case Understood(value):
                values.append(_shown(value))
            case Ambiguous(readings):
                asked = True
                values += [_shown(one) for one in readings]
    return _of_values(phrase, values, asked=asked)


def _of_refusal(phrase: Phrase, code: str) -> tuple[Verdict, str]:
    expected = phrase.right.removeprefix("! ")
    if code.removeprefix("when.") == expected or (expected == "rhythm" and code == "when.monthly"):
        return Verdict.RIGHT, code
    # What is not there at all may be refused in any words.
    return (Verdict.ASKED if phrase.right.startswith("!") else Verdict.REFUSED), code


def _of_values(phrase: Phrase, values: Sequence[str], *, asked: bool) -> tuple[Verdict, str]:
    shown = " & ".join(values)
    if phrase.right.startswith("!"):
        return (Verdict.ASKED if asked else Verdict.WRONG), shown
    should_ask = phrase.right.startswith("?")
    right = _right(phrase)
    if should_ask and not asked:
        # "? x" alone: to be asked about, or read as x.
        return (Verdict.RIGHT if len(right) == 1 and set(values) == right else Verdict.WRONG), shown
    if should_ask:
        return (Verdict.RIGHT if right <= set(values) else Verdict.REFUSED), shown
    if not asked:
        return (Verdict.RIGHT if set(values) == right else Verdict.WRONG), shown
    return (Verdict.ASKED if right <= set(values) else Verdict.REFUSED), shown


def _right(phrase: Phrase) -> set[str]:
    right = phrase.right.removeprefix("? ")
    if phrase.expects == "day":
        return set(right.split())
    zone = SAID[phrase.said][1]
    return {_canonical(one.strip(), zone, phrase.expects) for one in right.split("&")}


def _canonical(written: str, zone: str, kind: str) -> str:
    if kind == "hour":
        return written
    written, _, named = written.partition(" @")
    moment, rhythm = written[:16], written[16:].strip()
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(named.strip() or zone))
    return f"{at.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M} {rhythm}".strip()


def _shown(value: Value) -> str:
    if isinstance(value, CivilTime):
        rhythm = f"every {value.every_days} days" if value.every_days else ""
        rhythm = str(value.monthly) if value.monthly else rhythm
        return f"{value.instant:%Y-%m-%d %H:%M} {rhythm}".strip()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    assert isinstance(value, date)
    return value.isoformat()


def counts(half: str) -> Counter[Verdict]:
    """Count the verdicts of a half of the file."""
    return Counter(judge(phrase)[0] for phrase in phrases() if phrase.half == half)


def report(half: str) -> str:
    """Return the figures of a half, and each phrase that was not read right."""
    lines = []
    for phrase in phrases():
        if phrase.half == half:
            verdict, shown = judge(phrase)
            if verdict is not Verdict.RIGHT:
                lines.append(
                    f"{verdict}: {phrase.said} {phrase.expects} {phrase.words!r} -> "
                    f"{shown} (right: {phrase.right})"
                )
    return "\n".join([*sorted(lines), str(dict(counts(half)))])


if __name__ == "__main__":
    import sys

    sys.stdout.write(report(sys.argv[1]) + "\n")
