"""What `make mutants` breaks is there to be broken, and is broken as it says."""

import ast
from pathlib import Path

import pytest

from bench.mutants.__main__ import equivalent
from bench.mutants.places import ROOT, Mutant, mutants
from bench.mutants.recording import Recording
from bench.mutants.switched import put_in
from bench.mutants.trying import chosen_for

KINDS = {"society", "permission", "handler", "limit", "constant", "repeat", "condition"}


@pytest.fixture(scope="module")
def every() -> list[Mutant]:
    return mutants()


def test_every_kind_is_found_and_each_break_has_a_name_of_its_own(every: list[Mutant]) -> None:
    assert {mutant.kind for mutant in every} == KINDS
    assert len({mutant.name for mutant in every}) == len(every)


def test_what_no_test_can_notice_is_there_and_has_a_reason(every: list[Mutant]) -> None:
    names = {mutant.name for mutant in every}
    assert equivalent().keys() <= names
    assert all(len(reason) > 20 for reason in equivalent().values())


def test_a_broken_file_and_one_with_every_switch_can_be_read(
    every: list[Mutant], tmp_path: Path
) -> None:
    path = Path("bot/services/moderation/cases.py")
    here = {number: each for number, each in enumerate(every) if each.path == path}
    assert {"permission", "repeat", "condition"} <= {each.kind for each in here.values()}
    source = (ROOT / path).read_text("utf-8")
    for mutant in here.values():
        assert ast.dump(ast.parse(mutant.broken(source))) != ast.dump(ast.parse(source)), mutant
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(source, "utf-8")
    switches = {number: each for number, each in here.items() if each.is_switchable}
    put_in(tmp_path, switches)
    switched = ast.unparse(ast.parse((tmp_path / path).read_text("utf-8")))
    assert all(f".is_broken({number})" in switched for number in switches)


def test_tests_about_the_noun_and_quick_ones_come_first(every: list[Mutant]) -> None:
    mutant = next(each for each in every if each.path.match("services/moderation/cases.py"))
    slow, quick = "tests/discord/moderation/test_cases.py::slow", "tests/services/test_work.py::a"
    near = "tests/services/moderation/test_contacts.py::near"
    seconds = {slow: 9.0, quick: 0.1, near: 0.5}
    recording = Recording({mutant.name: sorted(seconds)}, seconds)

    assert chosen_for(mutant, recording) == [slow, near, quick]

    recording.leave_out([slow])
    assert chosen_for(mutant, recording) == [near, quick]
