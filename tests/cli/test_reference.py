"""The reference pages say what the commands and settings are now."""

from bench.reference import COMMANDS, SETTINGS, commands, settings
from bot.configuration import environment_name, known_keys


def test_the_page_of_commands_fits_the_commands() -> None:
    assert COMMANDS.read_text("utf-8") == commands(), "run `make reference`"


def test_the_page_of_settings_fits_the_settings_and_has_every_one() -> None:
    page = settings()
    assert SETTINGS.read_text("utf-8") == page, "run `make reference`"
    without = [key for key in known_keys() if f"`{environment_name(key)}`" not in page]
    assert without == [("clock", "file")], "only the demo and the tests set the clock"
