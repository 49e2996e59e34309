"""What moderators see of the catalogue: previews, files, and what waits for their eye."""

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.programs.programs import Program
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    Attachment,
    ButtonSpec,
    Card,
    Choice,
    Outgoing,
    Row,
    SelectSpec,
    Style,
)
from bot.messages.programs.catalogue_forms import PARTS
from bot.messages.programs.programs import WHAT
from bot.messages.text import count, cut, person, said, stamp
from bot.services.programs.catalogue import EntryKept, Review
from bot.services.programs.catalogue_files import Exported, Preview, problem_list
from bot.storage.programs.corrections import Correction

PROBLEMS_SHOWN = 8
NAMES_SHOWN = 12
MOST_OPTIONS = 25


def kept(guild: GuildId, done: EntryKept) -> Outgoing:
    """Say that an entry stands, and offer to go on with its other parts."""
    name = said(done.program.name, 200)
    opening = f"**{name}** is in the catalogue now." if done.added else f"**{name}** is changed."
    return Outgoing(
        f"{opening} Search and names follow at once, and no update of mine will overwrite it.",
        rows=(_parts(guild, done.program), _show(guild, done.program)),
    )


def choose_part(guild: GuildId, found: EntryKept) -> Outgoing:
    """Ask what to change about an entry."""
    name = said(found.program.name, 200)
    hidden = " It is hidden from your members now." if found.hidden else ""
    return Outgoing(
        f"What would you like to change about **{name}**?{hidden}",
        rows=(_parts(guild, found.program), _show(guild, found.program)),
    )


def hidden(done: EntryKept) -> Outgoing:
    """Say that an entry is out of sight, or back in it."""
    name = said(done.program.name, 200)
    if done.hidden:
        return Outgoing(
            f"**{name}** is hidden from your members. `/catalogue edit` with “show again” "
            "brings it back."
        )
    return Outgoing(f"**{name}** can be found again.")


def forgotten(name: str, shipped: Program | None) -> Outgoing:
    """Say what became of an entry whose own version was dropped."""
    if shipped is None:
        return Outgoing(f"**{said(name, 200)}** is gone from the catalogue.")
    return Outgoing(f"**{said(shipped.name, 200)}** is as it was shipped again.")


def preview(found: Preview) -> Outgoing:
    """Show what a file would change, each bad line, and the two ways on."""
    fields = []
    if found.added:
        fields.append((f"New: {len(found.added)}", _names(found.added)))
    if found.changed:
        fields.append((f"Changed: {len(found.changed)}", _names(found.changed)))
    if found.problems:
        lines = [
            f"line {each.line}: {said(each.reason, 110)}"
            for each in found.problems[:PROBLEMS_SHOWN]
        ]
        if len(found.problems) > PROBLEMS_SHOWN:
            lines.append("All of them are in the attached file.")
        fields.append((f"Left out: {len(found.problems)}", cut("\n".join(lines), 1000)))
    notes = []
    if found.unchanged or not (found.added or found.changed):
        same = count(found.unchanged, "entry is", "entries are")
        notes.append(f"{same} as you have them already.")
    if found.ignored:
        notes.append(f"Columns I don't know: {said(', '.join(found.ignored), 200)}.")
    if found.formulas:
        cells = count(found.formulas, "cell looks like a formula", "cells look like formulas")
        notes.append(f"{cells}; kept as plain text.")
    files: tuple[Attachment, ...] = ()
    if len(found.problems) > PROBLEMS_SHOWN:
        files = (Attachment("left-out.txt", problem_list(found.problems)),)
    title = "Nothing has changed yet" if found.draft else "Nothing to change"
    card = Card(title, " ".join(notes), fields=tuple(fields))
    return Outgoing(cards=(card,), rows=_decision(found), files=files)


def imported(number: int) -> Outgoing:
    """Say that a preview is in force."""
    done = count(number, "entry is", "entries are")
    return Outgoing(f"Done: {done} in the catalogue. Search and names follow in a moment.")


def thrown_away() -> Outgoing:
    """Say that a preview was thrown away."""
    return Outgoing("Thrown away; nothing was changed.")


def exported(done: Exported) -> Outgoing:
    """Hand over the file."""
    if not done.entries:
        return Outgoing(
            "Your society has no entries of its own yet, so the file holds the columns alone. "
            "`/catalogue export` with “everything” has the shipped ones too.",
            files=(Attachment(done.name, done.data),),
        )
    entries = count(done.entries, "entry", "entries")
    return Outgoing(
        f"{entries}. Change what you like and bring it back with `/catalogue import`; you see "
        "what would change before it does.",
        files=(Attachment(done.name, done.data),),
    )


