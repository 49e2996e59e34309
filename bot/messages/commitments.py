"""Promises: the form, the list, the reminders, and kind words for each end of one."""

from bot.domain.commitments import LONGEST, LONGEST_PLAN, CommitmentDue, Load
from bot.domain.ids import GuildId, PairId
from bot.domain.states import CommitmentState
from bot.messages.custom_id import build
from bot.messages.outgoing import (
    ButtonSpec,
    Card,
    Choice,
    ChoiceField,
    Form,
    Outgoing,
    Row,
    SelectSpec,
    Style,
    TextField,
)
from bot.messages.text import cut, person, said, stamp, whole_lines
from bot.services.commitments import CommitmentList, CommitmentMade, CommitmentSettled
from bot.storage.commitments import Commitment

SHOWN = 8
PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
STATES = {
    CommitmentState.OPEN: "open",
    CommitmentState.KEPT: "kept",
    CommitmentState.MOVED: "moved",
    CommitmentState.DROPPED: "let go",
    CommitmentState.LAPSED: "not heard of",
}


def form(guild: GuildId, pair: PairId, words: str = "") -> Form:
    """Ask for a promise: what, by when, what might get in the way and what then, and who sees."""
    return Form(
        build("commit", "add", guild, pair),
        "A commitment",
        (
            TextField(
                "words",
                "What will you do?",
                placeholder="Draft my personal statement",
                value=cut(words, PASTE),
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


def move_form(found: Commitment) -> Form:
    """Ask for another time."""
    return Form(
        build("commit", "move-to", found.guild, found.id),
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


def made(done: CommitmentMade) -> Outgoing:
    """Say what was promised, when the reminder comes, and whether it is a lot."""
    found = done.commitment
    opening = "Noted" if done.moved is None else "Moved, thank you for saying so in time"
    who = "Your partner sees it in `/commit list`." if found.shown else "Only you see it."
    plan = ""
    if found.plan_b:
        plan = f"\nIf {said(found.obstacle, 150) or 'something comes up'}: {said(found.plan_b)}"
    text = (
        f"{opening}: **{said(found.words, LONGEST)}**, by {stamp(found.due_at, 'F')}. {who} "
        f"I remind you a day ahead, and ask when it is due.{plan}{heavy(done.load)}"
    )
    return Outgoing(text, rows=(_row(found),))


def heavy(load: Load) -> str:
    """Warn somebody who takes on more than they finished lately; say nothing to others."""
    if not load.is_heavy:
        return ""
    return (
        f"\n\nThat makes {load.open_} open, and you finished {load.kept_lately} in the last four "
        "weeks. Fewer at a time are kept more often; moving one is fine."
    )


def settled(done: CommitmentSettled) -> Outgoing:
    """Answer what its owner said, without a word of blame."""
    found = done.commitment
    name = f"**{said(found.words, LONGEST)}**"
    again = ButtonSpec("Another one", build("commit", "form", found.guild, found.pair))
    win = ButtonSpec("Tell it as a win", build("win", "form", found.guild, found.pair), Style.GOOD)
    match found.state:
        case CommitmentState.KEPT:
            return Outgoing(f"Well done: {name} is kept.", rows=((win, again),))
        case CommitmentState.DROPPED:
            text = f"Let go: {name}. Saying so in time is part of keeping one's word."
            return Outgoing(text, rows=((again,),))
        case _:
            text = f"Good to hear. {name} stays due {stamp(found.due_at, 'F')}."
            return Outgoing(text, rows=(_row(found),))


def listing(found: CommitmentList, pictured: bool = True) -> Outgoing:
    """Show the open promises of a pair as one of them sees them, and how the others ended."""
    own = [one for one in found.own if one.state is CommitmentState.OPEN]
    shown = [one for one in found.shown if one.state is CommitmentState.OPEN]
    fields = [("Yours", _lines(own, None)), ("Your partner's", _lines(shown, "shown"))]
    if ended := _ended(found.own):
        fields.append(("How yours ended", ended))
    pair = found.pair
    rows: list[Row] = []
    if own:
        choices = tuple(
            Choice(cut(one.words, 100), str(one.id), note=f"due {one.due.day:%d %B}")
            for one in own[:25]
        )
        rows.append((SelectSpec(build("commit", "pick", pair.guild), "Say how one goes", choices),))
    add = ButtonSpec("Promise something", build("commit", "form", pair.guild, pair.id), Style.MAIN)
    picture = ButtonSpec("Our progress", build("progress", "show", pair.guild, pair.id))
    rows.append((add, picture) if pictured else (add,))
    return Outgoing(cards=(Card("Commitments", fields=tuple(fields)),), rows=tuple(rows))


def one(found: Commitment) -> Outgoing:
    """Show one of one's own with what can be done about it."""
    return Outgoing(f"{_line(found)}", rows=(_row(found),))


def choice(found: Commitment) -> str:
    """Name a promise in an autocomplete."""
    return cut(f"{found.words} (due {found.due.day:%d %B})", 100)


def due(facts: CommitmentDue, ref: str) -> Outgoing:
    """Remind its owner, a day ahead or at its time; what the partner may not see is not named."""

    def button(label: str, verb: str, style: Style = Style.PLAIN) -> ButtonSpec:
        return ButtonSpec(label, build("commit", verb, facts.guild, facts.commitment, ref), style)

    if facts.hidden:
        text = f"{person(facts.owner)} something you noted for yourself is waiting for you."
        return Outgoing(text, rows=((button("Show me", "show", Style.MAIN),),))
    words = f"**{said(facts.words, LONGEST)}**"
    if facts.ahead:
        text = f"{person(facts.owner)} you meant to do this by {stamp(facts.due_at, 'F')}: {words}."
        plan = f" Your plan B: {said(facts.plan_b, LONGEST_PLAN)}." if facts.plan_b else ""
        row = (
            button("On track", "on-track", Style.GOOD),
            button("Done", "done", Style.GOOD),
            button("Move", "move"),
            button("Drop", "drop"),
        )
        return Outgoing(f"{text}{plan} How does it look?", rows=(row,))
    text = f"{person(facts.owner)} this was due now: {words}. What became of it?"
    row = (
        button("Done", "done", Style.GOOD),
        button("Still on it", "on-track"),
        button("Move", "move"),
        button("Drop", "drop"),
    )
    return Outgoing(text, rows=(row,))


def heard(done: CommitmentSettled) -> Outgoing:
    """Return what a reminder becomes once its owner has answered: that, and no more."""
    return Outgoing(f"{person(done.commitment.owner)}: answered, thank you.")


def _row(found: Commitment) -> Row:
    def button(label: str, verb: str, style: Style = Style.PLAIN) -> ButtonSpec:
        return ButtonSpec(label, build("commit", verb, found.guild, found.id), style)

    return (
        button("Done", "done", Style.GOOD),
        button("Move", "move"),
        button("Drop", "drop"),
    )


def _lines(found: list[Commitment], shown: str | None) -> str:
    if not found:
        return "Nothing open." if shown is None else "Nothing open that they show."
    return whole_lines([f"- {_line(one)}" for one in found], 1000, number=SHOWN)


def _line(found: Commitment) -> str:
    hidden = "" if found.shown else " (only you see it)"
    return f"#{found.id} {said(found.words, 90)}, by {stamp(found.due_at, 'f')}{hidden}"


def _ended(found: tuple[Commitment, ...]) -> str:
    parts = []
    for state in (
        CommitmentState.KEPT,
        CommitmentState.MOVED,
        CommitmentState.DROPPED,
        CommitmentState.LAPSED,
    ):
        number = sum(one.state is state for one in found)
        if number:
            parts.append(f"{number} {STATES[state]}")
    return ", ".join(parts)
