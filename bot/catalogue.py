"""The catalogue that each society searches: the shipped one, plus its own entries."""

import asyncio
import gc
import hashlib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import structlog

from bot.domain.ids import GuildId, ProgramId
from bot.domain.programs.guide import Guide, guide_from, translated
from bot.domain.programs.programs import InvalidProgramError, Origin, Program, program_from
from bot.language.catalogs import LANGUAGES
from bot.search import ProgramIndex, add_society_beside, load_programs, load_vocabulary
from bot.storage.database import Database
from bot.storage.programs import catalogue_entries
from bot.storage.programs.catalogue_entries import CatalogueEntry

# How old the knowledge of another process's edits may be.
LOOK_AGAIN_SECONDS: Final = 3.0
PAGE: Final = 100
SWITCH_SECONDS: Final = 0.001

log = structlog.get_logger(__name__)


def number_of(program: ProgramId) -> int:
    """Return the number of a program in a custom ID: 63 bits, never changing."""
    digest = hashlib.blake2b(program.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class _Considerate:
    """While entered, make threads yield the interpreter sooner and pause the garbage collector.

    A full collection over thousands of half-read entries would block the loop for a tenth of a
    second, and there are no cycles among them to collect. If several tasks enter it, it lasts until
    the last one leaves.
    """

    def __init__(self) -> None:
        self._inside = 0
        self._usual = 0.0
        self._collecting = False

    def __enter__(self) -> None:
        if self._inside == 0:
            self._usual, self._collecting = sys.getswitchinterval(), gc.isenabled()
            sys.setswitchinterval(min(self._usual, SWITCH_SECONDS))
            gc.disable()
        self._inside += 1

    def __exit__(self, *_: object) -> None:
        self._inside -= 1
        if self._inside == 0:
            sys.setswitchinterval(self._usual)
            if self._collecting:
                gc.enable()


# The interpreter has one switch interval and one collector, so there is one of these.
considerate = _Considerate()


@dataclass(frozen=True, slots=True)
class SocietyCatalogue:
    """One society's version of the catalogue; `version` counts its edits, 0 for none."""

    version: int
    index: ProgramIndex
    numbers: tuple[Mapping[int, ProgramId], ...]

    def numbered(self, number: int) -> Program | None:
        """Return the program that a custom ID refers to, or None if it no longer exists."""
        for numbers in self.numbers:
            if number in numbers:
                return self.index.get(numbers[number])
        return None


class Catalogue:
    """Return each society's version of the catalogue, and replace it after an edit.

    Societies without entries share the shipped index. Versions are built in the background and
    swapped as a whole, so a question is answered from one or the other and waits for neither.
    """

    def __init__(
        self,
        shipped: ProgramIndex,
        guide: Guide,
        database: Database,
        look_again_seconds: float = LOOK_AGAIN_SECONDS,
        guides: Mapping[str, Guide] | None = None,
    ) -> None:
        self.shipped = shipped
        self.guide = guide
        self._guides = guides or {}
        self._database = database
        self._look_again = look_again_seconds
        self._numbers = _numbered(shipped.programs)
        self._plain = SocietyCatalogue(0, shipped, (self._numbers,))
        self._editions: dict[GuildId, SocietyCatalogue] = {}
        self._looked: dict[GuildId, float] = {}
        self._looking: dict[GuildId, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def load(cls, config: Path, database: Database) -> "Catalogue":
        """Read and index the shipped catalogue; slow, so not in the event loop."""
        return cls(*_shipped(config), database, guides=load_guides(config))

    def guide_in(self, language: str) -> Guide:
        """Return the advice in a language, such as ``es``; in English if it isn't translated."""
        return self._guides.get(language, self.guide)

    def of(self, guild: GuildId) -> SocietyCatalogue:
        """Return the current version right away; an outdated one is rebuilt in the background."""
        looked = self._looked.get(guild)
        if looked is None or asyncio.get_running_loop().time() - looked >= self._look_again:
            self._look(guild)
        return self._editions.get(guild, self._plain)

    async def latest(self, guild: GuildId) -> SocietyCatalogue:
        """Return the current version; wait only the first time that a society is seen."""
        if guild not in self._looked:
            await asyncio.shield(self._look(guild))
        return self.of(guild)

    async def refresh(self, guild: GuildId, at_most: float = 1.0) -> SocietyCatalogue:
        """Apply an edit; after `at_most` seconds it continues in the background."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                if running := self._looking.get(guild):
                    # It may have read the version before the edit.
                    await asyncio.wait({running})
                await asyncio.wait({self._look(guild)})
        return self._editions.get(guild, self._plain)

    async def close(self) -> None:
        """Stop everything that is being built."""
        for task in self._looking.values():
            task.cancel()
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    def _look(self, guild: GuildId) -> asyncio.Task[None]:
        running = self._looking.get(guild)
        if running is not None:
            return running
        task = asyncio.create_task(self._renew(guild), name=f"catalogue {guild}")
        self._looking[guild] = task
        task.add_done_callback(lambda task: self._looked_at(guild, task))
        return task

    def _looked_at(self, guild: GuildId, task: asyncio.Task[None]) -> None:
        self._looking.pop(guild, None)
        if not task.cancelled() and (error := task.exception()):
            log.error("catalogue.failed", exc_info=error)

    async def _renew(self, guild: GuildId) -> None:
        while True:
            version = await self._database.read(catalogue_entries.version, guild)
            self._looked[guild] = asyncio.get_running_loop().time()
            if version == self._editions.get(guild, self._plain).version:
                return
            async with self._one_at_a_time:
                with considerate:
                    own, hidden = await self._entries(guild)
                    index = await add_society_beside(self.shipped, own, hidden)
                    numbers = await asyncio.to_thread(_numbered, own)
            self._editions[guild] = SocietyCatalogue(version, index, (numbers, self._numbers))

    async def _entries(self, guild: GuildId) -> tuple[list[Program], list[ProgramId]]:
        own: list[Program] = []
        hidden: list[ProgramId] = []
        after = ""
        while page := await self._database.read(catalogue_entries.page, guild, after, PAGE):
            own += await asyncio.to_thread(_programs, page)
            hidden += [entry.program for entry in page if entry.hidden]
            after = page[-1].program
        return own, hidden


def load_guide(path: Path) -> Guide:
    """Read `guidance.toml`. Raises `GuideError` naming the item and the field that is wrong."""
    return guide_from(tomllib.loads(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _shipped(config: Path) -> tuple[ProgramIndex, Guide]:
    """Read the shipped files, once for each process: the result never changes."""
    vocabulary = load_vocabulary(config / "vocabulary.toml")
    programs = load_programs(config / "programs.toml", vocabulary.known)
    return ProgramIndex.build(programs, vocabulary), load_guide(config / "guidance.toml")


@lru_cache(maxsize=1)
def load_guides(config: Path) -> Mapping[str, Guide]:
    """Read the advice in each other language.

    Where that is missing or broken, the advice stays English, and a line in the log says why.
    """
    guides = {}
    guide = load_guide(config / "guidance.toml")
    for code in LANGUAGES:
        try:
            document = tomllib.loads((config / f"guidance.{code}.toml").read_text("utf-8"))
            guides[code] = translated(guide, document)
        except (OSError, ValueError) as error:
            log.warning("guide.not_translated", language=code, reason=str(error))
    return guides


def _programs(entries: Iterable[CatalogueEntry]) -> list[Program]:
    programs = []
    for entry in entries:
        if entry.facts is None or entry.hidden:
            continue
        try:
            programs.append(program_from({**entry.facts, "origin": Origin.SOCIETY}))
        except InvalidProgramError as error:
            # Written by another version: skip it, keep the others.
            log.warning("catalogue.entry_unreadable", problems=len(error.problems))
    return programs


def _numbered(programs: Iterable[Program]) -> dict[int, ProgramId]:
    return {number_of(program.id): program.id for program in programs}
