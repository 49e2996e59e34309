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
from bot.messages.buttons import see_waiting
from bot.messages.labels import label
from bot.messages.nudges.words import words
from bot.messages.outgoing import Message
from bot.messages.text import escape, join_list, person, plural, timestamp
from bot.storage.cohorts.cohorts import Cohort

Facts = Mapping[str, Any]
Words = Callable[[Facts], str]
_MOST = 3


def sentence(note: Note) -> str:
    """Return the text of a note, one or two plain sentences."""
    return _WORDS[note.code](note.facts)


def hint_sentence(hint: Hint) -> str:
    """Return a hint for moderators: two people who would both gain from each other."""
    gain = round(100 * min(hint.mentee_gain, hint.mentor_gain))
    return f"Both would fit each other better than what is proposed, by {gain} points or more."


def _words(values: list[str]) -> str:
    """List a few values in lower case, and count the rest."""
    shown = [escape(_lower(value), 40) for value in values[:_MOST]]
    more = len(values) - len(shown)
    return join_list([*shown, f"{more} more"] if more else shown)


def _lower(value: str) -> str:
    words = label(value)
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _hours(minutes: int) -> str:
    if minutes < 60:
        return plural(minutes, "minute")
    whole, rest = divmod(minutes, 60)
    return plural(whole, "hour") if not rest else f"{whole} h {rest} min"


def _topics(facts: Facts) -> str:
    shared = facts["topics"]
    if len(shared) == facts["wanted"] > 1:
        return f"Offers all that was asked for: {_words(shared)}."
    return f"Offers help with {_words(shared)}."


def _hours_in_common(facts: Facts) -> str:
    best = f", the longest {facts['best']} on the mentee's clock" if "best" in facts else ""
    return f"Both are free at the same time for {_hours(facts['minutes'])} a week{best}."


def _flexible(facts: Facts) -> str:
    if facts["mentee"] and facts["mentor"]:
        return "Neither named hours to meet, so any may work."
    who = "mentee" if facts["mentee"] else "mentor"
    return f"The {who} named no hours to meet, so any may work."


def _formats(facts: Facts) -> str:
    """Say how they can meet, as far as they said so themselves."""
    ways = _words(facts["formats"])
    match facts.get("said"):
        case ["mentee", "mentor"]:
            return f"Both are happy to meet by {ways}."
        case [one]:
            other = "mentor" if one == "mentee" else "mentee"
            return f"The {one} is happy to meet by {ways}; the {other} named no preference."
        case []:
            return "Neither ruled out a way to meet."
        case _:  # a proposal of an earlier version
            return f"They can meet by {ways}."


def _near_field(facts: Facts) -> str:
    return f"Near fields: {_words(facts['offered'])} and {_words(facts['wanted'])}."


def _capacity_in_field(facts: Facts) -> str:
    fits = plural(facts["fits"], "mentor who would fit is", "mentors who would fit are")
    waiting = plural(facts["waiting"], "person waits", "people wait")
    return f"All places are taken: {fits} full, and {waiting} for {_words([facts['field']])}."


def _capacity_on_topics(facts: Facts) -> str:
    fits = plural(facts["fits"], "mentor who would fit is", "mentors who would fit are")
    return f"All places are taken: {fits} full. Wanted: {_words(facts['topics'])}."


def _capacity(facts: Facts) -> str:
    fits = plural(facts["fits"], "mentor who would fit is", "mentors who would fit are")
    return f"All places are taken: {fits} full."


def _no_demand(f: Facts) -> str:
    one, many = "mentee who would fit is", "mentees who would fit are"
    others = "another mentor" if f["fits"] == 1 else "other mentors"
    return f"{plural(f['fits'], one, many)} matched with {others} in this round."


def _kept(facts: Facts, why: str) -> str:
    return f"{why} {facts['kept']} of {plural(facts['people'], 'possible partner')}."


def _one_more_mentor(facts: Facts) -> str:
    where = f" in {_words([facts['field']])}" if facts["field"] else ""
    room = f" with {plural(facts['room'], 'place')}" if facts["room"] > 1 else ""
    return f"One more mentor{where}{room} would place {facts['placed']}."


def _nobody_there(facts: Facts) -> str:
    return f"No {facts['side']} has signed up yet."


def _hour(hours: float) -> str:
    return plural(int(hours), "hour") if hours == int(hours) else f"{hours:g} hours"


