"""Corrections: anyone can report that an entry is wrong; a moderator decides."""

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import CorrectionId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.programs.programs import Program
from bot.domain.states import CorrectionState
from bot.domain.typed_text import clean
from bot.services.actor import Actor
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges.own_threads import want_thread
from bot.services.programs import programs
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.moderation import cases
from bot.storage.programs import corrections
from bot.storage.programs.corrections import Correction

MOST_WAITING = 10
LONGEST_DETAIL = 1000
KIND = "correction"


async def send(
    app: App, actor: Actor, number: int, *, what: str, detail: str, source: str
) -> Correction:
    """Queue a correction of the program that a form refers to, and tell the moderators.

    Raises `DomainError` ``program.gone``, ``correction.empty`` and ``correction.too_many``.
    """
    program = await programs.show_numbered(app, actor, number)
    if not clean(detail):
        raise DomainError("correction.empty")
    return await _send(app, actor, program, what, detail, source)


@writes
def _send(work: Work, program: Program, what: str, detail: str, source: str) -> Correction:
    if corrections.count_open_of(work.connection, work.guild, work.user) >= MOST_WAITING:
        raise DomainError("correction.too_many", most=MOST_WAITING)
    correction = corrections.add(
        work.connection,
        work.guild,
        work.user,
        program=program.id,
        name=program.name,
        what=_plain(what, 40),
        detail=_plain(detail, LONGEST_DETAIL),
        source=_plain(source, 300),
        now=work.now,
    )
    _open_case(work, correction)
    return correction


@reads
def waiting(work: Work) -> list[Correction]:
    """Return the corrections that wait for a decision, oldest first; moderators only."""
    require_moderator(work)
    return corrections.open_in(work.connection, work.guild)


@writes
def decide(work: Work, correction_id: CorrectionId, state: CorrectionState) -> Correction:
    """Accept or reject a correction; moderators only. Raises ``correction.decided``."""
    require_moderator(work)
    correction = corrections.get(work.connection, work.guild, correction_id)
    if not corrections.decide(work.connection, correction, state, work.user, work.now):
        raise DomainError("correction.decided", state=str(correction.state))
    _close_case(work, correction)
    _tell_sender(work, correction)
    return corrections.get(work.connection, work.guild, correction_id)


def _tell_sender(work: Work, correction: Correction) -> None:
    """Plan the message about the decision, in the sender's own thread if need be."""
    want_thread(work.connection, work.guild, correction.user)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.CORRECTION_DECIDED,
        subject_type="correction",
        subject_id=correction.id,
        recipient=correction.user,
        due_at=work.now,
        # IDs jump after a restore; this key stays stable.
        key=f"{correction.user}:{correction.program}:{correction.sent_at:%Y%m%d%H%M%S}",
    )


def _open_case(work: Work, correction: Correction) -> None:
    """Open one case for each program, however many corrections it has.

    Their text stays in the review.
    """
    case = cases.open_(
        work.connection,
        work.guild,
        kind=KIND,
        subject=f"program:{correction.program}",
        facts={"correction": str(correction.id)},
        now=work.now,
    )
    if case is not None:
        outbox.plan(
            work.connection,
            guild=work.guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            due_at=work.now,
        )


def _close_case(work: Work, decided: Correction) -> None:
    """Close the program's case once none of its corrections is waiting anymore."""
    waiting_still = corrections.open_in(work.connection, work.guild)
    if any(correction.program == decided.program for correction in waiting_still):
        return
    for case in cases.open_in(work.connection, work.guild):
        if case.kind == KIND and case.subject == f"program:{decided.program}":
            cases.resolve(work.connection, work.guild, case.id, work.now)


def _plain(words: str, most: int) -> str:
    """Return what was typed without NUL, which PostgreSQL can't store in text."""
    return clean(words)[:most]
