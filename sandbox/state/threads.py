"""Threads: creation, membership, archiving, and who may do each."""

from datetime import timedelta

from sandbox.rules.errors import refusal
from sandbox.rules.problems import Problems
from sandbox.state import permissions
from sandbox.state.permissions import Permission
from sandbox.state.world import HAS_THREAD, Channel, ChannelType, Json, Message, World
from sandbox.wire import payloads

ARCHIVE_MINUTES = frozenset({60, 1440, 4320, 10080})
PARENTS = frozenset({ChannelType.TEXT, ChannelType.ANNOUNCEMENT})
RECIPIENT_ADD = 1
GUILDS_INTENT = 1 << 0
MEMBERS_INTENT = 1 << 1


def create(
    world: World,
    parent: Channel,
    author_id: int,
    body: Json,
    *,
    kind: ChannelType,
    start: Message | None = None,
) -> Channel:
    """Open a thread under a channel, its author as owner and first member."""
    check_settings(body, new=True)
    if parent.type not in PARENTS:
        raise refusal(50024)
    private = kind is ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
    permissions.require(world, author_id, parent, needed)
    now = world.clock.now()
    thread = Channel(
        id=start.id if start else world.clock.snowflake(),
        type=kind,
        name=body["name"],
        guild_id=parent.guild_id,
        parent_id=parent.id,
        owner_id=author_id,
        created_at=now,
        active_at=now,
        invitable=body.get("invitable", True) is not False,
        auto_archive_minutes=int(body.get("auto_archive_duration") or 4320),
        rate_limit_per_user=int(body.get("rate_limit_per_user") or 0),
        thread_members={author_id: now},
    )
    world.channels[thread.id] = thread
    world.guilds[parent.guild_id or 0].channels[thread.id] = thread
    if start is not None:
        start.thread_id = thread.id
        start.flags |= HAS_THREAD
    _emit(world, "THREAD_CREATE", thread, {"newly_created": True})
    return thread


def check_settings(body: Json, *, new: bool) -> None:
    """Refuse names and durations that a thread cannot have."""
    problems = Problems()
    if new or "name" in body:
        problems.text(("name",), body.get("name"), 100, 1)
    minutes = body.get("auto_archive_duration")
    if minutes is not None:
        problems.choice(("auto_archive_duration",), minutes, ARCHIVE_MINUTES)
    if body.get("rate_limit_per_user") is not None:
        problems.number(("rate_limit_per_user",), body["rate_limit_per_user"], 0, 21600)
    problems.raise_if_any()


def add_member(world: World, thread: Channel, actor_id: int, user_id: int) -> None:
    """Let somebody in, if whoever asks may; the newcomer must see the parent channel."""
    permissions.require(world, actor_id, thread, permissions.speaking(thread))
    if thread.archived:
        raise refusal(50083)
    guild = world.guilds[thread.guild_id or 0]
    if user_id not in guild.members:
        raise refusal(10007 if user_id in world.users else 10013)
    if user_id in thread.thread_members:
        return
    if not may_invite(world, thread, actor_id):
        raise refusal(50013)
    parent = world.channels[thread.parent_id]
    if not permissions.can_see(world, user_id, parent):
        raise refusal(50001)
    admit(world, thread, user_id)
    _announce(world, thread, actor_id, user_id)


def _announce(world: World, thread: Channel, actor_id: int, user_id: int) -> None:
    """Leave the line "A added B to the thread", which is a message in the thread's history."""
    now = world.clock.now()
    line = Message(
        id=world.clock.snowflake(),
        channel_id=thread.id,
        author=world.users[actor_id],
        created_at=now,
        type=RECIPIENT_ADD,
        mentions=[world.users[user_id]],
    )
    thread.messages[line.id] = line
    thread.last_message_id, thread.active_at = line.id, now
    world.message_event("MESSAGE_CREATE", payloads.message(line, world), thread, secret=False)


def may_invite(world: World, thread: Channel, actor_id: int) -> bool:
    """Tell whether somebody may add people to a thread."""
    if not thread.is_private_thread or thread.invitable:
        return True
    if thread.owner_id == actor_id and world.owner_adds_people:
        return True
    granted = permissions.in_channel(world, actor_id, thread)
    return bool(granted & Permission.MANAGE_THREADS)


def add_by_mention(world: World, thread: Channel, author_id: int, user_id: int) -> None:
    """Let in whom a message in the thread mentions, as Discord silently does."""
    guild = world.guilds[thread.guild_id or 0]
    parent = world.channels[thread.parent_id]
    if user_id in thread.thread_members or user_id not in guild.members:
        return
    if may_invite(world, thread, author_id) and permissions.can_see(world, user_id, parent):
        admit(world, thread, user_id)


def admit(world: World, thread: Channel, user_id: int) -> None:
    """Make somebody a member of a thread without asking whether they may be."""
    thread.thread_members[user_id] = world.clock.now()
    if user_id == world.bot.id:
        _emit(world, "THREAD_CREATE", thread, {})
    _members_changed(world, thread, added=[user_id])


def remove_member(world: World, thread: Channel, user_id: int) -> None:
    """Take somebody out of a thread."""
    if thread.thread_members.pop(user_id, None) is None:
        raise refusal(10007)
    _members_changed(world, thread, removed=[user_id])


