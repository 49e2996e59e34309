"""Delivery's connection to Discord, through discord.py's HTTP layer.

Nothing is sent with `Messageable.send`: it would keep a view in memory, where it could take clicks
from the router, and it chooses its own nonce unless told.
"""

import asyncio
import itertools
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import discord
import structlog
from discord.http import handle_message_parameters

from bot.delivery.notifier import (
    DmClosedError,
    ForbiddenError,
    GoneError,
    NotifierError,
    RateLimitedError,
    RefusedError,
    ThreadWanted,
    TransientError,
    UnauthorizedError,
    UnknownOutcomeError,
    UnreadableError,
)
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId
from bot.domain.meetings.nudges import MeetingCancelled, MeetingConfirmed, ProposalClosed
from bot.domain.nudges.nudges import Digest, Facts, ModeratorNews
from bot.domain.privacy.nudges import WordsRemoved
from bot.domain.typed_text import clean
from bot.language.say import ENGLISH
from bot.messages.nudges.nudges import named_in, render
from bot.views.nudges.digests import edited
from bot.views.render import to_message

# How long the gateway may take to say who is a member. It takes 120 frames a minute in total, and
# for one or two people a request is just as good.
MEMBERS_SECONDS = 5.0
MEMBER_QUESTIONS_A_MINUTE = 90
FEWEST_MEMBERS = 3

PAGE = 100
# A channel busier than this since the message was due is not searched to its end.
MOST_PAGES = 50
NAME_LIMIT = 100
_NO_CODE = str.maketrans("()", "  ")

DMS_CLOSED = 50007
ARCHIVED = 50083
# An unknown member, an unknown user. Any other 404 is about the server, or about nothing at all.
NOT_THERE = frozenset({10007, 10013})
# A ban by the network in front of Discord doesn't say when it ends.
BANNED_SECONDS = 300.0


log = structlog.get_logger(__name__)


