"""Contact someone outside the society: a prepared message, two follow-ups, and a polite end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import OutreachId, SavedProgramId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.outreach import drafts as draft_rules
from bot.domain.outreach import outreach as rules
from bot.domain.outreach.drafts import DraftFault, DraftParts
from bot.domain.outreach.outreach import CheckedOutreach, OutreachEvent, OutreachStep, TypedOutreach
from bot.domain.programs.programs import Program
from bot.domain.states import OutreachState
from bot.services.actor import Actor
from bot.services.asking import asker
from bot.services.nudges.own_threads import Reach, reach_of
from bot.services.nudges.settings import NO_ZONE, zone_of
from bot.services.programs import programs, saved_programs
from bot.services.work import Work, reads, writes
from bot.services.youth.permissions import require_adult
from bot.storage import outbox
from bot.storage.cohorts import profiles
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outreach import outreach
from bot.storage.outreach.outreach import Outreach


@dataclass(frozen=True, slots=True)
class OutreachShown:
    """One contact, and its next step."""

    outreach: Outreach
    step: OutreachStep


@dataclass(frozen=True, slots=True)
class OutreachLogged:
    """What happened was logged, and the state of the contact since.

    `reach` says how the next reminder would come.
    """

    event: OutreachEvent
    shown: OutreachShown
    before: OutreachState
    reach: Reach


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A first message, and suggestions that would make it easier to answer."""

    outreach: Outreach
    faults: tuple[DraftFault, ...]


@writes
def add(work: Work, typed: TypedOutreach) -> OutreachShown:
    """Save a contact of the asker's own.

    Raises `DomainError` ``outreach.nobody``, ``outreach.long``, ``outreach.address`` and
    ``outreach.too_many``.
    """
    require_adult(work)
    return _add(work, rules.check(typed))


async def from_program(app: App, actor: Actor, saved: SavedProgramId) -> OutreachShown:
    """Make a saved program a contact, with its link; return it if it exists already.

    Raises ``saved_program.unknown``, ``program.unknown`` and ``outreach.too_many``.
    """
    chosen = (await saved_programs.get(app, actor, saved)).program
    program = (await programs.pick(app, actor, [chosen]))[0]
    return await _add_program(app, actor, program)


@writes
def _add_program(work: Work, program: Program) -> OutreachShown:
    require_adult(work)
    for contact in outreach.list_for_person(work.connection, work.guild, work.user):
        if contact.program == program.id and contact.standing.state.is_open:
            return _shown(contact, work.now)
    return _add(work, _of_program(program), program)


def _of_program(program: Program) -> CheckedOutreach:
    # Truncated, because a program's host may have a longer name than a contact may.
    return CheckedOutreach(
        who=f"{program.host or program.name} team"[: rules.LONGEST_NAME],
        place=program.name[: rules.LONGEST_NAME],
        known_from=f"I found {program.name} and read about it"[: rules.LONGEST_NOTE],
        link=program.link or program.host_link,
    )


def _add(work: Work, contact: CheckedOutreach, program: Program | None = None) -> OutreachShown:
    own = outreach.list_for_person(work.connection, work.guild, work.user)
    _make_room(work.connection, own)
    standing = rules.planned(work.now, zone_of(work))
    made = outreach.add(
        work.connection,
        work.guild,
        work.user,
        contact,
        standing,
        work.now,
        program.id if program else None,
    )
    return _shown(made, work.now)


def _make_room(connection: Connection, own: Sequence[Outreach]) -> None:
    """If the list is full, delete the contact closed longest ago; open ones are never deleted."""
    if sum(outreach.standing.state.is_open for outreach in own) >= rules.MOST_OPEN:
        raise DomainError("outreach.too_many", most=rules.MOST_OPEN)
    if len(own) < rules.MOST_KEPT:
        return
    closed = [outreach for outreach in own if outreach.standing.state is OutreachState.CLOSED]
    if not closed:
        raise DomainError("outreach.too_many", most=rules.MOST_KEPT)
    outreach.forget(
        connection, min(closed, key=lambda outreach: (outreach.changed_at, outreach.id))
    )


@reads
def get(work: Work, which: OutreachId) -> OutreachShown:
    """Return one of the asker's own; raise ``outreach.unknown``."""
    return _shown(outreach.get(work.connection, work.guild, which, work.user), work.now)


@reads
def list_for_person(work: Work) -> list[OutreachShown]:
    """Return the asker's contacts: those with a date first, soonest first."""
    own = outreach.list_for_person(work.connection, work.guild, work.user)
    return [_shown(contact, work.now) for contact in own]


