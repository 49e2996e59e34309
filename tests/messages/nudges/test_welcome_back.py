"""What someone reads who is back: what waits is not denied, and nothing is urgent."""

import pytest

from bot.domain.ids import UserId
from bot.domain.nudges.nudges import AwayOver, Digest, DigestItem, PairResumed, PulseAsked
from bot.language.say import ENGLISH
from bot.messages.buttons import SEE_WAITING
from bot.messages.nudges import away, nudges
from bot.messages.pairs import endings as pair_endings
from tests.messages.facts import sample


def test_a_pair_for_which_something_waits_reads_where_each_finds_their_own() -> None:
    facts = sample(PairResumed, waiting=(UserId(9001), UserId(9002)))
    message = pair_endings.resumed(ENGLISH, facts, "ref")
    assert SEE_WAITING in message.content
    assert "<@900" not in message.content, "no one is talked about to themselves"
    assert "Nothing" not in message.content
    assert "See what’s waiting" in {button.label for button in message.buttons}


def test_a_pair_for_which_no_message_waited_is_not_told_that_nothing_waits() -> None:
    message = pair_endings.resumed(ENGLISH, sample(PairResumed, waiting=()), "ref")
    assert "othing" not in message.content
    assert "See what’s waiting" in {button.label for button in message.buttons}


@pytest.mark.parametrize(
    ("waiting", "words"),
    [(0, "where things stand"), (1, "1 thing is waiting"), (3, "3 things are waiting")],
)
def test_somebody_who_is_back_reads_how_much_has_waited(waiting: int, words: str) -> None:
    message = away.over(ENGLISH, sample(AwayOver, waiting=waiting), "ref")
    assert words in message.content
    assert "Nothing" not in message.content


def test_a_welcome_beside_something_else_does_not_say_that_nothing_waits() -> None:
    parts = (DigestItem("a", sample(AwayOver, waiting=0)), DigestItem("b", sample(PulseAsked)))
    message = nudges.render(ENGLISH, sample(Digest, parts=parts), "a")
    assert "1 thing for you" in message.content
    assert "1 thing is waiting" in message.content
    assert "Nothing" not in message.content
