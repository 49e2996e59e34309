"""What moderators see of the catalogue: previews, files, and the review."""

from collections.abc import Sequence

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.programs.programs import Program
from bot.language.say import Say
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
from bot.messages.text import escape, person, timestamp, truncate
from bot.services.programs.catalogue import EntrySaved, Review
from bot.services.programs.catalogue_files import Exported, Preview, problem_list
from bot.storage.programs.corrections import Correction

PROBLEMS_SHOWN = 8
NAMES_SHOWN = 12
MOST_OPTIONS = 25


def entry_saved(say: Say, guild: GuildId, saved: EntrySaved) -> Message:
    """Confirm that an entry was saved, and offer its other parts."""
    name = escape(saved.program.name, 200)
    if saved.added:
        text = say(
            "Added **{name}**. It’s searchable now, and bot updates won’t overwrite it.", name=name
        )
    else:
        text = say("Updated **{name}**. Bot updates won’t overwrite it.", name=name)
    return Message(
        text,
        rows=(_parts(say, guild, saved.program), _show(say, guild, saved.program)),
    )


def choose_part(say: Say, guild: GuildId, saved: EntrySaved) -> Message:
    """Ask what to change about an entry."""
    name = escape(saved.program.name, 200)
    hidden = say(" It’s hidden from your members right now.") if saved.hidden else ""
    return Message(
        say("What would you like to change about **{name}**?{hidden}", name=name, hidden=hidden),
        rows=(_parts(say, guild, saved.program), _show(say, guild, saved.program)),
    )


def hidden(say: Say, saved: EntrySaved) -> Message:
    """Confirm that an entry is hidden, or shown again."""
    name = escape(saved.program.name, 200)
    if saved.hidden:
        return Message(
            say(
                "**{name}** is hidden from your members. Use `/catalogue edit` to show it again.",
                name=name,
            )
        )
    return Message(say("**{name}** is visible again.", name=name))


def forgotten(say: Say, name: str, shipped: Program | None) -> Message:
    """Say what happened to an entry whose own version was deleted."""
    if shipped is None:
        return Message(say("Deleted **{name}** from the catalog.", name=escape(name, 200)))
    return Message(
        say("**{name}** is back to the original version.", name=escape(shipped.name, 200))
    )


def preview(say: Say, preview: Preview) -> Message:
    """Show what a file would change, each bad line, and buttons to import or discard."""
    fields = []
    if preview.added:
        fields.append((say("New: {added}", added=len(preview.added)), _names(say, preview.added)))
    if preview.changed:
        fields.append(
            (say("Updated: {changed}", changed=len(preview.changed)), _names(say, preview.changed))
        )
    if preview.problems:
        lines = [
            say("Line {line}: {reason}", line=each.line, reason=escape(each.reason, 110))
            for each in preview.problems[:PROBLEMS_SHOWN]
        ]
        if len(preview.problems) > PROBLEMS_SHOWN:
            lines.append(say("See the attached file for all of them."))
        fields.append(
            (
                say("Left out: {problems}", problems=len(preview.problems)),
                truncate("\n".join(lines), 1000),
            )
        )
    notes = []
    if preview.unchanged or not (preview.added or preview.changed):
        notes.append(say("Entries without changes: {unchanged}", unchanged=preview.unchanged))
    if preview.ignored:
        notes.append(
            say("Columns I don’t know: {ignored}", ignored=escape(", ".join(preview.ignored), 200))
        )
    if preview.formulas:
        notes.append(
            say(
                "Cells that look like formulas, kept as plain text: {formulas}",
                formulas=preview.formulas,
            )
        )
    files: tuple[Attachment, ...] = ()
    if len(preview.problems) > PROBLEMS_SHOWN:
        files = (Attachment("left-out.txt", problem_list(preview.problems)),)
    title = say("Nothing has been imported yet") if preview.draft else say("Nothing to import")
    card = Embed(title, "\n".join(notes), fields=tuple(fields))
    return Message(embeds=(card,), rows=_decision(say, preview), files=files)


def imported(say: Say, number: int) -> Message:
    """Confirm that a preview is in effect."""
    return Message(
        say("Entries imported: {number}. They’ll be searchable in a moment.", number=number)
    )


def thrown_away(say: Say) -> Message:
    """Confirm that a preview was discarded."""
    return Message(say("Discarded. Nothing was changed."))


def exported(say: Say, exported: Exported) -> Message:
    """Send the file."""
    if not exported.entries:
        return Message(
            say(
                "You don’t have entries of your own yet, so the file has only the columns. Choose "
                "“Everything” in `/catalogue export` to include the original ones."
            ),
            files=(Attachment(exported.name, exported.data),),
        )
    return Message(
        say(
            "Entries: {entries}. Edit the file and import it with `/catalogue import`. "
            "You’ll see what would change first.",
            entries=exported.entries,
        ),
        files=(Attachment(exported.name, exported.data),),
    )


