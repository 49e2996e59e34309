"""Answer interactions without asking for what was answered.

discord.py asks Discord to send every first answer back, whole, and makes objects of it. Nobody here
looks at them: the database says what happened, and views are stopped before they are sent. For
whoever asks /status that is as much work again as the answer itself, on both sides of the wire.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import aiohttp
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

if TYPE_CHECKING:
    from discord.types.interactions import InteractionCallback


class WithoutReceipts(AsyncWebhookAdapter):
    """The library's way to Discord's webhooks, which hears of a first answer that it was taken."""

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        params: MultipartParameters,
    ) -> "InteractionCallback":
        """Send a first answer; what comes back names the interaction and no message."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction_id,
            webhook_token=token,
        )
        await self.request(
            route,
            session=session,
            payload=params.payload,
            multipart=params.multipart,
            files=params.files,
            proxy=proxy,
            proxy_auth=proxy_auth,
        )
        # A type is expected, and never read.
        return {"interaction": {"id": interaction_id, "type": 2}}


def ask_for_none() -> None:
    """Answer so in this task and in every task that begins in it."""
    adapter: Callable[[], WithoutReceipts] = WithoutReceipts  # the library types it not
    async_context.set(adapter())
