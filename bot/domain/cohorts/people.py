"""The people of a cohort as moderators look at them: which of them are shown."""

from datetime import timedelta
from enum import StrEnum

PER_PAGE = 10
QUIET_AFTER = timedelta(days=21)
"""Who has a mentor or mentees, and answered nothing for so long, is quiet."""


class Shown(StrEnum):
    """Which people of a cohort are listed; the values are part of custom IDs."""

    ALL = "all"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    NO_MEETING = "no-meeting"
    QUIET = "quiet"
    AWAY = "away"
    LEFT = "left"
