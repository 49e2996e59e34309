"""What keeps a thread with someone under 18 closed, as text."""

from bot.domain.youth.youth import ADVISORS_NEEDED, Lack
from bot.language.say import Say, marked

LACKS = {
    Lack.MODERATORS_CHANNEL: "A moderators’ channel (`/setup`)",
    Lack.ADVISOR_ROLE: "A role for advisors (the server’s owner chooses it in `/youth setup`)",
    Lack.ADVISORS: f"{ADVISORS_NEEDED} advisors who attested in the last year (`/youth attest`)",
    Lack.LEADS: "Safety leads, who read concerns (`/setup`, then Safety)",
}
_CLOSED = {
    "youth.off": marked("Youth mode is off."),
    "youth.not_ready": marked("Attested advisors, safety leads, or a setting are missing."),
    "youth.no_consent": marked("A parent’s or guardian’s permission isn’t on record."),
    "youth.not_cleared": marked("An adult in it isn’t cleared, or the clearance ran out."),
    "youth.age_unknown": marked("Someone in it hasn’t said their age (`/youth age`)."),
    "youth.thread": marked("Discord didn’t let me add the advisors."),
}


def closed_because(say: Say, code: str) -> str:
    """Return why a thread is closed, as a sentence."""
    return _CLOSED.get(code, "Something for youth mode is missing.")
