"""The page's server answers its own browser only, and what people write stays text."""

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import htpy as h
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from sandbox import Discord
from sandbox.demo.bot_process import BotProcess
from sandbox.demo.stage import Stage
from sandbox.play.pages.markdown import Reader, markdown
from sandbox.play.server import Theatre, application
from sandbox.play.session import Session

Served = tuple[Session, str, ClientSession]


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    """Serve a society without a bot: what is asked here never reaches one."""
    theatre = Theatre()
    async with Discord.serve() as discord:
        bot = BotProcess(discord, tmp_path)
        guild = discord.guild("Society")
        moderator = guild.person("Mo")
        theatre.session = Session(
            discord,
            bot,
            Stage(discord, bot),
            guild,
            guild.text("mentoring"),
            guild.text("moderators"),
            guild.role("Organisers"),
            moderator,
            cast=[moderator],
        )
        theatre.ready.set()
        ports: list[int] = []
        async with TestServer(application(theatre, lambda: ports[0])) as server:
            ports.append(server.port or 0)
            async with ClientSession() as client:
                yield theatre.session, f"http://127.0.0.1:{server.port}", client


async def test_another_host_or_page_is_refused(served: Served) -> None:
    _, address, client = served
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        async with client.get(address, headers=headers) as answer:
            assert answer.status == 403
    async with client.get(address, headers={"Origin": address}) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


async def test_a_window_that_was_never_opened_can_do_nothing(served: Served) -> None:
    _, address, client = served
    for path in ("columns/1/say", "stage/time"):
        async with client.post(f"{address}/windows/guessed/{path}", data={"text": "Hi"}) as answer:
            assert answer.status == 410


async def test_what_the_page_never_offers_is_not_found(served: Served) -> None:
    session, address, client = served
    async with client.get(address) as answer:
        key = (await answer.text()).partition('data-key="')[2].partition('"')[0]
    for path in ("columns/9/say", "columns/x/say", "columns/1/fly", "stage/fly"):
        async with client.post(f"{address}/windows/{key}/{path}") as answer:
            assert answer.status == 404, path
    async with client.get(f"{address}/assets/../server.py") as answer:
        assert answer.status == 404
    async with client.post(
        f"{address}/windows/{key}/columns/1/say", data={"text": "Hello"}
    ) as answer:
        assert answer.status == 204
    assert [each.content for each in session.mentoring.standing()] == ["Hello"]


async def test_a_file_that_is_no_picture_is_downloaded(served: Served) -> None:
    session, address, client = served
    page = session.discord.attachment("page.html", b"<script>1</script>", "text/html")
    async with client.get(f"{address}/files/{page.id}/page.html") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("\\*no\\* <b>x</b>", "*no* &lt;b&gt;x&lt;/b&gt;"),
        ("`<i>`", "<code>&lt;i&gt;</code>"),
        ("[a](https://x.example/?q=1&r=2)", 'href="https://x.example/?q=1&amp;r=2"'),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("> quoted\nnot", "<blockquote>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("snake_case_name", "snake_case_name"),
        ("<@1>", "@unknown-user"),
        ("<t:1807135200:t>", "5:00 PM"),
    ],
)
def test_markup_is_shown_and_nothing_else_is_html(text: str, html: str) -> None:
    discord = Discord()
    guild = discord.guild("Society")
    reader = Reader(discord.world, guild.state, 0, ZoneInfo("America/Chicago"), discord.clock.now())
    assert html in str(h.fragment[markdown(text, reader)])
