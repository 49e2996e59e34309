"""How programs are shown: a list of answers, and one program's card."""

from bot.domain.programs import MeetingFormat, Program
from bot.messages.outgoing import Card, Outgoing
from bot.messages.text import cut, said
from bot.search import Result
from bot.services.programs import Found

PER_PAGE = 4
_FORMATS = {
    MeetingFormat.VIRTUAL: "online",
    MeetingFormat.IN_PERSON: "in person",
    MeetingFormat.HYBRID: "online and in person",
    MeetingFormat.UNKNOWN: "not known; ask the host",
}


def results(found: Found) -> Outgoing:
    """Show the best programs with why each fits and what may rule it out."""
    answer = found.answer
    shown = answer.results[:PER_PAGE] if answer.confident else answer.closest
    title = "Programs that fit" if answer.confident else "Nothing here fits well"
    fields = tuple((cut(result.program.name, 256), _reasons(result)) for result in shown)
    return Outgoing(cards=(Card(title, fields=fields),))


def card(program: Program) -> Outgoing:
    """Show one program: who may join first, then the rest."""
    fields = [("Who may join", said(program.who_may_join) or "Not known; ask the host.")]
    fields.append(("How you meet", _FORMATS[program.format]))
    return Outgoing(
        cards=(
            Card(
                cut(program.name, 256),
                said(program.summary),
                fields=tuple(fields),
                footer="Dates and rules change: please check with the host.",
                url=program.link or None,
            ),
        )
    )


def choice(program: Program) -> str:
    """Name a program in a list of at most 100 characters; a restricted one says so."""
    mark = " (restricted)" if program.restricted else ""
    return cut(program.name, 100 - len(mark)) + mark


def _reasons(result: Result) -> str:
    lines = [f"+ {why}" for why in result.why] + [f"- {text}" for text in result.obstacles]
    return cut("\n".join(lines), 1000)
