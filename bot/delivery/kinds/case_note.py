"""Bring a pair what a moderator wrote to it about a case."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CaseId, CaseStepId
from bot.domain.moderation.cases import CaseNote, pair_of
from bot.domain.nudges.policy import Manners
from bot.domain.states import PairState
from bot.storage.moderation import cases
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Post it in the pair's thread at once: a person wrote it, and meant it for now."""
    step = cases.find_step(connection, nudge.guild, CaseStepId(nudge.subject_version))
    case = cases.find(connection, nudge.guild, CaseId(nudge.subject_id))
    wanted = pair_of(case.subject) if case else None
    pair = pairs.find(connection, nudge.guild, wanted) if wanted else None
    if step is None or pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.thread is None:
        return Undeliverable("the pair has no thread")
    members = tuple(member.user for member in pair.members)
    return Ready(CaseNote(nudge.guild, pair.id, members, step.note), InChannel(pair.thread))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the trail has it already."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: the moderators' case says that it did not arrive."""
