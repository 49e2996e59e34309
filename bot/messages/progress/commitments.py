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
from bot.messages.pairs.pairs import reader_of
from bot.messages.text import (
    addressed,
    escape,
    join_within,
    person,
    spelled_day,
    timestamp,
    truncate,
)
from bot.services.progress.commitments import CommitmentAnswered, CommitmentList, CommitmentMade
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.commitments import Commitment

SHOWN = 8
PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
STATES = {
    CommitmentState.OPEN: "open",
    CommitmentState.DONE: "kept",
    CommitmentState.MOVED: "moved",
    CommitmentState.DROPPED: "let go",
    CommitmentState.LAPSED: "no update",
}
LEFT_OPEN = "still open"
ENDS = ("kept", "moved", "let go")


def form(guild: GuildId, pair: PairId, words: str = "") -> Modal:
    """Ask for a commitment: what, by when, what might get in the way, a plan B, and who sees it."""
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


def move_form(commitment: Commitment, ref: str | None = None) -> Modal:
    """Ask for another time."""
    return Modal(
        build("commit", "move-to", commitment.guild, commitment.id, ref),
        "Another time",
        (
            TextField(
                "due",
                "New due date",
                note="Such as Friday 6pm, or in two weeks.",
                most=60,
            ),
        ),
    )


def made(made: CommitmentMade) -> Message:
    """Say what was committed to, when the reminder comes, and whether it is a lot."""
    commitment = made.commitment
    opening = "Noted" if made.moved is None else "Moved"
    who = f"Your {reader_of(made.pair, made.commitment.owner)} sees it in `/commit list`."
    if not commitment.shown:
        who = "Only you see it."
    plan = ""
    if commitment.plan_b:
        obstacle = escape(commitment.obstacle, 150) or "something comes up"
        plan = f"\nIf {obstacle}: {escape(commitment.plan_b)}"
    # Moving a commitment adds none.
    much = heavy(made.load) if made.moved is None else ""
    text = (
        f"{opening}: **{escape(commitment.words, LONGEST)}**, by "
        f"{timestamp(commitment.due_at, 'F')}. {who} "
        f"{_when(made.reminders, commitment.due_at)}{plan}{much}"
    )
    return Message(text, rows=(_row(commitment),))


def _partner(pair: Pair) -> str:
    return "circle" if len(pair.mentees) > 1 else "partner"


_WAITS = {
    "snoozed": "you snoozed me until then",
    "away": "you’re away before that",
    "quiet hours": "your quiet hours are over then",
    "the pair is paused": "the pause is over then",
}


def _when(coming: Reminders, due_at: datetime) -> str:
    """Say when the owner is reminded: as usual, or why not."""
    if coming.asked_at is None:
        return "You’ve muted commitment reminders, so I won’t send one. It’s in `/status`."
    if coming.ahead_at is None and not coming.waits:
        return "I’ll ask you when it’s due."
    if not coming.waits:
        return "I’ll remind you the day before."
    if coming.ahead_at is not None:
        return f"I’ll remind you {timestamp(coming.ahead_at, 'F')}."
    why = _WAITS[coming.waits]
    if coming.waits == "away" and coming.asked_at > due_at:
        why = "you’re away when it’s due, and I leave your first day back free"
    return f"I’ll ask you {timestamp(coming.asked_at, 'F')}: {why}."


def heavy(load: Load) -> str:
    """Warn someone who takes on more than they finished recently; say nothing to others."""
    if not load.is_heavy:
        return ""
    return (
        f"\n\nThat makes {load.open_} open, and you finished {load.done_recently} in the last four "
        "weeks. Fewer at a time are kept more often; moving one is fine."
    )


def commitment_answered(settled: CommitmentAnswered) -> Message:
    """Answer the owner, without blame."""
    commitment = settled.commitment
    name = f"**{escape(commitment.words, LONGEST)}**"
    again = Button("Another one", build("commit", "form", commitment.guild, commitment.pair))
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
            return Message(text, rows=(_days(commitment, FROM_TODAY),))
        case _:
            text = f"Great! {name} is still due {timestamp(commitment.due_at, 'F')}."
            return Message(text, rows=(_row(commitment),))


NEW_DAYS = {
    NewDay.TOMORROW: "Tomorrow",
    NewDay.IN_THREE: "In three days",
    NewDay.NEXT_WEEK: "Next week",
    NewDay.DAY_LATER: "A day later",
    NewDay.THREE_LATER: "Three days later",
    NewDay.WEEK_LATER: "A week later",
}


def new_day(commitment: Commitment, is_over: bool, ref: str | None) -> Message:
    """Offer another day in one click; with `ref`, in place of the reminder that asked."""
    text = (
        f"{addressed([commitment.owner])} **{escape(commitment.words, LONGEST)}**, due "
        f"{timestamp(commitment.due_at, 'F')}. "
        "Which day instead?"
    )
    return Message(text, rows=(_days(commitment, FROM_TODAY if is_over else LATER, ref),))


def _days(commitment: Commitment, offered: tuple[NewDay, ...], ref: str | None = None) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        *(button(NEW_DAYS[day], day.value) for day in offered),
        button("Pick another date…", "another-day"),
        button("Done", "done", Style.SUCCESS),
    )


