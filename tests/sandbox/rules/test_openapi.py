"""The stand-in and Discord's own description of its API agree, both ways."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import INVITED_BOT, Discord, Permission
from sandbox.rules.openapi import OpenApi
from sandbox.state.records import AUTOCOMPLETE, COMPONENT
from tests.sandbox.raw import Got, Raw

V2 = 1 << 15
TEXT = {"type": 10, "content": "words"}
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
LINK = {"type": 2, "style": 5, "label": "Site", "url": "https://example.org"}
MENU = {"type": 3, "custom_id": "m", "options": [{"label": "One", "value": "1"}]}
PEOPLE = {"type": 5, "custom_id": "p", "placeholder": "Who?"}
PICTURE = {"url": "https://example.org/a.png"}
LAYOUT = [
    {
        "type": 17,
        "accent_color": 0x336699,
        "components": [
            {"type": 9, "components": [TEXT], "accessory": BUTTON},
            {"type": 9, "components": [TEXT], "accessory": {"type": 11, "media": PICTURE}},
            {"type": 14},
            {"type": 12, "items": [{"media": PICTURE}]},
            {"type": 1, "components": [MENU]},
        ],
    },
    {"type": 1, "components": [LINK]},
]
EMBED = {
    "title": "t",
    "description": "d",
    "url": "https://example.org",
    "color": 1,
    "timestamp": "2026-01-05T10:00:00+00:00",
    "footer": {"text": "f"},
    "author": {"name": "a"},
    "image": PICTURE,
    "fields": [{"name": "n", "value": "v"}],
}
FORM = {
    "title": "Form",
    "custom_id": "f",
    "components": [
        {"type": 10, "content": "Please"},
        {"type": 18, "label": "A", "component": {"type": 4, "custom_id": "a", "style": 1}},
        {"type": 18, "label": "B", "component": MENU | {"custom_id": "b"}},
        {"type": 18, "label": "C", "component": PEOPLE | {"custom_id": "c", "required": False}},
    ],
}
TREE = [
    {
        "name": "cohort",
        "description": "Cohorts",
        "type": 1,
        "default_member_permissions": "32",
        "options": [
            {
                "name": "create",
                "description": "Make one",
                "type": 1,
                "options": [
                    {"name": "name", "description": "Its name", "type": 3, "required": True}
                ],
            }
        ],
    },
    {"name": "View", "type": 2},
]


@pytest.fixture
async def checked(description: Path) -> AsyncIterator[Raw]:
    async with (
        Discord.serve(openapi=description, check_answers=True) as discord,
        Raw.to(discord) as raw,
    ):
        bot_may = INVITED_BOT | Permission.MANAGE_ROLES | Permission.MANAGE_CHANNELS
        bot_may |= Permission.MANAGE_THREADS | Permission.PIN_MESSAGES
        raw.guild.allow(raw.guild.bot_role, bot_may)
        yield raw


class Walk:
    """Use routes one after another and hold each to the status it should have."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.ids = {
            "app": raw.discord.world.application.id,
            "guild": raw.guild.id,
            "channel": raw.general.id,
            "ana": raw.ana.id,
            "role": raw.guild.role("Mentors").id,
        }

    async def __call__(
        self, method: str, path: str, status: int, body: Any = None, **more: Any
    ) -> Any:
        got: Got = await self.raw(method, path.format(**self.ids), body, **more)
        assert got.status == status, (method, path, got.body)
        return got.body


