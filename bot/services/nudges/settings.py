"""What holds for those who chose nothing, and the asker's time zone."""

from datetime import timedelta

from bot.app import App
from bot.domain.nudges.policy import NotificationPolicy, PauseOffer, WeeklyBounds
from bot.services.work import Work
from bot.settings import Settings
from bot.storage.meetings.nudges import Rhythm
from bot.storage.nudges import settings

NO_ZONE = "UTC"


def default_policy(configured: Settings) -> NotificationPolicy:
    """Return the policy of someone who changed no settings."""
    nudges, check_ins = configured.nudges, configured.check_ins
    return NotificationPolicy(
        NO_ZONE,
        nudges.quiet_from,
        nudges.quiet_until,
        nudges.weekly_limit,
        bounds=WeeklyBounds(1, nudges.weekly_limit, max(nudges.weekly_most, nudges.weekly_limit)),
        pause_offer=PauseOffer(check_ins.offer_pause_after, check_ins.pause_days),
    )


def rhythm_of(app: App) -> Rhythm:
    """Return when messages about meetings are sent, from the society's settings."""
    return rhythm_in(app.settings)


def rhythm_in(settings: Settings) -> Rhythm:
    """Return when messages about meetings are sent."""
    chosen = settings.meetings
    return Rhythm(
        before=tuple(timedelta(hours=hours) for hours in chosen.reminders_hours),
        after=timedelta(hours=chosen.ask_after_hours),
        default=default_policy(settings),
    )


def zone_of(work: Work) -> str:
    """Return the asker's time zone; UTC if they did not set one."""
    return settings.zone_of(work.connection, work.guild, work.user) or NO_ZONE
