"""Advice is added under an answer where there is room for it."""

from bot.domain.programs.guide import Audience, GuideItem, Moment
from bot.messages.outgoing import Message
from bot.messages.programs.advice import MOST, fits_under, with_advice

ITEM = GuideItem("one", "why", Audience.BOTH, Moment.AT_CLOSING, "Say thanks", "It is kind.")


def test_what_fits_is_shown_whole_and_never_beyond_the_limit() -> None:
    added = len(with_advice(Message("x"), ITEM).content) - 1
    room, no_room = Message("x" * (MOST - added)), Message("x" * (MOST - added + 1))
    assert fits_under(room)(ITEM)
    assert not fits_under(no_room)(ITEM)
    assert len(with_advice(room, ITEM).content) == MOST
    assert with_advice(room, ITEM).content.endswith("It is kind.")


def test_without_advice_an_answer_stays_as_it_was() -> None:
    assert with_advice(Message("Noted."), None) == Message("Noted.")
