"""A person's notification settings: when, how often, which kinds, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.delivery.meetings.plans import MeetingRules
from bot.delivery.nudges.forecast import Expected, Forecast
from bot.delivery.pairs.milestones import Cadence
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId
from bot.domain.nudges import settings as rules
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import LONGEST_SNOOZE, MUTABLE, WEEK, NotificationPolicy
from bot.domain.times.reader import Asker
from bot.services.nudges.settings import default_policy
from bot.services.work import Work, reads, writes
from bot.storage import outbox
from bot.storage.nudges import away, pings, settings
from bot.storage.nudges.away import Away
from bot.storage.nudges.pings import Ping
from bot.storage.nudges.settings import NudgeSettings
from bot.storage.youth.youth import is_minor


@dataclass(frozen=True, slots=True)
class NudgePanel:
    """One person's notification settings: policy in effect, choices, and recent messages."""

    guild: GuildId
    policy: NotificationPolicy
    chosen: NudgeSettings
    default: NotificationPolicy
    coming: tuple[Away, ...]
    pings: tuple[Ping, ...]
    expected: tuple[Expected, ...]
    now: datetime
    # The languages that there are to choose from, by their codes.
    languages: tuple[str, ...] = ()
    # When Discord last refused a direct message to them; None if they are delivered.
    refused_at: datetime | None = None

    @property
    def snoozed_until(self) -> datetime | None:
        """Return the end of a snooze that is not over."""
        until = self.chosen.snoozed_until
        return until if until is not None and until > self.now else None


def _expected(work: Work) -> list[Expected]:
    """Return what will notify the asker in the coming week, one for each kind and moment."""
    chosen = work.app.settings
    forecast = Forecast(
        work.connection,
        work.guild,
        work.user,
        work.now,
        work.now + WEEK,
        default_policy(chosen),
    )
    return forecast.expected(Cadence.of(chosen), MeetingRules.of(chosen))


@reads
def show(work: Work) -> NudgePanel:
    """Return the asker's own settings."""
    return _look(work)


def _look(work: Work) -> NudgePanel:
    default = default_policy(work.app.settings)
    chosen = settings.get(work.connection, work.guild, work.user)
    return NudgePanel(
        guild=work.guild,
        policy=settings.policy_of(work.connection, work.guild, work.user, default),
        chosen=chosen,
        default=default,
        coming=tuple(away.coming(work.connection, work.guild, [work.user], work.now)),
        pings=tuple(pings.of_person(work.connection, work.guild, work.user, work.now - WEEK)),
        expected=tuple(_expected(work)),
        now=work.now,
        languages=tuple(work.app.languages.spoken),
        refused_at=None
        if chosen.dms
        else outbox.dm_refused_at(work.connection, work.guild, work.user),
    )


@writes
def type_quiet(work: Work, start: str, end: str) -> NudgePanel:
    """Save quiet hours as typed. Raises `DomainError` ``nudges.quiet_*``."""
    return _save_quiet(work, rules.read_quiet(start, end))


@writes
def set_quiet(work: Work, hours: tuple[time, time] | None) -> NudgePanel:
    """Save quiet hours; None restores the society's default, equal times turn them off."""
    return _save_quiet(work, hours)


def _save_quiet(work: Work, hours: tuple[time, time] | None) -> NudgePanel:
    start, end = rules.require_some_open(*hours) if hours else (None, None)
    return _save(work, quiet_from=start, quiet_until=end)


@writes
def set_limit(work: Work, limit: int) -> NudgePanel:
    """Limit the messages that notify the asker to `limit` a week, in the society's bounds."""
    default = default_policy(work.app.settings)
    bounds = settings.policy_of(work.connection, work.guild, work.user, default).weekly
    if not bounds.least <= limit <= bounds.most:
        raise DomainError("nudges.limit_bounds", least=bounds.least, most=bounds.most)
    return _save(work, weekly_limit=limit)


@writes
def snooze(work: Work, days: int) -> NudgePanel:
    """Snooze reminders for some days; 0 ends a snooze. Raises ``nudges.snooze_long``."""
    longest = LONGEST_SNOOZE.days
    length = timedelta(days=max(-1, min(days, longest + 1)))  # more days than that fit no timedelta
    until = rules.snooze_end(work.now, length) if days else None
    return _save(work, snoozed_until=until)


@writes
def snooze_until(work: Work, typed: str) -> NudgePanel:
    """Snooze reminders until a day as typed. Raises `DomainError` ``when.*``, ``nudges.*``."""
    default = default_policy(work.app.settings)
    policy = settings.policy_of(work.connection, work.guild, work.user, default)
    ends = rules.WAKE_AT if policy.quiet_from == policy.quiet_until else policy.quiet_until
    who = Asker(work.now, policy.zone, work.actor.language)
    until = rules.read_snooze(typed, who, ends)
    return _save(work, snoozed_until=until)


@writes
def mute(work: Work, kinds: Iterable[str]) -> NudgePanel:
    """Mute exactly these kinds."""
    chosen = sorted(set(kinds))
    if not set(chosen) <= {kind.value for kind in MUTABLE}:
        raise DomainError("nudges.unknown_choice")
    return _save(work, muted=chosen)


@writes
def mute_one(work: Work, kind: NudgeKind, *, muted: bool) -> NudgePanel:
    """Mute one kind, or unmute it; the others stay as they are."""
    if not kind.row.mutable:
        raise DomainError("nudges.unknown_choice")
    now_muted = set(settings.get(work.connection, work.guild, work.user).muted)
    (now_muted.add if muted else now_muted.discard)(kind)
    return _save(work, muted=sorted(now_muted))


@reads
def require_dms_allowed(work: Work) -> None:
    """Refuse direct messages to people under 18; raise ``youth.not_for_minors``."""
    _require_dms_allowed(work)


def _require_dms_allowed(work: Work) -> None:
    if is_minor(work.connection, work.guild, work.user):
        raise DomainError("youth.not_for_minors")


@writes
def allow_dms(work: Work, *, on: bool) -> NudgePanel:
    """Send nudges by direct message, or in the thread; raise ``youth.not_for_minors``."""
    if on:
        _require_dms_allowed(work)
    return _save(work, dms=on)


@writes
def allow_advice(work: Work, *, on: bool) -> NudgePanel:
    """Turn advice in answers on or off."""
    return _save(work, advice=on)


@writes
def remind_an_hour_before(work: Work, *, on: bool) -> NudgePanel:
    """Remind the asker of meetings an hour before, too, or only the day before."""
    return _save(work, hour_reminder=on)


@writes
def speak(work: Work, language: str) -> NudgePanel:
    """Send the asker what is for them alone in a language; empty: in that of their Discord.

    Raises `DomainError` ``nudges.unknown_choice`` for a language that isn't spoken.
    """
    if language and language not in work.app.languages.spoken:
        raise DomainError("nudges.unknown_choice")
    return _save(work, language=language or None)


def _save(work: Work, **values: object) -> NudgePanel:
    settings.save(work.connection, work.guild, work.user, **values)
    # Rows waiting in the outbox may be sendable sooner now.
    outbox.retry_soon(work.connection, work.guild, work.user, work.now)
    return _look(work)
