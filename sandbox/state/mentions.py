"""Whom a message really reaches: the mentions in its text, narrowed by `allowed_mentions`."""

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
    """Who is mentioned, who is notified, and every user that the text names."""

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
    """Compute whom a message in `channel` reaches."""
    reached = Reach()
    if "@" not in text and not body.get("message_reference"):
        return reached
    allowed = body.get("allowed_mentions")
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or [])
    listed_users = {int(each) for each in (allowed or {}).get("users") or []}
    listed_roles = {int(each) for each in (allowed or {}).get("roles") or []}
    reached.named = [int(each) for each in OF_USER.findall(text)]
    for user_id in dict.fromkeys(reached.named):
        if user_id in world.users and ("users" in parse or user_id in listed_users):
            reached.users.append(world.users[user_id])
    _reply(channel, body, allowed, reached)
    reached.notified = {user.id for user in reached.users if _present(world, channel, user.id)}
    if channel.guild_id is not None:
        _groups(world, channel, author, text, parse, listed_roles, reached)
    reached.notified.discard(author.id)
    return reached


def _reply(channel: Channel, body: Json, allowed: Json | None, reached: Reach) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    target = channel.messages.get(int(reference["message_id"]))
    notifies = allowed is None or bool(allowed.get("replied_user"))
    if target and notifies and target.author not in reached.users:
        reached.users.append(target.author)


def _groups(
    world: World,
    channel: Channel,
    author: User,
    text: str,
    parse: set[str],
    listed: set[int],
    reached: Reach,
) -> None:
    guild = world.guilds[channel.guild_id or 0]
    anyone = bool(permissions.in_channel(world, author.id, channel) & Permission.MENTION_EVERYONE)
    for role_id in dict.fromkeys(int(each) for each in OF_ROLE.findall(text)):
        role = guild.roles.get(role_id)
        if role is None or ("roles" not in parse and role_id not in listed):
            continue
        reached.roles.append(role_id)
        if role.mentionable or anyone:
            holders = (each.user.id for each in guild.members.values() if role_id in each.roles)
            reached.notified.update(each for each in holders if _present(world, channel, each))
    if OF_EVERYONE.search(text) and "everyone" in parse and anyone:
        reached.everyone = True
        reached.notified.update(each for each in guild.members if _present(world, channel, each))


def _present(world: World, channel: Channel, user_id: int) -> bool:
    return permissions.can_see(world, user_id, channel)


def apply(message: Message, reached: Reach) -> None:
    """Save the result on the message."""
    message.mentions = reached.users
    message.mention_roles = reached.roles
    message.mention_everyone = reached.everyone
    message.notified |= reached.notified
