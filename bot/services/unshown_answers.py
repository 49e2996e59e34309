"""Answers that Discord did not take: saved, so that `/status` shows them, until they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import InteractionId
from bot.services.work import Work, glances, writes_unrecorded
from bot.storage import drafts, interactions

_PREFIX = "unshown:"


@dataclass(frozen=True, slots=True)
class UnshownAnswer:
    """What an interaction was to be answered, and when it was."""

    interaction: InteractionId
    text: str
    at: datetime


@glances
def was_saved(work: Work) -> bool:
    """Return whether the asker's interaction changed something: the two are committed together."""
    return interactions.is_recorded(work.connection, work.actor.interaction)


@writes_unrecorded("it comes after the service that recorded the interaction: twice is once")
def save(work: Work, text: str) -> None:
    """Save the answer to the asker's interaction."""
    what = f"{_PREFIX}{work.actor.interaction}"
    drafts.save(work.connection, work.guild, work.user, what, text, work.now)


@glances
def is_waiting(work: Work) -> bool:
    """Return whether the answer to the asker's interaction is saved and was not shown yet."""
    what = f"{_PREFIX}{work.actor.interaction}"
    return drafts.find(work.connection, work.guild, work.user, what) is not None


@writes_unrecorded("it only deletes what was shown: twice is the same as once")
def drop(work: Work, shown: Sequence[InteractionId]) -> None:
    """Delete answers that were shown by now."""
    for interaction in shown:
        drafts.drop(work.connection, work.guild, work.user, f"{_PREFIX}{interaction}")


def unshown(work: Work) -> tuple[UnshownAnswer, ...]:
    """Return the asker's answers that were not shown, oldest first."""
    saved = drafts.list_beginning(work.connection, work.guild, work.user, _PREFIX)
    return tuple(
        UnshownAnswer(InteractionId(int(what.removeprefix(_PREFIX))), str(text), at)
        for what, text, at in saved
    )
