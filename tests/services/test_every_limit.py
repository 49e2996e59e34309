"""Every limit on both sides: what just fits is done, and one more is refused with its own code.

The numbers are written out, so that a changed constant is noticed. The constants are found: a new
one stands in `LIMITS`, or in `ELSEWHERE` with its number alone.
"""

import importlib
import pkgutil
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

import bot.domain
import bot.services
from bot.app import App
from bot.domain.cohorts import audiences
from bot.domain.cohorts import enrolments as enrolment_rules
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, GoalId, InteractionId, PairId, UserId
from bot.domain.meetings import meetings as meeting_rules
from bot.domain.moderation import cases as case_rules
from bot.domain.nudges import settings as nudge_rules
from bot.domain.outreach import drafts
from bot.domain.outreach import outreach as outreach_rules
from bot.domain.pairs import agreements as agreement_rules
from bot.domain.progress import commitments as commitment_rules
from bot.domain.progress import goals as goal_rules
from bot.domain.progress.commitments import TypedCommitment
from bot.domain.progress.updates import TypedUpdate
from bot.domain.requests import words as request_words
from bot.services.actor import Actor
from bot.services.cohorts import cohorts, people_import
from bot.services.matching import by_hand
from bot.services.meetings import meetings
from bot.services.nudges import away, panel
from bot.services.pairs import pairs
from bot.services.progress import commitments, goals, updates, wins
from bot.services.requests import mentor_availability
from tests.services.mentoring import GOOD
from tests.services.society import NOON
from tests.services.test_every_service import OTHERS_MENTEE, ROLES, a_world

pytestmark = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)

PAIR, GOAL = PairId(1), GoalId(1)
Call = Callable[[App, Actor, int], Awaitable[object]]


class Limit(NamedTuple):
    """A constant, its number, the code beyond it, who acts, and the call with so much."""

    name: str
    number: int
    code: str
    role: str
    call: Call
    # What is refused inside the limit, if this one of the furnished people lacks something else.
    inside: str = ""


def checked(check: Callable[[int], object]) -> Call:
    """Return a call of a rule that several services share."""

    async def call(app: App, actor: Actor, number: int) -> None:
        check(number)

    return call


def _answers(number: int) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(("topics", "until"), ("x" * number,))


def _typed(goals: str = "", hours: str = "", windows: str = "") -> enrolment_rules.TypedAnswers:
    return enrolment_rules.TypedAnswers(time_zone="UTC", goals=goals, hours=hours, windows=windows)