class DiscordNotifier:
    """Implement `bot.delivery.notifier.Notifier` with a client that is logged in."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._questions = _Questions()

    async def find_thread(self, wanted: ThreadWanted) -> ChannelId | None:
        """Search the active threads, then the archived private ones we are in."""
        async with _translated():
            active = await self._client.http.get_active_threads(wanted.guild)
            for thread in active["threads"]:
                if int(thread["parent_id"]) == wanted.parent and _is_of(thread["name"], wanted):
                    return ChannelId(int(thread["id"]))
            before: int | None = None
            while True:
                page = await self._client.http.get_joined_private_archived_threads(
                    wanted.parent, before, PAGE
                )
                for thread in page["threads"]:
                    if _is_of(thread["name"], wanted):
                        return ChannelId(int(thread["id"]))
                if not page["threads"] or not page["has_more"]:
                    return None
                before = min(int(thread["id"]) for thread in page["threads"])

    async def create_thread(self, wanted: ThreadWanted) -> ChannelId:
        """Create a private thread that only moderators can invite others to."""
        names: list[str] = []
        if wanted.by_name:
            names = [await self._name(wanted.guild, member) for member in wanted.members]
        async with _translated():
            thread = await self._client.http.start_thread_without_message(
                wanted.parent,
                name=thread_name(wanted, names),
                auto_archive_duration=10080,  # minutes: a week
                type=discord.ChannelType.private_thread.value,
                invitable=False,
            )
        return ChannelId(int(thread["id"]))

    async def add_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Add people to a thread; an archived thread is opened again first."""
        for member in members:
            try:
                async with _translated():
                    await self._client.http.add_user_to_thread(thread, member)
            except RefusedError as error:
                if error.number != ARCHIVED:
                    raise
                async with _translated():
                    await self._client.http.edit_channel(thread, archived=False)
                    await self._client.http.add_user_to_thread(thread, member)

    async def remove_members(self, thread: ChannelId, members: tuple[UserId, ...]) -> None:
        """Take people out of a thread; an archived thread is opened again first."""
        for member in members:
            try:
                async with _translated():
                    await self._client.http.remove_user_from_thread(thread, member)
            except GoneError as error:
                if error.number not in NOT_THERE:
                    raise
            except RefusedError as error:
                if error.number != ARCHIVED:
                    raise
                async with _translated():
                    await self._client.http.edit_channel(thread, archived=False)
                    await self._client.http.remove_user_from_thread(thread, member)

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Return whether the person is still in the server; raises if the server is gone."""
        try:
            async with _translated():
                await self._client.http.get_member(guild, user)
        except GoneError as error:
            if error.number not in NOT_THERE:
                raise
            return False
        return True

    async def present(self, guild: GuildId, users: Collection[UserId]) -> frozenset[UserId]:
        """Ask through the gateway, which takes a hundred people in one request.

        It needs no privileged intent, and has a separate limit from the requests that send
        messages.
        """
        server = self._client.get_guild(guild)
        if server is None or not self._questions.may_ask(len(users)):
            return frozenset()
        try:
            async with asyncio.timeout(MEMBERS_SECONDS):
                members = await server.query_members(user_ids=list(users), cache=False)
        except (TimeoutError, OSError, RuntimeError, discord.ConnectionClosed) as error:
            # Between two connections there is no answer; each person is then asked about alone.
            log.info("members.not_answered", error=type(error).__name__)
            return frozenset()
        return frozenset(UserId(member.id) for member in members)

    async def open_dm(self, user: UserId) -> ChannelId:
        """Return the channel of direct messages with a person."""
        async with _translated():
            channel = await self._client.http.start_private_message(user)
        return ChannelId(int(channel["id"]))

    async def send(
        self,
        channel: ChannelId,
        facts: Facts,
        nonce: str,
        ref: str,
        not_notified: frozenset[UserId] = frozenset(),
    ) -> MessageId:
        """Send the message; only the people it is for are pinged, except those `not_notified`.

        If no one is left to notify, it is sent without a notification: a thread or direct message
        may notify without a ping.
        """
        outgoing = render(ENGLISH, await self._with_names(facts), ref)
        if not any(button.custom_id.endswith(f"~{ref}") for button in outgoing.buttons):
            # Only its kind: the log is no place for what people wrote.
            kind = type(facts).__name__
            raise ValueError(f"a message without a button of its own can't be found again: {kind}")
        notified = [user for user in facts.pings.people if user not in not_notified]
        is_silent = not notified and not facts.pings.roles
        allowed = discord.AllowedMentions(
            everyone=False,
            users=[discord.Object(user) for user in notified],
            roles=[discord.Object(role) for role in facts.pings.roles],
            replied_user=False,
        )
        params = handle_message_parameters(
            **to_message(outgoing),
            nonce=nonce,
            allowed_mentions=allowed,
            flags=discord.MessageFlags(suppress_notifications=is_silent),
        )
        async with _translated():
            message = await self._client.http.send_message(channel, params=params)
        return MessageId(int(message["id"]))

    async def _with_names(self, facts: Facts) -> Facts:
        """Return facts with the names that a file or private thread needs, if Discord says them.

        Names are stored nowhere: they are asked for when the message is written.
        """
        if unnamed := named_in(facts):
            assert isinstance(facts, Digest | ModeratorNews), "only these call people by names"
            called = [(user, await self._name(facts.guild, user)) for user in unnamed]
            return replace(facts, names=tuple((user, name) for user, name in called if name))
        if not isinstance(facts, MeetingConfirmed | MeetingCancelled):
            return facts
        names = [await self._name(facts.guild, member) for member in facts.members]
        return replace(facts, names=tuple(name for name in names if name))

    async def _name(self, guild: GuildId, user: UserId) -> str:
        server = self._client.get_guild(guild)
        cached = server.get_member(user) if server is not None else None
        if cached is not None:
            return cached.display_name
        try:
            async with _translated():
                member = await self._client.http.get_member(guild, user)
        except NotifierError as error:
            log.info("member.unnamed", error=error.code)
            return ""
        account = member["user"]
        return member.get("nick") or account.get("global_name") or account["username"]

    async def edit(self, channel: ChannelId, message: MessageId, facts: Facts, ref: str) -> None:
        """Read the message as it is now and change it, or its part with `ref`.

        An archived thread is opened again first.
        """
        async with _translated():
            current = await self._client.get_partial_messageable(channel).fetch_message(message)
        # Its words must go, or be true again, also where its buttons were taken before.
        whole = isinstance(facts, WordsRemoved) or (
            isinstance(facts, ProposalClosed) and not facts.holds_else
        )
        changed = edited(
            current, ref, render(ENGLISH, await self._with_names(facts), ref), whole=whole
        )
        if changed is None:
            return
        quiet = discord.AllowedMentions.none()
        try:
            async with _translated():
                await current.edit(**changed, allowed_mentions=quiet)
        except RefusedError as error:
            if error.number != ARCHIVED:
                raise
            async with _translated():
                await self._client.http.edit_channel(channel, archived=False)
                await current.edit(**changed, allowed_mentions=quiet)

    async def find(self, channel: ChannelId, ref: str, since: datetime) -> MessageId | None:
        """Read the channel's history from `since` on, page by page, then a page from before it.

        That is because our clock may have been ahead of Discord's when `since` was noted, by
        however much.
        """
        own = self._client.user
        if own is None:
            raise TransientError
        began = after = discord.utils.time_snowflake(since)
        for number in itertools.count(1):
            page = await self._history(channel, after=after)
            if found := _ours(page, own.id, ref):
                return found
            if len(page) < PAGE:
                break
            if number == MOST_PAGES:
                raise UnreadableError(f"more than {PAGE * MOST_PAGES} messages since {since:%d %B}")
            after = max(int(message["id"]) for message in page)
        return _ours(await self._history(channel, before=began), own.id, ref)

    async def _history(
        self, channel: ChannelId, *, before: int | None = None, after: int | None = None
    ) -> Sequence[Any]:
        try:
            async with _translated():
                page = await self._client.http.logs_from(channel, PAGE, before=before, after=after)
        except RefusedError as error:
            raise UnreadableError(error.number) from error
        return page


def _ours(page: Sequence[Any], own: int, ref: str) -> MessageId | None:
    """Return the message of a page that is the bot's and carries the reference."""
    for message in page:
        if int(message["author"]["id"]) == own and _carries(message, ref):
            return MessageId(int(message["id"]))
    return None


