"""Times that something typed may mean: named in a sentence, and offered as buttons."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.spoken_times import CivilTime, which_of_two
from bot.messages.meetings.words import place_name, short
from bot.messages.outgoing import ButtonSpec, Row, Style
from bot.messages.text import joined, said


def named(one: CivilTime) -> str:
    """Name a reading as the clock that was meant shows it."""
    which = f", {which_of_two(one)}" if one.comes_twice else ""
    return f"{short(one.instant, [one.zone], one.every_days)}{which}"


def listed(readings: Sequence[CivilTime]) -> str:
    """Name all of them in one sentence, with the clock that they are read on."""
    names = joined([f"“{named(one)}”" for one in readings], last="or")
    return f"{names} (on the clock in {place_name(readings[0].zone)})"


def which(facts: dict[str, Any]) -> str:
    """Ask which of them is meant, and say why it is asked."""
    readings: Sequence[CivilTime] = facts["readings"]
    first = readings[0]
    if all((one.day, one.at) == (first.day, first.at) for one in readings):
        return (
            f"The clocks go back on {first.day:%A}, {first.day.day} {first.day:%B}, so "
            f"{first.at:%H:%M} comes twice. Which one: {listed(readings)}?"
        )
    return (
        f"“{said(facts['typed'], 60)}” may mean {listed(readings)}, and I would rather ask than "
        "guess. Which one?"
    )


def row(readings: Sequence[CivilTime], custom_id: Callable[[int], str]) -> Row:
    """Offer each as a button; `custom_id` names that of a number."""
    return tuple(
        ButtonSpec(named(one)[:80], custom_id(number), Style.MAIN)
        for number, one in enumerate(readings)
    )
