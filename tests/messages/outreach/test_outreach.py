"""What is said of someone outside: the step that is next, and words that fit it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import GuildId, OutreachId, UserId
from bot.domain.outreach.outreach import CheckedOutreach, OutreachEvent, Standing
from bot.domain.states import OutreachState
from bot.language.say import ENGLISH
from bot.messages.outgoing import Button, Message
from bot.messages.outreach import outreach as words
from bot.messages.outreach.outreach import CLOSING
from bot.services.nudges.own_threads import Reach
from bot.services.outreach.outreach import OutreachLogged, OutreachShown
from bot.storage.outreach.outreach import Outreach

GUILD = GuildId(100)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
STATES = tuple(OutreachState)


def shown(
    state: OutreachState, follow_ups: int = 0, days: int = 3, number: int = 1
) -> OutreachShown:
    """Return a contact in `state` whose date is some days away."""
    standing = Standing(state, follow_ups, NOON + timedelta(days=days) if state.is_open else None)
    found = Outreach(
        guild=GUILD,
        id=OutreachId(number),
        user=UserId(1),
        contact=CheckedOutreach(f"Dr. _{number}_ " + "Roe " * 20, "", "", "roe@hospital.org"),
        allowed=None,
        program=None,
        draft="",
        standing=standing,
        version=1,
        added_at=NOON,
        changed_at=NOON,
    )
    return OutreachShown(found, standing.step(NOON))


def labels(outgoing: Message) -> list[str]:
    """Return what the buttons say."""
    return [one.label for one in outgoing.buttons if isinstance(one, Button)]


@pytest.mark.parametrize(
    ("follow_ups", "days", "fitting"),
    [
        (0, 3, "I wrote to you a while ago"),
        (0, -1, "I wrote to you a while ago"),
        (1, 3, "One last note from me"),
        (1, -1, "One last note from me"),
        (2, 3, CLOSING),
        (2, -1, CLOSING),
    ],
)
def test_words_fit_the_follow_up_that_is_next(follow_ups: int, days: int, fitting: str) -> None:
    found = shown(OutreachState.SENT, follow_ups, days)
    assert fitting in words.words_for(ENGLISH, found).content


def test_a_late_click_offers_no_follow_up_to_who_answered() -> None:
    late = words.words_for(ENGLISH, shown(OutreachState.ANSWERED))
    assert "Copy this" not in late.content
    assert "We met" in labels(late)


def test_after_two_follow_ups_a_third_is_not_offered() -> None:
    assert "I followed up" in labels(words.outreach_card(ENGLISH, shown(OutreachState.SENT, 1)))
    assert "I followed up" not in labels(words.outreach_card(ENGLISH, shown(OutreachState.SENT, 2)))


@pytest.mark.parametrize(
    ("follow_ups", "next_"),
    [(0, "a friendly follow-up"), (1, "one last"), (2, "on hold")],
)
def test_while_it_is_with_them_the_next_step_has_its_own_name(follow_ups: int, next_: str) -> None:
    fields = dict(
        words.outreach_card(ENGLISH, shown(OutreachState.SENT, follow_ups)).embeds[0].fields
    )
    assert next_ in fields["Next"]
    assert "Waiting for a reply" in fields["Next"]


def test_an_answer_that_was_sent_promises_no_follow_up() -> None:
    found = shown(OutreachState.ANSWERED)
    done = words.logged(
        ENGLISH, OutreachLogged(OutreachEvent.SENT, found, OutreachState.ANSWERED, Reach.DM)
    )
    assert "follow-up" not in done.content


def test_a_full_board_fits_into_one_card_and_cuts_no_line() -> None:
    found = [shown(STATES[number % len(STATES)], number=number + 1) for number in range(100)]
    [card] = words.listing(ENGLISH, GUILD, found).embeds
    size = len(card.title) + len(card.body) + len(card.footer)
    assert size + sum(len(name) + len(value) for name, value in card.fields) <= 6000
    for _, value in card.fields:
        *lines, last = value.splitlines()
        assert all(line.startswith("- **") for line in lines)
        assert last.endswith(" more")
