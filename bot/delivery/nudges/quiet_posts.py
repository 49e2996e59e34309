"""What is posted without notifying someone it names: a notice with a link does so later.

They sleep or are away, their week is full, or there is more to tell them at the same time: someone
in several pairs would be notified in each thread. The notice is planned in the transaction that
arms the post, so that no crash loses it, and decided about when it is due: by then the post may be
answered, or no longer of use.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.decision import Send
from bot.delivery.nudges.welcome_back import pair_of
from bot.domain.ids import OutboxId, UserId
from bot.domain.nudges.kind_rows import Notifies
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.policy import ONE_MOMENT
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.nudges import posts, settings
from bot.storage.outbox import Nudge

SUBJECT = "nudge"
# A notice that could not be sent by then is no longer news.
USEFUL_FOR = timedelta(days=2)
# How soon after such a post its notice comes, so that it is one notice for all of them.
GATHERED_IN = timedelta(minutes=1)


def plan_notices(connection: Connection, post: Nudge, verdict: Send, now: datetime) -> None:
    """Plan a notice for everyone whom a post will not notify.

    A reminder that names its person has no notice: it would come after the meeting.
    """
    if post.kind.row.notifies not in (Notifies.NAMED, Notifies.ROLE):
        return
    for later in verdict.told_later:
        outbox.plan(
            connection,
            guild=post.guild,
            kind=NudgeKind.POSTED_AT_NIGHT,
            subject_type=SUBJECT,
            subject_id=post.id,
            recipient=later.person,
            due_at=later.at,
            expires_at=later.at + USEFUL_FOR,
            now=now,
            key=f"{post.occurrence_key}:{later.person}",
        )
        _want_place(connection, post, later.person, later.at)


def told_with_others(
    connection: Connection, post: Nudge, person: UserId, now: datetime, heard_at: datetime | None
) -> datetime | None:
    """Return when a notice tells someone of a post together with others, or None if it notifies.

    `heard_at` is when something else has notified them. To someone in one pair all of it comes in
    one thread, and a notice would only be one more message there.
    """
    guild, soon = post.guild, now + ONE_MOMENT
    pair = pair_of(connection, post)
    if pair is None or not posts.is_in_other_pairs(
        connection, guild, person, pair, now - ONE_MOMENT
    ):
        return None
    if posts.is_another_on_its_way(connection, guild, person, post.id, soon):
        return now + GATHERED_IN
    if notices := posts.open_notices(connection, guild, person, soon):
        return max(now + GATHERED_IN, min(notice.next_attempt_at for notice in notices))
    if heard_at is not None and heard_at > now - ONE_MOMENT:
        return heard_at + ONE_MOMENT
    return None


def waits_for_others(connection: Connection, notice: Nudge, now: datetime) -> bool:
    """Return whether a notice waits for posts that it should tell of, too."""
    assert notice.recipient is not None, "somebody is notified"
    post = OutboxId(notice.subject_id)
    return now < notice.due_at + ONE_MOMENT and posts.is_another_on_its_way(
        connection, notice.guild, notice.recipient, post, now
    )


def _want_place(connection: Connection, post: Nudge, person: UserId, at: datetime) -> None:
    """Give someone a thread of their own if notices of several pairs come together.

    In the thread of one pair the others would read of them.
    """
    guild, pair = post.guild, pair_of(connection, post)
    if settings.get(connection, guild, person).dms:
        return
    for notice in posts.open_notices(connection, guild, person, at + ONE_MOMENT):
        other = outbox.find(connection, OutboxId(notice.subject_id))
        if other is not None and pair_of(connection, other) != pair:
            want_thread(connection, guild, person)
            return
