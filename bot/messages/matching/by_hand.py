"""What moderators read about one pair that they make, move, end, or restore by hand."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.moderation.acts import UNCONFIRMED, ActFacts, ActKind
from bot.domain.states import EndReason
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Choice, Message, Pick, Select, Style
from bot.messages.pairs.circles import JOINED, TAKEN_OUT
from bot.messages.pairs.endings import OPENINGS, RESTORED_WORDS
from bot.messages.pairs.introductions import FIRST_WORDS
from bot.messages.text import escape, join_list, people, person, plural, spelled_day, truncate
from bot.services.cohorts.person import PersonPage
from bot.services.matching.by_hand import Ending, HandDone
from bot.storage.moderation.acts import Act
from bot.storage.nudges.away import Away

PAIR, RESTORE = "pair", "restore"
MOST_NAMED = 10
# What `/match pair` does, as it is offered, and the value of each.
ACTS = (
    ("Pair them, or move the mentee", PAIR),
    ("End their pair: it’s finished", Ending.FINISHED.value),
    ("End their pair: match both again", Ending.MATCHED_AGAIN.value),
    ("Restore their pair, ended by mistake", RESTORE),
)
KINDS = (ActKind.PAIRED, ActKind.MOVED, ActKind.ENDED_PAIR, ActKind.RESTORED_PAIR)
_UNTIL_THEN = "`/match pair` can restore it for 7 days."


def lines(act: Act) -> list[str]:
    """Return whom the act touches, the mentor and the mentee named as such; [] for another act."""
    facts = act.facts
    if act.kind not in KINDS:
        return []
    if act.kind is ActKind.MOVED:
        before, after = facts.pairs
        return [f"From: {_roles(before)}", f"To: {_roles(after)}"]
    named = [_roles(members) for members in facts.pairs]
    return [*named, *(f"Taken out: {person(user)}" for _, user in facts.leaves)]


def _roles(members: tuple[UserId, ...]) -> str:
    mentor, *mentees = members
    word = "mentee" if len(mentees) == 1 else "mentees"
    return f"mentor {person(mentor)}, {word} {people(mentees)}"


def moved(facts: ActFacts) -> str:
    """Name who was moved, from whom, to whom."""
    before, after = facts.pairs[0], facts.pairs[-1]
    return f"{person(after[-1])} from {person(before[0])} to {person(after[0])}"


def cautions(facts: ActFacts) -> str:
    """Say what speaks against a pair made by hand, and how many places are left."""
    return "\n".join(_caution(code.split(":"), facts) for code in facts.cautions)


def _caution(code: list[str], facts: ActFacts) -> str:
    match code:
        case ["formats"]:
            return "They named no way of meeting in common. Ask them first."
        case ["windows"]:
            return "They named no unbroken hour in common. Ask them first."
        case ["room", left, places]:
            return (
                f"{person(facts.pairs[-1][0])} has {left} of {plural(int(places), 'place')} left."
            )
        case ["away", user, first, last]:
            return f"{person(UserId(int(user)))} is {away(first, last)}."
        case ["locked", other]:
            return f"The mentee is locked to {person(UserId(int(other)))}; that lock is lifted."
        case [code_, users] if code_ == UNCONFIRMED:
            return _unconfirmed([UserId(int(user)) for user in users.split(",")])
        case _:
            raise AssertionError(code)


def _unconfirmed(users: list[UserId]) -> str:
    named = [person(user) for user in users[:MOST_NAMED]]
    if more := len(users) - len(named):
        named.append(f"{more} more")
    have = (
        "hasn’t confirmed their sign-up" if len(users) == 1 else "haven’t confirmed their sign-ups"
    )
    return f"{join_list(named)} {have} yet. `/cohort people` can show only those."


def away(first: str, last: str) -> str:
    """Say when someone is away, as ISO dates; without a `first` day, they are away already."""
    since = f"from {spelled_day(date.fromisoformat(first))} " if first else ""
    return f"away {since}until {spelled_day(date.fromisoformat(last))}"


def away_said(absence: Away, now: datetime) -> str:
    """Say when someone is away, as of now."""
    first = "" if absence.stretch.holds(now) else absence.first_day.isoformat()
    return away(first, absence.last_day.isoformat())


def choices(act: Act) -> tuple[Button, ...]:
    """Offer to lock two people in the open proposal, where they are not introduced yet."""
    hard = {"formats", "windows"} & set(act.facts.cautions)
    if act.kind is not ActKind.PAIRED or not act.facts.of or hard:
        return ()
    return (Button("Lock in proposal", build("act", "lock", act.guild, act.id), Style.PRIMARY),)


def choose(page: PersonPage, role: str) -> Message:
    """Ask who is to be the mentor, or the mentee, of the person of a page."""
    of = person(page.user)
    question = f"Who will mentor {of}?" if role == "mentor" else f"Who will {of} mentor?"
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", f"{role}-pick", guild, page.user, number=number)
    return Message(
        f"{question} You’ll see what speaks against it before anything happens.",
        rows=((Select(custom_id, "Choose someone", pick=Pick.USER),),),
    )


def choose_end(page: PersonPage, names: Mapping[UserId, str]) -> Message:
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
        return Message("They’re in no pair anymore.")
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", "end-pick", guild, page.user, number=number)
    return Message(
        "Which pair ends, and how? You’ll see whom it touches before anything happens.",
        rows=((Select(custom_id, "Choose how", tuple(choices[:25])),),),
    )


def _across(user: UserId, two: tuple[UserId, UserId]) -> UserId:
    return two[1] if two[0] == user else two[0]


_ENDINGS = {Ending.FINISHED: "it’s finished", Ending.MATCHED_AGAIN: "match again"}


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


def what_happens(act: Act) -> str:
    """Say what the act does."""
    facts = act.facts
    match act.kind:
        case ActKind.PAIRED:
            lock = (
                " “Lock in proposal” makes them a pair of the open proposal instead, and they hear "
                "of it once that is approved."
                if choices(act)
                else ""
            )
            where = "join the mentor’s circle" if facts.joins else "are introduced in a thread"
            who = "The mentee will" if facts.joins else "They"
            return f"{who} {where} now.{lock}"
        case ActKind.MOVED:
            ends = (
                "The mentee leaves that circle, which goes on."
                if facts.leaves
                else "The old pair ends, with its meetings, and its mentor has a place again."
            )
            joins = "They join the new mentor’s circle." if facts.joins else ""
            return f"{ends} {joins or 'The new pair is introduced.'}"
        case ActKind.RESTORED_PAIR:
            return "The pair goes on, with its thread and the meetings ahead of it."
        case _ if facts.leaves:
            return "The mentee leaves the circle and is matched first in the next round."
        case _ if facts.reason == EndReason.REMATCH:
            return (
                "The pair ends, with its meetings. Both wait to be matched again, not with each "
                f"other, and the mentee comes first. {_UNTIL_THEN}"
            )
        case _:
            return f"The pair ends, with its meetings, and no one waits again. {_UNTIL_THEN}"


def read(act: Act) -> list[tuple[str, str]]:
    """Return what the people in it will read."""
    facts = act.facts
    gone = TAKEN_OUT.format(person(facts.leaves[0][1])) if facts.leaves else ""
    first = JOINED if facts.joins else FIRST_WORDS
    match act.kind:
        case ActKind.PAIRED:
            return [("They will read", first)]
        case ActKind.MOVED:
            return [
                ("The old pair will read", gone or OPENINGS[EndReason.MOVED]),
                (f"The new {'circle' if facts.joins else 'pair'} will read", first),
            ]
        case ActKind.RESTORED_PAIR:
            return [("They will read", RESTORED_WORDS)]
        case _:
            return [("They will read", gone or OPENINGS[EndReason(facts.reason)])]


def done(done: HandDone) -> Message:
    """Say what was done, and what follows."""
    facts = done.act.facts
    mentor, *mentees = facts.pairs[-1]
    match done.act.kind:
        case ActKind.PAIRED:
            text = f"Done. I’m introducing {person(mentor)} and {person(mentees[-1])}."
        case ActKind.MOVED:
            text = (
                f"Done. {person(mentees[-1])} is moving to {person(mentor)}. Everyone will hear of "
                "it in their threads."
            )
        case ActKind.RESTORED_PAIR:
            text = f"Done. {person(mentor)} and {people(mentees)} go on, and will read it."
        case _ if facts.leaves:
            text = f"Done. {person(facts.leaves[0][1])} will hear of it, and so will the circle."
        case _:
            text = f"Done. {person(mentor)} and {people(mentees)} will get a goodbye. {_UNTIL_THEN}"
    if done.changed_run:
        text += " The open proposal had other plans: run `/match preview` for a new one."
    return Message(f"{text} It’s in `/cohort log` of {escape(done.cohort.name, 80)}.")
