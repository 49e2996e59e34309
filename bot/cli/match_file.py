"""Matching from the shell: a file of people in, one JSON document or a readable list out."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import typer

from bot.clock import SystemClock
from bot.configuration import config_dir
from bot.domain.cohorts.people_csv import PeopleFile, read_table, ruined_problems
from bot.domain.errors import DomainError
from bot.domain.matching import (
    MatchConfig,
    MatchInput,
    WindowRule,
    feasible_scores,
    solve_input,
)
from bot.domain.typed_text import one_line
from bot.language.say import ENGLISH
from bot.messages.cohorts.people_import import file_lines, problem_sentence
from bot.messages.matching.matching import sentence
from bot.services.cohorts.people_files import read_rows


def match(path: Path, *, as_json: bool, scores: bool, seed: int, hard: bool) -> None:
    """Match the people of `path` and print the outcome; notes about lines go to standard error.

    Raises `DomainError` ``people_csv.no_people`` for a file with no line below the first, and exits
    with code 1 when none of its lines can be used.
    """
    file = read_table(read_rows(path.read_bytes()), guessing=True)
    problems = [*file.problems, *ruined_problems(file)]
    for line in file_lines(ENGLISH, file, _quoted):
        typer.echo(line, err=True)
    for problem in sorted(problems, key=lambda each: each.line):
        typer.echo(problem_sentence(ENGLISH, problem, _quoted), err=True)
    if not file.lines:
        if not problems:
            raise DomainError("people_csv.no_people")
        typer.echo("There are no usable lines, so no one was matched.", err=True)
        raise typer.Exit(1)
    document = match_file(file, scores=scores, seed=seed, windows="hard" if hard else "soft")
    typer.echo(json.dumps(document, ensure_ascii=False) if as_json else readable(document))


def _plain(sentence: str) -> str:
    """Return a sentence for a terminal, without what keeps a chat from formatting it."""
    return re.sub(r"\\([\\*_~`|>\[\]#])", r"\1", sentence).replace("\u200b", "")


def _quoted(words: str) -> str:
    """Return words of a file for a terminal: in one line, without anything that a chat needs."""
    return f"“{one_line(words)[:60]}”"


def match_file(
    file: PeopleFile,
    *,
    scores: bool = False,
    seed: int = 0,
    windows: str = "hard",
) -> dict[str, Any]:
    """Match the people of a parsed file, as if their cohort started today.

    The day matters because time zones shift against each other within a year. The document has
    `pairs`, `unmatched`, and `seed`; with `scores` also every feasible pair's score.
    """
    text = (config_dir() / "matching.toml").read_text("utf-8")
    settings = MatchConfig.from_table(tomllib.loads(text)).settings(
        windows=WindowRule(windows), starts=SystemClock().now().date()
    )
    run = MatchInput.of(file.people, settings, seed=seed)
    result = solve_input(run)
    document: dict[str, Any] = {
        "pairs": [
            {
                "mentee": pair.mentee,
                "mentor": pair.mentor,
                "score": pair.score,
                "reasons": [_plain(sentence(ENGLISH, reason)) for reason in pair.reasons],
                "caution": _plain(sentence(ENGLISH, pair.caution)),
            }
            for pair in result.pairs
        ],
        "unmatched": [
            {
                "user": person.user,
                "role": person.role.value,
                "reason": _plain(sentence(ENGLISH, person.reason)),
                "fix": _plain(sentence(ENGLISH, person.fix)),
            }
            for person in result.unmatched
        ],
        "seed": seed,
    }
    if scores:
        document["scores"] = [list(row) for row in feasible_scores(run)]
    return document


def readable(document: dict[str, Any]) -> str:
    """Return the document as lines for a person to read."""
    lines = [f"Pairs: {len(document['pairs'])} · Unmatched: {len(document['unmatched'])}"]
    for pair in document["pairs"]:
        lines += ["", f"{pair['mentee']} with {pair['mentor']}, fit {pair['score']:.0%}"]
        lines += [f"  + {reason}" for reason in pair["reasons"]]
        lines.append(f"  - {pair['caution']}")
    for person in document["unmatched"]:
        lines += ["", f"{person['user']} ({person['role']}): {person['reason']} {person['fix']}"]
    return "\n".join(lines)
