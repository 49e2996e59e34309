"""The token is read from one place, and nothing that prints settings can print it."""

import logging
import traceback
from pathlib import Path

import pytest

from bot.configuration import ConfigurationError, load_settings, require_token

# The shape of a token, with no one's id in it.
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB"
PASSWORD = "hunter2-hunter2"


def test_the_token_comes_from_the_environment_or_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", "utf-8")

    for environ in ({"DISCORD_TOKEN": f" {TOKEN}\n"}, {"DISCORD_TOKEN_FILE": str(file)}):
        assert require_token(load_settings(environ)).get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DISCORD_TOKEN": f"Bot {TOKEN}"}, "holds more than a token"),
        ({"DISCORD_TOKEN": TOKEN, "DISCORD_TOKEN_FILE": "x"}, "set one of them, not both"),
        ({"PRECEPTOR_TOKEN": TOKEN}, "set DISCORD_TOKEN or DISCORD_TOKEN_FILE"),
        ({"PRECEPTOR_DISCORD_TOKEN": TOKEN}, "set DISCORD_TOKEN or DISCORD_TOKEN_FILE"),
        ({"DISCORD_TOKEN": TOKEN, "PRECEPTOR_NUDGES__WEEKLY_LIMIT": "no"}, "valid integer"),
    ],
)
def test_a_complaint_never_repeats_the_token(environ: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        load_settings(environ)

    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_a_token_in_the_societys_file_is_refused_without_repeating_it(tmp_path: Path) -> None:
    path = tmp_path / "society.toml"
    path.write_text(f"[discord]\ntoken = '{TOKEN}'\n", "utf-8")

    with pytest.raises(ConfigurationError, match=r"line 2.*set DISCORD_TOKEN") as caught:
        load_settings({"PRECEPTOR_CONFIG": str(path)})

    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("content", ["", " \n", f"Bot {TOKEN}"])
def test_a_token_file_without_just_a_token_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "token"
    path.write_text(content, "utf-8")

    with pytest.raises(ConfigurationError, match="DISCORD_TOKEN_FILE") as caught:
        load_settings({"DISCORD_TOKEN_FILE": str(path)})

    assert TOKEN not in str(caught.value)


def test_settings_print_neither_the_token_nor_the_databases_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = load_settings(
        {"DISCORD_TOKEN": TOKEN, "PRECEPTOR_DATABASE_URL": f"postgresql://me:{PASSWORD}@host/db"}
    )

    logging.getLogger("bot.test").warning("settings %s %r", settings, settings)
    shown = caplog.text + str(settings) + repr(settings) + f"{settings.database}"

    assert TOKEN not in shown
    assert PASSWORD not in shown


def test_a_bad_database_address_is_refused_without_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings({"PRECEPTOR_DATABASE_URL": f"mysql://me:{PASSWORD}@host/db"})

    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


def test_a_traceback_that_shows_locals_still_hides_the_token() -> None:
    settings = load_settings({"DISCORD_TOKEN": TOKEN})

    def fail() -> None:
        token = require_token(settings)
        raise RuntimeError(f"no luck with {token}")

    with pytest.raises(RuntimeError) as caught:
        fail()
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)

    assert TOKEN not in "".join(shown.format())
