"""Break the product in small ways, one at a time, and count what the tests notice.

`make mutants` runs it on a copy of the repository. First all tests run once on a copy that writes
down which test comes by which place; a test that fails there is left out. Then mutants are drawn
with a seed, and the tests that come by each run on it until one fails. The score is printed by kind
and by layer: how many were killed of those that a test could notice. What can't be imported isn't
counted, and what never ends isn't counted as killed. A mutant that no test can notice stands in
`equivalent.toml`, with the reason.

`--recording FILE` keeps what the first run wrote down, and uses it again; `--record-again tests/…`
runs those tests for it anew. `--only WORDS` draws those whose names contain any of the words.
"""

import argparse
import random
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from bench.mutants.places import Mutant, mutants
from bench.mutants.recording import Recording, copied, record
from bench.mutants.trying import Fate, Trial, finish, load, run, try_, try_switched

EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def equivalent() -> dict[str, str]:
    """Return which mutants no test can notice, by name, and why."""
    return tomllib.loads(EQUIVALENT.read_text("utf-8"))


def drawn(every: list[Mutant], seed: int, each: int, kinds: list[str]) -> list[Mutant]:
    """Return so many of each kind, from its layers in turn, in an order that mixes the kinds."""
    rng = random.Random(seed)
    groups: dict[str, dict[str, list[Mutant]]] = defaultdict(lambda: defaultdict(list))
    for mutant in rng.sample(every, len(every)):
        if not kinds or mutant.kind in kinds:
            groups[mutant.kind][mutant.layer].append(mutant)
    chosen: list[Mutant] = []
    for kind in sorted(groups):
        layers = [groups[kind][layer] for layer in sorted(groups[kind])]
        longest = max(map(len, layers))
        in_turn = [layer[at] for at in range(longest) for layer in layers if at < len(layer)]
        chosen += in_turn[:each]
    rng.shuffle(chosen)
    return chosen


def score(trials: list[Trial], group: Callable[[Mutant], str]) -> str:
    """Return the lines of a table: what became of each group, and the share that was killed."""
    counts: dict[str, Counter[Fate]] = defaultdict(Counter)
    for trial in trials:
        counts[group(trial.mutant)][trial.fate] += 1
    lines = []
    for name, fates in sorted(counts.items()):
        valid = fates.total() - fates[Fate.INVALID]
        share = f"{fates[Fate.KILLED] / valid:.2f}" if valid else "   -"
        others = ", ".join(
            f"{fates[fate]} {fate.lower()}" for fate in Fate if fates[fate] and fate != Fate.KILLED
        )
        lines.append(f"  {name:12} {fates[Fate.KILLED]:3} of {valid:3}  {share}  {others}".rstrip())
    return "\n".join(lines)


def _recording(every: list[Mutant], file: Path | None, again: list[str], workers: int) -> Recording:
    if file is not None and file.exists():
        known = Recording.load(file)
        if again:
            known.add(record(every, again, workers))
    else:
        known = record(every, [], workers)
    if file is not None:
        known.save(file)
    for test in known.failed:
        _say(f"left out, since it fails on the whole product: {test}")
    return known


def _without_false_ones(trials: list[Trial], recording: Recording, tree: Path) -> list[Trial]:
    """Run what killed on the whole product, and try again what a test killed that fails there."""
    killers = sorted({trial.words for trial in trials if trial.fate is Fate.KILLED})
    while killers:
        _, failing = run(killers, tree, stop=False)
        if not failing:
            break
        recording.leave_out(failing)
        for at, trial in enumerate(trials):
            if trial.words in failing:
                trials[at] = try_(trial.mutant, recording, tree)
                _say(f"{trial.words} fails on the whole product as well: {trials[at]}")
        killers = [trial.words for trial in trials if trial.fate is Fate.KILLED]
    return trials


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Draw mutants, run the tests on each until the time is over, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=24, help="how many of each kind")
    parser.add_argument("--minutes", type=float, default=45, help="mutants are begun so long")
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--workers", type=int, default=2, help="processes of the first run")
    parser.add_argument("--recording", type=Path)
    parser.add_argument("--record-again", nargs="*", default=[])
    chosen = parser.parse_args()
    every = mutants()
    recording = _recording(every, chosen.recording, chosen.record_again, chosen.workers)
    same = equivalent()
    told = [each for each in every if each.name not in same]
    _say(f"{len(every):,} mutants, {len(every) - len(told)} of them equivalent.")
    if chosen.only:
        told = [each for each in told if any(words in str(each) for words in chosen.only)]
    ends = time.monotonic() + 60 * chosen.minutes
    picked = drawn(told, chosen.seed, chosen.each, chosen.kinds)
    load()
    with copied() as tree:
        switched = [
            each for each in picked if each.is_switchable and recording.reached.get(each.name)
        ]
        trials = try_switched(switched, recording, tree, ends)
    again = [trial.mutant for trial in trials if trial.fate is Fate.UNJUDGED]
    trials = [trial for trial in trials if trial.fate is not Fate.UNJUDGED]
    with copied() as tree:
        for mutant in [*(each for each in picked if each not in switched), *again]:
            if time.monotonic() > ends:
                break
            trials.append(try_(mutant, recording, tree))
            _say(str(trials[-1]))
        if len(trials) < len(picked):
            _say(f"The time is over; {len(picked) - len(trials)} were not tried.")
        for at, trial in enumerate(trials):
            if trial.fate is Fate.SURVIVED:
                trials[at] = finish(trial, recording, tree)
                _say(f"after every test that comes by: {trials[at]}")
        trials = _without_false_ones(trials, recording, tree)
    _say(f"Seed {chosen.seed}. By kind:\n{score(trials, lambda each: each.kind)}")
    _say(f"By layer:\n{score(trials, lambda each: each.layer)}")
    _say(f"In all:\n{score(trials, lambda _: 'all')}")


if __name__ == "__main__":
    main()
