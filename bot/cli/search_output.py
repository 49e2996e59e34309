"""How an answer of the program search is printed in a terminal."""

from collections.abc import Iterable
from typing import Any

import typer

from bot.language.say import ENGLISH
from bot.messages.programs.searches import GROUPS, other_reading
from bot.search.eligibility import Open
from bot.search.program_index import ProgramIndex
from bot.search.shell import as_line

NOTHING_SAID = "This profile says nothing yet to go by. Open to many:"


def print_answers(documents: Iterable[dict[str, Any]], index: ProgramIndex, as_json: bool) -> None:
    """Print each document as one line of JSON or as a short list, as soon as it is ready."""
    for document in documents:
        typer.echo(as_line(document) if as_json else _listed(document, index))


def _listed(document: dict[str, Any], index: ProgramIndex) -> str:
    lines = [f"{document['query']}"]
    spanish = index.understand(document["query"]).spanish
    if document["understood"]:
        facets = document["understood"].items()
        lines.append("  " + " · ".join(f"{facet}: {', '.join(values)}" for facet, values in facets))
    if document["fit"] == "none" and "id" in document and not document["understood"]:
        lines.append(f"  {NOTHING_SAID}")
    else:
        lines.append(f"  {document['case']}")
    lines += [f"  > {step}" for step in document["next"]]
    lines += [
        f"  ? {other_reading(ENGLISH, **each, spanish=spanish)}" for each in document["readings"]
    ]
    for number, result in enumerate(document["results"], start=1):
        program = index.get(result["id"])
        lines.append(f"  {number:>2}. {program.name if program else result['id']}")
        group = GROUPS[Open(result["open"])][spanish]
        lines.append(f"      {group.replace('{what}', result['if'])}")
        lines += [f"      + {why}" for why in result["why"]]
        lines += [f"      - {obstacle}" for obstacle in result["obstacles"]]
        lines += [f"      > {result['next']}"] if result["next"] else []
    return "\n".join(lines)
