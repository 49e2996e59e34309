"""What every use case needs, built once in `bot.running`. No Discord here."""

from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class App:
    """The frozen bundle that is handed to services."""

    database: Database
    clock: Clock
    settings: Settings
    catalogue: Catalogue
