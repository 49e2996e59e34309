"""Remind somebody of a promise of theirs: a day ahead, when it is due, and once after that."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.nudges.policy import place_for, rest_of
from bot.delivery.verdict import InDm, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CommitmentId
from bot.domain.nudges.policy import Manners
from bot.domain.progress.commitments import AHEAD, ASKED_AGAIN, LATE, CommitmentDue
from bot.domain.states import CommitmentState, PairState
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.progress import commitments
from bot.storage.progress.commitments import Commitment


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Ask the owner alone, while it is open and they still belong to a pair that goes on."""
    found = commitments.find(connection, nudge.guild, CommitmentId(nudge.subject_id))
    if found is None or found.state is not CommitmentState.OPEN:
        return Never("settled already")
    pair = pairs.find(connection, nudge.guild, found.pair)
    if pair is None or pair.state is PairState.ENDED or not pair.has(found.owner):
        return Never("the pair has ended")
    ahead = nudge.subject_version == AHEAD
    if ahead and found.heard_at is not None:
        return Never("said already how it goes")
    if nudge.subject_version == ASKED_AGAIN and _said_since(found, nudge):
        return Never("said meanwhile how it goes")
    if wait := rest_of(pair, nudge, now):
        return wait
    place = place_for(connection, pair, found.owner)
    if place is None:
        return Undeliverable("the pair has no thread")
    facts = CommitmentDue(
        guild=nudge.guild,
        commitment=found.id,
        owner=found.owner,
        words=found.words,
        plan_b=found.plan_b,
        due_at=found.due_at,
        ahead=ahead,
        hidden=not found.shown and not isinstance(place, InDm),
        late=now >= found.due_at + LATE,
    )
    return Ready(facts, place, person=found.owner)


def _said_since(found: Commitment, nudge: Nudge) -> bool:
    """Whether its owner said something after this question was planned: then a later one is."""
    return found.heard_at is not None and found.heard_at > nudge.created_at


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """From the latest question on, days of silence are counted."""
    found = commitments.find(connection, nudge.guild, CommitmentId(nudge.subject_id))
    if found is not None and nudge.subject_version != AHEAD:
        commitments.record_asked(connection, found, now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /status and /commit list have it."""
