"""Ages, and what a society needs before people under 18 can take part in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.ids import RoleId, UserId
from bot.domain.vocabulary import MeetingFormat

# So many attested adults are in every thread with someone under 18, besides the pair itself.
ADVISORS_NEEDED = 2
# An advisor attests again each year, and no clearance is valid for longer.
ATTESTED_FOR = timedelta(days=365)
LONGEST_CLEARANCE = timedelta(days=3 * 365)
# How people under 18 can meet: nothing by phone, and nothing in person.
FORMATS = (MeetingFormat.VIDEO, MeetingFormat.CHAT)


class AgeBand(StrEnum):
    """How old someone says they are. No birthday is asked for, and no one under 13 takes part."""

    YOUNGER = "13-15"
    OLDER = "16-17"
    ADULT = "18+"

    @property
    def is_minor(self) -> bool:
        """Whether they are under 18."""
        return self is not AgeBand.ADULT


class Lack(StrEnum):
    """What is missing before a cohort can be opened in youth mode."""

    MODERATORS_CHANNEL = "moderators-channel"
    ADVISOR_ROLE = "advisor-role"
    ADVISORS = "advisors"
    LEADS = "safety-leads"


@dataclass(frozen=True, slots=True)
class Standing:
    """A society's youth mode: whether it's on, and who may be an advisor and attested.

    With `has_leads`, someone reads concerns. `advisors` attested in the last year and are in the
    server.
    """

    is_on: bool
    advisor_role: RoleId | None
    has_moderators_channel: bool
    has_leads: bool
    advisors: tuple[UserId, ...]

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is missing, if it is on."""
        missing = {
            Lack.MODERATORS_CHANNEL: not self.has_moderators_channel,
            Lack.ADVISOR_ROLE: self.advisor_role is None,
            Lack.ADVISORS: len(self.advisors) < ADVISORS_NEEDED,
            Lack.LEADS: not self.has_leads,
        }
        return tuple(lack for lack, is_missing in missing.items() if is_missing)

    @property
    def is_ready(self) -> bool:
        """Whether people under 18 can take part now."""
        return self.is_on and not self.lacks


@dataclass(frozen=True, slots=True)
class Member:
    """What is on record about someone in a pair; `band` is None if they never said their age."""

    user: UserId
    band: AgeBand | None
    has_consent: bool
    cleared_until: datetime | None

    @property
    def is_minor(self) -> bool:
        """Whether they said that they are under 18."""
        return self.band is not None and self.band.is_minor


def require_together(standing: Standing, members: tuple[Member, ...], now: datetime) -> None:
    """Refuse to bring people together if one is under 18 and something of the rules is missing.

    Where youth mode is on, everyone has to say their age first. Raises `DomainError`
    ``youth.age_unknown``, ``youth.off``, ``youth.not_ready``, ``youth.no_consent`` and
    ``youth.not_cleared``, with the `person`.
    """
    if standing.is_on:
        for member in members:
            if member.band is None:
                raise DomainError("youth.age_unknown", person=member.user)
    if not any(member.is_minor for member in members):
        return
    if not standing.is_on:
        raise DomainError("youth.off")
    if standing.lacks:
        raise DomainError("youth.not_ready", lacks=standing.lacks)
    for member in members:
        if member.is_minor and not member.has_consent:
            raise DomainError("youth.no_consent", person=member.user)
    for member in members:
        if not member.is_minor and not is_cleared(member, now):
            raise DomainError("youth.not_cleared", person=member.user)


def is_cleared(member: Member, now: datetime) -> bool:
    """Return whether an adult may be brought together with someone under 18."""
    return member.cleared_until is not None and member.cleared_until > now


def require_change_of_age(before: AgeBand | None, said: AgeBand) -> None:
    """Refuse what only an advisor may change: who said that they are under 18 stays so.

    Raises `DomainError` ``youth.age_said``.
    """
    if before is not None and before.is_minor and not said.is_minor:
        raise DomainError("youth.age_said")


def two_of(
    kept: tuple[UserId, ...],
    advisors: tuple[UserId, ...],
    busy: dict[UserId, int],
    people: frozenset[UserId],
) -> tuple[UserId, ...]:
    """Choose the advisors of a thread: those it has, then those with the fewest; never its people.

    Fewer than `ADVISORS_NEEDED` means that the thread can't be open.
    """
    may = [user for user in advisors if user not in people]
    stay = [user for user in kept if user in may]
    others = sorted((user for user in may if user not in stay), key=lambda u: (busy.get(u, 0), u))
    return tuple([*stay, *others][:ADVISORS_NEEDED])