# Counted in rows, cut without a refusal, or what the bot itself does or writes no more of. Their
# own areas test them; here is only what they are.
ELSEWHERE: dict[str, object] = {
    "cohorts.people_cells.MOST_HOURS": 744,
    "cohorts.people_cells.MOST_PLACES": 1000,
    "cohorts.people_table.MOST_ABOVE": 5,
    "cohorts.people_words.LONGEST_WORD": 100,
    "meetings.meetings.MOST_TIMES": 3,
    "moderation.cases.MOST_A_WEEK": 7,
    "nudges.policy.MOST_A_DAY": 2,
    "nudges.policy.MOST_MERGED": 5,
    "nudges.settings.LEAST_OPEN": timedelta(hours=2),
    "outreach.drafts.FEWEST_OF_SENTENCE": 3,
    "outreach.drafts.MOST_ASKS": 3,
    "outreach.drafts.MOST_OF_NAME": 4,
    "outreach.drafts.MOST_QUESTIONS": 2,
    "outreach.drafts.MOST_WORDS": 150,
    "outreach.outreach.MOST_FOLLOW_UPS": 2,
    "outreach.outreach.MOST_KEPT": 100,
    "outreach.outreach.MOST_OPEN": 25,
    "programs.catalogue_files.LARGEST_BYTES": 4_194_304,
    "programs.catalogue_files.MOST_ENTRIES": 5000,
    "programs.catalogue_files.MOST_PROBLEMS": 500,
    "programs.saved_programs.MOST_SAVED": 100,
    "progress.typed_commitments.MOST_DAY_WORDS": 4,
    "requests.requests.MOST_OPEN": 3,
    "requests.requests.MOST_ROUNDS": 2,
    "requests.requests.MOST_WAITING": 3,
    "safety.concerns.FEWEST_LEADS": 2,
    "safety.concerns.MOST_LEADS": 10,
    "safety.concerns.MOST_PEOPLE": 5,
    "safety.concerns.MOST_SETTING": 1000,
    "safety.concerns.MOST_WORDS": 3000,
    "services.cohorts.people_files.LARGEST_WORKBOOK": 40_000_000,
    "services.cohorts.people_files.MOST_COLUMNS": 200,
    "services.cohorts.people_import.MOST_PEOPLE": 2000,
    "services.cohorts.profiles.MOST_AVOIDED": 25,
    "services.pairs.archive.MOST_UPDATES": 10_000,
    "services.pairs.next_check_in.LONGEST_BEGINNING": 14,
    "services.programs.catalogue.MOST_OWN": 5000,
    "services.programs.catalogue_files.LARGEST_EXPORT": 9_437_184,
    "services.programs.corrections.LONGEST_DETAIL": 1000,
    "services.programs.corrections.MOST_WAITING": 10,
    "youth.youth.LONGEST_CLEARANCE": 1095,
    "services.programs.programs.LONGEST_NAME": 300,
    "services.programs.searches.LONGEST_QUESTION": 300,
    "services.programs.searches.MOST_RANKED": 60,
    "services.programs.searches.MOST_RESULTS": 20,
    "times.normalize.MOST_READ": 100,
    "times.reader.LONGEST_SAID": 60,
    "times.reader.MOST_AHEAD": 1098,
    "times.reader.MOST_AHEAD_OF_MEETING": 366,
    "times.reader.MOST_READINGS": 4,
    "times.rhythms.LONGEST_RHYTHM_WEEKS": 8,
    "times.zones.LONGEST": 60,
    "times.zones.MOST_CHOICES": 4,
    "times.zones.MOST_CLOSE": 3,
    "windows.LONGEST_NIGHT": 720,
}

