"""Run the matching in a separate process, so that the bot stays responsive.

The optimizer blocks the interpreter while it works; in a thread, it would stop every other answer
for that time. A process is started for each run and ends with it. Input and result are passed as
JSON in small pieces, because encoding or decoding five thousand people at once would itself be a
noticeable pause.
"""

import asyncio
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bot.configuration import config_dir
from bot.domain.errors import DomainError
from bot.domain.matching import (
    MatchConfig,
    MatchedPair,
    MatchInput,
    MatchResult,
    MatchSettings,
    Unmatched,
    solve_input,
)
from bot.services.child_process import run_in_child

_PIECE = 20


@lru_cache(maxsize=1)
def config() -> MatchConfig:
    """Return `config/matching.toml`, read once."""
    text = (config_dir() / "matching.toml").read_text("utf-8")
    return MatchConfig.from_table(tomllib.loads(text))


def settings_for(start: datetime | date, words: Sequence[str] = ()) -> MatchSettings:
    """Return the settings of a cohort that starts at `start`, adjusted by `words`.

    Raises `DomainError` ``matching.unknown_word``.
    """
    day = start.date() if isinstance(start, datetime) else start
    return config().settings(words, starts=day)


async def solve(run: MatchInput) -> MatchResult:
    """Match and explain `run` without blocking the event loop.

    Raises the `DomainError` that the matching raised. On cancellation the process finishes on its
    own, and its result is discarded.
    """
    asked = [json.dumps(replace(run, people=()).to_json())]
    for top in range(0, len(run.people), _PIECE):
        asked.append(json.dumps([person.to_json() for person in run.people[top : top + _PIECE]]))
        await asyncio.sleep(0)
    answer = await run_in_child(_work, asked)
    return await _read(answer)


def _work(asked: list[str]) -> list[str]:
    """Do the work in the other process; the first piece of output says whether it succeeded."""
    head = json.loads(asked[0])
    head["people"] = [person for piece in asked[1:] for person in json.loads(piece)]
    try:
        result = solve_input(MatchInput.from_json(head))
    except DomainError as error:
        return [json.dumps({"code": error.code, "facts": error.facts})]
    plain = result.to_json()
    pairs, unmatched = plain.pop("pairs"), plain.pop("unmatched")
    whole = {**plain, "pairs": [], "unmatched": []}
    return [
        json.dumps({"result": whole}),
        *(json.dumps({"pairs": piece}) for piece in _pieces(pairs)),
        *(json.dumps({"unmatched": piece}) for piece in _pieces(unmatched)),
    ]


def _pieces(values: list[Any]) -> Iterator[list[Any]]:
    for top in range(0, len(values), _PIECE):
        yield values[top : top + _PIECE]


async def _read(answer: list[str]) -> MatchResult:
    head = json.loads(answer[0])
    if "code" in head:
        raise DomainError(head["code"], **head["facts"])
    result = MatchResult.from_json(head["result"])
    pairs: list[MatchedPair] = []
    unmatched: list[Unmatched] = []
    for piece in answer[1:]:
        plain = json.loads(piece)
        pairs += map(MatchedPair.from_json, plain.get("pairs", ()))
        unmatched += map(Unmatched.from_json, plain.get("unmatched", ()))
        await asyncio.sleep(0)
    return replace(result, pairs=tuple(pairs), unmatched=tuple(unmatched))
