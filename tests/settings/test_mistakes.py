"""A mistake is named with the file and the line, all of them at once, before anything starts."""

from pathlib import Path

import pytest

from bot.configuration import ConfigurationError, load_settings, require_token
from bot.toml_lines import key_lines


def complaints(environ: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environ)
    return str(caught.value).splitlines()


def complaints_about(folder: Path, text: str) -> list[str]:
    path = folder / "society.toml"
    path.write_text(text, "utf-8")
    found = complaints({"PRECEPTOR_CONFIG": str(path)})
    return [line.removeprefix(f"{path}, ") for line in found]


def test_an_unknown_key_is_named_with_its_line_and_a_suggestion(tmp_path: Path) -> None:
    found = complaints_about(tmp_path, "# ours\n[nudges]\nwekly_limit = 2\n")

    assert found == [
        "line 3: nudges.wekly_limit: there is no such setting. Did you mean weekly_limit?"
    ]


def test_an_unknown_section_is_named_with_its_line_and_a_suggestion(tmp_path: Path) -> None:
    found = complaints_about(tmp_path, "\n[checkins]\nevery_days = 7\n")

    assert found == ["line 2: checkins: there is no such setting. Did you mean check_ins?"]


@pytest.mark.parametrize("text", ["weekly_limit = 2", "[check_ins]\nweekly_limit = 2"])
def test_a_key_in_the_wrong_place_is_told_its_section(tmp_path: Path, text: str) -> None:
    assert "Did you mean [nudges] weekly_limit?" in complaints_about(tmp_path, text)[0]


def test_a_section_that_is_a_value_is_told_how_to_write_it(tmp_path: Path) -> None:
    assert complaints_about(tmp_path, "nudges = 3") == [
        "line 1: nudges is a section: write [nudges] above it"
    ]


@pytest.mark.parametrize(
    ("section", "line", "words"),
    [
        ("nudges", "weekly_limit = 0", "greater than or equal to 1"),
        ("nudges", "weekly_limit = true", "must be a number, not true or false"),
        ("nudges", "weekly_limit = 2.5", "fractional part"),
        ("nudges", "quiet_from = '25:00'", "valid time format"),
        ("nudges", "quiet_from = '21:00:30'", "must be a plain time of day"),
        ("nudges", "quiet_from = '08:00'", "quiet_from and quiet_until must differ"),
        ("check_ins", "weekday = 'someday'", "must be a weekday"),
        ("check_ins", "weekday = 't'", "must be a weekday"),
        ("check_ins", "answer_within_days = 7", "less than or equal to 6"),
        ("check_ins", "case_after = 2", "offer_pause_after must be below case_after"),
        ("first_meeting", "nudge_on_days = [4, 14]", "must be before within_days"),
        ("first_meeting", "nudge_on_days = [4, 4]", "must not repeat"),
        ("meetings", "reminders_hours = ['soon']", "valid integer"),
        ("delivery", "send_timeout_seconds = 111", "must be at least 10 below lease_seconds"),
        ("delivery", "longest_sleep_seconds = 31", "less than or equal to 30"),
        ("delivery", "keep_sent_days = 149", "greater than or equal to 150"),
        ("delivery", "per_second = 51", "less than or equal to 50"),
        ("discord", "api_url = 'discord'", "must be empty or begin with http://"),
        ("discord", "shard_ids = [0]", "must be below shard_count"),
        ("database", "url = 'mysql://host/db'", "must begin with sqlite:/// or postgresql://"),
        ("database", "url = 'postgresql://a@host:1x/db'", "must have a number as its port"),
        ("database", "url = 'postgresql://a:p@ss:word@host:/db'", "must have a number as its port"),
        ("database", "url = 'sqlite://'", "must name a file"),
        ("database", "url = 'sqlite:///:memory:'", "must name a file"),
        ("logging", "level = 'loud'", "'debug', 'info', 'warning' or 'error'"),
        ("metrics", "host = '0.0.0.0'", "this machine's own address"),
        ("metrics", "port = 70000", "less than or equal to 65535"),
    ],
)
def test_a_bad_value_is_named_with_its_line_and_what_it_must_be(
    tmp_path: Path, section: str, line: str, words: str
) -> None:
    found = complaints_about(tmp_path, f"[{section}]\n# why\n{line}\n")

    assert len(found) == 1
    assert found[0].startswith(f"line 3: {section}")
    assert words in found[0]


def test_all_problems_of_all_layers_are_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "society.toml"
    path.write_text("[nudges]\nweekly_limit = 0\nnope = 1\n", "utf-8")

    found = complaints(
        {
            "PRECEPTOR_CONFIG": str(path),
            "PRECEPTOR_NUDGE__WEEKLY_LIMIT": "1",
            "PRECEPTOR_CHECK_INS__EVERY_DAYS": "often",
            "DISCORD_TOKEN_FILE": str(tmp_path / "absent"),
        }
    )

    assert len(found) == 5
    assert any(f"{path}, line 2: nudges.weekly_limit = 0" in line for line in found)
    assert any(f"{path}, line 3: nudges.nope" in line for line in found)
    assert any("Did you mean PRECEPTOR_NUDGES__WEEKLY_LIMIT?" in line for line in found)
    assert any(
        'PRECEPTOR_CHECK_INS__EVERY_DAYS: check_ins.every_days = "often"' in x for x in found
    )
    assert any("can't be read (No such file or directory)" in line for line in found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[nudges]\nweekly_limit = \n", "line 2: is not valid TOML"),
        (b"[nudges\n", "line 1: is not valid TOML"),
        (b"[nudges]\nquiet_from = '''21", "line 2: is not valid TOML"),
        (b"[a]\n[a]\n", "line 2: is not valid TOML"),
        (b"# caf\xe9\n", "is not UTF-8 text"),
    ],
)
def test_a_file_that_is_not_toml_is_said_to_be_so(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "society.toml"
    path.write_bytes(content)

    (found,) = complaints({"PRECEPTOR_CONFIG": str(path)})

    assert words in found


@pytest.mark.parametrize("name", ["", "absent.toml"])
def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path: Path, name: str) -> None:
    (found,) = complaints({"PRECEPTOR_CONFIG": str(tmp_path / name)})

    assert "can't be read" in found


def test_a_missing_token_is_asked_for_only_where_it_is_needed() -> None:
    settings = load_settings({})

    with pytest.raises(ConfigurationError, match=r"DISCORD_TOKEN: not set.*preceptor demo"):
        require_token(settings)


def test_lines_are_found_under_quoted_dotted_and_nested_keys() -> None:
    text = '"a b".c = 1\n\n[ x . "y" ]  # note\n  z = [\n  1,\n]\nw.v = 2\n[[t]]\nu = 1\n'

    lines = key_lines(text)

    assert lines["a b", "c"] == 1
    assert lines["x", "y"] == 3
    assert lines["x", "y", "z"] == 4
    assert lines["x", "y", "w", "v"] == 7
    assert lines["t", "u"] == 9
