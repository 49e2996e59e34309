"""Requests on their way: who hears of them where, and what follows when someone can't."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.delivery.notifier import DmClosedError
from bot.domain.ids import RequestId, UserId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Introduction
from bot.domain.requests import transitions as request_steps
from bot.domain.requests.notices import RequestAsked, RequestTold
from bot.domain.requests.requests import Ahead, Request
from bot.domain.states import NudgeState, RequestStep
from bot.services.requests import transitions as request_transitions
from bot.storage.cohorts import profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.nudges import settings as nudge_settings
from bot.storage.requests import mentor_availability, requests
from bot.storage.requests.mentor_availability import MentorAvailability
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, NOON, the_settings
from tests.services.mentoring import GOOD

ANA, IRIS, JUNO = UserId(50), UserId(60), UserId(61)
WITHIN = timedelta(hours=48)


def _open(connection: Connection, *mentors: UserId) -> None:
    for user in mentors:
        profiles.save(connection, Profile(GUILD, user, offers=("research",)), NOON)
        mentor_availability.save(connection, MentorAvailability(GUILD, user, 48, room=2), NOON)


def _ask(connection: Connection) -> Request:
    number = requests.new_id(connection, GUILD)
    asked = request_steps.ask(GUILD, number, ANA, IRIS, GOOD, Ahead(NOON, WITHIN), window=WITHIN)
    request_transitions.begin(connection, asked, NOON)
    return asked


@pytest.fixture
async def asked(house: House) -> Request:
    """Yield a request of Ana's to Iris; Juno is open too."""
    await house.database.write(_open, IRIS, JUNO)
    return await house.database.write(_ask)


async def now(house: House) -> Request:
    return await house.database.read(requests.get, GUILD, RequestId(1))


async def test_mentors_share_one_thread_and_askers_have_their_own(
    house: House, asked: Request
) -> None:
    await house.database.write(_ask)
    await house.deliver()
    assert len(house.discord.threads) == 1
    first, second = house.discord.posted
    assert first.channel == second.channel
    assert house.discord.members[first.channel] == {IRIS}

    def decline(connection: Connection) -> None:
        found = requests.get(connection, GUILD, asked.id)
        ahead = request_transitions.ahead(connection, found, NOON)
        request_transitions.save(connection, found, request_steps.decline(found, IRIS, ahead), NOON)

    await house.database.write(decline)
    await house.deliver()
    [told] = [one for one in house.discord.posted if isinstance(one.facts, RequestTold)]
    assert told.channel != first.channel
    assert house.discord.members[told.channel] == {ANA}
    assert house.discord.members[first.channel] == {IRIS, JUNO}


async def test_a_mentor_who_left_unseen_is_gone_on_without(house: House, asked: Request) -> None:
    house.discord.left.add(IRIS)
    await house.deliver()
    request = await now(house)
    assert request.step is RequestStep.CLAIM
    assert [one.mentor for one in request.offers if one.state.is_open] == [JUNO]
    shown = [one.facts for one in house.discord.posted if isinstance(one.facts, RequestAsked)]
    assert [(facts.mentor, facts.asker) for facts in shown] == [(JUNO, None)]


async def test_a_closed_direct_message_comes_in_the_thread_and_says_so(
    house: House, asked: Request
) -> None:
    await house.database.write(lambda c: nudge_settings.save(c, GUILD, IRIS, dms=True))
    house.discord.befalls("send", "before", DmClosedError(50007))
    await house.deliver()
    [message] = house.discord.posted
    assert isinstance(message.facts, RequestAsked)
    assert (message.facts.private, message.facts.fell_back) == (False, True)


async def test_at_night_a_request_waits_for_the_mentors_morning(
    house: House, asked: Request
) -> None:
    house.clock.move(timedelta(hours=10))  # 22:00
    await house.deliver()
    row = await house.row(NudgeKind.REQUEST_ASKED)
    assert (row.state, row.reason) == (NudgeState.DUE, "quiet hours")
    assert house.discord.posted == []


async def test_whoever_came_onto_a_private_list_is_not_shown_what_is_queued(
    house: House, asked: Request
) -> None:
    await house.database.write(profiles.save_avoided, GUILD, ANA, [IRIS])
    await house.deliver()  # which leads it on, and so puts another row into the outbox
    await house.deliver()
    shown = [one.facts for one in house.discord.posted if isinstance(one.facts, RequestAsked)]
    assert [facts.mentor for facts in shown] == [JUNO]


async def test_whoever_never_heard_of_a_request_does_not_hear_of_its_end(
    house: House, asked: Request
) -> None:
    def withdraw(connection: Connection) -> None:
        found = requests.get(connection, GUILD, asked.id)
        request_transitions.save(connection, found, request_steps.withdraw(found, NOON), NOON)

    await house.database.write(withdraw)
    await house.deliver()
    assert house.discord.posted == []
    assert (await house.row(NudgeKind.REQUEST_TOLD)).reason == "never heard of it"


async def test_a_free_standing_pair_is_introduced_in_what_its_profiles_say(
    house: House, asked: Request
) -> None:
    def accept(connection: Connection) -> None:
        mentor = Profile(GUILD, IRIS, stage="resident", offers=("research",), topics=("writing",))
        profiles.save(connection, mentor, NOON)
        found = requests.get(connection, GUILD, asked.id)
        ahead = request_transitions.ahead(connection, found, NOON)
        moved = request_steps.accept(found, IRIS, ahead)
        request_transitions.save(connection, found, moved, NOON, the_settings().check_ins)

    await house.database.write(accept)
    await house.deliver()
    [met] = [one.facts for one in house.discord.posted if isinstance(one.facts, Introduction)]
    assert (met.mentor, met.mentees) == (IRIS, (ANA,))
    assert [(one.user, one.topics) for one in met.people] == [(IRIS, ("research",))]
