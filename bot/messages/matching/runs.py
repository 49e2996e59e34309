"""What moderators read about a match run."""

from bot.domain.errors import DomainError
from bot.domain.matching import CapacityGap, Hint, MatchedPair, PairKey, Unmatched
from bot.domain.states import CohortState, MatchRunState
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.matching.matching import hint_sentence, sentence
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import escape, join_within, plural, truncate
from bot.services.matching.approvals import Approved, Undone
from bot.services.matching.runs import ProposedRun, Replayed

PER_PAGE = 6
MOST_OPENINGS = 4
MOST_DECIDED = 900  # characters

_STATES = {
    MatchRunState.PROPOSED: "Nothing is decided until you approve.",
    MatchRunState.APPROVED: "Approved.",
    MatchRunState.SUPERSEDED: "A newer proposal has replaced this one.",
    MatchRunState.UNDONE: "This approval was undone.",
}


def preview(run: ProposedRun, page: int = 0) -> Message:
    """Show one page of a run: its pairs, then who is unmatched, then possible improvements."""
    result = run.run.result
    entries = [
        *(_pair(number, pair, run) for number, pair in enumerate(result.pairs, start=1)),
        *map(_unmatched, run.left_over),
        *map(_hint, result.hints),
    ]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = (
        f"{escape(run.cohort.name, 80)}: {plural(len(result.pairs), 'pair')} proposed, "
        f"{len(run.left_over)} not matched"
    )
    footer = (
        f"Proposal {run.run.id}, page {page + 1} of {pages}. {_STATES[run.run.state]} "
        "/match lock, forbid and swap change it."
    )
    body = "\n".join(part for part in (_openings(result.openings), _decided(run)) if part)
    card = Embed(title, body=body, fields=tuple(shown), footer=footer)
    return Message(embeds=(card,), rows=_rows(run, page, pages))


def page_of(run: ProposedRun, key: PairKey) -> int:
    """Return the page that shows a pair, or its mentee without one; the first if none does."""
    named = [pair.mentee for pair in run.run.result.pairs]
    named += [unmatched.user for unmatched in run.left_over]
    return named.index(key.mentee) // PER_PAGE if key.mentee in named else 0


def approved(approved: Approved) -> Message:
    """Explain what happens next."""
    made = plural(len(approved.pairs), "pair is", "pairs are")
    parts = [f"Approved. {made} being introduced, each in a private thread."]
    if approved.left:
        waiting = plural(approved.left, "pair waits", "pairs wait")
        parts.append(f"{waiting} for your approval still: `/match review` shows them.")
    if approved.waitlisted:
        mentees = plural(approved.waitlisted, "mentee is", "mentees are")
        parts.append(f"{mentees} on the waitlist, and will hear why.")
    if approved.cohort.state is CohortState.ENROLLING:
        parts.append(
            "Sign-up stays open, for the next round, until you close it with `/cohort close`."
        )
    parts.append("Until someone has met, `/match undo` undoes this for 24 hours.")
    return Message(" ".join(parts))


def approval_undone(undone: Undone) -> Message:
    """Report what became of the pairs of the approval."""
    parts = ["The approval is undone."]
    if undone.unseen:
        unseen = plural(undone.unseen, "introduction was", "introductions were")
        parts.append(f"{unseen} canceled before anyone saw it.")
    if undone.ended:
        ended = plural(undone.ended, "introduced pair ends", "introduced pairs end")
        parts.append(f"{ended}, with a goodbye in the thread.")
    if undone.left:
        left = plural(undone.left, "newcomer leaves", "newcomers leave")
        parts.append(f"{left} the circle they joined, which goes on.")
    parts.append("All of them wait to be matched again: `/match preview` makes a new proposal.")
    return Message(" ".join(parts))


def replayed(replayed: Replayed) -> Message:
    """Report whether the same input gave the same pairs."""
    if replayed.same:
        return Message(
            f"Played again from what was stored: proposal {replayed.run.id} comes out the "
            "same, pair "
            "by pair."
        )
    return Message(
        f"Played again, proposal {replayed.run.id} comes out differently: this version of the "
        "matching is not the one that made it. The stored pairs stand as they were."
    )


