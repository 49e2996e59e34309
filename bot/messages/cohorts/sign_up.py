"""A sign-up in steps: the question of age, the menus, the form."""

from bot.domain.cohorts.enrolments import LONGEST_GOALS
from bot.domain.ids import CohortId, GuildId
from bot.domain.states import EnrolmentState, Role
from bot.domain.youth.youth import FORMATS as FORMATS_UNDER_18
from bot.domain.youth.youth import AgeBand
from bot.language.say import Say
from bot.messages.cohorts.enrolments import join_id, more
from bot.messages.custom_id import build
from bot.messages.labels import field_choices, format_choices, stage_choices, topic_choices
from bot.messages.outgoing import (
    Button,
    Message,
    Modal,
    Row,
    Select,
    Style,
    TextField,
)
from bot.messages.text import escape
from bot.messages.youth.ages import BANDS
from bot.services.cohorts.sign_up import SignedUp, SignUp
from bot.storage.cohorts.cohorts import Cohort

MOST_FIELDS = 3
MOST_TOPICS = 5


def choose_role(say: Say, cohort: Cohort) -> Message:
    """Ask whether to join as mentor or mentee."""
    row = (
        Button(
            say.of("button", "I want a mentor"), build("join", "mentee", cohort.guild, cohort.id)
        ),
        Button(say.of("button", "I can mentor"), build("join", "mentor", cohort.guild, cohort.id)),
    )
    return Message(
        say("How would you like to join {name}? You can pick both.", name=escape(cohort.name)),
        rows=(row,),
    )


def step(say: Say, sign_up: SignUp) -> Message:
    """Show the state of a sign-up: the question of age first, then what to choose."""
    earlier = sign_up.earlier
    if earlier is not None and earlier.state is EnrolmentState.PLACED:
        text = say(
            "You’re already a mentor in {name}. Choose how many "
            "mentees you can take in total, and update anything else.",
            name=escape(sign_up.cohort.name, 80),
        )
        return Message(text, rows=more(say, SignedUp(sign_up.cohort, earlier, changed=True)))
    return choices(say, sign_up) if sign_up.typed.adult else _age(say, sign_up)


def _age(say: Say, sign_up: SignUp) -> Message:
    about = (sign_up.cohort.guild, sign_up.cohort.id, sign_up.role)
    if sign_up.asks_band:
        bands = (
            Button(say(BANDS[AgeBand.ADULT]), join_id("adult", *about)),
            Button(say(BANDS[AgeBand.OLDER]), join_id("sixteen", *about)),
            Button(say(BANDS[AgeBand.YOUNGER]), join_id("thirteen", *about)),
            Button(say.of("button", "Under 13"), join_id("young", *about)),
        )
        text = say(
            "One question first: how old are you? Members under 18 can join here, with extra "
            "protection. Moderators and advisors can see your age group, and no one else."
        )
        return Message(text, rows=(bands,))
    row = (
        Button(say.of("button", "Yes, 18 or older"), join_id("adult", *about), Style.PRIMARY),
        Button(say.of("button", "No, younger"), join_id("young", *about)),
    )
    return Message(say("One question first: are you 18 or older?"), rows=(row,))


def choices(say: Say, sign_up: SignUp) -> Message:
    """Offer the menus of a sign-up; each choice is saved right away."""
    typed, cohort = sign_up.typed, sign_up.cohort
    is_mentor = sign_up.role is Role.MENTOR
    about = (cohort.guild, cohort.id, sign_up.role)
    offered = format_choices(say, typed.formats)
    if sign_up.is_minor:
        offered = tuple(choice for choice in offered if choice.value in FORMATS_UNDER_18)
    wanted = (
        say("What can you help with? (up to 5)")
        if is_mentor
        else say("What do you want help with? (up to 5)")
    )
    rows: tuple[Row, ...] = (
        (
            Select(
                join_id("stage", *about),
                say("Where are you now?"),
                stage_choices(say, typed.stage),
            ),
        ),
        (
            Select(
                join_id("fields", *about),
                say("Which fields? (up to 3)"),
                field_choices(say, typed.fields[:MOST_FIELDS]),
                most=MOST_FIELDS,
            ),
        ),
        (
            Select(
                join_id("topics", *about),
                wanted,
                topic_choices(say, typed.topics[:MOST_TOPICS]),
                most=MOST_TOPICS,
            ),
        ),
        (
            Select(
                join_id("formats", *about),
                say("How would you like to meet? Leave empty for any way"),
                offered,
                least=0,
                most=len(offered),
            ),
        ),
        (Button(say.of("button", "Next"), join_id("words", *about), Style.PRIMARY),),
    )
    name = f"**{escape(cohort.name, 80)}**"
    title = (
        say("{name} as a mentor", name=name) if is_mentor else say("{name} as a mentee", name=name)
    )
    text = say(
        "{title} · Step 1 of 2\nChanges save automatically, so you can finish later.", title=title
    )
    return Message(text, rows=rows)


def form(say: Say, sign_up: SignUp) -> Modal:
    """Ask for the five typed parts, filled in with what was typed or saved before."""
    cohort = sign_up.cohort
    sends = join_id("send", cohort.guild, cohort.id, sign_up.role)
    typed = sign_up.typed
    goals = (
        say("What would you like to pass on?") if sign_up.role is Role.MENTOR else say("Your goals")
    )
    fields = word_fields(
        say,
        goals,
        say("Your match will see this."),
        typed.goals,
        typed.time_zone,
        typed.windows,
        typed.hours,
        typed.place,
    )
    return Modal(sends, say("Sign up · Step 2 of 2"), fields)


def word_fields(
    say: Say,
    goals_label: str,
    seen_by: str,
    goals: str,
    time_zone: str,
    windows: str,
    hours: str,
    place: str,
) -> tuple[TextField, ...]:
    """Return the five fields that a sign-up and a profile both ask for."""
    return (
        TextField(
            "goals",
            goals_label,
            note=say("Two or three sentences. {seen_by}", seen_by=seen_by),
            value=goals[:LONGEST_GOALS],
            required=False,
            long=True,
            most=LONGEST_GOALS,
        ),
        TextField(
            "time_zone",
            say("Your time zone"),
            note=say("Try “Chicago” or “Eastern”."),
            value=time_zone[:60],
            most=60,
        ),
        TextField(
            "windows",
            say("Weekly availability"),
            note=say("Try “Mon 6–8:30 PM, Sat 10 AM–noon”. Empty: flexible."),
            value=windows[:400],
            required=False,
            long=True,
            most=400,
        ),
        TextField(
            "hours",
            say("Hours a month"),
            note=say("About how many you’d like or can give."),
            value=hours[:20],
            required=False,
            most=20,
        ),
        TextField(
            "place",
            say("Your state (to meet in person)"),
            note=say("Two letters, like IL."),
            value=place[:20],
            required=False,
            most=20,
        ),
    )


def form_again(say: Say, guild: GuildId, cohort: CohortId, role: Role) -> tuple[Row, ...]:
    """Offer to open the refused form again, with what was typed in it."""
    button = Button(
        say.of("button", "Fix it"), join_id("words", guild, cohort, role), Style.PRIMARY
    )
    return ((button,),)
