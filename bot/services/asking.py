"""Who typed a day or a time, as the parser of times needs to know."""

from bot.domain.times.reader import Asker
from bot.services.nudges.settings import zone_of
from bot.services.work import Work
from bot.storage.meetings import meetings
from bot.storage.pairs.pairs import Pair


def asker(work: Work, *, meeting_of: Pair | None = None) -> Asker:
    """Return who asks, with their time zone, language, and the current instant.

    `meeting_of` is the pair whose next meeting "before our next meeting" means.
    """
    next_meeting = None
    if meeting_of is not None:
        arranged = meetings.open_of_pairs(work.connection, work.guild, [meeting_of.id])
        starts = [
            meeting.starts_at
            for meeting in arranged
            if meeting.starts_at and meeting.starts_at > work.now
        ]
        next_meeting = min(starts, default=None)
    return Asker(work.now, zone_of(work), work.actor.language, next_meeting)