def _members_changed(
    world: World, thread: Channel, added: list[int] | None = None, removed: list[int] | None = None
) -> None:
    added, removed = added or [], removed or []
    body: Json = {
        "id": str(thread.id),
        "guild_id": str(thread.guild_id),
        "member_count": min(len(thread.thread_members), 50),
        "added_members": [payloads.thread_member(thread, each) for each in added],
        "removed_member_ids": [str(each) for each in removed],
    }
    # Without the members intent a bot hears of its own comings and goings only.
    intent = GUILDS_INTENT
    if world.bot.id not in (*added, *removed):
        intent |= MEMBERS_INTENT
    world.emit("THREAD_MEMBERS_UPDATE", body, guild_id=thread.guild_id, intent=intent)


def update(world: World, thread: Channel, actor_id: int, body: Json) -> None:
    """Rename, archive, lock or reconfigure a thread."""
    check_settings(body, new=False)
    granted = permissions.require(world, actor_id, thread)
    manager = bool(granted & Permission.MANAGE_THREADS)
    if thread.archived and body.get("archived") is not False:
        raise refusal(50083)
    only_reopening = set(body) <= {"archived"} and body.get("archived") is False
    may = manager or thread.owner_id == actor_id or (only_reopening and not thread.locked)
    if not may or ((thread.locked or "locked" in body) and not manager):
        raise refusal(50013)
    thread.name = body.get("name", thread.name)
    thread.locked = bool(body.get("locked", thread.locked))
    if body.get("auto_archive_duration") is not None:
        thread.auto_archive_minutes = int(body["auto_archive_duration"])
    if body.get("invitable") is not None:
        thread.invitable = bool(body["invitable"])
    if body.get("rate_limit_per_user") is not None:
        thread.rate_limit_per_user = int(body["rate_limit_per_user"])
    if body.get("archived") is not None:
        _set_archived(world, thread, archived=bool(body["archived"]))
    _emit(world, "THREAD_UPDATE", thread, {})


def _set_archived(world: World, thread: Channel, *, archived: bool) -> None:
    if thread.archived != archived:
        thread.archived = archived
        thread.archived_at = world.clock.now()
        thread.active_at = thread.archived_at


def reopen_for_message(world: World, thread: Channel, author_id: int) -> None:
    """Unarchive a thread that is being written in; a locked one is for moderators only."""
    granted = permissions.in_channel(world, author_id, thread)
    if thread.locked and not granted & Permission.MANAGE_THREADS:
        raise refusal(50083 if thread.archived else 160005)
    if thread.archived:
        _set_archived(world, thread, archived=False)
        _emit(world, "THREAD_UPDATE", thread, {})


def archive_idle(world: World) -> None:
    """Archive each thread in which nothing happened for its duration."""
    now = world.clock.now()
    for channel in world.channels.values():
        if not channel.is_thread or channel.archived or channel.active_at is None:
            continue
        if now - channel.active_at >= timedelta(minutes=channel.auto_archive_minutes):
            _set_archived(world, channel, archived=True)
            _emit(world, "THREAD_UPDATE", channel, {})


def active(world: World, guild_id: int, viewer_id: int) -> Json:
    """Return a guild's open threads that somebody may see."""
    guild = world.guilds[guild_id]
    shown = [
        each
        for each in guild.channels.values()
        if each.is_thread and not each.archived and permissions.can_see(world, viewer_id, each)
    ]
    return _listing(shown, viewer_id, has_more=False)


def archived(
    world: World, parent: Channel, viewer_id: int, kinds: frozenset[ChannelType], query: Json
) -> Json:
    """Return a page of a channel's archived threads, latest archived first."""
    guild = world.guilds[parent.guild_id or 0]
    shown = [
        each
        for each in guild.channels.values()
        if each.type in kinds and each.parent_id == parent.id and each.archived
    ]
    shown.sort(key=lambda each: str(each.archived_at), reverse=True)
    if before := query.get("before"):
        shown = [
            each for each in shown if each.archived_at and each.archived_at.isoformat() < before
        ]
    limit = int(query.get("limit", 50))
    return _listing(shown[:limit], viewer_id, has_more=len(shown) > limit)


def archived_joined(world: World, parent: Channel, viewer_id: int, query: Json) -> Json:
    """Return a page of the archived private threads that somebody is in, newest id first."""
    guild = world.guilds[parent.guild_id or 0]
    shown = [
        each
        for each in guild.channels.values()
        if each.is_private_thread
        and each.parent_id == parent.id
        and each.archived
        and viewer_id in each.thread_members
    ]
    shown.sort(key=lambda each: each.id, reverse=True)
    if before := query.get("before"):
        shown = [each for each in shown if each.id < int(before)]
    limit = int(query.get("limit", 50))
    return _listing(shown[:limit], viewer_id, has_more=len(shown) > limit)


def _listing(shown: list[Channel], viewer_id: int, *, has_more: bool) -> Json:
    mine = [each for each in shown if viewer_id in each.thread_members]
    return {
        "threads": [payloads.channel(each, viewer_id) for each in shown],
        "members": [payloads.thread_member(each, viewer_id) for each in mine],
        "has_more": has_more,
    }


def _emit(world: World, event: str, thread: Channel, extra: Json) -> None:
    if not permissions.can_see(world, world.bot.id, thread):
        return
    body = payloads.channel(thread, world.bot.id) | extra
    world.emit(event, body, guild_id=thread.guild_id, intent=GUILDS_INTENT)
