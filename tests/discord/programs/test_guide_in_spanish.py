"""The guide in the reader's language, once it's spoken."""

from pathlib import Path

import pytest

from bot.language.catalogs import ENGLISH_ALONE, Languages
from sandbox import Discord
from tests.discord.conftest import a_bot
from tests.language.spoken import as_if_finished

ENGLISH, SPANISH = "Settle on one list of expectations", "Acuerden una lista de expectativas"


@pytest.mark.parametrize(
    ("locale", "languages", "expected"),
    [
        ("es-419", as_if_finished(), SPANISH),
        ("es-419", ENGLISH_ALONE, ENGLISH),
        ("en-US", as_if_finished(), ENGLISH),
        ("fr", as_if_finished(), ENGLISH),
    ],
)
async def test_advice_is_in_the_language_of_the_readers_discord(
    discord: Discord, tmp_path: Path, locale: str, languages: Languages, expected: str
) -> None:
    guild = discord.guild("A Society")
    ana = guild.person("Ana")
    ana.user.locale = locale
    async with a_bot(discord, tmp_path, languages):
        shown = await ana.slash("guide", topic="topic:agreement")
        pages = [shown.text]
        while nexts := [button for button in shown.buttons if "more-" in str(button.custom_id)]:
            shown = await ana.click(shown, custom_id=str(nexts[0].custom_id))
            pages.append(shown.text)
    assert expected in "\n".join(pages)
    assert ({ENGLISH, SPANISH} - {expected}).pop() not in "\n".join(pages)
