"""Deploy the slash commands, only when they differ from what was deployed last.

Discord allows 200 command creations a day, so a restart must not count as one.
"""

import hashlib
import json
from typing import Any

import structlog
from discord.ext import commands

from bot.storage import meta
from bot.storage.database import Database

_KEY = "command_tree"

log = structlog.get_logger(__name__)


async def deploy(client: commands.AutoShardedBot, database: Database, force: bool = False) -> bool:
    """Send the tree to Discord if its hash changed, and return whether it was sent."""
    fingerprint = fingerprint_of(client)
    if not force and await database.read(meta.find, _KEY) == fingerprint:
        return False
    await client.tree.sync()
    await database.write(meta.save, _KEY, fingerprint)
    log.info("commands.deployed", count=len(client.tree.get_commands()))
    return True


def fingerprint_of(client: commands.AutoShardedBot) -> str:
    """Return a hash of everything Discord is told about the commands, and of the application."""
    tree: list[Any] = [command.to_dict(client.tree) for command in client.tree.get_commands()]
    described = json.dumps([client.application_id, tree], sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()
