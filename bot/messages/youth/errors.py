"""Error messages of youth mode."""

from collections.abc import Callable
from typing import Any

from bot.messages.text import join_list, person, plural
from bot.messages.youth.lacks import LACKS

_NOT_FOR_MINORS = "That’s for members 18 or older. An advisor can help you in another way."

WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "youth.off": lambda f: (
        "Someone there is under 18, and this server doesn’t take members under 18. Nothing changed."
    ),
    "youth.not_ready": lambda f: (
        "Members under 18 can join here, so nothing opens before this is there: "
        f"{join_list([LACKS[lack] for lack in f['lacks']])}."
    ),
    "youth.no_consent": lambda f: (
        f"{person(f['person'])} is under 18, and no parent’s or guardian’s permission is recorded. "
        "An advisor records it with `/youth consent`. Nothing changed."
    ),
    "youth.not_cleared": lambda f: (
        f"{person(f['person'])} isn’t cleared for members under 18. A moderator records that with "
        "`/youth clear`. Nothing changed."
    ),
    "youth.age_unknown": lambda f: (
        f"{person(f['person'])} hasn’t said their age yet. They can with `/youth age`. Nothing "
        "changed."
    ),
    "youth.not_owner": lambda f: (
        "Only the server’s owner can change that. `/youth setup` shows what’s set."
    ),
    "youth.in_use": lambda f: (
        f"{plural(f['number'], 'mentorship')} with someone under 18 would lose its advisors. End "
        "those first; youth mode stays on."
    ),
    "youth.no_role": lambda f: (
        "The server’s owner hasn’t chosen a role for advisors yet. `/youth setup` has the menu."
    ),
    "youth.not_advisor": lambda f: (
        "That’s for advisors: people with the advisors’ role who attested in the last year. "
        "`/youth attest` does that."
    ),
    "youth.minor": lambda f: (
        f"{person(f['person'])} said that they’re under 18. If they’ve turned 18, an advisor "
        "confirms it with `/youth adult`."
    ),
    "youth.not_minor": lambda f: (
        f"{person(f['person'])} didn’t say that they’re under 18, so there’s nothing to record."
    ),
    "youth.yourself": lambda f: "Someone else has to clear you. Ask another moderator.",
    "youth.until_past": lambda f: "That day is over. Try one in the future, such as “in a year”.",
    "youth.until_far": lambda f: "A clearance lasts 3 years at most. Try an earlier day.",
    "youth.none_to_end": lambda f: f"{person(f['person'])} isn’t cleared, so nothing changed.",
    "youth.age_said": lambda f: (
        "You told me that you’re under 18. If you’ve turned 18, ask an advisor to confirm it with "
        "`/youth adult`."
    ),
    "youth.under_13": lambda f: (
        "Discord and I are for people 13 or older, so I can’t sign you up. I kept nothing."
    ),
    "youth.say_age": lambda f: (
        "Members under 18 can join this server, so please say your age first: `/youth age`."
    ),
    "youth.not_for_minors": lambda f: _NOT_FOR_MINORS,
    "youth.not_in_pair": lambda f: (
        "Someone in this mentorship is under 18, so contact details aren’t shared. Talk in the "
        "thread."
    ),
    "youth.place": lambda f: (
        "Someone in this mentorship is under 18, so you can meet only in a voice channel of this "
        "server. Type it as Discord does, such as #study-room. Nothing changed."
    ),
    "youth.no_communities": lambda f: (
        "I don’t ask about communities in a server with members under 18. Nothing changed."
    ),
}
