"""A sign-up, step by step, and what is said around it."""

from bot.domain.enrolments import LARGEST_CAPACITY, LONGEST_GOALS
from bot.domain.ids import CohortId, GuildId
from bot.domain.states import EnrolmentState, Role
from bot.domain.vocabulary import FORMATS, ROLES_WANTED
from bot.domain.windows import format_windows
from bot.messages.custom_id import build
from bot.messages.labels import (
    field_choices,
    format_choices,
    labels,
    role_choices,
    stage_choices,
    topic_choices,
)
from bot.messages.outgoing import (
    ButtonSpec,
    Choice,
    Form,
    Outgoing,
    Row,
    SelectSpec,
    Style,
    TextField,
)
from bot.messages.text import count, joined, said
from bot.services.enrolments import FAR, NEAR, UNWELCOME, WELCOME, Left
from bot.services.sign_up import Joined, SignUp
from bot.storage.cohorts import Cohort

MOST_FIELDS = 3
MOST_TOPICS = 5


def place_of(cohort: CohortId, role: Role) -> int:
    """Return the number by which a component names a cohort and a role together."""
    return 2 * cohort + (role is Role.MENTOR)


def read_place(number: int) -> tuple[CohortId, Role]:
    """Return the cohort and the role that `place_of` was given."""
    cohort, is_mentor = divmod(number, 2)
    return CohortId(cohort), Role.MENTOR if is_mentor else Role.MENTEE


def choose_role(cohort: Cohort) -> Outgoing:
    """Ask as what somebody wants to join."""
    row = (
        ButtonSpec("I want a mentor", build("join", "mentee", cohort.guild, cohort.id)),
        ButtonSpec("I can mentor", build("join", "mentor", cohort.guild, cohort.id)),
    )
    return Outgoing(f"Join {said(cohort.name)} as what? You can do both.", rows=(row,))


def step(sign_up: SignUp) -> Outgoing:
    """Show where the sign-up stands: the question of age first, then what to choose."""
    earlier = sign_up.earlier
    if earlier is not None and earlier.state is EnrolmentState.PLACED:
        text = (
            f"You mentor in {said(sign_up.cohort.name, 80)} already. Say how many mentees fit in "
            "all, or none more, and anything else that has changed."
        )
        return Outgoing(text, rows=more(Joined(sign_up.cohort, earlier, changed=True)))
    return choices(sign_up) if sign_up.typed.adult else _age(sign_up)


def _age(sign_up: SignUp) -> Outgoing:
    guild, place = sign_up.cohort.guild, place_of(sign_up.cohort.id, sign_up.role)
    row = (
        ButtonSpec("Yes, 18 or older", build("join", "adult", guild, place), Style.MAIN),
        ButtonSpec("No, younger", build("join", "young", guild, place)),
    )
    return Outgoing("One question first: are you 18 or older?", rows=(row,))


def choices(sign_up: SignUp) -> Outgoing:
    """Offer the menus of a sign-up; each choice is kept at once."""
    typed, cohort = sign_up.typed, sign_up.cohort
    is_mentor = sign_up.role is Role.MENTOR
    guild, place = cohort.guild, place_of(cohort.id, sign_up.role)
    wanted = "What can you help with?" if is_mentor else "What do you want help with?"
    rows: tuple[Row, ...] = (
        (
            SelectSpec(
                build("join", "stage", guild, place),
                "Where are you now?",
                stage_choices(typed.stage),
            ),
        ),
        (
            SelectSpec(
                build("join", "fields", guild, place),
                "Which fields? Up to three",
                field_choices(typed.fields[:MOST_FIELDS]),
                most=MOST_FIELDS,
            ),
        ),
        (
            SelectSpec(
                build("join", "topics", guild, place),
                f"{wanted} Up to five",
                topic_choices(typed.topics[:MOST_TOPICS]),
                most=MOST_TOPICS,
            ),
        ),
        (
            SelectSpec(
                build("join", "formats", guild, place),
                "How would you like to meet? Leave it open for any way",
                format_choices(typed.formats),
                least=0,
                most=len(FORMATS),
            ),
        ),
        (ButtonSpec("Next: in your own words", build("join", "words", guild, place), Style.MAIN),),
    )
    role = "a mentor" if is_mentor else "a mentee"
    text = (
        f"**{said(cohort.name, 80)}**, as {role}: step 1 of 2. Each choice is kept at once, so "
        "you can stop here and come back through the same button."
    )
    return Outgoing(text, rows=rows)


def form(sign_up: SignUp) -> Form:
    """Ask for the five things that are typed; what was typed or said before is filled in."""
    custom_id = build(
        "join", "send", sign_up.cohort.guild, place_of(sign_up.cohort.id, sign_up.role)
    )
    typed = sign_up.typed
    goals = (
        "What would you like to pass on?"
        if sign_up.role is Role.MENTOR
        else "Your goals, in your own words"
    )
    fields = word_fields(
        goals, typed.goals, typed.time_zone, typed.windows, typed.hours, typed.place
    )
    return Form(custom_id, "Sign up: step 2 of 2", fields)


