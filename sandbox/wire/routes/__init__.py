"""The REST routes, one module per noun; importing this package fills the table of routes."""

from sandbox.wire.routes import (
    applications,
    channels,
    guilds,
    interactions,
    messages,
    threads,
    users,
    webhooks,
)
from sandbox.wire.routing import ROUTER

__all__ = [
    "ROUTER",
    "applications",
    "channels",
    "guilds",
    "interactions",
    "messages",
    "threads",
    "users",
    "webhooks",
]
