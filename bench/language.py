"""What it costs to say something in a reader's language, as a ratio to an f-string.

python -m bench language
"""

import gc
import io
import statistics
import time
from collections.abc import Callable

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bench.table import Report, milliseconds
from bot.language.catalogs import compiled, defects
from bot.language.say import ENGLISH, Say
from bot.messages.outgoing import Button, Message
from bot.messages.text import escape

TEXT = "{person}, welcome back! You’re all caught up with {name}."
ONE, MANY = "{n} thing is waiting for {person}.", "{n} things are waiting for {person}."
TEXTS, TIMES, ROUNDS = 3000, 2000, 25


def catalog() -> Catalog:
    """Return a catalog as large as the bot's will be."""
    made = Catalog(locale="es", fuzzy=False)
    for number in range(TEXTS - 2):
        made.add(
            f"{number} is a text of some length, for {{person}} and others.",
            f"{number} es un texto de cierta longitud, para {{person}} y más gente.",
        )
    made.add(TEXT, "{person}, ¡hola de nuevo! Estás al día con {name}.")
    made.add((ONE, MANY), ("{n} cosas esperan a {person}.",) * made.num_plurals)
    return made


def ratios(*renders: Callable[[], object]) -> list[tuple[float, float]]:
    """Return how long each takes, in seconds, and its ratio to the first, which runs beside it.

    They run in turn, and each figure is the median of many rounds, as the machine does other work.
    """
    rounds: list[list[float]] = []
    for _ in range(ROUNDS):
        taken = []
        for render in renders:
            began = time.perf_counter()
            for _ in range(TIMES):
                render()
            taken.append((time.perf_counter() - began) / TIMES)
        rounds.append(taken)
    return [
        (
            statistics.median(taken[at] for taken in rounds),
            statistics.median(taken[at] / taken[0] for taken in rounds),
        )
        for at in range(len(renders))
    ]


def main() -> None:
    """Print the table."""
    report = Report("Saying things in a reader's language")
    spanish = Say("es", "es_US", compiled(catalog()))
    person, name, number = "<@81>", "O’Neill", 3

    def formatted() -> str:
        return f"{person}, welcome back! You’re all caught up with {name}."

    def message(words: str) -> Message:
        return Message(escape(name) + words, rows=((Button("See what’s waiting", "x"),),))

    def row(what: str, reference: Callable[[], object], *ours: Callable[[], object]) -> None:
        (base, _), *measured = ratios(reference, *ours)
        for language, (seconds, ratio) in zip(("English", "Spanish"), measured, strict=True):
            report.add(f"{what} in {language}", us(seconds), us(base), ratio)

    def sentence(say: Say) -> str:
        return say(TEXT, person=person, name=name)

    gc.disable()
    row("a sentence", formatted, lambda: sentence(ENGLISH), lambda: sentence(spanish))
    row(
        "a plural",
        formatted,
        lambda: ENGLISH.count(ONE, MANY, number, person=person),
        lambda: spanish.count(ONE, MANY, number, person=person),
    )
    row(
        "a message of one sentence",
        lambda: message(formatted()),
        lambda: message(sentence(ENGLISH)),
        lambda: message(sentence(spanish)),
    )
    file = io.BytesIO()
    write_po(file, catalog())
    file.seek(0)
    began = time.perf_counter()
    found = read_po(file, locale="es")
    read = time.perf_counter()
    assert not list(defects(found))
    checked = time.perf_counter()
    compiled(found)
    done = time.perf_counter()
    report.note(f"reading {TEXTS} texts at start", milliseconds(read - began))
    report.note("checking that they are complete", milliseconds(checked - read))
    report.note("compiling them in memory", milliseconds(done - checked))
    report.show()


def us(seconds: float) -> str:
    """Return a duration for the table."""
    return f"{seconds * 1e6:.2f} µs"


if __name__ == "__main__":
    main()
