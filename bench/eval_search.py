"""Measure how well the search answers labeled questions, next to three plain searches.

`python -m bench.eval_search` prints both halves, of the short questions next to the other searches
and then of what people really ask; `--misses` lists what went wrong in the halves that may be tuned
on. The report halves are for reporting only.
"""

import argparse
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import asked
from bench.baselines import Fts5, PlainTantivy, Rapidfuzz
from bot.search import Fit, ProgramIndex
from bot.search.shell import open_index

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"name": 0.97, "need": 0.92, "none": 0.90}
DEPTH = {"name": 1, "need": 3}


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    ask: str
    want: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    ids: Sequence[str]
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Score:
    name: float
    need: float
    none: float
    mrr: float
    wrongly_unsure: float


def questions(half: str) -> list[Question]:
    path = ROOT / "bench" / "questions" / f"{half}.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
    return [Question(entry["kind"], entry["ask"], tuple(entry["want"])) for entry in entries]


def right(question: Question, reply: Reply) -> bool:
    if question.kind == "none":
        return not reply.answered
    return bool(set(reply.ids[: DEPTH[question.kind]]) & set(question.want))


def score(short: Sequence[Question], search: Callable[[str], Reply]) -> Score:
    replies = [(question, search(question.ask)) for question in short]

    def share(kind: str) -> float:
        of_kind = [(q, r) for q, r in replies if q.kind == kind]
        return sum(right(q, r) for q, r in of_kind) / len(of_kind)

    answerable = [(q, r) for q, r in replies if q.kind != "none"]
    return Score(
        name=share("name"),
        need=share("need"),
        none=share("none"),
        mrr=sum(reciprocal_rank(q, r) for q, r in answerable) / len(answerable),
        wrongly_unsure=sum(not r.answered for _, r in answerable) / len(answerable),
    )


def reciprocal_rank(question: Question, reply: Reply) -> float:
    ranks = [rank for rank, found in enumerate(reply.ids[:10], 1) if found in question.want]
    return 1 / ranks[0] if ranks else 0.0


def ours(index: ProgramIndex) -> Callable[[str], Reply]:
    def search(question: str) -> Reply:
        answer = index.search(question)
        ids = [str(result.program.id) for result in answer.results]
        return Reply(ids, answer.fit is not Fit.NONE)

    return search


def contestants(index: ProgramIndex) -> dict[str, Callable[[str], Reply]]:
    """Text searches know no doubt except finding nothing, so that is what counts as doubt."""

    def plain(search: Callable[[str], list[str]]) -> Callable[[str], Reply]:
        def ask(question: str) -> Reply:
            found = search(question)
            return Reply(found, bool(found))

        return ask

    programs, vocabulary = index.programs, index.vocabulary
    return {
        "preceptor": ours(index),
        "FTS5 (bm25, OR)": plain(Fts5(programs, vocabulary).search),
        "tantivy alone": plain(PlainTantivy(programs, vocabulary).search),
        "rapidfuzz": plain(Rapidfuzz(programs, vocabulary).search),
    }


def table(half: str, index: ProgramIndex) -> bool:
    """Print one half's table and tell whether ours meets every target."""
    short = questions(half)
    counts = {kind: sum(q.kind == kind for q in short) for kind in TARGETS}
    print(f"\n{half}: {len(short)} questions ({counts})")
    print(f"{'':18}{'names @1':>10}{'needs @3':>10}{'none':>8}{'MRR@10':>9}{'unsure*':>9}")
    met = True
    for name, search in contestants(index).items():
        s = score(short, search)
        print(
            f"{name:18}{s.name:10.3f}{s.need:10.3f}{s.none:8.3f}{s.mrr:9.3f}{s.wrongly_unsure:9.3f}"
        )
        if name == "preceptor":
            met = all(getattr(s, kind) >= target for kind, target in TARGETS.items())
    return met


def misses(index: ProgramIndex) -> None:
    search = ours(index)
    for question in questions("tune"):
        reply = search(question.ask)
        if not right(question, reply):
            print(f"{question.kind}: {question.ask!r} wants {question.want}, got {reply.ids[:3]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    chosen = parser.parse_args()
    index = open_index(ROOT / "config")
    if chosen.misses:
        misses(index)
        for name in asked.TUNED:
            print(*asked.measure(asked.load(name), index).faults, sep="\n")
        return
    met = [table(half, index) for half in ("tune", "report")]
    print(f"\ntargets: {TARGETS}; * answerable questions answered with doubt")
    for name in asked.SETS:
        asked.report(name, asked.measure(asked.load(name), index))
    raise SystemExit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
