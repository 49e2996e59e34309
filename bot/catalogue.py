"""The catalogue that each society searches: the shipped one, with its own entries beside it."""

from pathlib import Path

from bot.domain.ids import GuildId
from bot.search import ProgramIndex, load_programs, load_vocabulary


class Catalogue:
    """Hand out the program index of a society; looking never waits for the database."""

    def __init__(self, shipped: ProgramIndex) -> None:
        self.shipped = shipped

    @classmethod
    def load(cls, config: Path) -> "Catalogue":
        """Read and index the shipped catalogue; takes a moment, so not in the event loop."""
        vocabulary = load_vocabulary(config / "vocabulary.toml")
        programs = load_programs(config / "programs.toml", vocabulary.known)
        return cls(ProgramIndex.build(programs, vocabulary))

    def of(self, guild: GuildId) -> ProgramIndex:
        """Return the index that this society searches now."""
        return self.shipped
