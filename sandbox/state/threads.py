"""Threads: creation, membership, archiving, and lists of them.

Nothing here asks whether someone may; `sandbox.rules.threads` does.
"""

from datetime import timedelta

from sandbox.state import permissions
from sandbox.state.events import (
    MessageCreated,
    ThreadChanged,
    ThreadJoined,
    ThreadMembersChanged,
    ThreadOpened,
)
from sandbox.state.records import (
    HAS_THREAD,
    RECIPIENT_ADD,
    Channel,
    ChannelType,
    Guild,
    Json,
    Message,
)
from sandbox.state.world import World


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
    world.publish(ThreadOpened(thread))
    return thread


def add_member(world: World, thread: Channel, actor_id: int, user_id: int) -> None:
    """Add someone, with the system message "A added B to the thread"."""
    if user_id in thread.thread_members:
        return
    admit(world, thread, user_id)
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
    world.publish(MessageCreated(thread, line))


def add_by_mention(world: World, thread: Channel, author_id: int, user_id: int) -> None:
    """Add someone mentioned in a thread, silently, as Discord does."""
    guild = world.guilds[thread.guild_id or 0]
    parent = world.channels[thread.parent_id]
    if user_id in thread.thread_members or user_id not in guild.members:
        return
    invited = permissions.may_invite(world, author_id, thread)
    if invited and permissions.can_see(world, user_id, parent):
        admit(world, thread, user_id)


def admit(world: World, thread: Channel, user_id: int) -> None:
    """Make someone a member of a thread without a message."""
    thread.thread_members[user_id] = world.clock.now()
    if user_id == world.bot.id:
        world.publish(ThreadJoined(thread))
    world.publish(ThreadMembersChanged(thread, added=(user_id,)))


def remove_member(world: World, thread: Channel, user_id: int) -> None:
    """Take a member out of a thread."""
    del thread.thread_members[user_id]
    world.publish(ThreadMembersChanged(thread, removed=(user_id,)))


def update(world: World, thread: Channel, body: Json) -> None:
    """Rename, archive, lock or reconfigure a thread; what the body does not name stays."""
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
    world.publish(ThreadChanged(thread))


def _set_archived(world: World, thread: Channel, *, archived: bool) -> None:
    if thread.archived != archived:
        thread.archived = archived
        thread.archived_at = world.clock.now()
        thread.active_at = thread.archived_at


def reopen(world: World, thread: Channel) -> None:
    """Unarchive a thread, as a message in it does."""
    if thread.archived:
        _set_archived(world, thread, archived=False)
        world.publish(ThreadChanged(thread))


def archive_idle(world: World) -> None:
    """Archive each thread in which nothing happened for its duration."""
    now = world.clock.now()
    for channel in world.channels.values():
        if not channel.is_thread or channel.archived or channel.active_at is None:
            continue
        if now - channel.active_at >= timedelta(minutes=channel.auto_archive_minutes):
            _set_archived(world, channel, archived=True)
            world.publish(ThreadChanged(channel))


def active(world: World, guild: Guild, viewer_id: int) -> list[Channel]:
    """Return a guild's open threads that a user can see."""
    return [
        each
        for each in guild.channels.values()
        if each.is_thread and not each.archived and permissions.can_see(world, viewer_id, each)
    ]


def archived(world: World, parent: Channel, kinds: frozenset[ChannelType]) -> list[Channel]:
    """Return a channel's archived threads of some kinds, latest archived first."""
    shown = [
        each
        for each in world.guilds[parent.guild_id or 0].channels.values()
        if each.type in kinds and each.parent_id == parent.id and each.archived
    ]
    return sorted(shown, key=lambda each: str(each.archived_at), reverse=True)


def archived_joined(world: World, parent: Channel, viewer_id: int) -> list[Channel]:
    """Return a channel's archived private threads that a user is in, newest id first."""
    private = archived(world, parent, frozenset({ChannelType.PRIVATE_THREAD}))
    joined = [each for each in private if viewer_id in each.thread_members]
    return sorted(joined, key=lambda each: each.id, reverse=True)