def word_fields(
    goals_label: str, goals: str, time_zone: str, windows: str, hours: str, place: str
) -> tuple[TextField, ...]:
    """Return the five fields that a sign-up and a profile both ask for."""
    return (
        TextField(
            "goals",
            goals_label,
            note="Two or three sentences. Your partner will see them.",
            value=goals[:LONGEST_GOALS],
            required=False,
            long=True,
            most=LONGEST_GOALS,
        ),
        TextField(
            "time_zone",
            "Your time zone",
            note="A city or a name, such as Chicago or Eastern.",
            value=time_zone[:60],
            most=60,
        ),
        TextField(
            "windows",
            "When could you meet, in a usual week?",
            note="Such as: mon 18:00-20:30, sat 10am-12pm. Empty means flexible.",
            value=windows[:400],
            required=False,
            long=True,
            most=400,
        ),
        TextField(
            "hours",
            "Hours a month",
            note="About how many you hope for, or can give.",
            value=hours[:20],
            required=False,
            most=20,
        ),
        TextField(
            "place",
            "Your state, for meeting in person",
            note="Two letters, such as IL.",
            value=place[:20],
            required=False,
            most=20,
        ),
    )


def form_again(guild: GuildId, place: int) -> tuple[Row, ...]:
    """Offer to open the refused form again, with what was typed in it."""
    button = ButtonSpec("Open the form again", build("join", "words", guild, place), Style.MAIN)
    return ((button,),)


def joined_up(done: Joined) -> Outgoing:
    """Say what was kept, and offer to say more."""
    answers, cohort = done.enrolment.answers, done.cohort
    opening = "Your answers are changed" if done.changed else f"You are in {said(cohort.name, 80)}"
    role = "mentor" if done.enrolment.role is Role.MENTOR else "mentee"
    windows = format_windows(answers.wishes.windows).replace(";", ", ")
    text = (
        f"{opening}, as a {role}. Topics: {labels(answers.topics)}. Time zone: "
        f"{answers.time_zone}. Times: {windows or 'flexible'}.\n"
        "You hear from me when a partner is found; `/status` shows where it stands. Until sign-up "
        "closes you can change this here; you can withdraw at any time.\n"
        "If you like, say a little more:"
    )
    return Outgoing(text, rows=more(done))


def capacity_kept(done: Joined) -> Outgoing:
    """Confirm how many mentees fit."""
    number = done.enrolment.answers.capacity
    taking = f"up to {count(number, 'mentee')}" if number else "no more mentees"
    return Outgoing(f"Noted: {taking}. Thank you for mentoring.", rows=more(done))


def wish_kept(done: Joined) -> Outgoing:
    """Confirm a wish."""
    return Outgoing(
        f"Noted for {said(done.cohort.name, 80)}. Anything else is up to you.", rows=more(done)
    )


def left(done: Left) -> Outgoing:
    """Confirm a withdrawal."""
    roles = joined([role.value for role in done.roles])
    return Outgoing(
        f"You are withdrawn from {said(done.cohort.name, 80)} as {roles}, and will not be "
        "matched. You can join again while sign-up is open."
    )


def more(done: Joined) -> tuple[Row, ...]:
    """Offer what else can be said about a sign-up, and the ways to change it."""
    enrolment, guild = done.enrolment, done.cohort.guild
    place = place_of(done.cohort.id, enrolment.role)
    wishes, is_mentor = enrolment.answers.wishes, enrolment.role is Role.MENTOR
    asked = "What kind of mentoring do you offer?" if is_mentor else "What kind of mentor?"
    rows: tuple[Row, ...] = (
        (
            SelectSpec(
                build("join", "roles", guild, place),
                asked,
                role_choices(wishes.roles),
                least=0,
                most=len(ROLES_WANTED),
            ),
        ),
        (
            SelectSpec(
                build("join", "distance", guild, place),
                "Near to each other, or far ahead?",
                distance_choices(wishes.near_peer),
            ),
        ),
        (
            SelectSpec(
                build("join", "field", guild, place),
                "Somebody out of your field?",
                out_of_field_choices(wishes.out_of_field),
            ),
        ),
        (
            ButtonSpec("Private wishes", build("profile", "private", guild)),
            ButtonSpec(
                "Change my answers", build("join", enrolment.role.value, guild, done.cohort.id)
            ),
            ButtonSpec("Withdraw", build("join", "leave", guild, done.cohort.id)),
        ),
    )
    return ((_capacity(done),), *rows) if is_mentor else rows


def distance_choices(near_peer: bool | None) -> tuple[Choice, ...]:
    """Offer how far ahead a mentor may be."""
    return (
        Choice("A near peer: a step or two ahead", NEAR, chosen=near_peer is True),
        Choice("Far ahead", FAR, chosen=near_peer is False),
        Choice("Either is fine", "any"),
    )


def out_of_field_choices(out_of_field: bool | None) -> tuple[Choice, ...]:
    """Offer whether somebody from another field is welcome."""
    return (
        Choice("Another field is welcome", WELCOME, chosen=out_of_field is True),
        Choice("Rather my own field", UNWELCOME, chosen=out_of_field is False),
        Choice("No preference", "any"),
    )


def _capacity(done: Joined) -> SelectSpec:
    present = done.enrolment.answers.capacity
    choices = tuple(
        Choice(
            count(number, "mentee") if number else "None, or none more",
            str(number),
            chosen=number == present,
        )
        for number in range(LARGEST_CAPACITY + 1)
    )
    custom_id = build("join", "capacity", done.cohort.guild, done.cohort.id)
    return SelectSpec(custom_id, "How many mentees can you take?", choices)
