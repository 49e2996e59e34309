"""What is posted at someone's night: it does not notify them, and in their morning a notice does.

The notice is planned in the transaction that arms the post, so that no crash loses it, and decided
about when it is due: by then the post may be answered, or no longer of use.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Send
from bot.domain.nudges.kinds import Notifies, NudgeKind
from bot.storage import outbox
from bot.storage.outbox import Nudge

SUBJECT = "nudge"
# A notice that could not be sent by then is no longer news.
USEFUL_FOR = timedelta(days=2)


def plan_notices(connection: Connection, post: Nudge, verdict: Send, now: datetime) -> None:
    """Plan the morning's notice for everyone whom a post will not notify.

    A reminder that names its person has no notice: it would come after the meeting.
    """
    if post.kind.row.notifies is not Notifies.NAMED:
        return
    for sleeper in verdict.asleep:
        outbox.plan(
            connection,
            guild=post.guild,
            kind=NudgeKind.POSTED_AT_NIGHT,
            subject_type=SUBJECT,
            subject_id=post.id,
            recipient=sleeper.person,
            due_at=sleeper.until,
            expires_at=sleeper.until + USEFUL_FOR,
            now=now,
            key=f"{post.occurrence_key}:{sleeper.person}",
        )
