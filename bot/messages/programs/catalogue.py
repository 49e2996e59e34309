"""What moderators see of the catalogue: previews, files, and the review."""

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.programs.programs import Program
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Attachment,
    Button,
    Choice,
    Embed,
    Message,
    Row,
    Select,
    Style,
)
from bot.messages.programs.catalogue_forms import PARTS
from bot.messages.programs.programs import WHAT
from bot.messages.text import escape, person, plural, timestamp, truncate
from bot.services.programs.catalogue import EntrySaved, Review
from bot.services.programs.catalogue_files import Exported, Preview, problem_list
from bot.storage.programs.corrections import Correction

PROBLEMS_SHOWN = 8
NAMES_SHOWN = 12
MOST_OPTIONS = 25


def entry_saved(guild: GuildId, saved: EntrySaved) -> Message:
    """Confirm that an entry was saved, and offer its other parts."""
    name = escape(saved.program.name, 200)
    opening = f"**{name}** is in the catalogue now." if saved.added else f"**{name}** is changed."
    return Message(
        f"{opening} Search and names follow at once, and no update of mine will overwrite it.",
        rows=(_parts(guild, saved.program), _show(guild, saved.program)),
    )


def choose_part(guild: GuildId, saved: EntrySaved) -> Message:
    """Ask what to change about an entry."""
    name = escape(saved.program.name, 200)
    hidden = " It is hidden from your members now." if saved.hidden else ""
    return Message(
        f"What would you like to change about **{name}**?{hidden}",
        rows=(_parts(guild, saved.program), _show(guild, saved.program)),
    )


def hidden(saved: EntrySaved) -> Message:
    """Confirm that an entry is hidden, or shown again."""
    name = escape(saved.program.name, 200)
    if saved.hidden:
        return Message(
            f"**{name}** is hidden from your members. `/catalogue edit` with “show again” "
            "brings it back."
        )
    return Message(f"**{name}** can be found again.")


def forgotten(name: str, shipped: Program | None) -> Message:
    """Say what happened to an entry whose own version was deleted."""
    if shipped is None:
        return Message(f"**{escape(name, 200)}** is gone from the catalogue.")
    return Message(f"**{escape(shipped.name, 200)}** is as it was shipped again.")


def preview(preview: Preview) -> Message:
    """Show what a file would change, each bad line, and buttons to import or discard."""
    fields = []
    if preview.added:
        fields.append((f"New: {len(preview.added)}", _names(preview.added)))
    if preview.changed:
        fields.append((f"Changed: {len(preview.changed)}", _names(preview.changed)))
    if preview.problems:
        lines = [
            f"line {each.line}: {escape(each.reason, 110)}"
            for each in preview.problems[:PROBLEMS_SHOWN]
        ]
        if len(preview.problems) > PROBLEMS_SHOWN:
            lines.append("All of them are in the attached file.")
        fields.append((f"Left out: {len(preview.problems)}", truncate("\n".join(lines), 1000)))
    notes = []
    if preview.unchanged or not (preview.added or preview.changed):
        same = plural(preview.unchanged, "entry is", "entries are")
        notes.append(f"{same} as you have them already.")
    if preview.ignored:
        notes.append(f"Columns I don't know: {escape(', '.join(preview.ignored), 200)}.")
    if preview.formulas:
        cells = plural(preview.formulas, "cell looks like a formula", "cells look like formulas")
        notes.append(f"{cells}; kept as plain text.")
    files: tuple[Attachment, ...] = ()
    if len(preview.problems) > PROBLEMS_SHOWN:
        files = (Attachment("left-out.txt", problem_list(preview.problems)),)
    title = "Nothing has changed yet" if preview.draft else "Nothing to change"
    card = Embed(title, " ".join(notes), fields=tuple(fields))
    return Message(embeds=(card,), rows=_decision(preview), files=files)


def imported(number: int) -> Message:
    """Confirm that a preview is in effect."""
    counted = plural(number, "entry is", "entries are")
    return Message(f"Done: {counted} in the catalogue. Search and names follow in a moment.")


def thrown_away() -> Message:
    """Confirm that a preview was discarded."""
    return Message("Thrown away; nothing was changed.")


def exported(exported: Exported) -> Message:
    """Send the file."""
    if not exported.entries:
        return Message(
            "Your society has no entries of its own yet, so the file holds the columns alone. "
            "`/catalogue export` with “everything” has the shipped ones too.",
            files=(Attachment(exported.name, exported.data),),
        )
    entries = plural(exported.entries, "entry", "entries")
    return Message(
        f"{entries}. Change what you like and bring it back with `/catalogue import`; you see "
        "what would change before it does.",
        files=(Attachment(exported.name, exported.data),),
    )


