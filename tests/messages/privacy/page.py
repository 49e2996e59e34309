"""The core of `docs/privacy.md`, generated from the register; ``python -m`` updates it."""

from pathlib import Path

from bot.configuration import load_settings
from bot.domain.privacy.register import Audience, Erasing, Topic
from bot.language.say import ENGLISH
from bot.messages.privacy.topics import ERASING, WHY, WORDS, kept, seen_by
from bot.storage.privacy.register import Entry, entries

PAGE = Path(__file__).parents[3] / "docs" / "privacy.md"
BEGIN, END = "<!-- the register: begin -->\n", "<!-- the register: end -->\n"


def table() -> str:
    """Return the register as text: a table of what is kept, and the columns of the export."""
    every = list(entries())
    lines = [
        "| what | what for | seen by | kept | when you delete everything |",
        "|---|---|---|---|---|",
        *(_line(topic, [one for one in every if one.about.topic is topic]) for topic in Topic),
        "",
        "What stays, and why:",
        "",
        *(f"- {words}" for words in WHY.values()),
        "",
        "## The export",
        "",
        (
            "`data.json` has `format` (now 1), `exported_at`, and `servers`: by the server’s ID, "
            "the rows of each table below, with these columns. Instants are in UTC, days and "
            "hours as they were meant. What others wrote isn’t in it."
        ),
        "",
        "| table | columns |",
        "|---|---|",
        *_columns(every),
    ]
    return "\n".join(lines) + "\n"


def _line(topic: Topic, own: list[Entry]) -> str:
    words, settings = WORDS[topic], load_settings({})
    every = [one.about for one in own]
    counted = [about for about in every if about.is_counted] or every
    everyone = {audience for about in counted for audience in about.audiences}
    seen = tuple(audience for audience in Audience if audience in everyone)
    terms = "; ".join(dict.fromkeys(kept(ENGLISH, about.kept, settings) for about in counted))
    ends = dict.fromkeys(ERASING[about.erasing] for about in counted)
    if any(about.erasing is Erasing.DELETE for about in counted) and len(ends) > 1:
        ends = dict.fromkeys(("deleted, or kept without you if it’s someone else’s too",))
    name = words.many.capitalize()
    return f"| {name} | {words.purpose} | {seen_by(ENGLISH, seen)} | {terms} | {'; '.join(ends)} |"


def _columns(every: list[Entry]) -> list[str]:
    columns: dict[str, dict[str, None]] = {}
    for entry in every:
        hidden = entry.about.unexported.split()
        shown = [name for name in entry.about.columns.split() if name not in hidden]
        columns.setdefault(entry.table.name, {}).update(dict.fromkeys(shown))
    return [
        f"| `{name}` | {', '.join(f'`{column}`' for column in shown)} |"
        for name, shown in sorted(columns.items())
        if shown
    ]


def written() -> str:
    """Return the page as it should be."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
