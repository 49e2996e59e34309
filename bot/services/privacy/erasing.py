"""Erase a person from a society: end what they are part of, and leave no word or ID of theirs.

The rows are changed in one transaction, which also notes that something may be left in the bot's
files. `bot.delivery.privacy.erasures` removes that right after it, or at the next start.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, update
from sqlalchemy.exc import DataError, IntegrityError

from bot.delivery.moderation.cases import open_case
from bot.delivery.safety.concerns import release
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.domain.moderation.cases import CaseKind, pair_facts, pair_subject
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.privacy.register import Topic
from bot.domain.states import CaseState, EndReason, NudgeState
from bot.services.nudges.settings import rhythm_in
from bot.services.requests import transitions
from bot.settings import Settings
from bot.storage import outbox, presence
from bot.storage.meetings import cards
from bot.storage.meetings.meetings import Meeting
from bot.storage.outbox import Nudge
from bot.storage.pairs import circle_decisions, endings, pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.privacy import erasures, posted_words
from bot.storage.privacy.erasing import erase_rows, erase_society, former_number
from bot.storage.privacy.erasure_list import EVERYONE, ErasureList
from bot.storage.privacy.erasures import Erasure
from bot.storage.privacy.register import people_in
from bot.storage.requests import requests
from bot.storage.safety import leads as safety_leads
from bot.storage.tables import cases
from bot.storage.tables import outbox as outbox_rows

# What is wrong with one person's rows. A database that is busy or full is not among it.
FAULTS_OF_ONE = (IntegrityError, DataError, DomainError, LookupError, TypeError, ValueError)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went with someone: pairs and circles they were in, and messages with their words."""

    pairs: int
    messages: int


def erase(
    connection: Connection,
    settings: Settings,
    listed: ErasureList,
    guild: GuildId,
    user: UserId,
    now: datetime,
    *,
    at: datetime | None = None,
) -> Erased:
    """Erase someone from a society, in the caller's transaction.

    `at` is when they were erased, if a restored backup brought them back. Raises `DomainError`
    ``erasures.key_missing``, ``erasures.other_key``.
    """
    listed.require_key(connection)
    own = pairs.list_for_person(connection, guild, user)
    for pair in own:
        _leave(connection, settings, pair, user, now)
    _leave_requests(connection, guild, user, now)
    safety_leads.leave(connection, guild, user)
    release(connection, guild, now, {user})
    _cancel_messages(connection, guild, user, now)
    messages = remove_posted(connection, guild, user, now)
    # An open case must not wait for someone who is gone.
    is_theirs = (cases.c.guild_id == guild) & (cases.c.owner_id == user)
    is_open = cases.c.state == CaseState.OPEN
    connection.execute(update(cases).where(is_theirs, is_open).values(owner_id=None))
    number = former_number(connection, guild)
    erase_rows(connection, guild, user, number, listed.keyed_number(guild, user))
    digest = listed.digest(guild, user)
    erasures.record(connection, Erasure(guild, digest, (at or now).replace(microsecond=0)))
    return Erased(len(own), messages)


def erase_everything(
    connection: Connection,
    listed: ErasureList,
    guild: GuildId,
    now: datetime,
    *,
    at: datetime | None = None,
) -> None:
    """Erase a society whose server removed the bot, in the caller's transaction.

    What the bot posted there stays: it can't be reached anymore. `at` is when it was erased, if a
    restored backup brought it back. Raises `DomainError` as `erase` does.
    """
    listed.require_key(connection)
    erase_society(connection, guild)
    digest = listed.digest(guild, EVERYONE)
    erasures.record(connection, Erasure(guild, digest, (at or now).replace(microsecond=0)))


def remove_posted(
    connection: Connection,
    guild: GuildId,
    user: UserId,
    now: datetime,
    topic: Topic | None = None,
) -> int:
    """Take someone's words out of what was posted, or those of one topic; return of how much.

    A meeting that others still have keeps its card, which is written anew.
    """
    carrying = {row.id: row for row in posted_words.find(connection, guild, user, topic)}
    if topic in (None, Topic.AGENDA):
        for meeting in posted_words.still_ahead(connection, guild, user):
            carrying |= {row.id: row for row in _reminders(connection, meeting)}
            cards.refresh(connection, meeting, now, f"removed:{now.timestamp():.0f}")
    for sent in carrying.values():
        _plan_removal(connection, sent, now)
    return len(carrying)