async def offer(app: App, actor: Actor, typed: str) -> Sequence[OutreachShown]:
    """Return up to 25 of the asker's own contacts that match what is typed."""
    wanted = typed.strip().casefold().removeprefix("#")
    return [
        view
        for view in await list_for_person(app, actor)
        if view.outreach.standing.state is not OutreachState.CLOSED
        and wanted in f"{view.outreach.id} {view.outreach.contact.who}".casefold()
    ][:25]


@writes
def allow(
    work: Work, which: OutreachId, phone: str, channels: Sequence[str], since: str
) -> OutreachShown:
    """Save a phone number with the day on which its owner allowed it.

    Raises as `rules.allow` does.
    """
    contact = _require_open(work, which)
    allowed = rules.allow(phone, channels, since, asker(work))
    return _shown(outreach.allow(work.connection, contact, allowed), work.now)


@reads
def to_write(work: Work, which: OutreachId) -> tuple[Outreach, str | None]:
    """Return one of the asker's own, and the stage in their profile to start a message with.

    Raises ``outreach.unknown`` and ``outreach.over``.
    """
    contact = _require_open(work, which)
    profile = profiles.find(work.connection, work.guild, work.user)
    return contact, profile.stage if profile else None


@writes
def draft(work: Work, which: OutreachId, parts: DraftParts) -> DraftShown:
    """Compose a first message and save it for its author.

    Raises ``outreach.draft_empty``, ``outreach.draft_long`` and ``outreach.over``.
    """
    contact = _require_open(work, which)
    words = draft_rules.compose(contact.contact.who, contact.contact.known_from, parts)
    return _judged(outreach.save_draft(work.connection, contact, words))


@writes
def revise(work: Work, which: OutreachId, words: str) -> DraftShown:
    """Save a message as its author edited it. Raises as `draft` does."""
    contact = _require_open(work, which)
    return _judged(outreach.save_draft(work.connection, contact, draft_rules.revise(words)))


@writes
def log(work: Work, which: OutreachId, event: OutreachEvent) -> OutreachLogged:
    """Save what happened, and plan what follows from it.

    Closing a contact deletes its address. Raises ``outreach.over`` and ``outreach.enough``.
    """
    contact = outreach.get(work.connection, work.guild, which, work.user)
    if _is_noted(contact, event, work.now):
        return OutreachLogged(
            event, _shown(contact, work.now), contact.standing.state, reach_of(work)
        )
    zone = zone_of(work)
    standing = rules.after(contact.standing, event, work.now, zone)
    moved = outreach.move(work.connection, contact, standing, work.now)
    if event is OutreachEvent.CLOSED:
        moved = outreach.forget_addresses(work.connection, moved)
    plan_reminders(work.connection, moved, work.now, zone)
    return OutreachLogged(event, _shown(moved, work.now), contact.standing.state, reach_of(work))


def _is_noted(contact: Outreach, event: OutreachEvent, now: datetime) -> bool:
    """Return whether the same message was already logged; a second click adds no follow-up."""
    sent = event is OutreachEvent.SENT and contact.standing.state is OutreachState.SENT
    return sent and now - contact.changed_at < rules.SAME_MESSAGE


def plan_reminders(connection: Connection, contact: Outreach, now: datetime, zone: str) -> None:
    """Plan every reminder that follows from a contact's state."""
    for due_at, expires_at in rules.reminders(contact.standing, zone):
        outbox.plan(
            connection,
            guild=contact.guild,
            kind=NudgeKind.OUTREACH_FOLLOW_UP,
            subject_type="outreach",
            subject_id=contact.id,
            subject_version=contact.version,
            recipient=contact.user,
            due_at=due_at,
            expires_at=expires_at,
            now=now,
            # IDs jump after a restore; this key stays stable.
            key=f"{contact.user}:{contact.added_at:%Y%m%d%H%M%S%f}:{contact.version}:{due_at:%Y%m%d%H}",
        )


def next_update(connection: Connection, contact: Outreach, now: datetime) -> None:
    """Plan the update after the one that was just asked for."""
    zone = nudge_settings.zone_of(connection, contact.guild, contact.user) or NO_ZONE
    later = outreach.postpone(connection, contact, rules.next_update(now, zone))
    plan_reminders(connection, later, now, zone)


def _require_open(work: Work, which: OutreachId) -> Outreach:
    """Return one of the asker's own that is not closed."""
    contact = outreach.get(work.connection, work.guild, which, work.user)
    if contact.standing.state is OutreachState.CLOSED:
        raise DomainError("outreach.over")
    return contact


def _shown(contact: Outreach, now: datetime) -> OutreachShown:
    return OutreachShown(contact, contact.standing.step(now))


def _judged(contact: Outreach) -> DraftShown:
    return DraftShown(contact, draft_rules.faults(contact.draft, contact.contact.who))
