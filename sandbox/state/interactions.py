"""Interactions: what a person did, remembered until its token runs out."""

import secrets
from datetime import timedelta

from sandbox.state.events import InteractionCreated
from sandbox.state.records import Channel, Interaction, Json, Mentionable, Message, User
from sandbox.state.world import World

TOKEN_LASTS = timedelta(minutes=15)


def create(
    world: World,
    kind: int,
    user: User,
    channel: Channel,
    data: Json,
    *,
    source: Message | None = None,
    opened_by: Interaction | None = None,
    mentioned: tuple[Mentionable, ...] = (),
) -> Interaction:
    """Create an interaction of one of the four types, which the gateway then sends to the bot."""
    number = world.clock.snowflake()
    interaction = Interaction(
        id=number,
        token=f"{number}{secrets.token_hex(16)}",
        type=kind,
        user=user,
        channel=channel,
        data=data,
        created_at=world.clock.now(),
        deadline=world.changes.stopwatch() + world.patience,
        guild=world.guilds.get(channel.guild_id or 0),
        source=source,
        opened_by=opened_by,
        mentioned=mentioned,
    )
    world.interactions[interaction.token] = interaction
    world.publish(InteractionCreated(interaction))
    return interaction


def forget_expired(world: World) -> None:
    """Drop what no token can reach anymore."""
    limit = world.clock.now() - TOKEN_LASTS
    for token in [t for t, each in world.interactions.items() if each.created_at < limit]:
        del world.interactions[token]