async def walk_guild(go: Walk) -> None:
    await go("GET", "/users/@me", 200)
    await go("GET", "/users/{ana}", 200)
    await go("GET", "/users/@me/guilds", 200)
    await go("GET", "/oauth2/applications/@me", 200)
    await go("GET", "/gateway", 200)
    await go("GET", "/gateway/bot", 200)
    await go("GET", "/guilds/{guild}?with_counts=true", 200)
    await go("GET", "/guilds/{guild}/channels", 200)
    await go("GET", "/guilds/{guild}/roles", 200)
    await go("GET", "/guilds/{guild}/roles/{role}", 200)
    await go("GET", "/guilds/{guild}/members/{ana}", 200)
    await go("GET", "/guilds/{guild}/members/search?query=a&limit=5", 200)
    await go("GET", "/guilds/{guild}/members?limit=5", 403)
    await go("PUT", "/guilds/{guild}/members/{ana}/roles/{role}", 204)
    await go("DELETE", "/guilds/{guild}/members/{ana}/roles/{role}", 204)


async def walk_commands(go: Walk) -> None:
    for base in ("/applications/{app}/commands", "/applications/{app}/guilds/{guild}/commands"):
        registered = await go("PUT", base, 200, TREE)
        await go("GET", base, 200)
    go.ids["command"] = int(registered[0]["id"])
    first = next(iter(go.raw.discord.world.application.commands))
    await go("DELETE", f"/applications/{{app}}/commands/{first}", 204)


async def walk_messages(go: Walk) -> None:
    base = "/channels/{channel}/messages"
    rows = [{"type": 1, "components": [BUTTON, LINK]}, {"type": 1, "components": [PEOPLE]}]
    classic = {"content": "x", "embeds": [EMBED], "components": rows, "nonce": 5, "tts": False}
    posted = await go("POST", base, 200, classic | {"enforce_nonce": True})
    await go("POST", base, 200, {"flags": V2, "components": LAYOUT})
    reference = {"message_id": int(posted["id"]), "channel_id": go.ids["channel"]}
    await go("POST", base, 200, {"content": "re", "message_reference": reference})
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"content": "x", "attachments": [{"id": 0}]}')
    form.add_field("files[0]", b"1,2", filename="a.csv", content_type="text/csv")
    await go("POST", base, 200, data=form)
    go.ids["message"] = int(posted["id"])
    one = base + "/{message}"
    await go("GET", one, 200)
    await go("GET", base + "?limit=50", 200)
    await go("PATCH", one, 200, {"content": "y", "components": []})
    await go("POST", "/channels/{channel}/typing", 204)
    await go("PUT", base + "/pins/{message}", 204)
    await go("GET", base + "/pins", 200)
    await go("DELETE", base + "/pins/{message}", 204)
    await go("POST", one + "/threads", 201, {"name": "talk"})
    await go("GET", one, 200)
    await go("DELETE", one, 204)
    await go("POST", base, 400, {"content": "x" * 2001})
    await go("POST", base, 400, {})


async def walk_threads(go: Walk) -> None:
    body = {"name": "pair", "type": 12, "invitable": False, "auto_archive_duration": 10080}
    thread = await go("POST", "/channels/{channel}/threads", 201, body)
    go.ids["thread"] = int(thread["id"])
    members = "/channels/{thread}/thread-members"
    await go("PUT", members + "/{ana}", 204)
    await go("GET", "/channels/{thread}/messages", 200)
    await go("GET", members, 200)
    await go("GET", members + "/{ana}?with_member=true", 200)
    await go("DELETE", members + "/{ana}", 204)
    await go("GET", "/guilds/{guild}/threads/active", 200)
    await go("DELETE", members + "/@me", 204)
    await go("PUT", members + "/@me", 204)
    await go("PATCH", "/channels/{thread}", 200, {"archived": True})
    archived = "threads/archived/private"
    await go("GET", f"/channels/{{channel}}/{archived}", 200)
    await go("GET", f"/channels/{{channel}}/users/@me/{archived}", 200)
    await go("GET", "/channels/{channel}/threads/archived/public", 200)
    await go("GET", "/channels/{thread}", 200)


