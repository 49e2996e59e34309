"""Introduce a pair, and retry an introduction that could not be delivered."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PairState
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, writes
from bot.storage import outbox
from bot.storage.moderation import cases
from bot.storage.moderation.cases import Case
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


def plan_introduction(
    connection: Connection, guild: GuildId, pair: PairId, now: datetime, occurrence: str = ""
) -> None:
    """Plan the message that introduces a pair; another `occurrence` tries it once more."""
    outbox.plan(
        connection,
        guild=guild,
        kind=NudgeKind.INTRODUCTION,
        subject_type="pair",
        subject_id=pair,
        due_at=now,
        occurrence=occurrence,
    )


@writes
def retry(work: Work, case_id: CaseId) -> Pair:
    """Plan the introduction of a case's pair once more and resolve the case; moderators only.

    Raises `DomainError` ``introduction.not_about`` for a case about something else, ``pair.ended``,
    and ``introduction.done`` if they have been introduced in the meantime.
    """
    require_moderator(work)
    case = cases.get(work.connection, work.guild, case_id)
    pair = pairs.get(work.connection, work.guild, _pair_of(case))
    if pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    if pair.introduced_at is not None:
        raise DomainError("introduction.done")
    plan_introduction(work.connection, work.guild, pair.id, work.now, f"case:{case_id}")
    cases.resolve(work.connection, work.guild, case_id, work.now)
    return pair


def _pair_of(case: Case) -> PairId:
    noun, _, number = case.subject.partition(":")
    if noun != "pair" or case.facts.get("nudge") != NudgeKind.INTRODUCTION.value:
        raise DomainError("introduction.not_about", case=case.id)
    return PairId(int(number))
