"""A whole society in a browser: be its moderator, a mentor, and a mentee, side by side.

The bot is the real one, in a process of its own, against the stand-in for Discord; the page is
served on loopback, and weeks pass with a click.
"""

import asyncio
import contextlib
import signal
import sys
import webbrowser

from aiohttp import web

from sandbox.play.server import Theatre, application
from sandbox.play.starts import Start

PORT = 8765


def play(port: int = PORT, *, start: str = "open", browser: bool = True) -> int:
    """Serve the page until interrupted, and return the exit code.

    Raises `OSError` if the port is taken; 0 takes a free one.
    """
    return asyncio.run(_play(port, Start(start), browser=browser))


async def _play(port: int, start: Start, *, browser: bool) -> int:
    theatre = Theatre()
    bound: list[int] = []
    runner = web.AppRunner(
        application(theatre, lambda: bound[0]), access_log=None, shutdown_timeout=0.5
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        bound.append(runner.addresses[0][1])
        _say("Setting the stage…")
        opened = asyncio.ensure_future(theatre.open(start))
        ready = asyncio.ensure_future(theatre.ready.wait())
        await asyncio.wait({ready, opened}, return_when=asyncio.FIRST_COMPLETED)
        if not theatre.ready.is_set():
            opened.result()
        address = f"http://127.0.0.1:{bound[0]}/"
        _say(f"Playing at {address}  (Ctrl+C ends it, and nothing is kept)")
        if browser:
            with contextlib.suppress(webbrowser.Error):
                await asyncio.to_thread(webbrowser.open, address)
        await _interrupted()
        opened.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await opened
    finally:
        await runner.cleanup()
        await theatre.close()
    return 0


async def _interrupted() -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    await ended.wait()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
