"""The private shortlist and its reminders."""

from bot.catalogue import number_of
from bot.domain.ids import GuildId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import SavedProgramDue
from bot.domain.programs.programs import Program
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.nudges.own_threads import honest, offer, way
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import addressed, day_name, escape, truncate
from bot.services.nudges.own_threads import Reach
from bot.services.programs.saved_programs import DayOffered, ProgramSaved
from bot.storage.programs.saved_programs import SavedProgram

SHOWN = 20
DAY_NOTE = marked("Try “Feb 1”, “in two weeks”, or “next Friday”.")


def saved(say: Say, program_saved: ProgramSaved) -> Message:
    """Confirm that a program was saved, and say how the reminder comes."""
    name = escape(program_saved.saved.name, 200)
    if program_saved.was_there:
        text = say("**{name}** is already on your private list.", name=name)
    else:
        text = say("Saved **{name}** to your private list.", name=name)
    return Message(f"{text} {_how(say, program_saved)}", rows=_rows(say, program_saved))


def moved(say: Say, program_saved: ProgramSaved) -> Message:
    """Confirm a changed reminder."""
    return Message(
        say(
            "Updated **{name}**. {how}",
            name=escape(program_saved.saved.name, 200),
            how=_how(say, program_saved),
        ),
        rows=_rows(say, program_saved),
    )


def removed(say: Say, program: SavedProgram) -> Message:
    """Confirm that a program was removed from the list."""
    return Message(
        say("Removed **{name}** and its reminder from your list.", name=escape(program.name, 200))
    )


def seen(say: Say, saved_program: SavedProgram) -> Message:
    """Confirm that a reminder was seen."""
    return Message(
        say(
            "Done! **{name}** stays on your list. See it in `/program saved`.",
            name=escape(saved_program.name, 200),
        )
    )


def listing(say: Say, guild: GuildId, saved_programs: list[SavedProgram]) -> Message:
    """Show the shortlist, with a way to open each."""
    if not saved_programs:
        return Message(
            say("Your list is empty. Find programs with `/program search`, then press **Save**.")
        )
    shown = saved_programs[:SHOWN]
    lines = [
        f"- {_line(say, saved_program, escape(saved_program.name, 120))}" for saved_program in shown
    ]
    if len(saved_programs) > SHOWN:
        lines.append(
            say(
                "… and {saved_programs} more. Remove some to see them.",
                saved_programs=len(saved_programs) - SHOWN,
            )
        )
    options = tuple(
        Choice(
            truncate(saved_program.name, 100),
            str(saved_program.id),
            note=_when(say, saved_program),
        )
        for saved_program in shown
    )
    select = Select(build("saved", "pick", guild), say("Change or remove one"), options)
    title = say("Saved programs: {saved_programs}", saved_programs=len(saved_programs))
    card = Embed(title, truncate("\n".join(lines), 4000), footer=say("Only you can see this list."))
    return Message(embeds=(card,), rows=((select,),))


def saved_program(say: Say, saved_program: SavedProgram) -> Message:
    """Show one saved program with what can be done about it."""
    name = escape(saved_program.name, 200)
    return Message(_line(say, saved_program, name), rows=(_row(say, saved_program),))


def save_form(say: Say, guild: GuildId, program: Program) -> Modal:
    """Ask for the day of a reminder while saving."""
    return Modal(
        build("program", "save-form", guild, number_of(program.id)),
        say("Save program"),
        (_day_field(say, ""),),
    )


def day_form(say: Say, saved_program: SavedProgram) -> Modal:
    """Ask for another day."""
    earlier = day_name(saved_program.remind_on) if saved_program.remind_on else ""
    custom_id = build("saved", "day-form", saved_program.guild, saved_program.id)
    return Modal(custom_id, say("Change reminder day"), (_day_field(say, earlier),))


def day_choice(say: Say, offered: DayOffered) -> str:
    """Return a label for an autocomplete: the day that was understood."""
    if offered.day is None:
        words = truncate(offered.words, 40)
        return say("I couldn’t read “{words}”. Try “Feb 1” or “in two weeks”", words=words)
    return truncate(f"{offered.words} → {day_name(offered.day)}", 100)


def _how(say: Say, program_saved: ProgramSaved) -> str:
    if program_saved.saved.remind_on is None:
        return say("No reminder set.")
    day, reach = day_name(program_saved.saved.remind_on), program_saved.reach
    if reach is Reach.STATUS:
        return say("Your day: {day}. {honest}", day=day, honest=honest(say, reach))
    return say("I’ll remind you on {day} at 9 AM {way}.", day=day, way=way(say, reach))


def _rows(say: Say, program_saved: ProgramSaved) -> tuple[Row, ...]:
    """Return what can be done, and how to be reminded for someone whom nothing reaches."""
    saved = program_saved.saved
    reach = program_saved.reach if saved.remind_on else Reach.DM
    return (_row(say, saved), *offer(say, reach, saved.guild))


def _when(say: Say, saved_program: SavedProgram) -> str:
    if saved_program.remind_on is None:
        return ""
    return say("Reminder: {remind_on}", remind_on=day_name(saved_program.remind_on))


def _line(say: Say, saved_program: SavedProgram, name: str) -> str:
    when = _when(say, saved_program)
    return f"**{name}** · {when}" if when else f"**{name}**"


def _row(say: Say, saved_program: SavedProgram) -> tuple[Button, ...]:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("saved", verb, saved_program.guild, saved_program.id), style)

    return (
        button(say("See details"), "show", Style.PRIMARY),
        button(say("Change day") if saved_program.remind_on else say("Remind me"), "day"),
        button(say("Remove"), "remove"),
        Button(
            say.of("button", "Contact them"),
            build("outreach", "program", saved_program.guild, saved_program.id),
        ),
    )


def _day_field(say: Say, value: str) -> TextField:
    return TextField(
        "remind_on",
        say("Remind me on"),
        note=say("{words} Empty: no reminder.", words=say(DAY_NOTE)),
        value=value,
        required=False,
        most=60,
    )


@words(
    NudgeKind.SAVED_PROGRAM,
    marked("Saved program"),
    marked("You chose that day for the reminder."),
    label=marked("Saved programs"),
    when=marked("It was the day you chose."),
)
def due(say: Say, facts: SavedProgramDue, ref: str) -> Message:
    """Remind of a saved program on its day."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("saved", verb, facts.guild, facts.saved, ref), style)

    if not facts.private:
        content = say(
            "{words} Here’s the reminder you asked for. Only you can see what it’s about.",
            words=addressed([facts.person]),
        )
        return Message(content, rows=((button(say("Open reminder"), "open", Style.PRIMARY),),))
    content = say(
        "You asked for a reminder about **{name}** today. Check the dates with the host.",
        name=escape(facts.name, 200),
    )
    row = (
        button(say("See details"), "show", Style.PRIMARY),
        button(say("Pick another date…"), "day"),
        button(say("Done"), "done", Style.SUCCESS),
        button(say("Remove"), "remove"),
    )
    return Message(content, rows=(row,))
