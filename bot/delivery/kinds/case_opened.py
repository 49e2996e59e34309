"""Tell the moderators, in their own channel, that something needs them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import CaseId
from bot.domain.moderation.cases import pair_of
from bot.domain.nudges.nudges import CaseOpened
from bot.domain.nudges.policy import Manners
from bot.domain.states import CaseState
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Post it for the moderators only; any other channel is public, and /case list has it too."""
    case = cases.find(connection, nudge.guild, CaseId(nudge.subject_id))
    if case is None or case.state is not CaseState.OPEN:
        return Never("resolved already")
    if nudge.subject_version and _is_in_hand(connection, case):
        return Never("somebody has it in hand")
    society = societies.find(connection, nudge.guild)
    if society is None or society.moderator_channel is None:
        return Undeliverable("no channel for moderators")
    about_pair = pair_of(case.subject) is not None
    role = society.moderator_role
    facts = CaseOpened(nudge.guild, case.id, case.kind, case.facts, role, about_pair)
    return Ready(facts, InChannel(society.moderator_channel))


def _is_in_hand(connection: Connection, case: Case) -> bool:
    """Whether a moderator has done anything about it: then nobody is reminded."""
    steps = cases.trail(connection, case.guild, case.id)
    return any(step.actor is not None for step in steps)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the case stays open until somebody resolves it."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /case list has it."""
