"""The page's own web server: on loopback only, for one person's browser.

A window is a page with a secret key. The browser asks for the page, listens to its events, and
sends what is clicked; each event carries the HTML of what has changed since the last.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from importlib.resources import files
from pathlib import PurePosixPath

from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.play.acts import ACTS, Sent, perform
from sandbox.play.pages.column import Regions
from sandbox.play.pages.page import page, window_regions
from sandbox.play.session import LONGEST_NAME, BusyError, Session, new_session
from sandbox.play.starts import HINTS, Start, Upload, begin
from sandbox.play.window import MOST_COLUMNS, Column, Window

STEPS = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}
# What happens within this time is sent together.
TOGETHER_SECONDS = 0.02
# Proxies and browsers give up on a silent connection.
SILENCE_SECONDS = 15.0
LARGEST_UPLOAD = 5 * 2**20
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ASSETS = {"play.css": "text/css", "play.js": "text/javascript"}
_WHERE_TO_SHOW = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Theatre:
    """The society that is played now, the windows that look at it, and the change to another."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self.ready = asyncio.Event()
        self.windows: dict[str, Window] = {}
        self._stack = contextlib.AsyncExitStack()
        self._tasks: set[asyncio.Task[None]] = set()
        self._changing = asyncio.Lock()

    async def open(self, start: Start, upload: Upload | None = None) -> None:
        """Play a society from a starting point, in place of the one before."""
        async with self._changing:
            before = self.session
            if before is not None:
                before.progress("The stage is being set…")
            await self._stack.aclose()
            self.session = session = await self._stack.enter_async_context(new_session())
            self._seat_everyone(session)
            self.ready.set()
            if before is not None:
                before.discord.world.changed()  # wakes who still waits for news from there
            try:
                await begin(session, start, upload)
                session.tell(HINTS[start])
            except ValueError as error:
                session.tell(str(error))
            self._seat_everyone(session)
            session.discord.world.changed()

    async def close(self) -> None:
        """End the play, and the bot with it."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._stack.aclose()
        self.session = None

    def window(self) -> Window:
        """Open a window with the moderator, a mentor, and a mentee."""
        window = Window([])
        if self.session is not None:
            self._seat(window, self.session)
        self.windows[window.key] = window
        return window

    def _seat_everyone(self, session: Session) -> None:
        for window in self.windows.values():
            self._seat(window, session)

    def _seat(self, window: Window, session: Session) -> None:
        people = [*session.cast, *[session.moderator] * MOST_COLUMNS][:MOST_COLUMNS]
        window.columns = [
            Column(number, who, session.mentoring.id) for number, who in enumerate(people, start=1)
        ]

    def aside(self, window: Window, work: Awaitable[None]) -> None:
        """Do something to the stage that takes a while, and tell when it can't be done."""

        async def told() -> None:
            try:
                await work
            except (BusyError, OSError, RuntimeError, TimeoutError) as error:
                if self.session is not None:
                    self.session.tell(f"That didn’t work: {error}")
            finally:
                self.done(window)

        task = asyncio.ensure_future(told())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def done(self, window: Window) -> None:
        """Note that an act on the stage is over."""
        window.acts_done += 1
        if self.session is not None:
            self.session.discord.world.changed()


