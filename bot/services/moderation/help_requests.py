"""Who asked the moderators for help with a pair, and when: what a case's facts keep of it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.ids import UserId
from bot.storage.moderation.cases import Case


def of(case: Case) -> dict[UserId, datetime]:
    """Return everybody who asked, first to last; a case without a list was asked for by one."""
    kept = case.facts.get("askers")
    if kept is None:
        only = case.facts.get("asked_by", "").strip("<@>")
        return {UserId(int(only)): case.opened_at} if only.isdecimal() else {}
    pairs = (one.split("@") for one in kept.split())
    return {UserId(int(user)): datetime.fromtimestamp(float(at), UTC) for user, at in pairs}


def facts(askers: Mapping[UserId, datetime]) -> dict[str, str]:
    """Return what moderators read of them, and the list that `of` reads."""
    days = dict.fromkeys(f"{at:%d %B %Y}" for at in askers.values())
    return {
        "asked_by": " and ".join(f"<@{user}>" for user in askers),
        "asked_on": " and ".join(days),
        "askers": " ".join(f"{user}@{at.timestamp()}" for user, at in askers.items()),
    }
