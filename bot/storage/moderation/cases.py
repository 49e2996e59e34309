"""Cases: what a moderator must decide, who is handling it, and its log."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.domain.errors import DomainError
from bot.domain.ids import CaseId, CaseStepId, GuildId, PairId, UserId
from bot.domain.moderation.cases import KEPT_AFTER_PAIR, CaseClosed, pair_in
from bot.domain.states import CaseAction, CaseState
from bot.storage import live_buttons
from bot.storage.counters import next_id
from bot.storage.records import Records
from bot.storage.statements.isolation import IN_EVERY_SOCIETY
from bot.storage.statements.prepared import Prepared
from bot.storage.tables import case_steps, cases


@dataclass(frozen=True, slots=True)
class Case:
    """Something that a moderator must decide; `subject` is a key like ``pair:12``."""

    guild: GuildId
    id: CaseId
    kind: str
    subject: str
    facts: dict[str, str]
    state: CaseState
    evidence: str
    owner: UserId | None
    extended_until: datetime | None
    opened_at: datetime
    resolved_at: datetime | None


_ROWS = Records(cases, Case, cases.c.opened_at, cases.c.id)
_OPEN_ABOUT = Prepared(
    _ROWS.select.where(
        cases.c.guild_id == bindparam("guild"),
        cases.c.kind == bindparam("kind"),
        cases.c.subject == bindparam("subject"),
        cases.c.state == CaseState.OPEN,
    )
)


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One step in a case's log; `actor` is None if the bot took it."""

    id: CaseStepId
    case: CaseId
    action: CaseAction
    actor: UserId | None
    note: str
    taken_at: datetime


_STEPS = Records(case_steps, CaseStep, case_steps.c.id)


def open_(
    connection: Connection,
    guild: GuildId,
    *,
    kind: str,
    subject: str,
    facts: dict[str, str],
    now: datetime,
    evidence: str = "",
) -> CaseId | None:
    """Open a case; return None if one of this kind and subject is open already.

    With `evidence` it is not opened either if someone has already decided about the same.
    """
    if _exists(connection, guild, kind, subject, cases.c.state == CaseState.OPEN):
        return None
    if evidence and _exists(connection, guild, kind, subject, cases.c.evidence == evidence):
        return None
    case = CaseId(next_id(connection, guild, "case"))
    _ROWS.add(
        connection,
        guild=guild,
        id=case,
        kind=kind,
        subject=subject,
        facts=facts,
        state=CaseState.OPEN,
        evidence=evidence,
        opened_at=now,
    )
    add_step(connection, guild, case, CaseAction.OPENED, None, now)
    return case


def find(connection: Connection, guild: GuildId, case: CaseId) -> Case | None:
    """Return the case, or None when this society has none of that id."""
    return _ROWS.find(connection, guild, case)


def get(connection: Connection, guild: GuildId, case: CaseId) -> Case:
    """Return the case; raise `DomainError` ``case.unknown``."""
    row = find(connection, guild, case)
    if row is None:
        raise DomainError("case.unknown", case=case)
    return row


def find_open(connection: Connection, guild: GuildId, kind: str, subject: str) -> Case | None:
    """Return the open case of this kind and subject, if there is one."""
    rows = _OPEN_ABOUT.rows(connection, guild=guild, kind=kind, subject=subject)
    return _ROWS.read(rows[0]) if rows else None


def evidence(connection: Connection) -> dict[tuple[GuildId, str, str], set[str]]:
    """Return the evidence of all cases, by society, kind, and subject; resolved ones too."""
    by_case: dict[tuple[GuildId, str, str], set[str]] = defaultdict(set)
    statement = select(cases.c.guild_id, cases.c.kind, cases.c.subject, cases.c.evidence)
    for guild, kind, subject, text in connection.execute(
        statement.where(IN_EVERY_SOCIETY, cases.c.evidence != "")
    ):
        by_case[guild, kind, subject].add(text)
    return by_case


def open_in(connection: Connection, guild: GuildId) -> list[Case]:
    """Return the society's open cases, oldest first."""
    return _ROWS.all(connection, cases.c.guild_id == guild, cases.c.state == CaseState.OPEN)


def list_about(connection: Connection, guild: GuildId, subject: str) -> list[Case]:
    """Return every case about a subject, resolved ones too, oldest first."""
    return _ROWS.all(connection, cases.c.guild_id == guild, cases.c.subject == subject)


def open_everywhere(connection: Connection) -> list[Case]:
    """Return the open cases of all societies, oldest first."""
    return _ROWS.all(connection, IN_EVERY_SOCIETY, cases.c.state == CaseState.OPEN)


def resolve(connection: Connection, guild: GuildId, case: CaseId, now: datetime) -> bool:
    """Close a case, whose messages say so and lose their buttons; return whether it was open."""
    is_closed = _change(connection, guild, case, {"state": CaseState.RESOLVED, "resolved_at": now})
    if is_closed:
        live_buttons.renew_case(connection, guild, case, f"closed:{now.timestamp()}", now)
    return is_closed