def listing(commitment_list: CommitmentList, pictured: bool = True) -> Message:
    """Show a pair's open commitments as one of them sees them, and how the others ended.

    Of a pair that has ended, each is named with its end.
    """
    if commitment_list.pair.state is PairState.ENDED:
        return _listing_after_end(commitment_list)
    own = [commitment for commitment in commitment_list.own if commitment.state.is_unanswered]
    shown = [commitment for commitment in commitment_list.shown if commitment.state.is_unanswered]
    fields = [
        ("Yours", _lines(own, None)),
        (f"Your {_partner(commitment_list.pair)}'s", _lines(shown, "shown")),
    ]
    if ended := _ended(commitment_list.own):
        fields.append(("How yours ended", ended))
    pair = commitment_list.pair
    rows: list[Row] = []
    if own:
        choices = tuple(
            Choice(
                truncate(commitment.words, 100),
                str(commitment.id),
                note=f"due {spelled_day(commitment.due.day)}",
            )
            for commitment in own[:25]
        )
        rows.append((Select(build("commit", "pick", pair.guild), "Update a commitment", choices),))
    add = Button("Add a commitment", build("commit", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    rows.append((add, picture) if pictured else (add,))
    return Message(embeds=(Embed("Commitments", fields=tuple(fields)),), rows=tuple(rows))


def _listing_after_end(commitment_list: CommitmentList) -> Message:
    partner = f"Your {_partner(commitment_list.pair)}'s"
    fields = tuple(
        (name, join_within([_ended_line(each) for each in reversed(listed)], 1000) or "None.")
        for name, listed in (("Yours", commitment_list.own), (partner, commitment_list.shown))
    )
    return Message(embeds=(Embed("Commitments", fields=fields),))


def _ended_line(commitment: Commitment) -> str:
    words = escape(commitment.words, 150)
    return f"- {words}, due {spelled_day(commitment.due.day)}: {_end(commitment)}"


def commitment_card(commitment: Commitment) -> Message:
    """Show one of the reader's own commitments, with what can be done about it."""
    return Message(f"{_line(commitment)}", rows=(_row(commitment),))


def choice(commitment: Commitment) -> str:
    """Return a commitment's label for an autocomplete."""
    return truncate(f"{commitment.words} (due {spelled_day(commitment.due.day)})", 100)


@words(
    NudgeKind.COMMITMENT_DUE,
    "Commitment reminder",
    "You made a commitment for a day: it comes the day before, and when it is due if you hadn’t "
    "answered.",
    label="Commitment reminders",
    when="It comes a day ahead, and at the time you had chosen if you hadn’t answered.",
)
def due(facts: CommitmentDue, ref: str) -> Message:
    """Remind the owner, a day ahead or when it is due; one the partner can't see is not named."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, facts.guild, facts.commitment, ref), style)

    if facts.hidden:
        text = f"{person(facts.owner)}, something small is waiting for you."
        return Message(text, rows=((button("Show me", "show", Style.PRIMARY),),))
    words = f"**{escape(facts.words, LONGEST)}**"
    if facts.ahead:
        due = timestamp(facts.due_at, "F")
        text = f"{addressed([facts.owner])} {words} is due {due}."
        plan = f" Your plan B: {escape(facts.plan_b, LONGEST_PLAN)}." if facts.plan_b else ""
        row: Row = (
            button("On track", "on-track", Style.SUCCESS),
            button("Done", "done", Style.SUCCESS),
            button("Move", "move"),
            button("Drop", "drop"),
        )
        return Message(f"{text}{plan} On track?", rows=(row,))
    is_due = f"was due {timestamp(facts.due_at, 'F')}" if facts.late else "is due now"
    text = f"{addressed([facts.owner])} {words} {is_due}. How did it go?"
    row = (
        button("Done", "done", Style.SUCCESS),
        button("Still on it", "on-track"),
        button("Move", "move"),
        button("Drop", "drop"),
        button("Not now", "not-now"),
    )
    return Message(text, rows=(row,))


def not_now(commitment: Commitment, again_at: datetime) -> Message:
    """Say when the owner is asked again."""
    text = (
        f"No problem. I’ll ask again about **{escape(commitment.words, LONGEST)}** "
        f"{timestamp(again_at, 'F')}."
    )
    return Message(text, rows=(_row(commitment),))


def answered_reminder(
    commitment: Commitment, ref: str | None = None, *, moved: bool = False, in_thread: bool
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
            return Message(f"{who} {said}", rows=(_row(commitment, ref),))
    return Message(f"{who} · {said}" if in_thread else said)


def _row(commitment: Commitment, ref: str | None = None) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        button("Done", "done", Style.SUCCESS),
        button("Move", "move"),
        button("Drop", "drop"),
    )


def _lines(commitments: list[Commitment], shown: str | None) -> str:
    if not commitments:
        return "Nothing open." if shown is None else "Nothing open that they show."
    return join_within([f"- {_line(commitment)}" for commitment in commitments], 1000, number=SHOWN)


def _line(commitment: Commitment) -> str:
    hidden = "" if commitment.shown else " (only you see it)"
    due = timestamp(commitment.due_at, "f")
    by = f"by {due}"
    if commitment.state is CommitmentState.LAPSED:
        by = f"was due {due}: {_end(commitment)}"
    return f"#{commitment.id} {escape(commitment.words, 90)}, {by}{hidden}"


def _ended(commitments: tuple[Commitment, ...]) -> str:
    counts = Counter(
        _end(commitment) for commitment in commitments if not commitment.state.is_unanswered
    )
    return ", ".join(f"{counts[end]} {end}" for end in ENDS if counts[end])


def _end(commitment: Commitment) -> str:
    """Return how one ended.

    An owner who answered, or was never asked, is not called unresponsive.
    """
    if commitment.state is not CommitmentState.LAPSED:
        return STATES[commitment.state]
    answered = (
        commitment.last_answered_at is not None and commitment.last_answered_at >= commitment.due_at
    )
    return LEFT_OPEN if answered or commitment.asked_at is None else STATES[commitment.state]
