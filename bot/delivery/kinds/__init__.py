"""What each kind of nudge decides when it is claimed, and what follows: one module per area.

The modules register their functions when they are imported, which happens here.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Receipt, Verdict
from bot.delivery.kind_hooks import (
    AFTER_GIVING_UP,
    AFTER_SENDING,
    DECISIONS,
    ClaimedNudge,
    DecidedError,
)
from bot.delivery.kinds import (
    cohorts,
    matching,
    meetings,
    moderation,
    nudges,
    outreach,
    pairs,
    privacy,
    programs,
    progress,
    requests,
    safety,
    youth,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import NotificationPolicy
from bot.storage.outbox import Nudge

__all__ = [
    "cohorts",
    "decide",
    "follow_giving_up",
    "follow_sending",
    "lacking",
    "matching",
    "meetings",
    "moderation",
    "nudges",
    "outreach",
    "pairs",
    "privacy",
    "programs",
    "progress",
    "requests",
    "safety",
    "youth",
]


def decide(
    connection: Connection, nudge: Nudge, now: datetime, default: NotificationPolicy
) -> Verdict:
    """Decide from current rows whether, where, and with what facts to send a nudge now."""
    try:
        return DECISIONS[nudge.kind](ClaimedNudge(connection, nudge, now, default))
    except DecidedError as decided:
        return decided.verdict


def follow_sending(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Run what the nudge's kind registered for after it was sent, if anything."""
    if follow := AFTER_SENDING.get(nudge.kind):
        follow(connection, nudge, receipt, now)


def follow_giving_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Run what the nudge's kind registered for after it was given up, if anything."""
    if follow := AFTER_GIVING_UP.get(nudge.kind):
        follow(connection, nudge, now)


def lacking() -> list[str]:
    """Return a sentence for each kind that has no decision."""
    return [
        f"{kind} has no decision: add one with @decides in bot/delivery/kinds/{kind.row.area}.py"
        for kind in NudgeKind
        if kind not in DECISIONS
    ]
