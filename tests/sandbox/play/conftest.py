"""A play and a browser for all tests of a process; each test opens a page of its own."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.sandbox.play.browser import Page, chromium, logged, playing


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(browser: Chrome) -> Iterator[str]:
    with playing() as address:
        yield address


@pytest.fixture
def page(browser: Chrome, address: str) -> Iterator[Page]:
    """Open the page; whatever a test does, nothing is logged as an error or asked of others."""
    for kind in ("browser", "performance"):
        logged(browser, kind)
    page = Page(browser, address)
    yield page
    assert page.foreign() == []
    assert logged(browser, "browser") == []
