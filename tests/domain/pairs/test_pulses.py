"""When what each says alone adds up to an end."""

import pytest

from bot.domain.ids import UserId
from bot.domain.pairs.pulses import PulseReply, is_over, wants_another_place
from bot.domain.states import PulseAnswer

YES, UNSURE, NO = PulseAnswer.YES, PulseAnswer.UNSURE, PulseAnswer.NO
MENTOR, MENTEE, OTHER, FOURTH = map(UserId, (1, 2, 3, 4))


def said(*answers: tuple[UserId, int, PulseAnswer]) -> list[PulseReply]:
    return [PulseReply(*answer) for answer in answers]


@pytest.mark.parametrize(
    ("answers", "over"),
    [
        ([], False),
        ([(MENTEE, 2, NO)], False),
        ([(MENTEE, 2, NO), (MENTOR, 2, UNSURE)], False),
        ([(MENTEE, 2, NO), (MENTOR, 2, NO)], True),
        ([(MENTEE, 2, NO), (MENTEE, 6, NO)], True),
        ([(MENTEE, 2, NO), (MENTOR, 6, NO)], True),
        ([(MENTEE, 2, NO), (MENTEE, 6, YES), (MENTOR, 6, NO)], False),
        ([(MENTEE, 6, NO), (MENTEE, 2, NO), (MENTOR, 6, YES)], True),
    ],
)
def test_two_who_say_no_or_one_twice_end_a_pair(
    answers: list[tuple[UserId, int, PulseAnswer]], over: bool
) -> None:
    assert is_over(MENTOR, 2, said(*answers)) is over


def test_a_circle_needs_its_mentor_and_half_of_all() -> None:
    circle = [(MENTOR, 2, YES), (MENTEE, 2, NO), (OTHER, 2, NO), (FOURTH, 2, YES)]
    assert not is_over(MENTOR, 4, said(*circle))
    assert is_over(MENTOR, 4, said((MENTOR, 2, NO), *circle[1:]))
    assert is_over(MENTOR, 4, said(*circle, (MENTOR, 6, NO), (MENTOR, 10, NO)))


def test_one_mentee_of_a_circle_who_says_no_twice_gets_another_place() -> None:
    circle = said((MENTOR, 2, YES), (MENTEE, 2, NO), (OTHER, 2, YES), (MENTEE, 6, NO))
    assert not is_over(MENTOR, 3, circle)
    assert not is_over(MENTOR, 3, [one for one in circle if one.user != OTHER])
    assert wants_another_place(MENTOR, 3, MENTEE, circle)
    assert not wants_another_place(MENTOR, 3, OTHER, circle)