LIMITS = (
    Limit(
        "progress.updates.LONGEST_PART",
        600,
        "update.long",
        "mentee",
        lambda app, actor, n: updates.log(
            app, actor, PAIR, TypedUpdate(moved="x" * n, in_the_way="", next_step="")
        ),
    ),
    Limit(
        "progress.goals.LONGEST",
        300,
        "goal.long",
        "mentee",
        lambda app, actor, n: goals.add(app, actor, PAIR, "x" * n, "in 3 weeks"),
    ),
    Limit(
        "progress.goals.LONGEST_NOTE",
        300,
        "goal.note_long",
        "mentee",
        lambda app, actor, n: goals.progress(app, actor, GOAL, 50, "x" * n),
    ),
    Limit(
        "progress.wins.LONGEST",
        500,
        "win.long",
        "mentee",
        lambda app, actor, n: wins.add(app, actor, PAIR, "x" * n, share=False),
    ),
    Limit(
        "progress.commitments.LONGEST",
        300,
        "commitment.long",
        "mentee",
        lambda app, actor, n: commitments.add(app, actor, PAIR, TypedCommitment("x" * n, "friday")),
    ),
    Limit(
        "progress.commitments.LONGEST_PLAN",
        300,
        "commitment.long",
        "mentee",
        lambda app, actor, n: commitments.add(
            app, actor, PAIR, TypedCommitment("Read", "friday", plan_b="x" * n)
        ),
    ),
    Limit(
        "pairs.agreements.LONGEST_ANSWER",
        300,
        "agreement.long",
        "mentee",
        checked(lambda n: agreement_rules.check_written(_answers(n))),
    ),
    Limit(
        "services.pairs.pairs.LONGEST_PAUSE",
        90,
        "pair.pause_days",
        "mentee",
        lambda app, actor, n: pairs.pause(app, actor, PAIR, n),
    ),
    Limit(
        "meetings.meetings.LONGEST_ITEM",
        200,
        "agenda.long",
        "mentee",
        lambda app, actor, n: meetings.add_items(app, actor, PAIR, "x" * n),
    ),
    Limit(
        "meetings.meetings.MOST_ITEMS",
        12,
        "agenda.many",
        "mentee",
        checked(lambda n: meeting_rules.agenda_of("\n".join("abcdefghijklmnop"[:n]))),
    ),
    Limit(
        "meetings.meetings.LONGEST_PLACE",
        300,
        "place.long",
        "mentee",
        lambda app, actor, n: meetings.save_place(app, actor, PAIR, "x" * n),
    ),
    Limit(
        "nudges.away.LONGEST_DAYS",
        92,
        "away.long",
        "stranger",
        lambda app, actor, n: away.begin(
            app,
            actor,
            f"{NOON.date() + timedelta(days=200)}",
            f"{NOON.date() + timedelta(days=199 + n)}",
            "",
        ),
    ),
    Limit(
        "nudges.policy.LONGEST_SNOOZE",
        92,
        "nudges.snooze_long",
        "mentee",
        lambda app, actor, n: panel.snooze(app, actor, n),
    ),
    Limit(
        "requests.mentor_availability.LARGEST_ROOM",
        5,
        "opening.room",
        "mentor",
        lambda app, actor, n: mentor_availability.make_room(app, actor, n),
        inside="opening.nothing_offered",
    ),
    Limit(
        "requests.words.LONGEST",
        500,
        "request.long",
        "mentee",
        checked(lambda n: request_words.check(replace(GOOD, where=GOOD.where.ljust(n, "x")))),
    ),
    Limit(
        "requests.words.LONGEST_MESSAGE",
        600,
        "request.long",
        "mentee",
        checked(lambda n: request_words.message("x" * n)),
    ),
    Limit(
        "cohorts.cohorts.LONGEST_NAME",
        60,
        "cohort.name_long",
        "manager",
        lambda app, actor, n: cohorts.create(app, actor, "x" * n),
    ),
    Limit(
        "cohorts.cohorts.MOST_PEOPLE",
        10_000,
        "cohort.limit",
        "manager",
        lambda app, actor, n: cohorts.create(
            app, actor, "Summer", cohorts.TypedPlan(most_mentees=n)
        ),
    ),
    Limit(
        "services.cohorts.people_import.LARGEST_FILE",
        1_000_000,
        "people_csv.large",
        "manager",
        lambda app, actor, n: people_import.begin(app, actor, "Autumn", n),
    ),
    Limit(
        "cohorts.enrolments.LONGEST_GOALS",
        600,
        "enrolment.goals_long",
        "stranger",
        checked(lambda n: enrolment_rules.check_words(_typed(goals="x" * n))),
    ),
    Limit(
        "cohorts.enrolments.MOST_HOURS",
        100,
        "enrolment.hours",
        "stranger",
        checked(lambda n: enrolment_rules.check_words(_typed(hours=str(n)))),
    ),
    Limit(
        "cohorts.enrolments.MOST_WINDOWS",
        21,
        "enrolment.windows_many",
        "stranger",
        checked(
            lambda n: enrolment_rules.check_words(
                _typed(
                    windows="; ".join(
                        f"{day} {hour}:00-{hour + 1}:00"
                        for hour in (8, 10, 12, 14)
                        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                    ).rsplit("; ", 28 - n)[0]
                )
            )
        ),
    ),
    Limit(
        "cohorts.enrolments.LARGEST_CAPACITY",
        10,
        "enrolment.capacity",
        "manager",
        checked(enrolment_rules.require_capacity),
    ),
    Limit(
        "outreach.outreach.LONGEST_NAME",
        100,
        "outreach.long",
        "mentee",
        checked(lambda n: outreach_rules.check(outreach_rules.TypedOutreach(who="x" * n))),
    ),
    Limit(
        "outreach.outreach.LONGEST_NOTE",
        300,
        "outreach.long",
        "mentee",
        checked(
            lambda n: outreach_rules.check(
                outreach_rules.TypedOutreach(who="Ana", known_from="x" * n)
            )
        ),
    ),
    Limit(
        "outreach.drafts.LONGEST",
        3_500,
        "outreach.draft_long",
        "mentee",
        checked(lambda n: drafts.revise("x" * n)),
    ),
    Limit(
        "outreach.drafts.LONGEST_PART",
        1_500,
        "outreach.draft_long",
        "mentee",
        checked(
            lambda n: drafts.compose(
                "Ana", "", drafts.DraftParts("a", "x" * n, "Could we talk?", "b", "c")
            )
        ),
    ),
    Limit(
        "moderation.cases.LONGEST_NOTE",
        1_000,
        "case.note_long",
        "manager",
        checked(lambda n: case_rules.check_note("x" * n)),
    ),
    Limit(
        "cohorts.audiences.LONGEST_WORDS",
        1_500,
        "announcement.long",
        "manager",
        checked(lambda n: audiences.check_words("x" * n)),
    ),
    Limit(
        "services.matching.by_hand.LONGEST_NOTE",
        200,
        "hand.note_long",
        "manager",
        lambda app, actor, n: by_hand.ask_to_end(
            app, actor, CohortId(1), OTHERS_MENTEE, UserId(3), by_hand.Ending.FINISHED, "x" * n
        ),
    ),
    Limit(
        "progress.goals.MOST_OPEN",
        3,
        "goal.too_many",
        "mentee",
        checked(lambda n: goal_rules.require_room(n - 1)),
    ),
    Limit(
        "progress.commitments.MOST_OPEN",
        25,
        "commitment.too_many",
        "mentee",
        checked(lambda n: commitment_rules.require_room(n - 1)),
    ),
)


