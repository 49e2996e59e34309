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
from bot.language.say import Say, marked
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
    CommitmentState.OPEN: marked("Open"),
    CommitmentState.DONE: marked("Done"),
    CommitmentState.MOVED: marked("Moved"),
    CommitmentState.DROPPED: marked("Dropped"),
    CommitmentState.LAPSED: marked("No update"),
}
LEFT_OPEN = marked("Still open")
ENDS = ("Done", "Moved", "Dropped")


def form(say: Say, guild: GuildId, pair: PairId, words: str = "") -> Modal:
    """Ask for a commitment: what, by when, what might get in the way, a plan B, and who sees it."""
    return Modal(
        build("commit", "add", guild, pair),
        say("Add a commitment"),
        (
            TextField(
                "words",
                say("What will you do?"),
                placeholder=say("Draft my personal statement"),
                value=truncate(words, PASTE),
                long=True,
                most=PASTE,
            ),
            TextField(
                "due",
                say("Due date"),
                note=say("Like “Sunday 7pm”, “tomorrow noon”, or “Oct 3”."),
                most=60,
            ),
            _plan_field(say, "obstacle", say("What might get in the way?"), say("Exam week")),
            _plan_field(
                say, "plan_b", say("What’s your plan B?"), say("Write for 10 minutes a day")
            ),
            ChoiceField(
                "shown",
                say("Who can see it?"),
                (
                    Choice(say("Everyone in my thread"), "yes", chosen=True),
                    Choice(say("Just me"), "no"),
                ),
            ),
        ),
    )


def _plan_field(say: Say, key: str, label: str, example: str) -> TextField:
    return TextField(
        key,
        label,
        note=say("Optional, up to {longest_plan} characters.", longest_plan=LONGEST_PLAN),
        placeholder=example,
        required=False,
        most=LONGEST_PLAN,
    )


def move_form(say: Say, commitment: Commitment, ref: str | None = None) -> Modal:
    """Ask for another time."""
    return Modal(
        build("commit", "move-to", commitment.guild, commitment.id, ref),
        say("Move commitment"),
        (
            TextField(
                "due",
                say("New due date"),
                note=say("Like “Friday 6pm” or “in two weeks”."),
                most=60,
            ),
        ),
    )


def made(say: Say, made: CommitmentMade) -> Message:
    """Say what was committed to, when the reminder comes, and whether it is a lot."""
    commitment = made.commitment
    name, due = f"**{escape(commitment.words, LONGEST)}**", timestamp(commitment.due_at, "F")
    sentences = [say("Added {name}, due {due}.", name=name, due=due)]
    if made.moved is not None:
        sentences = [say("Moved {name}. It’s due {due}.", name=name, due=due)]
    if not commitment.shown:
        sentences.append(say("Only you can see it."))
    sentences.append(_when(say, made.reminders, commitment.due_at))
    lines = [" ".join(sentences)]
    if commitment.plan_b:
        lines.append(say("Plan B: {plan_b}", plan_b=escape(commitment.plan_b)))
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
        return say("You’ve muted commitment reminders, so I won’t send one. It’s in `/status`.")
    if coming.ahead_at is None and not coming.waits:
        return say("I’ll check in when it’s due.")
    if not coming.waits:
        return say("I’ll remind you the day before.")
    if coming.ahead_at is not None:
        return say("I’ll remind you {ahead_at}.", ahead_at=timestamp(coming.ahead_at, "F"))
    text = _WAITS[coming.waits]
    if coming.waits == "away" and coming.asked_at > due_at:
        text = _AWAY_WHEN_DUE
    return text.format(asked=timestamp(coming.asked_at, "F"))


def heavy(say: Say, load: Load) -> str:
    """Warn someone who takes on more than they finished recently; say nothing to others."""
    if not load.is_heavy:
        return ""
    return say(
        "That’s a lot. Open: {open} · Done in the last 4 weeks: {done_recently}. You can move one.",
        open=load.open_,
        done_recently=load.done_recently,
    )


