"""People to act as: they type commands, press buttons, fill in forms, and read what they may."""

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.people import forms, options, transcript
from sandbox.people.answers import Answer, Modal
from sandbox.people.errors import NotPossibleError
from sandbox.people.options import Place
from sandbox.people.transcript import Sight
from sandbox.rules.access import require
from sandbox.rules.errors import ApiError
from sandbox.rules.threads import check_writable
from sandbox.state import interactions, messages, permissions, threads
from sandbox.state.content import BUTTON, ROW, STRING_SELECT, TEXT_INPUT, walk
from sandbox.state.permissions import Permission
from sandbox.state.records import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    ON_MESSAGE,
    ON_USER,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Mentionable,
    Message,
    User,
)
from sandbox.state.world import World

Pressable = Message | Answer | Sight


class Person:
    """Someone in a server. Every act returns an `Answer`, waited for up to three seconds.

    What Discord's own app would not let them do raises `NotPossibleError`.
    """

    def __init__(self, world: World, user: User, guild: Guild) -> None:
        self._world = world
        self.user = user
        self.guild = guild

    @property
    def id(self) -> int:
        """Return the account's id."""
        return self.user.id

    @property
    def name(self) -> str:
        """Return what others read."""
        return self.user.name

    @property
    def mention(self) -> str:
        """Return the text that mentions this person."""
        return f"<@{self.user.id}>"

    @property
    def member(self) -> Member:
        """Return this person's place in the server."""
        return self.guild.members[self.user.id]

    @property
    def dm(self) -> Channel | None:
        """Return the DM with the bot, if one was opened."""
        return self._world.dm_with(self.user)

    def __repr__(self) -> str:
        return f"<Person {self.name}>"

    # -- commands ---------------------------------------------------------------------------

    async def slash(
        self,
        command: str,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        at: Channel | None = None,
        force: bool = False,
        **named: Any,
    ) -> Answer:
        """Use a slash command, such as `slash("cohort create", name="Spring")`.

        Options go by name, `remind_on` standing for "remind-on" and `from_` for "from"; `values`
        takes those that Python cannot spell. `at` is the channel (default: the first visible
        one). `force` uses a command that the person was granted in the server's own settings.
        """
        place = self._place(at)
        registered, _ = options.find(self._world, self.guild, command)
        self._may_use(registered, place, force=force)
        data = options.command_data(place, command, {**(values or {}), **named})
        return await self._act(COMMAND, place, data)

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str = "",
        /,
        *,
        at: Channel | None = None,
        **named: Any,
    ) -> Answer:
        """Type into an option and see what is offered, in the answer's `choices`."""
        place = self._place(at)
        _, chain = options.find(self._world, self.guild, command)
        wanted = next(
            (each for each in chain[-1].get("options") or [] if each["name"] == option), None
        )
        if wanted is None or not wanted.get("autocomplete"):
            raise NotPossibleError(f"/{command} offers nothing for {option!r}")
        values = {**named, option: typed}
        data = options.command_data(place, command, values, focused=option)
        return await self._act(AUTOCOMPLETE, place, data)

    async def user_menu(
        self, name: str, target: "Person", *, at: Channel | None = None, force: bool = False
    ) -> Answer:
        """Use a context menu on someone."""
        command = self._menu(name, ON_USER)
        return await self._on_target(command, target.user, at, force=force)

    async def message_menu(self, name: str, target: Pressable, *, force: bool = False) -> Answer:
        """Use a context menu on a message."""
        message = self._visible(target)
        command = self._menu(name, ON_MESSAGE)
        place = self._world.channels[message.channel_id]
        return await self._on_target(command, message, place, force=force)

    async def _on_target(
        self, command: Json, target: User | Message, at: Channel | None, *, force: bool
    ) -> Answer:
        place = self._place(at)
        self._may_use(command, place, force=force)
        data = {"id": command["id"], "name": command["name"], "type": command["type"]}
        data["target_id"] = place.mention(target)
        return await self._act(COMMAND, place, data)

    def _menu(self, name: str, kind: int) -> Json:
        for command in self._world.application.commands.values():
            if command["type"] == kind and command["name"] == name:
                return command
        raise NotPossibleError(f"there is no context menu {name!r}")

    def _may_use(self, command: Json, place: Place, *, force: bool) -> None:
        granted = permissions.in_channel(self._world, self.user.id, place.channel)
        needed = command["default_member_permissions"]
        lacks = needed is not None and (
            int(needed) & ~granted or (needed == "0" and not granted & Permission.ADMINISTRATOR)
        )
        if lacks and not force:
            raise NotPossibleError(f"{self.name} may not use /{command['name']}")
        if not granted & Permission.USE_APPLICATION_COMMANDS:
            raise NotPossibleError(f"{self.name} may not use commands in #{place.channel.name}")

    # -- buttons, selects, forms ------------------------------------------------------------

    async def click(
        self, on: Pressable, label: str | None = None, *, custom_id: str | None = None
    ) -> Answer:
        """Press a button, named by its label or its custom_id (a prefix is enough)."""
        message = self._pressable(on, lambda each: forms.has_button(each, label, custom_id))
        button = forms.button(message, label, custom_id)
        return await self.click_forged(message, button["custom_id"])

    async def select(self, on: Pressable, custom_id: str | None, values: "Sequence[Any]") -> Answer:
        """Choose in a select menu: option labels or values, people, roles or channels.

        `custom_id` may be a prefix, or None where the message has one menu only.
        """
        message = self._pressable(on, lambda each: forms.has_select(each, custom_id))
        menu = forms.select(message, custom_id)
        place = self._at(self._channel_of(message))
        data: Json = {"custom_id": menu["custom_id"], "component_type": menu["type"]}
        data |= {"id": menu["id"], "values": forms.chosen(place, menu, values)}
        return await self._act(COMPONENT, place, data, message)

    async def submit(self, form: Modal | Answer, values: Mapping[str, Any] | None = None) -> Answer:
        """Fill in a form by label or custom_id and send it; what is not named keeps its text."""
        modal = form.modal if isinstance(form, Answer) else form
        if modal is None:
            raise NotPossibleError("no form is open")
        opener = modal.opened_by
        place = self._at(opener.channel)
        data = forms.submission(place, modal, values or {})
        return await self._act(MODAL, place, data, opener.source, opener)

    # -- forged acts ------------------------------------------------------------------------

    async def click_forged(
        self, on: Message, custom_id: str, values: Sequence[Any] | None = None
    ) -> Answer:
        """Send a click, or a choice of `values`, that nothing offers, as a tampered client can."""
        node = next(
            (each for each in walk(on.components) if each.get("custom_id") == custom_id), {"id": 1}
        )
        data: Json = {"custom_id": custom_id, "component_type": BUTTON, "id": node["id"]}
        if values is not None:
            data |= {"component_type": STRING_SELECT, "values": list(values)}
        return await self._act(COMPONENT, self._at(self._channel_of(on)), data, on)

    async def submit_forged(
        self,
        custom_id: str,
        values: Mapping[str, str],
        *,
        at: Channel | None = None,
        on: Message | None = None,
    ) -> Answer:
        """Send a form that was never opened, as after a restart or from a tampered client.

        `on` is a message that it claims to come from.
        """
        rows = [
            {
                "type": ROW,
                "id": 2 * number - 1,
                "components": [
                    {"type": TEXT_INPUT, "id": 2 * number, "custom_id": name, "value": value}
                ],
            }
            for number, (name, value) in enumerate(values.items(), start=1)
        ]
        data = {"custom_id": custom_id, "components": rows}
        place = self._place(at) if on is None else self._at(self._channel_of(on))
        return await self._act(MODAL, place, data, on)

    async def command_forged(
        self, data: Json, *, at: Channel | None = None, typing: bool = False
    ) -> Answer:
        """Send a command's data as it is, or what is typed into one of its options."""
        return await self._act(AUTOCOMPLETE if typing else COMMAND, self._place(at), data)

    async def repeat(self, answer: Answer) -> Answer:
        """Repeat exactly what led to an answer, as an impatient second click does."""
        first = answer.interaction
        place = self._at(first.channel, *first.mentioned)
        return await self._act(first.type, place, first.data, first.source)

    # -- writing and reading ----------------------------------------------------------------

    def says(self, channel: Channel, content: str) -> Message:
        """Post a message of one's own."""
        speak = permissions.speaking(channel)
        try:
            require(self._world, self.user.id, channel, speak)
            if channel.is_thread:
                check_writable(self._world, channel, self.user.id)
        except ApiError as error:
            raise NotPossibleError(f"{self.name} cannot write in #{channel.name}") from error
        if channel.is_thread:
            threads.reopen(self._world, channel)
        posted = messages.create(self._world, channel, self.user, {"content": content})
        self._world.changed()
        return posted

    def can_see(self, channel: Channel) -> bool:
        """Return whether a channel or thread exists for this person."""
        return permissions.can_see(self._world, self.user.id, channel)

    def sees(self, channel: Channel | None = None) -> list[Sight]:
        """Return everything this person can read, in order: channels, threads, DMs, own ephemerals.

        One channel only where `channel` is given.
        """
        return transcript.seen_by(self.user, self._world, channel)

    # -- inside -----------------------------------------------------------------------------

    def _place(self, at: Channel | None) -> Place:
        guild = self.guild
        if self.user.id not in guild.members:
            raise NotPossibleError(f"{self.name} is not in {guild.name}")
        if at is None:
            at = next((each for each in guild.channels.values() if self.can_see(each)), None)
        if at is None or not self.can_see(at):
            raise NotPossibleError(f"{self.name} cannot see #{at.name if at else 'any channel'}")
        if at.is_thread and at.locked and not self._manages(at):
            raise NotPossibleError(f"#{at.name} is locked")
        return self._at(at)

    def _at(self, channel: Channel, *mentioned: Mentionable) -> Place:
        return Place(self._world, self.user, self.guild, channel, list(mentioned))

    def _manages(self, channel: Channel) -> bool:
        granted = permissions.in_channel(self._world, self.user.id, channel)
        return bool(granted & Permission.MANAGE_THREADS)

    def _channel_of(self, message: Message) -> Channel:
        return self._world.channels[message.channel_id]

    def _visible(self, on: Pressable) -> Message:
        message = on if isinstance(on, Message) else on.message
        if message is None or message.deleted:
            raise NotPossibleError("there is no such message")
        return self._seen(message)

    def _seen(self, message: Message) -> Message:
        private = message.ephemeral_for
        hidden = private is not None and private != self.user.id
        if hidden or not self.can_see(self._channel_of(message)):
            raise NotPossibleError(f"{self.name} cannot see that message")
        return message

    def _pressable(self, on: Pressable, fits: Any) -> Message:
        """Return the message to click on: of an answer's several, the first that fits."""
        if isinstance(on, Answer):
            candidates = [each for each in on.messages if fits(each)] or on.messages
            if not candidates:
                raise NotPossibleError(f"that answer has nothing to press: {on!r}")
            message = self._seen(candidates[0])
        else:
            message = self._visible(on)
        channel = self._channel_of(message)
        if channel.is_thread and channel.locked and not self._manages(channel):
            raise NotPossibleError(f"#{channel.name} is locked")
        return message

    async def _act(
        self,
        kind: int,
        place: Place,
        data: Json,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Answer:
        interaction = interactions.create(
            self._world,
            kind,
            self.user,
            place.channel,
            data,
            source=source,
            opened_by=opened_by,
            mentioned=tuple(place.mentioned),
        )
        return await Answer(interaction, self._world.changes).answered()
