"""Error messages about pairs, and about contact outside Discord."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import channel, join_list

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "pair.unknown": lambda say, _: say("I can’t find that mentorship. See yours in `/status`."),
    "pair.not_yours": lambda say, _: say("That belongs to another pair. See yours in `/status`."),
    "pair.ended": lambda say, _: say(
        "This mentorship has ended, so nothing in it can change. See what you did in "
        "`/update history`, or sign up for the next cohort with `/join`."
    ),
    "pair.none": lambda say, _: say(
        "You don’t have a match yet. Sign up with `/join`, or find programs with "
        "`/program suggest`."
    ),
    "pair.which": lambda say, facts: say(
        "You’re in more than one mentorship. Run this command in the right thread: {thread}.",
        thread=join_list([channel(thread) for thread in facts["threads"]], last="or"),
    ),
    "circle.unknown": lambda say, _: say(
        "I can’t find that question. See what’s waiting in `/status`."
    ),
    "circle.closed": lambda say, facts: (
        say("This question is closed, since what it was about has changed.")
        if facts["agreed"] is None
        else say("This is already decided. Your circle agreed.")
        if facts["agreed"]
        else say("This is already decided. Not enough of your circle agreed.")
    ),
    "pair.pause_days": lambda say, facts: say(
        "A pause can last from 1 to {most} days.", most=facts["most"]
    ),
    "pair.not_a_circle": lambda say, _: say(
        "There are only two of you now. To end it, use `/pair end`."
    ),
    "pair.not_paused": lambda say, _: say(
        "You’re not paused. Check-ins come on their usual schedule."
    ),
    "pair.held": lambda say, _: say(
        "Your mentorship is on hold, since someone isn’t in the server anymore. A moderator will "
        "decide what’s next. If they come back, you’ll pick up where you left off."
    ),
    "introduction.done": lambda say, _: say("They’ve met by now, so there’s nothing to try again."),
    "pulse.unknown": lambda say, _: say(
        "That question was for someone else, or it’s closed. See what’s waiting in `/status`."
    ),
    "agreement.unknown_choice": lambda say, _: say(
        "One of those choices isn’t on the list. Open the form again and pick from it."
    ),
    "agreement.empty": lambda say, _: say(
        "Say briefly what you’ll talk about and until when. What’s off limits can stay empty."
    ),
    "agreement.long": lambda say, facts: say(
        "Keep each answer to {most} characters or fewer.", most=facts["most"]
    ),
    "agreement.first_part": lambda say, _: say(
        "Answer the first three questions first, with `/pair agreement`."
    ),
    "agreement.not_revealed": lambda say, _: say(
        "Not everyone has answered yet, so there’s nothing to agree to. See who’s next with "
        "`/pair agreement`."
    ),
    "contact.unknown": lambda say, _: say(
        "I can’t find that request. See yours with `/contact share`."
    ),
    "contact.settled": lambda say, _: say(
        "That was already answered or withdrawn. Check it with `/contact share`."
    ),
    "contact.not_shared": lambda say, _: say(
        "That’s no longer shared. You can still write in your thread."
    ),
    "contact.nothing_shared": lambda say, _: say("You’re not sharing anything here."),
    "contact.asked_already": lambda say, _: say(
        "You already asked for that. Check it with `/contact share`."
    ),
    "contact.asked_lately": lambda say, _: say(
        "They said “not now” recently. You can ask again in a month."
    ),
    "contact.not_an_email": lambda say, _: say(
        "That doesn’t look like an email address. Try one like name@example.org."
    ),
    "contact.not_a_number": lambda say, _: say(
        "That doesn’t look like a phone number. Use digits with the area code, like "
        "+1 312 555 0100."
    ),
}
