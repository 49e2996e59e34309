"""Error messages about proposing, changing, approving, and undoing pairs."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import escape, join_list, timestamp

_SHOWN = 5


def _changed(say: Say, facts: dict[str, Any]) -> str:
    shown = ", ".join(f"<@{user}>" for user in facts["people"][:_SHOWN])
    more = len(facts["people"]) - _SHOWN
    rest = f" … and {more} more" if more > 0 else ""
    return (
        f"Not approved: something changed for {shown}{rest} since this preview. Run `/match "
        "preview` again. Your locks stay."
    )


def _not_matchable(say: Say, facts: dict[str, Any]) -> str:
    name = escape(facts["cohort"], 80)
    match facts["state"]:
        case "draft":
            return f"“{name}” is still a draft. Open it first with `/cohort open`."
        case "ended":
            return f"“{name}” has ended, so it can’t be matched."
        case _:
            return f"“{name}” is wrapping up, so it can’t be matched."


_RULES = {
    "oneself": "It’s the same person.",
    "not-a-mentee": "The first didn’t sign up as a mentee.",
    "not-a-mentor": "The second didn’t sign up as a mentor.",
    "no-room": "The mentor has no spots.",
    "gone": "One of them isn’t here anymore.",
    "formats": "They have no way of meeting in common.",
    "windows": "They don’t have a full hour in common.",
    "private": "A private choice or an earlier decision rules it out.",
}


def _rules(say: Say, facts: dict[str, Any]) -> str:
    return " ".join(_RULES[rule] for rule in facts["rules"])


def _not_signed_up(say: Say, facts: dict[str, Any]) -> str:
    who, name = _person(facts["user"]), f"“{escape(facts['cohort'], 80)}”"
    match facts.get("role"):
        case "mentor":
            text = f"{who} isn’t in {name} as a mentor."
        case "mentee":
            text = f"{who} isn’t in {name} as a mentee."
        case _:
            text = f"{who} isn’t in {name}."
    return f"{text} See who’s in it with `/cohort people`."


def _person(user: int | str) -> str:
    """Name someone: a proposal knows people by the text of their ids, a cohort by the ids."""
    name = str(user)
    return f"<@{name}>" if name.isdigit() else escape(name, 60)


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "match.unknown": lambda say, _: (
        "I can’t find that proposal. Run `/match preview` for a new one."
    ),
    "match.none": lambda say, f: (
        f"There’s no proposal for “{escape(f['cohort'], 80)}” yet. Run `/match preview` first."
    ),
    "match.nobody": lambda say, f: (
        f"There’s no one to match in “{escape(f['cohort'], 80)}”. Unmatched mentees: "
        f"{f['mentees']} · Mentors with room: {f['mentors']}"
    ),
    "match.not_matchable": _not_matchable,
    "match.approved": lambda say, _: "Already done! These pairs are approved.",
    "match.superseded": lambda say, _: (
        "That proposal was replaced or withdrawn. See the latest one with `/match review`."
    ),
    "match.stale": lambda say, f: (
        f"There’s a newer proposal you haven’t seen: number {f['run']} by <@{f['by']}>. Check it "
        "with `/match review`, then try again."
    ),
    "match.decided_meanwhile": lambda say, _: (
        "A moderator changed the locks or forbids while I was matching, so I didn’t save this "
        "proposal. Please try again."
    ),
    "match.changed": _changed,
    "match.no_such_pair": lambda say, f: (
        f"There’s no pair {f['number']}. This proposal has pairs 1 to {f['most']}."
    ),
    "match.numbers": lambda say, f: (
        f"I couldn’t read “{escape(f['typed'], 60)}”. Try “1, 3-5”, or leave it out for all pairs."
    ),
    "match.nothing_to_undo": lambda say, f: (
        f"“{escape(f['cohort'], 80)}” has no approval that can be undone."
    ),
    "match.undo_late": lambda say, f: (
        f"The last approval was {timestamp(f['at'], 'R')}. You can only undo one within 24 hours, "
        "so its pairs stay."
    ),
    "match.undo_met": lambda say, f: (
        f"You can’t undo this approval, because pairs have already met ({f['pairs']})."
    ),
    "match.not_decided": lambda say, f: (
        f"There’s no such lock or forbid for {_person(f['mentee'])} and {_person(f['mentor'])}. "
        "See all of them in `/match review`."
    ),
    "hand.oneself": lambda say, _: (
        "The mentor and the mentee are the same person. Choose two people."
    ),
    "hand.not_signed_up": lambda say, f: (
        f"{_not_signed_up(say, f)} They can use `/join`, or you can add them with `/cohort add`."
    ),
    "hand.gone": lambda say, f: f"<@{f['user']}> isn’t in the server anymore.",
    "hand.together": lambda say, f: f"<@{f['mentor']}> already mentors <@{f['mentee']}>.",
    "hand.nothing_to_restore": lambda say, f: (
        f"<@{f['mentor']}> and <@{f['mentee']}> are still a pair, so there’s nothing to restore."
    ),
    "hand.forbidden": lambda say, f: (
        f"A moderator keeps <@{f['mentor']}> and <@{f['mentee']}> apart. To lift that, use `/match "
        "forbid` with “release”, then try again."
    ),
    "hand.no_room": lambda say, f: (
        f"<@{f['user']}> has no spots left (total: {f['places']}). Ask them for one more first."
    ),
    "hand.private": lambda say, f: (
        f"<@{f['mentor']}> and <@{f['mentee']}> can’t be paired by hand because of a private "
        "choice or an earlier mentorship. I can’t say which, and I won’t tell them. Choose someone "
        "else."
    ),
    "hand.no_pair": lambda say, f: (
        f"<@{f['mentor']}> doesn’t mentor <@{f['mentee']}> in “{escape(f['cohort'], 80)}”. "
        "See everyone’s matches in `/cohort people`."
    ),
    "hand.note_long": lambda say, f: (
        f"That note is too long. The limit is {f['most']} characters. You typed: "
        f"{escape(f['typed'], 800)}"
    ),
    "hand.restore_late": lambda say, f: (
        f"That pair ended {timestamp(f['at'], 'R')}. You can only restore one within 7 days. Pair "
        "them again with `/match pair`."
    ),
    "hand.restore_reason": lambda say, _: (
        "You can’t restore that pair, because it didn’t end by a moderator or a goodbye."
    ),
    "hand.has_mentor": lambda say, f: (
        f"<@{f['mentee']}> has another mentor now, <@{f['mentor']}>. End that pair first."
    ),
    "hand.has_circle": lambda say, f: (
        f"<@{f['mentor']}> has another circle now and can only mentor one. Add someone to it with "
        "`/match pair`."
    ),
    "matching.duplicate_person": lambda say, f: f"{_person(f['user'])} is in the cohort twice.",
    "matching.unknown_person": lambda say, f: (
        f"{_person(f['user'])} isn’t in this proposal. See who’s in it with `/match review`."
    ),
    "match.not_signed_up": _not_signed_up,
    "matching.unknown_version": lambda say, _: (
        "A newer version of Preceptor saved this proposal. Run `/match preview` for a new one."
    ),
    "matching.unknown_word": lambda say, f: (
        f"I don’t know “{escape(f['word'], 60)}”. Try {join_list(f['known'], last='or')}."
    ),
    "matching.config": lambda say, f: (
        f"I can’t use `{escape(f['key'], 60)}` in matching.toml. Weights are numbers from 0 up, "
        "each named after a part of the score."
    ),
    "matching.lock_refused": lambda say, f: (
        f"{_person(f['mentee'])} and {_person(f['mentor'])} can’t be locked. {_rules(say, f)}"
    ),
    "matching.locked_twice": lambda say, f: (
        f"{_person(f['user'])} is locked to two mentors. Release one of them first."
    ),
    "matching.locked_too_many": lambda say, f: (
        f"{_person(f['user'])} has too many locks. Spots: {f['capacity']} · Locked mentees: "
        f"{f['locked']}. Release a lock, or ask them for one more spot."
    ),
    "matching.same_mentor": lambda say, f: (
        f"Both already have {_person(f['mentor'])}, so there’s nothing to swap."
    ),
    "matching.swap_refused": lambda say, f: (
        f"That swap would pair {_person(f['mentee'])} with {_person(f['mentor'])}, which isn’t "
        f"possible. {_rules(say, f)}"
    ),
}
