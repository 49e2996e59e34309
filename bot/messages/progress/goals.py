"""Goals: the form, the list, and an answer for each step."""

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.progress.goals import LONGEST, LONGEST_NOTE, MOST_OPEN, STEPS
from bot.domain.states import GoalState, PairState
from bot.messages.custom_id import build
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
from bot.messages.text import escape, person, plural, spelled_day, truncate
from bot.services.progress.goals import GoalMoved, GoalSet
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.goals import Goal

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
_BAR = 10


def form(guild: GuildId, pair: PairId) -> Modal:
    """Ask for a goal and its target date."""
    return Modal(
        build("goal", "add", guild, pair),
        "A goal",
        (
            TextField(
                "words",
                "What do you work towards?",
                note=f"One sentence; up to {LONGEST} characters.",
                placeholder="Apply to three summer programs",
                long=True,
                most=PASTE,
            ),
            TextField("due", "By which day?", note="Such as Mar 1, or in two months.", most=60),
        ),
    )


def progress_form(goal: Goal) -> Modal:
    """Ask for a goal's progress."""
    steps = sorted({*STEPS, goal.percent})
    return Modal(
        build("goal", "note", goal.guild, goal.id),
        "How far is it?",
        (
            ChoiceField(
                "percent",
                "How far?",
                tuple(
                    Choice(_named(step), str(step), chosen=step == goal.percent) for step in steps
                ),
            ),
            TextField(
                "note",
                "What moved?",
                note="If you like.",
                required=False,
                long=True,
                most=LONGEST_NOTE,
            ),
        ),
    )


def _named(step: int) -> str:
    names = {0: "At the beginning", 25: "A quarter", 50: "Half", 75: "Almost", 100: "Reached"}
    return f"{names.get(step, 'As far as it is')} ({step} %)"


def added(goal_set: GoalSet) -> Message:
    """Confirm a goal, who sees it, and how many more fit."""
    goal = goal_set.goal
    left = MOST_OPEN - goal_set.open_
    room = (
        f"There is room for {plural(left, 'more goal')}." if left else "That makes three, enough."
    )
    text = (
        f"**{escape(goal.words, LONGEST)}**, by {spelled_day(goal.due_on)}. "
        f"{_seen(goal_set.pair)} too. "
        f"{room}"
    )
    row = (
        Button("First step", build("commit", "form", goal.guild, goal.pair), Style.PRIMARY),
        Button("All goals", build("goal", "list", goal.guild, goal.pair)),
    )
    return Message(text, rows=(row,))


def _seen(pair: Pair) -> str:
    return f"Your {'circle' if len(pair.mentees) > 1 else 'partner'} sees it"


def moved(moved: GoalMoved) -> Message:
    """Answer new progress, the end of a goal, or dropping it."""
    goal = moved.goal
    name = f"**{escape(goal.words, LONGEST)}**"
    win = Button("Share as a win", build("win", "form", goal.guild, goal.pair), Style.SUCCESS)
    new = Button("Another goal", build("goal", "form", goal.guild, goal.pair))
    match goal.state:
        case GoalState.DONE:
            return Message(f"Reached: {name}. That is worth telling.", rows=((win, new),))
        case GoalState.DROPPED:
            return Message(f"Let go: {name}. Plans change, and that is fine.", rows=((new,),))
        case GoalState.OPEN:
            text = f"{name}: {goal.percent} %, from {moved.before.percent} %. {_seen(moved.pair)}."
            return Message(text, rows=((_list_button(goal),),))


def listing(pair: Pair, goals: list[Goal], reader: UserId) -> Message:
    """Show a pair's goals, open ones first, with a way to update each."""
    open_ = [goal for goal in goals if goal.state is GoalState.OPEN]
    ended = [goal for goal in goals if goal.state is GoalState.DONE]
    add = Button("Set a goal", build("goal", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    if not goals:
        text = "No goal is set yet. One that fits into a sentence, with a day, is a good beginning."
        if pair.state is PairState.ENDED:
            text = "No goal was set."
        return Message(text, rows=((add,),))
    body = "\n".join(_line(goal, reader) for goal in open_) or "None is open."
    if ended:
        names = ", ".join(escape(goal.words, 60) for goal in ended[-5:])
        body += f"\n\nReached: {names}"
    rows: list[Row] = []
    if open_:
        choices = tuple(Choice(truncate(goal.words, 100), str(goal.id)) for goal in open_[:25])
        rows.append((Select(build("goal", "pick", pair.guild), "Choose one", choices),))
    rows.append((add, picture))
    return Message(embeds=(Embed("Goals", truncate(body, 4000)),), rows=tuple(rows))


def goal_card(goal: Goal, asker: UserId) -> Message:
    """Show one goal; its owner sees what they can do about it, and others its state."""
    if asker != goal.owner:
        return Message(_line(goal, asker), rows=((_list_button(goal),),))

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("goal", verb, goal.guild, goal.id), style)

    row = (
        button("How far?", "progress", Style.PRIMARY),
        button("Reached", "done", Style.SUCCESS),
        button("Let it go", "let-go"),
    )
    return Message(_line(goal, asker), rows=(row,))


def choice(goal: Goal) -> str:
    """Return a goal's label for an autocomplete."""
    return truncate(f"{goal.words} ({goal.percent} %)", 100)


def _line(goal: Goal, reader: UserId) -> str:
    full = round(goal.percent * _BAR / 100)
    bar = "▰" * full + "▱" * (_BAR - full)
    words = escape(goal.words, LONGEST)
    whose = "yours" if goal.owner == reader else person(goal.owner)
    return f"**{words}**\n{bar} {goal.percent} %, {whose}, by {spelled_day(goal.due_on)}"


def _list_button(goal: Goal) -> Button:
    return Button("All goals", build("goal", "list", goal.guild, goal.pair))
