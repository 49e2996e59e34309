"""Messages after a sign-up, and what else people can add."""

from bot.domain.cohorts.enrolments import LARGEST_CAPACITY
from bot.domain.ids import CohortId, GuildId
from bot.domain.states import Role
from bot.domain.vocabulary import ROLES_WANTED
from bot.language.say import Say
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
from bot.messages.text import escape, timestamp
from bot.messages.time_choices import zone_said
from bot.messages.time_slots import time_slots
from bot.messages.youth.ages import FOR_MINORS
from bot.services.cohorts.enrolments import FAR, NEAR, UNWELCOME, WELCOME, Confirmed, Withdrawn
from bot.services.cohorts.sign_up import SignedUp


def join_id(verb: str, guild: GuildId, cohort: CohortId, role: Role) -> str:
    """Return the custom ID for a cohort and a role in it together."""
    return build("join", verb, guild, cohort, number=int(role is Role.MENTOR))


def read_target(target: Target) -> tuple[CohortId, Role]:
    """Return the cohort and the role in a custom ID of `join_id`."""
    return CohortId(target.what), Role.MENTOR if target.number else Role.MENTEE


def joined_up(say: Say, sign_up: SignedUp) -> Message:
    """Confirm a sign-up, and offer to add more."""
    answers = sign_up.enrolment.answers
    text = say(
        "{opening} {news} You can change your answers until sign-up "
        "closes, "
        "and withdraw until you’re matched.\n"
        "Topics: {topics} · Time zone: {zone_said} · "
        "Availability: {words}\n"
        "Optional: tell me a little more.",
        opening=_opening(say, sign_up),
        news=_news(say, sign_up),
        topics=labels(say, answers.topics),
        zone_said=zone_said(say, answers.time_zone),
        words=time_slots(say, answers.wishes.windows) or "flexible",
    )
    if sign_up.is_minor:
        text = f"{say(FOR_MINORS)}\n{text}"
    return Message(text, rows=more(say, sign_up))


def _opening(say: Say, sign_up: SignedUp) -> str:
    name, is_mentor = escape(sign_up.cohort.name, 80), sign_up.enrolment.role is Role.MENTOR
    if sign_up.changed and is_mentor:
        return say("Saved your mentor answers for {name}.", name=name)
    if sign_up.changed:
        return say("Saved your mentee answers for {name}.", name=name)
    if is_mentor:
        return say("You’re signed up for {name} as a mentor!", name=name)
    return say("You’re signed up for {name} as a mentee!", name=name)


def _news(say: Say, sign_up: SignedUp) -> str:
    if not sign_up.late:
        return say("I’ll let you know when you’re matched.")
    if sign_up.next_round_at is None:
        return say("Pairs were already made, so I’ll match you in the next round.")
    by = timestamp(sign_up.next_round_at, "D")
    return say("Pairs were already made. The next round is by {by}.", by=by)


def capacity_saved(say: Say, sign_up: SignedUp) -> Message:
    """Confirm how many mentees a mentor can take."""
    number = sign_up.enrolment.answers.capacity
    text = (
        say("Saved. Spots: {number}. Thanks for mentoring!", number=number)
        if number
        else say("Saved. No more mentees.")
    )
    return Message(text, rows=more(say, sign_up))


def preference_saved(say: Say, sign_up: SignedUp) -> Message:
    """Confirm a preference."""
    return Message(
        say("Saved for {name}.", name=escape(sign_up.cohort.name, 80)),
        rows=more(say, sign_up),
    )


def confirmed(say: Say, confirmed: Confirmed) -> Message:
    """Thank someone who confirmed that they were signed up rightly."""
    cohort = confirmed.cohort
    text = say(
        "Thanks, you’re in {name}! I’ll let you know when you’re matched. Use "
        "`/leave` to withdraw.",
        name=escape(cohort.name, 80),
    )
    if confirmed.unsaid is None:
        return Message(text)
    row = (_capacity(say, SignedUp(cohort, confirmed.unsaid, changed=True)),)
    return Message(
        say("{text} How many mentees can you take? It’s 1 for now.", text=text), rows=(row,)
    )


def withdrawn(say: Say, withdrawn: Withdrawn) -> Message:
    """Confirm a withdrawal."""
    name = escape(withdrawn.cohort.name, 80)
    match withdrawn.roles:
        case (Role.MENTOR,):
            text = say("You withdrew from {name} as a mentor and won’t be matched.", name=name)
        case (Role.MENTEE,):
            text = say("You withdrew from {name} as a mentee and won’t be matched.", name=name)
        case _:
            text = say(
                "You withdrew from {name} as a mentor and a mentee and won’t be matched.", name=name
            )
    return Message(say("{text} You can join again while sign-up is open.", text=text))


def more(say: Say, sign_up: SignedUp) -> tuple[Row, ...]:
    """Offer what else can be added to a sign-up, and the ways to change it."""
    enrolment, guild = sign_up.enrolment, sign_up.cohort.guild
    about = (guild, sign_up.cohort.id, enrolment.role)
    wishes, is_mentor = enrolment.answers.wishes, enrolment.role is Role.MENTOR
    asked = (
        say("What kind of mentoring do you offer?") if is_mentor else say("What kind of mentor?")
    )
    rows: tuple[Row, ...] = (
        (
            Select(
                join_id("roles", *about),
                asked,
                role_choices(say, wishes.roles),
                least=0,
                most=len(ROLES_WANTED),
            ),
        ),
        (
            Select(
                join_id("distance", *about),
                say("How far ahead should a mentor be?"),
                distance_choices(say, wishes.near_peer),
            ),
        ),
        (
            Select(
                join_id("field", *about),
                say("Open to someone outside your field?"),
                out_of_field_choices(say, wishes.out_of_field),
            ),
        ),
        (
            Button(say.of("button", "Private preferences"), build("profile", "private", guild)),
            Button(
                say.of("button", "Edit my answers"),
                build("join", enrolment.role.value, guild, sign_up.cohort.id),
            ),
            Button(say.of("button", "Withdraw"), build("join", "leave", guild, sign_up.cohort.id)),
            *([open_to_requests(say, guild)] if is_mentor else []),
        ),
    )
    return ((_capacity(say, sign_up),), *rows) if is_mentor else rows


def distance_choices(say: Say, near_peer: bool | None) -> tuple[Choice, ...]:
    """Offer how far ahead a mentor may be."""
    return (
        Choice(say("A near peer, a step or two ahead"), NEAR, chosen=near_peer is True),
        Choice(say("Far ahead"), FAR, chosen=near_peer is False),
        Choice(say("Either is fine"), "any"),
    )


def out_of_field_choices(say: Say, out_of_field: bool | None) -> tuple[Choice, ...]:
    """Offer whether someone from another field is welcome."""
    return (
        Choice(say("Another field is welcome"), WELCOME, chosen=out_of_field is True),
        Choice(say("Only my own field"), UNWELCOME, chosen=out_of_field is False),
        Choice(say("No preference"), "any"),
    )


def _capacity(say: Say, sign_up: SignedUp) -> Select:
    present = sign_up.enrolment.answers.capacity
    choices = tuple(
        Choice(
            say.count("{n} mentee", "{n} mentees", number) if number else say("No more mentees"),
            str(number),
            chosen=number == present,
        )
        for number in range(LARGEST_CAPACITY + 1)
    )
    custom_id = build("join", "capacity", sign_up.cohort.guild, sign_up.cohort.id)
    return Select(custom_id, say("How many mentees can you take?"), choices)
