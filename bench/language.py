"""What it costs to say something in a reader's language, as a ratio to an f-string.

python -m bench language
"""

import gc
import io
import statistics
import time
from collections.abc import Callable
from types import MappingProxyType

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


def fastest(render: Callable[[], object]) -> float:
    """Return how long one rendering takes, in seconds, in the median of many rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(TIMES):
            render()
        rounds.append((time.perf_counter() - began) / TIMES)
    return statistics.median(rounds)


def main() -> None:
    """Print the table."""
    report = Report("Saying things in a reader's language")
    spanish = Say("es", "es_US", compiled(catalog()))
    person, name, number = "<@81>", "O’Neill", 3

    def formatted() -> str:
        return f"{person}, welcome back! You’re all caught up with {name}."

    def message(words: str) -> Message:
        return Message(escape(name) + words, rows=((Button("See what’s waiting", "x"),),))

    gc.disable()
    reference, whole = fastest(formatted), fastest(lambda: message(formatted()))
    for language, say in MappingProxyType({"English": ENGLISH, "Spanish": spanish}).items():
        text = fastest(lambda say=say: say(TEXT, person=person, name=name))  # type: ignore[misc]
        plural = fastest(lambda say=say: say.count(ONE, MANY, number, person=person))  # type: ignore[misc]
        in_message = fastest(lambda say=say: message(say(TEXT, person=person, name=name)))  # type: ignore[misc]
        report.add(f"a sentence in {language}", us(text), us(reference), text / reference)
        report.add(f"a plural in {language}", us(plural), us(reference), plural / reference)
        report.add(f"a message in {language}", us(in_message), us(whole), in_message / whole)
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
