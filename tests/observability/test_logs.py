"""What a log line looks like, and what it never holds."""

import io
import logging
import sys
import threading
import warnings
from collections.abc import Callable

import discord
import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.observability.conftest import Stream

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB"
PERSON = 112233445566778899
Logs = Callable[..., Stream]


def test_lines_are_json_by_default_and_pretty_on_a_terminal(logs: Logs) -> None:
    stream = logs()
    structlog.get_logger("bot.x").info("outbox.sent", outbox_id=7)
    line = stream.line()
    terminal = logs(terminal=True)
    structlog.get_logger("bot.x").info("outbox.sent", outbox_id=7)

    assert (line["event"], line["level"], line["logger"], line["outbox_id"]) == (
        "outbox.sent",
        "info",
        "bot.x",
        7,
    )
    assert line["timestamp"].endswith("Z")
    assert "outbox.sent" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_the_format_can_be_chosen(logs: Logs) -> None:
    json_on_a_terminal = logs(terminal=True, PRECEPTOR_LOGGING__FORMAT="json")
    structlog.get_logger("bot").info("x")
    assert json_on_a_terminal.line()["event"] == "x"

    pretty_in_a_file = logs(PRECEPTOR_LOGGING__FORMAT="pretty")
    structlog.get_logger("bot").info("x")
    assert "\x1b[" not in pretty_in_a_file.getvalue()
    assert "info" in pretty_in_a_file.getvalue()


def test_the_libraries_lines_come_out_in_the_same_form(logs: Logs) -> None:
    stream = logs()

    logging.getLogger("discord.gateway").info("Shard ID %s has connected.", 3)

    assert stream.line()["event"] == "Shard ID 3 has connected."
    assert stream.line()["logger"] == "discord.gateway"


@pytest.mark.parametrize("library", ["discord.http", "aiosqlite", "sqlalchemy.engine", "anything"])
def test_debug_is_for_our_own_lines_only(logs: Logs, library: str) -> None:
    stream = logs(PRECEPTOR_LOGGING__LEVEL="debug")

    logging.getLogger(library).debug("body: %s", {"content": "dear diary"})
    structlog.get_logger("bot.delivery").debug("turned")

    assert stream.line()["event"] == "turned"


def test_a_higher_level_holds_for_everybody(logs: Logs) -> None:
    stream = logs(PRECEPTOR_LOGGING__LEVEL="error")

    logging.getLogger("discord.http").warning("w")
    structlog.get_logger("bot").warning("w")

    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_the_token_is_taken_out_wherever_it_turns_up(logs: Logs, form: str) -> None:
    class Holder:
        def __repr__(self) -> str:
            return f"<Holder {TOKEN}>"

    def fail(token: str) -> None:
        raise RuntimeError(f"can't log in with {token}")

    stream = logs(DISCORD_TOKEN=TOKEN, PRECEPTOR_LOGGING__FORMAT=form)
    log = structlog.get_logger("bot")
    log.warning(f"event {TOKEN}", url=f"https://x/{TOKEN}", deep={"a": [TOKEN]}, held=Holder())
    logging.getLogger("discord").warning("headers %s", {"Authorization": f"Bot {TOKEN}"})
    try:
        fail(TOKEN)
    except RuntimeError:
        log.exception("failed")

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count("[redacted]") >= 5


def test_somebody_elses_token_is_recognised_by_its_shape(logs: Logs) -> None:
    stream = logs()

    structlog.get_logger("bot").warning("got", header=f"Bot {TOKEN}", bare=f"<{TOKEN}>")

    assert stream.line()["header"] == "Bot [redacted]"
    assert stream.line()["bare"] == "<[redacted]>"


def test_discords_own_error_shows_no_token(logs: Logs) -> None:
    stream = logs(DISCORD_TOKEN=TOKEN)

    try:
        raise discord.LoginFailure(f"Improper token has been passed: {TOKEN}")
    except discord.LoginFailure:
        logging.getLogger("discord.client").exception("Login failed")

    assert TOKEN not in stream.getvalue()
    assert "LoginFailure" in stream.line()["exception"]


def test_addresses_lose_their_interaction_tokens_and_passwords(logs: Logs) -> None:
    stream = logs()
    interaction_token = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OnNlY3JldA"

    logging.getLogger("discord.http").warning(
        "PATCH https://discord/api/v10/webhooks/1234/%s/messages/@original failed, then %s",
        interaction_token,
        "postgresql://me:opensesame@host/db",
    )

    assert interaction_token not in stream.getvalue()
    assert "opensesame" not in stream.getvalue()
    assert "/webhooks/1234/[redacted]/messages" in stream.line()["event"]


def test_what_people_wrote_is_dropped_at_any_depth(logs: Logs) -> None:
    stream = logs()

    structlog.get_logger("bot").info(
        "update.logged",
        content="dear diary",
        pair_id=4,
        details={"note": "dear diary", "display_name": "Robin", "kind": "update"},
    )

    assert "diary" not in stream.getvalue()
    assert "Robin" not in stream.getvalue()
    assert stream.line()["details"] == {"kind": "update"}
    assert stream.line()["pair_id"] == 4


