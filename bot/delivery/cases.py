"""Open a case and tell the moderators of it, in one transaction."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import CaseId, GuildId
from bot.domain.states import NudgeKind
from bot.storage import cases, outbox
from bot.storage.outbox import Nudge

UNDELIVERABLE = "undeliverable"
UNCERTAIN = "uncertain"


def open_case(
    connection: Connection,
    guild: GuildId,
    *,
    kind: str,
    subject: str,
    facts: dict[str, str],
    now: datetime,
) -> CaseId | None:
    """Open a case and plan its message; None when the same one is open already."""
    case = cases.open_(connection, guild, kind=kind, subject=subject, facts=facts, now=now)
    if case is not None:
        outbox.plan(
            connection,
            guild=guild,
            kind=NudgeKind.CASE_OPENED,
            subject_type="case",
            subject_id=case,
            due_at=now,
        )
    return case


def open_about(
    connection: Connection, nudge: Nudge, kind: str, reason: str, now: datetime
) -> CaseId | None:
    """Open a case about a nudge that did not arrive, or may not have.

    One about the moderators' own message opens none: it would take the same way.
    """
    if nudge.kind is NudgeKind.CASE_OPENED:
        return None
    subject = f"{nudge.subject_type}:{nudge.subject_id}"
    facts = {"nudge": nudge.kind.value, "subject": subject, "reason": reason}
    if nudge.recipient is not None:
        facts["person"] = str(nudge.recipient)
    return open_case(connection, nudge.guild, kind=kind, subject=subject, facts=facts, now=now)
