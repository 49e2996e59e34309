"""Error messages: what went wrong, what to do, and that nothing was lost, one text for each code.

Each entry takes the facts of its `DomainError`. A test checks that every code raised anywhere has a
text here, and that no text is unused.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.times.zones import Choice
from bot.language.say import Say, marked
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

Words = Callable[[Say, dict[str, Any]], str]


CORRECT = marked("Fix it")
MOST_SHOWN = 1400  # of a message's 2,000 characters; the rest is for the reason


def explain(say: Say, error: DomainError) -> str:
    """Return the error message for a refusal."""
    return _WORDS[error.code](say, error.facts)


def knows(say: Say, error: DomainError) -> bool:
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


def unexpected_error(say: Say, reference: str, saved: bool | None) -> str:
    """Return what a person reads when something failed that should not have.

    `saved` says whether their change was saved before that, None that it could not be looked up.
    """
    what = {
        False: say(
            "Something went wrong on my end, and nothing was changed. Try again in a minute."
        ),
        True: say(
            "Your change was saved, but I couldn’t show you the result. Check `/status` instead "
            "of repeating it."
        ),
        None: say(
            "Something went wrong on my end, and I can’t tell whether your change was saved. "
            "Check `/status` before you try again."
        ),
    }[saved]
    return say(
        "{what} If it keeps happening, send a moderator this code: `{reference}`",
        what=what,
        reference=reference,
    )


def still_working(say: Say, texts: Sequence[str]) -> Message:
    """Show someone what they typed, while it takes longer than usual."""
    saved = typed_text_saved(say, texts, can_correct=False, is_wrong=False)
    text = say("This is taking longer than usual. I’m still working on it.{saved}", saved=saved)
    return Message(text, files=typed_text_file(texts))


def interrupted(say: Say, texts: Sequence[str], *, saved: bool) -> str:
    """Tell someone after a restart what became of what they typed before it."""
    opening = (
        say("I restarted before I could show you the result, but your change was saved.")
        if saved
        else say("I restarted before I got to this, and nothing was changed. Please try again.")
    )
    # No file goes with a saved answer, so all of it is in the text, however long.
    return say("{opening}\nHere’s what you typed:{block}", opening=opening, block=_block(texts))


def open_again(say: Say, custom_id: str) -> Row:
    """Offer the button of a form that opened too late."""
    return (Button(say.of("button", "Open the form"), custom_id, Style.PRIMARY),)


def offers_correction(say: Say, rows: Sequence[Row]) -> bool:
    """Return whether a button that opens a refused form again is among `rows`."""
    return any(isinstance(item, Button) and item.label == CORRECT for row in rows for item in row)


def typed_text_saved(say: Say, texts: Sequence[str], *, can_correct: bool, is_wrong: bool) -> str:
    """Return what someone typed; `can_correct` names the button to fix it.

    With `is_wrong` it was refused, and something else in its place may not be.
    """
    way = say("\nPress **{words}** to change it.", words=say(CORRECT)) if can_correct else ""
    if not texts:
        return (
            say("\nPress **{words}** to change your answers.", words=say(CORRECT))
            if can_correct
            else ""
        )
    if len("\n\n".join(texts)) > MOST_SHOWN:
        return say("\nWhat you typed is in the file.{way}", way=way)
    if len(texts) == 1 and texts[0].startswith("/"):
        way = (
            say("Copy your command and change what’s wrong:")
            if is_wrong
            else say("Here’s your command:")
        )
        return f"\n{way}{_block(texts)}"
    return say("{way}\nHere’s what you typed:{block}", way=way, block=_block(texts))


def _block(texts: Sequence[str]) -> str:
    # A code block shows it as typed; a fence inside must not end it early.
    block = "\n\n".join(texts).replace("```", "'''")
    return f"\n```\n{block}\n```"


def typed_text_file(texts: Sequence[str]) -> tuple[Attachment, ...]:
    """Return what is too long to show in a message, as a file that only its author sees."""
    whole = "\n\n".join(texts)
    return (Attachment("what-you-typed.txt", whole.encode()),) if len(whole) > MOST_SHOWN else ()


def missing_permission(say: Say, saved: bool | None) -> str:
    """Return what to do when Discord did not let the bot act; `saved` as in `unexpected_error`."""
    what = {
        False: say("Nothing was changed."),
        True: say("What you asked for was saved. Check `/status`."),
        None: say("Check `/status` before you try again."),
    }[saved]
    return say(
        "I don’t have permission to do that. {what} A moderator can run `/setup` to see which "
        "permission is missing.",
        what=what,
    )


FILE_TOO_LARGE = marked("I couldn’t send the file: it’s too large for Discord.")
OUTDATED_COMMAND = marked(
    "That command has changed since your Discord loaded it. "
    "Wait a minute or restart Discord, then try again."
)


def _blank_option(say: Say, facts: dict[str, Any]) -> str:
    asks = escape(facts["asks"], 100)
    if facts["required"]:
        return say(
            "The option `{name}` is empty. Fill it in: “{asks}”.", name=facts["name"], asks=asks
        )
    return say(
        "The option `{name}` is empty. Leave it out, or fill it in: “{asks}”.",
        name=facts["name"],
        asks=asks,
    )


def _list(values: Any) -> str:
    return join_list([f"“{escape(str(value), 80)}”" for value in values], last="or")


def _unknown_cohort(say: Say, facts: dict[str, Any]) -> str:
    names = facts.get("names", ())
    typed = escape(facts["name"], 80)
    if not names:
        return say("There’s no cohort called “{typed}” yet.", typed=typed)
    return say(
        "There’s no cohort called “{typed}”. Try {list}.", typed=typed, list=_list(names[:5])
    )


def _wrong_state(say: Say, facts: dict[str, Any]) -> str:
    match facts["state"]:
        case "ended":
            return say(
                "This cohort has ended. You can restore it with `/cohort open` within 7 days of "
                "its end, or create a new one with `/cohort create`."
            )
        case "draft":
            return say("Sign-up for this cohort hasn’t opened yet. Open it with `/cohort open`.")
        case "enrolling":
            return say("Sign-up for this cohort is open already.")
        case "closing":
            return say("This cohort is wrapping up, so its sign-up can’t be changed anymore.")
        case _:
            return say("Sign-up for this cohort is closed already. `/cohort open` opens it again.")


def _not_enrolling(say: Say, facts: dict[str, Any]) -> str:
    name = escape(facts["cohort"], 80)
    match facts["state"]:
        case "draft":
            return say(
                "Sign-up for “{name}” hasn’t opened yet. Until then, try `/program suggest` for "
                "programs that fit you.",
                name=name,
            )
        case "ended":
            return say(
                "“{name}” has ended. Try `/program suggest` for programs that fit you now.",
                name=name,
            )
        case _:
            return say(
                "Sign-up for “{name}” is closed. Try `/program suggest` for programs that fit "
                "you now.",
                name=name,
            )


def _unclear_zone(say: Say, facts: dict[str, Any]) -> str:
    choices = facts["choices"]
    typed = escape(facts["typed"], 60)
    if len(choices) == 1:
        return say(
            "By “{typed}”, did you mean {zone_hint}? Type it that way, or name the "
            "nearest large city.",
            typed=typed,
            zone_hint=zone_hint(choices[0]),
        )
    names = join_list([zone_hint(choice) for choice in choices], last="or")
    return say(
        "“{typed}” could be {names}. Type the one you mean, as it’s written here.",
        typed=typed,
        names=names,
    )


def zone_hint(choice: Choice) -> str:
    """Describe a zone by what can be typed for it."""
    return (
        f"“{choice.zone}” ({escape(choice.label, 60)})"
        if choice.label != choice.zone
        else (f"“{choice.zone}”")
    )


def _unknown_zone(say: Say, facts: dict[str, Any]) -> str:
    typed, close = escape(facts["typed"], 60), facts["close"]
    if close:
        names = join_list([zone_hint(choice) for choice in close], last="or")
        return say(
            "I couldn’t find the time zone “{typed}”. Did you mean {names}? You can also name "
            "the nearest large city, like “Chicago”.",
            typed=typed,
            names=names,
        )
    return say(
        "I couldn’t find the time zone “{typed}”. Try the nearest large city, like “Chicago”, or "
        "a name like “America/Chicago”.",
        typed=typed,
    )


_WORDS: dict[str, Words] = {
    "actor.not_moderator": lambda say, _: say(
        "That’s for moderators: people with Manage Server or the role chosen in `/setup`."
    ),
    "actor.not_in_server": lambda say, _: say("That only works inside your server."),
    "interaction.repeated": lambda say, _: say("Already done!"),
    "database.gone": lambda say, _: say(
        "I can’t save anything right now: my database was moved or deleted. Nothing was changed. "
        "Tell a moderator, so the person who runs me can put it back."
    ),
    "component.unknown": lambda say, _: say(
        "That button has expired. Run the command again, or check `/status`."
    ),
    "option.blank": _blank_option,
    "form.late": lambda say, _: say(
        "The form took too long to open, and nothing was changed. Please try again."
    ),
    "form.no_draft": lambda say, _: say(
        "I don’t have what you typed anymore, and nothing was changed. Please type it again."
    ),
    "society.not_set_up": lambda say, _: say(
        "This server isn’t set up yet. A moderator can do it in a minute with `/setup`."
    ),
    "society.weekly_bounds": lambda say, facts: say(
        "Type three numbers from {least} to {most}, smallest first, like 2, 3, "
        "and 5. Leave all three empty for the defaults.",
        least=facts["least"],
        most=facts["most"],
    ),
    "time_zone.unknown": _unknown_zone,
    "time_zone.unclear": _unclear_zone,
    "cohort.name_empty": lambda say, _: say("A cohort needs a name people can see, like “Spring”."),
    "cohort.name_long": lambda say, facts: say(
        "That name is {length} characters. The limit is {most}.",
        length=facts["length"],
        most=facts["most"],
    ),
    "cohort.name_mention": lambda say, _: say(
        "A cohort’s name can’t contain mentions or links. Use plain words and emoji."
    ),
    "cohort.name_taken": lambda say, facts: say(
        "There’s already a cohort called “{name}”. Choose another name.",
        name=escape(facts["name"], 80),
    ),
    "cohort.unknown": _unknown_cohort,
    "cohort.wrong_state": _wrong_state,
    "cohort.not_enrolling": _not_enrolling,
    "enrolment.under_age": lambda say, _: say(
        "This cohort is for ages 18 and up, so I didn’t sign you up or save anything. Try "
        "`/program search` for high school programs, or `/guide` for advice."
    ),
    "enrolment.unknown_choice": lambda say, facts: say(
        "“{value}” isn’t one of the choices. Pick one from the list.",
        value=escape(facts["value"], 60),
    ),
    "enrolment.goals_long": lambda say, facts: say(
        "Your goals are too long. The limit is {most} characters.", most=facts["most"]
    ),
    "enrolment.capacity": lambda say, facts: say(
        "Choose between 0 and {most} mentees.", most=facts["most"]
    ),
    "enrolment.unknown": lambda say, facts: say(
        "You’re not signed up for “{cohort}”.", cohort=escape(facts["cohort"], 80)
    ),
    "enrolment.placed": lambda say, facts: say(
        "You’re already matched in “{cohort}”. Use `/pair end` to end your "
        "mentorship, or `/pair rematch` to ask for a new match.",
        cohort=escape(facts["cohort"], 80),
    ),
    "check_in.unknown": lambda say, _: say(
        "I can’t find that check-in. See what’s waiting with `/status`."
    ),
    "check_in.over": lambda say, _: say("This check-in has closed. There’s nothing to do."),
    "check_in.not_yours": lambda say, _: say(
        "This check-in is for someone else. There’s nothing for you to do."
    ),
    "update.empty": lambda say, _: say(
        "Your update was empty. One short line in any of the three parts is enough."
    ),
    "update.long": lambda say, facts: say(
        "That’s too long. The limit is {most} characters for each part.", most=facts["most"]
    ),
    "act.unknown": lambda say, _: say("That button has expired. Run the command again."),
    "act.done": lambda say, _: say("Already done. See who did it and when with `/cohort log`."),
    "case.unknown": lambda say, facts: say(
        "There’s no case {case}. See all of them with `/case list`.", case=facts["case"]
    ),
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
