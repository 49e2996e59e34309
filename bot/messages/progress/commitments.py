"""Commitments: the form, the list, the reminders, and a text for each way one ends."""

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
from bot.domain.states import CommitmentState, PairState
from bot.language.say import Say
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
from bot.messages.text import (
    addressed,
    day_name,
    escape,
    join_within,
    person,
    timestamp,
    truncate,
)
from bot.services.progress.commitments import CommitmentAnswered, CommitmentList, CommitmentMade
from bot.storage.progress.commitments import Commitment

SHOWN = 8
PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
STATES = {
    CommitmentState.OPEN: "Open",
    CommitmentState.DONE: "Done",
    CommitmentState.MOVED: "Moved",
    CommitmentState.DROPPED: "Dropped",
    CommitmentState.LAPSED: "No update",
}
LEFT_OPEN = "Still open"
ENDS = ("Done", "Moved", "Dropped")


def form(say: Say, guild: GuildId, pair: PairId, words: str = "") -> Modal:
    """Ask for a commitment: what, by when, what might get in the way, a plan B, and who sees it."""
    return Modal(
        build("commit", "add", guild, pair),
        "Add a commitment",
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
                "Due date",
                note="Like “Sunday 7pm”, “tomorrow noon”, or “Oct 3”.",
                most=60,
            ),
            _plan_field(say, "obstacle", "What might get in the way?", "Exam week"),
            _plan_field(say, "plan_b", "What’s your plan B?", "Write for 10 minutes a day"),
            ChoiceField(
                "shown",
                "Who can see it?",
                (
                    Choice("Everyone in my thread", "yes", chosen=True),
                    Choice("Just me", "no"),
                ),
            ),
        ),
    )


def _plan_field(say: Say, key: str, label: str, example: str) -> TextField:
    return TextField(
        key,
        label,
        note=f"Optional, up to {LONGEST_PLAN} characters.",
        placeholder=example,
        required=False,
        most=LONGEST_PLAN,
    )


def move_form(say: Say, commitment: Commitment, ref: str | None = None) -> Modal:
    """Ask for another time."""
    return Modal(
        build("commit", "move-to", commitment.guild, commitment.id, ref),
        "Move commitment",
        (
            TextField(
                "due",
                "New due date",
                note="Like “Friday 6pm” or “in two weeks”.",
                most=60,
            ),
        ),
    )


def made(say: Say, made: CommitmentMade) -> Message:
    """Say what was committed to, when the reminder comes, and whether it is a lot."""
    commitment = made.commitment
    name, due = f"**{escape(commitment.words, LONGEST)}**", timestamp(commitment.due_at, "F")
    sentences = [f"Added {name}, due {due}."]
    if made.moved is not None:
        sentences = [f"Moved {name}. It’s due {due}."]
    if not commitment.shown:
        sentences.append("Only you can see it.")
    sentences.append(_when(say, made.reminders, commitment.due_at))
    lines = [" ".join(sentences)]
    if commitment.plan_b:
        lines.append(f"Plan B: {escape(commitment.plan_b)}")
    if made.moved is None and made.load.is_heavy:  # moving a commitment adds none
        lines.append(heavy(say, made.load))
    return Message("\n".join(lines), rows=(_row(say, commitment),))


_WAITS = {
    "snoozed": "I’ll ask you {asked}, after your snooze.",
    "away": "I’ll ask you {asked}, since you’re away before that.",
    "quiet hours": "I’ll ask you {asked}, after your quiet hours.",
    "the pair is paused": "I’ll ask you {asked}, after the pause.",
}
_AWAY_WHEN_DUE = "I’ll ask you {asked}. You’re away when it’s due, and your first day back is free."


def _when(say: Say, coming: Reminders, due_at: datetime) -> str:
    """Say when the owner is reminded: as usual, or why not."""
    if coming.asked_at is None:
        return "You’ve muted commitment reminders, so I won’t send one. It’s in `/status`."
    if coming.ahead_at is None and not coming.waits:
        return "I’ll check in when it’s due."
    if not coming.waits:
        return "I’ll remind you the day before."
    if coming.ahead_at is not None:
        return f"I’ll remind you {timestamp(coming.ahead_at, 'F')}."
    text = _WAITS[coming.waits]
    if coming.waits == "away" and coming.asked_at > due_at:
        text = _AWAY_WHEN_DUE
    return text.format(asked=timestamp(coming.asked_at, "F"))


def heavy(say: Say, load: Load) -> str:
    """Warn someone who takes on more than they finished recently; say nothing to others."""
    if not load.is_heavy:
        return ""
    return (
        f"That’s a lot. Open: {load.open_} · Done in the last 4 weeks: "
        f"{load.done_recently}. You can move one."
    )


