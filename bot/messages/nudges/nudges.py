"""What leaves unasked: the message of each kind of nudge, from its facts.

Each kind is worded in its own area, and registers there with `words`; a module in which one is has
to be imported here. Every custom id ends in the outbox row's reference, which is how delivery finds
a message again after a crash.
"""

from dataclasses import replace

from bot.domain.nudges.nudges import AwayOver, Digest, Facts
from bot.messages.cohorts import cohorts
from bot.messages.matching import matching
from bot.messages.meetings import nudges as meeting_nudges
from bot.messages.meetings import turns
from bot.messages.moderation import cases
from bot.messages.nudges import away, digests
from bot.messages.nudges.words import WORDS
from bot.messages.outgoing import Outgoing
from bot.messages.outreach import outreach
from bot.messages.pairs import (
    agreements,
    contacts,
    departures,
    endings,
    introductions,
    pulses,
    threads,
)
from bot.messages.programs import saved_programs
from bot.messages.progress import check_ins, commitments, updates, wins
from bot.messages.requests import notices

WORDED_IN = (
    agreements,
    away,
    cases,
    check_ins,
    cohorts,
    commitments,
    contacts,
    departures,
    endings,
    introductions,
    matching,
    meeting_nudges,
    notices,
    outreach,
    pulses,
    saved_programs,
    threads,
    turns,
    updates,
    wins,
)

_RENDER = {kind.row.facts: known.render for kind, known in WORDS.items()}


def render(facts: Facts, ref: str) -> Outgoing:
    """Return the message for `facts`; its buttons carry `ref`."""
    return _several(facts) if isinstance(facts, Digest) else _RENDER[type(facts)](facts, ref)


def _several(facts: Digest) -> Outgoing:
    """Return one message for several; a welcome among them knows of the rest, and is no thing."""
    welcomes = sum(isinstance(part.facts, AwayOver) for part in facts.parts)
    things = len(facts.parts) - welcomes
    parts = []
    for part in facts.parts:
        said_now = part.facts
        if isinstance(said_now, AwayOver):
            said_now = replace(said_now, waiting=max(said_now.waiting, things))
        parts.append(render(said_now, part.ref))
    return digests.digest(facts.person, parts, things)
