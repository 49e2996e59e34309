"""What a cohort's moderators write to its people, and the reminder to finish a sign-up."""

from datetime import datetime

from bot.domain.cohorts.audiences import LONGEST_WORDS, Audience
from bot.domain.ids import CohortId, GuildId
from bot.domain.moderation.acts import ActKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import CohortNews, SignUpUnfinished
from bot.domain.states import Role
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting
from bot.messages.cohorts.edits import news_of_dates
from bot.messages.custom_id import build
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Modal, Style, TextField
from bot.messages.text import addressed, escape, escape_but_links, people, timestamp
from bot.services.cohorts.announcements import Reach, Sent
from bot.storage.cohorts.cohorts import Cohort

AUDIENCES = {
    Audience.ALL: marked("Everyone"),
    Audience.MENTORS: marked("Mentors"),
    Audience.MENTEES: marked("Mentees"),
    Audience.WAITING: marked("Unmatched people"),
}
_FIELDS = {
    Audience.ALL: marked("Your message to everyone"),
    Audience.MENTORS: marked("Your message to mentors"),
    Audience.MENTEES: marked("Your message to mentees"),
    Audience.WAITING: marked("Your message to unmatched people"),
}
NUMBERED = tuple(Audience)
MOST_MISSED = 20


def form(say: Say, cohort: Cohort, audience: Audience) -> Modal:
    """Ask for the words of an announcement."""
    number = NUMBERED.index(audience)
    return Modal(
        build("cohort", "announce", cohort.guild, cohort.id, number=number),
        say("Announcement"),
        (
            TextField(
                "words",
                say(_FIELDS[audience]),
                note=say("You’ll see the message and who gets it before it’s sent."),
                long=True,
                most=LONGEST_WORDS,
            ),
        ),
    )


def form_again(guild: GuildId, cohort: CohortId, audience: Audience) -> str:
    """Return the custom ID of the button that opens a refused form again."""
    number = NUMBERED.index(audience)
    return build("cohort", "announce-form", guild, cohort, number=number)


def announcement(say: Say, cohort_name: str, typed: str) -> Embed:
    """Return an announcement exactly as each person reads it."""
    title = say("From the moderators of {cohort_name}", cohort_name=escape(cohort_name, 80))
    return Embed(title, escape_but_links(typed, 2 * LONGEST_WORDS))


@words(
    NudgeKind.COHORT_NEWS,
    marked("Cohort news"),
    marked("A moderator wrote to people in your cohort or changed its dates."),
)
def cohort_news(say: Say, facts: CohortNews, ref: str) -> Message:
    """Tell someone what the moderators wrote, or which dates have changed."""
    row = (see_waiting(say, facts.guild, ref=ref),)
    if facts.above:
        text = say("{words} The message above is for you too.", words=addressed([facts.person]))
        return Message(text, rows=(row,))
    if not facts.words:
        return Message(f"{addressed([facts.person])} {dates_changed(say, facts)}", rows=(row,))
    card = announcement(say, facts.cohort_name, facts.words)
    text = say("{words} You have a message from your moderators.", words=addressed([facts.person]))
    return Message(text, embeds=(card,), rows=(row,))


def dates_changed(say: Say, facts: CohortNews) -> str:
    """Return what someone reads when the dates of their cohort change."""
    name = escape(facts.cohort_name, 80)
    dates = "\n".join(news_of_dates(say, facts.dates))
    if facts.called_before:
        before = escape(facts.called_before, 80)
        return say(
            "{before} is now called {name}, and its dates changed.\n{dates}",
            before=before,
            name=name,
            dates=dates,
        )
    return say("The dates of {name} changed.\n{dates}", name=name, dates=dates)


@words(
    NudgeKind.SIGN_UP_REMINDER,
    marked("Sign-up reminder"),
    marked("You started signing up for a cohort and haven’t finished."),
)
def sign_up_reminder(say: Say, facts: SignUpUnfinished, ref: str) -> Message:
    """Remind someone to finish their sign-up."""
    about = (facts.guild, facts.cohort, ref)
    row = (
        Button(
            say.of("button", "Finish signing up"),
            build("join", facts.role.value, *about),
            Style.PRIMARY,
        ),
        Button(say.of("button", "Delete sign-up"), build("join", "forget", *about)),
    )
    text = unfinished(say, facts.cohort_name, facts.role, facts.closes_at)
    return Message(f"{addressed([facts.person])} {text}", rows=(row,))


def unfinished(say: Say, cohort_name: str, role: Role, closes_at: datetime | None) -> str:
    """Return what someone reads who has not finished signing up."""
    name = escape(cohort_name, 80)
    closes = (
        say(" Sign-up closes {closes_at}.", closes_at=timestamp(closes_at)) if closes_at else ""
    )
    if role is Role.MENTOR:
        text = say("Want to finish signing up for {name} as a mentor?", name=name)
    else:
        text = say("Want to finish signing up for {name} as a mentee?", name=name)
    return say("{text} Your answers are saved.{closes}", text=text, closes=closes)


def forgotten(say: Say, cohort: Cohort) -> Message:
    """Say that a sign-up that was begun is deleted."""
    return Message(
        say("Deleted. I won’t remind you about {name} again.", name=escape(cohort.name, 80))
    )


def sent(say: Say, result: Sent) -> Message:
    """Say that messages are on their way, and where to see how many arrived."""
    if result.kind is ActKind.REMINDED:
        text = say.count(
            "I’m sending the reminder to {n} person. At night, it waits for their morning.",
            "I’m sending the reminder to {n} people. At night, it waits for their morning.",
            result.people,
        )
    else:
        text = say.count(
            "I’m sending your message to {n} person. At night, it waits for their morning.",
            "I’m sending your message to {n} people. At night, it waits for their morning.",
            result.people,
        )
    guild = result.cohort.guild
    return Message(text, rows=((_reach_button(say, guild, int(result.act)),),))


def _reach_button(say: Say, guild: GuildId, act: int) -> Button:
    return Button(say.of("button", "See who got it"), build("act", "reach", guild, act))


def reach(say: Say, result: Reach) -> Message:
    """Say how many have got a message, how many will, and who won’t."""
    lines = [say("Delivered: {reached}", reached=result.reached)]
    if result.waiting:
        lines.append(
            say(
                "Waiting: {waiting} (until morning, the end of time away, or their turn)",
                waiting=result.waiting,
            )
        )
    if result.missed:
        missed = people(result.missed[:MOST_MISSED])
        more = len(result.missed) - MOST_MISSED
        others = say(" … and {more} more", more=more) if more > 0 else ""
        lines.append(
            say(
                "Not reached: {missed} (left, withdrew, or can’t be messaged): {missed2}{others}",
                missed=len(result.missed),
                missed2=missed,
                others=others,
            )
        )
    row = (_reach_button(say, result.cohort.guild, int(result.act.id)),)
    return Message("\n".join(lines), rows=(row,))
