"""Error messages about proposing, changing, approving, and undoing pairs."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say, marked
from bot.messages.text import escape, join_list, timestamp

_SHOWN = 5


def _changed(say: Say, facts: dict[str, Any]) -> str:
    shown = ", ".join(f"<@{user}>" for user in facts["people"][:_SHOWN])
    more = len(facts["people"]) - _SHOWN
    rest = say(" … and {more} more", more=more) if more > 0 else ""
    return say(
        "Not approved: something changed for {shown}{rest} since this preview. Run `/match "
        "preview` again. Your locks stay.",
        shown=shown,
        rest=rest,
    )


def _not_matchable(say: Say, facts: dict[str, Any]) -> str:
    name = escape(facts["cohort"], 80)
    match facts["state"]:
        case "draft":
            return say("“{name}” is still a draft. Open it first with `/cohort open`.", name=name)
        case "ended":
            return say("“{name}” has ended, so it can’t be matched.", name=name)
        case _:
            return say("“{name}” is wrapping up, so it can’t be matched.", name=name)


_RULES = {
    "oneself": marked("It’s the same person."),
    "not-a-mentee": marked("The first didn’t sign up as a mentee."),
    "not-a-mentor": marked("The second didn’t sign up as a mentor."),
    "no-room": marked("The mentor has no spots."),
    "gone": marked("One of them isn’t here anymore."),
    "formats": marked("They have no way of meeting in common."),
    "windows": marked("They don’t have a full hour in common."),
    "private": marked("A private choice or an earlier decision rules it out."),
}


def _rules(say: Say, facts: dict[str, Any]) -> str:
    return " ".join(say(_RULES[rule]) for rule in facts["rules"])


def _not_signed_up(say: Say, facts: dict[str, Any]) -> str:
    who, name = _person(facts["user"]), f"“{escape(facts['cohort'], 80)}”"
    match facts.get("role"):
        case "mentor":
            text = say("{who} isn’t in {name} as a mentor.", who=who, name=name)
        case "mentee":
            text = say("{who} isn’t in {name} as a mentee.", who=who, name=name)
        case _:
            text = say("{who} isn’t in {name}.", who=who, name=name)
    return say("{text} See who’s in it with `/cohort people`.", text=text)


def _person(user: int | str) -> str:
    """Name someone: a proposal knows people by the text of their ids, a cohort by the ids."""
    name = str(user)
    return f"<@{name}>" if name.isdigit() else escape(name, 60)


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "match.unknown": lambda say, _: say(
        "I can’t find that proposal. Run `/match preview` for a new one."
    ),
    "match.none": lambda say, f: say(
        "There’s no proposal for “{cohort}” yet. Run `/match preview` first.",
        cohort=escape(f["cohort"], 80),
    ),
    "match.nobody": lambda say, f: say(
        "There’s no one to match in “{cohort}”. Unmatched mentees: "
        "{mentees} · Mentors with room: {mentors}",
        cohort=escape(f["cohort"], 80),
        mentees=f["mentees"],
        mentors=f["mentors"],
    ),
    "match.not_matchable": _not_matchable,
    "match.approved": lambda say, _: say("Already done! These pairs are approved."),
    "match.superseded": lambda say, _: say(
        "That proposal was replaced or withdrawn. See the latest one with `/match review`."
    ),
    "match.stale": lambda say, f: say(
        "There’s a newer proposal you haven’t seen: number {run} by <@{by}>. Check it "
        "with `/match review`, then try again.",
        run=f["run"],
        by=f["by"],
    ),
    "match.decided_meanwhile": lambda say, _: say(
        "A moderator changed the locks or forbids while I was matching, so I didn’t save this "
        "proposal. Please try again."
    ),
    "match.changed": _changed,
    "match.no_such_pair": lambda say, f: say(
        "There’s no pair {number}. This proposal has pairs 1 to {most}.",
        number=f["number"],
        most=f["most"],
    ),
    "match.numbers": lambda say, f: say(
        "I couldn’t read “{typed}”. Try “1, 3-5”, or leave it out for all pairs.",
        typed=escape(f["typed"], 60),
    ),
    "match.nothing_to_undo": lambda say, f: say(
        "“{cohort}” has no approval that can be undone.", cohort=escape(f["cohort"], 80)
    ),
    "match.undo_late": lambda say, f: say(
        "The last approval was {at}. You can only undo one within 24 hours, so its pairs stay.",
        at=timestamp(f["at"], "R"),
    ),
    "match.undo_met": lambda say, f: say(
        "You can’t undo this approval, because pairs have already met ({pairs}).", pairs=f["pairs"]
    ),
    "match.not_decided": lambda say, f: say(
        "There’s no such lock or forbid for {person} and {person2}. "
        "See all of them in `/match review`.",
        person=_person(f["mentee"]),
        person2=_person(f["mentor"]),
    ),
    "hand.oneself": lambda say, _: say(
        "The mentor and the mentee are the same person. Choose two people."
    ),
    "hand.not_signed_up": lambda say, f: say(
        "{not_signed_up} They can use `/join`, or you can add them with `/cohort add`.",
        not_signed_up=_not_signed_up(say, f),
    ),
    "hand.gone": lambda say, f: say("<@{user}> isn’t in the server anymore.", user=f["user"]),
    "hand.together": lambda say, f: say(
        "<@{mentor}> already mentors <@{mentee}>.", mentor=f["mentor"], mentee=f["mentee"]
    ),
    "hand.nothing_to_restore": lambda say, f: say(
        "<@{mentor}> and <@{mentee}> are still a pair, so there’s nothing to restore.",
        mentor=f["mentor"],
        mentee=f["mentee"],
    ),
    "hand.forbidden": lambda say, f: say(
        "A moderator keeps <@{mentor}> and <@{mentee}> apart. To lift that, use `/match "
        "forbid` with “release”, then try again.",
        mentor=f["mentor"],
        mentee=f["mentee"],
    ),
    "hand.no_room": lambda say, f: say(
        "<@{user}> has no spots left (total: {places}). Ask them for one more first.",
        user=f["user"],
        places=f["places"],
    ),
    "hand.private": lambda say, f: say(
        "<@{mentor}> and <@{mentee}> can’t be paired by hand because of a private "
        "choice or an earlier mentorship. I can’t say which, and I won’t tell them. Choose someone "
        "else.",
        mentor=f["mentor"],
        mentee=f["mentee"],
    ),
    "hand.no_pair": lambda say, f: say(
        "<@{mentor}> doesn’t mentor <@{mentee}> in “{cohort}”. "
        "See everyone’s matches in `/cohort people`.",
        mentor=f["mentor"],
        mentee=f["mentee"],
        cohort=escape(f["cohort"], 80),
    ),
    "hand.note_long": lambda say, f: say(
        "That note is too long. The limit is {most} characters. You typed: {typed}",
        most=f["most"],
        typed=escape(f["typed"], 800),
    ),
    "hand.restore_late": lambda say, f: say(
        "That pair ended {at}. You can only restore one within 7 days. Pair "
        "them again with `/match pair`.",
        at=timestamp(f["at"], "R"),
    ),
    "hand.restore_reason": lambda say, _: say(
        "You can’t restore that pair, because it didn’t end by a moderator or a goodbye."
    ),
    "hand.has_mentor": lambda say, f: say(
        "<@{mentee}> has another mentor now, <@{mentor}>. End that pair first.",
        mentee=f["mentee"],
        mentor=f["mentor"],
    ),
    "hand.has_circle": lambda say, f: say(
        "<@{mentor}> has another circle now and can only mentor one. Add someone to it with "
        "`/match pair`.",
        mentor=f["mentor"],
    ),
    "matching.duplicate_person": lambda say, f: say(
        "{person} is in the cohort twice.", person=_person(f["user"])
    ),
    "matching.unknown_person": lambda say, f: say(
        "{person} isn’t in this proposal. See who’s in it with `/match review`.",
        person=_person(f["user"]),
    ),
    "match.not_signed_up": _not_signed_up,
    "matching.unknown_version": lambda say, _: say(
        "A newer version of Preceptor saved this proposal. Run `/match preview` for a new one."
    ),
    "matching.unknown_word": lambda say, f: say(
        "I don’t know “{word}”. Try {known}.",
        word=escape(f["word"], 60),
        known=join_list(f["known"], last="or"),
    ),
    "matching.config": lambda say, f: say(
        "I can’t use `{key}` in matching.toml. Weights are numbers from 0 up, "
        "each named after a part of the score.",
        key=escape(f["key"], 60),
    ),
    "matching.lock_refused": lambda say, f: say(
        "{person} and {person2} can’t be locked. {rules}",
        person=_person(f["mentee"]),
        person2=_person(f["mentor"]),
        rules=_rules(say, f),
    ),
    "matching.locked_twice": lambda say, f: say(
        "{person} is locked to two mentors. Release one of them first.", person=_person(f["user"])
    ),
    "matching.locked_too_many": lambda say, f: say(
        "{person} has too many locks. Spots: {capacity} · Locked mentees: "
        "{locked}. Release a lock, or ask them for one more spot.",
        person=_person(f["user"]),
        capacity=f["capacity"],
        locked=f["locked"],
    ),
    "matching.same_mentor": lambda say, f: say(
        "Both already have {person}, so there’s nothing to swap.", person=_person(f["mentor"])
    ),
    "matching.swap_refused": lambda say, f: say(
        "That swap would pair {person} with {person2}, which isn’t possible. {rules}",
        person=_person(f["mentee"]),
        person2=_person(f["mentor"]),
        rules=_rules(say, f),
    ),
}
