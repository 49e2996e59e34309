"""Texts of the matching: why two people, why someone is unmatched, and what would change it.

Moderators read them, and so do most of the people they are about, so none of them blames anyone and
none says who is on whose list. A test checks that every code has its text.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.ids import UserId
from bot.domain.matching import Code, Hint, Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Waitlisted, WaitNews
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say, marked
from bot.messages.buttons import see_waiting
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Message
from bot.messages.text import addressed, escape, timestamp
from bot.messages.time_slots import time_slot
from bot.storage.cohorts.cohorts import Cohort

Facts = Mapping[str, Any]
Words = Callable[[Say, Facts], str]
_MOST = 3


def sentence(say: Say, note: Note) -> str:
    """Return the text of a note, one or two plain sentences."""
    return _WORDS[note.code](say, note.facts)


def hint_sentence(say: Say, hint: Hint) -> str:
    """Return a hint for moderators: two people who would both gain from each other."""
    gain = round(100 * min(hint.mentee_gain, hint.mentor_gain))
    return say(
        "They’d fit each other better than their proposed matches, by at least {gain} points.",
        gain=gain,
    )


def _words(say: Say, values: list[str]) -> str:
    """List a few values, and count the rest."""
    shown = ", ".join(escape(label(say, value), 40) for value in values[:_MOST])
    more = len(values) - _MOST
    return say("{shown} … and {more} more", shown=shown, more=more) if more > 0 else shown


def _hours(say: Say, minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    if not whole:
        return say("{rest} min", rest=rest)
    return say("{whole} h {rest} min", whole=whole, rest=rest) if rest else f"{whole} h"


def _topics(say: Say, facts: Facts) -> str:
    shared = facts["topics"]
    if len(shared) == facts["wanted"] > 1:
        return say("Can help with everything asked for: {words}.", words=_words(say, shared))
    return say("Can help with: {words}.", words=_words(say, shared))


def _hours_in_common(say: Say, facts: Facts) -> str:
    common = _hours(say, facts["minutes"])
    if "best" not in facts:
        return say("Time in common: {common} a week.", common=common)
    return say(
        "Time in common: {common} a week. Best: {time_slot} (mentee’s time).",
        common=common,
        time_slot=time_slot(say, facts["best"]),
    )


def _flexible(say: Say, facts: Facts) -> str:
    if facts["mentee"] and facts["mentor"]:
        return say("Neither listed their availability, so any time may work.")
    if facts["mentee"]:
        return say("The mentee didn’t list their availability, so any time may work.")
    return say("The mentor didn’t list their availability, so any time may work.")


def _formats(say: Say, facts: Facts) -> str:
    """Say how they can meet, as far as they said so themselves."""
    ways = _words(say, facts["formats"])
    match facts.get("said"):
        case ["mentee", "mentor"]:
            return say("Ways to meet both chose: {ways}.", ways=ways)
        case ["mentee"]:
            return say(
                "Ways to meet the mentee chose: {ways}. The mentor has no preference.", ways=ways
            )
        case ["mentor"]:
            return say(
                "Ways to meet the mentor chose: {ways}. The mentee has no preference.", ways=ways
            )
        case []:
            return say("Neither ruled out a way to meet.")
        case _:  # a proposal of an earlier version
            return say("Ways to meet in common: {ways}.", ways=ways)


def _capacity_in_field(say: Say, facts: Facts) -> str:
    return say(
        "All spots are taken. Mentors who’d fit but are full: {fits}. Waiting for "
        "{words}: {waiting}.",
        fits=facts["fits"],
        words=_words(say, [facts["field"]]),
        waiting=facts["waiting"],
    )


def _capacity_on_topics(say: Say, facts: Facts) -> str:
    return say(
        "{capacity} Wanted: {words}.",
        capacity=_capacity(say, facts),
        words=_words(say, facts["topics"]),
    )


def _capacity(say: Say, facts: Facts) -> str:
    return say("All spots are taken. Mentors who’d fit but are full: {fits}.", fits=facts["fits"])


def one_more_mentor(say: Say, field: str | None, room: int, placed: int) -> str:
    """Say what one more mentor, in a field and with room, would change."""
    parts = [_words(say, [field])] if field else []
    if room > 1:
        parts.append(say.count("{n} spot", "{n} spots", room))
    if not parts:
        return say("Mentees that one more mentor would match: {placed}.", placed=placed)
    return say(
        "Mentees that one more mentor ({parts}) would match: {placed}.",
        parts=", ".join(parts),
        placed=placed,
    )


def _nobody_there(say: Say, facts: Facts) -> str:
    if facts["side"] == PersonRole.MENTOR:
        return say("No mentor has signed up yet.")
    return say("No mentee has signed up yet.")


def _silent_profile(say: Say, facts: Facts) -> str:
    if facts["side"] == PersonRole.MENTOR:
        return say("The mentor didn’t pick any topics. Start by asking.")
    return say("The mentee didn’t pick any topics. Start by asking.")


_WORDS: dict[Code, Words] = {
    Code.TOPICS: _topics,
    Code.FIELD: lambda say, f: say("Same field: {words}.", words=_words(say, f["fields"])),
    Code.NEAR_FIELD: lambda say, f: say(
        "Related fields: {words} (wanted: {words2}).",
        words=_words(say, f["offered"]),
        words2=_words(say, f["wanted"]),
    ),
    Code.OPEN_FIELD: lambda say, f: say("Open to any health career."),
    Code.NEAR_PEER: lambda say, f: say("A near peer ({stage}).", stage=label(say, f["stage"])),
    Code.AHEAD: lambda say, f: say("A step ahead ({stage}).", stage=label(say, f["stage"])),
    Code.FAR_AHEAD: lambda say, f: say(
        "Several years ahead ({stage}).", stage=label(say, f["stage"])
    ),
    Code.HOURS_IN_COMMON: _hours_in_common,
    Code.FLEXIBLE: _flexible,
    Code.ENOUGH_HOURS: lambda say, f: say(
        "Has enough time: {hours:g} h a month.", hours=f["hours"]
    ),
    Code.SAME_STATE: lambda say, f: say(
        "Both are in {state}, so they can meet in person.", state=escape(f["state"], 20)
    ),
    Code.ROLES: lambda say, f: say(
        "The kind of mentoring wanted: {words}.", words=_words(say, f["roles"])
    ),
    Code.FORMAT: _formats,
    Code.ROOM: lambda say, f: say("Open spots: {capacity}.", capacity=f["capacity"]),
    Code.WILLING: lambda say, f: say("Both are in this cohort."),
    Code.NO_TOPIC: lambda say, f: say(
        "Can’t help with what was asked for: {words}.", words=_words(say, f["topics"])
    ),
    Code.TOPICS_LEFT: lambda say, f: say("Not covered: {words}.", words=_words(say, f["topics"])),
    Code.OTHER_FIELD: lambda say, f: say(
        "Different fields: {words} (wanted: {words2}).",
        words=_words(say, f["offered"]),
        words2=_words(say, f["wanted"]),
    ),
    Code.BEHIND: lambda say, f: say(
        "The mentor is at an earlier stage ({stage}).", stage=label(say, f["stage"])
    ),
    Code.LEVEL: lambda say, f: say(
        "Both are at the same stage ({stage}).", stage=label(say, f["stage"])
    ),
    Code.TOO_FAR: lambda say, f: say(
        "Wanted a near peer; this mentor is further along ({stage}).",
        stage=label(say, f["stage"]),
    ),
    Code.TOO_NEAR: lambda say, f: say(
        "Wanted someone far ahead; this mentor is closer ({stage}).",
        stage=label(say, f["stage"]),
    ),
    Code.NO_HOUR: lambda say, f: say("No full hour in common yet. Agree on one first."),
    Code.FEW_HOURS: lambda say, f: say(
        "Only {hours} a week in common. Pick a first date early.", hours=_hours(say, f["minutes"])
    ),
    Code.TIME_SHORT: lambda say, f: say(
        "Offers {offered:g} h a month; {hoped:g} h wanted. Agree on a pace.",
        offered=f["offered"],
        hoped=f["hoped"],
    ),
    Code.OTHER_STATE: lambda say, f: say(
        "Different states ({mentee}, {mentor}), so meeting in person takes planning.",
        mentee=escape(f["mentee"], 20),
        mentor=escape(f["mentor"], 20),
    ),
    Code.BOTH_WAYS: lambda say, f: say("They could also be matched the other way around."),
    Code.SILENT_PROFILE: _silent_profile,
    Code.NOTHING: lambda say, f: say("Nothing to watch out for."),
    Code.NOBODY_THERE: _nobody_there,
    Code.NO_ROOM: lambda say, f: say("Has no spots this time."),
    Code.WINDOWS: lambda say, f: say(
        "No full hour in common with {kept} of {people} possible matches.",
        kept=f["kept"],
        people=f["people"],
    ),
    Code.FORMATS: lambda say, f: say(
        "No way to meet in common with {kept} of {people} possible matches.",
        kept=f["kept"],
        people=f["people"],
    ),
    Code.LISTS: lambda say, f: say(
        "Private choices or earlier pairs rule out {kept} of {people} possible matches.",
        kept=f["kept"],
        people=f["people"],
    ),
    Code.SEVERAL: lambda say, f: say(
        "Possible matches: {people}. None works with the availability, ways to meet, and "
        "private choices together.",
        people=f["people"],
    ),
    Code.CAPACITY: _capacity,
    Code.CAPACITY_IN_FIELD: _capacity_in_field,
    Code.CAPACITY_ON_TOPICS: _capacity_on_topics,
    Code.NO_DEMAND: lambda say, f: say(
        "Mentees who’d fit are matched with other mentors in this round ({fits}).", fits=f["fits"]
    ),
    Code.ONE_MORE_MENTOR: lambda say, f: one_more_mentor(say, f["field"], f["room"], f["placed"]),
    Code.ONE_MORE_MENTEE: lambda say, f: say(
        "One more mentee who fits would be matched right away."
    ),
    Code.ADD_WINDOW: lambda say, f: say(
        "Possible matches by adding {time_slot}: {people}.",
        time_slot=time_slot(say, f["window"]),
        people=f["people"],
    ),
    Code.ADD_FORMAT: lambda say, f: say(
        "Possible matches by adding {words}: {people}.",
        words=_words(say, [f["format"]]),
        people=f["people"],
    ),
    Code.RAISE_CAPACITY: lambda say, f: say(
        "Offering at least one spot would bring them into the next round."
    ),
    Code.NEXT_ROUND: lambda say, f: say("They’ll be considered first when more mentees sign up."),
}


@words(
    NudgeKind.WAITLISTED,
    marked("Sign-up news"),
    marked("You signed up and weren’t matched in this round."),
)
def waitlisted(say: Say, facts: Waitlisted, ref: str) -> Message:
    """Tell someone unmatched what’s new, and what they can do in the meantime."""
    row = (see_waiting(say, facts.guild, ref=ref),)
    text = f"{addressed([facts.person])} {_news(say, facts)} {say(_IN_THE_MEANTIME)}"
    return Message(text, rows=(row,))


_IN_THE_MEANTIME = marked(
    "Try `/mentor find` to see who has room, or `/program suggest` for programs that fit you."
)


def read_by_waiting(say: Say, cohort: Cohort, news: WaitNews) -> str:
    """Return what everyone unmatched reads of the news, without what differs between them."""
    facts = Waitlisted(cohort.guild, cohort.id, cohort.name, UserId(0), None, None, news)
    return f"{_news(say, facts)} {say(_IN_THE_MEANTIME)}"


def _news(say: Say, facts: Waitlisted) -> str:
    name = escape(facts.cohort_name, 80)
    why = f" {sentence(say, facts.reason)}" if facts.reason else ""
    following = (
        say(
            " The next round is by {next_round_at}.",
            next_round_at=timestamp(facts.next_round_at, "D"),
        )
        if facts.next_round_at
        else ""
    )
    match facts.news:
        case WaitNews.ROUND:
            return say(
                "You’re on the waitlist for {name}.{why}{following}",
                name=name,
                why=why,
                following=following,
            )
        case WaitNews.ENDED:
            return say(
                "{name} has ended, and you weren’t matched. There won’t be another round.",
                name=name,
            )
        case WaitNews.RESTORED:
            return say(
                "{name} was ended by mistake and is back. You’re still on the waitlist.{following}",
                name=name,
                following=following,
            )
        case WaitNews.CLOSED:
            return say("Sign-up for {name} closed before you finished.", name=name)
        case WaitNews.LATER:
            return say(
                "The next round of {name} will be later than I said. You’re still on the waitlist."
                "{following}",
                name=name,
                following=following,
            )
