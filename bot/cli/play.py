"""`preceptor play`: a whole society in a browser, against a local stand-in for Discord."""

from typing import Annotated

import typer


def play(
    port: Annotated[int, typer.Option(help="Where the page is; 0 takes a free port.")] = 8765,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Play a society in your browser, as several people at once."""
    from sandbox.play import play as serve

    try:
        code = serve(port, browser=browser)
    except OSError as error:
        typer.echo(
            f"Port {port} can’t be used ({error.strerror}). Try another with --port.", err=True
        )
        raise typer.Exit(1) from None
    raise typer.Exit(code)
