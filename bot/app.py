"""What every service needs, built once in `bot.running`. No Discord here."""

from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.clock import Clock
from bot.domain.programs.guide import Guide
from bot.language.catalogs import ENGLISH_ALONE, Languages
from bot.settings import Settings
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class App:
    """The frozen object that is passed to services."""

    database: Database
    clock: Clock
    settings: Settings
    catalogue: Catalogue
    languages: Languages = ENGLISH_ALONE

    def guide_in(self, locale: str) -> Guide:
        """Return the advice in the language of a Discord locale; in English unless it's spoken."""
        return self.catalogue.guide_in(self.languages.say_in(locale).language)
