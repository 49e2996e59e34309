"""Two attested adults are in each thread with someone under 18, or it's closed."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.notifier import ForbiddenError, TransientError
from bot.delivery.privacy import retention
from bot.delivery.youth.supervision import SupervisionWatch
from bot.domain.ids import ChannelId, GuildId, PairId, RoleId, UserId
from bot.domain.moderation.cases import CaseKind
from bot.domain.states import EndReason
from bot.domain.youth.youth import AgeBand
from bot.storage.database import Database
from bot.storage.moderation import cases
from bot.storage.pairs import endings, pairs
from bot.storage.safety import leads
from bot.storage.tables import goals
from bot.storage.youth import supervision, youth
from bot.storage.youth.youth import Age, Clearance, Consent, Mode
from tests.delivery.privacy.test_erasures import ANA, BEN, Scene, scene
from tests.delivery.society import GUILD
from tests.every_society import select

__all__ = ["scene"]
DAY = timedelta(days=1)
ROLE, THREAD = RoleId(77), ChannelId(300)
ADA, ABE, AVA = UserId(11), UserId(12), UserId(13)


@dataclass(slots=True)
class Roles:
    """Who has the advisors' role."""

    has: dict[UserId, bool | None] = field(default_factory=dict)

    async def has_role(self, guild: GuildId, user: UserId, role: RoleId) -> bool | None:
        return self.has.get(user, True)


@dataclass(slots=True)
class House:
    """Ana, who is 16, her cleared mentor Ben, and advisors."""

    scene: Scene
    roles: Roles
    watch: SupervisionWatch

    @property
    def database(self) -> Database:
        return self.scene.database

    @property
    def there(self) -> set[UserId]:
        return self.scene.discord.members.get(THREAD, set())

    async def case(self) -> bool:
        found = await self.database.read(
            cases.find_open, GUILD, CaseKind.YOUTH, f"pair:{self.scene.pair}"
        )
        return found is not None


@pytest.fixture
async def house(scene: Scene) -> House:
    """Yield a pair with someone under 18 and all that it needs, before the first look."""
    now = scene.clock.now()

    def keep(connection: Connection) -> None:
        youth.save_mode(connection, Mode(GUILD, True, ROLE, ADA, now))
        youth.save_age(connection, Age(GUILD, ANA, AgeBand.OLDER, now))
        youth.save_age(connection, Age(GUILD, BEN, AgeBand.ADULT, now))
        youth.save_consent(connection, Consent(GUILD, ANA, True, now, ADA))
        youth.save_clearance(connection, Clearance(GUILD, BEN, now, now + 90 * DAY, ADA))
        leads.save(connection, GUILD, [ADA, AVA], now)
        for advisor in (ADA, ABE):
            youth.attest(connection, GUILD, advisor, now)

    await scene.database.write(keep)
    scene.discord.members[THREAD] = {ANA, BEN}
    roles = Roles()
    watch = SupervisionWatch(scene.database, scene.discord, roles, scene.clock)
    return House(scene, roles, watch)


async def test_the_advisors_are_added_and_kept_there(house: House) -> None:
    await house.watch.look()
    assert house.there == {ANA, BEN, ADA, ABE}

    house.there.discard(ADA)  # who leaves is asked in again
    await house.watch.look()
    assert ADA in house.there
    assert not await house.case()


