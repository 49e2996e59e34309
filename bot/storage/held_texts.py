"""What people typed while the database was busy: a file for each, on the bot's own disk.

The database itself can't be written then, and a process that dies would take the text with it. A
file lasts until the answer is there.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.ids import GuildId, InteractionId, UserId
from bot.storage.files import flush


@dataclass(frozen=True, slots=True)
class HeldText:
    """What someone typed in an interaction that was not answered yet."""

    guild: GuildId
    user: UserId
    interaction: InteractionId
    texts: tuple[str, ...]


def folder_of(database: Path) -> Path:
    """Return the folder for the database in this file, beside it."""
    return database.with_name(f"{database.name}.held")


def folder_of_server(url: str) -> Path:
    """Return the folder for the database of a server; several processes may share both."""
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    return Path.home() / ".local" / "state" / "preceptor" / f"{name}.held"


def save(folder: Path, held: HeldText) -> None:
    """Write what was typed; only the bot's own account can read it. Raises `OSError`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    process = os.getpid()
    content = {"guild": held.guild, "user": held.user, "texts": held.texts, "process": process}
    path = _path(folder, held.interaction)
    unfinished = path.with_suffix(".part")
    with open(unfinished, "w", encoding="utf-8", opener=_private) as file:
        json.dump(content, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    flush(folder)  # or a loss of power may take the new name with it


def drop(folder: Path, interaction: InteractionId) -> None:
    """Delete what was typed in an interaction that has its answer."""
    path = _path(folder, interaction)
    for each in (path, path.with_suffix(".part")):
        each.unlink(missing_ok=True)


def leftover(folder: Path, *, shared: bool = False) -> Sequence[HeldText]:
    """Return what an earlier process left behind, by interaction.

    What it did not finish writing is deleted; what can't be read is left out. In a `shared` folder,
    what another process writes that still runs is left alone.
    """
    for unfinished in () if shared else folder.glob("*.part"):
        unfinished.unlink(missing_ok=True)
    return _read_all(folder, lambda process: not (shared and _still_runs(process)))


def waiting(folder: Path) -> Sequence[HeldText]:
    """Return everything that is held now, by interaction."""
    return _read_all(folder, lambda _process: True)


def _read_all(folder: Path, is_wanted: Callable[[int], bool]) -> Sequence[HeldText]:
    held = []
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_text("utf-8"))
            if not is_wanted(int(content.get("process", 0))):
                continue
            texts = tuple(str(text) for text in content["texts"])
            guild, user = GuildId(int(content["guild"])), UserId(int(content["user"]))
            held.append(HeldText(guild, user, InteractionId(int(path.stem)), texts))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return held


def _still_runs(process: int) -> bool:
    """Return whether it is another process of this machine; ours has only just begun."""
    if process in (0, os.getpid()):
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _path(folder: Path, interaction: InteractionId) -> Path:
    return folder / f"{interaction}.json"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
