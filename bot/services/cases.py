"""What needs a moderator: ask for one, look, decide."""

from sqlalchemy import Connection

from bot.app import App
from bot.domain.ids import CaseId, CheckInId
from bot.domain.states import NudgeKind
from bot.services.actor import Actor, require_moderator
from bot.services.check_ins import require_owner
from bot.storage import cases, interactions, outbox
from bot.storage.cases import Case


async def ask_for_help(app: App, actor: Actor, check_in: CheckInId) -> None:
    """Open a case for the pair of a check-in, at its owner's own wish."""
    await app.database.write(_ask_for_help, app, actor, check_in)


def _ask_for_help(connection: Connection, app: App, actor: Actor, check_in: CheckInId) -> None:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    _, pair = require_owner(connection, actor, check_in)
    case = cases.open_(
        connection,
        actor.guild,
        kind="help-asked",
        subject=f"pair:{pair.id}",
        facts={"pair": str(pair.id), "asked_by": f"<@{actor.user}>"},
        now=now,
    )
    if case is not None:
        outbox.plan(
            connection,
            guild=actor.guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            due_at=now,
        )


async def open_cases(app: App, actor: Actor) -> list[Case]:
    """Return the open cases, oldest first; moderators only."""

    def look(connection: Connection) -> list[Case]:
        require_moderator(connection, actor)
        return cases.open_in(connection, actor.guild)

    return await app.database.read(look)


async def resolve(app: App, actor: Actor, case: CaseId) -> Case:
    """Close a case; one that was closed already stays so. Moderators only."""

    def decide(connection: Connection) -> Case:
        now = app.clock.now()
        require_moderator(connection, actor)
        interactions.record(connection, actor.interaction, actor.guild, now)
        cases.get(connection, actor.guild, case)
        cases.resolve(connection, actor.guild, case, now)
        return cases.get(connection, actor.guild, case)

    return await app.database.write(decide)