@pytest.fixture
async def app(migrated_url: str) -> AsyncIterator[App]:
    """Yield two furnished societies in which nothing that is done stays."""
    async with a_world(migrated_url) as world:
        yield world


def constants() -> Iterator[tuple[str, object]]:
    """Yield the limits that rules and services declare, with their numbers."""
    names = re.compile(r"(MOST|LONGEST|LARGEST|LEAST|FEWEST|SHORTEST)(_[A-Z_]+)?")
    for package in (bot.domain, bot.services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            source = Path(str(module.__file__)).read_text("utf-8")
            for name, value in vars(module).items():
                is_own = re.search(rf"^{name}\b.* = ", source, re.MULTILINE)
                if names.fullmatch(name) and is_own:
                    short = found.name.removeprefix("bot.domain.").removeprefix("bot.")
                    yield f"{short}.{name}", value


def test_every_limit_has_its_number_and_its_place(migrated_url: str) -> None:
    expected = {limit.name: limit.number for limit in LIMITS} | ELSEWHERE
    found = {
        name: value.days if isinstance(value, timedelta) and value.days else value
        for name, value in constants()
    }
    assert found == expected


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.name for limit in LIMITS])
async def test_what_just_fits_is_done_and_one_more_is_refused(app: App, limit: Limit) -> None:
    try:
        await limit.call(app, ROLES[limit.role](InteractionId(9_000)), limit.number)
        inside = ""
    except DomainError as other:
        inside = other.code
    assert inside == limit.inside
    with pytest.raises(DomainError) as refused:
        await limit.call(app, ROLES[limit.role](InteractionId(9_001)), limit.number + 1)
    assert refused.value.code == limit.code


@pytest.mark.parametrize(("end", "is_open"), [(time(5), True), (time(5, 1), False)])
def test_two_hours_of_a_day_must_stay_open(migrated_url: str, end: time, is_open: bool) -> None:
    if is_open:
        assert nudge_rules.require_some_open(time(7), end) == (time(7), end)
        return
    with pytest.raises(DomainError, match=r"nudges\.quiet_all_day"):
        nudge_rules.require_some_open(time(7), end)
