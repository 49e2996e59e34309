"""Who is a moderator of a society."""

from bot.domain.errors import DomainError
from bot.services.actor import Actor
from bot.services.work import Work
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society


def is_moderator(work: Work) -> bool:
    """Return whether the asker has Manage Server or the role chosen in `/setup`."""
    if work.actor.manages_server:
        return True
    return moderates(work.actor, societies.find(work.connection, work.guild))


def moderates(actor: Actor, society: Society | None) -> bool:
    """Return the same as `is_moderator`, for a caller who has already read the society."""
    return actor.manages_server or (society is not None and society.moderator_role in actor.roles)


def require_moderator(work: Work) -> None:
    """Refuse anyone else with ``actor.not_moderator``, whatever Discord's own settings allow."""
    if not is_moderator(work):
        raise DomainError("actor.not_moderator")
