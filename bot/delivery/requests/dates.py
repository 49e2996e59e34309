"""Move requests on whose date has passed, so that none waits for somebody for ever."""

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.ids import GuildId, RequestId
from bot.services.requests import steps
from bot.storage.database import Database
from bot.storage.requests import requests


async def move_requests(database: Database, now: datetime) -> None:
    """Look at each open request in a transaction of its own; twice changes nothing."""
    for request in await database.read(requests.open_everywhere):
        await database.write(_look_after, request.guild, request.id, now)


def _look_after(connection: Connection, guild: GuildId, request: RequestId, now: datetime) -> None:
    found = requests.find(connection, guild, request)
    if found is not None and found.is_open:
        steps.look_after(connection, found, now)
