"""Promises: the form, the list, the reminders, and kind words for each end of one."""

from collections import Counter
from datetime import datetime

from bot.domain.ids import GuildId, PairId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.progress.commitments import (
    FROM_TODAY,
    LATER,
    LONGEST,
    LONGEST_PLAN,
    CommitmentDue,
    Load,
    NewDay,
    Reminders,
)
from bot.domain.states import CommitmentState
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import (
    Button,
    Choice,
    ChoiceField,
    Embed,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import escape, join_within, person, spelled_day, timestamp, truncate
from bot.services.progress.commitments import CommitmentList, CommitmentMade, CommitmentSettled
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.commitments import Commitment

SHOWN = 8
PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
STATES = {
    CommitmentState.OPEN: "open",
    CommitmentState.KEPT: "kept",
    CommitmentState.MOVED: "moved",
    CommitmentState.DROPPED: "let go",
    CommitmentState.LAPSED: "not heard of",
}
LEFT_OPEN = "left open"
ENDS = ("kept", "moved", "let go", LEFT_OPEN, "not heard of")


def form(guild: GuildId, pair: PairId, words: str = "") -> Modal:
    """Ask for a promise: what, by when, what might get in the way and what then, and who sees."""
    return Modal(
        build("commit", "add", guild, pair),
        "A commitment",
        (
            TextField(
                "words",
                "What will you do?",
                placeholder="Draft my personal statement",
                value=truncate(words, PASTE),
                long=True,
                most=PASTE,
            ),
            TextField(
                "due",
                "By when?",
                note="Such as Sunday 7pm, tomorrow noon, or Oct 3.",
                most=60,
            ),
            _plan_field("obstacle", "What might get in the way?", "An exam week"),
            _plan_field("plan_b", "And if it does, what then?", "I write for ten minutes a day"),
            ChoiceField(
                "shown",
                "Who sees it?",
                (
                    Choice("My partner and I", "yes", chosen=True),
                    Choice("Only I", "no"),
                ),
            ),
        ),
    )


def _plan_field(key: str, label: str, example: str) -> TextField:
    return TextField(
        key,
        label,
        note=f"If you like; up to {LONGEST_PLAN} characters.",
        placeholder=example,
        required=False,
        most=LONGEST_PLAN,
    )


def move_form(found: Commitment, ref: str | None = None) -> Modal:
    """Ask for another time."""
    return Modal(
        build("commit", "move-to", found.guild, found.id, ref),
        "Another time",
        (
            TextField(
                "due",
                "By when, now?",
                note="Such as Friday 6pm, or in two weeks. Moving it in time is no failure.",
                most=60,
            ),
        ),
    )


def made(done: CommitmentMade) -> Message:
    """Say what was promised, when the reminder comes, and whether it is a lot."""
    found = done.commitment
    opening = "Noted" if done.moved is None else "Moved"
    if done.in_time:
        opening += ", thank you for saying so in time"
    who = f"Your {_partner(done.pair)} sees it in `/commit list`."
    if not found.shown:
        who = "Only you see it."
    plan = ""
    if found.plan_b:
        plan = f"\nIf {escape(found.obstacle, 150) or 'something comes up'}: {escape(found.plan_b)}"
    # Moving one takes on nothing.
    much = heavy(done.load) if done.moved is None else ""
    text = (
        f"{opening}: **{escape(found.words, LONGEST)}**, by {timestamp(found.due_at, 'F')}. {who} "
        f"{_when(done.reminders)}{plan}{much}"
    )
    return Message(text, rows=(_row(found),))


def _partner(pair: Pair) -> str:
    return "circle" if len(pair.mentees) > 1 else "partner"


_WAITS = {
    "muted": "you muted reminders of promises",
    "snoozed": "you snoozed me until then",
    "away": "you are away until then",
    "quiet hours": "your quiet hours are over then",
    "the pair is paused": "your pair is paused until then",
}


def _when(coming: Reminders) -> str:
    """Say when its owner hears of it: as usual, or why not."""
    if coming.asked_at is None:
        return "I don't remind you: you muted reminders of promises. `/status` shows it."
    if coming.ahead_at is None and not coming.waits:
        return "I ask you when it is due."
    if not coming.waits:
        return "I remind you a day ahead, and ask when it is due."
    ahead = ""
    if coming.ahead_at is not None:
        ahead = f"I remind you {timestamp(coming.ahead_at, 'F')}. "
    return f"{ahead}I ask you {timestamp(coming.asked_at, 'F')}: {_WAITS[coming.waits]}."


def heavy(load: Load) -> str:
    """Warn somebody who takes on more than they finished lately; say nothing to others."""
    if not load.is_heavy:
        return ""
    return (
        f"\n\nThat makes {load.open_} open, and you finished {load.kept_lately} in the last four "
        "weeks. Fewer at a time are kept more often; moving one is fine."
    )


def commitment_settled(done: CommitmentSettled) -> Message:
    """Answer what its owner said, without a word of blame."""
    found = done.commitment
    name = f"**{escape(found.words, LONGEST)}**"
    again = Button("Another one", build("commit", "form", found.guild, found.pair))
    win = Button("Tell it as a win", build("win", "form", found.guild, found.pair), Style.SUCCESS)
    match found.state:
        case CommitmentState.KEPT:
            return Message(f"Well done: {name} is kept.", rows=((win, again),))
        case CommitmentState.DROPPED:
            text = f"Let go: {name}. Saying so in time is part of keeping one's word."
            return Message(text, rows=((again,),))
        case _ if done.asked_again_at is not None:
            text = (
                f"Good to hear. {name} was due {timestamp(found.due_at, 'F')}: by when now? If you "
                f"choose no day, I ask you once more {timestamp(done.asked_again_at, 'F')}."
            )
            return Message(text, rows=(_days(found, FROM_TODAY),))
        case _:
            text = f"Good to hear. {name} stays due {timestamp(found.due_at, 'F')}."
            return Message(text, rows=(_row(found),))


NEW_DAYS = {
    NewDay.TOMORROW: "Tomorrow",
    NewDay.IN_THREE: "In three days",
    NewDay.NEXT_WEEK: "Next week",
    NewDay.DAY_LATER: "A day later",
    NewDay.THREE_LATER: "Three days later",
    NewDay.WEEK_LATER: "A week later",
}


def new_day(found: Commitment, is_over: bool, ref: str | None) -> Message:
    """Offer another day in one click; with `ref` in place of the reminder that asked."""
    text = (
        f"{person(found.owner)} **{escape(found.words, LONGEST)}**, due "
        f"{timestamp(found.due_at, 'F')}. "
        "Which day instead?"
    )
    return Message(text, rows=(_days(found, FROM_TODAY if is_over else LATER, ref),))


def _days(found: Commitment, offered: tuple[NewDay, ...], ref: str | None = None) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, found.guild, found.id, ref), style)

    return (
        *(button(NEW_DAYS[day], day.value) for day in offered),
        button("Another day ...", "another-day"),
        button("Done", "done", Style.SUCCESS),
    )


