"""Error messages of youth mode."""

from collections.abc import Callable
from typing import Any

from bot.language.say import Say
from bot.messages.text import for_count, person
from bot.messages.youth.lacks import LACKS

_NOT_FOR_MINORS = "That’s for members 18 or older. An advisor can help you in another way."

WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "youth.off": lambda say, f: (
        "This server doesn’t take members under 18, and someone in that mentorship is."
    ),
    "youth.not_ready": lambda say, f: (
        "Members under 18 can join here, so set this up first:\n"
        + "\n".join(f"- {LACKS[lack]}" for lack in f["lacks"])
    ),
    "youth.no_consent": lambda say, f: (
        f"{person(f['person'])} is under 18, and no parent’s or guardian’s permission is recorded. "
        "Ask an advisor to record it with `/youth consent`."
    ),
    "youth.not_cleared": lambda say, f: (
        f"{person(f['person'])} isn’t cleared for members under 18. Ask a moderator to record "
        "that with `/youth clear`."
    ),
    "youth.age_unknown": lambda say, f: (
        f"{person(f['person'])} hasn’t said their age yet. Ask them to use `/youth age`."
    ),
    "youth.not_owner": lambda say, f: (
        "Only the server’s owner can change that. `/youth setup` shows what’s set."
    ),
    "youth.in_use": lambda say, f: for_count(
        f["number"],
        "{n} mentorship with someone under 18 would lose its advisors. End it first. Youth "
        "mode stays on.",
        "{n} mentorships with someone under 18 would lose their advisors. End those first. "
        "Youth mode stays on.",
    ),
    "youth.no_role": lambda say, f: (
        "There’s no role for advisors yet. The server’s owner can choose one in `/youth setup`."
    ),
    "youth.not_advisor": lambda say, f: (
        "That’s for advisors who attested in the last year. If you have the advisors’ role, use "
        "`/youth attest`."
    ),
    "youth.minor": lambda say, f: (
        f"{person(f['person'])} said that they’re under 18. If they’ve turned 18, an advisor "
        "confirms it with `/youth adult`."
    ),
    "youth.not_minor": lambda say, f: (
        f"{person(f['person'])} didn’t say that they’re under 18, so there’s nothing to record."
    ),
    "youth.yourself": lambda say, f: "Someone else has to clear you. Ask another moderator.",
    "youth.until_past": lambda say, f: (
        "That day has passed. Try one in the future, like “in a year”."
    ),
    "youth.until_far": lambda say, f: "A clearance lasts 3 years at most. Try an earlier day.",
    "youth.none_to_end": lambda say, f: f"{person(f['person'])} isn’t cleared, so nothing changed.",
    "youth.age_said": lambda say, f: (
        "You told me that you’re under 18. If you’ve turned 18, ask an advisor to confirm it with "
        "`/youth adult`."
    ),
    "youth.under_13": lambda say, f: (
        "Discord is for people 13 or older, so I can’t sign you up. I didn’t save anything."
    ),
    "youth.say_age": lambda say, f: (
        "Members under 18 can join this server, so tell me your age first with `/youth age`."
    ),
    "youth.not_for_minors": lambda say, f: _NOT_FOR_MINORS,
    "youth.not_in_pair": lambda say, f: (
        "Someone in this mentorship is under 18, so you can’t share contact info. Talk in the "
        "thread."
    ),
    "youth.place": lambda say, f: (
        "Someone in this mentorship is under 18, so you can meet only in a voice channel of this "
        "server. Type its name, like #study-room."
    ),
    "youth.no_communities": lambda say, f: (
        "I don’t ask about communities in a server with members under 18."
    ),
}
