"""Check who is still in the server, for many people with one question to Discord.

Everyone is looked up before they are written to. One request for each person would halve the
sending rate in the hour when everyone's check-in is due. So lookups at the same moment are
combined, and only people who were not found that way are asked about one by one.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from bot.delivery.notifier import Notifier, NotifierError
from bot.domain.ids import GuildId, UserId

KNOWN_SECONDS = 6 * 3600.0
GATHER_SECONDS = 0.05
MOST_AT_ONCE = 100

AskAlone = Callable[[GuildId, UserId], Awaitable[bool]]


@dataclass(slots=True)
class _Round:
    """People of one server who are looked up together, and which of them were found."""

    people: set[UserId]
    found: asyncio.Future[frozenset[UserId]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Membership:
    """Cache who is a member; a result is valid for six hours of the event loop's clock."""

    def __init__(self, notifier: Notifier, ask_alone: AskAlone) -> None:
        self._notifier = notifier
        self._ask_alone = ask_alone
        self._rounds: dict[GuildId, _Round] = {}
        self._known: dict[tuple[GuildId, UserId], float] = {}

    async def includes(self, guild: GuildId, person: UserId) -> bool:
        """Return whether `person` is in the server; raises what the notifier raises."""
        now = asyncio.get_running_loop().time()
        if self._known.get((guild, person), -KNOWN_SECONDS) + KNOWN_SECONDS > now:
            return True
        users = await self._look_up_together(guild, person)
        is_member = person in users or await self._ask_alone(guild, person)
        if is_member:
            self._known[guild, person] = now
        return is_member

    def forget(self, people: Iterable[tuple[GuildId, UserId]]) -> None:
        """Look `people` up again next time, because they are reported to have left."""
        for someone in people:
            self._known.pop(someone, None)

    async def _look_up_together(self, guild: GuildId, person: UserId) -> frozenset[UserId]:
        round_ = self._rounds.get(guild)
        if round_ is None or len(round_.people) >= MOST_AT_ONCE:
            round_ = self._rounds[guild] = _Round({person})
            await self._lead(guild, round_)
        else:
            round_.people.add(person)
        # Shielded: a caller that gives up must not cancel the lookup for the others.
        return await asyncio.shield(round_.found)

    async def _lead(self, guild: GuildId, round_: _Round) -> None:
        """Wait a moment for other callers, then ask for everyone."""
        users: frozenset[UserId] = frozenset()
        try:
            await asyncio.sleep(GATHER_SECONDS)
            self._close(guild, round_)
            # Every caller then asks alone, meets the same error, and reports it.
            with contextlib.suppress(NotifierError):
                users = await self._notifier.present(guild, round_.people)
        finally:
            # Waiters still finish if the caller that started the lookup is cancelled.
            self._close(guild, round_)
            round_.found.set_result(users)

    def _close(self, guild: GuildId, round_: _Round) -> None:
        if self._rounds.get(guild) is round_:
            del self._rounds[guild]
