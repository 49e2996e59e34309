"""Mentors who take requests, and the reader's own request settings."""

from bot.domain.ids import GuildId, UserId
from bot.domain.requests.mentor_availability import ANSWER_TIMES, LARGEST_ROOM, Offering, Wanted
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import escape, person
from bot.services.requests.mentor_availability import PAGE, AvailabilityView, MentorList

_REPLY_TIMES = {24: marked("1 day"), 48: marked("2 days"), 120: marked("5 days")}


# --- finding a mentor -------------------------------------------------------------------------


def mentors(say: Say, mentors: MentorList) -> Message:
    """Show a page of mentors with room, and a button to ask each."""
    if not mentors.mentors:
        text = say(
            "No mentors are taking requests right now. Try `/join` to sign up for an open cohort, "
            "or `/program suggest` for programs that fit you."
        )
        return Message(text, rows=(_own_row(say, mentors),))
    fields = tuple(
        (
            (
                f"{mentors.first + number}. "
                f"{label(say, mentor.stage) if mentor.stage else say('Mentor')}"
            ),
            described(say, mentor),
        )
        for number, mentor in enumerate(mentors.mentors, start=1)
    )
    footer = say("Mentors set their own response times.")
    ask = tuple(
        Button(
            say.of("button", "Ask mentor {first}", first=mentors.first + number),
            build("request", "form", mentors.guild, mentor.user),
            Style.PRIMARY,
        )
        for number, mentor in enumerate(mentors.mentors, start=1)
    )
    title = say("Mentors with room: {total}", total=mentors.total)
    card = Embed(title, _opening(say, mentors), fields=fields, footer=footer)
    return Message(embeds=(card,), rows=(ask, _own_row(say, mentors)))


def described(say: Say, mentor: Offering) -> str:
    """Describe a mentor by their own answers."""
    facts = [
        labels(say, values) for values in (mentor.fields, mentor.topics, mentor.formats) if values
    ]
    facts += [_replies(say, mentor.answer_within_hours), _spots(say, mentor.room)]
    return f"**{person(mentor.user)}**\n{escape(' · '.join(facts), 900)}"


def _replies(say: Say, hours: int) -> str:
    days = _REPLY_TIMES.get(hours)
    return (
        say("Replies within {days}", days=days)
        if days
        else say("Replies within {hours} hours", hours=hours)
    )


def _spots(say: Say, room: int) -> str:
    return say.count("{n} spot", "{n} spots", room)


def _opening(say: Say, mentors: MentorList) -> str:
    wished = _wished(say, mentors.wanted)
    if not wished:
        return say("Ask anyone who looks like a good fit. I’ll help you prepare a short request.")
    match mentors.fits:
        case 0:
            return say(
                "No one with room fits {wished} exactly. These are the closest.", wished=wished
            )
        case mentors.total:
            return say("All of them fit {wished}.", wished=wished)
        case number:
            return say.count(
                "The first fits {what}.", "The first {n} fit {what}.", number, what=wished
            )


def _wished(say: Say, wanted: Wanted) -> str:
    chosen = (wanted.topic, wanted.field, wanted.stage, wanted.format)
    return labels(say, [value for value in chosen if value])


def _own_row(say: Say, mentors: MentorList) -> Row:
    buttons = []
    if mentors.first + PAGE < mentors.total:
        after = build("mentor", "more", mentors.guild, mentors.first + PAGE)
        buttons.append(Button(say.of("button", "More mentors"), after))
    words = say("My request settings") if mentors.is_open else say("Take requests")
    buttons.append(Button(words, build("mentor", "opening", mentors.guild)))
    return tuple(buttons)


def age(say: Say, guild: GuildId, mentor: UserId) -> Message:
    """Ask whether the person is 18 or older, before a first request."""
    row = (
        Button(
            say.of("button", "Yes, 18 or older"),
            build("request", "adult", guild, mentor),
            Style.PRIMARY,
        ),
        Button(say.of("button", "No, younger"), build("request", "young", guild)),
    )
    return Message(say("One question first: are you 18 or older?"), rows=(row,))


def too_young(say: Say) -> Message:
    """Lead someone under 18 to what is open to them."""
    return Message(
        say(
            "Requests are for ages 18 and up, so I didn’t save anything. Try `/program search` for "
            "high school programs, or `/guide` for advice."
        )
    )


# --- being asked ------------------------------------------------------------------------------


def open_to_requests(say: Say, guild: GuildId) -> Button:
    """Return the button to the reader's own request settings."""
    return Button(say.of("button", "My request settings"), build("mentor", "opening", guild))


def opening(say: Say, view: AvailabilityView) -> Message:
    """Show the reader's own request settings, with menus to change them."""
    mine, guild = view.opening, view.opening.guild
    if view.offering is None:
        row = (
            Button(
                say.of("button", "Open profile"), build("profile", "show", guild), Style.PRIMARY
            ),
        )
        return Message(say("First, choose what you can help with in your profile."), rows=(row,))
    way = (
        say("I’ll send requests by DM.")
        if view.dms
        else say("I’ll post in the mentors’ thread, where only you can open your requests.")
    )
    if mine.room:
        load = (
            say("Requests waiting for you: {waiting}. See them in `/status`.", waiting=view.waiting)
            if view.waiting
            else say("No open requests right now.")
        )
        text = say(
            "**You’re taking requests** · {spots} · "
            "{replies}\n{way} If you can’t get to one, I’ll offer "
            "it "
            "to other mentors. {load}",
            spots=_spots(say, mine.room),
            replies=_replies(say, mine.answer_within_hours),
            way=way,
            load=load,
        )
    else:
        text = say(
            "**Take requests from members?** In `/mentor find`, they’ll see your stage, fields, "
            "topics, ways to meet, reply time, and spots. You’ll get at most 3 requests at a time "
            "and can always decline. {way} You need to be 18 or older.",
            way=way,
        )
    return Message(text, rows=_menus(say, view))


def _menus(say: Say, view: AvailabilityView) -> tuple[Row, ...]:
    mine, guild = view.opening, view.opening.guild
    answer_times = tuple(
        Choice(
            _replies(say, hours),
            str(hours),
            chosen=bool(mine.room) and hours == mine.answer_within_hours,
        )
        for hours in ANSWER_TIMES
    )
    rooms = tuple(
        Choice(
            _spots(say, number) if number else say("Not taking requests"),
            str(number),
            chosen=number == mine.room,
        )
        for number in range(LARGEST_ROOM + 1)
    )
    return (
        (Select(build("mentor", "promise", guild), say("How soon will you reply?"), answer_times),),
        (
            Select(
                build("mentor", "room", guild), say("How many more mentees can you take?"), rooms
            ),
        ),
    )
