"""Threads: the settings they may have, and who may open, change, enter and write in them."""

from sandbox.rules.access import require, require_unarchived
from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state import permissions
from sandbox.state.permissions import Permission
from sandbox.state.records import Channel, ChannelType, Json
from sandbox.state.world import World

ARCHIVE_MINUTES = frozenset({60, 1440, 4320, 10080})
PARENTS = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT})


def check_new(world: World, parent: Channel, author_id: int, body: Json, kind: ChannelType) -> None:
    """Refuse a thread that cannot be, or that its author may not open."""
    _check_settings(body, new=True)
    if parent.type not in PARENTS:
        raise refusal(50024)
    private = kind is ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    require(world, author_id, parent, needed)


def _check_settings(body: Json, *, new: bool) -> None:
    problems = Problems()
    if new or "name" in body:
        problems.text(("name",), body.get("name"), 100, 1)
    minutes = body.get("auto_archive_duration")
    if minutes is not None:
        problems.choice(("auto_archive_duration",), minutes, ARCHIVE_MINUTES)
    if body.get("rate_limit_per_user") is not None:
        problems.number(("rate_limit_per_user",), body["rate_limit_per_user"], 0, 21600)
    problems.raise_if_any()


def check_update(world: World, thread: Channel, actor_id: int, body: Json) -> None:
    """Refuse changes that a thread cannot have, or that the actor may not make."""
    _check_settings(body, new=False)
    granted = require(world, actor_id, thread)
    manager = bool(granted & Permission.MANAGE_THREADS)
    if thread.archived and body.get("archived") is not False:
        raise refusal(50083)
    only_reopening = set(body) <= {"archived"} and body.get("archived") is False
    may = manager or thread.owner_id == actor_id or (only_reopening and not thread.locked)
    if not may or ((thread.locked or "locked" in body) and not manager):
        raise refusal(50013)


def check_add(world: World, thread: Channel, actor_id: int, user_id: int) -> None:
    """Refuse a newcomer that the actor may not add, or that cannot see the parent channel."""
    require(world, actor_id, thread, permissions.speaking(thread))
    require_unarchived(thread)
    guild = world.guilds[thread.guild_id or 0]
    if user_id not in guild.members:
        raise refusal(10007 if user_id in world.users else 10013)
    if user_id in thread.thread_members:
        return
    if not permissions.may_invite(world, actor_id, thread):
        raise refusal(50013)
    if not permissions.can_see(world, user_id, world.channels[thread.parent_id]):
        raise refusal(50001)


def check_remove(world: World, thread: Channel, actor_id: int, user_id: int) -> None:
    """Refuse a removal, except by a private thread's owner or with Manage Threads."""
    require_unarchived(thread)
    owns = thread.is_private_thread and thread.owner_id == actor_id
    if not owns:
        require(world, actor_id, thread, Permission.MANAGE_THREADS)
    check_member(thread, user_id)


def check_member(thread: Channel, user_id: int) -> None:
    """Refuse with 10007 a user who is not in the thread."""
    if user_id not in thread.thread_members:
        raise refusal(10007)


def check_writable(world: World, thread: Channel, author_id: int) -> None:
    """Refuse a message in a locked thread, except by those who manage threads."""
    granted = permissions.in_channel(world, author_id, thread)
    if thread.locked and not granted & Permission.MANAGE_THREADS:
        raise refusal(50083 if thread.archived else 160005)
