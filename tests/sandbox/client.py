"""A real discord.py client, small, with one command for each kind of answer."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import discord as library
import yarl
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox import Discord

INTENTS = library.Intents(guilds=True, guild_messages=True)


class Question(ui.Modal, title="A question"):
    """A form with a line of text."""

    words = ui.TextInput[ui.Modal](label="Your words", custom_id="words", max_length=50)

    async def on_submit(self, interaction: library.Interaction) -> None:
        await interaction.response.send_message(f"You wrote {self.words.value}", ephemeral=True)


class Survey(ui.Modal, title="A survey"):
    """A form of labeled inputs."""

    topic = ui.Label[ui.Modal](
        text="Topic",
        component=ui.Select[ui.Modal](
            custom_id="topic",
            required=True,
            options=[library.SelectOption(label="Research", value="r")],
        ),
    )
    who = ui.Label[ui.Modal](
        text="Who", component=ui.UserSelect[ui.Modal](custom_id="who", required=False)
    )

    async def on_submit(self, interaction: library.Interaction) -> None:
        topic, who = self.topic.component, self.who.component
        assert isinstance(topic, ui.Select)
        assert isinstance(who, ui.UserSelect)
        names = [person.name for person in who.values]
        await interaction.response.send_message(f"{topic.values} {names}", ephemeral=True)


class Choices(ui.Modal, title="Choices"):
    """A form of everything that can be ticked or uploaded."""

    one = ui.Label[ui.Modal](
        text="One of",
        component=ui.RadioGroup[ui.Modal](
            custom_id="one",
            options=[library.RadioGroupOption(label=each, value=each) for each in ("a", "b")],
        ),
    )
    many = ui.Label[ui.Modal](
        text="Any of",
        component=ui.CheckboxGroup[ui.Modal](
            custom_id="many",
            required=False,
            min_values=0,
            options=[library.CheckboxGroupOption(label=each, value=each) for each in ("x", "y")],
        ),
    )
    adult = ui.Label[ui.Modal](text="18 or older", component=ui.Checkbox(custom_id="adult"))
    file = ui.Label[ui.Modal](
        text="File", component=ui.FileUpload(custom_id="file", required=False)
    )

    async def on_submit(self, interaction: library.Interaction) -> None:
        one, many = self.one.component, self.many.component
        adult, file = self.adult.component, self.file.component
        assert isinstance(one, ui.RadioGroup)
        assert isinstance(many, ui.CheckboxGroup)
        assert isinstance(adult, ui.Checkbox)
        assert isinstance(file, ui.FileUpload)
        read = [(await each.read()).decode() for each in file.values]
        said = f"{one.value} {many.values} {adult.value} {read}"
        await interaction.response.send_message(said, ephemeral=True)


class Panel(ui.View):
    """Buttons and a menu."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Answer", custom_id="answer")
    async def answer(self, interaction: library.Interaction, _: ui.Button[ui.View]) -> None:
        await interaction.response.send_message(f"Hello {interaction.user.name}", ephemeral=True)

    @ui.button(label="Update", custom_id="update")
    async def update(self, interaction: library.Interaction, _: ui.Button[ui.View]) -> None:
        await interaction.response.edit_message(content="Updated", view=None)

    @ui.button(label="Ask", custom_id="ask")
    async def ask(self, interaction: library.Interaction, _: ui.Button[ui.View]) -> None:
        await interaction.response.send_modal(Question())

    @ui.button(label="Later", custom_id="later", disabled=True)
    async def later(self, interaction: library.Interaction, _: ui.Button[ui.View]) -> None:
        raise AssertionError("a disabled button was pressed")

    @ui.select(
        custom_id="menu",
        options=[library.SelectOption(label="One"), library.SelectOption(label="Two")],
    )
    async def menu(self, interaction: library.Interaction, menu: ui.Select[ui.View]) -> None:
        await interaction.response.send_message(f"Chose {menu.values}", ephemeral=True)