def closed(case: Case, trail: Sequence[CaseStep]) -> CaseClosed | None:
    """Return when a case was resolved, and by whom, given its log; None while it is open."""
    if case.resolved_at is None:
        return None
    closing = (each for each in trail if each.action.closes and each.taken_at == case.resolved_at)
    step = next(closing, None)
    return CaseClosed(case.resolved_at, step.actor if step else None)


def resolve_by_bot(connection: Connection, case: Case, now: datetime) -> None:
    """Close a case whose reason is over, and record that in its log."""
    if resolve(connection, case.guild, case.id, now):
        add_step(connection, case.guild, case.id, CaseAction.NOT_NEEDED, None, now)


def close_about_pair(connection: Connection, guild: GuildId, pair: PairId, now: datetime) -> None:
    """Close what was noticed about a pair that has ended; whoever asked still gets an answer."""
    statement = _ROWS.select.where(
        cases.c.guild_id == guild,
        cases.c.state == CaseState.OPEN,
        cases.c.kind.not_in(KEPT_AFTER_PAIR),
    )
    for case in _ROWS.run(connection, statement):
        if pair_in(case.subject, case.facts) == pair:
            resolve_by_bot(connection, case, now)


def reopen(connection: Connection, guild: GuildId, case: CaseId, now: datetime) -> bool:
    """Open a case again that the bot had closed; return whether it is open again."""
    row = get(connection, guild, case)
    if row.state is CaseState.OPEN or find_open(connection, guild, row.kind, row.subject):
        return False
    _ROWS.change(connection, (guild, case), state=CaseState.OPEN, resolved_at=None)
    add_step(connection, guild, case, CaseAction.REOPENED, None, now)
    live_buttons.renew_case(connection, guild, case, f"opened:{now.timestamp()}", now)
    return True


def assign(connection: Connection, guild: GuildId, case: CaseId, owner: UserId) -> bool:
    """Record who is handling the case; return False if it is no longer open."""
    return _change(connection, guild, case, {"owner_id": owner})


def extend(connection: Connection, guild: GuildId, case: CaseId, until: datetime) -> bool:
    """Snooze an open case until an instant."""
    return _change(connection, guild, case, {"extended_until": until})


def refresh(connection: Connection, case: Case, facts: dict[str, str], evidence: str) -> None:
    """Update the facts of an open case."""
    if (facts, evidence) != (case.facts, case.evidence):
        _change(connection, case.guild, case.id, {"facts": facts, "evidence": evidence})


def add_step(
    connection: Connection,
    guild: GuildId,
    case: CaseId,
    action: CaseAction,
    actor: UserId | None,
    now: datetime,
    note: str = "",
) -> CaseStepId:
    """Add a step to the log of a case."""
    step = CaseStepId(next_id(connection, guild, "case-step"))
    taken = CaseStep(step, case, action, actor, note, now)
    _STEPS.insert(connection, taken, guild_id=guild)
    return step


def trail(connection: Connection, guild: GuildId, case: CaseId) -> list[CaseStep]:
    """Return the steps of a case, in the order they were taken."""
    return _STEPS.all(connection, case_steps.c.guild_id == guild, case_steps.c.case_id == case)


def put_off_by_bot(
    connection: Connection, guild: GuildId, some: Collection[CaseId]
) -> frozenset[CaseId]:
    """Return those of these cases whose day the bot set last, and not a moderator."""
    set_a_day = case_steps.c.action.in_((CaseAction.EXTENDED, CaseAction.SNOOZED))
    latest = (
        select(func.max(case_steps.c.id))
        .where(case_steps.c.guild_id == guild, case_steps.c.case_id.in_(some), set_a_day)
        .group_by(case_steps.c.case_id)
    )
    found = select(case_steps.c.case_id).where(
        case_steps.c.guild_id == guild,
        case_steps.c.id.in_(latest),
        case_steps.c.action == CaseAction.SNOOZED,
    )
    return frozenset(connection.execute(found).scalars())


def find_step(connection: Connection, guild: GuildId, step: CaseStepId) -> CaseStep | None:
    """Return one step, or None."""
    return _STEPS.find(connection, guild, step)


def _change(connection: Connection, guild: GuildId, case: CaseId, values: dict[str, Any]) -> bool:
    return _ROWS.change(connection, (guild, case), cases.c.state == CaseState.OPEN, **values)


def _exists(
    connection: Connection, guild: GuildId, kind: str, subject: str, condition: Any
) -> bool:
    statement = select(cases.c.id).where(
        cases.c.guild_id == guild, cases.c.kind == kind, cases.c.subject == subject, condition
    )
    return connection.execute(statement.limit(1)).first() is not None
