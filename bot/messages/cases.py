"""What moderators read about a case: states and dates, never anybody's text, and no blame."""

from bot.messages import introductions
from bot.messages.outgoing import Card, Outgoing
from bot.messages.text import stamp
from bot.storage.cases import Case

_TITLES = {
    "undeliverable": "a message could not be delivered",
    "uncertain": "a message may or may not have arrived",
    "help-asked": "a pair asked for a moderator",
    "check-ins-unanswered": "a pair has gone quiet",
    "round-due": "people wait for the matching round that was promised",
    "circle-change": "somebody would like another place than their circle",
    "correction": "somebody says that a program's entry is wrong",
}


def title(kind: str) -> str:
    """Return the case in a few words."""
    return _TITLES.get(kind, kind.replace("-", " "))


def body(kind: str, facts: dict[str, str]) -> str:
    """Return what is known and what would mend it."""
    known = "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items())
    mend = _MENDS.get(kind, "")
    if is_about_introduction(kind, facts):
        mend = introductions.mend(facts.get("reason", ""))
    return f"{known}\n\n{mend}".strip()


def is_about_introduction(kind: str, facts: dict[str, str]) -> bool:
    """Whether a case is about a pair that could not be introduced."""
    return kind == "undeliverable" and facts.get("nudge") == "introduction"


_MENDS = {
    "undeliverable": (
        "`/setup` checks the permissions in the mentoring channel and names what is missing."
    ),
    "uncertain": "Please look whether it is there; if not, tell the pair what it was about.",
    "help-asked": "Please write to them; nothing of what they wrote elsewhere is shown here.",
    "correction": "`/catalogue review` shows what they say; accept or reject it there.",
    "round-due": "`/match preview` proposes pairs for those who wait; `/cohort open` invites more.",
    "circle-change": (
        "Please find them another mentor. The circle has not been told and need not know."
    ),
    "check-ins-unanswered": "A friendly word often helps more than a fourth reminder.",
}


def listing(found: list[Case]) -> Outgoing:
    """Show the open cases, oldest first."""
    if not found:
        return Outgoing("No case is open. Nothing needs a decision.")
    fields = tuple(
        (f"Case {case.id}: {title(case.kind)}", f"since {stamp(case.opened_at, 'D')}")
        for case in found[:20]
    )
    return Outgoing(cards=(Card("Open cases", fields=fields),))
