"""A concern: who handles it, in which order they're asked, and what may be typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import ConcernId, GuildId, UserId
from bot.domain.pings import PingsPerson
from bot.domain.states import ConcernNews
from bot.domain.typed_text import clean

FEWEST_LEADS = 2
MOST_LEADS = 10
MOST_PEOPLE = 5
MOST_WORDS = 3000
MOST_SETTING = 1000
# Not acknowledged by then, the next lead is asked, then the server's owner.
ACKNOWLEDGED_WITHIN = timedelta(hours=24)
# Whoever handles it is reminded as often, until it is closed.
FOLLOWED_UP_AFTER = timedelta(days=7)
# How long a mentorship is put on hold.
HELD_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ConcernWaiting(PingsPerson):
    """Tell a lead that a concern waits for them, and nothing of what it says.

    With `is_taken`, they handle it already, and it is to be followed up. With `hidden`, someone
    else may see the message, and it doesn't say what waits. Without `has_next`, no one else can be
    asked.
    """

    guild: GuildId
    concern: ConcernId
    person: UserId
    due_at: datetime
    is_taken: bool
    hidden: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class ConcernTold(PingsPerson):
    """Tell the lead who handles a concern that its reporter added something or withdrew it.

    `hidden` is as for `ConcernWaiting`.
    """

    guild: GuildId
    concern: ConcernId
    person: UserId
    news: ConcernNews
    hidden: bool


def handlers(
    leads: Sequence[UserId],
    server_owner: UserId | None,
    *,
    apart: Collection[UserId],
) -> tuple[UserId, ...]:
    """Return who may handle a concern, in the order in which they're asked.

    The server's owner comes last. Whoever it is about or from, or who left, is `apart`, whatever
    they are here.
    """
    order = dict.fromkeys((*leads, *(() if server_owner is None else (server_owner,))))
    return tuple(user for user in order if user > 0 and user not in apart)


def next_after(
    order: Sequence[UserId], current: UserId | None, away: Collection[UserId] = ()
) -> UserId | None:
    """Return whom to ask after `current`: the next in the order, and after the last the first.

    Whoever is away is passed over, unless everyone is.
    """
    at = order.index(current) + 1 if current in order else 0
    ahead = [*order[at:], *order[:at]]
    here = [user for user in ahead if user not in away]
    return next(iter(here or ahead), None)


def check_words(typed: str) -> str:
    """Return what was typed. Raises ``concern.empty`` and ``concern.long``."""
    words = clean(typed).strip()
    if not words:
        raise DomainError("concern.empty")
    if len(words) > MOST_WORDS:
        raise DomainError("concern.long", length=len(words), most=MOST_WORDS)
    return words


def check_leads(chosen: Sequence[UserId]) -> tuple[UserId, ...]:
    """Return the chosen leads, once each; none is a choice. Raises ``leads.few``."""
    leads = tuple(dict.fromkeys(chosen))
    if leads and not FEWEST_LEADS <= len(leads) <= MOST_LEADS:
        raise DomainError("leads.few", least=FEWEST_LEADS, most=MOST_LEADS)
    return leads


def check_setting(typed: str) -> str | None:
    """Return a society's own text, or None to use the usual one. Raises ``leads.long``."""
    words = clean(typed).strip()
    if len(words) > MOST_SETTING:
        raise DomainError("leads.long", length=len(words), most=MOST_SETTING)
    return words or None
