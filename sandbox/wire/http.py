"""Handle one request: route, token, faults, limits, body, effect, answer."""

import asyncio
import json
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from sandbox.rules.errors import ApiError, refusal
from sandbox.rules.openapi import OpenApi
from sandbox.rules.problems import invalid
from sandbox.rules.rate_limits import RateLimits
from sandbox.state.records import Json, Upload
from sandbox.state.world import World
from sandbox.wire.faults import AFTER_EFFECT, ERRORS, Fault, FaultKind, Faults
from sandbox.wire.gateway import Gateway
from sandbox.wire.routes import ROUTER
from sandbox.wire.routing import Call, Reply, Route

PREFIX = "/api/v10"
JSON = "application/json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """A request and how it was refused."""

    method: str
    route: str
    path: str
    status: int
    code: int | None = None
    error: str = ""


class HttpServer:
    """Answer HTTP requests: the API, attachments, the gateway's handshake, and orders."""

    def __init__(
        self,
        world: World,
        gateway: Gateway,
        faults: Faults,
        limits: RateLimits,
        openapi: OpenApi | None,
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._faults = faults
        self._limits = limits
        self._openapi = openapi
        self.counts: Counter[tuple[str, str]] = Counter()
        self.refused: deque[RefusedRequest] = deque(maxlen=1000)
        # Only a stand-in that runs as a process of its own takes orders over HTTP.
        self.control: Callable[[Json], Awaitable[Json]] | None = None
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
            return await self._gateway.serve(request)
        if path.startswith("/attachments/"):
            return self._file(path)
        if path == "/control" and self.control is not None:
            return _written(200, await self.control(json.loads(await request.read())), {})
        if not path.startswith(PREFIX):
            return _written(404, {"message": "404: Not Found", "code": 0}, {})
        route = ROUTER.find(request.method, path[len(PREFIX) :])
        if isinstance(route, int):
            words = "Not Found" if route == 404 else "Method Not Allowed"
            self.refused.append(RefusedRequest(request.method, "?", path, route))
            return _written(route, {"message": f"{route}: {words}", "code": 0}, {})
        return await self._through(request, *route)

    def _file(self, path: str) -> web.StreamResponse:
        number = path.split("/")[2]
        file = self._world.attachments.get(int(number)) if number.isdecimal() else None
        if file is None:
            return web.Response(status=404)
        kind = file.content_type or "application/octet-stream"
        return web.Response(body=file.data, headers={"Content-Type": kind})

    async def _through(
        self, request: web.BaseRequest, route: Route, params: dict[str, str]
    ) -> web.StreamResponse:
        self.counts[route.method, route.pattern] += 1
        token = f"Bot {self._world.application.token}"
        if not route.open and request.headers.get("Authorization") != token:
            return self._refuse(request, route, refusal(0), {})
        struck = self._faults.pick(route.method, route.pattern)
        if struck is not None and struck[1] not in AFTER_EFFECT:
            early = await self._before(request, *struck)
            if early is not None:
                return early
        headers, refused = self._limits.take(route.method, route.pattern, params)
        if refused is not None:
            return self._too_many(headers, refused.retry_after, is_global=refused.is_global)
        try:
            body, uploads = await _read(request)
            if self._openapi is not None:
                self._openapi.check_request(route.method, route.pattern, body)
            call = Call(self._world, self._gateway, params, request.query, body, uploads)
            reply = route.handler(call)
        except ApiError as error:
            return self._refuse(request, route, error, headers)
        except ConnectionResetError:  # the bot is gone: its request never arrived whole
            return _written(400, {"message": "Bad Request", "code": 0}, headers)
        except Exception as error:  # a bug of the stand-in must not look like one of the bot
            log.exception("the stand-in failed at %s %s", route.method, route.pattern)
            self.broken.append(error)
            return _written(500, {"message": "Internal Server Error", "code": 0}, headers)
        self._world.changed()
        if self._openapi is not None:
            self._openapi.check_answer(route.method, route.pattern, reply.status, reply.body)
        if struck is not None and struck[1] in AFTER_EFFECT:
            return await self._after(request, *struck, reply=reply)
        return _written(reply.status, reply.body, headers)

    async def _before(
        self, request: web.BaseRequest, fault: Fault, kind: FaultKind
    ) -> web.StreamResponse | None:
        if kind in ERRORS:
            self._faults.happened(fault)
            return _written(ERRORS[kind], {"message": "Server Error", "code": 0}, {})
        if kind is FaultKind.TOO_MANY:
            self._faults.happened(fault)
            self._limits.given += 1
            return self._too_many({}, fault.seconds, is_global=False)
        if kind is FaultKind.SLOW:
            await asyncio.sleep(fault.seconds)
            self._faults.happened(fault)
            return None
        self._faults.happened(fault)
        if kind is FaultKind.HANG_BEFORE:
            await fault.released.wait()
        return _cut(request)

    async def _after(
        self, request: web.BaseRequest, fault: Fault, kind: FaultKind, *, reply: Reply
    ) -> web.StreamResponse:
        self._faults.happened(fault)
        if kind in ERRORS:
            return _written(ERRORS[kind], {"message": "Server Error", "code": 0}, {})
        if kind is FaultKind.HANG_AFTER:
            await fault.released.wait()
        return _cut(request)

    def _too_many(
        self, headers: dict[str, str], retry_after: float, *, is_global: bool
    ) -> web.StreamResponse:
        self._limits.note(429)
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
        self._limits.note(error.status)
        self.refused.append(
            RefusedRequest(
                request.method, route.pattern, request.path, error.status, error.code, str(error)
            )
        )
        if self._openapi is not None:
            self._openapi.check_error(route.method, route.pattern, error.body())
        self._world.changed()
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
        raise invalid((), "CONTENT_TYPE_INVALID", message)
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
