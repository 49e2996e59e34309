"""Measure the page of `preceptor play` in Chromium: to begin, to be usable, and to show a click.

    python -m bench.play [--times 30]

Each figure is taken in the browser itself, from the click until both columns show what came of it.
"""

import argparse
import asyncio
import statistics
import time
from unittest import mock

import psutil

from bench.table import Report
from sandbox.demo.bot_process import BotProcess
from sandbox.play.server import Theatre
from sandbox.play.starts import Start
from tests.sandbox.play.browser import Page, chromium, playing

MANY_MESSAGES = 400
# From when the page was asked for until its columns show what is in them.
_USABLE = """
const done = arguments[0];
const look = () => document.getElementById("c3-title")?.textContent
  ? done(performance.now()) : requestAnimationFrame(look);
look();
"""
# Click, and wait until an element that fits in each of these columns has changed.
_CLICKED = """
const [button, columns, done] = arguments;
const places = columns.map((number) => document.getElementById(`c${number}-messages`));
const newest = (place) => place.lastElementChild?.id;
const before = places.map(newest);
const began = performance.now();
const watch = new MutationObserver(() => {
  if (places.some((place, at) => newest(place) === before[at])) return;
  watch.disconnect();
  done(performance.now() - began);
});
for (const place of places) watch.observe(place, { childList: true });
document.querySelector(button).click();
"""
# Type into a column's line and send it; its form is there for the keyboard's Enter.
_TYPED = """
const line = document.getElementById("c2-line");
line.value = arguments[0];
"""
_SENT = "document.getElementById('c2-line').form.requestSubmit();"
_MANY = """
const [key, number, done] = arguments;
const say = (at) => {
  if (!at) return done();
  const data = new FormData();
  data.set("text", `Message ${at}`);
  fetch(`/windows/${key}/columns/2/say`, { method: "POST", body: data }).then(() => say(at - 1));
};
say(number);
"""


async def ready_seconds() -> float:
    """Return how long it takes from a bot that is ready until a page can be served."""
    ready: list[float] = []
    start = BotProcess.start

    async def timed(bot: BotProcess) -> None:
        await start(bot)
        ready.append(time.perf_counter())

    theatre = Theatre()
    with mock.patch.object(BotProcess, "start", timed):
        opened = asyncio.ensure_future(theatre.open(Start.EMPTY))
        await theatre.ready.wait()
        seconds = time.perf_counter() - ready[0]
    await opened
    await theatre.close()
    return seconds


def said(page: Page, times: int) -> list[float]:
    """Return how long words take from Enter until two columns show them, in milliseconds."""
    script = _CLICKED.replace("document.querySelector(button).click();", _SENT)
    found: list[float] = []
    for at in range(times):
        page.script(_TYPED, f"Words {at}")
        found.append(page.browser.execute_async_script(script, "", [2, 3]))
    return found


def answered(page: Page, times: int) -> list[float]:
    """Return how long the bot's answer to a button takes until it is shown, in milliseconds."""
    button = '#c3 form[data-act=click]:has(input[value^="pc1:join:mentee"]) button'
    return [page.browser.execute_async_script(_CLICKED, button, [3]) for _ in range(times)]


def line(times: list[float]) -> str:
    """Return the median and the worst."""
    return f"{statistics.median(times):.0f} ms, worst {max(times):.0f} ms"


def memory(address: str) -> float:
    """Return the memory of the process that serves an address, in MiB."""
    port = int(address.rsplit(":", 1)[1].strip("/"))
    [server] = {
        each.pid
        for each in psutil.Process().children(recursive=True)
        for connection in each.net_connections()
        if connection.status == "LISTEN" and connection.laddr.port == port
    }
    return float(psutil.Process(server).memory_info().rss / 2**20)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    report = Report("The page of `preceptor play`, in Chromium")
    report.note("a page, once the bot is ready", f"{asyncio.run(ready_seconds()):.2f} s")
    with chromium() as browser, playing() as address:
        page = Page(browser, address)
        page.start("open")
        usable = []
        for _ in range(5):
            browser.get(address)
            usable.append(browser.execute_async_script(_USABLE))
        report.note("asked for, until it's usable", line(usable))
        page = Page(browser, address)
        # First: later, the panel with the button is not among the newest messages anymore.
        report.note("a button, until the bot's answer is shown", line(answered(page, times)))
        few = said(page, times)
        report.note("Enter, until both columns show it", line(few))
        report.note("memory of the page's server", f"{memory(address):.0f} MiB")
        page.start("to-match")
        key = page.script("return document.documentElement.dataset.key")
        browser.set_script_timeout(120)
        browser.execute_async_script(_MANY, key, MANY_MESSAGES)
        many = said(page, times)
        ratio = statistics.median(many) / statistics.median(few)
        report.add("the same with 40 people and 400 messages", line(many), line(few), ratio, "2.0x")
        report.note("memory of the page's server then", f"{memory(address):.0f} MiB")
    report.show()


if __name__ == "__main__":
    main()
