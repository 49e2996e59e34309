"""Who may be brought together, and who is in the thread."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import DomainError
from bot.domain.ids import RoleId, UserId
from bot.domain.youth.youth import (
    AgeBand,
    Lack,
    Member,
    Standing,
    require_change_of_age,
    require_together,
    two_of,
)

NOW = datetime(2027, 3, 1, tzinfo=UTC)
A, B, C, D = (UserId(number) for number in range(1, 5))
READY = Standing(True, RoleId(5), True, True, (C, D))
TEEN = Member(A, AgeBand.OLDER, True, None)
CLEARED = Member(B, AgeBand.ADULT, False, NOW + timedelta(days=1))


def refusal(standing: Standing, *members: Member) -> str | None:
    try:
        require_together(standing, members, NOW)
    except DomainError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("standing", "members", "code"),
    [
        (READY, (TEEN, CLEARED), None),
        (Standing(False, RoleId(5), True, True, (C, D)), (TEEN, CLEARED), "youth.off"),
        (Standing(True, RoleId(5), True, True, (C,)), (TEEN, CLEARED), "youth.not_ready"),
        (Standing(True, None, True, True, (C, D)), (TEEN, CLEARED), "youth.not_ready"),
        (Standing(True, RoleId(5), True, False, (C, D)), (TEEN, CLEARED), "youth.not_ready"),
        (READY, (Member(A, AgeBand.YOUNGER, False, None), CLEARED), "youth.no_consent"),
        (READY, (TEEN, Member(B, AgeBand.ADULT, False, None)), "youth.not_cleared"),
        (READY, (TEEN, Member(B, AgeBand.ADULT, False, NOW)), "youth.not_cleared"),
        (READY, (TEEN, Member(B, None, False, NOW + timedelta(days=1))), "youth.age_unknown"),
        (READY, (Member(B, AgeBand.ADULT, False, None),), None),
        (Standing(False, None, False, False, ()), (Member(B, None, False, None),), None),
        # Two people under 18 need no clearance, but each a permission.
        (READY, (TEEN, Member(B, AgeBand.YOUNGER, True, None)), None),
    ],
)
def test_who_may_be_brought_together(
    standing: Standing, members: tuple[Member, ...], code: str | None
) -> None:
    assert refusal(standing, *members) == code


def test_whoever_said_under_18_stays_so_until_an_advisor_confirms() -> None:
    with pytest.raises(DomainError, match=r"youth\.age_said"):
        require_change_of_age(AgeBand.OLDER, AgeBand.ADULT)
    require_change_of_age(AgeBand.YOUNGER, AgeBand.OLDER)
    require_change_of_age(AgeBand.ADULT, AgeBand.OLDER)
    require_change_of_age(None, AgeBand.ADULT)


def test_advisors_stay_and_are_never_of_the_pair_itself() -> None:
    none: frozenset[UserId] = frozenset()
    assert two_of((D,), (A, B, C, D), {}, none) == (D, A)
    assert two_of((), (A, B, C, D), {A: 3, B: 1}, none) == (C, D)
    assert two_of((A,), (A, B), {}, frozenset({A})) == (B,)
    assert two_of((), (), {}, none) == ()


def test_what_is_missing_is_named() -> None:
    assert Standing(True, None, False, False, ()).lacks == tuple(Lack)
    assert READY.is_ready
    assert not Standing(False, RoleId(5), True, True, (C, D)).is_ready