def listing(found: CommitmentList, pictured: bool = True) -> Message:
    """Show the open promises of a pair as one of them sees them, and how the others ended."""
    own = [one for one in found.own if one.state is CommitmentState.OPEN]
    shown = [one for one in found.shown if one.state is CommitmentState.OPEN]
    fields = [
        ("Yours", _lines(own, None)),
        (f"Your {_partner(found.pair)}'s", _lines(shown, "shown")),
    ]
    if ended := _ended(found.own):
        fields.append(("How yours ended", ended))
    pair = found.pair
    rows: list[Row] = []
    if own:
        choices = tuple(
            Choice(truncate(one.words, 100), str(one.id), note=f"due {spelled_day(one.due.day)}")
            for one in own[:25]
        )
        rows.append((Select(build("commit", "pick", pair.guild), "Say how one goes", choices),))
    add = Button("Promise something", build("commit", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    rows.append((add, picture) if pictured else (add,))
    return Message(embeds=(Embed("Commitments", fields=tuple(fields)),), rows=tuple(rows))


def commitment_card(found: Commitment) -> Message:
    """Show one of one's own with what can be done about it."""
    return Message(f"{_line(found)}", rows=(_row(found),))


def choice(found: Commitment) -> str:
    """Name a promise in an autocomplete."""
    return truncate(f"{found.words} (due {spelled_day(found.due.day)})", 100)


@words(
    NudgeKind.COMMITMENT_DUE,
    "a reminder of a promise",
    "You promised something for a day: one comes the day before and one when it is due.",
    label="Reminders of promises",
    when="It comes a day ahead, and at the time you had chosen.",
    outside="it is about your own promise",
)
def due(facts: CommitmentDue, ref: str) -> Message:
    """Remind its owner, a day ahead or at its time; what the partner may not see is not named."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, facts.guild, facts.commitment, ref), style)

    if facts.hidden:
        text = f"{person(facts.owner)} something small is waiting for you."
        return Message(text, rows=((button("Show me", "show", Style.PRIMARY),),))
    words = f"**{escape(facts.words, LONGEST)}**"
    if facts.ahead:
        due = timestamp(facts.due_at, "F")
        text = f"{person(facts.owner)} you meant to do this by {due}: {words}."
        plan = f" Your plan B: {escape(facts.plan_b, LONGEST_PLAN)}." if facts.plan_b else ""
        row: Row = (
            button("On track", "on-track", Style.SUCCESS),
            button("Done", "done", Style.SUCCESS),
            button("Move", "move"),
            button("Drop", "drop"),
        )
        return Message(f"{text}{plan} How does it look?", rows=(row,))
    is_due = f"this was due {timestamp(facts.due_at, 'F')}" if facts.late else "this is due now"
    text = f"{person(facts.owner)} {is_due}: {words}. What became of it?"
    row = (
        button("Done", "done", Style.SUCCESS),
        button("Still on it", "on-track"),
        button("Move", "move"),
        button("Drop", "drop"),
        button("Not now", "not-now"),
    )
    return Message(text, rows=(row,))


def not_now(found: Commitment, again_at: datetime) -> Message:
    """Say when they are asked again."""
    text = (
        f"That is fine. I ask you again about **{escape(found.words, LONGEST)}** "
        f"{timestamp(again_at, 'F')}."
    )
    return Message(text, rows=(_row(found),))


def answered_reminder(found: Commitment) -> Message:
    """Return what a reminder becomes once its owner has answered: that, and no more."""
    return Message(f"{person(found.owner)}: answered, thank you.")


def _row(found: Commitment) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, found.guild, found.id), style)

    return (
        button("Done", "done", Style.SUCCESS),
        button("Move", "move"),
        button("Drop", "drop"),
    )


def _lines(found: list[Commitment], shown: str | None) -> str:
    if not found:
        return "Nothing open." if shown is None else "Nothing open that they show."
    return join_within([f"- {_line(one)}" for one in found], 1000, number=SHOWN)


def _line(found: Commitment) -> str:
    hidden = "" if found.shown else " (only you see it)"
    return f"#{found.id} {escape(found.words, 90)}, by {timestamp(found.due_at, 'f')}{hidden}"


def _ended(found: tuple[Commitment, ...]) -> str:
    counts = Counter(_end(one) for one in found if one.state is not CommitmentState.OPEN)
    return ", ".join(f"{counts[end]} {end}" for end in ENDS if counts[end])


def _end(found: Commitment) -> str:
    """Name how one ended; whoever answered at its time, or was never asked, is not unheard."""
    if found.state is not CommitmentState.LAPSED:
        return STATES[found.state]
    answered = found.heard_at is not None and found.heard_at >= found.due_at
    return LEFT_OPEN if answered or found.asked_at is None else STATES[found.state]
