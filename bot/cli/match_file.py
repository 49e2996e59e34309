"""Matching from the shell: a file of people in, one JSON document or a readable list out."""

import json
import tomllib
from pathlib import Path
from typing import Any

import typer

from bot.clock import SystemClock
from bot.configuration import config_dir
from bot.domain.cohorts.people_csv import PeopleFile, read_people
from bot.domain.matching import (
    MatchConfig,
    MatchInput,
    WindowRule,
    feasible_scores,
    solve_input,
)
from bot.messages.cohorts.people import problem_sentence
from bot.messages.matching.matching import sentence
from bot.messages.text import plural


def match(path: Path, *, as_json: bool, scores: bool, seed: int, hard: bool) -> None:
    """Match the people of `path` and print the outcome; notes about lines go to standard error."""
    file = read_people(path.read_bytes())
    for problem in file.problems:
        typer.echo(problem_sentence(problem), err=True)
    if file.unknown_columns:
        typer.echo(f"columns set aside: {', '.join(file.unknown_columns)}", err=True)
    document = match_file(file, scores=scores, seed=seed, windows="hard" if hard else "soft")
    typer.echo(json.dumps(document, ensure_ascii=False) if as_json else readable(document))


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
                "reasons": [sentence(reason) for reason in pair.reasons],
                "caution": sentence(pair.caution),
            }
            for pair in result.pairs
        ],
        "unmatched": [
            {
                "user": person.user,
                "role": person.role.value,
                "reason": sentence(person.reason),
                "fix": sentence(person.fix),
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
    lines = [f"{plural(len(document['pairs']), 'pair')}, {len(document['unmatched'])} left over"]
    for pair in document["pairs"]:
        lines += ["", f"{pair['mentee']} with {pair['mentor']}, fit {pair['score']:.0%}"]
        lines += [f"  + {reason}" for reason in pair["reasons"]]
        lines.append(f"  - {pair['caution']}")
    for person in document["unmatched"]:
        lines += ["", f"{person['user']} ({person['role']}): {person['reason']} {person['fix']}"]
    return "\n".join(lines)
