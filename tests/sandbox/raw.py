"""Requests as they go over the wire, for what no library would send."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox import Channel, Discord, GuildHandle, Person
from sandbox.state import interactions
from sandbox.state.records import COMMAND, Interaction

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Got:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> int | None:
        code: int | None = self.body.get("code") if isinstance(self.body, dict) else None
        return code

    def finding(self, *path: str | int) -> str:
        """Return the code of the first finding at a path of the nested errors."""
        place = self.body["errors"]
        for step in path:
            place = place[str(step)]
        code: str = place["_errors"][0]["code"]
        return code


class Raw:
    """Send requests with the bot's token, in a server with two people."""

    def __init__(self, discord: Discord, session: aiohttp.ClientSession) -> None:
        self.discord = discord
        self._session = session
        self.guild: GuildHandle = discord.guild("Pre-Health Society")
        self.general: Channel = self.guild.channel("general")
        self.ana: Person = self.guild.person("Ana")
        self.ben: Person = self.guild.person("Ben")

    @classmethod
    @contextlib.asynccontextmanager
    async def to(cls, discord: Discord) -> AsyncIterator["Raw"]:
        async with aiohttp.ClientSession() as session:
            yield cls(discord, session)

    async def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **more: Any
    ) -> Got:
        headers = {"Authorization": f"Bot {token or self.discord.token}"}
        headers |= more.pop("headers", {})
        kwargs = more if body is None else {"json": body, **more}
        url = self.discord.api_url + path
        async with self._session.request(method, url, headers=headers, **kwargs) as response:
            kind = response.content_type
            answer = await response.json() if kind == "application/json" else None
            return Got(response.status, answer, dict(response.headers))

    async def post(self, body: Json, channel: Channel | None = None) -> Got:
        """Post a message."""
        return await self("POST", f"/channels/{(channel or self.general).id}/messages", body)

    def interaction(self, kind: int = COMMAND, **about: Any) -> Interaction:
        """Let Ana act without a bot that would answer."""
        data = {"id": "1", "name": "x", "type": 1}
        world, ana = self.discord.world, self.ana.user
        return interactions.create(world, kind, ana, self.general, data, **about)

    async def callback(self, interaction: Interaction, kind: int, data: Json | None = None) -> Got:
        """Answer an interaction."""
        path = f"/interactions/{interaction.id}/{interaction.token}/callback?with_response=1"
        return await self("POST", path, {"type": kind, "data": data})

    async def hook(
        self, method: str, interaction: Interaction, rest: str = "", body: Json | None = None
    ) -> Got:
        """Use an interaction's webhook."""
        path = f"/webhooks/{self.discord.world.application.id}/{interaction.token}{rest}"
        return await self(method, path, body)