def numbers(typed: str) -> tuple[int, ...]:
    """Parse ``1, 3-5`` as numbers of pairs; empty means all. Raises ``match.numbers``."""
    numbers_typed: list[int] = []
    for part in typed.replace(";", ",").split(","):
        if not part.strip():
            continue
        first, dash, last = part.strip().partition("-")
        ends = (first.strip(), last.strip() if dash else first.strip())
        if not all(end.isdecimal() and len(end) < 5 for end in ends):
            raise DomainError("match.numbers", typed=typed)
        low, high = map(int, ends)
        if high < low:
            raise DomainError("match.numbers", typed=typed)
        numbers_typed += range(low, high + 1)
    return tuple(dict.fromkeys(numbers_typed))


def _openings(openings: tuple[CapacityGap, ...]) -> str:
    """List what would place more people, most useful first."""
    lines = []
    for opening in openings[:MOST_OPENINGS]:
        where = f" in {label(opening.field).lower()}" if opening.field else ""
        room = f" with {plural(opening.room, 'place')}" if opening.room > 1 else ""
        lines.append(f"One more mentor{where}{room} would place {opening.placed}.")
    return "\n".join(lines)


def _decided(run: ProposedRun) -> str:
    """List who is locked together or kept apart in the cohort, whether or not the run meets it."""
    met = set(run.run.asked.locked)
    lines = [
        f"Locked: <@{key.mentor}> with <@{key.mentee}>{'' if key in met else ' (not this round)'}"
        for key in run.decisions.locked
    ]
    lines += [f"Kept apart: <@{key.mentor}> and <@{key.mentee}>" for key in run.decisions.forbidden]
    return join_within(lines, MOST_DECIDED)


def _pair(number: int, pair: MatchedPair, run: ProposedRun) -> tuple[str, str]:
    reasons = "\n".join(f"+ {sentence(reason)}" for reason in pair.reasons)
    people = f"<@{pair.mentor}> with <@{pair.mentee}>"
    body = f"{people}\n{reasons}\n- {sentence(pair.caution)}"
    marks = ", locked" if pair.locked else ""
    marks += ", approved" if pair.mentee in run.made else ""
    return f"{number}. Fit: {band(pair.score)}{marks}", truncate(body, 800)


def _unmatched(person: Unmatched) -> tuple[str, str]:
    body = f"<@{person.user}>: {sentence(person.reason)} {sentence(person.fix)}"
    return f"No partner yet ({person.role})", truncate(body, 800)


def _hint(hint: Hint) -> tuple[str, str]:
    return "Worth a look", f"<@{hint.mentor}> with <@{hint.mentee}>: {hint_sentence(hint)}"


def band(score: float) -> str:
    """Return a word for a score from 0 to 1: moderators see bands, people are not ranked."""
    if score >= 0.75:
        return "strong"
    return "good" if score >= 0.5 else "fair"


def _rows(proposal: ProposedRun, page: int, pages: int) -> tuple[Row, ...]:
    run = proposal.run
    is_open = run.state is MatchRunState.PROPOSED and not proposal.stale

    def turn(label: str, verb: str, to: int) -> Button:
        page = min(max(to, 0), pages - 1)
        custom_id = build("match", verb, run.guild, run.id, number=page)
        return Button(label, custom_id, disabled=not 0 <= to < pages)

    buttons: list[Button | Select] = []
    if pages > 1:
        buttons += [turn("Back", "back", page - 1), turn("Next", "next", page + 1)]
    if is_open:
        custom_id = build("match", "approve", run.guild, run.id)
        left = sum(pair.mentee not in proposal.made for pair in run.result.pairs)
        buttons.append(Button(f"Approve {plural(left, 'pair')}", custom_id, Style.SUCCESS))
    buttons.append(Button("Replay", build("match", "replay", run.guild, run.id)))
    rows: list[Row] = [tuple(buttons)]
    choices = _choices(proposal, page) if is_open else ()
    if choices:
        custom_id = build("match", "approve-some", run.guild, run.id)
        select = Select(custom_id, "Approve only some of this page", choices, most=len(choices))
        rows.append((select,))
    return tuple(rows)


def _choices(run: ProposedRun, page: int) -> tuple[Choice, ...]:
    first = page * PER_PAGE
    return tuple(
        Choice(f"Pair {number}: {band(pair.score)} fit", pair.mentee)
        for number, pair in enumerate(run.run.result.pairs, start=1)
        if first < number <= first + PER_PAGE and pair.mentee not in run.made
    )
