"""What the bot will send, and why, in its own words: read from its database in a process apart.

The words are the bot's, and loading them takes more memory than everything else here together.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sandbox.state.world import World


@dataclass(frozen=True, slots=True)
class Coming:
    """One message that is planned."""

    at: datetime
    name: str
    to: str
    why: str


async def what_comes(database: Path, world: World) -> list[Coming]:
    """Return the next messages that the bot plans, soonest first."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox.play.planned", str(database)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    if process.returncode:
        if not await asyncio.to_thread(database.exists):  # another society has begun meanwhile
            return []
        raise RuntimeError(errors.decode())
    return [
        Coming(
            datetime.fromtimestamp(each["at"], UTC),
            each["name"],
            _name_of(world, each["to"], each["in"]),
            each["why"],
        )
        for each in json.loads(output)
    ]


def _name_of(world: World, user: int | None, channel: int | None) -> str:
    if user in world.users:
        return world.users[user].name
    return f"#{world.channels[channel].name}" if channel in world.channels else "a channel"
