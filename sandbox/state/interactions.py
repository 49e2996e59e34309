"""Interactions: what a person did, when it must be answered, and how it may be."""

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.people.answers import Answer
from sandbox.rules.errors import refusal
from sandbox.state import permissions
from sandbox.state.world import Channel, Guild, Json, Member, Message, User, World
from sandbox.wire import payloads

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
TOKEN_LASTS = timedelta(minutes=15)
ATTACHMENT_LIMIT = 10 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Interaction:
    """One act of one person, from the moment it is sent to the end of its token."""

    id: int
    token: str
    type: int
    user: User
    channel: Channel
    data: Json
    created_at: datetime
    deadline: float
    answer: Answer
    guild: Guild | None = None
    source: Message | None = None
    responded: bool = False
    response: Message | None = None
    followups: list[int] = field(default_factory=list)
    # The metadata of what opened a modal, carried into what its submission brings forth.
    opened_by: Json | None = None

    def metadata(self) -> Json:
        """Return how a message says which interaction it comes from."""
        body: Json = {
            "id": str(self.id),
            "type": self.type,
            "user": payloads.user(self.user),
            "authorizing_integration_owners": self.owners(),
        }
        if self.type == COMPONENT and self.source is not None:
            body["interacted_message_id"] = str(self.source.id)
        if self.type == MODAL:
            body["triggering_interaction_metadata"] = self.opened_by or {
                "id": str(self.id),
                "type": COMMAND,
                "authorizing_integration_owners": self.owners(),
            }
        target = self.data.get("target_id")
        if target and self.data.get("type") == 2:
            body["target_user"] = self.data["resolved"]["users"][target]
        elif target:
            body["target_message_id"] = target
        return body

    def owners(self) -> Json:
        """Return who installed the application where this happened."""
        return {"0": str(self.guild.id) if self.guild else "0"}


class Desk:
    """Send interactions to the bot, and remember them until their tokens run out."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: dict[str, Interaction] = {}
        # Real seconds in which the bot must answer, as on Discord.
        self.patience = 3.0

    def open(
        self,
        kind: int,
        user: User,
        channel: Channel,
        data: Json,
        source: Message | None = None,
        opened_by: Json | None = None,
    ) -> Interaction:
        """Create an interaction and hand it to the gateway."""
        world = self._world
        guild = world.guilds.get(channel.guild_id or 0)
        now = world.clock.now()
        number = world.clock.snowflake()
        interaction = Interaction(
            id=number,
            token=f"{number}{secrets.token_hex(16)}",
            type=kind,
            user=user,
            channel=channel,
            data=data,
            created_at=now,
            deadline=time.monotonic() + self.patience,
            answer=Answer(world, user),
            guild=guild,
            source=source,
            opened_by=opened_by,
        )
        interaction.answer.interaction = interaction
        self._by_token[interaction.token] = interaction
        world.emit(
            "INTERACTION_CREATE", describe(world, interaction), guild_id=guild.id if guild else None
        )
        return interaction

    def awaiting(self, interaction_id: int, token: str) -> Interaction:
        """Return an interaction that may still get its first answer, or refuse: 10062, 40060."""
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id:
            raise refusal(10062)
        if found.responded:
            raise refusal(40060)
        if time.monotonic() > found.deadline:
            raise refusal(10062)
        return found

    def by_webhook(self, application_id: int, token: str) -> Interaction:
        """Return the interaction behind a follow-up, or refuse: 10015, and 50027 after 15 min."""
        if application_id != self._world.application.id:
            raise refusal(10015)
        found = self._by_token.get(token)
        if found is None:
            raise refusal(50027)
        if self._world.clock.now() - found.created_at > TOKEN_LASTS:
            raise refusal(50027)
        if not found.responded:
            raise refusal(10015)
        return found

    def forget_expired(self) -> None:
        """Drop what no token can reach any more."""
        limit = self._world.clock.now() - TOKEN_LASTS
        for token in [t for t, each in self._by_token.items() if each.created_at < limit]:
            del self._by_token[token]


def describe(world: World, interaction: Interaction) -> Json:
    """Return the event as the gateway sends it."""
    channel, user, guild = interaction.channel, interaction.user, interaction.guild
    granted = permissions.in_channel(world, world.bot.id, channel)
    body: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel": partial_channel(world, channel, user.id),
        "channel_id": str(channel.id),
        "app_permissions": str(granted or permissions.IN_DM),
        "locale": "en-US",
        "entitlements": [],
        "entitlement_sku_ids": [],
        "authorizing_integration_owners": interaction.owners(),
        "context": 0 if guild else 1,
        "attachment_size_limit": ATTACHMENT_LIMIT,
    }
    if guild is None:
        body["user"] = payloads.user(user)
    else:
        body["guild_id"] = str(guild.id)
        body["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        body["guild_locale"] = guild.locale
        body["member"] = interaction_member(world, guild.members[user.id], channel)
    if interaction.source is not None:
        body["message"] = payloads.message(interaction.source, world)
    return body


def interaction_member(world: World, member: Member, channel: Channel) -> Json:
    """Return a member with what they may do where the interaction happened."""
    granted = permissions.in_channel(world, member.user.id, channel)
    return payloads.member(member) | {"permissions": str(granted)}


def partial_channel(world: World, channel: Channel, user_id: int) -> Json:
    """Return a channel the way interactions carry one."""
    body = payloads.channel(channel)
    body.pop("permission_overwrites", None)
    body["permissions"] = str(permissions.in_channel(world, user_id, channel))
    return body
