"""A confirmation names everyone it touches, however many, and the log has words for every act."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.domain.cohorts.cohorts import OPEN_PLAN
from bot.domain.ids import ActId, CohortId, GuildId, PairId, UserId
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.states import CohortState
from bot.language.say import ENGLISH
from bot.messages.moderation import acts as words
from bot.services.moderation.acts import ActLog, ToConfirm
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation.acts import Act
from tests.messages.pairs.test_pair_words import assert_fits

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
GUILD = GuildId(10**18)
COHORT = Cohort(
    guild=GUILD,
    id=CohortId(1),
    name="N" * 60,
    state=CohortState.RUNNING,
    check_in_days=14,
    check_in_weekday=1,
    check_in_time=time(18),
    plan=OPEN_PLAN,
    created_at=NOW,
    panel_channel=None,
    panel_message=None,
)


def an_act(kind: ActKind, pairs: int, waiting: int, circle: int = 1) -> Act:
    """Return an act about so many pairs, each with `circle` mentees, and people who wait."""
    people = iter(range(10**18, 2 * 10**18))
    facts = ActFacts(
        pairs=tuple(tuple(UserId(next(people)) for _ in range(1 + circle)) for _ in range(pairs)),
        pair_ids=tuple(PairId(number) for number in range(pairs)),
        waiting=tuple(UserId(next(people)) for _ in range(waiting)),
        of=1,
    )
    return Act(GUILD, ActId(7), CohortId(1), kind, UserId(900), facts, NOW, NOW, None)


ASKED = (ActKind.ENDED, ActKind.APPROVED, ActKind.UNDID, ActKind.RESTORED, ActKind.CLOSED)


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("circle", [1, 10])
def test_two_hundred_pairs_are_all_named_on_pages_that_fit(kind: ActKind, circle: int) -> None:
    act = an_act(kind, 0 if kind is ActKind.CLOSED else 200, 40, circle)
    shown = ToConfirm(COHORT, act)
    first = words.to_confirm(ENGLISH, shown)
    footer = first.embeds[0].footer
    pages = int(footer.split(" of ")[1].split(".")[0])

    every = [words.to_confirm(ENGLISH, shown, page) for page in range(pages)]

    named = "\n".join(page.embeds[0].body for page in every)
    assert all(f"<@{user}>" in named for user in act.facts.people)
    for page in every:
        assert_fits(page)
        [(_, happens), *_] = page.embeds[0].fields
        if kind is not ActKind.CLOSED:
            assert f"{200 * circle}" in page.buttons[0].label + happens
        told = act.facts.number if kind is ActKind.UNDID else len(act.facts.people)
        assert f"People I’ll message: {told}" in happens


@pytest.mark.parametrize("kind", list(ActKind))
def test_the_log_has_words_for_every_act(kind: ActKind) -> None:
    act = an_act(kind, 1, 0)
    ended = replace(act, ended_at=NOW)

    shown = words.log(ENGLISH, ActLog(COHORT, (act, ended), 0, 2, None))

    assert_fits(shown)
    assert f"<@{act.moderator}> " in shown.embeds[0].body
