"""Would a test notice? Break the product in small ways, one at a time, and run the tests on each.

`make mutants` runs it on a copy of the repository. What is broken is drawn with a seed from every
place of its kind, so a run can be repeated, and the score is printed by kind and by layer. A mutant
that no test can notice stands in `EQUIVALENT` with the reason.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("bot", "config", "tests", "sandbox", "bench", "docs")
LAYERS = ("domain", "storage", "services", "delivery", "messages", "views", "cogs")
LONGEST_SECONDS = 900
# A place, as ``kind file: the line that is broken``, and why no test can notice it.
EQUIVALENT: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small break: what kind it is, where, and what the file says then."""

    kind: str
    path: Path
    line: int
    was: str
    source: str

    @property
    def layer(self) -> str:
        """Return the layer it is in."""
        return self.path.parts[1]

    @property
    def area(self) -> str:
        """Return the area it is in; empty at a layer's root."""
        return self.path.parts[2] if len(self.path.parts) > 3 else ""

    def __str__(self) -> str:
        return f"{self.kind} {self.path}:{self.line}: {self.was}"


Place = tuple[str, ast.AST, str]


def places(tree: ast.Module, layer: str) -> Iterator[Place]:
    """Yield each node that can be broken, its kind, and what takes its place."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=ast.Attribute(attr="guild_id"), ops=[ast.Eq()]):
                yield "society", node, "True"
            case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()]):
                yield "limit", node, _moved(node)
            case ast.Expr(value=ast.Call(func=called)) if layer == "services":
                if "require" in ast.unparse(called) or "permissions." in ast.unparse(called):
                    yield "permission", node, "pass"
            case ast.If(test=test) if layer in ("domain", "services"):
                yield "condition", test, f"not ({ast.unparse(test)})"
            case ast.AsyncFunctionDef() | ast.FunctionDef():
                yield from _of_function(node, layer)
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name()], value=ast.Constant(value=int() as number)):
                if not isinstance(number, bool):
                    yield "constant", statement.value, str(number + 1)


def _of_function(function: ast.AsyncFunctionDef | ast.FunctionDef, layer: str) -> Iterator[Place]:
    for decorator in function.decorator_list:
        words = ast.unparse(decorator)
        if words == "writes" and layer == "services":
            yield "repeat", decorator, 'writes_unrecorded("a mutant")'
        is_handler = any(
            each in words for each in (".click", ".submit", ".command", ".autocomplete")
        )
        if is_handler and layer in ("views", "cogs"):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            if body:
                yield "handler", body[0], 'raise RuntimeError("a mutant")'


def _moved(node: ast.Compare) -> str:
    other = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}[type(node.ops[0])]
    return f"{ast.unparse(node.left)} {other} {ast.unparse(node.comparators[0])}"


def mutants() -> Iterator[Mutant]:
    """Yield every mutant that there can be."""
    for layer in LAYERS:
        for file in sorted((ROOT / "bot" / layer).rglob("*.py")):
            path = file.relative_to(ROOT)
            if "migrations" in path.parts:
                continue
            source = file.read_text("utf-8")
            for kind, node, instead in places(ast.parse(source), layer):
                broken = _replaced(source, node, instead)
                if kind == "repeat":
                    broken = broken.replace("import writes\n", "import writes, writes_unrecorded\n")
                was = ast.unparse(node).partition("\n")[0]
                mutant = Mutant(kind, path, getattr(node, "lineno", 0), was, broken)
                if f"{kind} {path}: {was}" not in EQUIVALENT:
                    yield mutant


def _replaced(source: str, node: ast.AST, instead: str) -> str:
    lines = source.encode().splitlines(keepends=True)
    first, last = getattr(node, "lineno", 1) - 1, getattr(node, "end_lineno", 1) - 1
    before = b"".join(lines[:first]) + lines[first][: getattr(node, "col_offset", 0)]
    after = lines[last][getattr(node, "end_col_offset", 0) :] + b"".join(lines[last + 1 :])
    return (before + instead.encode() + after).decode()


def tests_for(mutant: Mutant, tree: Path) -> list[str]:
    """Return the tests that are most likely to notice, the quickest first."""
    walks = {
        "permission": ["tests/services/test_every_service.py"],
        "repeat": ["tests/services/test_every_service.py"],
        "constant": ["tests/services/test_every_limit.py"],
        # A statement is refused as soon as it is run: see `bot.storage.statements.isolation`.
        "society": ["tests/services/test_every_service.py"],
        "handler": ["tests/discord/test_direct_messages.py", "tests/discord/test_campaign.py"],
    }
    near = [
        f"tests/{layer}/{mutant.area}"
        for layer in dict.fromkeys((mutant.layer, "services", "delivery"))
        if mutant.area
    ]
    wide = [f"tests/discord/{mutant.area}"] if mutant.area else ["tests/delivery", "tests/storage"]
    several = [*walks.get(mutant.kind, []), *near, *wide]
    return [each for each in dict.fromkeys(several) if (tree / each).exists()]


def is_killed(mutant: Mutant, tree: Path) -> str:
    """Return which tests failed because of it; empty if it survived them."""
    file = tree / mutant.path
    whole = file.read_text("utf-8")
    file.write_text(mutant.source, "utf-8")
    try:
        for chosen in tests_for(mutant, tree):
            command = [
                *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"),
                *("--no-header", "--show-capture=no", chosen),
            ]
            try:
                done = subprocess.run(
                    command,
                    cwd=tree,
                    env={**_environment(), "PYTHONPATH": str(tree)},
                    capture_output=True,
                    check=False,
                    timeout=LONGEST_SECONDS,
                )
            except subprocess.TimeoutExpired:
                return f"{chosen} never ended"
            if done.returncode not in (0, 5):
                return chosen
        return ""
    finally:
        file.write_text(whole, "utf-8")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def drawn(seed: int, each: int, kinds: list[str]) -> list[Mutant]:
    """Return so many of each kind, in an order that mixes the kinds."""
    by_kind: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants():
        by_kind[mutant.kind].append(mutant)
    rng = random.Random(seed)
    chosen = [
        mutant
        for kind in sorted(by_kind)
        if not kinds or kind in kinds
        for mutant in rng.sample(by_kind[kind], min(each, len(by_kind[kind])))
    ]
    rng.shuffle(chosen)
    sys.stdout.write(
        "Places: " + ", ".join(f"{len(by_kind[kind])} {kind}" for kind in sorted(by_kind)) + "\n"
    )
    return chosen


def score(results: list[tuple[Mutant, str]], group: Callable[[Mutant], str]) -> str:
    """Return the lines of a table: how many of each group were noticed."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for mutant, noticed in results:
        counts[group(mutant)][0] += bool(noticed)
        counts[group(mutant)][1] += 1
    return "\n".join(
        f"  {name:12} {killed:3} of {of:3}  {killed / of:.2f}"
        for name, (killed, of) in sorted(counts.items())
    )


def main() -> None:
    """Draw mutants, run the tests on each until the time is over, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="how many of each kind")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--kinds", nargs="*", default=[])
    chosen = parser.parse_args()
    ends = time.monotonic() + 60 * chosen.minutes
    results: list[tuple[Mutant, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ROOT.iterdir():
            if file.is_file():
                shutil.copy(file, tree)
        for mutant in drawn(chosen.seed, chosen.each, chosen.kinds):
            if time.monotonic() > ends:
                sys.stdout.write("The time is over.\n")
                break
            noticed = is_killed(mutant, tree)
            results.append((mutant, noticed))
            sys.stdout.write(f"{'noticed ' if noticed else 'SURVIVED'} {mutant} [{noticed}]\n")
            sys.stdout.flush()
    sys.stdout.write(
        f"Seed {chosen.seed}. By kind:\n{score(results, lambda each: each.kind)}\n"
        f"By layer:\n{score(results, lambda each: each.layer)}\n"
        f"In all:\n{score(results, lambda _: 'all')}\n"
    )


if __name__ == "__main__":
    main()
