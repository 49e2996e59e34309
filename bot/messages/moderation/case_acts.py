"""What moderators read before an act on many cases, and after it."""

from bot.domain.moderation.acts import ActKind
from bot.domain.moderation.cases import EXTENSION
from bot.domain.states import EndReason
from bot.messages.custom_id import build
from bot.messages.moderation.acts import confirm_rows, paged
from bot.messages.moderation.cases import who
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.pairs.endings import OPENINGS
from bot.messages.text import escape, join_list, plural
from bot.services.moderation.case_acts import CasesMoved, CasesToConfirm
from bot.storage.moderation.cases import Case

_NOT_FIT = {
    ActKind.CASES_WRITTEN: "about no pair that has a thread",
    ActKind.CASES_RETRIED: "about nothing that can be sent again",
}


def to_confirm(shown: CasesToConfirm, page: int = 0) -> Message:
    """Show exactly which cases an act is about, whom it touches and what they read, and ask."""
    act = shown.act
    pages = paged([_line(line) for line in shown.lines])
    page = min(max(page, 0), len(pages) - 1)
    fields = [("What happens", _what_happens(shown))]
    if text := _read(shown):
        fields.append(text)
    if act.facts.note and act.kind is ActKind.CASES_RESOLVED:
        fields.append(("Your note, for moderators", f"> {escape(act.facts.note, 900)}"))
    card = Embed(
        f"{_button(shown)}?",
        pages[page],
        fields=tuple(fields),
        footer=f"Page {page + 1} of {len(pages)}. Nothing happens until you confirm.",
    )
    rows = confirm_rows(act, _button(shown), page, len(pages))
    if act.kind is ActKind.CASES_RESOLVED:
        label = "Change the note" if act.facts.note else "Add a note"
        note = Button(label, build("act", "note", act.guild, act.id))
        rows = (*rows, (note,))
    notice = "Something changed since you were asked, so here it is again." if shown.anew else ""
    return Message(notice, embeds=(card,), rows=rows)


def moved(done: CasesMoved) -> str:
    """Say what an act on many cases did."""
    cases, pairs = plural(len(done.lines), "case"), plural(len(done.facts.pairs), "pair")
    match done.kind:
        case ActKind.CASES_EXTENDED:
            return f"Extended {cases} by {EXTENSION.days} days. They come back then."
        case ActKind.CASES_WRITTEN:
            return f"Your message is on its way to {pairs}. The log says that you wrote, not what."
        case ActKind.CASES_RETRIED:
            return f"Trying {cases} again. Each will close once it has arrived."
        case _:
            ended = f", and {pairs} ended" if done.facts.pairs else ""
            return f"Resolved {cases}{ended}."


def _line(line: tuple[Case, ...]) -> str:
    numbers = join_list([str(case.id) for case in line])
    return f"{numbers}: {who(line[0].kind, line[0].facts)}"


def _button(shown: CasesToConfirm) -> str:
    """Return what the button says: the act, and how many it touches."""
    cases, pairs = len(shown.lines), plural(len(shown.act.facts.pairs), "pair")
    match shown.act.kind:
        case ActKind.CASES_EXTENDED:
            return f"Extend {plural(cases, 'case')}"
        case ActKind.CASES_WRITTEN:
            return f"Write to {pairs}"
        case ActKind.CASES_RETRIED:
            return f"Try {plural(cases, 'case')} again"
        case _ if shown.act.facts.pairs:
            return f"Resolve {cases}, end {pairs}"
        case _:
            return f"Resolve {plural(cases, 'case')}"


def _what_happens(shown: CasesToConfirm) -> str:
    facts, kind = shown.act.facts, shown.act.kind
    told = plural(len(facts.people), "person", "people")
    match kind:
        case ActKind.CASES_EXTENDED:
            text = (
                f"They leave the list and come back in {EXTENSION.days} days, unless they’re "
                "over by then. No one is told."
            )
        case ActKind.CASES_WRITTEN:
            text = f"{told} will get your message, once in each pair’s thread. The cases stay open."
        case ActKind.CASES_RETRIED:
            text = (
                "I’ll send once more what couldn’t be delivered, as far as it still makes sense. "
                "Each case closes once that has arrived."
            )
        case _ if facts.pairs:
            text = (
                f"The cases close. {plural(len(facts.pairs), 'pair')} that someone left will end, "
                f"and {told} will get a goodbye, if they’re still here."
            )
        case _:
            text = (
                "The cases close. No one is told. If there’s something new about the same pair, "
                "I’ll open another one."
            )
    if shown.left_out:
        left = plural(shown.left_out, "case is", "cases are")
        text += f" Not among these: {left} {_NOT_FIT.get(kind, 'decided by now')}."
    return text


def _read(shown: CasesToConfirm) -> tuple[str, str] | None:
    """Return what people will read."""
    match shown.act.kind:
        case ActKind.CASES_WRITTEN:
            return "Each pair will read", f"> {escape(shown.act.facts.note, 900)}"
        case ActKind.CASES_RESOLVED if shown.act.facts.pairs:
            return "Each pair that ends will read", f"> {OPENINGS[EndReason.LEFT]}"
        case _:
            return None
