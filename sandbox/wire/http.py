"""One request's way through: route, token, faults, limits, body, effect, answer."""

import asyncio
import json
import logging
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from sandbox.rules.errors import ApiError, refusal
from sandbox.rules.messages import Upload
from sandbox.wire.faults import AFTER_EFFECT, ERRORS, Fault, FaultKind
from sandbox.wire.routes import ROUTER
from sandbox.wire.routing import Call, Reply, Route

if TYPE_CHECKING:
    from sandbox.control import Control
    from sandbox.server import Discord

PREFIX = "/api/v10"
JSON = "application/json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request and what became of it."""

    method: str
    route: str
    path: str
    status: int
    code: int | None = None
    error: str = ""


class Door:
    """Receive HTTP requests and answer them."""

    def __init__(self, discord: "Discord") -> None:
        self._discord = discord
        self.counts: Counter[tuple[str, str]] = Counter()
        self.refused: deque[Seen] = deque(maxlen=1000)
        # Only a stand-in that runs as a process of its own takes orders over HTTP.
        self.control: Control | None = None
        # Failures of the stand-in itself; leaving `serve` raises the first.
        self.broken: list[Exception] = []

    @property
    def routes(self) -> list[Route]:
        """Return every route there is."""
        return ROUTER.routes

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        path = request.path
        if path in ("/gateway", "/gateway/"):
            return await self._discord.gateway.serve(request)
        if path.startswith("/attachments/"):
            return self._file(path)
        if path == "/control" and self.control is not None:
            return _written(200, await self.control.act(json.loads(await request.read())), {})
        if not path.startswith(PREFIX):
            return _written(404, {"message": "404: Not Found", "code": 0}, {})
        found = ROUTER.find(request.method, path[len(PREFIX) :])
        if isinstance(found, int):
            words = "Not Found" if found == 404 else "Method Not Allowed"
            self.refused.append(Seen(request.method, "?", path, found))
            return _written(found, {"message": f"{found}: {words}", "code": 0}, {})
        return await self._through(request, *found)

    def _file(self, path: str) -> web.StreamResponse:
        number = path.split("/")[2]
        kept = self._discord.world.attachments.get(int(number)) if number.isdecimal() else None
        if kept is None:
            return web.Response(status=404)
        kind = kept.content_type or "application/octet-stream"
        return web.Response(body=kept.data, headers={"Content-Type": kind})

    async def _through(
        self, request: web.BaseRequest, route: Route, params: dict[str, str]
    ) -> web.StreamResponse:
        discord = self._discord
        self.counts[route.method, route.pattern] += 1
        if not route.open and request.headers.get("Authorization") != discord.authorization:
            return self._refuse(request, route, refusal(0), {})
        struck = discord.faults.pick(route.method, route.pattern)
        if struck is not None and struck[1] not in AFTER_EFFECT:
            early = await self._before(request, *struck)
            if early is not None:
                return early
        headers, refused = discord.limits.take(route.method, route.pattern, params)
        if refused is not None:
            return self._too_many(headers, refused.retry_after, is_global=refused.is_global)
        try:
            body, uploads = await _read(request)
            if discord.openapi is not None:
                discord.openapi.check_request(route.method, route.pattern, body)
            call = Call(discord, params, request.query, body, uploads)
            reply = route.handler(call)
        except ApiError as error:
            return self._refuse(request, route, error, headers)
        except Exception as error:  # a fault of the stand-in must not look like one of the bot
            log.exception("the stand-in failed at %s %s", route.method, route.pattern)
            self.broken.append(error)
            return _written(500, {"message": "Internal Server Error", "code": 0}, headers)
        discord.changed()
        if discord.openapi is not None:
            discord.openapi.check_answer(route.method, route.pattern, reply)
        if struck is not None and struck[1] in AFTER_EFFECT:
            return await self._after(request, *struck, reply=reply)
        return _written(reply.status, reply.body, headers)

    async def _before(
        self, request: web.BaseRequest, fault: Fault, kind: FaultKind
    ) -> web.StreamResponse | None:
        if kind in ERRORS:
            fault.happened()
            return _written(ERRORS[kind], {"message": "Server Error", "code": 0}, {})
        if kind is FaultKind.TOO_MANY:
            fault.happened()
            self._discord.limits.given += 1
            return self._too_many({}, fault.seconds, is_global=False)
        if kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            fault.happened()
            return None
        fault.happened()
        if kind is FaultKind.HANG_BEFORE:
            await fault.released.wait()
        return _cut(request)

    async def _after(
        self, request: web.BaseRequest, fault: Fault, kind: FaultKind, *, reply: Reply
    ) -> web.StreamResponse:
        fault.happened()
        if kind in ERRORS:
            return _written(ERRORS[kind], {"message": "Server Error", "code": 0}, {})
        if kind is FaultKind.HANG_AFTER:
            await fault.released.wait()
        return _cut(request)

    def _too_many(
        self, headers: dict[str, str], retry_after: float, *, is_global: bool
    ) -> web.StreamResponse:
        self._discord.limits.note(429)
        # Without `Via` clients take a 429 for a ban by the network in front of Discord.
        headers = headers | {"Via": "1.1 sandbox", "Retry-After": f"{retry_after:.3f}"}
        body = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": is_global,
        }
        return _written(429, body, headers)

    def _refuse(
        self, request: web.BaseRequest, route: Route, error: ApiError, headers: dict[str, str]
    ) -> web.StreamResponse:
        self._discord.limits.note(error.status)
        self.refused.append(
            Seen(request.method, route.pattern, request.path, error.status, error.code, str(error))
        )
        if self._discord.openapi is not None:
            self._discord.openapi.check_error(route.method, route.pattern, error.body())
        self._discord.changed()
        return _written(error.status, error.body(), headers)


def _cut(request: web.BaseRequest) -> web.StreamResponse:
    """Break the connection, as a network does; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _written(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    if status == 204:
        return web.Response(status=204, headers=headers)
    written = json.dumps(body).encode()
    return web.Response(status=status, body=written, headers=headers, content_type=JSON)


async def _read(request: web.BaseRequest) -> tuple[Any, dict[int, Upload]]:
    """Return a request's JSON and its files, or refuse what is neither."""
    if not request.can_read_body:
        return None, {}
    if request.content_type == JSON:
        return _parsed(await request.read()), {}
    if request.content_type != "multipart/form-data":
        await request.read()
        message = 'Expected "Content-Type" header to be one of {"application/json"}.'
        raise refusal(50035, {"_errors": [{"code": "CONTENT_TYPE_INVALID", "message": message}]})
    body: Any = {}
    uploads: dict[int, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read(decode=True))
        name = part.name or ""
        if name == "payload_json":
            body = _parsed(data)
        elif name.startswith("files[") and name[6:-1].isdecimal():
            kind = part.headers.get("Content-Type")
            uploads[int(name[6:-1])] = Upload(part.filename or "unnamed", data, kind)
    return body, uploads


def _parsed(data: bytes) -> Any:
    if not data:
        return None
    try:
        return json.loads(data)
    except ValueError:
        raise refusal(50109) from None
