"""`/help`: what someone can do now, depending on their situation."""

from bot.messages.outgoing import Embed, Message
from bot.services.status.status import Status

_ALWAYS = (
    ("Find a program", "`/program search` in your own words, such as “shadowing in Chicago”."),
    ("Keep it in mind", "`/program save` with a day to be reminded; `/program saved` lists them."),
    ("Ask a mentor", "`/mentor find` shows who has room; `/mentor ask` helps you to ask well."),
    ("Write to somebody outside", "`/outreach add` helps you to a first message, in private."),
    ("Read advice", "`/guide` for the moment you are in, such as a first message."),
    ("See what is waiting", "`/status` shows whose move it is, everywhere at once."),
    (
        "Own your data",
        "`/privacy show` says what I keep and why; `export` and `delete` are yours to use.",
    ),
    (
        "Feel unsafe, or worried",
        "`/concern` tells a safety lead in confidence; `/profile` lets you block someone.",
    ),
    ("Have your peace", "`/nudges` for quiet hours and less of me; `/why` explains the last one."),
)
_MEMBER = (
    ("Find a partner", "`/join` signs you up for an open cohort; `/leave` withdraws you."),
    ("Say who you are", "`/profile` fills in your sign-ups; what is private stays private."),
)
_PAIR = (
    ("Log an update", "`/update log`: what moved, what is in the way, what is next."),
    ("Work towards something", "`/goal add` for months, `/commit add` for days; both with dates."),
    ("Tell a win", "`/win` thanks whoever you meet with, and everyone reads it if you like."),
    ("Meet", "`/meet propose` suggests times, and `/meet list` shows what is arranged."),
    ("Look back", "`/update history` shows your updates, also after the end."),
    ("Agree on how you work", "`/pair agreement`: six questions, answered alone, shown together."),
    ("Share contact details", "`/contact share` when you're asked; `/contact revoke` ends it."),
    ("Be away", "`/away` with two days: nudges rest, dates move, and the others know."),
    ("Take a break", "`/pair pause` keeps me quiet; `/pair resume` picks it up again."),
    ("Change or close", "`/pair rematch` finds somebody else, `/pair end` says farewell."),
)
_MODERATOR = (
    ("Open a cohort", "`/cohort create`, `/cohort open`, and `/cohort status` to follow it."),
    ("Bring people in", "`/cohort import` reads a CSV file, and shows first what it would do."),
    ("Know who is with whom", "`/cohort people` lists everyone; `/cohort add` signs someone up."),
    ("Make pairs", "`/match preview` proposes, `/match approve` introduces, `undo` undoes it."),
    ("Change a cohort", "`/cohort list` shows all of them, and `/cohort edit` changes one."),
    (
        "Write to people",
        "`/cohort announce` writes to many at once, `/cohort remind` to who didn’t finish.",
    ),
    ("See who did what", "`/cohort log` lists what moderators did, and restores an ended cohort."),
    ("Change a proposal", "`/match lock`, `forbid` and `swap` propose the rest around them."),
    ("Change one pair", "`/match pair` pairs by hand, moves a mentee, ends or restores a pair."),
    ("Keep the catalogue", "`/catalogue add` for your own programs, `/catalogue review` to check."),
    ("Take members under 18", "`/youth setup` says what it takes, and who has to attest."),
    ("Decide", "`/case list` shows what needs a moderator; `/case show` what can be done."),
)


def help_for(status: Status) -> Message:
    """Return the commands that make sense for this person now."""
    if not status.is_set_up and status.is_moderator:
        fields: tuple[tuple[str, str], ...] = (
            ("Begin", "`/setup` takes a minute: a mentoring channel is all that I need."),
            *_ALWAYS,
        )
    else:
        fields = (
            *_ALWAYS,
            *(_PAIR if status.pairs else _MEMBER),
            *(_MODERATOR if status.is_moderator else ()),
        )
    return Message(embeds=(Embed("What you can do now", fields=fields),))
