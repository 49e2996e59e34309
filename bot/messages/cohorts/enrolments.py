"""Messages after a sign-up, and what else people can add."""

from bot.domain.cohorts.enrolments import LARGEST_CAPACITY
from bot.domain.ids import CohortId, GuildId
from bot.domain.states import Role
from bot.domain.vocabulary import ROLES_WANTED
from bot.domain.windows import format_windows
from bot.messages.custom_id import Target, build
from bot.messages.labels import (
    labels,
    role_choices,
)
from bot.messages.outgoing import (
    Button,
    Choice,
    Message,
    Row,
    Select,
)
from bot.messages.requests.mentor_availability import open_to_requests
from bot.messages.text import escape, join_list, plural, timestamp
from bot.messages.time_choices import zone_said
from bot.messages.youth.ages import FOR_MINORS
from bot.services.cohorts.enrolments import FAR, NEAR, UNWELCOME, WELCOME, Confirmed, Withdrawn
from bot.services.cohorts.sign_up import SignedUp


def join_id(verb: str, guild: GuildId, cohort: CohortId, role: Role) -> str:
    """Return the custom ID for a cohort and a role in it together."""
    return build("join", verb, guild, cohort, number=int(role is Role.MENTOR))


def read_target(target: Target) -> tuple[CohortId, Role]:
    """Return the cohort and the role in a custom ID of `join_id`."""
    return CohortId(target.what), Role.MENTOR if target.number else Role.MENTEE


def joined_up(sign_up: SignedUp) -> Message:
    """Confirm a sign-up, and offer to add more."""
    answers, cohort = sign_up.enrolment.answers, sign_up.cohort
    opening = (
        "Your answers are changed" if sign_up.changed else f"You are in {escape(cohort.name, 80)}"
    )
    role = "mentor" if sign_up.enrolment.role is Role.MENTOR else "mentee"
    windows = format_windows(answers.wishes.windows).replace(";", ", ")
    by = f", by {timestamp(sign_up.next_round_at, 'D')}" if sign_up.next_round_at else ""
    news = (
        f"Pairs were made already, so you’ll wait for the next round{by}. I’ll let you know when "
        "you’re matched;"
        if sign_up.late
        else "You hear from me when a partner is found;"
    )
    text = (
        f"{opening}, as a {role}. Topics: {labels(answers.topics)}. Time zone: "
        f"{zone_said(answers.time_zone)}. Times: {windows or 'flexible'}.\n"
        f"{news} `/status` shows where it stands. Until sign-up closes you can change "
        "this here; you can withdraw until you have a partner, and end the pair after that.\n"
        "If you like, say a little more:"
    )
    if sign_up.is_minor:
        text = f"{FOR_MINORS}\n{text}"
    return Message(text, rows=more(sign_up))


def capacity_saved(sign_up: SignedUp) -> Message:
    """Confirm how many mentees a mentor can take."""
    number = sign_up.enrolment.answers.capacity
    taking = f"up to {plural(number, 'mentee')}" if number else "no more mentees"
    return Message(f"Noted: {taking}. Thank you for mentoring.", rows=more(sign_up))


def preference_saved(sign_up: SignedUp) -> Message:
    """Confirm a preference."""
    return Message(
        f"Noted for {escape(sign_up.cohort.name, 80)}. Anything else is up to you.",
        rows=more(sign_up),
    )


def confirmed(confirmed: Confirmed) -> Message:
    """Thank someone who confirmed that they were signed up rightly."""
    cohort = confirmed.cohort
    text = (
        f"Thanks, you’re in for {escape(cohort.name, 80)}. I’ll let you know when you’re matched; "
        "`/leave` withdraws you."
    )
    if confirmed.unsaid is None:
        return Message(text)
    row = (_capacity(SignedUp(cohort, confirmed.unsaid, changed=True)),)
    return Message(f"{text} How many mentees can you take? I count 1 until you say.", rows=(row,))


def withdrawn(withdrawn: Withdrawn) -> Message:
    """Confirm a withdrawal."""
    roles = join_list([role.value for role in withdrawn.roles])
    return Message(
        f"You are withdrawn from {escape(withdrawn.cohort.name, 80)} as {roles}, and will not be "
        "matched. You can join again while sign-up is open."
    )


def more(sign_up: SignedUp) -> tuple[Row, ...]:
    """Offer what else can be added to a sign-up, and the ways to change it."""
    enrolment, guild = sign_up.enrolment, sign_up.cohort.guild
    about = (guild, sign_up.cohort.id, enrolment.role)
    wishes, is_mentor = enrolment.answers.wishes, enrolment.role is Role.MENTOR
    asked = "What kind of mentoring do you offer?" if is_mentor else "What kind of mentor?"
    rows: tuple[Row, ...] = (
        (
            Select(
                join_id("roles", *about),
                asked,
                role_choices(wishes.roles),
                least=0,
                most=len(ROLES_WANTED),
            ),
        ),
        (
            Select(
                join_id("distance", *about),
                "Near to each other, or far ahead?",
                distance_choices(wishes.near_peer),
            ),
        ),
        (
            Select(
                join_id("field", *about),
                "Somebody out of your field?",
                out_of_field_choices(wishes.out_of_field),
            ),
        ),
        (
            Button("Private preferences", build("profile", "private", guild)),
            Button(
                "Change my answers", build("join", enrolment.role.value, guild, sign_up.cohort.id)
            ),
            Button("Withdraw", build("join", "leave", guild, sign_up.cohort.id)),
            *([open_to_requests(guild)] if is_mentor else []),
        ),
    )
    return ((_capacity(sign_up),), *rows) if is_mentor else rows


def distance_choices(near_peer: bool | None) -> tuple[Choice, ...]:
    """Offer how far ahead a mentor may be."""
    return (
        Choice("A near peer: a step or two ahead", NEAR, chosen=near_peer is True),
        Choice("Far ahead", FAR, chosen=near_peer is False),
        Choice("Either is fine", "any"),
    )


def out_of_field_choices(out_of_field: bool | None) -> tuple[Choice, ...]:
    """Offer whether someone from another field is welcome."""
    return (
        Choice("Another field is welcome", WELCOME, chosen=out_of_field is True),
        Choice("Rather my own field", UNWELCOME, chosen=out_of_field is False),
        Choice("No preference", "any"),
    )


def _capacity(sign_up: SignedUp) -> Select:
    present = sign_up.enrolment.answers.capacity
    choices = tuple(
        Choice(
            plural(number, "mentee") if number else "None, or none more",
            str(number),
            chosen=number == present,
        )
        for number in range(LARGEST_CAPACITY + 1)
    )
    custom_id = build("join", "capacity", sign_up.cohort.guild, sign_up.cohort.id)
    return Select(custom_id, "How many mentees can you take?", choices)