_WORDS: dict[Code, Words] = {
    Code.TOPICS: _topics,
    Code.FIELD: lambda f: f"Same field: {_words(f['fields'])}.",
    Code.NEAR_FIELD: _near_field,
    Code.OPEN_FIELD: lambda f: "Open to any health career.",
    Code.NEAR_PEER: lambda f: f"A near peer ({_lower(f['stage'])}), who was there not long ago.",
    Code.AHEAD: lambda f: f"A good step ahead ({_lower(f['stage'])}).",
    Code.FAR_AHEAD: lambda f: f"Well ahead on the way ({_lower(f['stage'])}).",
    Code.HOURS_IN_COMMON: _hours_in_common,
    Code.FLEXIBLE: _flexible,
    Code.ENOUGH_HOURS: lambda f: f"Has the time hoped for: {_hour(f['hours'])} a month.",
    Code.SAME_STATE: lambda f: f"Both in {escape(f['state'], 20)}, so meeting in person can work.",
    Code.ROLES: lambda f: f"The kind of mentor wanted: {_words(f['roles'])}.",
    Code.FORMAT: _formats,
    Code.ROOM: lambda f: f"Has room for {plural(f['capacity'], 'mentee')}.",
    Code.WILLING: lambda f: "Both are in this cohort.",
    Code.NO_TOPIC: lambda f: f"Nothing asked for is offered yet: {_words(f['topics'])}.",
    Code.TOPICS_LEFT: lambda f: f"Not covered: {_words(f['topics'])}.",
    Code.OTHER_FIELD: lambda f: (
        f"Different fields: {_words(f['offered'])}, where {_words(f['wanted'])} was hoped for."
    ),
    Code.BEHIND: lambda f: f"The mentor is earlier on the way ({_lower(f['stage'])}).",
    Code.LEVEL: lambda f: f"Both are at the same stage ({_lower(f['stage'])}).",
    Code.TOO_FAR: lambda f: f"Further ahead ({_lower(f['stage'])}) than the near peer hoped for.",
    Code.TOO_NEAR: lambda f: f"Nearer ({_lower(f['stage'])}) than the long lead hoped for.",
    Code.NO_HOUR: lambda f: "No unbroken hour in common yet: agree on one first.",
    Code.FEW_HOURS: lambda f: (
        f"Only {_hours(f['minutes'])} a week in common: choose the first date early."
    ),
    Code.TIME_SHORT: lambda f: (
        f"{_hour(f['offered'])} a month offered, {f['hoped']:g} hoped for: agree on a rhythm."
    ),
    Code.OTHER_STATE: lambda f: (
        f"In different states ({escape(f['mentee'], 20)} and {escape(f['mentor'], 20)}): "
        "meeting in person takes planning."
    ),
    Code.BOTH_WAYS: lambda f: "They would also be each other's partner the other way round.",
    Code.SILENT_PROFILE: lambda f: f"The {f['side']} named no topics: start by asking.",
    Code.NOTHING: lambda f: "Nothing to watch out for.",
    Code.NOBODY_THERE: _nobody_there,
    Code.NO_ROOM: lambda f: "Has no place to offer this time.",
    Code.WINDOWS: lambda f: _kept(f, "These windows leave no unbroken hour in common with"),
    Code.FORMATS: lambda f: _kept(f, "These formats leave no way to meet with"),
    Code.LISTS: lambda f: _kept(f, "Private choices or earlier pairs rule out"),
    Code.SEVERAL: lambda f: (
        f"None of {plural(f['people'], 'possible partner')} fits: windows, formats and private "
        "choices together leave nobody."
    ),
    Code.CAPACITY: _capacity,
    Code.CAPACITY_IN_FIELD: _capacity_in_field,
    Code.CAPACITY_ON_TOPICS: _capacity_on_topics,
    Code.NO_DEMAND: _no_demand,
    Code.ONE_MORE_MENTOR: _one_more_mentor,
    Code.ONE_MORE_MENTEE: lambda f: "One more mentee who fits would be placed at once.",
    Code.ADD_WINDOW: lambda f: (
        f"Adding {f['window']} would open {plural(f['people'], 'possible partner')}."
    ),
    Code.ADD_FORMAT: lambda f: (
        f"Adding {_words([f['format']])} would open {plural(f['people'], 'possible partner')}."
    ),
    Code.RAISE_CAPACITY: lambda f: "Offering one place or more brings them into the next round.",
    Code.NEXT_ROUND: lambda f: "They come first to mind when the next mentees sign up.",
}


@words(
    NudgeKind.WAITLISTED,
    "Sign-up news",
    "You signed up, and there was no partner for you in this round.",
)
def waitlisted(facts: Waitlisted, ref: str) -> Message:
    """Tell someone unmatched how it stands, and what they can do in the meantime."""
    row = (see_waiting(facts.guild, ref=ref),)
    return Message(f"{person(facts.person)}, {_news(facts)} {_IN_THE_MEANTIME}", rows=(row,))


_IN_THE_MEANTIME = (
    "`/mentor find` shows who has room, and `/program suggest` finds programs that fit you."
)


def read_by_waiting(cohort: Cohort, news: WaitNews) -> str:
    """Return what everyone unmatched reads of the news, without what differs between them."""
    facts = Waitlisted(cohort.guild, cohort.id, cohort.name, UserId(0), None, None, news)
    return f"{_news(facts)} {_IN_THE_MEANTIME}"


def _news(facts: Waitlisted) -> str:
    name = escape(facts.cohort_name, 80)
    why = f" {sentence(facts.reason)}" if facts.reason else ""
    by = f", by {timestamp(facts.next_round_at, 'D')}" if facts.next_round_at else ""
    match facts.news:
        case WaitNews.ROUND:
            return (
                f"you haven’t been matched in {name} yet.{why} You’re on the waitlist for the "
                f"next round{by}. In the meantime,"
            )
        case WaitNews.ENDED:
            return f"{name} has ended, and you weren’t matched. There won’t be another round."
        case WaitNews.RESTORED:
            return (
                f"{name} goes on. It was ended by mistake. You’re on the waitlist for the next "
                f"round{by}. In the meantime,"
            )
        case WaitNews.CLOSED:
            return (
                f"sign-up for {name} has closed, and you hadn’t finished signing up. In the "
                "meantime,"
            )
        case WaitNews.LATER:
            return (
                f"the next round of {name} will be later than I said{by}. You’re still on the "
                "waitlist. In the meantime,"
            )
