"""Safety leads, and the society's own words about danger and about what leads must pass on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.safety.concerns import release
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.domain.safety import concerns as rules
from bot.services.moderation.permissions import require_moderator
from bot.services.privacy import lists
from bot.services.work import Work, reads, writes
from bot.storage import presence
from bot.storage.moderation import societies
from bot.storage.safety import leads
from bot.storage.youth import youth


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """Who reads concerns, those of them who `left`, and the society's own words.

    Without `may_change`, the asker only sees them: it takes Manage Server to change them.
    """

    guild: GuildId
    leads: tuple[UserId, ...]
    left: tuple[UserId, ...]
    emergency: str
    duties: str
    shows_looks: bool
    may_change: bool


@reads
def show(work: Work) -> SafetySettings:
    """Return the safety settings; moderators only."""
    require_moderator(work)
    return _settings(work)


def _settings(work: Work) -> SafetySettings:
    society = societies.find(work.connection, work.guild)
    named = leads.of_society(work.connection, work.guild)
    departed = presence.departed(work.connection, work.guild)
    return SafetySettings(
        work.guild,
        named,
        tuple(user for user in named if user in departed),
        (society.emergency_words if society else None) or "",
        (society.duty_words if society else None) or "",
        society.shows_looks if society else True,
        work.actor.manages_server,
    )


@writes
def name(work: Work, chosen: Sequence[UserId]) -> SafetySettings:
    """Save who reads concerns, in the order in which they're asked; none is a choice.

    What waits for someone who is a lead no longer goes to the next one right away. It takes Manage
    Server, because whoever names leads decides who reads what was said in confidence. Raises
    `DomainError` ``leads.manage_server``, ``leads.few``, ``leads.minor``.
    """
    _require_manager(work)
    named = rules.check_leads(chosen)
    _require_society(work)
    before = leads.of_society(work.connection, work.guild)
    # Those who stay keep their turn: a menu of people has no order of its own.
    kept = [user for user in before if user in named]
    for user in named:
        if youth.is_minor(work.connection, work.guild, user):
            raise DomainError("leads.minor", user=user)
        lists.recognize(work, user)
    added = [user for user in named if user not in kept]
    leads.save(work.connection, work.guild, [*kept, *added], work.now)
    release(work.connection, work.guild, work.now)
    return _settings(work)


@writes
def word(work: Work, emergency: str, duties: str) -> SafetySettings:
    """Save whom to call in danger, and what leads may have to pass on; nothing restores the usual.

    Raises `DomainError` ``leads.manage_server`` and ``leads.long``.
    """
    _require_manager(work)
    words = {
        "emergency_words": rules.check_setting(emergency),
        "duty_words": rules.check_setting(duties),
    }
    _require_society(work)
    societies.save(work.connection, work.guild, **words)
    return _settings(work)


@writes
def show_looks(work: Work, *, on: bool) -> SafetySettings:
    """Save whether people see on which days something was looked up about them."""
    _require_manager(work)
    _require_society(work)
    societies.save(work.connection, work.guild, shows_looks=on)
    return _settings(work)


def _require_manager(work: Work) -> None:
    if not work.actor.manages_server:
        raise DomainError("leads.manage_server")


def _require_society(work: Work) -> None:
    if societies.find(work.connection, work.guild) is None:
        societies.save(work.connection, work.guild, time_zone="UTC", set_up_at=work.now)
