"""What a cohort's moderators write to its people, and the reminder to finish a sign-up."""

from datetime import datetime

from bot.domain.cohorts.audiences import LONGEST_WORDS, Audience
from bot.domain.ids import CohortId, GuildId
from bot.domain.moderation.acts import ActKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CohortNews, SignUpUnfinished
from bot.domain.states import Role
from bot.messages.buttons import see_waiting
from bot.messages.cohorts.edits import news_of_dates
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Style, TextField
from bot.messages.text import escape, escape_but_links, people, person, plural, timestamp
from bot.services.cohorts.announcements import Reach, Sent
from bot.storage.cohorts.cohorts import Cohort

AUDIENCES = {
    Audience.ALL: "everyone",
    Audience.MENTORS: "mentors",
    Audience.MENTEES: "mentees",
    Audience.WAITING: "those without a match",
}
NUMBERED = tuple(Audience)
MOST_MISSED = 20


def form(cohort: Cohort, audience: Audience) -> Modal:
    """Ask for the words of an announcement."""
    number = NUMBERED.index(audience)
    return Modal(
        build("cohort", "announce", cohort.guild, cohort.id, number=number),
        "Announcement",
        (
            TextField(
                "words",
                f"Your message to {AUDIENCES[audience]}",
                note="You’ll see it with everyone who gets it before it’s sent.",
                long=True,
                most=LONGEST_WORDS,
            ),
        ),
    )


def form_again(guild: GuildId, cohort: CohortId, audience: Audience) -> str:
    """Return the custom ID of the button that opens a refused form again."""
    number = NUMBERED.index(audience)
    return build("cohort", "announce-form", guild, cohort, number=number)


def announcement(cohort_name: str, typed: str) -> Embed:
    """Return an announcement exactly as each person reads it."""
    title = f"From the moderators of {escape(cohort_name, 80)}"
    return Embed(title, escape_but_links(typed, 2 * LONGEST_WORDS))


@words(
    NudgeKind.COHORT_NEWS,
    "Cohort news",
    "A moderator wrote to the people of your cohort, or changed its dates.",
)
def cohort_news(facts: CohortNews, ref: str) -> Message:
    """Tell someone what the moderators wrote, or which dates have changed."""
    row = (see_waiting(facts.guild, ref=ref),)
    if facts.above:
        return Message(f"{person(facts.person)}, the message above is for you too.", rows=(row,))
    if not facts.words:
        return Message(f"{person(facts.person)}, {dates_changed(facts)}", rows=(row,))
    card = announcement(facts.cohort_name, facts.words)
    return Message(f"{person(facts.person)}, a message for you:", embeds=(card,), rows=(row,))


def dates_changed(facts: CohortNews) -> str:
    """Return what someone reads when the dates of their cohort change."""
    name, dates = escape(facts.cohort_name, 80), news_of_dates(facts.dates)
    if facts.called_before:
        return f"{escape(facts.called_before, 80)} is now called {name}. It {dates}."
    return f"{name} {dates}."


@words(
    NudgeKind.SIGN_UP_REMINDER,
    "Sign-up reminder",
    "You began to sign up for a cohort and haven’t finished.",
)
def sign_up_reminder(facts: SignUpUnfinished, ref: str) -> Message:
    """Remind someone to finish their sign-up."""
    about = (facts.guild, facts.cohort, ref)
    row = (
        Button("Finish signing up", build("join", facts.role.value, *about), Style.PRIMARY),
        Button("Not this time", build("join", "forget", *about)),
    )
    text = f"{person(facts.person)}, {unfinished(facts.cohort_name, facts.role, facts.closes_at)}"
    return Message(text, rows=(row,))


def unfinished(cohort_name: str, role: Role, closes_at: datetime | None) -> str:
    """Return what someone reads who has not finished signing up."""
    closes = f" Sign-up closes {timestamp(closes_at)}." if closes_at else ""
    return (
        f"you began to sign up for {escape(cohort_name, 80)} as a {role.value}, and your answers "
        f"are saved. It takes two more minutes.{closes}"
    )


def forgotten(cohort: Cohort) -> Message:
    """Say that a sign-up that was begun is deleted."""
    return Message(
        f"OK. I deleted what you’d begun for {escape(cohort.name, 80)} and won’t remind you."
    )


def sent(result: Sent) -> Message:
    """Say that messages are on their way, and where to see how many arrived."""
    number = plural(result.people, "person", "people")
    what = "The reminder" if result.kind is ActKind.REMINDED else "Your message"
    text = f"{what} is on its way to {number}. At night it waits for each person’s morning."
    guild = result.cohort.guild
    return Message(text, rows=((_reach_button(guild, int(result.act)),),))


def _reach_button(guild: GuildId, act: int) -> Button:
    return Button("See who got it", build("act", "reach", guild, act))


def reach(result: Reach) -> Message:
    """Say how many have got a message, how many will, and who won’t."""
    parts = [f"{plural(result.reached, 'person', 'people')} got it."]
    if result.waiting:
        waits = "waits" if result.waiting == 1 else "wait"
        parts.append(
            f"{plural(result.waiting, 'person', 'people')} still {waits}: for their morning, for "
            "the end of their time away, or for the others before them."
        )
    if result.missed:
        missed = people(result.missed[:MOST_MISSED])
        more = len(result.missed) - MOST_MISSED
        others = f" and {more} more" if more > 0 else ""
        parts.append(f"Not reached: {missed}{others}. They left, withdrew, or can’t be written to.")
    row = (_reach_button(result.cohort.guild, int(result.act.id)),)
    return Message(" ".join(parts), rows=(row,))
