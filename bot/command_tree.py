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
    fingerprint = await fingerprint_of(client)
    if not force and await database.read(meta.find, _KEY) == fingerprint:
        return False
    await client.tree.sync()
    await database.write(meta.save, _KEY, fingerprint)
    log.info("commands.deployed", count=len(client.tree.get_commands()))
    return True


async def fingerprint_of(client: commands.AutoShardedBot) -> str:
    """Return a hash of everything Discord is told about the commands, and of the application.

    The words in other languages count too, or a corrected translation would never be deployed.
    """
    tree, translator = client.tree, client.tree.translator
    told: list[Any] = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    described = json.dumps([client.application_id, told], sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()
