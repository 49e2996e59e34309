"""Who a message really reaches: the mentions in its text, narrowed by `allowed_mentions`."""

import re
from dataclasses import dataclass, field

from sandbox.state import permissions
from sandbox.state.content import TEXT, walk
from sandbox.state.permissions import Permission
from sandbox.state.records import Channel, Json, Message, User
from sandbox.state.world import World

OF_USER = re.compile(r"<@!?(\d+)>")
OF_ROLE = re.compile(r"<@&(\d+)>")
OF_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass(slots=True)
class Reach:
    """Say who is mentioned, who is notified, and whom the text names at all."""

    users: list[User] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    everyone: bool = False
    notified: set[int] = field(default_factory=set)
    named: list[int] = field(default_factory=list)


def visible_text(text: str, components: list[Json]) -> str:
    """Return all text of a message in which a mention would count."""
    shown = [node["content"] for node in walk(components) if node.get("type") == TEXT]
    return "\n".join([text, *shown])


def reach(world: World, channel: Channel, author: User, text: str, body: Json) -> Reach:
    """Work out whom a message in `channel` reaches."""
    found = Reach()
    if "@" not in text and not body.get("message_reference"):
        return found
    allowed = body.get("allowed_mentions")
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    listed_users = {int(each) for each in (allowed or {}).get("users") or []}
    listed_roles = {int(each) for each in (allowed or {}).get("roles") or []}
    found.named = [int(each) for each in OF_USER.findall(text)]
    for user_id in dict.fromkeys(found.named):
        if user_id in world.users and ("users" in parse or user_id in listed_users):
            found.users.append(world.users[user_id])
    _reply(world, channel, body, allowed, found)
    found.notified = {user.id for user in found.users if _present(world, channel, user.id)}
    if channel.guild_id is not None:
        _groups(world, channel, author, text, parse, listed_roles, found)
    found.notified.discard(author.id)
    return found


def _reply(world: World, channel: Channel, body: Json, allowed: Json | None, found: Reach) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    target = channel.messages.get(int(reference["message_id"]))
    rings = allowed is None or bool(allowed.get("replied_user"))
    if target and rings and target.author not in found.users:
        found.users.append(target.author)


def _groups(
    world: World,
    channel: Channel,
    author: User,
    text: str,
    parse: set[str],
    listed: set[int],
    found: Reach,
) -> None:
    guild = world.guilds[channel.guild_id or 0]
    anyone = bool(permissions.in_channel(world, author.id, channel) & Permission.MENTION_EVERYONE)
    for role_id in dict.fromkeys(int(each) for each in OF_ROLE.findall(text)):
        role = guild.roles.get(role_id)
        if role is None or ("roles" not in parse and role_id not in listed):
            continue
        found.roles.append(role_id)
        if role.mentionable or anyone:
            holders = (each.user.id for each in guild.members.values() if role_id in each.roles)
            found.notified.update(each for each in holders if _present(world, channel, each))
    if OF_EVERYONE.search(text) and "everyone" in parse and anyone:
        found.everyone = True
        found.notified.update(each for each in guild.members if _present(world, channel, each))


def _present(world: World, channel: Channel, user_id: int) -> bool:
    return permissions.can_see(world, user_id, channel)


def apply(message: Message, found: Reach) -> None:
    """Write what was worked out onto the message."""
    message.mentions = found.users
    message.mention_roles = found.roles
    message.mention_everyone = found.everyone
    message.notified |= found.notified
