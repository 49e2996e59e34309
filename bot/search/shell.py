"""Search and suggest from the command line: questions in, one JSON-ready document each out."""

import io
import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.search.catalogue import load_programs
from bot.search.profile import SearchProfileError, seeker_from
from bot.search.program_index import ProgramIndex
from bot.search.vocabulary import load_vocabulary

STANDARD_INPUT = "-"


def open_index(config: Path) -> ProgramIndex:
    """Build the shipped index from a folder with `programs.toml` and `vocabulary.toml`.

    Raises `CatalogueError` where the catalogue is wrong.
    """
    vocabulary = load_vocabulary(config / "vocabulary.toml")
    return ProgramIndex.build(load_programs(config / "programs.toml", vocabulary.known), vocabulary)


def search_command(questions: Iterable[str], index: ProgramIndex) -> Iterator[dict[str, Any]]:
    """Yield one document for each question, in order, as soon as it is answered."""
    for question in questions:
        yield index.search(question.rstrip("\r\n")).document


def questions_from(argument: str, lines: Iterable[str]) -> Iterable[str]:
    """Return the one question given, or with "-" every line of `lines`, blank ones included."""
    return lines if argument == STANDARD_INPUT else (argument,)


def lines_of(stream: io.TextIOBase | Any) -> Iterator[str]:
    """Yield a stream's lines; invalid UTF-8 becomes question marks, never an error."""
    raw = getattr(stream, "buffer", None)
    if raw is None:
        yield from stream
        return
    for line in raw:
        yield line.decode("utf-8", errors="replace")


def suggest_command(path: Path, index: ProgramIndex) -> Iterator[dict[str, Any]]:
    """Yield one document for each profile in a TOML file, in order.

    The file holds one profile at its top, or several as `[[profiles]]`. Raises `SearchProfileError`
    with the fact that is wrong, `OSError` when the file can't be read.
    """
    for number, entry in enumerate(_profiles(path), start=1):
        try:
            seeker = seeker_from(entry)
        except SearchProfileError as error:
            raise SearchProfileError(f"{path.name}, profile {number}: {error}") from error
        yield {"id": seeker.id, **index.suggest(seeker).document}


def _profiles(path: Path) -> list[dict[str, Any]]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SearchProfileError(f"{path.name} is not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SearchProfileError(f"{path.name}: {error}") from error
    several = document.get("profiles")
    if several is None:
        facts = document.get("profile", document)
        several = [facts] if isinstance(facts, dict) else facts
    if not isinstance(several, list) or not all(isinstance(entry, dict) for entry in several):
        raise SearchProfileError(f"{path.name}: profiles is not a list of profiles")
    return several


def as_line(document: dict[str, Any]) -> str:
    """Return a document as one line of JSON, in UTF-8 letters."""
    return json.dumps(document, ensure_ascii=False)
