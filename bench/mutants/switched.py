"""Try many mutants in one run of pytest: all are in the copy, and each is switched on in a fork.

So what the tests need is imported once, and the session's fixtures are made once.
"""

import itertools
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from bench.mutants.places import Mutant, Pieces, with_pieces

IS_BROKEN = "__import__('bench.mutants.reached', fromlist=['']).is_broken({})"
NOTHING = -1
FAILED = 3  # the exit code of a fork in which a test failed; it has written which
UNJUDGED = 4  # in place of one: each of the tests fails in a fork of the whole product, too


def put_in(tree: Path, mutants: Mapping[int, Mutant]) -> None:
    """Put every mutant into a copy of the product, each to be switched on by its number."""
    pieces: dict[Path, Pieces] = defaultdict(list)
    for number, mutant in mutants.items():
        broken = IS_BROKEN.format(number)
        if mutant.in_expression:
            piece = (mutant.span, f"(({mutant.instead}) if {broken} else (", "))")
        elif mutant.instead == "pass":
            piece = (mutant.span, f"if not {broken}: ", "")
        else:
            piece = (mutant.span, f"if {broken}: {mutant.instead}\n", "")
        pieces[mutant.path].append(piece)
    for path, several in pieces.items():
        file = tree / path
        file.write_text(with_pieces(file.read_text("utf-8"), several), "utf-8")


def _begin_forkserver_anew() -> None:
    """Forget the fork server: it is a child of the process that was forked, not of this one."""
    known: Any = forkserver.connect_to_new_process
    server = known.__self__
    preloaded = server._preload_modules
    server.__init__()
    server.set_forkserver_preload(preloaded)


class Switched:
    """A plugin of pytest that runs, instead of each test once, some tests on each mutant."""

    def __init__(
        self,
        chosen: Mapping[int, list[str]],
        wait: Callable[[int], int | None],
        tell: Callable[[int, int | None, str], bool],
        said: Path,
    ) -> None:
        self._chosen = chosen
        self._wait = wait
        # Told of each mutant how its fork ended and which test failed; says whether to go on.
        self._tell = tell
        self._said = said

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each mutant on the tests that were chosen for it."""
        items = {item.nodeid: item for item in session.items}
        self._warm_up(session, items)
        for number, tests in self._chosen.items():
            here = [items[test] for test in tests if test in items]
            code, failed = self._in_fork(session, here, number)
            # A test that fails here without the mutant, too, says nothing.
            while code == FAILED and self._in_fork(session, [items[failed]], NOTHING)[0] != 0:
                here.remove(items[failed])
                code, failed = self._in_fork(session, here, number)
            if not here:
                code = UNJUDGED
            if not self._tell(number, code, failed):
                break
        return True

    def _in_fork(
        self, session: pytest.Session, items: list[pytest.Item], number: int
    ) -> tuple[int | None, str]:
        """Run tests with one place broken; return how that ended, and which test failed."""
        # By now the copy's module is the one that is imported.
        from bench.mutants import reached

        self._said.write_text("", "utf-8")
        child = os.fork()
        if child == 0:
            os.setsid()
            _begin_forkserver_anew()
            reached.broken = number
            self._try(session, items)
        return self._wait(child), self._said.read_text("utf-8")

    def _warm_up(self, session: pytest.Session, items: Mapping[str, pytest.Item]) -> None:
        """Run a chosen test of each layer, so that what a session needs is there before a fork."""
        chosen = [items[test] for tests in self._chosen.values() for test in tests if test in items]
        layers = {item.nodeid.split("/")[1]: item for item in chosen}
        several = [*layers.values(), session.items[0]]
        for item, following in itertools.pairwise(several):
            session._setupstate.teardown_exact(item)
            runtestprotocol(item, log=False, nextitem=following)

    def _try(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        code = 0
        try:
            for item in items:
                session._setupstate.teardown_exact(item)
                # The session's own fixtures belong to the process that was forked.
                reports = runtestprotocol(item, log=False, nextitem=item)
                if any(report.failed for report in reports):
                    self._said.write_text(item.nodeid, "utf-8")
                    code = FAILED
                    break
        finally:
            if sys.exception():
                # What a mutant raises in a fixture's end may come past pytest.
                self._said.write_text(item.nodeid, "utf-8")
                code = FAILED
            os._exit(code)