@pytest.mark.parametrize(
    "what", ["role", "clearance", "consent", "attested", "mode", "age", "leads"]
)
async def test_the_thread_is_closed_while_anything_is_missing(house: House, what: str) -> None:
    await house.watch.look()
    now = house.scene.clock.now()

    def take(connection: Connection) -> None:
        if what == "clearance":
            youth.end_clearance(connection, GUILD, BEN)
        elif what == "consent":
            youth.save_consent(connection, Consent(GUILD, ANA, False, now, ADA))
        elif what == "leads":
            leads.save(connection, GUILD, [], now)
        elif what == "mode":
            youth.save_mode(connection, Mode(GUILD, False, ROLE, ADA, now))
        elif what == "age":
            youth.save_age(connection, Age(GUILD, BEN, AgeBand.YOUNGER, now))

    await house.database.write(take)
    if what == "role":
        house.roles.has[ABE] = False
    elif what == "attested":
        house.scene.clock.move(366 * DAY)

    await house.watch.look()

    assert house.there & {ANA, BEN} == set()
    assert await house.case()
    sent = len(house.scene.discord.posted)
    await house.scene.delivery.plan_ahead()
    await house.scene.delivery.deliver_due()
    new = house.scene.discord.posted[sent:]
    assert all(one.channel != THREAD for one in new), "and nothing is sent to it"


async def test_a_third_advisor_takes_the_place_and_the_thread_opens_again(house: House) -> None:
    await house.watch.look()
    house.roles.has[ABE] = False
    await house.watch.look()
    assert house.there & {ANA, BEN} == set()

    await house.database.write(youth.attest, GUILD, AVA, house.scene.clock.now())
    await house.watch.look()

    assert {ANA, BEN, ADA, AVA} <= house.there
    assert not await house.case()


async def test_an_advisor_of_the_pair_itself_does_not_count(house: House) -> None:
    await house.database.write(youth.attest, GUILD, BEN, house.scene.clock.now())
    house.roles.has[ABE] = False

    await house.watch.look()

    assert house.there & {ANA, BEN} == set()


async def test_no_answer_about_a_role_takes_it_from_no_one(house: House) -> None:
    house.roles.has = {ADA: None, ABE: None}

    await house.watch.look()

    assert house.there == {ANA, BEN, ADA, ABE}


async def test_a_thread_to_which_the_advisors_cannot_be_added_is_closed(house: House) -> None:
    house.scene.discord.befalls("add_members", "before", ForbiddenError(50013))

    await house.watch.look()
    assert house.there & {ANA, BEN} == set()

    await house.watch.look()
    assert {ANA, BEN, ADA, ABE} <= house.there


async def test_what_discord_did_not_answer_is_tried_again(house: House) -> None:
    house.scene.discord.befalls("add_members", "before", TransientError())
    await house.watch.look()
    assert ADA not in house.there

    await house.watch.look()
    assert house.there == {ANA, BEN, ADA, ABE}


@pytest.mark.parametrize("turns_18", [False, True])
async def test_what_was_said_is_erased_after_a_month_and_not_after_a_year(
    house: House, turns_18: bool
) -> None:
    scene, database = house.scene, house.database
    now = scene.clock.now()
    pair = await database.read(pairs.get, GUILD, scene.pair)
    await database.write(endings.close, pair, EndReason.TOGETHER, now, now)
    if turns_18:
        adult = Age(GUILD, ANA, AgeBand.ADULT, now + DAY, ADA)
        await database.write(youth.save_age, adult)

    def left(connection: Connection) -> int:
        return len(connection.execute(select(goals)).all())

    await retention.erase_what_is_old(database, scene.settings.privacy, now + 29 * DAY)
    assert await database.read(left) == 2
    await retention.erase_what_is_old(database, scene.settings.privacy, now + 31 * DAY)
    assert await database.read(left) == 0


async def test_the_advisors_have_as_few_threads_as_possible(house: House) -> None:
    await house.database.write(youth.attest, GUILD, AVA, house.scene.clock.now())
    await house.watch.look()
    first = await house.database.read(supervision.of_pair, GUILD, house.scene.pair)
    assert first.advisors == (ADA, ABE)
    other = supervision.Supervision(GUILD, PairId(house.scene.pair), AVA, ABE)
    await house.database.write(supervision.save, other)

    await house.watch.look()

    kept = await house.database.read(supervision.of_pair, GUILD, house.scene.pair)
    assert kept.advisors == (AVA, ABE), "who is there stays"