def _reminders(connection: Connection, meeting: Meeting) -> list[Nudge]:
    """Return the messages of a meeting with its agenda that aren't its card."""
    pair = pairs.get(connection, meeting.guild, meeting.pair)
    card = cards.card_of(connection, meeting, pair.thread)
    return [
        row
        for row in outbox.list_for_subject(connection, meeting.guild, cards.SUBJECT, meeting.id)
        if row.kind is NudgeKind.MEETING_REMINDER
        and (row.message is not None or posted_words.is_on_its_way(connection, row))
        and (card is None or row.message != card.message)
    ]


def _plan_removal(connection: Connection, sent: Nudge, now: datetime) -> None:
    """Have a message that was sent say that its words were removed."""
    over = NudgeKind.MESSAGE_OVER
    outbox.cancel(connection, sent.guild, "nudge", sent.id, outbox.ERASED, now, kind=over)
    outbox.plan(
        connection,
        guild=sent.guild,
        kind=NudgeKind.WORDS_REMOVED,
        subject_type="nudge",
        subject_id=sent.id,
        due_at=now,
    )


def _leave(
    connection: Connection, settings: Settings, pair: Pair, user: UserId, now: datetime
) -> None:
    """End a pair, or leave a circle that goes on; those who stay are told, and matched again."""
    here = set(pair.mentees) - presence.departed(connection, pair.guild) - {user}
    if user != pair.mentor and here:
        circle_decisions.leave(connection, pair, user, rhythm_in(settings), now)
        return
    is_circle = user == pair.mentor and len(here) > 1
    next_round = now + timedelta(days=settings.matching.next_round_days)
    reason = EndReason.NO_MENTOR if is_circle else EndReason.ERASED
    endings.close(connection, pair, reason, now, next_round)
    if is_circle:
        open_case(
            connection,
            pair.guild,
            kind=CaseKind.CIRCLE_ENDED,
            subject=pair_subject(pair.id),
            facts=pair_facts(pair.mentor, pair.mentees, pair.thread),
            now=now,
        )


def _leave_requests(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> None:
    for request in requests.open_with(connection, guild, user):
        transitions.drop(connection, request, user, now)


def _cancel_messages(connection: Connection, guild: GuildId, user: UserId, now: datetime) -> None:
    connection.execute(
        update(outbox_rows)
        .where(
            outbox_rows.c.guild_id == guild,
            outbox_rows.c.recipient_id == user,
            outbox_rows.c.state == NudgeState.DUE,
            outbox_rows.c.nonce.is_(None),
        )
        .values(state=NudgeState.CANCELLED, reason=outbox.ERASED, settled_at=now)
    )


# --- what a restored backup brought back ----------------------------------------------------------


def erase_again(
    connection: Connection, settings: Settings, listed: ErasureList, now: datetime
) -> int:
    """Erase whoever was erased after the backup that was restored; return how many.

    The list outside the database has erasures that such a database doesn't. If the key of both is
    gone, no one can be compared with it: that is logged. Raises `DomainError`
    ``erasures.other_key``.
    """
    if fault := listed.fault(connection):
        if fault.code == "erasures.other_key":
            raise fault
        log.error("erasing.no_key", missing=str(listed.key_path))
        return 0
    if listed.path.exists() or listed.key_path.exists():
        listed.require_key(connection)
    known = set(erasures.list_all(connection))
    count = 0
    for guild, unknown in _by_society(set(listed.read()) - known).items():
        digests = {erasure.digest: erasure for erasure in unknown}
        if whole := digests.get(listed.digest(guild, EVERYONE)):
            count += len(people_in(connection, guild))
            erase_everything(connection, listed, guild, now, at=whole.erased_at)
        for user in listed.among(guild, people_in(connection, guild), digests):
            erasure = digests[listed.digest(guild, user)]
            try:
                with connection.begin_nested():
                    erase(connection, settings, listed, guild, user, now, at=erasure.erased_at)
            except FAULTS_OF_ONE as error:
                # The others don't wait for it. It isn't recorded, so each start tries it again.
                # Its text may name the person, and isn't logged.
                log.error("erasing.one_failed", guild=guild, error=type(error).__name__)
                unknown.remove(erasure)
            else:
                count += 1
        for erasure in unknown:
            erasures.record(connection, erasure)
    return count


def _by_society(every: Collection[Erasure]) -> dict[GuildId, list[Erasure]]:
    by_society: dict[GuildId, list[Erasure]] = {}
    for erasure in sorted(every, key=lambda one: one.erased_at):
        by_society.setdefault(erasure.guild, []).append(erasure)
    return by_society
