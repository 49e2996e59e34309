"""What moderators read before an act on many cases, and after it."""

from bot.domain.moderation.acts import ActKind
from bot.domain.moderation.cases import EXTENSION
from bot.domain.states import EndReason
from bot.language.say import Say
from bot.messages.custom_id import build
from bot.messages.moderation.acts import confirm_rows, paged, who_hears
from bot.messages.moderation.case_texts import who
from bot.messages.outgoing import Button, Embed, Message
from bot.messages.pairs.endings import OPENINGS
from bot.messages.text import escape
from bot.services.moderation.case_acts import CasesMoved, CasesToConfirm
from bot.storage.moderation.cases import Case

_LEFT_OUT = {
    ActKind.CASES_WRITTEN: "Left out, because they have no pair with a thread: {}",
    ActKind.CASES_RETRIED: "Left out, because there’s nothing to send again: {}",
}


def to_confirm(say: Say, shown: CasesToConfirm, page: int = 0) -> Message:
    """Show exactly which cases an act is about, whom it touches and what they read, and ask."""
    act = shown.act
    pages = paged([_line(say, line) for line in shown.lines])
    page = min(max(page, 0), len(pages) - 1)
    fields = [(say("What happens"), _what_happens(say, shown))]
    if text := _read(say, shown):
        fields.append(text)
    if act.facts.note and act.kind is ActKind.CASES_RESOLVED:
        fields.append((say("Your note (moderators only)"), f"> {escape(act.facts.note, 900)}"))
    card = Embed(
        f"{_button(say, shown)}?",
        pages[page],
        fields=tuple(fields),
        footer=say(
            "Nothing happens until you confirm. Page {page} of {pages}",
            page=page + 1,
            pages=len(pages),
        ),
    )
    rows = confirm_rows(say, act, _button(say, shown), page, len(pages))
    if act.kind is ActKind.CASES_RESOLVED:
        label = say("Edit note") if act.facts.note else say("Add note")
        note = Button(label, build("act", "note", act.guild, act.id))
        rows = (*rows, (note,))
    notice = say("Something changed in the meantime, so please check again.") if shown.anew else ""
    return Message(notice, embeds=(card,), rows=rows)


def moved(say: Say, done: CasesMoved) -> str:
    """Say what an act on many cases did."""
    cases, pairs = len(done.lines), len(done.facts.pairs)
    match done.kind:
        case ActKind.CASES_EXTENDED:
            return say("Cases snoozed for {days} days: {cases}", days=EXTENSION.days, cases=cases)
        case ActKind.CASES_WRITTEN:
            return say(
                "Pairs I’m messaging: {pairs}. The log shows that you wrote, but not what you "
                "said.",
                pairs=pairs,
            )
        case ActKind.CASES_RETRIED:
            return say(
                "Cases I’m trying again: {cases}. Each will close once its message arrives.",
                cases=cases,
            )
        case _ if pairs:
            return say("Cases resolved: {cases} · Pairs ended: {pairs}", cases=cases, pairs=pairs)
        case _:
            return say("Cases resolved: {cases}", cases=cases)


def _line(say: Say, line: tuple[Case, ...]) -> str:
    numbers = ", ".join(str(case.id) for case in line)
    return f"{numbers}: {who(say, line[0].kind, line[0].facts)}"


def _button(say: Say, shown: CasesToConfirm) -> str:
    """Return what the button says: the act, and how many it touches."""
    number = len(shown.lines)
    match shown.act.kind:
        case ActKind.CASES_EXTENDED:
            return say.count("Snooze {n} case", "Snooze {n} cases", number)
        case ActKind.CASES_WRITTEN:
            return say.count("Message {n} pair", "Message {n} pairs", len(shown.act.facts.pairs))
        case ActKind.CASES_RETRIED:
            return say.count("Retry {n} case", "Retry {n} cases", number)
        case _ if shown.act.facts.pairs:
            return say.count("End {n} pair", "End {n} pairs", len(shown.act.facts.pairs))
        case _:
            return say.count("Resolve {n} case", "Resolve {n} cases", number)


def _what_happens(say: Say, shown: CasesToConfirm) -> str:
    facts, kind = shown.act.facts, shown.act.kind
    told = who_hears(say, facts, shown.gone)
    match kind:
        case ActKind.CASES_EXTENDED:
            text = say(
                "They’ll be back in {days} days, unless they’re resolved by then. I "
                "won’t tell anyone.",
                days=EXTENSION.days,
            )
        case ActKind.CASES_WRITTEN:
            text = say(
                "I’ll post your message in each pair’s thread. The cases stay open.\n{told}",
                told=told,
            )
        case ActKind.CASES_RETRIED:
            text = say(
                "I’ll try again to send what couldn’t be delivered, if it still makes sense. Each "
                "case will close once its message arrives."
            )
        case _ if facts.pairs:
            text = say(
                "The cases will close, and pairs that someone left will end with a goodbye message."
                "\nPairs that end: {pairs} · {told}",
                pairs=len(facts.pairs),
                told=told,
            )
        case _:
            text = say(
                "The cases will close. I won’t tell anyone. If there’s something new about the "
                "same pair, I’ll open another case."
            )
    if shown.left_out:
        left = _LEFT_OUT.get(kind, "Left out, because they’re already decided: {}")
        text = f"{text}\n{left.format(shown.left_out)}"
    return text


def _read(say: Say, shown: CasesToConfirm) -> tuple[str, str] | None:
    """Return what people will read."""
    match shown.act.kind:
        case ActKind.CASES_WRITTEN:
            return say("Each pair will read"), f"> {escape(shown.act.facts.note, 900)}"
        case ActKind.CASES_RESOLVED if shown.act.facts.pairs:
            return say("Each pair that ends will read"), f"> {say(OPENINGS[EndReason.LEFT])}"
        case _:
            return None
