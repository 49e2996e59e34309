"""Try an introduction again that could not be delivered."""

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import PairState
from bot.services.actor import Actor, require_moderator
from bot.services.pairs.endings import plan_introduction
from bot.storage import interactions
from bot.storage.moderation import cases
from bot.storage.moderation.cases import Case
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


async def retry(app: App, actor: Actor, case: CaseId) -> Pair:
    """Plan the introduction of a case's pair once more and resolve the case; moderators only.

    Raises `DomainError` ``introduction.not_about`` for a case about something else, ``pair.ended``,
    and ``introduction.done`` when they have met meanwhile.
    """
    return await app.database.write(_retry, app, actor, case)


def _retry(connection: Connection, app: App, actor: Actor, case_id: CaseId) -> Pair:
    now = app.clock.now()
    require_moderator(connection, actor)
    interactions.record(connection, actor.interaction, actor.guild, now)
    case = cases.get(connection, actor.guild, case_id)
    pair = pairs.get(connection, actor.guild, _pair_of(case))
    if pair.state is PairState.ENDED:
        raise DomainError("pair.ended")
    if pair.introduced_at is not None:
        raise DomainError("introduction.done")
    plan_introduction(connection, actor.guild, pair.id, now, f"case:{case_id}")
    cases.resolve(connection, actor.guild, case_id, now)
    return pair


def _pair_of(case: Case) -> PairId:
    noun, _, number = case.subject.partition(":")
    if noun != "pair" or case.facts.get("nudge") != NudgeKind.INTRODUCTION.value:
        raise DomainError("introduction.not_about", case=case.id)
    return PairId(int(number))