def review(say: Say, guild: GuildId, review: Review) -> Message:
    """Show the oldest correction with its decision, what is stale, and what is hidden."""
    fields: list[tuple[str, str]] = []
    rows: list[Row] = []
    if review.corrections:
        first, others = review.corrections[0], len(review.corrections) - 1
        more = say("\n… and {others} more", others=others) if others else ""
        fields.append(
            (
                say("Correction: {name}", name=escape(first.name, 230)),
                truncate(_told(say, first), 950) + more,
            )
        )
        rows.append(
            (
                Button(
                    say.of("button", "Accept correction"),
                    build("catalogue", "accept", guild, first.id),
                    Style.SUCCESS,
                ),
                Button(
                    say.of("button", "Reject correction"),
                    build("catalogue", "reject", guild, first.id),
                ),
                Button(
                    say.of("button", "See details"),
                    build("program", "show", guild, number_of(first.program)),
                ),
            )
        )
    else:
        fields.append((say("Corrections"), say("No corrections to review.")))
    fields.append((say("Not verified for a year"), _stale(say, review)))
    if options := _options([(str(each.id), each.name) for each in review.stale]):
        custom_id = build("catalogue", "verified", guild)
        placeholder = say("Mark as verified today")
        rows.append((Select(custom_id, placeholder, options, most=len(options)),))
    if options := _options([(str(each), name) for each, name in review.hidden]):
        fields.append((say("Hidden"), _names(say, [name for _, name in review.hidden])))
        custom_id = build("catalogue", "unhide", guild)
        rows.append((Select(custom_id, say("Show an entry again"), options),))
    return Message(embeds=(Embed(say("Catalog review"), fields=tuple(fields)),), rows=tuple(rows))


def accepted(say: Say, guild: GuildId, program: Program | None, decided: Correction) -> Message:
    """Thank the moderator, and lead to the change itself."""
    if program is None:
        return Message(say("Accepted. The entry no longer exists, so there’s nothing to change."))
    text = say("Accepted. Now update **{name}** below.", name=escape(decided.name, 200))
    return Message(text, rows=(_parts(say, guild, program), _show(say, guild, program)))


def rejected(say: Say, decided: Correction) -> Message:
    """Confirm a rejection."""
    return Message(say("Rejected. **{name}** stays the same.", name=escape(decided.name, 200)))


def verified(say: Say, number: int) -> Message:
    """Confirm that entries were checked today."""
    return Message(say("Entries marked as verified today: {number}", number=number))


def _told(say: Say, correction: Correction) -> str:
    source = (
        say("\nSource: {source}", source=escape(correction.source, 200))
        if correction.source
        else ""
    )
    part = say(WHAT[correction.what]) if correction.what in WHAT else say("Something else")
    sent = f"{person(correction.user)} · {timestamp(correction.sent_at, 'D')}"
    return f"{part} · {sent}\n{escape(correction.detail, 600)}{source}"


def _stale(say: Say, review: Review) -> str:
    if not review.stale:
        return say("Every entry was verified in the last year.")
    more = review.stale_in_all - NAMES_SHOWN
    lines = [
        f"- {escape(each.name, 70)} · {each.verified_on or say('Never')}"
        for each in review.stale[:NAMES_SHOWN]
    ]
    if more > 0:
        lines.append(say("… and {more} more", more=more))
    return truncate("\n".join(lines), 1000)


def _names(say: Say, names: Sequence[str]) -> str:
    lines = [f"- {escape(name, 70)}" for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        lines.append(say("… and {names} more", names=len(names) - NAMES_SHOWN))
    return truncate("\n".join(lines), 1000)


def _options(named: list[tuple[str, str]]) -> tuple[Choice, ...]:
    fitting = [(value, name) for value, name in named if len(value) <= 100]
    return tuple(Choice(truncate(name, 100), value) for value, name in fitting[:MOST_OPTIONS])


def _decision(say: Say, preview: Preview) -> tuple[Row, ...]:
    if preview.draft is None:
        return ()
    number = len(preview.added) + len(preview.changed)
    label = say.count("Import {n} entry", "Import {n} entries", number)
    return (
        (
            Button(
                label, build("catalogue", "confirm", preview.guild, preview.draft), Style.SUCCESS
            ),
            Button(
                say.of("button", "Discard"),
                build("catalogue", "cancel", preview.guild, preview.draft),
            ),
        ),
    )


def _parts(say: Say, guild: GuildId, program: Program) -> Row:
    number = number_of(program.id)
    return tuple(
        Button(part.title, build("catalogue", f"edit-{key}", guild, number))
        for key, part in PARTS.items()
    )


def _show(say: Say, guild: GuildId, program: Program) -> Row:
    return (
        Button(
            say.of("button", "See details"), build("program", "show", guild, number_of(program.id))
        ),
    )
