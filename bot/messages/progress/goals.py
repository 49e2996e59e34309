"""Goals: the form, the list, and an answer for each step."""

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.progress.goals import LONGEST, LONGEST_NOTE, MOST_OPEN, STEPS
from bot.domain.states import GoalState, PairState
from bot.language.say import Say
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
from bot.messages.text import day_name, escape, for_count, person, truncate
from bot.services.progress.goals import GoalMoved, GoalSet
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.goals import Goal

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
_BAR = 10
STATES = {GoalState.OPEN: "Open", GoalState.DONE: "Reached", GoalState.DROPPED: "Dropped"}


def form(say: Say, guild: GuildId, pair: PairId) -> Modal:
    """Ask for a goal and its target date."""
    return Modal(
        build("goal", "add", guild, pair),
        "Set a goal",
        (
            TextField(
                "words",
                "What are you working toward?",
                note=f"One sentence, up to {LONGEST} characters.",
                placeholder="Apply to three summer programs",
                long=True,
                most=PASTE,
            ),
            TextField("due", "Target date", note="Like “Mar 1” or “in two months”.", most=60),
        ),
    )


def progress_form(say: Say, goal: Goal) -> Modal:
    """Ask for a goal's progress."""
    steps = sorted({*STEPS, goal.percent})
    return Modal(
        build("goal", "note", goal.guild, goal.id),
        "Update progress",
        (
            ChoiceField(
                "percent",
                "How far along is it?",
                tuple(
                    Choice(_named(step), str(step), chosen=step == goal.percent) for step in steps
                ),
            ),
            TextField(
                "note",
                "What progress did you make?",
                note="Optional.",
                required=False,
                long=True,
                most=LONGEST_NOTE,
            ),
        ),
    )


def _named(step: int) -> str:
    return _STEPS.get(step, f"{step}%")


_STEPS = {
    0: "Just started (0%)",
    25: "A quarter done (25%)",
    50: "Halfway (50%)",
    75: "Almost there (75%)",
    100: "Reached (100%)",
}


def added(say: Say, goal_set: GoalSet) -> Message:
    """Confirm a goal, who sees it, and how many more fit."""
    goal = goal_set.goal
    left = MOST_OPEN - goal_set.open_
    name, day = f"**{escape(goal.words, LONGEST)}**", _day(goal)
    text = for_count(
        left,
        "Added {name}, due {day}. You can add {n} more goal.",
        "Added {name}, due {day}. You can add {n} more goals.",
        name=name,
        day=day,
    )
    if not left:
        text = f"Added {name}, due {day}. You now have the maximum number of goals."
    row = (
        Button("Add a commitment", build("commit", "form", goal.guild, goal.pair), Style.PRIMARY),
        Button("View goals", build("goal", "list", goal.guild, goal.pair)),
    )
    return Message(text, rows=(row,))


def _day(goal: Goal) -> str:
    return day_name(goal.due_on, goal.set_at.date())


def moved(say: Say, moved: GoalMoved) -> Message:
    """Answer new progress, the end of a goal, or dropping it."""
    goal = moved.goal
    name = f"**{escape(goal.words, LONGEST)}**"
    win = Button("Share as a win", build("win", "form", goal.guild, goal.pair), Style.SUCCESS)
    new = Button("Set a goal", build("goal", "form", goal.guild, goal.pair))
    match goal.state:
        case GoalState.DONE:
            return Message(f"You reached {name}! Want to share it?", rows=((win, new),))
        case GoalState.DROPPED:
            return Message(f"Dropped {name}.", rows=((new,),))
        case GoalState.OPEN:
            text = f"{name}: {moved.before.percent}% → {goal.percent}%"
            return Message(text, rows=((_list_button(say, goal),),))


def listing(say: Say, pair: Pair, goals: list[Goal], reader: UserId) -> Message:
    """Show a pair's goals, open ones first, with a way to update each."""
    open_ = [goal for goal in goals if goal.state is GoalState.OPEN]
    ended = [goal for goal in goals if goal.state is GoalState.DONE]
    add = Button("Set a goal", build("goal", "form", pair.guild, pair.id), Style.PRIMARY)
    picture = Button("Our progress", build("progress", "show", pair.guild, pair.id))
    if not goals:
        text = "No goals yet. Start with one sentence and a target date."
        if pair.state is PairState.ENDED:
            text = "There were no goals."
        return Message(text, rows=((add,),))
    body = "\n".join(_line(say, goal, reader) for goal in open_) or "No open goals"
    if ended:
        names = ", ".join(escape(goal.words, 60) for goal in ended[-5:])
        body = f"{body}\n\nReached: {names}"
    rows: list[Row] = []
    if open_:
        choices = tuple(Choice(truncate(goal.words, 100), str(goal.id)) for goal in open_[:25])
        rows.append((Select(build("goal", "pick", pair.guild), "Choose a goal", choices),))
    rows.append((add, picture))
    return Message(embeds=(Embed("Goals", truncate(body, 4000)),), rows=tuple(rows))


def goal_card(say: Say, goal: Goal, asker: UserId) -> Message:
    """Show one goal; its owner sees what they can do about it, and others its state."""
    if asker != goal.owner:
        return Message(_line(say, goal, asker), rows=((_list_button(say, goal),),))

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("goal", verb, goal.guild, goal.id), style)

    row = (
        button("Update progress", "progress", Style.PRIMARY),
        button("Mark as reached", "done", Style.SUCCESS),
        button("Drop", "let-go"),
    )
    return Message(_line(say, goal, asker), rows=(row,))


def choice(goal: Goal) -> str:
    """Return a goal's label for an autocomplete."""
    return truncate(f"{goal.words} ({goal.percent}%)", 100)


def _line(say: Say, goal: Goal, reader: UserId) -> str:
    full = round(goal.percent * _BAR / 100)
    bar = "▰" * full + "▱" * (_BAR - full)
    words = escape(goal.words, LONGEST)
    whose = "Yours" if goal.owner == reader else person(goal.owner)
    return f"**{words}**\n{bar} {goal.percent}% · {whose} · Due {_day(goal)}"


def _list_button(say: Say, goal: Goal) -> Button:
    return Button("View goals", build("goal", "list", goal.guild, goal.pair))