class _Questions:
    """Count how many questions about members the gateway was asked in the last minute."""

    def __init__(self) -> None:
        self._asked: deque[float] = deque(maxlen=MEMBER_QUESTIONS_A_MINUTE)

    def may_ask(self, people: int) -> bool:
        """Count a question about so many people, or refuse if it is better asked another way."""
        now = asyncio.get_running_loop().time()
        is_full = len(self._asked) == MEMBER_QUESTIONS_A_MINUTE and now - self._asked[0] < 60.0
        if people < FEWEST_MEMBERS or is_full:
            return False
        self._asked.append(now)
        return True


def thread_name(wanted: ThreadWanted, names: Sequence[str] = ()) -> str:
    """Return a pair's thread name; the code at its end is how the thread is found again.

    `names` are what its members are called, the mentor first; if one isn't known, it is named by
    its title. Parentheses in a name could be read as the code of another pair.
    """
    code = f" ({wanted.code})"
    called = [" ".join(clean(name).translate(_NO_CODE).split()) for name in names]
    title = wanted.title
    if called and all(called):
        mentor, *mentees = called
        title = f"{mentor} & {mentees[0]}" if len(mentees) == 1 else mentor
        title += f" with {', '.join(mentees)}" if len(mentees) > 1 else ""
    return title[: NAME_LIMIT - len(code)].rstrip() + code


def _is_of(name: str, wanted: ThreadWanted) -> bool:
    # Anywhere in the name: moderators may rename a thread but keep the code.
    return f"({wanted.code})" in name


def _carries(message: Any, ref: str) -> bool:
    names = _custom_ids(message.get("components", ()))
    return any(f"~{ref}" in custom_id for custom_id in names)


def _custom_ids(components: Sequence[Any]) -> Iterator[str]:
    """Yield the custom IDs of all components, however deeply nested."""
    for component in components:
        if "custom_id" in component:
            yield component["custom_id"]
        yield from _custom_ids(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield from _custom_ids([accessory])


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Turn errors of discord.py and the network into delivery's own errors.

    What matters is whether the request may have had its effect. A connection that could not be made
    had none; anything that failed later may have.
    """
    try:
        yield
    except discord.RateLimited as error:
        raise RateLimitedError(error.retry_after) from error
    except discord.HTTPException as error:
        raise _of_response(error) from error
    except aiohttp.ClientConnectorError as error:
        raise TransientError from error
    except (aiohttp.ClientError, OSError) as error:
        raise UnknownOutcomeError from error


def _of_response(error: discord.HTTPException) -> Exception:
    match error.status:
        case 429 if "Via" in error.response.headers:
            # discord.py waited and asked five times.
            return RateLimitedError(float(error.response.headers.get("Retry-After", 5)))
        case 429:
            return RateLimitedError(BANNED_SECONDS, everywhere=True)
        case 401:
            return UnauthorizedError()
        case 403 if error.code == DMS_CLOSED:
            return DmClosedError(error.code)
        case 403:
            return ForbiddenError(error.code)
        case 404:
            return GoneError(error.code)
        case status if status >= 500:
            return UnknownOutcomeError()
        case _:
            return RefusedError(error.code)
