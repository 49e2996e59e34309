"""Error messages about proposing, changing, approving, and undoing pairs."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import escape, join_list, plural, timestamp

_COHORT_STATES = {
    "draft": "a draft still",
    "closing": "closing",
    "ended": "over",
}


def _changed(facts: dict[str, Any]) -> str:
    people = [f"<@{user}>" for user in facts["people"]]
    shown = people[:5] if len(people) < 6 else [*people[:5], f"{len(people) - 5} more"]
    return (
        f"Since that proposal something changed for {join_list(shown)}: other answers, a "
        "withdrawal, "
        "or another pair. Nothing was approved. Run `/match preview` for pairs that hold; locks "
        "are kept."
    )


_RULES = {
    "oneself": "it is the same person",
    "not-a-mentee": "the first did not sign up as a mentee",
    "not-a-mentor": "the second did not sign up as a mentor",
    "no-room": "the mentor has no place to offer",
    "gone": "one of them is not here any more",
    "formats": "they have no way of meeting in common",
    "windows": "they have no unbroken hour in common",
    "private": "a private choice or an earlier decision rules it out",
}


def _rules(facts: dict[str, Any]) -> str:
    return join_list([_RULES[rule] for rule in facts["rules"]])


def _person(value: str) -> str:
    return f"<@{value}>" if value.isdigit() else escape(value, 60)


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "match.unknown": lambda _: "There is no such match run. `/match preview` makes a new one.",
    "match.none": lambda f: (
        f"Nothing is proposed for “{escape(f['cohort'], 80)}” yet. Run `/match preview` first."
    ),
    "match.nobody": lambda f: (
        f"Nobody waits for a partner in “{escape(f['cohort'], 80)}”: there are "
        f"{f['mentees']} mentees waiting and {f['mentors']} mentors with room."
    ),
    "match.not_matchable": lambda f: (
        f"“{escape(f['cohort'], 80)}” is {_COHORT_STATES[f['state']]}, so no pairs are made."
    ),
    "match.approved": lambda _: "Already done: these pairs are approved.",
    "match.superseded": lambda _: (
        "That proposal was replaced by a newer one, or taken back. `/match review` shows where it "
        "stands. Nothing was changed."
    ),
    "match.stale": lambda f: (
        f"There is a newer proposal, number {f['run']} by <@{f['by']}>, that you have not seen. "
        "Look at it with `/match review`, then try again. Nothing was changed."
    ),
    "match.decided_meanwhile": lambda _: (
        "While I was matching, a moderator changed who stays together or is kept apart. Try again, "
        "and I’ll go by that. This proposal wasn’t saved."
    ),
    "match.changed": _changed,
    "match.no_such_pair": lambda f: (
        f"There is no pair {f['number']}: this proposal has pairs 1 to {f['most']}."
    ),
    "match.numbers": lambda f: (
        f"I can't read “{escape(f['typed'], 60)}”. Write pairs such as `1, 3-5`, or leave it out "
        "for all of them."
    ),
    "match.nothing_to_undo": lambda f: (
        f"No pair of “{escape(f['cohort'], 80)}” comes from an approval that can be undone."
    ),
    "match.undo_late": lambda f: (
        f"The last approval was {timestamp(f['at'], 'R')}, and one can be undone for 24 hours. "
        f"{plural(f['pairs'], 'pair stays', 'pairs stay')} as before. `/cohort end` ends a cohort."
    ),
    "match.undo_met": lambda f: (
        f"{plural(f['pairs'], 'pair has', 'pairs have')} met already, so the approval can’t be "
        "undone. Nothing was changed."
    ),
    "match.not_decided": lambda f: (
        f"That isn’t decided for {_person(f['mentee'])} and {_person(f['mentor'])}. "
        "`/match review` lists what is."
    ),
    "hand.oneself": lambda _: "The mentor and the mentee are the same person. Choose two people.",
    "hand.not_signed_up": lambda f: (
        f"<@{f['user']}> isn’t signed up as a {f['role']} for “{escape(f['cohort'], 80)}”. They "
        "can use `/join`, or you can add them with `/cohort import`. Nothing was changed."
    ),
    "hand.gone": lambda f: f"<@{f['user']}> isn’t in the server anymore. Nothing was changed.",
    "hand.together": lambda f: f"<@{f['mentor']}> already mentors <@{f['mentee']}>.",
    "hand.nothing_to_restore": lambda f: (
        f"<@{f['mentor']}> and <@{f['mentee']}> are still a pair, so there’s nothing to restore."
    ),
    "hand.forbidden": lambda f: (
        f"A moderator decided to keep <@{f['mentor']}> and <@{f['mentee']}> apart. To lift that, "
        "use `/match forbid` with “release”, then try again. Nothing was changed."
    ),
    "hand.no_room": lambda f: (
        f"<@{f['user']}> offered {plural(f['places'], 'place')}, and none is left. Ask them for "
        "one more first. Nothing was changed."
    ),
    "hand.private": lambda f: (
        f"<@{f['mentor']}> and <@{f['mentee']}> can’t be paired by hand. A private choice or an "
        "earlier mentorship rules it out. I can’t say which, and neither of them is told. Choose "
        "someone else. Nothing was changed."
    ),
    "hand.no_pair": lambda f: (
        f"<@{f['mentor']}> doesn’t mentor <@{f['mentee']}> in “{escape(f['cohort'], 80)}”. "
        "`/cohort people` shows who is with whom."
    ),
    "hand.note_long": lambda f: (
        f"A note has at most {f['most']} characters. Yours was: {escape(f['typed'], 800)}"
    ),
    "hand.restore_late": lambda f: (
        f"That pair ended {timestamp(f['at'], 'R')}, and one can be restored for 7 days. "
        "`/match pair` can pair people anew."
    ),
    "hand.restore_reason": lambda _: (
        "That pair didn’t end by a moderator’s decision or a goodbye, so it can’t be restored. "
        "Nothing was changed."
    ),
    "hand.has_mentor": lambda f: (
        f"<@{f['mentee']}> has another mentor by now, <@{f['mentor']}>. End that pair first. "
        "Nothing was changed."
    ),
    "hand.has_circle": lambda f: (
        f"<@{f['mentor']}> has another circle by now, and mentors one at a time. `/match pair` can "
        "add someone to it. Nothing was changed."
    ),
    "matching.duplicate_person": lambda f: f"{_person(f['user'])} is in the cohort twice.",
    "matching.unknown_person": lambda f: (
        f"{_person(f['user'])} has no part in this run. `/match preview` shows who has."
    ),
    "match.not_signed_up": lambda f: (
        f"{_person(f['user'])} isn’t in “{escape(f['cohort'], 80)}”"
        f"{' as a ' + f['role'] if f.get('role') else ''}. `/cohort people` shows who is."
    ),
    "matching.unknown_version": lambda _: (
        "A newer version of Preceptor stored this run. Run `/match preview` for a fresh one."
    ),
    "matching.unknown_word": lambda f: (
        f"I don't know “{escape(f['word'], 60)}”. You can say: {join_list(f['known'], last='or')}."
    ),
    "matching.config": lambda f: (
        f"`{escape(f['key'], 60)}` in matching.toml can't be used: weights are numbers from 0 up, "
        "each under the name of a part of the score."
    ),
    "matching.lock_refused": lambda f: (
        f"{_person(f['mentee'])} and {_person(f['mentor'])} can't be locked: {_rules(f)}. "
        "Nothing was changed."
    ),
    "matching.locked_twice": lambda f: (
        f"{_person(f['user'])} is locked to two mentors. Release one of them first."
    ),
    "matching.locked_too_many": lambda f: (
        f"{_person(f['user'])} has {f['capacity']} places and {f['locked']} locked mentees. "
        "Release a lock, or ask them for one more place."
    ),
    "matching.same_mentor": lambda f: (
        f"Both already have {_person(f['mentor'])}, so there is nothing to swap."
    ),
    "matching.swap_refused": lambda f: (
        f"That swap would pair {_person(f['mentee'])} with {_person(f['mentor'])}, and "
        f"{_rules(f)}. Nothing was changed."
    ),
}