def commitment_answered(say: Say, settled: CommitmentAnswered) -> Message:
    """Answer the owner, without blame."""
    commitment = settled.commitment
    name = f"**{escape(commitment.words, LONGEST)}**"
    again = Button("Add a commitment", build("commit", "form", commitment.guild, commitment.pair))
    win = Button(
        "Share as a win", build("win", "form", commitment.guild, commitment.pair), Style.SUCCESS
    )
    match commitment.state:
        case CommitmentState.DONE:
            return Message(f"Done: {name}. Nice work!", rows=((win, again),))
        case CommitmentState.DROPPED:
            return Message(f"Dropped: {name}.", rows=((again,),))
        case _ if settled.asked_again_at is not None:
            text = (
                f"Still on it: {name}. It was due {timestamp(commitment.due_at, 'F')}. Pick a new "
                f"date, or I’ll ask once more {timestamp(settled.asked_again_at, 'F')}."
            )
            return Message(text, rows=(_days(say, commitment, FROM_TODAY),))
        case _:
            text = f"Great! {name} is still due {timestamp(commitment.due_at, 'F')}."
            return Message(text, rows=(_row(say, commitment),))


NEW_DAYS = {
    NewDay.TOMORROW: "Tomorrow",
    NewDay.IN_THREE: "In 3 days",
    NewDay.NEXT_WEEK: "Next week",
    NewDay.DAY_LATER: "1 day later",
    NewDay.THREE_LATER: "3 days later",
    NewDay.WEEK_LATER: "1 week later",
}


def new_day(say: Say, commitment: Commitment, is_over: bool, ref: str | None) -> Message:
    """Offer another day in one click; with `ref`, in place of the reminder that asked."""
    text = (
        f"{addressed([commitment.owner])} Pick a new due date for "
        f"**{escape(commitment.words, LONGEST)}** (due {timestamp(commitment.due_at, 'F')})."
    )
    return Message(text, rows=(_days(say, commitment, FROM_TODAY if is_over else LATER, ref),))


def _days(
    say: Say, commitment: Commitment, offered: tuple[NewDay, ...], ref: str | None = None
) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        *(button(NEW_DAYS[day], day.value) for day in offered),
        button("Pick another date…", "another-day"),
        button("Done", "done", Style.SUCCESS),
    )


