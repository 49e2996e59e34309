"""The words of a check-in."""

import re

import pytest

from bot.domain.nudges.nudges import CheckInDue
from bot.language.say import ENGLISH
from bot.messages.progress.check_ins import check_in_question
from tests.messages.facts import sample


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (7, "1 week"), (10, "10 days"), (14, "2 weeks"), (21, "3 weeks")],
)
def test_the_rest_on_offer_is_as_long_as_it_says(days: int, words: str) -> None:
    message = check_in_question(ENGLISH, sample(CheckInDue, pause_days_offered=days), "ref")
    assert f"You can pause for {words}, or" in message.content
    assert message.buttons[0].label == "Pause check-ins"


def test_without_a_rest_on_offer_the_question_is_the_usual_one() -> None:
    message = check_in_question(ENGLISH, sample(CheckInDue, pause_days_offered=0), "ref")
    assert re.match(r"<@\d+>: A quick check-in", message.content)
    assert "Pause check-ins" not in {button.label for button in message.buttons}
