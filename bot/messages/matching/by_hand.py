"""What moderators read about one pair that they make, move, end, or restore by hand."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.moderation.acts import UNCONFIRMED, ActFacts, ActKind
from bot.domain.states import EndReason
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Choice, Message, Pick, Select, Style
from bot.messages.pairs.circles import JOINED, TAKEN_OUT
from bot.messages.pairs.endings import OPENINGS, RESTORED_WORDS
from bot.messages.pairs.introductions import FIRST_WORDS
from bot.messages.text import day_name, people, person, truncate
from bot.services.cohorts.person import PersonPage
from bot.services.matching.by_hand import Ending, HandDone
from bot.storage.moderation.acts import Act
from bot.storage.nudges.away import Away

PAIR, RESTORE = "pair", "restore"
MOST_NAMED = 10
# What `/match pair` does, as it is offered, and the value of each.
ACTS = (
    ("Pair them or move the mentee", PAIR),
    ("End their pair for good", Ending.FINISHED.value),
    ("End their pair and rematch both", Ending.MATCHED_AGAIN.value),
    ("Restore their ended pair", RESTORE),
)
KINDS = (ActKind.PAIRED, ActKind.MOVED, ActKind.ENDED_PAIR, ActKind.RESTORED_PAIR)
_UNTIL_THEN = "You can restore it with `/match pair` for 7 days."


def lines(say: Say, act: Act) -> list[str]:
    """Return whom the act touches, the mentor and the mentee named as such; [] for another act."""
    facts = act.facts
    if act.kind not in KINDS:
        return []
    if act.kind is ActKind.MOVED:
        before, after = facts.pairs
        return [f"From: {_roles(say, before)}", f"To: {_roles(say, after)}"]
    named = [_roles(say, members) for members in facts.pairs]
    return [*named, *(f"Removed: {person(user)}" for _, user in facts.leaves)]


def _roles(say: Say, members: tuple[UserId, ...]) -> str:
    mentor, *mentees = members
    if len(mentees) == 1:
        return f"Mentor {person(mentor)} · Mentee {people(mentees)}"
    return f"Mentor {person(mentor)} · Mentees {people(mentees)}"


def moved(facts: ActFacts) -> str:
    """Name who was moved, from whom, to whom."""
    before, after = facts.pairs[0], facts.pairs[-1]
    return f"{person(after[-1])}: {person(before[0])} → {person(after[0])}"


def cautions(say: Say, facts: ActFacts) -> str:
    """Say what speaks against a pair made by hand, and how many spots are left."""
    return "\n".join(_caution(say, code.split(":"), facts) for code in facts.cautions)


def _caution(say: Say, code: list[str], facts: ActFacts) -> str:
    match code:
        case ["formats"]:
            return "They have no way of meeting in common. Ask them first."
        case ["windows"]:
            return "They don’t have a full hour in common. Ask them first."
        case ["room", left, places]:
            return f"{person(facts.pairs[-1][0])} · Spots left: {left} of {places}"
        case ["away", user, first, last]:
            return away(say, UserId(int(user)), first, last)
        case ["locked", other]:
            return f"The mentee is locked to {person(UserId(int(other)))}. This lifts the lock."
        case [code_, users] if code_ == UNCONFIRMED:
            return _unconfirmed(say, [UserId(int(user)) for user in users.split(",")])
        case _:
            raise AssertionError(code)


def _unconfirmed(say: Say, users: list[UserId]) -> str:
    named = people(users[:MOST_NAMED])
    more = len(users) - MOST_NAMED
    rest = f" … and {more} more" if more > 0 else ""
    return f"Haven’t confirmed their sign-up yet: {named}{rest}. See them in `/cohort people`."


def away(say: Say, user: UserId, first: str, last: str) -> str:
    """Say when someone is away, as ISO dates; without a `first` day, they are away already."""
    until = day_name(date.fromisoformat(last))
    if not first:
        return f"{person(user)} is away until {until}."
    return f"{person(user)} will be away {day_name(date.fromisoformat(first))} – {until}."


def away_said(say: Say, user: UserId, absence: Away, now: datetime) -> str:
    """Say when someone is away, as of now."""
    first = "" if absence.stretch.holds(now) else absence.first_day.isoformat()
    return away(say, user, first, absence.last_day.isoformat())


def choices(say: Say, act: Act) -> tuple[Button, ...]:
    """Offer to lock two people in the open proposal, where they are not introduced yet."""
    hard = {"formats", "windows"} & set(act.facts.cautions)
    if act.kind is not ActKind.PAIRED or not act.facts.of or hard:
        return ()
    return (Button("Lock in proposal", build("act", "lock", act.guild, act.id), Style.PRIMARY),)


def choose(say: Say, page: PersonPage, role: str) -> Message:
    """Ask who is to be the mentor, or the mentee, of the person of a page."""
    of = person(page.user)
    question = f"Who will mentor {of}?" if role == "mentor" else f"Who will {of} mentor?"
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", f"{role}-pick", guild, page.user, number=number)
    return Message(
        f"{question} You’ll see any problems before anything happens.",
        rows=((Select(custom_id, "Choose someone", pick=Pick.USER),),),
    )


def choose_end(say: Say, page: PersonPage, names: Mapping[UserId, str]) -> Message:
    """Ask which pair of the person ends, and how."""
    twos = [(mentee, pair.mentor) for pair in page.live for mentee in pair.mentees]
    choices = [
        Choice(
            truncate(f"{names.get(_across(page.user, two), 'Their pair')}: {how}", 100),
            f"{two[0]} {two[1]} {ending.value}",
        )
        for two in twos
        if page.user in two
        for ending, how in _ENDINGS.items()
    ]
    if not choices:
        return Message("They’re not in a pair anymore.")
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", "end-pick", guild, page.user, number=number)
    return Message(
        "Which pair should end, and how? You’ll see who’s affected first.",
        rows=((Select(custom_id, "Choose how", tuple(choices[:25])),),),
    )


def _across(user: UserId, two: tuple[UserId, UserId]) -> UserId:
    return two[1] if two[0] == user else two[0]


_ENDINGS = {Ending.FINISHED: "End for good", Ending.MATCHED_AGAIN: "End and rematch"}


def chosen(value: str) -> tuple[UserId, UserId, Ending]:
    """Return the mentee, the mentor, and how their pair ends, from a choice of that menu.

    Raises `DomainError` ``component.unknown`` for any other value.
    """
    endings = [ending.value for ending in Ending]
    match value.split(" "):
        case [mentee, mentor, how] if mentee.isdigit() and mentor.isdigit() and how in endings:
            return UserId(int(mentee)), UserId(int(mentor)), Ending(how)
        case _:
            raise DomainError("component.unknown")


def what_happens(say: Say, act: Act) -> str:
    """Say what the act does."""
    facts = act.facts
    match act.kind:
        case ActKind.PAIRED:
            lock = (
                " Press **Lock in proposal** to add them to the open proposal instead. They’ll "
                "hear about it once it’s approved."
                if choices(say, act)
                else ""
            )
            if facts.joins:
                return f"The mentee will join the mentor’s circle now.{lock}"
            return f"I’ll introduce them in a private thread now.{lock}"
        case ActKind.MOVED:
            ends = (
                "The mentee will leave their circle, which continues."
                if facts.leaves
                else "The old pair and its meetings will end, which frees up a spot."
            )
            if facts.joins:
                return f"{ends} They’ll join the new mentor’s circle."
            return f"{ends} I’ll introduce the new pair."
        case ActKind.RESTORED_PAIR:
            return "The pair will continue, with its thread and upcoming meetings."
        case _ if facts.leaves:
            return "The mentee will leave the circle and be first in line in the next round."
        case _ if facts.reason == EndReason.REMATCH:
            return (
                "The pair and its meetings will end. Both will be unmatched again (not for each "
                f"other), with the mentee first in line. {_UNTIL_THEN}"
            )
        case _:
            return f"The pair and its meetings will end, and neither is rematched. {_UNTIL_THEN}"


def read(say: Say, act: Act) -> list[tuple[str, str]]:
    """Return what the people in it will read."""
    facts = act.facts
    gone = TAKEN_OUT.format(person(facts.leaves[0][1])) if facts.leaves else ""
    first = JOINED if facts.joins else FIRST_WORDS
    match act.kind:
        case ActKind.PAIRED:
            return [("They’ll read", first)]
        case ActKind.MOVED:
            return [
                ("The old pair will read", gone or OPENINGS[EndReason.MOVED]),
                ("The new circle will read" if facts.joins else "The new pair will read", first),
            ]
        case ActKind.RESTORED_PAIR:
            return [("They’ll read", RESTORED_WORDS)]
        case _:
            return [("They’ll read", gone or OPENINGS[EndReason(facts.reason)])]


def done(say: Say, done: HandDone) -> Message:
    """Say what was done, and what follows."""
    facts = done.act.facts
    mentor, *mentees = facts.pairs[-1]
    match done.act.kind:
        case ActKind.PAIRED:
            text = f"Done. I’m introducing {person(mentor)} and {person(mentees[-1])}."
        case ActKind.MOVED:
            text = (
                f"Done. {person(mentees[-1])} is moving to {person(mentor)}. I’ll post it in "
                "their threads."
            )
        case ActKind.RESTORED_PAIR:
            text = f"Done. The pair {people((mentor, *mentees))} continues. I’ll let them know."
        case _ if facts.leaves:
            text = f"Done. I’ll let {person(facts.leaves[0][1])} and the circle know."
        case _:
            text = f"Done. {people((mentor, *mentees))} will get a goodbye message. {_UNTIL_THEN}"
    if done.changed_run:
        text = f"{text} This changes the open proposal, so run `/match preview` again."
    return Message(text)
