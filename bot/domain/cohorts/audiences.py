"""Whom a moderator can announce something to, and what they may write."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.states import EnrolmentState, Role
from bot.domain.typed_text import clean

LONGEST_WORDS = 1500


class Audience(StrEnum):
    """Some of the people of a cohort."""

    ALL = "all"
    MENTORS = "mentors"
    MENTEES = "mentees"
    WAITING = "waiting"  # those without a match


class SignUp(Protocol):
    """What counts of a sign-up."""

    @property
    def user(self) -> UserId:
        """Return whose it is."""

    @property
    def role(self) -> Role:
        """Return as what they signed up."""

    @property
    def state(self) -> EnrolmentState:
        """Return whether they were matched."""


def people_in(audience: Audience, sign_ups: Iterable[SignUp]) -> frozenset[UserId]:
    """Return who of those who signed up, and did not leave, belongs to the audience.

    Whoever is both a mentor and a mentee waits only while neither is matched.
    """
    there = [each for each in sign_ups if each.state is not EnrolmentState.LEFT]
    match audience:
        case Audience.ALL:
            return frozenset(each.user for each in there)
        case Audience.MENTORS:
            return frozenset(each.user for each in there if each.role is Role.MENTOR)
        case Audience.MENTEES:
            return frozenset(each.user for each in there if each.role is Role.MENTEE)
        case Audience.WAITING:
            matched = {each.user for each in there if each.state is EnrolmentState.PLACED}
            return frozenset(each.user for each in there) - matched


def check_words(typed: str) -> str:
    """Return what is announced; raise ``announcement.empty`` or ``announcement.long``."""
    words = clean(typed)
    if not words:
        raise DomainError("announcement.empty")
    if len(words) > LONGEST_WORDS:
        raise DomainError("announcement.long", length=len(words), most=LONGEST_WORDS)
    return words
