"""The exported file is divided where Discord would refuse it whole."""

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

from bot.domain.ids import GuildId
from bot.domain.privacy.register import Topic
from bot.language.say import ENGLISH
from bot.messages.outgoing import Message
from bot.messages.privacy import export
from bot.messages.privacy.topics import AUDIENCES, WHY, WORDS
from bot.services.privacy.privacy import Exported, Rows

AT = datetime(2027, 3, 1, tzinfo=UTC)
GUILD = GuildId(100)


def updates_of(message: Message) -> list[dict[str, Any]]:
    [file] = message.files
    read = json.loads(zipfile.ZipFile(io.BytesIO(file.data)).read("data.json"))
    rows: list[dict[str, Any]] = read["servers"]["100"]["updates"]
    return rows


def test_a_large_export_comes_in_parts_that_each_open_and_lose_nothing() -> None:
    rows = tuple({"moved": f"{number} " + "x" * 2_000} for number in range(50))

    messages = export.messages(
        ENGLISH, Exported(AT, (Rows(GUILD, Topic.UPDATES, "updates", rows),)), 40_000
    )

    assert len(messages) > 3
    assert f"Part 1 of {len(messages)}" in messages[0].content
    assert tuple(row for message in messages for row in updates_of(message)) == rows
    assert all(len(message.files[0].data) < 40_000 for message in messages)


def test_one_row_that_is_too_large_by_itself_still_comes() -> None:
    rows = ({"moved": "a"}, {"moved": "x" * 50_000}, {"moved": "b"})

    messages = export.messages(
        ENGLISH, Exported(AT, (Rows(GUILD, Topic.UPDATES, "updates", rows),)), 10_000
    )

    assert tuple(row for message in messages for row in updates_of(message)) == rows


def test_meetings_are_a_calendar_too() -> None:
    rows = ({"state": "happened", "starts_at": "2027-02-01T18:00:00+00:00"}, {"starts_at": None})

    [message] = export.messages(
        ENGLISH, Exported(AT, (Rows(GUILD, Topic.MEETINGS, "meetings", rows),))
    )

    packed = zipfile.ZipFile(io.BytesIO(message.files[0].data))
    assert packed.read("meetings.ics").decode().count("BEGIN:VEVENT") == 1


def test_nothing_to_export_is_said() -> None:
    assert "nothing to export" in export.messages(ENGLISH, Exported(AT, ()))[0].content


def test_every_topic_audience_and_reason_has_words() -> None:
    from bot.domain.privacy.register import Audience, Why

    assert set(WORDS) == set(Topic)
    assert set(AUDIENCES) == set(Audience)
    assert set(WHY) == set(Why)
