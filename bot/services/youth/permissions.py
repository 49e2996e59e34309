"""Who is too young for something."""

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.services.work import Work
from bot.storage.youth import youth


def require_adult(work: Work) -> None:
    """Refuse what isn't for people under 18, and ask for the age first where they take part.

    Raises `DomainError` ``youth.not_for_minors``, ``youth.say_age``.
    """
    band = youth.age_of(work.connection, work.guild, work.user)
    if band is None and youth.mode(work.connection, work.guild).is_on:
        raise DomainError("youth.say_age")
    if band is not None and band.is_minor:
        raise DomainError("youth.not_for_minors")


def require_none_under_18(work: Work, people: tuple[UserId, ...]) -> None:
    """Refuse what isn't for a pair with someone under 18; raise ``youth.not_in_pair``."""
    if any(youth.is_minor(work.connection, work.guild, user) for user in people):
        raise DomainError("youth.not_in_pair")
