"""What moderators read about one pair that they make, move, end, or restore by hand."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.moderation.acts import UNCONFIRMED, ActFacts, ActKind
from bot.domain.states import EndReason
from bot.language.say import Say, marked
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
_UNTIL_THEN = marked("You can restore it with `/match pair` for 7 days.")


def lines(say: Say, act: Act) -> list[str]:
    """Return whom the act touches, the mentor and the mentee named as such; [] for another act."""
    facts = act.facts
    if act.kind not in KINDS:
        return []
    if act.kind is ActKind.MOVED:
        before, after = facts.pairs
        return [
            say("From: {roles}", roles=_roles(say, before)),
            say("To: {roles}", roles=_roles(say, after)),
        ]
    named = [_roles(say, members) for members in facts.pairs]
    return [*named, *(say("Removed: {user}", user=person(user)) for _, user in facts.leaves)]


def _roles(say: Say, members: tuple[UserId, ...]) -> str:
    mentor, *mentees = members
    if len(mentees) == 1:
        return say(
            "Mentor {mentor} · Mentee {mentees}", mentor=person(mentor), mentees=people(mentees)
        )
    return say(
        "Mentor {mentor} · Mentees {mentees}", mentor=person(mentor), mentees=people(mentees)
    )


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
            return say("They have no way of meeting in common. Ask them first.")
        case ["windows"]:
            return say("They don’t have a full hour in common. Ask them first.")
        case ["room", left, places]:
            return say(
                "{pairs} · Spots left: {left} of {places}",
                pairs=person(facts.pairs[-1][0]),
                left=left,
                places=places,
            )
        case ["away", user, first, last]:
            return away(say, UserId(int(user)), first, last)
        case ["locked", other]:
            return say(
                "The mentee is locked to {userid}. This lifts the lock.",
                userid=person(UserId(int(other))),
            )
        case [code_, users] if code_ == UNCONFIRMED:
            return _unconfirmed(say, [UserId(int(user)) for user in users.split(",")])
        case _:
            raise AssertionError(code)


def _unconfirmed(say: Say, users: list[UserId]) -> str:
    named = people(users[:MOST_NAMED])
    more = len(users) - MOST_NAMED
    rest = say(" … and {more} more", more=more) if more > 0 else ""
    return say(
        "Haven’t confirmed their sign-up yet: {named}{rest}. See them in `/cohort people`.",
        named=named,
        rest=rest,
    )


def away(say: Say, user: UserId, first: str, last: str) -> str:
    """Say when someone is away, as ISO dates; without a `first` day, they are away already."""
    until = day_name(date.fromisoformat(last))
    if not first:
        return say("{user} is away until {until}.", user=person(user), until=until)
    return say(
        "{user} will be away {fromisoformat} – {until}.",
        user=person(user),
        fromisoformat=day_name(date.fromisoformat(first)),
        until=until,
    )


def away_said(say: Say, user: UserId, absence: Away, now: datetime) -> str:
    """Say when someone is away, as of now."""
    first = "" if absence.stretch.holds(now) else absence.first_day.isoformat()
    return away(say, user, first, absence.last_day.isoformat())


def choices(say: Say, act: Act) -> tuple[Button, ...]:
    """Offer to lock two people in the open proposal, where they are not introduced yet."""
    hard = {"formats", "windows"} & set(act.facts.cautions)
    if act.kind is not ActKind.PAIRED or not act.facts.of or hard:
        return ()
    return (
        Button(
            say.of("button", "Lock in proposal"),
            build("act", "lock", act.guild, act.id),
            Style.PRIMARY,
        ),
    )


def choose(say: Say, page: PersonPage, role: str) -> Message:
    """Ask who is to be the mentor, or the mentee, of the person of a page."""
    of = person(page.user)
    question = (
        say("Who will mentor {of}?", of=of)
        if role == "mentor"
        else say("Who will {of} mentor?", of=of)
    )
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", f"{role}-pick", guild, page.user, number=number)
    return Message(
        say("{question} You’ll see any problems before anything happens.", question=question),
        rows=((Select(custom_id, say("Choose someone"), pick=Pick.USER),),),
    )


def choose_end(say: Say, page: PersonPage, names: Mapping[UserId, str]) -> Message:
    """Ask which pair of the person ends, and how."""
    twos = [(mentee, pair.mentor) for pair in page.live for mentee in pair.mentees]
    choices = [
        Choice(
            truncate(f"{names.get(_across(page.user, two)) or say('Their pair')}: {say(how)}", 100),
            f"{two[0]} {two[1]} {ending.value}",
        )
        for two in twos
        if page.user in two
        for ending, how in _ENDINGS.items()
    ]
    if not choices:
        return Message(say("They’re not in a pair anymore."))
    guild, number = page.cohort.guild, page.cohort.id
    custom_id = build("hand", "end-pick", guild, page.user, number=number)
    return Message(
        say("Which pair should end, and how? You’ll see who’s affected first."),
        rows=((Select(custom_id, say("Choose how"), tuple(choices[:25])),),),
    )


def _across(user: UserId, two: tuple[UserId, UserId]) -> UserId:
    return two[1] if two[0] == user else two[0]


_ENDINGS = {
    Ending.FINISHED: marked("End for good"),
    Ending.MATCHED_AGAIN: marked("End and rematch"),
}


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
                say(
                    " Press **Lock in proposal** to add them to the open proposal instead. They’ll "
                    "hear about it once it’s approved."
                )
                if choices(say, act)
                else ""
            )
            if facts.joins:
                return say("The mentee will join the mentor’s circle now.{lock}", lock=lock)
            return say("I’ll introduce them in a private thread now.{lock}", lock=lock)
        case ActKind.MOVED:
            ends = (
                say("The mentee will leave their circle, which continues.")
                if facts.leaves
                else say("The old pair and its meetings will end, which frees up a spot.")
            )
            if facts.joins:
                return say("{ends} They’ll join the new mentor’s circle.", ends=ends)
            return say("{ends} I’ll introduce the new pair.", ends=ends)
        case ActKind.RESTORED_PAIR:
            return say("The pair will continue, with its thread and upcoming meetings.")
        case _ if facts.leaves:
            return say("The mentee will leave the circle and be first in line in the next round.")
        case _ if facts.reason == EndReason.REMATCH:
            return say(
                "The pair and its meetings will end. Both will be unmatched again (not for each "
                "other), with the mentee first in line. {words}",
                words=say(_UNTIL_THEN),
            )
        case _:
            return say(
                "The pair and its meetings will end, and neither is rematched. {words}",
                words=say(_UNTIL_THEN),
            )


def read(say: Say, act: Act) -> list[tuple[str, str]]:
    """Return what the people in it will read."""
    facts = act.facts
    gone = TAKEN_OUT.format(person(facts.leaves[0][1])) if facts.leaves else ""
    first = say(JOINED) if facts.joins else say(FIRST_WORDS)
    match act.kind:
        case ActKind.PAIRED:
            return [(say("They’ll read"), first)]
        case ActKind.MOVED:
            return [
                (say("The old pair will read"), gone or say(OPENINGS[EndReason.MOVED])),
                (
                    say("The new circle will read")
                    if facts.joins
                    else say("The new pair will read"),
                    first,
                ),
            ]
        case ActKind.RESTORED_PAIR:
            return [(say("They’ll read"), say(RESTORED_WORDS))]
        case _:
            return [(say("They’ll read"), gone or say(OPENINGS[EndReason(facts.reason)]))]


def done(say: Say, done: HandDone) -> Message:
    """Say what was done, and what follows."""
    facts = done.act.facts
    mentor, *mentees = facts.pairs[-1]
    match done.act.kind:
        case ActKind.PAIRED:
            text = say(
                "Done. I’m introducing {mentor} and {mentees}.",
                mentor=person(mentor),
                mentees=person(mentees[-1]),
            )
        case ActKind.MOVED:
            text = say(
                "Done. {mentees} is moving to {mentor}. I’ll post it in their threads.",
                mentees=person(mentees[-1]),
                mentor=person(mentor),
            )
        case ActKind.RESTORED_PAIR:
            text = say(
                "Done. The pair {words} continues. I’ll let them know.",
                words=people((mentor, *mentees)),
            )
        case _ if facts.leaves:
            text = say(
                "Done. I’ll let {leaves} and the circle know.", leaves=person(facts.leaves[0][1])
            )
        case _:
            text = say(
                "Done. {words} will get a goodbye message. {words2}",
                words=people((mentor, *mentees)),
                words2=say(_UNTIL_THEN),
            )
    if done.changed_run:
        text = say(
            "{text} This changes the open proposal, so run `/match preview` again.", text=text
        )
    return Message(text)
