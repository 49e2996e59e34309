"""The daily look for who left: one server's trouble is not the others'."""

from functools import partial

import pytest

from bot.delivery.membership import Membership
from bot.delivery.notifier import ForbiddenError, GoneError, NotifierError
from bot.delivery.pairs import departures
from bot.delivery.presence import People
from bot.domain.ids import GuildId, UserId
from bot.storage import presence
from bot.storage.pairs import pairs
from tests.delivery.conftest import House
from tests.delivery.society import (
    GUILD,
    MENTEE,
    MENTOR,
    SmallDiscord,
    an_introduced_pair,
    found_society,
)

# It comes before the other one in every list.
CLOSED = GuildId(99)
MISSING_ACCESS, UNKNOWN_GUILD = 50001, 10004


class HalfClosed:
    """Ask a small Discord about members, where one server answers with an error."""

    def __init__(self, discord: SmallDiscord, error: NotifierError) -> None:
        self.discord = discord
        self.error = error
        self.is_closed = True
        self.asked: list[tuple[GuildId, UserId]] = []

    async def __call__(self, guild: GuildId, person: UserId) -> bool:
        self.asked.append((guild, person))
        if guild == CLOSED and self.is_closed:
            raise self.error
        return await self.discord.is_member(guild, person)


class Silent(SmallDiscord):
    """A Discord whose gateway finds no one, so that each is asked about alone."""

    async def present(self, guild: GuildId, users: object) -> frozenset[UserId]:
        return frozenset()


async def _two_societies(house: House) -> None:
    await house.database.write(an_introduced_pair, house.cohort)
    closed = await house.database.write(found_society, CLOSED)
    await house.database.write(partial(an_introduced_pair, guild=CLOSED, thread=301), closed)


@pytest.mark.parametrize("error", [ForbiddenError(MISSING_ACCESS), GoneError(UNKNOWN_GUILD)])
async def test_a_server_that_does_not_answer_stops_the_look_for_no_other(
    house: House, error: NotifierError
) -> None:
    await _two_societies(house)
    discord = Silent(house.clock, house.signal)
    discord.left.add(MENTOR)
    ask = HalfClosed(discord, error)
    people = People(house.database, Membership(discord, ask), house.clock)

    await people.look()

    assert people.is_gone((GUILD, MENTOR))
    assert not people.is_gone((GUILD, MENTEE))
    assert not people.is_gone((CLOSED, MENTOR))

    # It is asked about again at the next look, and only it.
    ask.asked.clear()
    ask.is_closed = False
    await people.look()
    assert sorted(ask.asked) == [(CLOSED, MENTOR), (CLOSED, MENTEE)]
    assert people.is_gone((CLOSED, MENTOR))


async def test_no_question_goes_on_once_the_look_is_over(house: House) -> None:
    await _two_societies(house)
    discord = Silent(house.clock, house.signal)
    answered: list[UserId] = []

    async def ask(guild: GuildId, person: UserId) -> bool:
        if guild == CLOSED and person == MENTOR:
            raise ForbiddenError(MISSING_ACCESS)
        # As long as an answer may take after another has failed.
        for _ in range(3):
            await house.database.read(lambda _connection: None)
        answered.append(person)
        return True

    await People(house.database, Membership(discord, ask), house.clock).look()
    assert answered.count(MENTEE) == 2


async def test_an_answer_from_before_someone_left_does_not_resume_their_pair(house: House) -> None:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    discord = Silent(house.clock, house.signal)
    people = People(house.database, Membership(discord, discord.is_member), house.clock)
    await people.load()
    assert await people._members.includes(GUILD, MENTEE)

    # Another process notices it, and this one reads that between two looks.
    discord.left.add(MENTEE)
    now = house.clock.now()
    await house.database.write(departures.record_departure, GUILD, MENTEE, now)
    people._gone = await house.database.read(presence.departed_everywhere)
    await people.is_back((GUILD, MENTEE))
    assert (await house.database.read(pairs.get, GUILD, pair)).is_held

    discord.left.discard(MENTEE)
    await people.is_back((GUILD, MENTEE))
    assert not (await house.database.read(pairs.get, GUILD, pair)).is_held
