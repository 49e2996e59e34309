"""The registry of texts and names of each kind of nudge, filled where the texts are written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain.nudges.kinds import NudgeKind
from bot.language.say import Say, marked
from bot.messages.outgoing import Message

Facts = TypeVar("Facts")

OTHER = marked("Something in your mentorship changed.")
AT_ONCE = marked("It came as soon as there was something to say.")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one kind: `render` makes its message, the rest is for mentioning it.

    `name` is what `/why` calls it, such as ``Check-in``, and `reason` what caused it; `when` says
    at which time it comes. `label` is what `/nudges` calls a kind that can be muted.
    """

    render: Callable[[Say, Any, str], Message]
    name: str
    reason: str
    label: str
    when: str


WORDS: dict[NudgeKind, Words] = {}


def words(
    kind: NudgeKind,
    name: str,
    reason: str,
    *,
    label: str = "",
    when: str = AT_ONCE,
) -> Callable[[Callable[[Say, Facts, str], Message]], Callable[[Say, Facts, str], Message]]:
    """Register the function that words a kind's facts, with the reference for its buttons."""

    def register(
        render: Callable[[Say, Facts, str], Message],
    ) -> Callable[[Say, Facts, str], Message]:
        assert kind not in WORDS, f"{kind} is worded twice"
        WORDS[kind] = Words(render, name, reason, label, when)
        return render

    return register


def lacking() -> list[str]:
    """Return a sentence for each kind without a text, or that can be muted and has no label."""
    without = [kind for kind in NudgeKind if kind not in WORDS]
    unnamed = [kind for kind, words in WORDS.items() if kind.row.mutable and not words.label]
    return [
        *(
            f"{kind} has no text: add one with @words in a module of bot/messages/{kind.row.area}, "
            "which bot/messages/nudges/nudges.py imports"
            for kind in without
        ),
        *(
            f"{kind} can be muted and has no name in /nudges: "
            f"give its @words in bot/messages/{kind.row.area} a label"
            for kind in unnamed
        ),
    ]


def named(say: Say, kind: str) -> str:
    """Return the name of a kind of message, such as ``Check-in``."""
    name = next((words.name for nudge_kind, words in WORDS.items() if nudge_kind == kind), "")
    return say(name) if name else say("Message")


def reason_of(say: Say, kind: NudgeKind) -> str:
    """Return what causes a kind of message, in a sentence."""
    return say(WORDS[kind].reason if kind in WORDS else OTHER)
