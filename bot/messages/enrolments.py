"""The sign-up form and what is said around it."""

from bot.domain.states import Role
from bot.messages.custom_id import build
from bot.messages.labels import field_choices, labels, stage_choices, topic_choices
from bot.messages.outgoing import (
    ButtonSpec,
    Choice,
    ChoiceField,
    Form,
    Outgoing,
    SelectSpec,
    TextField,
)
from bot.messages.text import joined, said
from bot.services.enrolments import Joined, Left, SignUp
from bot.storage.cohorts import Cohort

MOST_FIELDS = 3
MOST_TOPICS = 5


def choose_role(cohort: Cohort) -> Outgoing:
    """Ask as what somebody wants to join."""
    row = (
        ButtonSpec("I want a mentor", build("join", "mentee", cohort.guild, cohort.id)),
        ButtonSpec("I can mentor", build("join", "mentor", cohort.guild, cohort.id)),
    )
    return Outgoing(f"Join {said(cohort.name)} as what? You can do both.", rows=(row,))


def form(sign_up: SignUp) -> Form:
    """Ask the five things that matching needs; earlier answers are filled in."""
    earlier = sign_up.earlier
    is_mentor = sign_up.role is Role.MENTOR
    cohort = sign_up.cohort
    verb = "send-mentor" if is_mentor else "send-mentee"
    fields = (
        ChoiceField(
            "adult",
            "Are you 18 or older?",
            (Choice("Yes, 18 or older", "yes"), Choice("No, younger", "no")),
        ),
        ChoiceField("stage", "Where are you now?", stage_choices(earlier.stage if earlier else "")),
        ChoiceField(
            "fields",
            "Which fields?",
            field_choices(earlier.fields if earlier else ()),
            note="Up to three.",
            most=MOST_FIELDS,
        ),
        ChoiceField(
            "topics",
            "What can you help with?" if is_mentor else "What do you want help with?",
            topic_choices(earlier.topics if earlier else ()),
            note="Up to five.",
            most=MOST_TOPICS,
        ),
        TextField(
            "time_zone",
            "Your time zone",
            note="A city or a name, such as Chicago or America/Chicago.",
            value=earlier.time_zone if earlier else sign_up.time_zone,
            most=60,
        ),
    )
    return Form(build("join", verb, cohort.guild, cohort.id), "Sign up", fields)


def joined_up(done: Joined) -> Outgoing:
    """Say what was kept, and offer the last question."""
    answers, cohort = done.enrolment.answers, done.cohort
    opening = "Your answers are changed" if done.changed else f"You are in {said(cohort.name)}"
    role = "mentor" if done.enrolment.role is Role.MENTOR else "mentee"
    text = (
        f"{opening}, as a {role}. Topics: {labels(answers.topics)}. Time zone: "
        f"{answers.time_zone}.\nYou hear from me when a partner is found; `/status` shows where "
        "it stands. Until sign-up closes you can change or withdraw this."
    )
    rows: tuple[tuple[ButtonSpec | SelectSpec, ...], ...] = ()
    if done.enrolment.role is Role.MENTOR:
        rows = ((_capacity(done),),)
    return Outgoing(text, rows=rows)


def capacity_kept(done: Joined) -> Outgoing:
    """Confirm how many mentees fit."""
    number = done.enrolment.answers.capacity
    taking = f"up to {number}" if number else "no"
    more = "mentee" if number == 1 else "mentees"
    return Outgoing(f"Noted: {taking} {more}. Thank you for mentoring.")


def left(done: Left) -> Outgoing:
    """Confirm a withdrawal."""
    roles = joined([role.value for role in done.roles])
    return Outgoing(
        f"You are withdrawn from {said(done.cohort.name)} as {roles}, and will not be matched. "
        "You can join again while sign-up is open."
    )


def _capacity(done: Joined) -> SelectSpec:
    present = done.enrolment.answers.capacity
    choices = tuple(
        Choice(
            f"{number} mentee" if number == 1 else f"{number} mentees",
            str(number),
            chosen=number == present,
        )
        for number in range(6)
    )
    custom_id = build("join", "capacity", done.cohort.guild, done.cohort.id)
    return SelectSpec(custom_id, "How many mentees can you take?", choices)
