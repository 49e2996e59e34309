"""Print what the bot plans to send, with its own names and reasons, as JSON: a process of its own.

`python -m sandbox.play.planned DATABASE`
"""

import contextlib
import json
import sqlite3
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.domain.nudges.kinds import NudgeKind
from bot.language.say import ENGLISH
from bot.messages.nudges.words import lacking, named, reason_of

MOST = 12
_PLANNED = (
    "SELECT kind, next_attempt_at, recipient_id, channel_id FROM outbox"
    " WHERE state = 'due' ORDER BY next_attempt_at, id LIMIT ?"
)


def planned(database: Path) -> list[dict[str, Any]]:
    """Return the next planned messages, soonest first, as plain values."""
    import_module("bot.messages.nudges.nudges")  # which loads the words of every kind
    assert not lacking()
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as file:
        rows = file.execute(_PLANNED, (MOST,)).fetchall()
    return [
        {
            "at": at,
            "name": named(ENGLISH, kind),
            "to": user,
            "in": room,
            "why": reason_of(ENGLISH, NudgeKind(kind)),
        }
        for kind, at, user, room in rows
    ]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(planned(Path(sys.argv[1]))))
