"""`preceptor search`: the program search, from the shell."""

from typing import Annotated

import typer


def search(
    question: Annotated[
        str, typer.Argument(help="What a member would ask; - reads one a line from input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document a question.")
    ] = False,
) -> None:
    """Answer a question about mentorship programs as the bot would."""
    from bot.search import shell

    shell.search(question, as_json)
