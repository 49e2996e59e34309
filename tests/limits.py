"""End a test that hangs, alone and with its name, while the others go on.

Most waits have a limit of their own, which fails when nothing happens anymore. Behind them stand
three more, in real seconds and far above what any test takes on a busy machine. A test that awaits
is cancelled where it waits, so that its traceback shows that. What is still not over, in a fixture
or in a call that blocks, pytest-timeout ends with the stacks of all threads (`timeout` in
pyproject.toml). Only what never comes back to Python ends its whole process (`faulthandler_timeout`
there).
"""

import asyncio
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

AWAITING_SECONDS = 240.0


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give each test that is a coroutine its limit."""
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.obj = _cancelled_in_time(item.obj)


def _cancelled_in_time(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @functools.wraps(test)
    async def within_its_limit(*args: Any, **kwargs: Any) -> None:
        async with asyncio.timeout(AWAITING_SECONDS):
            await test(*args, **kwargs)

    return within_its_limit