def commitment_answered(say: Say, settled: CommitmentAnswered) -> Message:
    """Answer the owner, without blame."""
    commitment = settled.commitment
    name = f"**{escape(commitment.words, LONGEST)}**"
    again = Button(
        say.of("button", "Add a commitment"),
        build("commit", "form", commitment.guild, commitment.pair),
    )
    win = Button(
        say.of("button", "Share as a win"),
        build("win", "form", commitment.guild, commitment.pair),
        Style.SUCCESS,
    )
    match commitment.state:
        case CommitmentState.DONE:
            return Message(say("Done: {name}. Nice work!", name=name), rows=((win, again),))
        case CommitmentState.DROPPED:
            return Message(say("Dropped: {name}.", name=name), rows=((again,),))
        case _ if settled.asked_again_at is not None:
            text = say(
                "Still on it: {name}. It was due {due_at}. Pick a new "
                "date, or I’ll ask once more {asked_again_at}.",
                name=name,
                due_at=timestamp(commitment.due_at, "F"),
                asked_again_at=timestamp(settled.asked_again_at, "F"),
            )
            return Message(text, rows=(_days(say, commitment, FROM_TODAY),))
        case _:
            text = say(
                "Great! {name} is still due {due_at}.",
                name=name,
                due_at=timestamp(commitment.due_at, "F"),
            )
            return Message(text, rows=(_row(say, commitment),))


NEW_DAYS = {
    NewDay.TOMORROW: marked("Tomorrow"),
    NewDay.IN_THREE: marked("In 3 days"),
    NewDay.NEXT_WEEK: marked("Next week"),
    NewDay.DAY_LATER: marked("1 day later"),
    NewDay.THREE_LATER: marked("3 days later"),
    NewDay.WEEK_LATER: marked("1 week later"),
}


def new_day(say: Say, commitment: Commitment, is_over: bool, ref: str | None) -> Message:
    """Offer another day in one click; with `ref`, in place of the reminder that asked."""
    text = say(
        "{words} Pick a new due date for **{words2}** (due {due_at}).",
        words=addressed([commitment.owner]),
        words2=escape(commitment.words, LONGEST),
        due_at=timestamp(commitment.due_at, "F"),
    )
    return Message(text, rows=(_days(say, commitment, FROM_TODAY if is_over else LATER, ref),))


def _days(
    say: Say, commitment: Commitment, offered: tuple[NewDay, ...], ref: str | None = None
) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        *(button(say(NEW_DAYS[day]), day.value) for day in offered),
        button(say("Pick another date…"), "another-day"),
        button(say("Done"), "done", Style.SUCCESS),
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
        (say("Yours"), _lines(say, own)),
        (say("Shared with you"), _lines(say, shown)),
    ]
    if ended := _ended(say, commitment_list.own):
        fields.append((say("Your past commitments"), ended))
    pair = commitment_list.pair
    rows: list[Row] = []
    if own:
        choices = tuple(
            Choice(
                truncate(commitment.words, 100),
                str(commitment.id),
                note=say("Due {due_day}", due_day=_due_day(commitment)),
            )
            for commitment in own[:25]
        )
        rows.append(
            (Select(build("commit", "pick", pair.guild), say("Update a commitment"), choices),)
        )
    add = Button(
        say.of("button", "Add a commitment"),
        build("commit", "form", pair.guild, pair.id),
        Style.PRIMARY,
    )
    picture = Button(
        say.of("button", "Our progress"), build("progress", "show", pair.guild, pair.id)
    )
    rows.append((add, picture) if pictured else (add,))
    return Message(embeds=(Embed(say("Commitments"), fields=tuple(fields)),), rows=tuple(rows))


def _listing_after_end(say: Say, commitment_list: CommitmentList) -> Message:
    both = ((say("Yours"), commitment_list.own), (say("Shared with you"), commitment_list.shown))
    fields = tuple(
        (
            name,
            join_within(say, [_ended_line(say, each) for each in reversed(listed)], 1000)
            or say("None"),
        )
        for name, listed in both
    )
    return Message(embeds=(Embed(say("Commitments"), fields=fields),))


def _ended_line(say: Say, commitment: Commitment) -> str:
    words = escape(commitment.words, 150)
    return say(
        "- {words} · Due {due_day} · {end}",
        words=words,
        due_day=_due_day(commitment),
        end=_end(say, commitment),
    )


def _due_day(commitment: Commitment) -> str:
    return day_name(commitment.due.day, commitment.made_at.date())


def commitment_card(say: Say, commitment: Commitment) -> Message:
    """Show one of the reader's own commitments, with what can be done about it."""
    return Message(f"{_line(say, commitment)}", rows=(_row(say, commitment),))


def choice(say: Say, commitment: Commitment) -> str:
    """Return a commitment's label for an autocomplete."""
    return truncate(
        say("{words} · Due {due_day}", words=commitment.words, due_day=_due_day(commitment)), 100
    )


