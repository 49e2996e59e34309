"""Two societies with the same people and the same small IDs, in which much has happened already."""

from itertools import count

from sqlalchemy import Connection

from bot.app import App
from bot.catalogue import number_of
from bot.domain.ids import ChannelId, GuildId, InteractionId, ProgramId, RoleId, UserId
from bot.domain.states import Role
from bot.domain.youth.youth import AgeBand
from bot.services.actor import Actor
from bot.services.cohorts import cohorts, sign_up
from bot.services.cohorts.cohorts import TypedPlan
from bot.services.matching import approvals, runs
from bot.services.moderation import societies
from bot.services.moderation.societies import Choices
from bot.services.programs import corrections, saved_programs, searches
from tests.services.ledger_world import PEOPLE as PEOPLE
from tests.services.ledger_world import World
from tests.services.society import typed

GUILDS = (GuildId(100), GuildId(101))
MANAGER, STRANGER = UserId(1), UserId(99)
MODERATORS_ROLE = {guild: RoleId(700 + guild) for guild in GUILDS}
# One that is open, one that was matched, and some of the ledger's.
COHORTS = ("Spring", "Autumn", f"Cohort {PEOPLE[0]} 0", f"Cohort {PEOPLE[1]} 0")
PROGRAMS = tuple(map(ProgramId, ("emra-student-resident", "amsa-premed", "night-shift")))
_interactions = count(1)


async def furnish(app: App) -> None:
    """Fill both societies, the second one with other contents under the same IDs."""
    for seed, guild in enumerate(GUILDS, 1):
        await _furnish(app, guild, seed)


async def _furnish(app: App, guild: GuildId, seed: int) -> None:
    def manager() -> Actor:
        return Actor(guild, MANAGER, InteractionId(next(_interactions)), manages_server=True)

    def person(user: UserId) -> Actor:
        return Actor(guild, user, InteractionId(next(_interactions)))

    await societies.set_up(
        app,
        manager(),
        Choices(ChannelId(guild + 1), MODERATORS_ROLE[guild], ChannelId(guild + 2)),
    )
    for name in ("Autumn", "Spring"):
        made = await cohorts.create(app, manager(), name, TypedPlan())
        await cohorts.open_(app, manager(), name)
        for number, user in enumerate(PEOPLE):
            role = Role.MENTOR if (number + seed) % 2 else Role.MENTEE
            await sign_up.confirm_age(app, person(user), made.cohort.id, role, AgeBand.ADULT)
            answers = {"stage": "resident", "fields": "medicine", "topics": "research"}
            for part, value in answers.items():
                await sign_up.choose(app, person(user), made.cohort.id, role, part, [value])
            await sign_up.finish(app, person(user), made.cohort.id, role, typed())
        await runs.propose(app, manager(), name)
        if name == "Autumn":
            asked = await approvals.ask_for_shown(app, manager(), name)
            await approvals.approve(app, manager(), asked.act.id)
    for user in PEOPLE[:3]:
        await searches.search(app, person(user), f"shadowing in Chicago {seed}", {})
        await saved_programs.save_numbered(app, person(user), number_of(PROGRAMS[0]), "")
        what = {"what": "link", "detail": f"Of {seed}", "source": ""}
        await corrections.send(app, person(user), number_of(PROGRAMS[0]), **what)

    def fill(connection: Connection) -> None:
        World(connection, seed, guild).fill()

    await app.database.write(fill)