class SmallBot(library.Client):
    """The client under test, unmodified but for where Discord is."""

    def __init__(self) -> None:
        super().__init__(
            intents=INTENTS,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=library.MemberCacheFlags.none(),
            allowed_mentions=library.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.handled: list[int] = []
        self.resumed = 0
        self.removed: list[int] = []
        add_commands(self)

    async def setup_hook(self) -> None:
        self.add_view(Panel())
        await self.tree.sync()

    async def on_interaction(self, interaction: library.Interaction) -> None:
        self.handled.append(interaction.id)

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_raw_member_remove(self, payload: library.RawMemberRemoveEvent) -> None:
        self.removed.append(payload.user.id)


def add_commands(bot: SmallBot) -> None:
    """Give the bot one command for each kind of answer."""
    tree = bot.tree

    @tree.command(description="Answer at once")
    @app_commands.rename(when="remind-on")
    async def hello(
        interaction: library.Interaction,
        name: str,
        count: app_commands.Range[int, 1, 5] = 1,
        who: library.User | None = None,
        role: library.Role | None = None,
        channel: library.TextChannel | None = None,
        loud: bool = False,
        when: str = "never",
        file: library.Attachment | None = None,
    ) -> None:
        read = (await file.read()).decode() if file else ""
        parts = [name, str(count), who and who.name, role and role.name, channel and channel.name]
        said = " ".join(str(part) for part in [*parts, loud, when, read])
        await interaction.response.send_message(said, ephemeral=True)

    @hello.autocomplete("name")
    async def offer(_: library.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}ma", value=f"{typed}ma")]

    @tree.command(description="Post the panel")
    async def panel(interaction: library.Interaction) -> None:
        await interaction.response.send_message("A panel", view=Panel())

    @tree.command(description="Open a survey")
    async def survey(interaction: library.Interaction) -> None:
        await interaction.response.send_modal(Survey())

    @tree.command(description="Open everything that can be ticked")
    async def choices(interaction: library.Interaction) -> None:
        await interaction.response.send_modal(Choices())

    @tree.command(description="Defer, then answer and follow up")
    async def slow(interaction: library.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(content="Done")
        more = await interaction.followup.send("More", ephemeral=True, wait=True)
        await more.edit(content="More, edited")

    @tree.command(description="Never answer")
    async def silent(interaction: library.Interaction) -> None:
        pass

    @tree.command(description="For moderators")
    @app_commands.default_permissions(manage_guild=True)
    async def moderate(interaction: library.Interaction) -> None:
        await interaction.response.send_message("Moderated", ephemeral=True)

    group = app_commands.Group(name="cohort", description="Cohorts")

    @group.command(description="Make one")
    async def create(interaction: library.Interaction, name: str) -> None:
        await interaction.response.send_message(view=Card(name))

    tree.add_command(group)

    @tree.context_menu(name="View somebody")
    async def view(interaction: library.Interaction, user: library.User) -> None:
        await interaction.response.send_message(f"This is {user.name}", ephemeral=True)

    @tree.context_menu(name="Quote")
    async def quote(interaction: library.Interaction, message: library.Message) -> None:
        await interaction.response.send_message(f"> {message.content}", ephemeral=True)


class Card(ui.LayoutView):
    """Components of the second version."""

    def __init__(self, name: str) -> None:
        super().__init__(timeout=None)
        section = ui.Section[ui.LayoutView](
            f"Cohort {name}", accessory=ui.Button(label="Site", url="https://example.org")
        )
        inner: ui.Container[ui.LayoutView] = ui.Container(
            section, ui.Separator(), ui.TextDisplay("Open"), accent_colour=0x336699
        )
        self.add_item(inner)


@contextlib.contextmanager
def pointed_at(discord: Discord) -> Iterator[None]:
    """Let every client find this stand-in where Discord would be."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = discord.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@contextlib.asynccontextmanager
async def running(discord: Discord) -> AsyncIterator[SmallBot]:
    """Run a bot against a stand-in until the block ends."""
    bot = SmallBot()
    with pointed_at(discord):
        task = asyncio.create_task(bot.start(discord.token))
        try:
            yield bot
        finally:
            await bot.close()
            await task
