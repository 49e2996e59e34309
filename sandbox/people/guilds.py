"""Building a server: its channels, roles and people, from outside the bot."""

from typing import TYPE_CHECKING

from sandbox.people.person import Person
from sandbox.state import permissions
from sandbox.state.permissions import EVERYONE
from sandbox.state.world import (
    Channel,
    ChannelType,
    Guild,
    Json,
    Member,
    Overwrite,
    Role,
    User,
    World,
)
from sandbox.wire import payloads

if TYPE_CHECKING:
    from sandbox.server import Discord

GUILDS_INTENT = 1 << 0
MEMBERS_INTENT = 1 << 1


class GuildHandle:
    """A server seen by whoever runs it: add channels, roles and people, change permissions."""

    def __init__(self, discord: "Discord", state: Guild) -> None:
        self._discord = discord
        self.state = state

    @property
    def id(self) -> int:
        """Return the guild's id."""
        return self.state.id

    @property
    def _world(self) -> World:
        return self._discord.world

    # -- channels ---------------------------------------------------------------------------

    def text(self, name: str, *, announcements: bool = False) -> Channel:
        """Make a text channel, or an announcement channel."""
        kind = ChannelType.ANNOUNCEMENT if announcements else ChannelType.TEXT
        number = self._world.clock.snowflake()
        channel = Channel(number, kind, name, self.id, position=len(self.state.channels))
        self._world.channels[number] = self.state.channels[number] = channel
        self._tell("CHANNEL_CREATE", payloads.channel(channel))
        return channel

    def channel(self, name: str) -> Channel:
        """Return the channel or thread of that name; KeyError when there is none."""
        for channel in self.state.channels.values():
            if channel.name == name:
                return channel
        raise KeyError(name)

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
        self._tell("CHANNEL_UPDATE", payloads.channel(channel))

    # -- roles ------------------------------------------------------------------------------

    @property
    def everyone(self) -> Role:
        """Return the role that everybody has."""
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
        body: Json = {"guild_id": str(self.id), "role": payloads.role(role)}
        self._tell("GUILD_ROLE_CREATE", body, with_guild_id=False)
        return role

    def allow(self, role: Role, granted: int) -> None:
        """Set a role's permissions."""
        role.permissions = granted
        body: Json = {"guild_id": str(self.id), "role": payloads.role(role)}
        self._tell("GUILD_ROLE_UPDATE", body, with_guild_id=False)

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
        """Bring somebody who exists already into this server too."""
        user = who.user if isinstance(who, Person) else who
        member = Member(user, self._world.clock.now(), [role.id for role in roles])
        self.state.members[user.id] = member
        self._tell("GUILD_MEMBER_ADD", payloads.member(member), intent=MEMBERS_INTENT)
        return Person(self._discord, user, self)

    def leave(self, person: Person) -> None:
        """Let somebody leave; they lose every thread too."""
        user = person.user
        del self.state.members[user.id]
        for thread in self.threads:
            thread.thread_members.pop(user.id, None)
        self._tell("GUILD_MEMBER_REMOVE", {"user": payloads.user(user)}, intent=MEMBERS_INTENT)

    @property
    def owner(self) -> Person:
        """Return whoever founded the server."""
        return Person(self._discord, self._world.users[self.state.owner_id], self)

    def may(self, person: Person, channel: Channel) -> int:
        """Return what somebody may do in a channel."""
        return permissions.in_channel(self._world, person.user.id, channel)

    def kick_bot(self) -> None:
        """Throw the bot out."""
        del self.state.members[self._world.bot.id]
        self._world.emit(
            "GUILD_DELETE", {"id": str(self.id)}, guild_id=self.id, intent=GUILDS_INTENT
        )
        self._discord.changed()

    def invite_bot(self, granted: int) -> None:
        """Let the bot in with these permissions."""
        _admit_bot(self._discord, self.state, granted)
        body = payloads.guild_create(self.state, self._world, with_members=False)
        self._world.emit("GUILD_CREATE", body, guild_id=self.id, intent=GUILDS_INTENT)
        self._discord.changed()

    def _tell(
        self, event: str, body: Json, *, intent: int = GUILDS_INTENT, with_guild_id: bool = True
    ) -> None:
        if with_guild_id:
            body["guild_id"] = str(self.id)
        if self._world.bot.id in self.state.members:
            self._world.emit(event, body, guild_id=self.id, intent=intent)
        self._discord.changed()


def new_guild(
    discord: "Discord", name: str, bot_permissions: int, *, with_bot: bool
) -> GuildHandle:
    """Found a server with an owner and a first channel."""
    world = discord.world
    number = world.clock.snowflake()
    owner = User(world.clock.snowflake(), f"owner{number % 100_000}", f"Owner of {name}")
    world.users[owner.id] = owner
    guild = Guild(number, name, owner.id)
    guild.roles[number] = Role(number, "@everyone", EVERYONE, position=0)
    guild.members[owner.id] = Member(owner, world.clock.now())
    world.guilds[number] = guild
    handle = GuildHandle(discord, guild)
    handle.text("general")
    if with_bot:
        handle.invite_bot(bot_permissions)
    return handle


def _admit_bot(discord: "Discord", guild: Guild, granted: int) -> None:
    world = discord.world
    own = Role(world.clock.snowflake(), world.application.name, granted, 10, bot_id=world.bot.id)
    guild.roles[own.id] = own
    guild.members[world.bot.id] = Member(world.bot, world.clock.now(), [own.id])
