"""`preceptor invite`: the link with which a server's owner invites the bot."""

import base64
import binascii
from typing import Annotated
from urllib.parse import urlencode

import typer

# View, send, embed, attach, read history, create private threads, send in threads: nothing more.
INVITE_PERMISSIONS = 343597501440
SCOPES = "bot applications.commands"


def invite(
    application_id: Annotated[
        int | None,
        typer.Option(help="The application ID, if there’s no token to read it from.", min=1),
    ] = None,
) -> None:
    """Print an invite link with minimal permissions."""
    from bot.cli.runtime import prepare
    from bot.domain.errors import DomainError

    if application_id is None:
        token = prepare().token
        application_id = application_of(token.get_secret_value()) if token else None
    if application_id is None:
        raise DomainError("invite.no_application")
    typer.echo(invite_url(application_id))


def invite_url(application_id: int) -> str:
    """Return the OAuth2 address that invites the bot of `application_id`."""
    query = urlencode(
        {"client_id": application_id, "permissions": INVITE_PERMISSIONS, "scope": SCOPES}
    )
    return f"https://discord.com/oauth2/authorize?{query}"


def application_of(token: str) -> int | None:
    """Return the id that the first part of a token holds, or None when it has another shape."""
    parts = token.split(".")
    if len(parts) != 3 or not all(parts):
        return None
    padded = parts[0] + "=" * (-len(parts[0]) % 4)
    try:
        return int(base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii"))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
