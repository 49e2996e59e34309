"""Tell someone privately what a moderator wrote to them, or did about their place in a cohort."""

from bot.domain.ids import UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.services.nudges import own_threads
from bot.services.work import Work
from bot.storage import outbox
from bot.storage.moderation.acts import Act


def tell(work: Work, act: Act, user: UserId) -> None:
    """Plan the news for someone, in a thread of their own if need be."""
    own_threads.want_thread(work.connection, work.guild, user)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.MODERATOR_NEWS,
        subject_type="act",
        subject_id=act.id,
        recipient=user,
        due_at=work.now,
    )
