"""The file that someone takes along: JSON for programs, a page to read, and a calendar."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from bot.domain.meetings.nudges import CalendarEntry
from bot.language.say import Say, marked
from bot.messages.meetings.calendar import diary
from bot.messages.outgoing import Attachment, Message
from bot.messages.privacy.topics import WORDS
from bot.messages.text import day_name
from bot.services.privacy.privacy import Exported, Rows

# The version of the JSON's format; `docs/privacy.md` describes it.
FORMAT = 1
# Discord takes files of up to 10 MiB from a bot. What is packed is counted before it is compressed.
MOST_BYTES = 9 * 2**20
_FIRST_DAY = (2020, 1, 1, 0, 0, 0)


def messages(say: Say, exported: Exported, most: int = MOST_BYTES) -> list[Message]:
    """Return one message for each file: more than one only if Discord would refuse it whole."""
    parts = list(_parts(exported.everything, most))
    if not parts:
        return [Message(say("I keep nothing about you, so there’s nothing to export."))]
    total = len(parts)
    return [
        Message(_said(say, number, total), files=(_packed(say, exported, part, number, total),))
        for number, part in enumerate(parts, 1)
    ]


def _said(say: Say, number: int, total: int) -> str:
    if total > 1:
        return say(
            "Part {number} of {total} of your data. Each part opens on its own.",
            number=number,
            total=total,
        )
    return say(
        "Here’s everything I keep about you: `data.md` to read, `data.json` for other programs, "
        "and your meetings as a calendar. What others wrote isn’t in it."
    )


def _parts(everything: Sequence[Rows], most: int) -> Iterator[list[Rows]]:
    """Divide the rows, in order, so that each part fits into `most` bytes."""
    part: list[Rows] = []
    size = 0
    for rows in everything:
        fitting: list[dict[str, Any]] = []
        for row in rows.rows:
            # It is in the JSON and in the page.
            needed = 3 * len(json.dumps(row))
            if size and size + needed > most:
                if fitting:
                    part.append(Rows(rows.guild, rows.topic, rows.table, tuple(fitting)))
                yield part
                part, fitting, size = [], [], 0
            fitting.append(row)
            size += needed
        if fitting:
            part.append(Rows(rows.guild, rows.topic, rows.table, tuple(fitting)))
    if part:
        yield part


def _packed(
    say: Say, exported: Exported, part: Sequence[Rows], number: int, total: int
) -> Attachment:
    files = {"data.json": _json(exported, part), "data.md": _page(say, exported, part)}
    meetings = list(_meetings(part))
    if meetings:
        files["meetings.ics"] = diary(say, meetings, exported.at).decode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), text, zipfile.ZIP_DEFLATED)
    name = f"my-data-{number}-of-{total}.zip" if total > 1 else "my-data.zip"
    return Attachment(name, packed.getvalue())


def _json(exported: Exported, part: Sequence[Rows]) -> str:
    societies: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for rows in part:
        tables = societies.setdefault(str(rows.guild), {})
        tables.setdefault(rows.table, []).extend(rows.rows)
    whole = {"format": FORMAT, "exported_at": exported.at.isoformat(), "servers": societies}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _page(say: Say, exported: Exported, part: Sequence[Rows]) -> str:
    lines = [
        say("# What Preceptor keeps about you"),
        "",
        say("Exported {date} ({words}).", date=day_name(exported.at.date()), words=say(_UTC)),
    ]
    heading = None
    for rows in part:
        named = (rows.guild, rows.topic)
        if named != heading:
            words = WORDS[rows.topic]
            lines += [
                "",
                say("## {many} (server {guild})", many=words.many, guild=rows.guild),
                "",
                say("Kept: {purpose}.", purpose=words.purpose),
            ]
            heading = named
        for row in rows.rows:
            lines.append("")
            lines += [f"- {_name(name)}: {_value(value)}" for name, value in row.items()]
    return "\n".join(lines) + "\n"


_UTC = marked("Times in UTC")


def _name(column: str) -> str:
    return column.replace("_", " ")


def _value(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, str):
        return " ".join(value.split())
    return json.dumps(value, ensure_ascii=False)


def _meetings(part: Sequence[Rows]) -> Iterator[CalendarEntry]:
    for rows in part:
        if rows.table != "meetings":
            continue
        for number, row in enumerate(rows.rows, 1):
            if row.get("starts_at"):
                starts_at = datetime.fromisoformat(row["starts_at"])
                uid = f"export-{rows.guild}-{int(starts_at.timestamp())}-{number}@preceptor.invalid"
                yield CalendarEntry(uid, 0, starts_at)
