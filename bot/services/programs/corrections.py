"""Corrections: anybody may say that an entry is wrong; a moderator decides."""

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CorrectionId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CorrectionState
from bot.services.actor import Actor, require_moderator
from bot.services.programs import programs
from bot.storage import interactions, outbox
from bot.storage.moderation import cases
from bot.storage.programs import corrections
from bot.storage.programs.corrections import Correction

MOST_WAITING = 10
LONGEST_DETAIL = 1000
KIND = "correction"


async def send(
    app: App, actor: Actor, number: int, *, what: str, detail: str, source: str
) -> Correction:
    """Queue a correction of the program that a form means, and tell the moderators.

    Raises `DomainError` ``program.gone``, ``correction.empty`` and ``correction.too_many``.
    """
    program = await programs.show_numbered(app, actor, number)
    if not detail.strip():
        raise DomainError("correction.empty")

    def keep(connection: Connection) -> Correction:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        if corrections.count_open_of(connection, actor.guild, actor.user) >= MOST_WAITING:
            raise DomainError("correction.too_many", most=MOST_WAITING)
        correction = corrections.add(
            connection,
            actor.guild,
            actor.user,
            program=program.id,
            name=program.name,
            what=_plain(what, 40),
            detail=_plain(detail, LONGEST_DETAIL),
            source=_plain(source, 300),
            now=now,
        )
        _tell(connection, app, actor, correction)
        return correction

    return await app.database.write(keep)


async def waiting(app: App, actor: Actor) -> list[Correction]:
    """Return the corrections that wait for a decision, oldest first; moderators only."""

    def look(connection: Connection) -> list[Correction]:
        require_moderator(connection, actor)
        return corrections.open_in(connection, actor.guild)

    return await app.database.read(look)


async def decide(
    app: App, actor: Actor, correction: CorrectionId, state: CorrectionState
) -> Correction:
    """Accept or reject a correction; moderators only. Raises ``correction.decided``."""

    def settle(connection: Connection) -> Correction:
        now = app.clock.now()
        require_moderator(connection, actor)
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = corrections.get(connection, actor.guild, correction)
        if not corrections.decide(connection, found, state, actor.user, now):
            raise DomainError("correction.decided", state=str(found.state))
        _close_case(connection, app, actor, found)
        return corrections.get(connection, actor.guild, correction)

    return await app.database.write(settle)


def _tell(connection: Connection, app: App, actor: Actor, correction: Correction) -> None:
    """Open one case a program, however many say the same; what they say stays in the review."""
    now = app.clock.now()
    case = cases.open_(
        connection,
        actor.guild,
        kind=KIND,
        subject=f"program:{correction.program}",
        facts={"correction": str(correction.id)},
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


def _close_case(connection: Connection, app: App, actor: Actor, decided: Correction) -> None:
    """Close the program's case once none of its corrections waits any more."""
    waiting_still = corrections.open_in(connection, actor.guild)
    if any(one.program == decided.program for one in waiting_still):
        return
    for case in cases.open_in(connection, actor.guild):
        if case.kind == KIND and case.subject == f"program:{decided.program}":
            cases.resolve(connection, actor.guild, case.id, app.clock.now())


def _plain(words: str, most: int) -> str:
    """Return what was typed without the one sign that PostgreSQL can't keep in a text."""
    return words.replace("\0", " ").strip()[:most]
