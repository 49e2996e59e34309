"""`preceptor search`: the program search, from the shell."""

import sys
from typing import Annotated

import typer


def search(
    question: Annotated[
        str, typer.Argument(help="What a member would ask. Use - to read one per line from input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document per question.")
    ] = False,
) -> None:
    """Answer a question about mentoring programs as the bot would."""
    from bot.cli.search_output import print_answers
    from bot.configuration import config_dir
    from bot.search import shell

    index = shell.open_index(config_dir())
    questions = shell.questions_from(question, shell.lines_of(sys.stdin))
    print_answers(shell.search_command(questions, index), index, as_json)