def review(guild: GuildId, found: Review) -> Outgoing:
    """Show the oldest correction with its decision, what is stale, and what is hidden."""
    fields: list[tuple[str, str]] = []
    rows: list[Row] = []
    if found.corrections:
        first, others = found.corrections[0], len(found.corrections) - 1
        more = f"\n{count(others, 'more waits', 'more wait')}." if others else ""
        fields.append((f"Correction: {said(first.name, 230)}", cut(_told(first), 950) + more))
        rows.append(
            (
                ButtonSpec("Accept", build("catalogue", "accept", guild, first.id), Style.GOOD),
                ButtonSpec("Reject", build("catalogue", "reject", guild, first.id)),
                ButtonSpec(
                    "Show the entry", build("program", "show", guild, number_of(first.program))
                ),
            )
        )
    else:
        fields.append(("Corrections", "None waits."))
    fields.append(("Not verified for a year", _stale(found)))
    if options := _options([(str(each.id), each.name) for each in found.stale]):
        custom_id = build("catalogue", "verified", guild)
        placeholder = "Checked against the host today"
        rows.append((SelectSpec(custom_id, placeholder, options, most=len(options)),))
    if options := _options([(str(each), name) for each, name in found.hidden]):
        fields.append(("Hidden", _names([name for _, name in found.hidden])))
        custom_id = build("catalogue", "unhide", guild)
        rows.append((SelectSpec(custom_id, "Show one again", options),))
    return Outgoing(cards=(Card("The catalogue's review", fields=tuple(fields)),), rows=tuple(rows))


def accepted(guild: GuildId, program: Program | None, decided: Correction) -> Outgoing:
    """Thank, and lead to the change itself."""
    if program is None:
        return Outgoing("Accepted. The entry itself is gone, so there is nothing to change.")
    text = f"Accepted. Now change **{said(decided.name, 200)}** as it should be:"
    return Outgoing(text, rows=(_parts(guild, program), _show(guild, program)))


def rejected(decided: Correction) -> Outgoing:
    """Confirm a rejection."""
    return Outgoing(f"Rejected; **{said(decided.name, 200)}** stays as it is.")


def verified(number: int) -> Outgoing:
    """Confirm that entries were checked today."""
    return Outgoing(f"{count(number, 'entry counts', 'entries count')} as verified today.")


def _told(correction: Correction) -> str:
    source = f"\nSeen at: {said(correction.source, 200)}" if correction.source else ""
    part = WHAT.get(correction.what, "Something else")
    sent = f"{person(correction.user)}, {stamp(correction.sent_at, 'D')}"
    return f"{part}, says {sent}:\n{said(correction.detail, 600)}{source}"


def _stale(found: Review) -> str:
    if not found.stale:
        return "Every entry was verified within a year."
    more = found.stale_in_all - NAMES_SHOWN
    lines = [
        f"- {said(each.name, 70)}{f', {each.verified_on}' if each.verified_on else ', never'}"
        for each in found.stale[:NAMES_SHOWN]
    ]
    if more > 0:
        lines.append(f"… and {more} more")
    return cut("\n".join(lines), 1000)


def _names(names: "list[str] | tuple[str, ...]") -> str:
    lines = [f"- {said(name, 70)}" for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        lines.append(f"… and {len(names) - NAMES_SHOWN} more")
    return cut("\n".join(lines), 1000)


def _options(named: list[tuple[str, str]]) -> tuple[Choice, ...]:
    fitting = [(value, name) for value, name in named if len(value) <= 100]
    return tuple(Choice(cut(name, 100), value) for value, name in fitting[:MOST_OPTIONS])


def _decision(found: Preview) -> tuple[Row, ...]:
    if found.draft is None:
        return ()
    number = len(found.added) + len(found.changed)
    label = f"Take over {count(number, 'entry', 'entries')}"
    return (
        (
            ButtonSpec(label, build("catalogue", "confirm", found.guild, found.draft), Style.GOOD),
            ButtonSpec("Throw away", build("catalogue", "cancel", found.guild, found.draft)),
        ),
    )


def _parts(guild: GuildId, program: Program) -> Row:
    number = number_of(program.id)
    return tuple(
        ButtonSpec(part.title, build("catalogue", f"edit-{key}", guild, number))
        for key, part in PARTS.items()
    )


def _show(guild: GuildId, program: Program) -> Row:
    return (ButtonSpec("Show the card", build("program", "show", guild, number_of(program.id))),)
