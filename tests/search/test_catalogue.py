"""The shipped catalogue, and how a broken one is reported."""

import re

import pytest

from bot.catalogue import load_guide
from bot.domain.programs.programs import Confidence, Program
from bot.search import CatalogueError, ProgramIndex, Vocabulary, parse_programs
from tests.search.conftest import CONFIG

ENTRY = '[[programs]]\nid = "a"\nname = "A program"\n'


@pytest.fixture(scope="module")
def programs(index: ProgramIndex) -> tuple[Program, ...]:
    return index.programs


def test_all_shipped_programs_are_there(programs: tuple[Program, ...]) -> None:
    assert len({program.id for program in programs}) == 43


def test_every_card_has_what_it_needs(programs: tuple[Program, ...]) -> None:
    for program in programs:
        assert program.summary, program.id
        assert program.who_may_join, program.id
        assert program.host or not program.host_known, program.id
        assert program.restricted_to or not program.restricted, program.id


def test_what_is_not_established_is_said(programs: tuple[Program, ...]) -> None:
    for program in programs:
        if program.confidence is Confidence.UNKNOWN:
            assert not (program.name_known and program.host_known), program.id
        if program.link:
            assert program.confidence is Confidence.CONFIRMED, program.id
        assert (program.verified_on is not None) == (program.confidence is Confidence.CONFIRMED)


def test_no_deadlines_are_shipped(programs: tuple[Program, ...]) -> None:
    dated = re.compile(r"deadline|due (by|on)|\b20[12]\d\b", re.IGNORECASE)
    for program in programs:
        said = " ".join(
            (program.summary, program.how_to_apply, program.who_may_join, program.notes)
        )
        assert not dated.search(said), program.id


@pytest.mark.parametrize(
    ("program", "fact", "expected"),
    [
        ("aad-diversity-mentorship", "requires", "citizenship: citizen | permanent-resident"),
        ("aad-diversity-mentorship", "duration", "160 hours"),
        ("aad-diversity-mentorship", "summary", "living costs"),
        ("miami-hpm", "requires", "citizenship: citizen | permanent-resident"),
        ("miami-hpm", "how_to_apply", "Common Application"),
        ("tcwa-high-school-mentorship", "summary", "60 hours"),
        ("emra-student-resident", "requires", "who: medical-student"),
        ("emra-student-resident", "who_may_join", "Residents who belong to it are the mentors"),
        ("black-men-in-white-coats", "requires", "gender: men"),
        ("black-men-in-white-coats", "requires", "community: black-african-american"),
        ("black-men-in-white-coats", "who_may_join", "Young"),
        ("whlt-mentorship", "who_may_join", "Women working in health care"),
        ("whlt-mentorship", "requires", "gender: women"),
        ("amwa-mentorship", "requires", "who: medicine any"),
        ("amwa-mentorship", "requires", "gender: women"),
        ("acog-mentorship", "requires", "medicine early-career"),
        ("amsa-mentorship", "requires", "member: AMSA"),
        ("nyc-men-in-nursing", "requires", "gender: men"),
    ],
)
def test_an_entry_says_what_its_source_says(
    index: ProgramIndex, program: str, fact: str, expected: str
) -> None:
    entry = index.get(program)

    assert entry is not None
    written = getattr(entry, fact)
    assert expected in (written if isinstance(written, str) else " / ".join(written))


@pytest.mark.parametrize(
    ("program", "claim"),
    [
        ("miami-miller-academic-societies", "trainees"),
        ("emra-student-resident", "resident mentees"),
        ("amsa-mentorship", "premed"),
        ("whlt-mentorship", "women in medicine"),
    ],
)
def test_an_entry_claims_nothing_that_its_source_does_not_say(
    index: ProgramIndex, program: str, claim: str
) -> None:
    entry = index.get(program)

    assert entry is not None
    assert claim not in f"{entry.summary} {entry.who_may_join}".casefold()


def test_stages_and_names_that_no_source_gives_are_not_stated(index: ProgramIndex) -> None:
    men, amsa, acog = (
        index.get(program)
        for program in ("nyc-men-in-nursing", "amsa-mentorship", "acog-mentorship")
    )

    assert men is not None
    assert not men.name_known
    assert not men.host_known
    assert amsa is not None
    assert "college-pre-health" not in amsa.stages
    assert acog is not None
    assert not any("nursing" in one for one in acog.requires)


@pytest.mark.parametrize(
    ("extra", "field", "line"),
    [
        ('stages = ["wizard"]', "stages", 4),
        ('scope = "galactic"', "scope", 4),
        ('summary = "x"\nlink = "ftp://x"', "link", 5),
        ('verified_on = "soon"', "verified_on", 4),
        ('offers = "shadowing"', "offers", 4),
        ('colour = "red"', "colour", 4),
        ('state = "ZZ"', "state", 4),
        ("name_known = 1", "name_known", 4),
    ],
)
def test_a_wrong_fact_is_named_with_its_entry_and_line(
    vocabulary: Vocabulary, extra: str, field: str, line: int
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        parse_programs(ENTRY + extra + "\n", vocabulary.known)

    (problem,) = refusal.value.problems
    assert (problem.entry, problem.field, problem.line) == ("a", field, line)


def test_all_problems_are_reported_at_once(vocabulary: Vocabulary) -> None:
    text = ENTRY + 'scope = "x"\n\n' + ENTRY + 'format = "y"\n'

    with pytest.raises(CatalogueError) as refusal:
        parse_programs(text, vocabulary.known)

    assert {(p.field, p.line) for p in refusal.value.problems} == {
        ("scope", 4),
        ("format", 9),
        ("id", 2),
        ("id", 7),
    }


@pytest.mark.parametrize("text", ["[[programs]\n", "programs = 3\n", "programs = [1]\n"])
def test_a_file_that_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(CatalogueError):
        parse_programs(text)


def test_a_missing_name_is_reported(vocabulary: Vocabulary) -> None:
    with pytest.raises(CatalogueError, match="name is missing"):
        parse_programs('[[programs]]\nid = "a"\n', vocabulary.known)


def test_the_guide_s_stages_are_the_vocabulary_s(vocabulary: Vocabulary) -> None:
    guide = load_guide(CONFIG / "guidance.toml")

    for item in guide.items:
        assert set(item.stages) <= vocabulary.known.stages, item.id
