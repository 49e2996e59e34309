import pytest

from bench.cohorts import KINDS, cohort
from bot.domain.cohorts.people_csv import read_people, ruined_problems
from bot.domain.errors import DomainError
from bot.domain.matching import Code, Hint, MatchPerson, MatchSettings, Note, solve
from bot.domain.matching.explain import explain_pair
from bot.domain.vocabulary import MeetingFormat, PersonRole
from bot.language.say import ENGLISH
from bot.messages.cohorts import people_import
from bot.messages.cohorts.people_import import problem_sentence
from bot.messages.errors import explain
from bot.messages.matching import matching as words
from bot.messages.matching.matching import hint_sentence, sentence


def test_every_code_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert set(words._WORDS) == set(Code)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_run_says_can_be_read(kind) -> None:
    result = solve(cohort(kind, 60, 3), MatchSettings())
    said = [
        sentence(ENGLISH, note) for pair in result.pairs for note in (*pair.reasons, pair.caution)
    ]
    said += [sentence(ENGLISH, note) for one in result.unmatched for note in (one.reason, one.fix)]
    said += [hint_sentence(ENGLISH, hint) for hint in result.hints]
    assert said
    for text in said:
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        assert "None" not in text
        assert "{" not in text


@pytest.mark.parametrize(
    ("mentee", "mentor", "said"),
    [
        ({MeetingFormat.CHAT}, {MeetingFormat.CHAT}, "Ways to meet both chose: Chat."),
        (
            {MeetingFormat.CHAT},
            set(),
            "Ways to meet the mentee chose: Chat. The mentor has no preference.",
        ),
        (set(), set(), "Neither ruled out a way to meet."),
    ],
)
def test_a_reason_claims_only_what_each_of_the_two_has_said(mentee, mentor, said) -> None:
    two = (
        MatchPerson("a", PersonRole.MENTEE, formats=frozenset(mentee)),
        MatchPerson("b", PersonRole.MENTOR, formats=frozenset(mentor)),
    )
    reasons, _ = explain_pair(*two, MatchSettings())
    sentences = [sentence(ENGLISH, note) for note in reasons]
    assert said in sentences
    assert not any("lexible" in each or "ready" in each for each in sentences)


def test_one_more_mentor_is_said_with_field_places_and_people() -> None:
    note = Note(Code.ONE_MORE_MENTOR, {"field": "surgery", "room": 4, "placed": 4})
    assert (
        sentence(ENGLISH, note) == "Mentees that one more mentor (Surgery, 4 spots) would match: 4."
    )


def test_lists_are_counted_only() -> None:
    note = Note(Code.LISTS, {"people": 9, "kept": 2})
    assert sentence(ENGLISH, note) == (
        "Private choices or earlier pairs rule out 2 of 9 possible matches."
    )


def test_topics_in_peoples_own_words_can_do_no_harm() -> None:
    note = Note(Code.TOPICS, {"topics": ["<@123> **hi**", "x"], "wanted": 3})
    assert "<@123>" not in sentence(ENGLISH, note)
    assert "**" not in sentence(ENGLISH, note).replace("\\*", "")


def test_long_lists_are_cut_to_a_few_and_counted() -> None:
    note = Note(
        Code.TOPICS_LEFT,
        {"topics": ["research", "interviews", "shadowing", "networking", "leadership"]},
    )
    assert sentence(ENGLISH, note) == "Not covered: Research, Interviews, Shadowing … and 2 more."


def test_a_hint_says_how_much_both_would_gain() -> None:
    assert "12 points" in hint_sentence(ENGLISH, Hint("a", "b", 0.8, 0.3, 0.12))


BAD = """user_id,role,stage,capacity,windows,time_zone,formats,fields,avoid,state,hours
,mentor,nurse
a b,mentor,nurse
1,teacher,nurse
2,mentor,wizard
3,mentor,nurse,-1
4,mentor,nurse,1,mon 20:00-18:00,UTC
5,mentor,nurse,1,mon 18:00-18:00,UTC
6,mentor,nurse,1,whenever,UTC
7,mentor,nurse,1,mon 18:00-20:00,Mars/Olympus
8,mentor,nurse,1,,,telepathy
9,mentor,nurse,1,,Mars/Olympus,,astrology,nobody,Narnia,many
10,mentor,nurse,1,mon 18:00-20:00
10,mentor,nurse
11,mentor,nurse,,,,,,,,,surplus
12,mentor,#N/A
12,mentor,
13,mentor,nurse,,#VALUE!
4.58305E+17,mentor,nurse
14,mentor,nurse,1,8-Jun,UTC
(312) 555-0142,mentor,nurse
"""


def test_every_problem_of_a_people_file_has_its_words() -> None:
    file = read_people(BAD.encode())
    problems = [*file.problems, *ruined_problems(file)]
    found = {problem.code for problem in problems}
    # These are about the society and not about the file: its import finds them.
    of_society = {"not_here", "placed", "two_people", "ruined_other"}
    found |= {f"people_csv.{code}" for code in of_society}
    assert found == set(people_import._PROBLEMS)
    for problem in problems:
        text = problem_sentence(ENGLISH, problem)
        assert text.startswith(f"Line {problem.line}: ")
        if problem.code == "people_csv.no_zone":
            assert text.endswith("so I used UTC."), "nothing is left out"
        else:
            assert text.endswith("(imported without it)" if problem.is_line_used else "(left out)")


@pytest.mark.parametrize("user", [11, "11"])
@pytest.mark.parametrize("code", ["hand.not_signed_up", "match.not_signed_up"])
def test_who_is_not_in_a_cohort_is_named_by_an_id_or_its_text(code: str, user: int | str) -> None:
    text = explain(ENGLISH, DomainError(code, user=user, role="mentee", cohort="Spring"))
    assert text.startswith("<@11> isn’t in “Spring” as a mentee.")


def test_a_refused_lock_says_why_without_telling_whose_list_it_is() -> None:
    pool = [
        MatchPerson("11", PersonRole.MENTEE, avoid=frozenset(["12"])),
        MatchPerson("12", PersonRole.MENTOR),
    ]
    with pytest.raises(DomainError) as refusal:
        solve(pool, MatchSettings(), locked=[("11", "12")])
    text = explain(ENGLISH, refusal.value)
    assert text.startswith("<@11> and <@12> can’t be locked. A private choice or an earlier")
