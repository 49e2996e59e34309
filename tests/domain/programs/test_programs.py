"""What a program is, and which facts are refused."""

from datetime import date

import pytest

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import (
    InvalidProgramError,
    KnownValues,
    MeetingFormat,
    Program,
    Restriction,
    Scope,
    program_from,
)


def test_an_entry_needs_only_an_id_and_a_name() -> None:
    program = program_from({"id": "a", "name": " A "})

    assert program == Program(ProgramId("a"), "A")
    assert program.stages == ("any",)


def test_national_and_online_programs_count_everywhere() -> None:
    assert Program(ProgramId("a"), "A", scope=Scope.NATIONAL).everywhere
    assert Program(ProgramId("a"), "A", format=MeetingFormat.VIRTUAL).everywhere
    assert not Program(ProgramId("a"), "A", scope=Scope.CAMPUS).everywhere


def test_a_membership_or_a_restriction_makes_it_restricted() -> None:
    assert Program(ProgramId("a"), "A", membership="AMSA").restricted
    assert Program(ProgramId("a"), "A", restriction=Restriction.CAMPUS).restricted
    assert not Program(ProgramId("a"), "A").restricted


@pytest.mark.parametrize(
    ("verified", "stale"),
    [(None, True), (date(2026, 1, 1), True), (date(2026, 1, 2), False), (date(2026, 12, 1), False)],
)
def test_an_entry_goes_stale_after_a_year(verified: date | None, stale: bool) -> None:
    program = Program(ProgramId("a"), "A", verified_on=verified)

    assert program.stale_on(date(2027, 1, 1)) is stale


def test_all_faults_of_an_entry_are_named_together() -> None:
    known = KnownValues(stages=frozenset({"nurse"}))
    entry: dict[str, object] = {
        "id": "a",
        "name": "",
        "stages": ["wizard"],
        "link": "javascript:x",
        "summary": "x" * 601,
        "fields": [],
        "size": 3,
    }

    with pytest.raises(InvalidProgramError) as refusal:
        program_from(entry, known)

    assert {problem.field for problem in refusal.value.problems} == {
        "name",
        "stages",
        "link",
        "summary",
        "fields",
        "size",
    }
    assert refusal.value.code == "program.invalid"
    assert "a: link is not a web address" in str(refusal.value)
