"""Choose the language of messages to oneself, and of a server's threads, once there are several."""

from pathlib import Path

from bot.domain.ids import GuildId, UserId
from bot.language.catalogs import ENGLISH_ALONE
from bot.running import Running
from bot.storage.moderation import societies
from bot.storage.nudges import languages
from sandbox import Channel, Discord, GuildHandle, Permission, Person
from tests.discord.conftest import Society, a_bot
from tests.language.spoken import as_if_finished

SPEAK, LANGUAGE, ZONE = "pc1:nudges:speak:", "pc1:nudges:language:", "pc1:setup:zone:"


def a_server(discord: Discord) -> tuple[GuildHandle, Channel, Person]:
    guild = discord.guild("A Society")
    return guild, guild.text("mentoring"), guild.person("Mo", allow=Permission.MANAGE_GUILD)


async def read_in(running: Running, guild: GuildHandle, person: Person) -> str:
    """Return the locale in which messages to a person are."""
    database = running.app.database
    return str(await database.read(languages.locale_of, GuildId(guild.id), UserId(person.id)))


async def test_no_language_is_offered_until_there_is_one_to_choose(
    discord: Discord, tmp_path: Path
) -> None:
    guild, mentoring, mo = a_server(discord)
    mo.user.locale = "es-419"
    guild.state.locale = "es-ES"
    async with a_bot(discord, tmp_path, ENGLISH_ALONE) as running:
        setup = await mo.slash("setup", mentoring_channel=mentoring)
        assert "Language" not in setup.text
        form = await mo.click(setup, custom_id=ZONE)
        assert form.modal is not None
        assert "language" not in str(form.modal)
        await mo.submit(form, {"time_zone": "Denver"})
        panel = await mo.slash("nudges")
        assert "Language" not in panel.text
        assert "Explain last message" in [button.label for button in panel.buttons]
        # It's remembered all the same, for when the language is spoken.
        assert await read_in(running, guild, mo) == "es-419"
        society = await running.app.database.read(societies.find, GuildId(guild.id))
        assert society is not None
        assert society.language is None


async def test_messages_follow_the_readers_discord_until_they_choose(
    discord: Discord, tmp_path: Path
) -> None:
    guild, mentoring, mo = a_server(discord)
    mo.user.locale = "es-ES"
    async with a_bot(discord, tmp_path, as_if_finished()) as running:
        await mo.slash("setup", mentoring_channel=mentoring)
        assert await read_in(running, guild, mo) == "es-ES"
        panel = await mo.slash("nudges")
        assert "Automático" in panel.text
        menu = await mo.click(panel, custom_id=LANGUAGE)
        saved = await mo.select(menu, SPEAK, ["English"])
        assert "English" in saved.text
        assert await read_in(running, guild, mo) == "en"
        menu = await mo.click(await mo.slash("nudges"), custom_id=LANGUAGE)
        await mo.select(menu, SPEAK, ["Español"])
        mo.user.locale = "en-US"
        await mo.select(await mo.slash("nudges"), "pc1:nudges:limit:", ["4"])
        assert await read_in(running, guild, mo) == "es"
        menu = await mo.click(await mo.slash("nudges"), custom_id=LANGUAGE)
        await mo.select(menu, SPEAK, ["usual"])
        assert await read_in(running, guild, mo) == "en-US"


async def test_a_server_is_offered_the_language_of_its_discord(
    discord: Discord, tmp_path: Path
) -> None:
    guild, mentoring, mo = a_server(discord)
    newcomer = guild.person("Nia")
    guild.state.locale = "es-419"
    async with a_bot(discord, tmp_path, as_if_finished()) as running:
        panel = await mo.slash("setup", mentoring_channel=mentoring)
        assert "Language of threads and channels" in panel.text
        assert "English" in panel.text
        form = await mo.click(panel, custom_id=ZONE)
        done = await mo.submit(form, {"time_zone": "Denver"})
        assert "Español" in done.text
        society = await running.app.database.read(societies.find, GuildId(guild.id))
        assert society is not None
        assert (society.language, society.time_zone) == ("es", "America/Denver")
        # Whoever hasn't used the bot yet reads the server's language.
        assert await read_in(running, guild, newcomer) == "es"
        form = await mo.click(await mo.slash("setup"), custom_id=ZONE)
        back = await mo.submit(form, {"time_zone": "Denver", "language": ["en"]})
        assert "Español" not in back.text


async def test_a_language_that_is_not_spoken_anymore_is_refused_and_changes_nothing(
    discord: Discord, tmp_path: Path
) -> None:
    guild, mentoring, mo = a_server(discord)
    async with a_bot(discord, tmp_path, as_if_finished()):
        await mo.slash("setup", mentoring_channel=mentoring)
        menu = await mo.click(await mo.slash("nudges"), custom_id=LANGUAGE)
        form = await mo.click(await mo.slash("setup"), custom_id=ZONE)
    since = discord.gateway.ready_count
    async with a_bot(discord, tmp_path, ENGLISH_ALONE) as running:
        await discord.ready(since=since)
        refused = await mo.select(menu, SPEAK, ["Español"])
        assert "That option has changed" in refused.text
        refused = await mo.submit(form, {"time_zone": "Denver", "language": ["es"]})
        society = await running.app.database.read(societies.find, GuildId(guild.id))
        assert society is not None
        assert (society.language, society.time_zone) == (None, "UTC")
        assert await read_in(running, guild, mo) == "en-US"


async def test_a_society_of_one_language_has_the_button_that_explains(society: Society) -> None:
    panel = await society.mo.slash("nudges")
    assert "pc1:nudges:why:" in str([button.custom_id for button in panel.buttons])
