"""A society's own programs next to the shipped ones."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.ids import ProgramId
from bot.domain.programs.programs import Origin, Program, Scope
from bot.search import Facet, Fit, ProgramIndex, add_society_beside, build_beside, lanes


def a_program(*, cities: tuple[str, ...] = ()) -> Program:
    return Program(
        ProgramId("club"),
        "Osler Club Mentors",
        stages=("medical-student",),
        fields=("psychiatry",),
        cities=cities,
        state="OH",
        scope=Scope.LOCAL,
        origin=Origin.SOCIETY,
        summary="Psychiatrists in Ohio meet medical students.",
    )


def ids(index: ProgramIndex, question: str) -> list[str]:
    return [str(result.program.id) for result in index.search(question).results]


def test_an_own_program_is_found_by_field_and_by_name(index: ProgramIndex) -> None:
    ours = index.with_society([a_program()])

    assert index.search("psychiatry").fit is Fit.NONE
    assert ours.search("psychiatry").fit is not Fit.NONE
    assert ids(ours, "psychiatry")[0] == "club"
    assert ids(ours, "Osler club")[0] == "club"
    assert ids(ours, "Oslr mentors")[0] == "club"
    assert [str(choice.id) for choice in ours.autocomplete("osl")] == ["club"]
    assert len(ours.programs) == 44


def test_other_societies_do_not_see_it(index: ProgramIndex) -> None:
    index.with_society([a_program()])

    assert "club" not in ids(index, "Osler club")
    assert index.get("club") is None


def test_an_own_version_replaces_the_shipped_one(index: ProgramIndex) -> None:
    shipped = index.get("amsa-mentorship")
    assert shipped is not None
    ours = index.with_society([replace(shipped, name="AMSA here", origin=Origin.SOCIETY)])

    assert ids(ours, "AMSA").count("amsa-mentorship") == 1
    found = ours.get("amsa-mentorship")
    assert found is not None
    assert found.name == "AMSA here"
    assert len(ours.programs) == 43


def test_a_hidden_program_is_nowhere(index: ProgramIndex) -> None:
    ours = index.with_society([], hidden=[ProgramId("emra-student-resident")])

    assert "emra-student-resident" not in ids(ours, "EMRA emergency medicine")
    assert ours.get("emra-student-resident") is None
    assert ours.autocomplete("emra") == []
    assert len(ours.programs) == 42
    assert len(ours.search("mentor").results) == 10


def test_an_own_place_is_understood(index: ProgramIndex) -> None:
    ours = index.with_society([a_program(cities=("Zanesville",))])

    assert ours.understand("mentors in Zanesville").of(Facet.PLACE) == ("OH",)


def test_indexes_are_built_beside_a_running_loop(index: ProgramIndex) -> None:
    async def build() -> tuple[ProgramIndex, ProgramIndex]:
        whole = await build_beside(index.programs, index.vocabulary)
        return whole, await add_society_beside(whole, [a_program()])

    whole, ours = asyncio.run(build())

    assert ids(whole, "emergency medicine") == ids(index, "emergency medicine")
    assert ids(ours, "psychiatry")[0] == "club"


def test_adding_remembered_scores_ranks_like_asking_the_index(
    index: ProgramIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = ("premed in texas", "emergency medicine", "black nurse", "hs, not research", "AMSA")
    added = [index.search(question).ranked for question in questions]

    monkeypatch.setattr(lanes, "MOST_PROGRAMS", 0)
    asked = [index.search(question).ranked for question in questions]

    for by_adding, by_asking in zip(added, asked, strict=True):
        assert [place.program.id for _, place in by_adding] == [
            place.program.id for _, place in by_asking
        ]
        assert [score for score, _ in by_adding] == pytest.approx(
            [score for score, _ in by_asking], abs=0.001
        )
