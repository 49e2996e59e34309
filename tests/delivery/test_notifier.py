"""The notifier against a strict Discord: what it sends, finds, and makes of every refusal."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import discord as library
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.http import Route

from bot.delivery.notifier import (
    DmClosedError,
    ForbiddenError,
    GoneError,
    NotifierError,
    ThreadWanted,
    TransientError,
    UnauthorizedError,
    UnknownOutcomeError,
    UnreadableError,
)
from bot.domain.ids import ChannelId, CheckInId, CohortId, GuildId, PairId, UserId
from bot.domain.nudges.nudges import CheckInDue, SignUpPanel
from bot.messages.outgoing import Message
from bot.notifier import DiscordNotifier, thread_name
from sandbox import Discord, FaultKind, GuildHandle, Permission, Person
from sandbox.state.records import Channel
from tests.sandbox.client import running

SEND = "/channels/{channel_id}/messages"
REF = "abcdefghij"


@dataclass
class Place:
    discord: Discord
    client: library.Client
    notifier: DiscordNotifier
    server: GuildHandle
    mentoring: Channel
    mo: Person
    ana: Person

    @property
    def wanted(self) -> ThreadWanted:
        members = (UserId(self.mo.id), UserId(self.ana.id))
        guild, parent = GuildId(self.server.id), ChannelId(self.mentoring.id)
        return ThreadWanted(guild, parent, "quartz", "Autumn", members)

    @property
    def panel(self) -> SignUpPanel:
        return SignUpPanel(GuildId(self.server.id), CohortId(1), "Autumn")

    @property
    def check_in(self) -> CheckInDue:
        owner = UserId(self.ana.id)
        return CheckInDue(GuildId(self.server.id), PairId(1), CheckInId(1), owner, 0)

    async def send(self, nonce: str = "n.0") -> int:
        channel = ChannelId(self.mentoring.id)
        return await self.notifier.send(channel, self.panel, nonce, REF)

    async def find(self) -> int | None:
        since = self.discord.clock.now() - timedelta(hours=1)
        return await self.notifier.find(ChannelId(self.mentoring.id), REF, since)


@pytest.fixture
async def place(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    async with Discord.serve() as discord:
        monkeypatch.setattr(Route, "BASE", discord.api_url)
        server = discord.guild("Pre-Health Society")
        mentoring = server.text("mentoring")
        client = library.Client(intents=library.Intents.none(), max_ratelimit_timeout=30.0)
        await client.login(discord.token)
        notifier = DiscordNotifier(client)
        mo, ana = server.person("Mo"), server.person("Ana")
        yield Place(discord, client, notifier, server, mentoring, mo, ana)
        await client.close()


async def test_a_message_is_found_again_by_its_reference_among_many(place: Place) -> None:
    message = await place.send()
    for number in range(120):
        place.mo.says(place.mentoring, f"chat {number}")
    assert await place.find() == message
    other = ChannelId(place.server.text("other").id)
    since = place.discord.clock.now() - timedelta(hours=1)
    assert await place.notifier.find(other, REF, since) is None
    assert await place.notifier.find(ChannelId(place.mentoring.id), "zzzzzzzzzz", since) is None


async def test_a_message_is_found_though_our_clock_was_days_ahead_when_it_was_sent(
    place: Place,
) -> None:
    message = await place.send()
    place.mo.says(place.mentoring, "Welcome!")
    ahead = place.discord.clock.now() + timedelta(days=3)
    assert await place.notifier.find(ChannelId(place.mentoring.id), REF, ahead) == message
    # Also when Discord's time has passed that instant, and people have written since.
    place.discord.clock.advance(timedelta(days=4))
    place.mo.says(place.mentoring, "Is anyone here?")
    assert await place.notifier.find(ChannelId(place.mentoring.id), REF, ahead) == message


async def test_somebody_elses_message_with_the_reference_in_its_text_is_not_ours(
    place: Place,
) -> None:
    place.mo.says(place.mentoring, f"~{REF}")
    assert await place.find() is None


async def test_nothing_that_is_sent_stays_in_the_librarys_memory(place: Place) -> None:
    await place.send()
    assert place.client.persistent_views == []
    assert not place.client._connection._view_store._views


async def test_a_message_that_could_not_be_found_again_is_refused_without_its_words(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.notifier.render", lambda *_: Message("Autumn"))
    with pytest.raises(ValueError, match="SignUpPanel") as refused:
        await place.send()
    assert "Autumn" not in str(refused.value)
    assert not place.mentoring.messages


async def test_a_nonce_sent_twice_makes_one_message(place: Place) -> None:
    assert await place.send("n.0") == await place.send("n.0")
    assert await place.send("n.1") != await place.send("n.0")


async def test_only_the_person_it_is_for_is_pinged(place: Place) -> None:
    channel = ChannelId(place.mentoring.id)
    message = await place.notifier.send(channel, place.check_in, "n.0", REF)
    assert place.mentoring.messages[message].notified == {place.ana.id}


async def test_a_thread_is_made_private_and_its_people_are_let_in(place: Place) -> None:
    thread = await place.notifier.create_thread(place.wanted)
    await place.notifier.add_members(thread, place.wanted.members)
    await place.notifier.add_members(thread, place.wanted.members)
    [made] = place.server.threads
    assert (made.id, made.name, made.invitable) == (thread, "Autumn (quartz)", False)
    assert made.is_private_thread
    assert made.auto_archive_minutes == 7 * 24 * 60
    assert {place.mo.id, place.ana.id} <= set(made.thread_members)


async def test_a_thread_is_found_by_its_code_while_active_and_when_archived(
    place: Place,
) -> None:
    assert await place.notifier.find_thread(place.wanted) is None
    thread = await place.notifier.create_thread(place.wanted)
    assert await place.notifier.find_thread(place.wanted) == thread
    place.discord.clock.advance(timedelta(days=8))
    assert place.server.threads[0].archived
    assert await place.notifier.find_thread(place.wanted) == thread


async def test_where_adding_people_is_not_allowed_the_permission_is_named(place: Place) -> None:
    place.discord.world.owner_adds_people = False
    thread = await place.notifier.create_thread(place.wanted)
    with pytest.raises(ForbiddenError) as refused:
        await place.notifier.add_members(thread, place.wanted.members)
    assert refused.value.number == 50013


async def test_people_are_let_into_a_thread_that_was_archived_meanwhile(place: Place) -> None:
    thread = await place.notifier.create_thread(place.wanted)
    place.discord.clock.advance(timedelta(days=8))
    await place.notifier.add_members(thread, place.wanted.members)
    assert {place.mo.id, place.ana.id} <= set(place.server.threads[0].thread_members)


async def test_who_left_is_no_member(place: Place) -> None:
    guild = GuildId(place.server.id)
    assert await place.notifier.is_member(guild, UserId(place.ana.id))
    assert not await place.notifier.is_member(guild, UserId(4711))


async def test_nobody_is_said_to_have_left_a_server_that_is_not_there(place: Place) -> None:
    with pytest.raises(GoneError) as gone:
        await place.notifier.is_member(GuildId(4711), UserId(place.ana.id))
    assert gone.value.number == 10004


@pytest.mark.parametrize("body", [b"<html>not found</html>", b"{}"])
async def test_a_404_that_names_no_reason_says_nothing_about_anybody(
    place: Place, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(status=404, body=body)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", elsewhere)
    async with TestServer(app) as server:
        monkeypatch.setattr(Route, "BASE", str(server.make_url("/api/v10")))
        with pytest.raises(GoneError):
            await place.notifier.is_member(GuildId(place.server.id), UserId(place.ana.id))


async def test_members_are_asked_for_together_where_the_gateway_listens() -> None:
    async with Discord.serve() as discord:
        server = discord.guild("Pre-Health Society")
        people = [server.person(name) for name in ("Ana", "Ben", "Cy")]
        guild, asked = GuildId(server.id), [UserId(person.id) for person in people]
        server.leave(people[2])
        async with running(discord) as bot:
            await discord.ready()
            await bot.wait_until_ready()
            notifier = DiscordNotifier(bot)
            assert await notifier.present(guild, asked) == set(asked[:2])
            assert discord.gateway.member_queries == 1
            # One or two are as well asked about by a request each.
            assert await notifier.present(guild, asked[:1]) == frozenset()
            assert discord.gateway.member_queries == 1


async def test_without_the_gateway_nobody_is_certainly_there(place: Place) -> None:
    asked = [UserId(place.ana.id), UserId(place.mo.id), UserId(4711)]
    assert await place.notifier.present(GuildId(place.server.id), asked) == frozenset()


async def test_closed_direct_messages_are_told_apart(place: Place) -> None:
    place.ana.user.accepts_dms = False
    channel = await place.notifier.open_dm(UserId(place.ana.id))
    with pytest.raises(DmClosedError):
        await place.notifier.send(channel, place.check_in, "n.0", REF)


async def test_a_missing_permission_and_a_missing_channel_are_told_apart(place: Place) -> None:
    place.server.overwrite(place.mentoring, place.server.bot_role, deny=Permission.SEND_MESSAGES)
    with pytest.raises(ForbiddenError) as refused:
        await place.send()
    assert refused.value.number == 50013
    with pytest.raises(GoneError) as gone:
        await place.notifier.send(ChannelId(4711), place.panel, "n.0", REF)
    assert gone.value.number == 10003


async def test_a_history_that_may_not_be_read_says_so(place: Place) -> None:
    await place.send()
    place.server.overwrite(place.mentoring, place.server.bot_role, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(UnreadableError):
        await place.find()


@pytest.mark.parametrize(
    ("fault", "error", "stands"),
    [
        (FaultKind.ERROR_503, UnknownOutcomeError, False),
        (FaultKind.RESET_BEFORE, UnknownOutcomeError, False),
        (FaultKind.RESET_AFTER, UnknownOutcomeError, True),
    ],
)
async def test_an_answer_that_did_not_come_leaves_the_outcome_open(
    place: Place, fault: FaultKind, error: type[NotifierError], stands: bool
) -> None:
    place.discord.faults.add("POST", SEND, fault)
    with pytest.raises(error):
        await place.send()
    assert (await place.find() is not None) is stands


async def test_a_withdrawn_token_is_told_apart(place: Place) -> None:
    place.discord.world.application.token = "another"
    with pytest.raises(UnauthorizedError):
        await place.send()


async def test_a_connection_that_can_not_be_made_sent_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
    with pytest.raises(TransientError):
        await place.send()


def test_a_long_cohort_name_leaves_room_for_the_code() -> None:
    wanted = ThreadWanted(GuildId(1), ChannelId(2), "quartz", "x" * 200, ())
    assert len(thread_name(wanted)) == 100
    assert thread_name(wanted).endswith("(quartz)")
