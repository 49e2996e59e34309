"""A society on a database of either kind, and people who use its services directly."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from bot.app import App
from bot.domain.ids import ChannelId, CohortId, GuildId, InteractionId, UserId
from bot.domain.states import Role
from bot.domain.youth.youth import AgeBand
from bot.services.actor import Actor
from bot.services.cohorts import cohorts, file_words, people_import, sign_up
from bot.services.cohorts.cohorts import TypedPlan
from bot.services.cohorts.people_import import Imported, ImportPreview
from bot.services.cohorts.sign_up import SignedUp, TypedWords
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices

GUILD = GuildId(100)
MODERATOR = UserId(1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)  # a Monday

_interactions = count(1_000)


def somebody(user: int, *, moderates: bool = False, guild: GuildId = GUILD) -> Actor:
    """Return a person acting once: each act is an interaction of its own."""
    interaction = InteractionId(next(_interactions))
    return Actor(guild, UserId(user), interaction, manages_server=moderates)


def the_moderator() -> Actor:
    """Return the moderator, about to do one thing."""
    return somebody(MODERATOR, moderates=True)


def typed(**changes: str) -> TypedWords:
    """Return the words of an ordinary sign-up."""
    ordinary = {"goals": "", "time_zone": "Chicago", "windows": "", "hours": "", "place": ""}
    return TypedWords(**(ordinary | changes))


@dataclass(slots=True)
class StandingClock:
    """Time that moves only when a test moves it."""

    instant: datetime = NOON
    jumps: list[Any] = field(default_factory=list)

    def now(self) -> datetime:
        """Return the instant."""
        return self.instant

    def elapsed(self) -> float:
        return self.now().timestamp()

    def on_jump(self, callback: Any) -> None:
        """Save a callback that nothing calls."""
        self.jumps.append(callback)

    async def watch(self) -> None:
        """Return at once: no one moves this clock from outside."""


async def an_open_cohort(app: App, name: str = "Spring", **plan: Any) -> CohortId:
    """Set the society up where that is still to be done, make a cohort and open it."""
    await societies.set_up(app, the_moderator(), Choices(mentoring_channel=ChannelId(200)))
    made = await cohorts.create(app, the_moderator(), name, TypedPlan(**plan))
    await cohorts.open_(app, the_moderator(), name)
    return made.cohort.id


async def choose(
    app: App, user: int, cohort: CohortId, role: Role = Role.MENTEE, **chosen: str
) -> None:
    """Go through the menus of a sign-up."""
    await sign_up.confirm_age(app, somebody(user), cohort, role, AgeBand.ADULT)
    ordinary = {"stage": "post-bac", "fields": "medicine", "topics": "research"}
    for part, value in (ordinary | chosen).items():
        await sign_up.choose(app, somebody(user), cohort, role, part, [value])


async def join(
    app: App, user: int, cohort: CohortId, role: Role = Role.MENTEE, **words: str
) -> SignedUp:
    """Sign someone up."""
    await choose(app, user, cohort, role)
    return await sign_up.finish(app, somebody(user), cohort, role, typed(**words))


async def preview_of(app: App, cohort: CohortId, lines: Iterable[str]) -> ImportPreview:
    """Show what a file would do; IDs up to 99 are in the server."""
    table = await people_import.read("\n".join(lines).encode())
    number = await file_words.save_file(app, the_moderator(), cohort, table)
    opened = await file_words.open_file(app, the_moderator(), cohort, number)
    assert opened.people is not None
    users = {
        name: UserId(int(name))
        for name in people_import.names_in(opened.people)
        if name.isdecimal() and int(name) < 100
    }
    return await people_import.preview(app, the_moderator(), opened, users)


async def import_shown(app: App, shown: ImportPreview, *, tell: bool = False) -> Imported:
    """Import a file that was shown."""
    cohort, number = shown.opened.cohort.id, shown.opened.number
    return await people_import.confirm(app, the_moderator(), cohort, number, tell=tell)
