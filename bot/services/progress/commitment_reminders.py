"""When the owner of a promise is reminded of it, and asked what became of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.app import App
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import held
from bot.domain.progress import commitments as rules
from bot.domain.progress.commitments import Reminders
from bot.domain.progress.due_dates import Due
from bot.domain.schedule import day_after, instant_of
from bot.services.actor import Actor
from bot.services.nudges.settings import default_manners
from bot.storage import outbox
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.commitments import Commitment


def plan(connection: Connection, app: App, made: Commitment, now: datetime) -> None:
    """Plan the reminder ahead, unless that moment has passed, and the question when it is due."""
    ahead = timedelta(hours=app.settings.commitments.remind_hours_before)
    for which, at in ((rules.AHEAD, made.due_at - ahead), (rules.AT_DUE, made.due_at)):
        if at <= now:
            continue
        _remind(connection, made, which, at, now, str(which))


def ask_again(connection: Connection, actor: Actor, found: Commitment, now: datetime) -> datetime:
    """Plan another question for who is still on it past its time; return when."""
    today = now.astimezone(ZoneInfo(found.due.zone)).date()
    at = Due(today + rules.ASK_AGAIN_AFTER, found.due.at, found.due.zone).instant
    _remind(connection, found, rules.ASKED_AGAIN, at, now, f"again:{actor.interaction}")
    return at


def ask_tomorrow(
    connection: Connection, app: App, actor: Actor, found: Commitment, now: datetime
) -> datetime:
    """Plan the same question for the hour at which its owner's next day begins; return when."""
    manners = nudge_settings.manners(connection, found.guild, found.owner, default_manners(app))
    tomorrow = now.astimezone(ZoneInfo(manners.zone)).date() + timedelta(days=1)
    at = instant_of(tomorrow, manners.quiet_until, manners.zone)
    _remind(connection, found, rules.ASKED_AGAIN, at, now, f"again:{actor.interaction}")
    return at


def coming(
    connection: Connection, app: App, pair: Pair, made: Commitment, now: datetime
) -> Reminders:
    """Return when its owner hears of it, as far as anybody knows today."""
    manners = nudge_settings.manners(connection, made.guild, made.owner, default_manners(app))
    if NudgeKind.COMMITMENT_DUE in manners.muted:
        return Reminders(None, None, "muted")

    def first_moment(at: datetime) -> tuple[datetime, str]:
        over = pair.paused_until
        if over is not None and at < over:
            return day_after(over, pair.time_zone), "the pair is paused"
        wait = held(manners, (), at, at)
        return (wait.until, wait.reason) if wait else (at, "")

    asked_at, waits = first_moment(made.due_at)
    ahead_at = made.due_at - timedelta(hours=app.settings.commitments.remind_hours_before)
    if ahead_at <= now:
        return Reminders(None, asked_at, waits)
    ahead_at, ahead_waits = first_moment(ahead_at)
    ahead = ahead_at if ahead_at < made.due_at else None
    return Reminders(ahead, asked_at, waits or ahead_waits)


def _remind(
    connection: Connection,
    made: Commitment,
    which: int,
    at: datetime,
    now: datetime,
    occurrence: str,
) -> None:
    outbox.plan(
        connection,
        guild=made.guild,
        kind=NudgeKind.COMMITMENT_DUE,
        subject_type="commitment",
        subject_id=made.id,
        subject_version=which,
        recipient=made.owner,
        due_at=at,
        expires_at=made.due_at if which == rules.AHEAD else None,
        now=now,
        occurrence=occurrence,
    )
