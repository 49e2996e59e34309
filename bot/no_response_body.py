"""Answer interactions without asking for the response body.

discord.py asks Discord to return every first answer in full, and builds objects from it. Nothing
here reads them: the database says what happened, and views are stopped before they are sent. For
/status that is as much work again as the answer itself, on both sides of the connection.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import aiohttp
from discord.http import MultipartParameters, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

if TYPE_CHECKING:
    from discord.types.interactions import InteractionCallback


class WithoutReceipts(AsyncWebhookAdapter):
    """The library's webhook adapter, without a response body for first answers."""

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
        """Send a first answer; the result names the interaction and no message."""
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
    """Answer this way in this task and in every task started in it."""
    adapter: Callable[[], WithoutReceipts] = WithoutReceipts  # the library has no types for it
    async_context.set(adapter())
