"""The invite link asks for exactly what the bot needs."""

import base64

import discord
import pytest

from bot.cli.invite import INVITE_PERMISSIONS, application_of
from tests.cli.conftest import Preceptor

APPLICATION = 123456789012345678
TOKEN = base64.urlsafe_b64encode(str(APPLICATION).encode()).decode().rstrip("=") + ".GaBcDe.x-y_z"
LINK = (
    f"https://discord.com/oauth2/authorize?client_id={APPLICATION}"
    "&permissions=343597501440&scope=bot+applications.commands\n"
)


def test_the_application_is_taken_from_the_token(preceptor: Preceptor) -> None:
    assert preceptor("invite", DISCORD_TOKEN=TOKEN).out == LINK


def test_the_application_can_be_given(preceptor: Preceptor) -> None:
    assert preceptor("invite", "--application-id", str(APPLICATION)).out == LINK


@pytest.mark.parametrize("environ", [{}, {"DISCORD_TOKEN": "no-token-at-all"}])
def test_without_either_it_says_what_to_give(preceptor: Preceptor, environ: dict[str, str]) -> None:
    shown = preceptor("invite", **environ)

    assert shown.code == 1
    assert "--application-id" in shown.err


@pytest.mark.parametrize("token", ["", "a.b", "!!!.b.c", "YWJj.b.c", "\u00e9.b.c", "MTIz..c"])
def test_what_is_no_token_has_no_application(token: str) -> None:
    assert application_of(token) is None


def test_the_permissions_are_the_ones_the_readme_promises() -> None:
    needed = discord.Permissions(
        view_channel=True,
        send_messages=True,
        embed_links=True,
        attach_files=True,
        read_message_history=True,
        create_private_threads=True,
        send_messages_in_threads=True,
    )

    assert needed.value == INVITE_PERMISSIONS
