"""Goals: the form, the list, and an answer for each step."""

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.progress.goals import LONGEST, LONGEST_NOTE, MOST_OPEN, STEPS
from bot.domain.states import GoalState, PairState
from bot.language.say import Say, marked
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
from bot.messages.text import day_name, escape, person, truncate
from bot.services.progress.goals import GoalMoved, GoalSet
from bot.storage.pairs.pairs import Pair
from bot.storage.progress.goals import Goal

PASTE = 4000  # Discord's own limit for a field: what is too long is given back, not cut.
_BAR = 10
STATES = {
    GoalState.OPEN: marked("Open"),
    GoalState.DONE: marked("Reached"),
    GoalState.DROPPED: marked("Dropped"),
}


def form(say: Say, guild: GuildId, pair: PairId) -> Modal:
    """Ask for a goal and its target date."""
    return Modal(
        build("goal", "add", guild, pair),
        say("Set a goal"),
        (
            TextField(
                "words",
                say("What are you working toward?"),
                note=say("One sentence, up to {longest} characters.", longest=LONGEST),
                placeholder=say("Apply to three summer programs"),
                long=True,
                most=PASTE,
            ),
            TextField(
                "due", say("Target date"), note=say("Like “Mar 1” or “in two months”."), most=60
            ),
        ),
    )


def progress_form(say: Say, goal: Goal) -> Modal:
    """Ask for a goal's progress."""
    steps = sorted({*STEPS, goal.percent})
    return Modal(
        build("goal", "note", goal.guild, goal.id),
        say("Update progress"),
        (
            ChoiceField(
                "percent",
                say("How far along is it?"),
                tuple(
                    Choice(_named(say, step), str(step), chosen=step == goal.percent)
                    for step in steps
                ),
            ),
            TextField(
                "note",
                say("What progress did you make?"),
                note=say("Optional."),
                required=False,
                long=True,
                most=LONGEST_NOTE,
            ),
        ),
    )


def _named(say: Say, step: int) -> str:
    return _STEPS.get(step, f"{step}%")


_STEPS = {
    0: marked("Just started (0%)"),
    25: marked("A quarter done (25%)"),
    50: marked("Halfway (50%)"),
    75: marked("Almost there (75%)"),
    100: marked("Reached (100%)"),
}


def added(say: Say, goal_set: GoalSet) -> Message:
    """Confirm a goal, who sees it, and how many more fit."""
    goal = goal_set.goal
    left = MOST_OPEN - goal_set.open_
    name, day = f"**{escape(goal.words, LONGEST)}**", _day(goal)
    text = say.count(
        "Added {name}, due {day}. You can add {n} more goal.",
        "Added {name}, due {day}. You can add {n} more goals.",
        left,
        name=name,
        day=day,
    )
    if not left:
        text = say(
            "Added {name}, due {day}. You now have the maximum number of goals.", name=name, day=day
        )
    row = (
        Button(
            say.of("button", "Add a commitment"),
            build("commit", "form", goal.guild, goal.pair),
            Style.PRIMARY,
        ),
        Button(say.of("button", "View goals"), build("goal", "list", goal.guild, goal.pair)),
    )
    return Message(text, rows=(row,))


def _day(goal: Goal) -> str:
    return day_name(goal.due_on, goal.set_at.date())


def moved(say: Say, moved: GoalMoved) -> Message:
    """Answer new progress, the end of a goal, or dropping it."""
    goal = moved.goal
    name = f"**{escape(goal.words, LONGEST)}**"
    win = Button(
        say.of("button", "Share as a win"),
        build("win", "form", goal.guild, goal.pair),
        Style.SUCCESS,
    )
    new = Button(say.of("button", "Set a goal"), build("goal", "form", goal.guild, goal.pair))
    match goal.state:
        case GoalState.DONE:
            return Message(
                say("You reached {name}! Want to share it?", name=name), rows=((win, new),)
            )
        case GoalState.DROPPED:
            return Message(say("Dropped {name}.", name=name), rows=((new,),))
        case GoalState.OPEN:
            text = f"{name}: {moved.before.percent}% → {goal.percent}%"
            return Message(text, rows=((_list_button(say, goal),),))


def listing(say: Say, pair: Pair, goals: list[Goal], reader: UserId) -> Message:
    """Show a pair's goals, open ones first, with a way to update each."""
    open_ = [goal for goal in goals if goal.state is GoalState.OPEN]
    ended = [goal for goal in goals if goal.state is GoalState.DONE]
    add = Button(
        say.of("button", "Set a goal"), build("goal", "form", pair.guild, pair.id), Style.PRIMARY
    )
    picture = Button(
        say.of("button", "Our progress"), build("progress", "show", pair.guild, pair.id)
    )
    if not goals:
        text = say("No goals yet. Start with one sentence and a target date.")
        if pair.state is PairState.ENDED:
            text = say("There were no goals.")
        return Message(text, rows=((add,),))
    body = "\n".join(_line(say, goal, reader) for goal in open_) or say("No open goals")
    if ended:
        names = ", ".join(escape(goal.words, 60) for goal in ended[-5:])
        body = say("{body}\n\nReached: {names}", body=body, names=names)
    rows: list[Row] = []
    if open_:
        choices = tuple(Choice(truncate(goal.words, 100), str(goal.id)) for goal in open_[:25])
        rows.append((Select(build("goal", "pick", pair.guild), say("Choose a goal"), choices),))
    rows.append((add, picture))
    return Message(embeds=(Embed(say("Goals"), truncate(body, 4000)),), rows=tuple(rows))


def goal_card(say: Say, goal: Goal, asker: UserId) -> Message:
    """Show one goal; its owner sees what they can do about it, and others its state."""
    if asker != goal.owner:
        return Message(_line(say, goal, asker), rows=((_list_button(say, goal),),))

    def button(label: str, verb: str, style: Style = Style.SECONDARY) -> Button:
        return Button(label, build("goal", verb, goal.guild, goal.id), style)

    row = (
        button(say("Update progress"), "progress", Style.PRIMARY),
        button(say("Mark as reached"), "done", Style.SUCCESS),
        button(say("Drop"), "let-go"),
    )
    return Message(_line(say, goal, asker), rows=(row,))


def choice(goal: Goal) -> str:
    """Return a goal's label for an autocomplete."""
    return truncate(f"{goal.words} ({goal.percent}%)", 100)


def _line(say: Say, goal: Goal, reader: UserId) -> str:
    full = round(goal.percent * _BAR / 100)
    bar = "▰" * full + "▱" * (_BAR - full)
    words = escape(goal.words, LONGEST)
    whose = say("Yours") if goal.owner == reader else person(goal.owner)
    return say(
        "**{words}**\n{bar} {percent}% · {whose} · Due {day}",
        words=words,
        bar=bar,
        percent=goal.percent,
        whose=whose,
        day=_day(goal),
    )


def _list_button(say: Say, goal: Goal) -> Button:
    return Button(say.of("button", "View goals"), build("goal", "list", goal.guild, goal.pair))
