"""Buttons for the next step after a refusal, for refusals that know their subject."""

from collections.abc import Callable
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, PairId
from bot.language.say import Say
from bot.messages.buttons import CHOOSE_TIME, OUR_MEETINGS, suggest_times
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Row, Style

Steps = Callable[[Say, GuildId, PairId], Row]


def rows(say: Say, error: BaseException) -> tuple[Row, ...]:
    """Return the buttons of a refusal; none if its pair is not known or nothing follows."""
    if not isinstance(error, DomainError):
        return ()
    facts: dict[str, Any] = error.facts
    if error.code in _OWN_STEPS:
        return _OWN_STEPS[error.code](say, facts)
    if error.code not in _STEPS:
        return ()
    if "guild" not in facts or "pair" not in facts:
        return ()
    return (_STEPS[error.code](say, facts["guild"], facts["pair"]),)


def _propose(say: Say, guild: GuildId, pair: PairId) -> Row:
    return (suggest_times(say, guild, pair),)


def _see(say: Say, guild: GuildId, pair: PairId) -> Row:
    return (Button(say(OUR_MEETINGS), build("meet", "list", guild, pair), Style.PRIMARY),)


def _either(say: Say, guild: GuildId, pair: PairId) -> Row:
    see = Button(say(OUR_MEETINGS), build("meet", "list", guild, pair))
    return (*_propose(say, guild, pair), see)


def _present(say: Say, guild: GuildId, pair: PairId) -> Row:
    present = Button(
        say.of("button", "See newest times"), build("meet", "choose", guild, pair), Style.PRIMARY
    )
    return (present,)


def _answer_times(say: Say, guild: GuildId, pair: PairId) -> Row:
    answer = Button(say(CHOOSE_TIME), build("meet", "choose", guild, pair), Style.PRIMARY)
    return (answer,)


def _successor(say: Say, facts: dict[str, Any]) -> tuple[Row, ...]:
    """Offer what can be done about the commitment that replaced a moved one."""
    successor = facts.get("successor")
    if successor is None:
        return ()

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, facts["guild"], successor), style)

    return (
        (
            button(say("Done"), "done", Style.SUCCESS),
            button(say("Move"), "move"),
            button(say("Drop"), "drop"),
        ),
    )


def _away(say: Say, facts: dict[str, Any]) -> tuple[Row, ...]:
    """Offer to cancel the time away that prevents it."""
    back = build("away", "back", facts["guild"], facts["away"])
    return ((Button(say.of("button", "End time away"), back),),)


_OWN_STEPS: dict[str, Callable[[Say, dict[str, Any]], tuple[Row, ...]]] = {
    "commitment.settled": _successor,
    "away.overlap": _away,
}
_STEPS: dict[str, Steps] = {
    "meeting.cancelled": _propose,
    "meeting.none": _propose,
    "meeting.no_series": _propose,
    "meeting.no_time": _propose,
    "meeting.no_draft": _propose,
    "meeting.over": _propose,
    "meeting.times_passed": _propose,
    "meeting.time_over": _propose,
    "meeting.times_back": _either,
    "meeting.taken": _see,
    "meeting.unknown": _see,
    "meeting.own_times": _see,
    "meeting.begun": _see,
    "meeting.times_replaced": _present,
    "meeting.not_your_times": _answer_times,
}
