"""Error messages of youth mode."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say, marked
from bot.messages.text import person
from bot.messages.youth.lacks import LACKS

_NOT_FOR_MINORS = marked("That’s for members 18 or older. An advisor can help you in another way.")

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "youth.off": lambda say, f: say(
        "This server doesn’t take members under 18, and someone in that mentorship is."
    ),
    "youth.not_ready": lambda say, f: (
        say("Members under 18 can join here, so set this up first:\n")
        + "\n".join(f"- {LACKS[lack]}" for lack in f["lacks"])
    ),
    "youth.no_consent": lambda say, f: say(
        "{person} is under 18, and no parent’s or guardian’s permission is recorded. "
        "Ask an advisor to record it with `/youth consent`.",
        person=person(f["person"]),
    ),
    "youth.not_cleared": lambda say, f: say(
        "{person} isn’t cleared for members under 18. Ask a moderator to record "
        "that with `/youth clear`.",
        person=person(f["person"]),
    ),
    "youth.age_unknown": lambda say, f: say(
        "{person} hasn’t said their age yet. Ask them to use `/youth age`.",
        person=person(f["person"]),
    ),
    "youth.not_owner": lambda say, f: say(
        "Only the server’s owner can change that. `/youth setup` shows what’s set."
    ),
    "youth.in_use": lambda say, f: say.count(
        "{n} mentorship with someone under 18 would lose its advisors. End it first. Youth "
        "mode stays on.",
        "{n} mentorships with someone under 18 would lose their advisors. End those first. "
        "Youth mode stays on.",
        f["number"],
    ),
    "youth.no_role": lambda say, f: say(
        "There’s no role for advisors yet. The server’s owner can choose one in `/youth setup`."
    ),
    "youth.not_advisor": lambda say, f: say(
        "That’s for advisors who attested in the last year. If you have the advisors’ role, use "
        "`/youth attest`."
    ),
    "youth.minor": lambda say, f: say(
        "{person} said that they’re under 18. If they’ve turned 18, an advisor "
        "confirms it with `/youth adult`.",
        person=person(f["person"]),
    ),
    "youth.not_minor": lambda say, f: say(
        "{person} didn’t say that they’re under 18, so there’s nothing to record.",
        person=person(f["person"]),
    ),
    "youth.yourself": lambda say, f: say("Someone else has to clear you. Ask another moderator."),
    "youth.until_past": lambda say, f: say(
        "That day has passed. Try one in the future, like “in a year”."
    ),
    "youth.until_far": lambda say, f: say("A clearance lasts 3 years at most. Try an earlier day."),
    "youth.none_to_end": lambda say, f: say(
        "{person} isn’t cleared, so nothing changed.", person=person(f["person"])
    ),
    "youth.age_said": lambda say, f: say(
        "You told me that you’re under 18. If you’ve turned 18, ask an advisor to confirm it with "
        "`/youth adult`."
    ),
    "youth.under_13": lambda say, f: say(
        "Discord is for people 13 or older, so I can’t sign you up. I didn’t save anything."
    ),
    "youth.say_age": lambda say, f: say(
        "Members under 18 can join this server, so tell me your age first with `/youth age`."
    ),
    "youth.not_for_minors": lambda say, f: say(_NOT_FOR_MINORS),
    "youth.not_in_pair": lambda say, f: say(
        "Someone in this mentorship is under 18, so you can’t share contact info. Talk in the "
        "thread."
    ),
    "youth.place": lambda say, f: say(
        "Someone in this mentorship is under 18, so you can meet only in a voice channel of this "
        "server. Type its name, like #study-room."
    ),
    "youth.no_communities": lambda say, f: say(
        "I don’t ask about communities in a server with members under 18."
    ),
}