async def walk_channels(go: Walk) -> None:
    await go("GET", "/channels/{channel}", 200)
    await go("PATCH", "/channels/{channel}", 200, {"topic": "all of it"})
    await go("PUT", "/channels/{channel}/permissions/{role}", 204, {"type": 0, "allow": "1024"})
    await go("DELETE", "/channels/{channel}/permissions/{role}", 204)
    dm = await go("POST", "/users/@me/channels", 200, {"recipient_id": go.ids["ana"]})
    await go("GET", f"/channels/{dm['id']}", 200)
    await go("POST", f"/channels/{dm['id']}/messages", 200, {"content": "psst"})
    await go("DELETE", "/channels/{channel}", 200)


async def walk_interactions(raw: Raw) -> None:
    posted = await raw.post({"content": "x", "components": [{"type": 1, "components": [BUTTON]}]})
    source = raw.general.messages[int(posted.body["id"])]
    plain, layout = {"content": "x", "flags": 64}, {"flags": V2, "components": LAYOUT}
    cases: list[tuple[int, int, dict[str, Any] | None]] = [
        (2, 4, plain),
        (2, 4, layout),
        (2, 5, {"flags": 64}),
        (2, 9, FORM),
        (COMPONENT, 6, None),
        (COMPONENT, 7, {"content": "y", "components": []}),
        (AUTOCOMPLETE, 8, {"choices": [{"name": "n", "value": "v"}]}),
        (5, 4, plain),
    ]
    for kind, answered, data in cases:
        pressed = {"source": source} if kind == COMPONENT else {}
        interaction = raw.interaction(kind, **pressed)
        assert (await raw.callback(interaction, answered, data)).status == 200
        assert (await raw.callback(interaction, answered, data)).code == 40060
    deferred = raw.interaction()
    await raw.callback(deferred, 5)
    first = await raw.hook("POST", deferred, "?wait=true", {"content": "one"})
    more = await raw.hook("POST", deferred, "?wait=true", layout)
    for rest in ("/messages/@original", f"/messages/{more.body['id']}"):
        assert (await raw.hook("GET", deferred, rest)).status == 200
        assert (await raw.hook("PATCH", deferred, rest, {"flags": V2})).status in (200, 400)
        assert (await raw.hook("DELETE", deferred, rest)).status == 204
    assert first.status == 200


async def test_every_route_conforms_with_requests_and_answers(checked: Raw):
    go = Walk(checked)
    for walk in (walk_guild, walk_commands, walk_messages):
        await walk(go)
    await walk_interactions(checked)
    for walk in (walk_threads, walk_channels):
        await walk(go)

    openapi = checked.discord.openapi
    assert openapi is not None
    assert openapi.bad_answers == []
    assert openapi.bad_requests == []
    unused = [
        f"{route.method} {route.pattern}"
        for route in checked.discord.http.routes
        if checked.discord.requests(route.method, route.pattern) == 0
    ]
    assert unused == []
    assert openapi.checked_answers >= len(checked.discord.http.routes)


async def test_what_the_description_forbids_is_refused_before_any_effect(checked: Raw):
    got = await checked.post({"content": "x", "sticker_ids": ["1", "2", "3", "4"]})
    assert (got.status, got.code) == (400, 50035)
    assert checked.general.messages == {}
    assert checked.discord.openapi is not None
    assert len(checked.discord.openapi.bad_requests) == 1


async def test_an_answer_that_lacks_something_is_noticed(description: Path):
    openapi = OpenApi.load(description, check_answers=True)
    openapi.check_answer("GET", "/gateway", 200, {})
    openapi.check_answer("GET", "/gateway", 201, {})
    openapi.check_error("GET", "/gateway", {"message": "no code"})
    assert len(openapi.bad_answers) == 3


async def test_snowflakes_may_be_numbers_and_numbers_text(description: Path):
    openapi = OpenApi.load(description)
    create = ("POST", "/channels/{channel_id}/messages")
    openapi.check_request(*create, {"content": "x", "message_reference": {"message_id": 5}})
    openapi.check_request(*create, {"content": "x", "flags": "64"})
    assert openapi.checked_requests == 2
    assert openapi.bad_requests == []
