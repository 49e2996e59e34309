"""What pairs and their moderators read fits into Discord's limits, whatever was said."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.domain.cohorts.cohorts import OPEN_PLAN
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GuildId, MatchRunId, PairId, UserId
from bot.domain.matching import Hint, MatchInput, MatchPerson, MatchSettings, solve_input
from bot.domain.nudges.nudges import AgreementRevealed, Introduced, Introduction, RevealedHalf
from bot.domain.pairs.agreements import CHOSEN, LONGEST_ANSWER, Question
from bot.domain.states import CohortState, MatchRunState, Role
from bot.domain.vocabulary import FIELDS, TOPICS, PersonRole, Stage
from bot.language.say import ENGLISH
from bot.messages.matching import runs as match_runs
from bot.messages.outgoing import Embed, Message
from bot.messages.pairs import agreements, introductions
from bot.services.matching.runs import ProposedRun
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching.runs import MatchRun

GUILD, PAIR = GuildId(1 << 60), PairId(7)
NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)
MENTOR, *MENTEES = [UserId((1 << 60) + number) for number in range(11)]


def assert_fits(outgoing: Message) -> None:
    assert len(outgoing.content) <= 2000
    assert sum(map(_length, outgoing.embeds)) <= 6000
    for card in outgoing.embeds:
        assert len(card.fields) <= 25
        assert all(len(name) <= 256 and 0 < len(value) <= 1024 for name, value in card.fields)


def _length(card: Embed) -> int:
    words = [card.title, card.body, card.footer, *(part for field in card.fields for part in field)]
    return sum(map(len, words))


def a_run(mentees: int) -> ProposedRun:
    """Return a proposal with two mentors' places for so many mentees, who all asked for a lot."""
    wishes = frozenset(TOPICS)
    people = [
        MatchPerson(str(MENTOR), PersonRole.MENTOR, Stage.RESIDENT, frozenset(FIELDS), capacity=8),
        *(
            MatchPerson(str(mentee), PersonRole.MENTEE, fields=frozenset(FIELDS), topics=wishes)
            for mentee in MENTEES[:mentees]
        ),
    ]
    asked = MatchInput.of(people, MatchSettings())
    hint = Hint(str(MENTEES[0]), str(MENTOR), 0.9, 0.2, 0.1)
    result = replace(solve_input(asked), hints=(hint,))
    run = MatchRun(
        GUILD, MatchRunId(3), CohortId(1), MatchRunState.PROPOSED, asked, result, MENTOR, NOW
    )
    cohort = Cohort(
        guild=GUILD,
        id=CohortId(1),
        name="N" * 60,
        state=CohortState.MATCHING,
        check_in_days=14,
        check_in_weekday=1,
        check_in_time=time(18),
        plan=OPEN_PLAN,
        created_at=NOW,
        panel_channel=None,
        panel_message=None,
    )
    return ProposedRun(cohort, run, left_over=run.result.unmatched)


def test_every_page_of_a_proposal_fits_and_the_last_says_what_might_be_better() -> None:
    found = a_run(10)
    pages = [match_runs.preview(ENGLISH, found, page) for page in range(3)]

    for page in pages:
        assert_fits(page)
    entries = [name for page in pages for name, _ in page.embeds[0].fields]
    assert entries.count("Unmatched mentee") == 2
    assert entries[-1] == "Worth a look"
    assert "would match: 2" in pages[0].embeds[0].body


def test_a_proposal_that_was_replaced_offers_no_approval() -> None:
    labels = {button.label for button in match_runs.preview(ENGLISH, a_run(2)).buttons}
    stale = match_runs.preview(ENGLISH, replace(a_run(2), stale=True))

    assert "Approve 2 pairs" in labels
    assert {button.label for button in stale.buttons} == {
        "Show weakest first",
        "Re-run",
        "Download file",
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("", ()), ("1", (1,)), ("3, 1-2 ;2", (3, 1, 2)), (" 4 - 6 ", (4, 5, 6))],
)
def test_numbers_of_pairs_are_read_as_people_write_them(typed: str, meant: tuple[int, ...]) -> None:
    assert match_runs.numbers(typed) == meant


@pytest.mark.parametrize("typed", ["all", "1-", "2-1", "-3", "1.5", "99999", "1-99999"])
def test_numbers_that_mean_nothing_are_refused(typed: str) -> None:
    with pytest.raises(DomainError, match=r"match\.numbers"):
        match_runs.numbers(typed)


def an_introduction(topics: tuple[str, ...], offered: tuple[str, ...] = ()) -> Introduction:
    people = (
        Introduced(MENTOR, Role.MENTOR, "resident", FIELDS[:3], offered),
        *(Introduced(one, Role.MENTEE, "post-bac", FIELDS[:3], topics) for one in MENTEES),
    )
    return Introduction(
        GUILD, PAIR, "ABCDEF", "N" * 60, MENTOR, tuple(MENTEES), reasons=(), people=people
    )


def test_every_shipped_topic_has_a_question_to_start_from() -> None:
    for topic in TOPICS:
        own = introductions.question(ENGLISH, an_introduction((topic,)))
        assert own != introductions.question(ENGLISH, an_introduction(()))


def test_the_question_is_of_what_was_asked_for_and_is_offered() -> None:
    asked = an_introduction(("research", "interviews"), offered=("interviews",))
    assert introductions.question(ENGLISH, asked) == introductions.question(
        ENGLISH, an_introduction(("interviews",))
    )


def test_the_largest_circle_is_introduced_in_one_message() -> None:
    assert_fits(introductions.introduction(ENGLISH, an_introduction(TOPICS, TOPICS), "ref"))


def test_the_largest_circles_agreement_is_shown_in_one_message() -> None:
    said = {question.value: values for question, values in CHOSEN.items()}
    halves = tuple(
        RevealedHalf(
            user,
            {
                **said,
                **{
                    q.value: (f"{user}" + "*" * LONGEST_ANSWER,)
                    for q in Question
                    if q not in CHOSEN
                },
            },
            agreed=False,
        )
        for user in (MENTOR, *MENTEES)
    )
    assert_fits(agreements.revealed(ENGLISH, AgreementRevealed(GUILD, PAIR, 1, halves), "ref"))
