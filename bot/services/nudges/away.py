"""Be away for a while, and be back: nudges rest, dates move, and the partner knows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import AwayId, PairId, UserId
from bot.domain.nudges import away as rules
from bot.domain.nudges.away import Absence
from bot.domain.nudges.kinds import NudgeKind
from bot.services.actor import Actor
from bot.services.meetings import pauses
from bot.services.meetings.pauses import MeetingsInRest
from bot.services.progress import commitments
from bot.storage import interactions, outbox
from bot.storage.nudges import away, settings
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.commitments import Commitment

NO_ZONE = "UTC"
USEFUL_FOR = timedelta(days=3)
_CANCELLED = "the plans have changed"


@dataclass(frozen=True, slots=True)
class AwaySet:
    """Somebody will be away: who is told, what moved, and who is away at the same time."""

    away: Away
    began_today: bool
    told: tuple[UserId, ...]
    moved: tuple[Commitment, ...]
    both: tuple[tuple[UserId, tuple[date, date]], ...]
    meetings: MeetingsInRest


@dataclass(frozen=True, slots=True)
class AwayCancelled:
    """Somebody is back, or with `never_left` did not go."""

    away: Away
    never_left: bool
    told: tuple[UserId, ...]


async def begin(app: App, actor: Actor, first: str, last: str, note: str) -> AwaySet:
    """Be away from the first to the last day, both included and read in the person's own zone.

    Raises `DomainError` ``away.*`` and ``day.*``.
    """
    return await app.database.write(_begin, app, actor, first, last, note)


def _begin(
    connection: Connection, app: App, actor: Actor, first: str, last: str, note: str
) -> AwaySet:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    zone = settings.zone_of(connection, actor.guild, actor.user) or NO_ZONE
    absence = rules.read(first, last, now, zone)
    note = rules.check_note(note)
    _require_free(connection, actor, absence, now)
    stretch = absence.stretch(now)
    kept = away.add(
        connection,
        actor.guild,
        actor.user,
        first_day=absence.first,
        last_day=absence.last,
        time_zone=zone,
        stretch=stretch,
        note=note,
        now=now,
    )
    concerned = _concerned(connection, actor)
    for pair in concerned:
        _tell(connection, kept, NudgeKind.AWAY_TOLD, pair.id, now)
    outbox.plan(
        connection,
        guild=actor.guild,
        kind=NudgeKind.AWAY_OVER,
        subject_type="away",
        subject_id=kept.id,
        recipient=actor.user,
        due_at=absence.welcome_at,
        expires_at=absence.welcome_at + USEFUL_FOR,
        now=now,
        key=_key(kept, PairId(0)),
    )
    moved = commitments.move_beyond(connection, app, actor, stretch, absence.due_from, now)
    partners = _partners(concerned, actor.user)
    return AwaySet(
        away=kept,
        began_today=stretch.begins_at == now,
        told=partners,
        moved=tuple(moved),
        both=_both(connection, actor, absence, partners, now),
        meetings=pauses.within(connection, actor.guild, concerned, stretch),
    )


async def cancel(app: App, actor: Actor, which: AwayId) -> AwayCancelled:
    """Be back, or not go; who was told is told.

    Raises `DomainError` ``away.unknown`` for anybody else's, ``away.over``.
    """
    return await app.database.write(_cancel, app, actor, which)


def _cancel(connection: Connection, app: App, actor: Actor, which: AwayId) -> AwayCancelled:
    now = app.clock.now()
    interactions.record(connection, actor.interaction, actor.guild, now)
    found = away.get(connection, actor.guild, which)
    if found.user != actor.user:
        raise DomainError("away.unknown")
    if found.cancelled_at is not None or found.ends_at <= now:
        raise DomainError("away.over")
    outbox.cancel(connection, actor.guild, "away", found.id, _CANCELLED, now)
    away.end(connection, found, now)
    outbox.wake(connection, actor.guild, actor.user, now)
    told = []
    for pair in _concerned(connection, actor):
        _tell(connection, found, NudgeKind.AWAY_CHANGED, pair.id, now)
        told.append(pair)
    return AwayCancelled(
        away.get(connection, actor.guild, which),
        never_left=now < found.begins_at,
        told=_partners(told, actor.user),
    )


async def coming(app: App, actor: Actor) -> tuple[Away, ...]:
    """Return when the asker is or will be away, soonest first."""
    found = await app.database.read(away.coming, actor.guild, [actor.user], app.clock.now())
    return tuple(found)


def _require_free(connection: Connection, actor: Actor, absence: Absence, now: datetime) -> None:
    for other in away.coming(connection, actor.guild, [actor.user], now):
        if absence.shared_with(_absence(other)):
            raise DomainError(
                "away.overlap",
                first=other.first_day,
                last=other.last_day,
                guild=actor.guild,
                away=other.id,
            )


def _concerned(connection: Connection, actor: Actor) -> list[Pair]:
    """Return the pairs of the asker that have met: only those would wait for somebody."""
    theirs = pairs.of_person(connection, actor.guild, actor.user)
    return [pair for pair in theirs if pair.thread is not None and pair.introduced_at is not None]


def _tell(
    connection: Connection, found: Away, kind: NudgeKind, pair: PairId, now: datetime
) -> None:
    outbox.plan(
        connection,
        guild=found.guild,
        kind=kind,
        subject_type="away",
        subject_id=found.id,
        subject_version=pair,
        due_at=now,
        key=_key(found, pair),
        # What nobody read in time they need not read afterwards.
        expires_at=found.ends_at if kind is NudgeKind.AWAY_TOLD else now + USEFUL_FOR,
    )


def _key(found: Away, pair: PairId) -> str:
    # Ids leap after a restored backup; this names the same stretch before and after.
    return f"{found.user}:{found.set_at:%Y%m%d%H%M%S}:{found.first_day}:{pair}"


def _partners(concerned: list[Pair], person: UserId) -> tuple[UserId, ...]:
    found = [partner for pair in concerned for partner in pair.partners_of(person)]
    return tuple(dict.fromkeys(found))


def _both(
    connection: Connection,
    actor: Actor,
    absence: Absence,
    partners: tuple[UserId, ...],
    now: datetime,
) -> tuple[tuple[UserId, tuple[date, date]], ...]:
    theirs = away.coming(connection, actor.guild, partners, now)
    shared = [(other.user, absence.shared_with(_absence(other))) for other in theirs]
    return tuple((user, both) for user, both in shared if both is not None)


def _absence(found: Away) -> Absence:
    return Absence(found.first_day, found.last_day, found.time_zone)
