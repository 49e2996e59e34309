"""Who is still in the server: asked of Discord a few at a time, and cached for a while."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.domain.ids import UserId
from bot.services.work import Work, reads, writes_unrecorded
from bot.storage import presence

KNOWN_FOR = timedelta(hours=6)


@reads
def unasked(work: Work, users: Iterable[UserId]) -> list[UserId]:
    """Return those of `users` who were not looked up recently, by ID."""
    asked = presence.asked_after(work.connection, work.guild, work.now - KNOWN_FOR)
    return sorted(set(users) - asked)


@writes_unrecorded("it saves what Discord says of members, beside a service that does the work")
def record(work: Work, here: Sequence[UserId], absent: Sequence[UserId]) -> None:
    """Save Discord's answers; people who came back count as present again."""
    presence.record(work.connection, work.guild, here, absent, work.now)