def listing(say: Say, commitment_list: CommitmentList, pictured: bool = True) -> Message:
    """Show a pair's open commitments as one of them sees them, and how the others ended.

    Of a pair that has ended, each is named with its end.
    """
    if commitment_list.pair.state is PairState.ENDED:
        return _listing_after_end(say, commitment_list)
    own = [commitment for commitment in commitment_list.own if commitment.state.is_unanswered]
    shown = [commitment for commitment in commitment_list.shown if commitment.state.is_unanswered]
    fields = [
        ("Yours", _lines(say, own)),
        ("Shared with you", _lines(say, shown)),
    ]
    if ended := _ended(say, commitment_list.own):
        fields.append(("Your past commitments", ended))
    pair = commitment_list.pair
    rows: list[Row] = []
    if own:
        choices = tuple(
            Choice(
                truncate(commitment.words, 100),
                str(commitment.id),
                note=f"Due {_due_day(commitment)}",
            )
            for commitment in own[:25]
        )
        rows.append((Select(build("commit", "pick", pair.guild), "Update a commitment", choices),))
    add = Button("Add a commitment", build("commit", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    rows.append((add, picture) if pictured else (add,))
    return Message(embeds=(Embed("Commitments", fields=tuple(fields)),), rows=tuple(rows))


def _listing_after_end(say: Say, commitment_list: CommitmentList) -> Message:
    both = (("Yours", commitment_list.own), ("Shared with you", commitment_list.shown))
    fields = tuple(
        (
            name,
            join_within(say, [_ended_line(say, each) for each in reversed(listed)], 1000) or "None",
        )
        for name, listed in both
    )
    return Message(embeds=(Embed("Commitments", fields=fields),))


def _ended_line(say: Say, commitment: Commitment) -> str:
    words = escape(commitment.words, 150)
    return f"- {words} · Due {_due_day(commitment)} · {_end(say, commitment)}"


def _due_day(commitment: Commitment) -> str:
    return day_name(commitment.due.day, commitment.made_at.date())


def commitment_card(say: Say, commitment: Commitment) -> Message:
    """Show one of the reader's own commitments, with what can be done about it."""
    return Message(f"{_line(say, commitment)}", rows=(_row(say, commitment),))


def choice(say: Say, commitment: Commitment) -> str:
    """Return a commitment's label for an autocomplete."""
    return truncate(f"{commitment.words} · Due {_due_day(commitment)}", 100)


@words(
    NudgeKind.COMMITMENT_DUE,
    "Commitment reminder",
    "You made a commitment with a due date.",
    label="Commitment reminders",
    when="It comes the day before, and when it’s due if you haven’t answered.",
)
def due(say: Say, facts: CommitmentDue, ref: str) -> Message:
    """Remind the owner, a day ahead or when it is due; one the partner can't see is not named."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, facts.guild, facts.commitment, ref), style)

    if facts.hidden:
        text = f"{person(facts.owner)}, I have a private reminder for you."
        return Message(text, rows=((button("Show reminder", "show", Style.PRIMARY),),))
    words = f"**{escape(facts.words, LONGEST)}**"
    if facts.ahead:
        due = timestamp(facts.due_at, "F")
        text = f"{addressed([facts.owner])} {words} is due {due}. On track?"
        if facts.plan_b:
            text = f"{text}\nPlan B: {escape(facts.plan_b, LONGEST_PLAN)}"
        row: Row = (
            button("On track", "on-track", Style.SUCCESS),
            button("Done", "done", Style.SUCCESS),
            button("Move", "move"),
            button("Drop", "drop"),
        )
        return Message(text, rows=(row,))
    text = f"{addressed([facts.owner])} {words} is due now. How did it go?"
    if facts.late:
        due = timestamp(facts.due_at, "F")
        text = f"{addressed([facts.owner])} {words} was due {due}. How did it go?"
    row = (
        button("Done", "done", Style.SUCCESS),
        button("Still working on it", "on-track"),
        button("Move", "move"),
        button("Drop", "drop"),
        button("Not now", "not-now"),
    )
    return Message(text, rows=(row,))


def not_now(say: Say, commitment: Commitment, again_at: datetime) -> Message:
    """Say when the owner is asked again."""
    text = (
        f"No problem. I’ll ask again about **{escape(commitment.words, LONGEST)}** "
        f"{timestamp(again_at, 'F')}."
    )
    return Message(text, rows=(_row(say, commitment),))


def answered_reminder(
    say: Say,
    commitment: Commitment,
    ref: str | None = None,
    *,
    moved: bool = False,
    in_thread: bool,
) -> Message:
    """Return the edited reminder after its owner answered, with the answer.

    One that is on track keeps its buttons, and asks again when it is due. Of one that is hidden a
    thread reads no more than that its owner answered.
    """
    who = person(commitment.owner)
    if in_thread and not commitment.shown:
        return Message(f"{who} answered a commitment reminder.")
    name, when = f"**{escape(commitment.words, LONGEST)}**", timestamp(commitment.due_at, "F")
    match commitment.state:
        case CommitmentState.DONE:
            said = f"Done: {name}."
        case CommitmentState.DROPPED:
            said = f"Dropped: {name}."
        case _ if moved:
            said = f"Moved: {name}, now due {when}."
        case _ if ref is None or not commitment.shown:
            said = f"Still open: {name}, due {when}."
        case _:
            who, said = addressed([commitment.owner]), f"On track: {name}, due {when}."
            return Message(f"{who} {said}", rows=(_row(say, commitment, ref),))
    return Message(f"{who} · {said}" if in_thread else said)


def _row(say: Say, commitment: Commitment, ref: str | None = None) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        button("Done", "done", Style.SUCCESS),
        button("Move", "move"),
        button("Drop", "drop"),
    )


def _lines(say: Say, commitments: list[Commitment]) -> str:
    if not commitments:
        return "None open"
    return join_within(
        say, [f"- {_line(say, commitment)}" for commitment in commitments], 1000, number=SHOWN
    )


def _line(say: Say, commitment: Commitment) -> str:
    due = timestamp(commitment.due_at, "f")
    parts = [f"#{commitment.id} {escape(commitment.words, 90)}"]
    if commitment.state is CommitmentState.LAPSED:
        parts += [f"Was due {due}", _end(say, commitment)]
    else:
        parts.append(f"Due {due}")
    if not commitment.shown:
        parts.append("Only you can see it")
    return " · ".join(parts)


def _ended(say: Say, commitments: tuple[Commitment, ...]) -> str:
    counts = Counter(
        _end(say, commitment) for commitment in commitments if not commitment.state.is_unanswered
    )
    return " · ".join(f"{end}: {counts[end]}" for end in ENDS if counts[end])


def _end(say: Say, commitment: Commitment) -> str:
    """Return how one ended.

    An owner who answered, or was never asked, is not called unresponsive.
    """
    if commitment.state is not CommitmentState.LAPSED:
        return STATES[commitment.state]
    answered = (
        commitment.last_answered_at is not None and commitment.last_answered_at >= commitment.due_at
    )
    return LEFT_OPEN if answered or commitment.asked_at is None else STATES[commitment.state]
