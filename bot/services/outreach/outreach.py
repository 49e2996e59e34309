"""Write to somebody outside the society: prepared, followed up twice, and let go gracefully."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

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
from bot.services.programs import programs, saved_programs
from bot.storage import interactions, outbox
from bot.storage.cohorts import profiles
from bot.storage.nudges import settings as nudge_settings
from bot.storage.outreach import outreach
from bot.storage.outreach.outreach import Outreach

NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class OutreachShown:
    """One contact, and what it waits for now."""

    outreach: Outreach
    step: OutreachStep


@dataclass(frozen=True, slots=True)
class OutreachLogged:
    """What was said to have happened, and where the contact stands since."""

    event: OutreachEvent
    shown: OutreachShown
    before: OutreachState


@dataclass(frozen=True, slots=True)
class DraftShown:
    """A first message, and what would make it easier to answer."""

    outreach: Outreach
    faults: tuple[DraftFault, ...]


async def add(app: App, actor: Actor, typed: TypedOutreach) -> OutreachShown:
    """Keep a contact of the asker's own.

    Raises `DomainError` ``outreach.nobody``, ``outreach.long``, ``outreach.address`` and
    ``outreach.too_many``.
    """

    def keep(connection: Connection) -> OutreachShown:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        return _add(connection, actor, rules.check(typed), now)

    return await app.database.write(keep)


async def from_program(app: App, actor: Actor, saved: SavedProgramId) -> OutreachShown:
    """Make a saved program a contact, with its link; one that is there already is shown.

    Raises ``saved_program.unknown``, ``program.unknown`` and ``outreach.too_many``.
    """
    chosen = (await saved_programs.get(app, actor, saved)).program
    program = (await programs.pick(app, actor, [chosen]))[0]

    def keep(connection: Connection) -> OutreachShown:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        for known in outreach.of_person(connection, actor.guild, actor.user):
            if known.program == program.id and known.standing.state.is_open:
                return _shown(known, now)
        return _add(connection, actor, _of_program(program), now, program)

    return await app.database.write(keep)


def _of_program(program: Program) -> CheckedOutreach:
    # Cut, since a program's host may be called longer than a contact.
    return CheckedOutreach(
        who=f"{program.host or program.name} team"[: rules.LONGEST_NAME],
        place=program.name[: rules.LONGEST_NAME],
        known_from=f"I found {program.name} and read about it"[: rules.LONGEST_NOTE],
        link=program.link or program.host_link,
    )


def _add(
    connection: Connection,
    actor: Actor,
    contact: CheckedOutreach,
    now: datetime,
    program: Program | None = None,
) -> OutreachShown:
    theirs = outreach.of_person(connection, actor.guild, actor.user)
    _make_room(connection, theirs)
    standing = rules.planned(now, _zone(connection, actor))
    made = outreach.add(
        connection,
        actor.guild,
        actor.user,
        contact,
        standing,
        now,
        program.id if program else None,
    )
    return _shown(made, now)


def _make_room(connection: Connection, theirs: Sequence[Outreach]) -> None:
    """Let go of who was closed longest ago where the list is full; open ones are never let go."""
    if sum(one.standing.state.is_open for one in theirs) >= rules.MOST_OPEN:
        raise DomainError("outreach.too_many", most=rules.MOST_OPEN)
    if len(theirs) < rules.MOST_KEPT:
        return
    closed = [one for one in theirs if one.standing.state is OutreachState.CLOSED]
    if not closed:
        raise DomainError("outreach.too_many", most=rules.MOST_KEPT)
    outreach.forget(connection, min(closed, key=lambda one: (one.changed_at, one.id)))


async def get(app: App, actor: Actor, which: OutreachId) -> OutreachShown:
    """Return one of the asker's own; raise ``outreach.unknown``."""
    found = await app.database.read(outreach.get, actor.guild, which, actor.user)
    return _shown(found, app.clock.now())


async def of_person(app: App, actor: Actor) -> list[OutreachShown]:
    """Return the asker's contacts: those with a date first, soonest first."""
    found = await app.database.read(outreach.of_person, actor.guild, actor.user)
    return [_shown(one, app.clock.now()) for one in found]


async def offer(app: App, actor: Actor, typed: str) -> Sequence[OutreachShown]:
    """Return up to 25 of the asker's own contacts that what is typed may mean."""
    wanted = typed.strip().casefold().removeprefix("#")
    return [
        one
        for one in await of_person(app, actor)
        if one.outreach.standing.state is not OutreachState.CLOSED
        and wanted in f"{one.outreach.id} {one.outreach.contact.who}".casefold()
    ][:25]


