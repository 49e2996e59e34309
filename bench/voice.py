"""How the texts read: how many, how long, how hard, and what rendering one costs.

    python -m bench voice

The texts are read from the source, so each counts once, whoever reads it. Reading grade is
Flesch-Kincaid's, with syllables counted as groups of vowels, which is within one in ten of a
dictionary's. Messages are made from facts with something in each field, so they are longer than any
that a person gets; those that a person gets are read from the demo, which takes a minute.
"""

import asyncio
import re
import statistics
import time
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from typing import Any
from unittest import mock

from bench.table import Report
from bot.language.say import ENGLISH
from bot.messages.nudges.nudges import render
from sandbox import Discord
from sandbox.demo import story
from sandbox.demo.deliveries import Deliveries, deliveries
from tests.messages.facts import kinds_of_facts, sample
from tests.messages.texts import ROOT, texts

REMINDER, ANSWER = 280, 400
GRADE = 7
ROUNDS = 200
# Fewer words than this are a label, which has no sentence to grade.
FEWEST_WORDS = 5
SPANISH = re.compile(r"[áéíóúñ¿¡]|\b(?:de|el|la|los|para|que|con|una)\b")
CONTRACTION = re.compile(r"\w’(?:ll|re|s|ve|d|m)\b|n’t\b")
# About as long as what a reader sees in their place.
SEEN = (
    (re.compile(r"<t:-?\d+:F>"), "Thursday, December 17, 2026 6:00 PM"),
    (re.compile(r"<t:-?\d+(?::f)?>"), "December 17, 2026 6:00 PM"),
    (re.compile(r"<t:-?\d+:\w>"), "December 17, 2026"),
    (re.compile(r"<@[!&]?-?\d+>|<#\d+>"), "@Dr. Rivera"),
    (re.compile(r"[*_`]"), ""),
)


def main() -> None:
    """Print the figures."""
    said = sorted(set(english()))
    _show("Texts in the source: messages, commands, and the guide", _counted(said), _graded(said))
    rendered = [(kind, render(ENGLISH, sample(kind), "ref")) for kind in kinds_of_facts()]
    read = {kind.__name__: as_seen(message.content) for kind, message in rendered}
    longest = sorted(read, key=lambda name: -len(read[name]))[:4]
    _show(
        "One message of each kind, with everything filled in",
        _lengths(list(read.values())),
        [("the longest", ", ".join(f"{name} {len(read[name])}" for name in longest))],
        [("rendering one, median", _cost())],
    )
    _show("Messages that people of the demo got", _lengths(_of_the_demo()))


def _show(title: str, *parts: list[tuple[str, str]]) -> None:
    report = Report(title)
    for part in parts:
        for what, figure in part:
            report.note(what, figure)
    report.show()


def english() -> Iterator[str]:
    """Return every English text that a member or moderator can read."""
    for text in texts("bot/messages", "bot/cogs"):
        if re.search(r"[A-Za-z]{2}.* ", text.words) and not SPANISH.search(text.words):
            yield text.words
    guidance = tomllib.loads((ROOT / "config/guidance.toml").read_text("utf-8"))
    for item in guidance["guidance"]:
        yield from (item["title"], item["text"])


def _counted(said: list[str]) -> list[tuple[str, str]]:
    contractions = sum(len(CONTRACTION.findall(text)) for text in said)
    return [
        ("texts", f"{len(said):,}"),
        ("words", f"{sum(len(words_of(text)) for text in said):,}"),
        ("contractions", f"{contractions:,}"),
        (f"over {REMINDER} characters", _share(said, REMINDER)),
        (f"over {ANSWER} characters", _share(said, ANSWER)),
    ]


def _graded(said: list[str]) -> list[tuple[str, str]]:
    sentences = [text for text in said if text.rstrip("`*").endswith((".", "!", "?"))]
    grades = [grade(text) for text in sentences if len(words_of(text)) >= FEWEST_WORDS]
    easy = sum(each <= GRADE for each in grades) / len(grades)
    return [
        ("texts graded: whole sentences", f"{len(grades):,}"),
        ("reading grade, median", f"{statistics.median(grades):.1f}"),
        (f"at grade {GRADE} or below", f"{easy:.0%}"),
    ]


def _lengths(read: list[str]) -> list[tuple[str, str]]:
    return [
        ("messages", f"{len(read)}"),
        ("length, median", f"{statistics.median(map(len, read)):.0f}"),
        (f"over {REMINDER} characters", _share(read, REMINDER)),
        (f"over {ANSWER} characters", _share(read, ANSWER)),
    ]


def _of_the_demo() -> list[str]:
    """Play the demo without showing it, and return what it posted, as read."""
    read: list[str] = []

    def counted(discord: Discord, *rest: Any) -> Deliveries:
        messages = [m for each in discord.world.channels.values() for m in each.messages.values()]
        read.extend(as_seen(message.content) for message in messages if message.nonce is not None)
        return deliveries(discord, *rest)

    with mock.patch("sandbox.demo.story.deliveries", counted), redirect_stdout(StringIO()):
        asyncio.run(story.tell())
    return read


def _share(said: list[str], most: int) -> str:
    long = sum(len(text) > most for text in said)
    return f"{long} ({long / len(said):.1%})"


def _cost() -> str:
    costs = []
    for kind in kinds_of_facts():
        facts = sample(kind)
        begun = time.perf_counter()
        for _ in range(ROUNDS):
            render(ENGLISH, facts, "ref")
        costs.append((time.perf_counter() - begun) / ROUNDS)
    return f"{statistics.median(costs) * 1e6:.0f} µs"


def as_seen(text: str) -> str:
    """Return a text about as a reader sees it: names and times instead of Discord's codes."""
    for code, shown in SEEN:
        text = code.sub(shown, text)
    return text


def words_of(text: str) -> list[str]:
    """Return the words of a text; what is filled in counts as one, a command as none."""
    plain = re.sub(r"`[^`]*`", "", re.sub(r"\{[^}]*\}", "Ana", text))
    return re.findall(r"[A-Za-z][A-Za-z’'-]*", plain)


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: the school year in which it is easily read."""
    words = words_of(text)
    sentences = max(1, len(re.findall(r"[.!?…]+(?=\s|$)|\n", text.strip())))
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """Return about how many syllables a word has: its groups of vowels, less a silent e."""
    plain = word.casefold().replace("’", "").replace("'", "")
    silent = plain.endswith("e") and not plain.endswith("le")
    return max(1, len(re.findall("[aeiouy]+", plain)) - silent)


if __name__ == "__main__":
    main()
