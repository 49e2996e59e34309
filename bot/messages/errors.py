"""Error messages: what went wrong, what to do, and that nothing was lost, one text for each code.

Each entry takes the facts of its `DomainError`. A test checks that every code raised anywhere has a
text here, and that no text is unused.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.times.zones import Choice
from bot.messages import time_errors
from bot.messages.cohorts import errors as sign_up_errors
from bot.messages.matching import errors as match_errors
from bot.messages.meetings import errors as meeting_errors
from bot.messages.nudges import errors as nudge_errors
from bot.messages.outgoing import Attachment, Button, Message, Row, Style
from bot.messages.outreach import errors as outreach_errors
from bot.messages.pairs import errors as pair_errors
from bot.messages.privacy import errors as privacy_errors
from bot.messages.programs import errors as program_errors
from bot.messages.progress import errors as progress_errors
from bot.messages.requests import errors as request_errors
from bot.messages.safety import errors as safety_errors
from bot.messages.text import escape, join_list
from bot.messages.youth import errors as youth_errors

Words = Callable[[dict[str, Any]], str]


CORRECT = "Mend it"
MOST_SHOWN = 1400  # of a message's 2,000 characters; the rest is for the reason


def explain(error: DomainError) -> str:
    """Return the error message for a refusal."""
    return _WORDS[error.code](error.facts)


def knows(error: DomainError) -> bool:
    """Return whether there is a text for members.

    The rest is for the operator (`bot.cli.error_messages`).
    """
    return error.code in _WORDS


def can_be_corrected(error: BaseException) -> bool:
    """Return whether the same form, filled in differently, would be accepted."""
    return isinstance(error, DomainError) and error.code not in _NOT_CORRECTABLE


_NOT_CORRECTABLE = frozenset(
    {
        "actor.not_moderator",
        "cohort.full",
        "cohort.not_enrolling",
        "cohort.ended",
        "cohort.over",
        "enrolment.placed",
        "enrolment.under_age",
        "interaction.repeated",
    }
)


def unexpected_error(reference: str, saved: bool | None) -> str:
    """Return what a person reads when something failed that should not have.

    `saved` says whether their change was saved before that, None that it could not be looked up.
    """
    what = {
        False: (
            "Something went wrong on my side, and nothing was changed. Please try again in a "
            "minute."
        ),
        True: (
            "Your change was saved, but I couldn’t show you the result. Don’t repeat it: "
            "`/status` shows where things stand."
        ),
        None: (
            "Something went wrong on my side, and I can’t tell whether your change was saved. "
            "Check `/status` before you try again."
        ),
    }[saved]
    return f"{what} If it happens again, give your moderators this reference: `{reference}`."


def still_working(texts: Sequence[str]) -> Message:
    """Show someone what they typed, while it takes longer than usual."""
    text = "This is taking longer than usual. I’m still working on it." + typed_text_saved(
        texts, can_correct=False, is_wrong=False
    )
    return Message(text, files=typed_text_file(texts))


def interrupted(texts: Sequence[str], *, saved: bool) -> str:
    """Tell someone after a restart what became of what they typed before it."""
    opening = (
        "I was interrupted before I could show you the result, but your change was saved."
        if saved
        else "I was interrupted, and nothing was changed. Please try again."
    )
    # No file goes with a saved answer, so all of it is in the text, however long.
    return f"{opening}\nHere is what you wrote, so that nothing is lost.{_block(texts)}"


def open_again(custom_id: str) -> Row:
    """Offer the button of a form that opened too late."""
    return (Button("Open the form", custom_id, Style.PRIMARY),)


def offers_correction(rows: Sequence[Row]) -> bool:
    """Return whether a button that opens a refused form again is among `rows`."""
    return any(isinstance(item, Button) and item.label == CORRECT for row in rows for item in row)


def typed_text_saved(texts: Sequence[str], *, can_correct: bool, is_wrong: bool) -> str:
    """Return what someone typed; `can_correct` names the button to fix it.

    With `is_wrong` it was refused, and something else in its place may not be.
    """
    way = f"“{CORRECT}” opens the form with it, so you only change that." if can_correct else ""
    if not texts:
        return f"\nNothing is lost. {way}" if way else ""
    if len("\n\n".join(texts)) > MOST_SHOWN:
        return f"\nWhat you wrote is in the file, so that nothing is lost. {way}".rstrip()
    if len(texts) == 1 and texts[0].startswith("/"):
        way = "Copy your command and change what’s wrong:" if is_wrong else "Here’s your command:"
        return f"\n{way}{_block(texts)}"
    return f"\nHere is what you wrote, so that nothing is lost. {way}".rstrip() + _block(texts)


def _block(texts: Sequence[str]) -> str:
    # A code block shows it as typed; a fence inside must not end it early.
    block = "\n\n".join(texts).replace("```", "'''")
    return f"\n```\n{block}\n```"


def typed_text_file(texts: Sequence[str]) -> tuple[Attachment, ...]:
    """Return what is too long to show in a message, as a file that only its author sees."""
    whole = "\n\n".join(texts)
    return (Attachment("what-you-wrote.txt", whole.encode()),) if len(whole) > MOST_SHOWN else ()


def missing_permission(saved: bool | None) -> str:
    """Return what to do when Discord did not let the bot act; `saved` as in `unexpected_error`."""
    what = {
        False: " Nothing was changed.",
        True: " What you asked for was saved: `/status` shows where things stand.",
        None: " Check `/status` before you try again.",
    }[saved]
    return (
        "Discord didn’t let me do that. A moderator can run `/setup`: it names each missing "
        f"permission and how to fix it.{what}"
    )


FILE_TOO_LARGE = "The file is larger than Discord takes, so I couldn’t send it."
OUTDATED_COMMAND = (
    "That command has changed since your Discord loaded it. "
    "Please wait a minute, or restart Discord, and try again."
)


def _blank_option(facts: dict[str, Any]) -> str:
    way = "Type something into it" if facts["required"] else "Leave it out, or type into it"
    return (
        f"The option `{facts['name']}` is empty, so nothing was changed. {way}. It asks: "
        f"“{escape(facts['asks'], 100)}”."
    )


def _list(values: Any) -> str:
    return join_list([f"“{escape(str(value), 80)}”" for value in values], last="or")


def _unknown_cohort(facts: dict[str, Any]) -> str:
    names = facts.get("names", ())
    others = f" There is {_list(names[:5])}." if names else " There is none yet."
    return f"I know no cohort called “{escape(facts['name'], 80)}”.{others}"


def _wrong_state(facts: dict[str, Any]) -> str:
    now = f"This cohort is {_COHORT_STATES[facts['state']]}"
    if facts["state"] == "ended":
        return (
            f"{now}. `/cohort open` restores it within 7 days of its end; `/cohort create` makes a "
            "new one."
        )
    if facts["wanted"] == "matching" and facts["state"] == "draft":
        return f"{now}. Open it first with `/cohort open`."
    if facts["wanted"] == facts["state"]:
        return f"{now} already. Nothing was changed."
    return f"{now}, so it can't become {_COHORT_STATES[facts['wanted']]} now. Nothing was changed."


_COHORT_STATES = {
    "draft": "a draft",
    "enrolling": "open for sign-up",
    "matching": "closed for sign-up and being matched",
    "running": "running",
    "closing": "closing",
    "ended": "over",
}


def _not_enrolling(facts: dict[str, Any]) -> str:
    return (
        f"Sign-up for “{escape(facts['cohort'], 80)}” is not open: the cohort is "
        f"{_COHORT_STATES[facts['state']]}. `/program suggest` finds programs that fit you now."
    )


def _unclear_zone(facts: dict[str, Any]) -> str:
    choices = facts["choices"]
    first = zone_hint(choices[0])
    if len(choices) == 1:
        return (
            f"Did you mean {first} by “{escape(facts['typed'], 60)}”? Type it that way, or "
            "name the "
            "nearest large city."
        )
    names = join_list([zone_hint(choice) for choice in choices], last="or")
    return (
        f"“{escape(facts['typed'], 60)}” could be {names}. Type the one you mean, the way it’s "
        "written here."
    )


def zone_hint(choice: Choice) -> str:
    """Describe a zone by what can be typed for it."""
    return (
        f"“{choice.zone}” ({escape(choice.label, 60)})"
        if choice.label != choice.zone
        else (f"“{choice.zone}”")
    )


def _unknown_zone(facts: dict[str, Any]) -> str:
    close = facts["close"]
    hint = (
        f" Did you mean {join_list([zone_hint(choice) for choice in close], last='or')}?"
        if close
        else ""
    )
    return (
        f"I don’t know the time zone “{escape(facts['typed'], 60)}”.{hint} "
        "Try the nearest large city, such as “Chicago”, or a name such as “America/Chicago”."
    )


_WORDS: dict[str, Words] = {
    "actor.not_moderator": lambda _: (
        "That is for moderators: people with Manage Server, or with the role chosen in `/setup`. "
        "Nothing was changed."
    ),
    "actor.not_in_server": lambda _: "Please use that inside your society's server.",
    "interaction.repeated": lambda _: "Already done: that click had reached me before.",
    "database.gone": lambda _: (
        "I can’t save anything right now: my database was moved or deleted. Nothing was changed. "
        "Please tell a moderator, so that whoever runs me puts it back."
    ),
    "component.unknown": lambda _: (
        "That button or form is not one of mine, or comes from an older version. "
        "Run the command again for a fresh one; `/status` shows what is waiting for you."
    ),
    "option.blank": _blank_option,
    "form.late": lambda _: (
        "It took too long to open the form, and Discord didn’t let me show it anymore. Nothing "
        "was changed. Please try once more."
    ),
    "form.no_draft": lambda _: (
        "What you had typed is not kept any more, and nothing was changed. Please type it once "
        "more."
    ),
    "society.not_set_up": lambda _: (
        "This server is not set up yet. A moderator can do it in a minute with `/setup`."
    ),
    "society.weekly_bounds": lambda facts: (
        f"I need three numbers from {facts['least']} to {facts['most']}, the smallest first, such "
        "as 2, 3, and 5. Leave all three empty for the usual ones."
    ),
    "time_zone.unknown": _unknown_zone,
    "time_zone.unclear": _unclear_zone,
    "cohort.name_empty": lambda _: "A cohort needs a name that can be seen, such as “Spring”.",
    "cohort.name_long": lambda facts: (
        f"That name has {facts['length']} characters; please keep it to {facts['most']}."
    ),
    "cohort.name_mention": lambda _: (
        "A cohort's name can't mention anybody or link anywhere. Plain words and emoji are fine."
    ),
    "cohort.name_taken": lambda facts: (
        f"There’s already a cohort called “{escape(facts['name'], 80)}”. Choose another name. "
        "The name of a cohort that has ended can be used again."
    ),
    "cohort.unknown": _unknown_cohort,
    "cohort.wrong_state": _wrong_state,
    "cohort.not_enrolling": _not_enrolling,
    "enrolment.under_age": lambda _: (
        "This cohort is for people of 18 or older, so I have not signed you up and kept nothing. "
        "`/program search` finds programs for high-school students, and `/guide` has advice."
    ),
    "enrolment.unknown_choice": lambda facts: (
        f"“{escape(facts['value'], 60)}” is not one of the choices. Please pick from the list."
    ),
    "enrolment.goals_long": lambda facts: (
        f"Please keep your goals to {facts['most']} characters: three sentences say a lot."
    ),
    "enrolment.capacity": lambda facts: f"Please choose between 0 and {facts['most']} mentees.",
    "enrolment.unknown": lambda facts: (
        f"You are not signed up for “{escape(facts['cohort'], 80)}”, so there is nothing to change."
    ),
    "enrolment.placed": lambda facts: (
        f"You already have a partner in “{escape(facts['cohort'], 80)}”. "
        "`/pair end` closes the pair, and `/pair rematch` asks for someone else."
    ),
    "check_in.unknown": lambda _: "There is no such check-in. `/status` shows what waits for you.",
    "check_in.over": lambda _: "This check-in is over. You don’t need to do anything.",
    "check_in.not_yours": lambda _: (
        "This check-in is for someone else, and I’ll ask them. You don’t need to do anything."
    ),
    "update.empty": lambda _: (
        "All three parts were empty. One short line in any of them is enough."
    ),
    "update.long": lambda facts: f"Please keep each part to {facts['most']} characters.",
    "act.unknown": lambda _: "That question is too old. Run the command again for a fresh one.",
    "act.done": lambda _: "Already done. `/cohort log` shows by whom, and when.",
    "case.unknown": lambda facts: f"There is no case {facts['case']}. `/case list` shows them.",
    **match_errors.WORDS,
    **nudge_errors.WORDS,
    **outreach_errors.WORDS,
    **pair_errors.WORDS,
    **progress_errors.WORDS,
    **time_errors.WORDS,
    **meeting_errors.WORDS,
    **program_errors.WORDS,
    **privacy_errors.WORDS,
    **youth_errors.WORDS,
    **request_errors.WORDS,
    **safety_errors.WORDS,
    **sign_up_errors.WORDS,
}
