"""Set and cancel time away: reminders pause, dates move, and the partner is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import AwayId, PairId, UserId
from bot.domain.nudges import away as rules
from bot.domain.nudges.away import Absence
from bot.domain.nudges.kinds import NudgeKind
from bot.services.asking import asker
from bot.services.meetings import pauses
from bot.services.meetings.pauses import MeetingsDuringPause
from bot.services.nudges.settings import rhythm_of
from bot.services.progress import commitments
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.meetings import arrangements
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.commitments import Commitment

USEFUL_FOR = timedelta(days=3)
_CANCELLED = "the plans have changed"


@dataclass(frozen=True, slots=True)
class AwaySet:
    """Someone will be away: who is told, what moved, and who is away at the same time."""

    away: Away
    began_today: bool
    told: tuple[UserId, ...]
    moved: tuple[Commitment, ...]
    both: tuple[tuple[UserId, tuple[date, date]], ...]
    meetings: MeetingsDuringPause


@dataclass(frozen=True, slots=True)
class AwayCancelled:
    """An absence was ended, or with `never_left` cancelled before it began."""

    away: Away
    never_left: bool
    told: tuple[UserId, ...]
    back: int = 0


@writes
def begin(work: Work, first: str, last: str, note: str) -> AwaySet:
    """Set an absence from the first to the last day, both included, in the person's own zone.

    Raises `DomainError` ``away.*`` and ``when.*``.
    """
    absence = rules.read(first, last, asker(work))
    note = rules.check_note(note)
    _require_free(work, absence)
    stretch = absence.stretch(work.now)
    absent = away.add(
        work.connection,
        work.guild,
        work.user,
        first_day=absence.first,
        last_day=absence.last,
        time_zone=absence.zone,
        stretch=stretch,
        note=note,
        now=work.now,
    )
    concerned = _concerned(work)
    for pair in concerned:
        _plan_notice(work, absent, NudgeKind.AWAY_TOLD, pair.id)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.AWAY_OVER,
        subject_type="away",
        subject_id=absent.id,
        recipient=work.user,
        due_at=absence.welcome_at,
        expires_at=absence.welcome_at + USEFUL_FOR,
        now=work.now,
        key=_key(absent, PairId(0)),
    )
    moved = commitments.move_beyond(work, stretch, absence.due_from)
    partners = _partners(concerned, work.user)
    return AwaySet(
        away=absent,
        began_today=stretch.begins_at == work.now,
        told=partners,
        moved=tuple(moved),
        both=_both(work, absence, partners),
        meetings=pauses.within(work.connection, work.guild, concerned, stretch),
    )


@writes
def cancel(work: Work, which: AwayId) -> AwayCancelled:
    """Cancel an absence, or end it early; everyone who was told of it is told.

    Raises `DomainError` ``away.unknown`` for someone else's, ``away.over``.
    """
    absent = away.get(work.connection, work.guild, which)
    if absent.user != work.user:
        raise DomainError("away.unknown")
    if absent.cancelled_at is not None or absent.ends_at <= work.now:
        raise DomainError("away.over")
    outbox.cancel(work.connection, work.guild, "away", absent.id, _CANCELLED, work.now)
    away.end(work.connection, absent, work.now)
    outbox.retry_soon(work.connection, work.guild, work.user, work.now)
    concerned = _concerned(work)
    for pair in concerned:
        _plan_notice(work, absent, NudgeKind.AWAY_CHANGED, pair.id)
    rhythm = rhythm_of(work.app)
    back = sum(
        len(arrangements.bring_back(work.connection, pair, rhythm, work.now)) for pair in concerned
    )
    return AwayCancelled(
        away.get(work.connection, work.guild, which),
        never_left=work.now < absent.begins_at,
        told=_partners(concerned, work.user),
        back=back,
    )


@reads
def coming(work: Work) -> tuple[Away, ...]:
    """Return the asker's present and future absences, soonest first."""
    return tuple(away.coming(work.connection, work.guild, [work.user], work.now))


def _require_free(work: Work, absence: Absence) -> None:
    for other in away.coming(work.connection, work.guild, [work.user], work.now):
        if absence.shared_with(_absence(other)):
            raise DomainError(
                "away.overlap",
                first=other.first_day,
                last=other.last_day,
                today=asker(work).today,
                guild=work.guild,
                away=other.id,
            )


def _concerned(work: Work) -> list[Pair]:
    """Return the asker's introduced pairs: only those would wait for someone."""
    own = pairs.list_for_person(work.connection, work.guild, work.user)
    return [pair for pair in own if pair.thread is not None and pair.introduced_at is not None]


def _plan_notice(work: Work, absent: Away, kind: NudgeKind, pair: PairId) -> None:
    outbox.plan(
        work.connection,
        guild=absent.guild,
        kind=kind,
        subject_type="away",
        subject_id=absent.id,
        subject_version=pair,
        due_at=work.now,
        key=_key(absent, pair),
        # What no one read in time does not have to be sent afterward.
        expires_at=absent.ends_at if kind is NudgeKind.AWAY_TOLD else work.now + USEFUL_FOR,
    )


def _key(absent: Away, pair: PairId) -> str:
    # IDs jump after a restore; this key stays stable.
    return f"{absent.user}:{absent.set_at:%Y%m%d%H%M%S}:{absent.first_day}:{pair}"


def _partners(concerned: list[Pair], person: UserId) -> tuple[UserId, ...]:
    partners = [partner for pair in concerned for partner in pair.partners_of(person)]
    return tuple(dict.fromkeys(partners))


def _both(
    work: Work, absence: Absence, partners: tuple[UserId, ...]
) -> tuple[tuple[UserId, tuple[date, date]], ...]:
    theirs = away.coming(work.connection, work.guild, partners, work.now)
    shared = [(other.user, absence.shared_with(_absence(other))) for other in theirs]
    return tuple((user, both) for user, both in shared if both is not None)


def _absence(absent: Away) -> Absence:
    return Absence(absent.first_day, absent.last_day, absent.time_zone)
