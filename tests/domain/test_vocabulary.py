import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from bot.configuration import config_dir
from bot.domain.vocabulary import COMMUNITIES, FIELDS, MEDICAL_FIELDS, STAGES, TOPICS, slug


def programs() -> Iterator[dict[str, Any]]:
    yield from tomllib.loads((config_dir() / "programs.toml").read_text("utf-8"))["programs"]


@pytest.mark.parametrize(
    ("facet", "known"),
    [("stages", set(STAGES)), ("fields", set(FIELDS)), ("communities", set(COMMUNITIES))],
)
def test_every_word_of_the_shipped_catalogue_can_be_said_of_a_person(
    facet: str, known: set[str]
) -> None:
    used = {value for program in programs() for value in program.get(facet, [])}
    assert used
    assert used <= known


def test_each_list_names_a_word_once_and_spells_it_as_a_slug() -> None:
    for words in (STAGES, FIELDS, COMMUNITIES, TOPICS):
        assert len(set(words)) == len(words)
        assert [slug(word) for word in words] == [str(word) for word in words]


def test_medicine_and_its_specialties_are_near_each_other() -> None:
    assert {"medicine", "surgery", "ophthalmology"} <= MEDICAL_FIELDS <= set(FIELDS)
    assert not {"nursing", "pharmacy", "any-health-career"} & MEDICAL_FIELDS


@pytest.mark.parametrize(
    "typed", ["Personal Statement", "personal_statement", " PERSONAL-statement"]
)
def test_a_slug_is_one_spelling_for_many(typed: str) -> None:
    assert slug(typed) == "personal-statement"