def test_people_are_pseudonyms_that_hold_for_one_run(logs: Logs) -> None:
    stream = logs(salt=b"first")
    log = structlog.get_logger("bot")
    log.info("a", user_id=PERSON, guild_id=5)
    log.info("b", user_id=PERSON, mentor_id=PERSON + 1)
    first, second = stream.lines()
    later = logs(salt=b"second")
    log.info("c", user_id=PERSON)

    assert str(PERSON) not in stream.getvalue() + later.getvalue()
    assert first["user_id"] == second["user_id"] != second["mentor_id"]
    assert first["user_id"] != later.line()["user_id"]
    assert first["guild_id"] == 5


def test_people_in_the_libraries_lines_are_taken_out(logs: Logs) -> None:
    stream = logs()

    logging.getLogger("discord.http").warning(
        "GET /guilds/1/members/%s failed for <@%s>", PERSON, PERSON
    )

    assert str(PERSON) not in stream.getvalue()


def test_a_database_error_shows_no_bound_values(logs: Logs) -> None:
    stream = logs()
    engine = create_engine("sqlite://")
    written = "dear diary"  # apart from the failing line, which the traceback quotes

    with engine.connect() as connection:
        try:
            connection.execute(text("SELECT absent WHERE 1 = :word"), {"word": written})
        except DBAPIError:
            structlog.get_logger("bot").exception("failed")
    engine.dispose()

    assert "diary" not in stream.getvalue()
    assert "no such column: absent" in stream.line()["exception"]


@pytest.mark.parametrize("form", ["json", "pretty"])
def test_tracebacks_do_not_show_local_variables(logs: Logs, form: str) -> None:
    stream = logs(PRECEPTOR_LOGGING__FORMAT=form, terminal=form == "pretty")

    def fail(diary: str) -> None:
        secret = diary.upper()
        raise ValueError(len(secret))

    try:
        fail("dear diary, " * 3)
    except ValueError:
        structlog.get_logger("bot").exception("failed")

    assert "in fail" in stream.getvalue()
    assert "DEAR DIARY" not in stream.getvalue()
    assert "dear diary, dear" not in stream.getvalue()


def test_uncaught_exceptions_are_logged_without_the_token(logs: Logs) -> None:
    stream = logs(DISCORD_TOKEN=TOKEN)

    try:
        raise RuntimeError(TOKEN)
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)

    def fail() -> None:
        raise RuntimeError(TOKEN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    assert [line["event"] for line in stream.lines()] == ["process.crashed", "process.crashed"]
    assert TOKEN not in stream.getvalue()


def test_warnings_become_log_lines(logs: Logs) -> None:
    stream = logs()

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)

    assert "old ways" in stream.line()["event"]


def test_a_line_that_cannot_be_formatted_is_reported_without_its_values(
    logs: Logs, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = logs()

    logging.getLogger("discord").warning("%d", "dear diary")

    assert stream.getvalue() == "A log line of discord can't be shown: TypeError\n"
    assert capsys.readouterr().err == ""


def test_a_closed_stream_does_not_end_the_program(
    logs: Logs, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = logs()
    io.StringIO.close(stream)

    structlog.get_logger("bot").warning("dear diary")

    assert capsys.readouterr().err == ""


def test_no_id_of_discords_is_left_in_a_text_and_the_same_one_is_still_seen(logs: Logs) -> None:
    stream = logs()

    def fail(user: int) -> None:
        raise KeyError(user)

    logging.getLogger("discord.app_commands.tree").warning("in %r (User: %s)", "case show", PERSON)
    try:
        fail(PERSON)
    except KeyError:
        structlog.get_logger("bot").exception("failed", mentor=PERSON, said=[PERSON], guild=PERSON)
    logging.getLogger("discord").warning("%s after 1234567.1234567890123456 s", f"id={PERSON}")

    logging.getLogger("discord.http").warning(
        "PUT /channels/%s/thread-members/%s", PERSON + 1, PERSON
    )
    structlog.get_logger("bot").info("clicked", which="pc1:request:form:8e3kh2i6q9ds.utq5cn6b9iq")

    by_library, ours, bare, address, click = stream.lines()
    pseudonym = by_library["event"].removeprefix("in 'case show' (User: ").removesuffix(")")
    assert pseudonym.startswith("id-")
    assert f"KeyError: {pseudonym}" in ours["exception"]
    assert (ours["mentor"], ours["said"]) == (pseudonym, [pseudonym])
    assert ours["guild"] == PERSON, "a server's id is no person's"
    assert bare["event"] == f"id={pseudonym} after 1234567.1234567890123456 s"
    assert address["event"] == f"PUT /channels/{PERSON + 1}/thread-members/[redacted]"
    assert click["which"] == "pc1:request:form:[redacted]"