@words(
    NudgeKind.COMMITMENT_DUE,
    marked("Commitment reminder"),
    marked("You made a commitment with a due date."),
    label=marked("Commitment reminders"),
    when=marked("It comes the day before, and when it’s due if you haven’t answered."),
)
def due(say: Say, facts: CommitmentDue, ref: str) -> Message:
    """Remind the owner, a day ahead or when it is due; one the partner can't see is not named."""

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, facts.guild, facts.commitment, ref), style)

    if facts.hidden:
        text = say("{owner}, I have a private reminder for you.", owner=person(facts.owner))
        return Message(text, rows=((button(say("Show reminder"), "show", Style.PRIMARY),),))
    words = f"**{escape(facts.words, LONGEST)}**"
    if facts.ahead:
        due = timestamp(facts.due_at, "F")
        text = say(
            "{words} {words2} is due {due}. On track?",
            words=addressed([facts.owner]),
            words2=words,
            due=due,
        )
        if facts.plan_b:
            text = say(
                "{text}\nPlan B: {plan_b}", text=text, plan_b=escape(facts.plan_b, LONGEST_PLAN)
            )
        row: Row = (
            button(say("On track"), "on-track", Style.SUCCESS),
            button(say("Done"), "done", Style.SUCCESS),
            button(say("Move"), "move"),
            button(say("Drop"), "drop"),
        )
        return Message(text, rows=(row,))
    text = say(
        "{words} {words2} is due now. How did it go?", words=addressed([facts.owner]), words2=words
    )
    if facts.late:
        due = timestamp(facts.due_at, "F")
        text = say(
            "{words} {words2} was due {due}. How did it go?",
            words=addressed([facts.owner]),
            words2=words,
            due=due,
        )
    row = (
        button(say("Done"), "done", Style.SUCCESS),
        button(say("Still working on it"), "on-track"),
        button(say("Move"), "move"),
        button(say("Drop"), "drop"),
        button(say("Not now"), "not-now"),
    )
    return Message(text, rows=(row,))


def not_now(say: Say, commitment: Commitment, again_at: datetime) -> Message:
    """Say when the owner is asked again."""
    text = say(
        "No problem. I’ll ask again about **{words}** {again_at}.",
        words=escape(commitment.words, LONGEST),
        again_at=timestamp(again_at, "F"),
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
        return Message(say("{who} answered a commitment reminder.", who=who))
    name, when = f"**{escape(commitment.words, LONGEST)}**", timestamp(commitment.due_at, "F")
    match commitment.state:
        case CommitmentState.DONE:
            said = say("Done: {name}.", name=name)
        case CommitmentState.DROPPED:
            said = say("Dropped: {name}.", name=name)
        case _ if moved:
            said = say("Moved: {name}, now due {when}.", name=name, when=when)
        case _ if ref is None or not commitment.shown:
            said = say("Still open: {name}, due {when}.", name=name, when=when)
        case _:
            who, said = (
                addressed([commitment.owner]),
                say("On track: {name}, due {when}.", name=name, when=when),
            )
            return Message(f"{who} {said}", rows=(_row(say, commitment, ref),))
    return Message(f"{who} · {said}" if in_thread else said)


def _row(say: Say, commitment: Commitment, ref: str | None = None) -> Row:
    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("commit", verb, commitment.guild, commitment.id, ref), style)

    return (
        button(say("Done"), "done", Style.SUCCESS),
        button(say("Move"), "move"),
        button(say("Drop"), "drop"),
    )


def _lines(say: Say, commitments: list[Commitment]) -> str:
    if not commitments:
        return say("None open")
    return join_within(
        say, [f"- {_line(say, commitment)}" for commitment in commitments], 1000, number=SHOWN
    )


def _line(say: Say, commitment: Commitment) -> str:
    due = timestamp(commitment.due_at, "f")
    parts = [f"#{commitment.id} {escape(commitment.words, 90)}"]
    if commitment.state is CommitmentState.LAPSED:
        parts += [say("Was due {due}", due=due), _end(say, commitment)]
    else:
        parts.append(say("Due {due}", due=due))
    if not commitment.shown:
        parts.append(say("Only you can see it"))
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
        return say(STATES[commitment.state])
    answered = (
        commitment.last_answered_at is not None and commitment.last_answered_at >= commitment.due_at
    )
    return (
        say(LEFT_OPEN) if answered or commitment.asked_at is None else say(STATES[commitment.state])
    )
