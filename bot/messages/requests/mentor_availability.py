"""Mentors who take requests, and the reader's own request settings."""

from bot.domain.ids import GuildId, UserId
from bot.domain.requests.mentor_availability import ANSWER_TIMES, LARGEST_ROOM, Offering, Wanted
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import escape, join_list, person, plural, truncate
from bot.services.requests.mentor_availability import PAGE, AvailabilityView, MentorList

_PROMISES = {24: "within a day", 48: "within two days", 120: "within five days"}


def answer_time_words(hours: int) -> str:
    """Return a response time as text."""
    return _PROMISES.get(hours) or f"within {hours} hours"


# --- finding a mentor -------------------------------------------------------------------------


def mentors(mentors: MentorList) -> Message:
    """Show a page of mentors with room, and a button to ask each."""
    if not mentors.mentors:
        text = (
            "Nobody is open to requests just now. `/join` puts you on the list of an open cohort, "
            "and `/program suggest` finds programs that fit you."
        )
        return Message(text, rows=(_own_row(mentors),))
    fields = tuple(
        (
            f"{mentors.first + number}. {label(mentor.stage) if mentor.stage else 'Mentor'}",
            described(mentor),
        )
        for number, mentor in enumerate(mentors.mentors, start=1)
    )
    footer = "Mentors set their own response times."
    ask = tuple(
        Button(
            f"Ask {mentors.first + number}",
            build("request", "form", mentors.guild, mentor.user),
            Style.PRIMARY,
        )
        for number, mentor in enumerate(mentors.mentors, start=1)
    )
    card = Embed(_title(mentors), _opening(mentors), fields=fields, footer=footer)
    return Message(embeds=(card,), rows=(ask, _own_row(mentors)))


def described(mentor: Offering) -> str:
    """Describe a mentor by their own answers."""
    parts = [person(mentor.user)]
    if mentor.fields:
        parts.append(labels(mentor.fields))
    if mentor.topics:
        parts.append(f"can help with {labels(mentor.topics).lower()}")
    parts.append(
        f"meets by {labels(mentor.formats).lower()}" if mentor.formats else "meets any way"
    )
    parts.append(f"answers {answer_time_words(mentor.answer_within_hours)}")
    parts.append(f"room for {plural(mentor.room, 'mentee')}")
    return truncate(escape("; ".join(parts[1:]), 900), 900) + f"\n{parts[0]}"


def _title(mentors: MentorList) -> str:
    return f"{plural(mentors.total, 'mentor has', 'mentors have')} room"


def _opening(mentors: MentorList) -> str:
    wished = _wished(mentors.wanted)
    if not wished:
        return "Ask whoever fits; a few prepared lines are enough, and I help with them."
    if mentors.fits:
        rest = "" if mentors.fits == mentors.total else "; the others come after"
        return f"{plural(mentors.fits, 'fits', 'fit')} {wished}{rest}."
    return f"Nobody with room fits {wished} exactly. These come nearest."


def _wished(wanted: Wanted) -> str:
    chosen = (wanted.topic, wanted.field, wanted.stage, wanted.format)
    return join_list([label(value).lower() for value in chosen if value])


def _own_row(mentors: MentorList) -> Row:
    buttons = []
    if mentors.first + PAGE < mentors.total:
        after = build("mentor", "more", mentors.guild, mentors.first + PAGE)
        buttons.append(Button("More mentors", after))
    words = "My own opening" if mentors.is_open else "I'm open to requests"
    buttons.append(Button(words, build("mentor", "opening", mentors.guild)))
    return tuple(buttons)


def age(guild: GuildId, mentor: UserId) -> Message:
    """Ask whether the person is 18 or older, before a first request."""
    row = (
        Button("Yes, 18 or older", build("request", "adult", guild, mentor), Style.PRIMARY),
        Button("No, younger", build("request", "young", guild)),
    )
    return Message("One question first: are you 18 or older?", rows=(row,))


def too_young() -> Message:
    """Lead someone under 18 to what is open to them."""
    return Message(
        "Asking a mentor here is for people of 18 or older, so I kept nothing. "
        "`/program search` finds programs for high-school students, and `/guide` has advice."
    )


# --- being asked ------------------------------------------------------------------------------


def open_to_requests(guild: GuildId) -> Button:
    """Return the button to the reader's own request settings."""
    return Button("Open to requests", build("mentor", "opening", guild))


def opening(view: AvailabilityView) -> Message:
    """Show the reader's own request settings, with menus to change them."""
    mine, guild = view.opening, view.opening.guild
    if view.offering is None:
        row = (Button("My profile", build("profile", "show", guild), Style.PRIMARY),)
        return Message(
            "Say first what you can help with: `/profile` has a menu for it, and takes a minute.",
            rows=(row,),
        )
    way = "by direct message" if view.dms else "in the mentors' thread, where only you see more"
    if mine.room:
        text = (
            f"**You are open to requests**, with room for {plural(mine.room, 'mentee')}. You "
            f"answer {answer_time_words(mine.answer_within_hours)}; what you don't get to moves on "
            f"by itself. Requests reach you {way}. {_load(view)}"
        )
    else:
        text = (
            "**Open to requests?** Members then find you under `/mentor find`, with your stage, "
            "your fields, what you can help with and how soon you answer; nothing else is shown. "
            "Each request comes prepared, three at most at a time, and you may always say not "
            f"now. They reach you {way}. For people of 18 or older."
        )
    return Message(text, rows=_menus(view))


def _load(view: AvailabilityView) -> str:
    if not view.waiting:
        return "Nothing is before you now."
    return f"{plural(view.waiting, 'request is', 'requests are')} before you: `/status`."


def _menus(view: AvailabilityView) -> tuple[Row, ...]:
    mine, guild = view.opening, view.opening.guild
    answer_times = tuple(
        Choice(
            f"I answer {answer_time_words(hours)}",
            str(hours),
            chosen=bool(mine.room) and hours == mine.answer_within_hours,
        )
        for hours in ANSWER_TIMES
    )
    rooms = tuple(
        Choice(
            f"Room for {plural(number, 'mentee')}" if number else "None now: close it",
            str(number),
            chosen=number == mine.room,
        )
        for number in range(LARGEST_ROOM + 1)
    )
    return (
        (Select(build("mentor", "promise", guild), "How soon do you answer?", answer_times),),
        (Select(build("mentor", "room", guild), "How many could you still take?", rooms),),
    )
