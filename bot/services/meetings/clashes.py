"""Where someone would be in two meetings at once: one of another pair of theirs is then, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import UserId
from bot.domain.meetings.meetings import LENGTH
from bot.domain.states import MeetingState
from bot.services.work import Work
from bot.storage.meetings import meetings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


@dataclass(frozen=True, slots=True)
class Clash:
    """A meeting of the reader's with `partners` at about the same time, or their offer of one."""

    partners: tuple[UserId, ...]
    starts_at: datetime
    is_arranged: bool


def clashes(work: Work, pair: Pair, starts: Sequence[datetime]) -> tuple[Clash, ...]:
    """Return what someone has in other pairs within an hour of these times, soonest first.

    It is for them alone: no one else of this pair knows whom else they meet.
    """
    others = {
        other.id: other.partners_of(work.user)
        for other in pairs.list_for_person(work.connection, work.guild, work.user)
        if other.id != pair.id
    }
    found = set()
    for meeting in meetings.open_of_pairs(work.connection, work.guild, list(others)):
        partners = others[meeting.pair]
        if meeting.state is MeetingState.CONFIRMED and meeting.starts_at is not None:
            found.add(Clash(partners, meeting.starts_at, is_arranged=True))
        if meeting.asked_by == work.user:
            times = meetings.times_of(work.connection, meeting)
            found |= {Clash(partners, time.starts_at, is_arranged=False) for time in times}
    near = (each for each in found if any(abs(each.starts_at - at) < LENGTH for at in starts))
    return tuple(sorted(near, key=lambda each: (each.starts_at, each.partners)))
