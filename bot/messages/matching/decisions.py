"""Who is locked together and kept apart in a cohort: the list, and what lifts one."""

from bot.domain.errors import DomainError
from bot.domain.matching import PairKey
from bot.domain.moderation.acts import ActKind
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select
from bot.messages.text import escape
from bot.services.matching.decisions import Decided

PER_PAGE = 10
_LIFTS = {"lock": ActKind.RELEASED, "forbid": ActKind.ALLOWED}


def listed(say: Say, decided: Decided, page: int = 0) -> Message:
    """Show one page of what is decided, with a menu that lifts one of it."""
    keys = decided.decisions
    entries = [("lock", key) for key in keys.locked] + [("forbid", key) for key in keys.forbidden]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * PER_PAGE
    shown = list(enumerate(entries, start=1))[first : first + PER_PAGE]
    lines = [f"{number}. {line(say, kind, key)}" for number, (kind, key) in shown]
    card = Embed(
        say("{name} · Locks and forbids", name=escape(decided.cohort.name, 80)),
        "\n".join(lines) or say("No locks or forbids yet."),
        footer=say(
            "These apply to every proposal until you lift them. Page {page} of {pages}",
            page=page + 1,
            pages=pages,
        ),
    )
    return Message(
        _news(say, decided), embeds=(card,), rows=_rows(say, decided, shown, page, pages)
    )


def line(say: Say, kind: str, key: PairKey) -> str:
    """Return one decision."""
    if kind == "lock":
        return say(
            "Locked: mentor <@{mentor}>, mentee <@{mentee}>", mentor=key.mentor, mentee=key.mentee
        )
    return say(
        "Kept apart: mentor <@{mentor}>, mentee <@{mentee}>", mentor=key.mentor, mentee=key.mentee
    )


def _news(say: Say, decided: Decided) -> str:
    """Say what was decided just now, with no proposal open."""
    if decided.key is None:
        return ""
    two = say("<@{mentor}> and <@{mentee}>", mentor=decided.key.mentor, mentee=decided.key.mentee)
    match decided.kind:
        case ActKind.FORBADE:
            return say("Saved. I won’t propose {two} as a pair.", two=two)
        case ActKind.ALLOWED:
            return say("Lifted. I can propose {two} as a pair again.", two=two)
        case _:
            return say("Lifted. {two} aren’t locked anymore.", two=two)


def _rows(
    say: Say, decided: Decided, shown: list[tuple[int, tuple[str, PairKey]]], page: int, pages: int
) -> tuple[Row, ...]:
    guild, cohort = decided.cohort.guild, decided.cohort.id
    rows: list[Row] = []
    if shown:
        choices = tuple(
            Choice(
                say("Release lock {number}", number=number)
                if kind == "lock"
                else say("Allow {number} again", number=number),
                f"{kind} {key.mentee} {key.mentor}",
            )
            for number, (kind, key) in shown
        )
        custom_id = build("match", "lift", guild, cohort, number=page)
        rows.append((Select(custom_id, say("Lift one"), choices),))
    if pages > 1:
        turns = []
        for label, verb, to in (
            (say("Back"), "decided-back", page - 1),
            (say("Next"), "decided-next", page + 1),
        ):
            number = min(max(to, 0), pages - 1)
            custom_id = build("match", verb, guild, cohort, number=number)
            turns.append(Button(label, custom_id, disabled=to != number))
        rows.append(tuple(turns))
    return tuple(rows)


def chosen(value: str) -> tuple[ActKind, PairKey]:
    """Return what a choice of the menu lifts; raise ``component.unknown`` for any other value."""
    match value.split(" "):
        case [kind, mentee, mentor] if kind in _LIFTS and mentee.isdigit() and mentor.isdigit():
            return _LIFTS[kind], PairKey(mentee, mentor)
        case _:
            raise DomainError("component.unknown")
