"""Building a server: its channels, roles and people, from outside the bot."""

from sandbox.people.person import Person
from sandbox.state import permissions
from sandbox.state.events import (
    ChannelChanged,
    ChannelCreated,
    ChannelDeleted,
    Event,
    GuildJoined,
    GuildLeft,
    MemberJoined,
    MemberLeft,
    RoleChanged,
    RoleCreated,
    RoleDeleted,
)
from sandbox.state.permissions import EVERYONE
from sandbox.state.records import Channel, ChannelType, Guild, Member, Overwrite, Role, User
from sandbox.state.world import World


class GuildHandle:
    """A server as its administrator sees it: add channels, roles and people, set permissions."""

    def __init__(self, world: World, state: Guild) -> None:
        self._world = world
        self.state = state

    @property
    def id(self) -> int:
        """Return the guild's id."""
        return self.state.id

    # -- channels ---------------------------------------------------------------------------

    def text(self, name: str, *, announcements: bool = False) -> Channel:
        """Make a text channel, or an announcement channel."""
        kind = ChannelType.ANNOUNCEMENT if announcements else ChannelType.TEXT
        number = self._world.clock.snowflake()
        channel = Channel(number, kind, name, self.id, position=len(self.state.channels))
        self._world.channels[number] = self.state.channels[number] = channel
        self._publish(ChannelCreated(channel))
        return channel

    def channel(self, name: str) -> Channel:
        """Return the channel or thread of that name; KeyError when there is none."""
        for channel in self.state.channels.values():
            if channel.name == name:
                return channel
        raise KeyError(name)

    def delete(self, channel: Channel) -> None:
        """Delete a channel and the threads in it."""
        inside = [thread for thread in self.threads if thread.parent_id == channel.id]
        for gone in (*inside, channel):
            del self._world.channels[gone.id]
            del self.state.channels[gone.id]
        self._publish(ChannelDeleted(channel))

    @property
    def threads(self) -> list[Channel]:
        """Return every thread, archived or not, oldest first."""
        return [each for each in self.state.channels.values() if each.is_thread]

    def overwrite(
        self, channel: Channel, target: "Role | Person | User", *, allow: int = 0, deny: int = 0
    ) -> None:
        """Set what a channel allows or denies one role or person."""
        kind = 0 if isinstance(target, Role) else 1
        user_or_role = target.user if isinstance(target, Person) else target
        number = user_or_role.id
        channel.overwrites[number] = Overwrite(number, kind, allow, deny)
        self._publish(ChannelChanged(channel))

    # -- roles ------------------------------------------------------------------------------

    @property
    def everyone(self) -> Role:
        """Return the role that everyone has."""
        return self.state.roles[self.id]

    @property
    def bot_role(self) -> Role:
        """Return the bot's own role."""
        own = (each for each in self.state.roles.values() if each.bot_id == self._world.bot.id)
        return next(own)

    def role(self, name: str, *, allow: int = 0, mentionable: bool = False) -> Role:
        """Make a role below the bot's own."""
        number = self._world.clock.snowflake()
        role = Role(number, name, allow, position=1, mentionable=mentionable)
        self.state.roles[number] = role
        self._publish(RoleCreated(self.state, role))
        return role

    def allow(self, role: Role, granted: int) -> None:
        """Set a role's permissions."""
        role.permissions = granted
        self._publish(RoleChanged(self.state, role))

    def delete_role(self, role: Role) -> None:
        """Delete a role from the server, its members, and its channels."""
        del self.state.roles[role.id]
        for member in self.state.members.values():
            if role.id in member.roles:
                member.roles.remove(role.id)
        for channel in self.state.channels.values():
            channel.overwrites.pop(role.id, None)
        self._publish(RoleDeleted(self.state, role))

    # -- people -----------------------------------------------------------------------------

    def person(self, name: str, *roles: Role, allow: int = 0, accepts_dms: bool = True) -> Person:
        """Bring a new person into the server; `allow` gives them a role of their own."""
        username = "".join(each for each in name.lower() if each.isalnum()) or "somebody"
        number = self._world.clock.snowflake()
        taken = {each.username for each in self._world.users.values()}
        if username in taken:
            username = f"{username}{number % 10_000}"
        user = User(number, username, name, accepts_dms=accepts_dms)
        self._world.users[number] = user
        person = self.join(user, *roles)
        if allow:
            person.member.roles.append(self.role(f"{name}'s role", allow=allow).id)
        return person

    def join(self, who: "User | Person", *roles: Role) -> Person:
        """Add an existing user to this server too."""
        user = who.user if isinstance(who, Person) else who
        member = Member(user, self._world.clock.now(), [role.id for role in roles])
        self.state.members[user.id] = member
        self._publish(MemberJoined(self.state, member))
        return Person(self._world, user, self.state)

    def leave(self, person: Person) -> None:
        """Remove a member, from every thread too."""
        member = self.state.members.pop(person.id)
        for thread in self.threads:
            thread.thread_members.pop(person.id, None)
        self._publish(MemberLeft(self.state, member))

    @property
    def owner(self) -> Person:
        """Return the owner of the server."""
        return Person(self._world, self._world.users[self.state.owner_id], self.state)

    def may(self, person: Person, channel: Channel) -> int:
        """Return what a person may do in a channel."""
        return permissions.in_channel(self._world, person.user.id, channel)

    def invite_bot(self, granted: int) -> None:
        """Add the bot with these permissions."""
        world, number = self._world, self._world.clock.snowflake()
        own = Role(number, world.application.name, granted, position=10, bot_id=world.bot.id)
        self.state.roles[own.id] = own
        self.state.members[world.bot.id] = Member(world.bot, world.clock.now(), [own.id])
        self._publish(GuildJoined(self.state))

    def remove_bot(self) -> None:
        """Remove the bot, and the role that came with it."""
        member = self.state.members.pop(self._world.bot.id)
        for thread in self.threads:
            thread.thread_members.pop(self._world.bot.id, None)
        for role in member.roles:
            if self.state.roles[role].bot_id == self._world.bot.id:
                del self.state.roles[role]
        self._publish(GuildLeft(self.state))

    def _publish(self, event: Event) -> None:
        self._world.publish(event)
        self._world.changed()


def new_guild(world: World, name: str, bot_permissions: int, *, with_bot: bool) -> GuildHandle:
    """Create a server with an owner and a first channel."""
    number = world.clock.snowflake()
    owner = User(world.clock.snowflake(), f"owner{number % 100_000}", f"Owner of {name}")
    world.users[owner.id] = owner
    guild = Guild(number, name, owner.id)
    guild.roles[number] = Role(number, "@everyone", EVERYONE, position=0)
    guild.members[owner.id] = Member(owner, world.clock.now())
    world.guilds[number] = guild
    handle = GuildHandle(world, guild)
    handle.text("general")
    if with_bot:
        handle.invite_bot(bot_permissions)
    return handle
