"""Cases about settings that stopped working, and what follows once they work again.

Moderators hear of them in their channel. If that is what is broken, the server's owner hears of
them, and of what could not be posted there.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.moderation.cases import open_case
from bot.domain.ids import CohortId, GuildId, UserId
from bot.domain.moderation.cases import CaseKind, cohort_subject
from bot.domain.moderation.setting_checks import (
    MENTORING,
    MODERATORS,
    ROLE,
    STOPS_US,
    WINS,
    SettingsSeen,
    SettingTrouble,
    troubles,
)
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CaseAction, CaseState, CohortState
from bot.storage import outbox, retries
from bot.storage.cohorts import cohorts
from bot.storage.moderation import cases, societies
from bot.storage.moderation.cases import Case
from bot.storage.outbox import Nudge
from bot.storage.safety import concerns

# What failed so long ago is of no use anymore.
STILL_USEFUL = timedelta(days=3)
RETRIED_FOR = timedelta(days=7)
ABOUT_SETTINGS = (CaseKind.SETTING, CaseKind.PANEL_GONE)


def record(
    connection: Connection,
    guild: GuildId,
    seen: SettingsSeen,
    now: datetime,
    *,
    opened_up: bool,
    retry: bool,
) -> None:
    """Open and close cases after a look at a server, and send what was refused before a fix.

    It is sent once the setting it needs was broken and works again, or with `retry`.
    `opened_up` says that everyone can read the moderators' channel who couldn't before.
    """
    concerns.record_owner(connection, guild, seen.owner)
    found = {trouble.setting: trouble for trouble in troubles(seen)}
    for setting in (MENTORING, MODERATORS, WINS, ROLE):
        trouble, subject = found.get(setting), setting_subject(setting)
        if trouble is not None and trouble.trouble == "open":
            known = cases.find_open(connection, guild, CaseKind.SETTING, subject)
            is_known = known is not None and known.facts == trouble.facts
            trouble = trouble if opened_up or is_known else None
        facts = trouble.facts if trouble else None
        is_tried = setting in (MENTORING, WINS) and seen.works(setting)
        if is_tried and (retry or _had_stopped_us(connection, guild, subject)):
            since = now - RETRIED_FOR
            retries.without_permission(connection, guild, since, now, wins=setting == WINS)
        _update(connection, guild, CaseKind.SETTING, subject, facts, now)
    record_panels(connection, guild, seen.panels_gone, seen.panels_there, now)
    is_chosen = any(check.purpose == MODERATORS for check in seen.channels)
    if is_chosen and not seen.works(MODERATORS):
        _tell_owner(connection, guild, seen.owner, now)


def record_channel_gone(connection: Connection, guild: GuildId, now: datetime) -> None:
    """Open the case about the mentoring channel, of which a thread was refused because it's gone.

    So moderators read of the channel, and not of each thread that follows it.
    """
    society = societies.find(connection, guild)
    if society is not None and society.mentoring_channel is not None:
        trouble = SettingTrouble(MENTORING, f"<#{society.mentoring_channel}>", "gone")
        subject = setting_subject(MENTORING)
        _update(connection, guild, CaseKind.SETTING, subject, trouble.facts, now)


def record_panels(
    connection: Connection,
    guild: GuildId,
    gone: Iterable[CohortId],
    there: Iterable[CohortId],
    now: datetime,
) -> None:
    """Open a case for each open cohort whose panel was deleted, and close those that are over."""
    every = {cohort.id: cohort for cohort in cohorts.list_for_society(connection, guild)}
    for cohort in gone:
        if cohort in every and every[cohort].state is CohortState.ENROLLING:
            facts = {"cohort": every[cohort].name, "cohort_id": str(cohort)}
            _update(connection, guild, CaseKind.PANEL_GONE, cohort_subject(cohort), facts, now)
    closed = [each.id for each in every.values() if each.state is not CohortState.ENROLLING]
    for cohort in (*there, *closed):
        case = cases.find_open(connection, guild, CaseKind.PANEL_GONE, cohort_subject(cohort))
        if case is not None:
            cases.resolve_by_bot(connection, case, now)


def setting_subject(setting: str) -> str:
    """Return the subject of the case about a setting."""
    return f"setting:{setting}"


def _had_stopped_us(connection: Connection, guild: GuildId, subject: str) -> bool:
    """Return whether, by the last look, the bot couldn't work with a setting."""
    about = cases.list_about(connection, guild, subject)
    if not about or about[-1].facts["trouble"] not in STOPS_US:
        return False
    return about[-1].state is CaseState.OPEN or not _is_over(connection, about[-1])


def _is_over(connection: Connection, case: Case) -> bool:
    trail = cases.trail(connection, case.guild, case.id)
    return any(step.action is CaseAction.NOT_NEEDED for step in trail)


def _update(
    connection: Connection,
    guild: GuildId,
    kind: CaseKind,
    subject: str,
    facts: dict[str, str] | None,
    now: datetime,
) -> None:
    """Open a case, or close it; what moderators have resolved as it is stays so until it changes.

    That it works again is added to the log of a case that was resolved, so that the next failure
    opens another one.
    """
    about = [case for case in cases.list_about(connection, guild, subject) if case.kind == kind]
    latest = about[-1] if about else None
    if latest is not None and latest.state is CaseState.OPEN:
        if facts is None:
            cases.resolve_by_bot(connection, latest, now)
        else:
            cases.refresh(connection, latest, facts, latest.evidence)
        return
    if latest is not None:
        is_over = _is_over(connection, latest)
        if facts is None and not is_over:
            cases.add_step(connection, guild, latest.id, CaseAction.NOT_NEEDED, None, now)
        if not is_over and facts == latest.facts:
            return
    if facts is not None:
        open_case(connection, guild, kind=kind, subject=subject, facts=facts, now=now)


def _tell_owner(connection: Connection, guild: GuildId, owner: UserId, now: datetime) -> None:
    """Plan for the owner what the moderators' channel can't take."""
    for case in cases.open_in(connection, guild):
        if case.kind in ABOUT_SETTINGS:
            _plan(connection, guild, owner, NudgeKind.CASE_OPENED, "case", case.id, 0, now)
    for lost in outbox.given_up(connection, guild, retries.FOR_MODERATORS, now - STILL_USEFUL):
        if lost.recipient is None:
            _plan_lost(connection, owner, lost, now)


def _plan_lost(connection: Connection, owner: UserId, lost: Nudge, now: datetime) -> None:
    _plan(
        connection,
        lost.guild,
        owner,
        lost.kind,
        lost.subject_type,
        lost.subject_id,
        lost.subject_version,
        now,
        occurrence="" if lost.kind is NudgeKind.CASE_OPENED else f"{lost.due_at:%Y-%m-%d}",
    )


def _plan(
    connection: Connection,
    guild: GuildId,
    owner: UserId,
    kind: NudgeKind,
    subject_type: str,
    subject: int,
    version: int,
    now: datetime,
    *,
    occurrence: str = "",
) -> None:
    outbox.plan(
        connection,
        guild=guild,
        kind=kind,
        subject_type=subject_type,
        subject_id=subject,
        subject_version=version,
        recipient=owner,
        due_at=now,
        now=now,
        occurrence=f"owner{occurrence}",
        expires_at=now + STILL_USEFUL,
    )
