"""The gateway: sessions, heartbeats, identify and resume, events by intent, and its accidents."""

import asyncio
import json
import secrets
import time
from collections import deque
from contextlib import suppress

from aiohttp import WSMsgType, web

from sandbox.state.events import Event
from sandbox.state.records import Json
from sandbox.state.world import World
from sandbox.wire import payloads
from sandbox.wire.events import (
    GUILD_MEMBERS,
    GUILDS,
    MESSAGE_CONTENT,
    PRESENCES,
    WITHOUT_CONTENT,
    dispatch,
    guild_create,
)

REPLAYED = 10_000
HEARTBEAT_MS = 41_250

# Frames that one connection may send in a minute.
FRAMES_ALLOWED = (120, 60.0)
MEMBERS_ASKED = 100

DECODE_ERROR = 4002
AUTHENTICATION_FAILED = 4004
RATE_LIMITED = 4008
DISALLOWED_INTENTS = 4014


class Session:
    """One bot's place in the event stream; it outlives its connections until invalidated."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.sent: deque[tuple[int, str]] = deque(maxlen=REPLAYED)
        self.socket: web.WebSocketResponse | None = None
        self.transport: asyncio.BaseTransport | None = None
        self.waiting: deque[str] = deque()
        self.wake = asyncio.Event()

    @property
    def connected(self) -> bool:
        """Return whether a bot is listening right now."""
        return self.socket is not None

    def push(self, event: str, data: str) -> None:
        """Give the session an event, to be sent now or replayed upon resume."""
        self.sequence += 1
        frame = f'{{"op":0,"t":"{event}","s":{self.sequence},"d":{data}}}'
        self.sent.append((self.sequence, frame))
        if self.socket is not None:
            self.waiting.append(frame)
            self.wake.set()

    def covers(self, guild_id: int | None) -> bool:
        """Return whether this session's shard is the guild's; DMs belong to the first."""
        index, count = self.shard
        return (0 if guild_id is None else (guild_id >> 22) % count) == index


class Gateway:
    """Hold the sessions and hand out events."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sessions: dict[str, Session] = {}
        self.url = ""
        self.identifies = 0
        self.resumes = 0
        self.heartbeats = 0
        self.ready_count = 0
        self.member_queries = 0
        # How often each event is delivered; real gateways do repeat themselves.
        self.deliveries = 1
        # How long each event takes on its way, one after the other.
        self.delay_seconds = 0.0

    @property
    def connected(self) -> list[Session]:
        """Return the sessions that a bot is listening to."""
        return [session for session in self.sessions.values() if session.connected]

    # -- events out -------------------------------------------------------------------------

    def publish(self, event: Event) -> None:
        """Send an event to every session that asked for it."""
        told = dispatch(event, self._world)
        if told is None:
            return
        written: dict[bool, str] = {}
        for session in self.sessions.values():
            if not session.covers(told.guild_id) or told.intents & ~session.intents:
                continue
            stripped = told.secret and not session.intents & MESSAGE_CONTENT
            if stripped not in written:
                body = told.body | WITHOUT_CONTENT if stripped else told.body
                written[stripped] = json.dumps(body)
            for _ in range(self.deliveries):
                session.push(told.name, written[stripped])

    # -- accidents --------------------------------------------------------------------------

    async def drop(self, code: int = 1006) -> None:
        """Cut every connection without a close frame; sessions can be resumed."""
        for session in self.connected:
            socket, session.socket = session.socket, None
            if socket is None:
                continue
            if code == 1006 and isinstance(session.transport, asyncio.WriteTransport):
                session.transport.abort()
            else:
                await socket.close(code=code)
        self._world.changed()

    async def reconnect(self) -> None:
        """Ask every bot to reconnect (op 7), as Discord does when it moves people around."""
        await self._tell({"op": 7, "d": None}, self.connected)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Say that sessions are invalid (op 9) and, unless resumable, forget them."""
        listening = self.connected
        if not resumable:
            self.sessions.clear()
        await self._tell({"op": 9, "d": resumable}, listening)

    async def _tell(self, frame: Json, listening: list[Session]) -> None:
        for session in listening:
            if session.socket is not None:
                with suppress(ConnectionError):  # it is gone already
                    await session.socket.send_str(json.dumps(frame))

    # -- one connection ---------------------------------------------------------------------

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Run one websocket connection from HELLO to its end."""
        socket = web.WebSocketResponse(timeout=1.0, max_msg_size=0, compress=False)
        try:
            await socket.prepare(request)
            await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}}))
        except ConnectionError:  # the bot went away as it came
            return socket
        session: Session | None = None
        writer: asyncio.Task[None] | None = None
        frames: deque[float] = deque(maxlen=FRAMES_ALLOWED[0])
        try:
            async for received in socket:
                if received.type is not WSMsgType.TEXT:
                    break
                if _too_many(frames, time.monotonic()):
                    await socket.close(code=RATE_LIMITED, message=b"You are being rate limited.")
                    break
                frame = json.loads(received.data)
                if frame["op"] == 1:
                    self.heartbeats += 1
                    await socket.send_str('{"op":11,"d":null}')
                elif frame["op"] in (2, 6) and session is None:
                    begin = self._identify if frame["op"] == 2 else self._resume
                    session = await begin(socket, frame["d"])
                    if session is not None:
                        session.transport = request.transport
                        writer = asyncio.create_task(self._write(session, socket))
                        self._world.changed()
                elif frame["op"] == 8 and session is not None:
                    await self._answer_members(session, socket, frame["d"])
        finally:
            if writer is not None:
                writer.cancel()
            if session is not None and session.socket is socket:
                session.socket = None
                self._world.changed()
        return socket

    async def _answer_members(
        self, session: Session, socket: web.WebSocketResponse, data: Json
    ) -> None:
        """Answer which of the named people are members; listing all of them takes an intent."""
        guild = self._world.guilds.get(int(data["guild_id"]))
        asked = [int(each) for each in data.get("user_ids", ())]
        if guild is None or not session.covers(guild.id) or not 0 < len(asked) <= MEMBERS_ASKED:
            await socket.close(code=DECODE_ERROR, message=b"Error while decoding payload.")
            return
        self.member_queries += 1
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(guild.members[i]) for i in asked if i in guild.members],
            "not_found": [str(each) for each in asked if each not in guild.members],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        session.push("GUILD_MEMBERS_CHUNK", json.dumps(chunk))

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        self.identifies += 1
        application = self._world.application
        if data.get("token") != application.token:
            await socket.close(code=AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return None
        intents = int(data["intents"])
        lacking = 0 if application.content_intent else intents & MESSAGE_CONTENT
        lacking |= 0 if application.members_intent else intents & GUILD_MEMBERS
        if lacking or intents & PRESENCES:
            await socket.close(code=DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return None
        shard = tuple(data.get("shard", (0, 1)))
        for old in [s for s in self.sessions.values() if not s.connected and s.shard == shard]:
            del self.sessions[old.id]
        session = Session(intents, (shard[0], shard[1]))
        self.sessions[session.id] = session
        session.socket = socket
        self._greet(session)
        return session

    def _greet(self, session: Session) -> None:
        world = self._world
        guilds = [
            guild
            for guild in world.guilds.values()
            if world.bot.id in guild.members and session.covers(guild.id)
        ]
        ready: Json = {
            "v": 10,
            "user": payloads.own_user(world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "shard": list(session.shard),
            "private_channels": [],
            "relationships": [],
            "geo_ordered_rtc_regions": [],
            "application": {"id": str(world.application.id), "flags": 0},
        }
        session.push("READY", json.dumps(ready))
        with_members = bool(session.intents & GUILD_MEMBERS)
        if session.intents & GUILDS:
            for guild in guilds:
                body = guild_create(guild, world, with_members=with_members)
                session.push("GUILD_CREATE", json.dumps(body))
        self.ready_count += 1

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        session = self.sessions.get(data.get("session_id", ""))
        seen = int(data.get("seq") or 0)
        forgotten = session is not None and bool(session.sent) and session.sent[0][0] > seen + 1
        if session is None or forgotten or data.get("token") != self._world.application.token:
            await socket.send_str('{"op":9,"d":false}')
            return None
        self.resumes += 1
        session.socket = socket
        session.waiting.clear()
        session.waiting.extend(frame for number, frame in session.sent if number > seen)
        session.push("RESUMED", "{}")
        return session

    async def _write(self, session: Session, socket: web.WebSocketResponse) -> None:
        """Send what is waiting until the connection ends; the reader notices the end."""
        try:
            while session.socket is socket:
                while session.waiting and session.socket is socket:
                    if self.delay_seconds:
                        await asyncio.sleep(self.delay_seconds)
                    await socket.send_str(session.waiting.popleft())
                session.wake.clear()
                await session.wake.wait()
        except ConnectionError:
            return


def _too_many(frames: deque[float], now: float) -> bool:
    """Record a frame that came; return whether more came in the last minute than are allowed."""
    allowed, seconds = FRAMES_ALLOWED
    over = len(frames) == allowed and now - frames[0] < seconds
    frames.append(now)
    return over
