"""What each said about a meeting afterwards. Nobody but the person is ever shown their answer."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.ids import GuildId, MeetingId, UserId
from bot.domain.states import MeetingAnswer
from bot.storage.tables import meeting_answers


def record(
    connection: Connection,
    guild: GuildId,
    meeting: MeetingId,
    user: UserId,
    answer: MeetingAnswer,
    now: datetime,
) -> None:
    """Keep the answer, in place of an earlier one."""
    values = {"answer": answer, "answered_at": now}
    key = (
        meeting_answers.c.guild_id == guild,
        meeting_answers.c.meeting_id == meeting,
        meeting_answers.c.user_id == user,
    )
    changed = connection.execute(update(meeting_answers).where(*key).values(**values))
    if changed.rowcount == 0:
        keys = {"guild_id": guild, "meeting_id": meeting, "user_id": user}
        connection.execute(insert(meeting_answers).values(**keys, **values))


def of_meeting(
    connection: Connection, guild: GuildId, meeting: MeetingId
) -> dict[UserId, MeetingAnswer]:
    """Return the answers to one meeting."""
    statement = select(meeting_answers).where(
        meeting_answers.c.guild_id == guild, meeting_answers.c.meeting_id == meeting
    )
    return {row.user_id: row.answer for row in connection.execute(statement)}