def application(theatre: Theatre, port: Callable[[], int]) -> web.Application:
    """Return the server. It answers only to the names of this machine's own loopback."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        own = {f"{host}:{port()}" for host in ("127.0.0.1", "localhost", "[::1]")}
        if request.host not in own:
            raise web.HTTPForbidden(text="This page answers to its own machine only.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in own:
            raise web.HTTPForbidden(text="That came from another page.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    app = web.Application(middlewares=[guarded], client_max_size=LARGEST_UPLOAD)
    pages = _Pages(theatre)
    app.router.add_get("/", pages.page)
    app.router.add_get("/assets/{name}", pages.asset)
    app.router.add_get("/files/{id}/{name}", pages.file)
    app.router.add_get("/windows/{key}/events", pages.events)
    app.router.add_post("/windows/{key}/columns/{number}/{act}", pages.act)
    app.router.add_post("/windows/{key}/stage/{act}", pages.stage)
    return app


class _Pages:
    def __init__(self, theatre: Theatre) -> None:
        self._theatre = theatre

    async def page(self, request: web.Request) -> web.Response:
        session = self._session()
        html = str(page(self._theatre.window(), session))
        return web.Response(text=html, content_type="text/html")

    async def asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in _ASSETS:
            raise web.HTTPNotFound
        text = files("sandbox.play").joinpath("assets", name).read_text()
        return web.Response(text=text, content_type=_ASSETS[name])

    async def file(self, request: web.Request) -> web.Response:
        number = request.match_info["id"]
        world = self._session().discord.world
        found = world.attachments.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise web.HTTPNotFound
        kind = (found.content_type or "").partition(";")[0]
        how = "inline" if kind in _WHERE_TO_SHOW else "attachment"
        name = PurePosixPath(found.filename).name.replace('"', "")
        headers = {"Content-Disposition": f'{how}; filename="{name}"'}
        kind = kind if how == "inline" else "application/octet-stream"
        return web.Response(body=found.data, content_type=kind, headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        window = self._window(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_HEADERS})
        await response.prepare(request)
        with contextlib.suppress(ConnectionResetError):
            async for changed in self._changes(window):
                await response.write(f"data: {json.dumps(changed)}\n\n".encode())
        return response

    async def _changes(self, window: Window) -> AsyncIterator[Regions]:
        """Yield what has changed in a window, as soon as it has; {} from time to time."""
        sent: Regions = {}
        session, seen = None, -1
        while True:
            if self._theatre.session is not session:
                session, seen, sent = self._theatre.session, -1, {}
            if session is None:
                await asyncio.sleep(TOGETHER_SECONDS)
                continue
            changes = session.discord.world.changes
            if seen == changes.count:
                with contextlib.suppress(TimeoutError):
                    await changes.after(seen, SILENCE_SECONDS)
                await asyncio.sleep(TOGETHER_SECONDS)
            quiet, seen = seen == changes.count, changes.count
            fresh = window_regions(window, session)
            changed = {name: html for name, html in fresh.items() if sent.get(name) != html}
            sent = fresh
            if changed or quiet:
                yield changed

    async def act(self, request: web.Request) -> web.Response:
        window, name = self._window(request), request.match_info["act"]
        try:
            column = window.column(int(request.match_info["number"]))
        except (KeyError, ValueError):
            raise web.HTTPNotFound from None
        if name not in ACTS:
            raise web.HTTPNotFound
        await perform(self._session(), column, name, await _sent(request))
        return web.Response(status=204)

    async def stage(self, request: web.Request) -> web.Response:
        window, theatre = self._window(request), self._theatre
        session, sent = self._session(), await _sent(request)
        match request.match_info["act"]:
            case "time":
                step = sent.word("step")
                by = STEPS.get(step)
                theatre.aside(window, session.to_next() if by is None else session.advance(by))
            case "start":
                start = Start(sent.word("start"))
                theatre.aside(window, theatre.open(start, sent.files.get("file")))
            case "settings":
                for member in session.guild.state.members.values():
                    member.user.locale = sent.word("language") or "en-US"
            case "look":
                theatre.aside(window, session.look_ahead())
            case "joins":
                name = sent.word("name").strip()[:LONGEST_NAME]
                if name:
                    session.joins(name)
                    session.tell(f"{name} joined the server. Choose them under “You are”.")
                theatre.done(window)
            case "fault":
                self._fault(window, session, sent)
            case _:
                raise web.HTTPNotFound
        return web.Response(status=204)

    def _fault(self, window: Window, session: Session, sent: Sent) -> None:
        match sent.word("fault"):
            case "kill":
                self._theatre.aside(window, session.kill())
            case "restart":
                self._theatre.aside(window, session.restart())
            case "outage":
                self._theatre.aside(window, session.outage())
            case "threads":
                session.forbid_threads()
                self._theatre.done(window)
            case "dm":
                session.close_messages(session.person(sent.number("person")))
                self._theatre.done(window)
            case "thread":
                number = sent.number("thread")
                session.delete_thread(session.guild.state.channels[number])
                self._theatre.done(window)

    def _session(self) -> Session:
        if self._theatre.session is None or not self._theatre.ready.is_set():
            raise web.HTTPServiceUnavailable(text="The stage is being set; reload in a moment.")
        return self._theatre.session

    def _window(self, request: web.Request) -> Window:
        window = self._theatre.windows.get(request.match_info["key"])
        if window is None:
            raise web.HTTPGone(text="This page is from an earlier play; reload it.")
        return window


async def _sent(request: web.Request) -> Sent:
    words: dict[str, list[str]] = {}
    uploads: dict[str, Upload] = {}
    form = await request.post()
    for name, value in form.items():
        if isinstance(value, FileField):
            data = value.file.read()
            if value.filename:
                uploads[name] = Upload(value.filename, data)
        elif isinstance(value, str):
            words.setdefault(name, []).append(value)
    return Sent(words, uploads)
