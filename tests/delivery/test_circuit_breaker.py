"""The circuit breaker: open after many refusals in a short time, and closed again after it."""

from datetime import UTC, datetime, timedelta

from bot.delivery.circuit_breaker import CircuitBreaker

START = datetime(2026, 9, 1, 12, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


class MovedClock:
    """A clock that the test moves."""

    now = START

    def __call__(self) -> datetime:
        return self.now


def test_it_opens_at_the_limit_until_the_first_refusal_is_a_window_ago() -> None:
    clock = MovedClock()
    breaker = CircuitBreaker(3, WINDOW, clock)
    for _ in range(3):
        assert breaker.open_until() is None
        breaker.refused()
        clock.now += timedelta(minutes=1)

    assert breaker.open_until() == START + WINDOW

    clock.now = START + WINDOW
    assert breaker.open_until() is None
    # The second refusal is still in the window: one more fills it again.
    breaker.refused()
    assert breaker.open_until() == START + timedelta(minutes=1) + WINDOW


def test_refusals_far_apart_never_open_it() -> None:
    clock = MovedClock()
    breaker = CircuitBreaker(3, WINDOW, clock)
    for _ in range(10):
        breaker.refused()
        assert breaker.open_until() is None
        clock.now += timedelta(minutes=5)