async def allow(
    app: App, actor: Actor, which: OutreachId, phone: str, channels: Sequence[str], since: str
) -> OutreachShown:
    """Keep a number with the day on which its owner allowed it. Raises as `rules.allow` does."""

    def change(connection: Connection, found: Outreach, now: datetime) -> Outreach:
        today = now.astimezone(ZoneInfo(_zone(connection, actor))).date()
        return outreach.allow(connection, found, rules.allow(phone, channels, since, today))

    return _shown(await _change(app, actor, which, change), app.clock.now())


async def to_write(app: App, actor: Actor, which: OutreachId) -> tuple[Outreach, str | None]:
    """Return one of the asker's own, and the stage of their profile to begin a message with.

    Raises ``outreach.unknown`` and ``outreach.over``.
    """

    def read(connection: Connection) -> tuple[Outreach, str | None]:
        found = outreach.get(connection, actor.guild, which, actor.user)
        if found.standing.state is OutreachState.CLOSED:
            raise DomainError("outreach.over")
        profile = profiles.find(connection, actor.guild, actor.user)
        return found, profile.stage if profile else None

    return await app.database.read(read)


async def draft(app: App, actor: Actor, which: OutreachId, parts: DraftParts) -> DraftShown:
    """Put a first message together and keep it for its writer.

    Raises ``outreach.draft_empty``, ``outreach.draft_long`` and ``outreach.over``.
    """

    def change(connection: Connection, found: Outreach, now: datetime) -> Outreach:
        words = draft_rules.compose(found.contact.who, found.contact.known_from, parts)
        return outreach.keep_draft(connection, found, words)

    return _judged(await _change(app, actor, which, change))


async def revise(app: App, actor: Actor, which: OutreachId, words: str) -> DraftShown:
    """Keep a message as its writer has edited it. Raises as `draft` does."""

    def change(connection: Connection, found: Outreach, now: datetime) -> Outreach:
        return outreach.keep_draft(connection, found, draft_rules.revise(words))

    return _judged(await _change(app, actor, which, change))


async def log(app: App, actor: Actor, which: OutreachId, event: OutreachEvent) -> OutreachLogged:
    """Note what has happened, and plan what follows from it.

    Closing forgets how they are reached. Raises ``outreach.over`` and ``outreach.enough``.
    """

    def keep(connection: Connection) -> OutreachLogged:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = outreach.get(connection, actor.guild, which, actor.user)
        if _is_noted(found, event, now):
            return OutreachLogged(event, _shown(found, now), found.standing.state)
        zone = _zone(connection, actor)
        standing = rules.after(found.standing, event, now, zone)
        moved = outreach.move(connection, found, standing, now)
        if event is OutreachEvent.CLOSED:
            moved = outreach.forget_addresses(connection, moved)
        plan_reminders(connection, moved, now, zone)
        return OutreachLogged(event, _shown(moved, now), found.standing.state)

    return await app.database.write(keep)


def _is_noted(found: Outreach, event: OutreachEvent, now: datetime) -> bool:
    """Whether the same message was noted already: a second click is no second follow-up."""
    sent = event is OutreachEvent.SENT and found.standing.state is OutreachState.SENT
    return sent and now - found.changed_at < rules.SAME_MESSAGE


def plan_reminders(connection: Connection, found: Outreach, now: datetime, zone: str) -> None:
    """Plan every reminder that follows from where a contact stands."""
    for due_at, expires_at in rules.reminders(found.standing, zone):
        outbox.plan(
            connection,
            guild=found.guild,
            kind=NudgeKind.OUTREACH_FOLLOW_UP,
            subject_type="outreach",
            subject_id=found.id,
            subject_version=found.version,
            recipient=found.user,
            due_at=due_at,
            expires_at=expires_at,
            now=now,
            # Ids leap after a restored backup; this names the same reminder before and after.
            key=f"{found.user}:{found.added_at:%Y%m%d%H%M%S%f}:{found.version}:{due_at:%Y%m%d%H}",
        )


def next_update(connection: Connection, found: Outreach, now: datetime) -> None:
    """Plan the update after the one that was just asked for."""
    zone = nudge_settings.zone_of(connection, found.guild, found.user) or NO_ZONE
    later = outreach.postpone(connection, found, rules.next_update(now, zone))
    plan_reminders(connection, later, now, zone)


async def _change(
    app: App,
    actor: Actor,
    which: OutreachId,
    change: Callable[[Connection, Outreach, datetime], Outreach],
) -> Outreach:
    def keep(connection: Connection) -> Outreach:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        found = outreach.get(connection, actor.guild, which, actor.user)
        if found.standing.state is OutreachState.CLOSED:
            raise DomainError("outreach.over")
        return change(connection, found, now)

    return await app.database.write(keep)


def _shown(found: Outreach, now: datetime) -> OutreachShown:
    return OutreachShown(found, found.standing.step(now))


def _judged(found: Outreach) -> DraftShown:
    return DraftShown(found, draft_rules.faults(found.draft))


def _zone(connection: Connection, actor: Actor) -> str:
    return nudge_settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