def review(guild: GuildId, review: Review) -> Message:
    """Show the oldest correction with its decision, what is stale, and what is hidden."""
    fields: list[tuple[str, str]] = []
    rows: list[Row] = []
    if review.corrections:
        first, others = review.corrections[0], len(review.corrections) - 1
        more = f"\n{plural(others, 'more waits', 'more wait')}." if others else ""
        fields.append(
            (f"Correction: {escape(first.name, 230)}", truncate(_told(first), 950) + more)
        )
        rows.append(
            (
                Button("Accept", build("catalogue", "accept", guild, first.id), Style.SUCCESS),
                Button("Reject", build("catalogue", "reject", guild, first.id)),
                Button("Show the entry", build("program", "show", guild, number_of(first.program))),
            )
        )
    else:
        fields.append(("Corrections", "None waits."))
    fields.append(("Not verified for a year", _stale(review)))
    if options := _options([(str(each.id), each.name) for each in review.stale]):
        custom_id = build("catalogue", "verified", guild)
        placeholder = "Checked against the host today"
        rows.append((Select(custom_id, placeholder, options, most=len(options)),))
    if options := _options([(str(each), name) for each, name in review.hidden]):
        fields.append(("Hidden", _names([name for _, name in review.hidden])))
        custom_id = build("catalogue", "unhide", guild)
        rows.append((Select(custom_id, "Show one again", options),))
    return Message(
        embeds=(Embed("The catalogue's review", fields=tuple(fields)),), rows=tuple(rows)
    )


def accepted(guild: GuildId, program: Program | None, decided: Correction) -> Message:
    """Thank the moderator, and lead to the change itself."""
    if program is None:
        return Message("Accepted. The entry itself is gone, so there is nothing to change.")
    text = f"Accepted. Now change **{escape(decided.name, 200)}** as it should be:"
    return Message(text, rows=(_parts(guild, program), _show(guild, program)))


def rejected(decided: Correction) -> Message:
    """Confirm a rejection."""
    return Message(f"Rejected; **{escape(decided.name, 200)}** stays as it is.")


def verified(number: int) -> Message:
    """Confirm that entries were checked today."""
    return Message(f"{plural(number, 'entry counts', 'entries count')} as verified today.")


def _told(correction: Correction) -> str:
    source = f"\nSeen at: {escape(correction.source, 200)}" if correction.source else ""
    part = WHAT.get(correction.what, "Something else")
    sent = f"{person(correction.user)}, {timestamp(correction.sent_at, 'D')}"
    return f"{part}, says {sent}:\n{escape(correction.detail, 600)}{source}"


def _stale(review: Review) -> str:
    if not review.stale:
        return "Every entry was verified within a year."
    more = review.stale_in_all - NAMES_SHOWN
    lines = [
        f"- {escape(each.name, 70)}{f', {each.verified_on}' if each.verified_on else ', never'}"
        for each in review.stale[:NAMES_SHOWN]
    ]
    if more > 0:
        lines.append(f"… and {more} more")
    return truncate("\n".join(lines), 1000)


def _names(names: "list[str] | tuple[str, ...]") -> str:
    lines = [f"- {escape(name, 70)}" for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        lines.append(f"… and {len(names) - NAMES_SHOWN} more")
    return truncate("\n".join(lines), 1000)


def _options(named: list[tuple[str, str]]) -> tuple[Choice, ...]:
    fitting = [(value, name) for value, name in named if len(value) <= 100]
    return tuple(Choice(truncate(name, 100), value) for value, name in fitting[:MOST_OPTIONS])


def _decision(preview: Preview) -> tuple[Row, ...]:
    if preview.draft is None:
        return ()
    number = len(preview.added) + len(preview.changed)
    label = f"Take over {plural(number, 'entry', 'entries')}"
    return (
        (
            Button(
                label, build("catalogue", "confirm", preview.guild, preview.draft), Style.SUCCESS
            ),
            Button("Throw away", build("catalogue", "cancel", preview.guild, preview.draft)),
        ),
    )


def _parts(guild: GuildId, program: Program) -> Row:
    number = number_of(program.id)
    return tuple(
        Button(part.title, build("catalogue", f"edit-{key}", guild, number))
        for key, part in PARTS.items()
    )


def _show(guild: GuildId, program: Program) -> Row:
    return (Button("Show the card", build("program", "show", guild, number_of(program.id))),)
