"""Codes that threads are found by."""

import secrets

from sqlalchemy import Connection

from bot.domain.ids import GuildId
from bot.storage.pairs import pairs

# Letters and digits that nobody confuses when reading a thread's name aloud.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 6


def new_code(connection: Connection, guild: GuildId) -> str:
    """Return a random code that no pair of this society carries."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        if not pairs.has_code(connection, guild, code):
            return code
