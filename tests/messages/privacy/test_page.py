"""`docs/privacy.md` says what the register says."""

from tests.messages.privacy.page import PAGE, written


def test_the_page_about_privacy_is_the_register() -> None:
    advice = "run `python -m tests.messages.privacy.page`, and read what changed"
    assert PAGE.read_text("utf-8") == written(), advice
