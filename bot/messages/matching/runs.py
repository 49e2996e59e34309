"""What moderators read about a match run."""

from enum import StrEnum

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.matching import CapacityGap, Hint, MatchedPair, PairKey, Unmatched
from bot.domain.states import CohortState, MatchRunState
from bot.messages.custom_id import build
from bot.messages.labels import label
from bot.messages.matching import decisions
from bot.messages.matching.by_hand import away_said
from bot.messages.matching.matching import hint_sentence, sentence
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import escape, join_list, join_within, people, plural, truncate
from bot.services.matching.approvals import Approved, Undone
from bot.services.matching.runs import ProposedRun, Replayed

PER_PAGE = 4  # what fits on a phone's screen
WEAKEST_FIRST = ("Weakest fits first", "weakest")
UNKNOWN = "unknown"  # how well someone fits who asked for nothing
MOST_OPENINGS = 4
MOST_UNSAID = 10
MOST_LEFT = 5
MOST_CHANGED = 400  # characters
MOST_DECIDED = 900  # characters

_STATES = {
    MatchRunState.PROPOSED: "Nothing is decided until you approve.",
    MatchRunState.APPROVED: "Approved.",
    MatchRunState.SUPERSEDED: "A newer proposal has replaced this one.",
    MatchRunState.UNDONE: "This approval was undone.",
}


class Order(StrEnum):
    """In which order a proposal is shown; its pairs keep their numbers in both."""

    NUMBERS = "numbers"
    WEAKEST = "weakest"


DECISIONS, FILE = "decided", "file"
# What `/match review` shows, as it is offered.
VIEWS = (
    ("Pairs by number", Order.NUMBERS.value),
    ("Weakest fits first", Order.WEAKEST.value),
    ("Locks and forbids", DECISIONS),
    ("A file (CSV)", FILE),
)


def preview(
    run: ProposedRun, page: int = 0, order: Order = Order.NUMBERS, about: PairKey | None = None
) -> Message:
    """Show one page of a run: its pairs, then who is unmatched, then possible improvements.

    With `about`, it is the page that shows this pair, or what its mentee has instead.
    """
    result = run.run.result
    numbered = _ordered(run, order)
    if about is not None:
        named = [pair.mentee for _, pair in numbered] + [left.user for left in run.left_over]
        page = named.index(about.mentee) // PER_PAGE if about.mentee in named else 0
    entries = [
        *(_pair(number, pair, run) for number, pair in numbered),
        *map(_unmatched, run.left_over),
        *map(_hint, result.hints),
    ]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = f"{escape(run.cohort.name, 80)}: {_counts(run)}"
    weakest = ", weakest fits first" if order is Order.WEAKEST else ""
    footer = (
        f"Proposal {run.run.id}, page {page + 1} of {pages}{weakest}. {_state(run)} "
        "/match lock, forbid, swap, and pair change it."
    )
    parts = [_outdated(run), _next_step(run), _around_it(run)]
    if page == 0:
        parts += [_openings(result.openings), _unsaid(run), _decided(run)]
    card = Embed(
        title, body="\n".join(part for part in parts if part), fields=tuple(shown), footer=footer
    )
    return Message(embeds=(card,), rows=_rows(run, page, pages, order))


def _counts(run: ProposedRun) -> str:
    """Count the pairs to approve, those that are approved, and who is left over."""
    left, made = len(run.to_approve), len(run.run.result.pairs) - len(run.to_approve)
    proposed = f"{plural(left, 'pair')} {'to approve' if made else 'proposed'}"
    return ", ".join(
        [proposed, *([f"{made} approved"] if made else []), f"{len(run.left_over)} not matched"]
    )


def _state(run: ProposedRun) -> str:
    is_partly = run.run.state is MatchRunState.PROPOSED and run.made
    return "Nothing else is decided until you approve." if is_partly else _STATES[run.run.state]


def _next_step(run: ProposedRun) -> str:
    """Say what is next once some of the pairs are approved."""
    if not _is_open(run) or not run.made or not run.to_approve:
        return ""
    return (
        f"Next: approve the other {plural(len(run.to_approve), 'pair')}, or use `/match preview` "
        "for a new proposal to everyone who waits."
    )


def _around_it(run: ProposedRun) -> str:
    """Say what else a lock, a forbid, or a swap changed in the proposal."""
    if run.rematched is None:
        return ""
    if not run.rematched:
        return "It changed no other pair."
    lines = [f"**It changed {plural(len(run.rematched), 'other pair')}:**"]
    lines += [
        f"<@{each.mentee}>: {_mentor(each.before)} → {_mentor(each.after)}"
        for each in run.rematched
    ]
    return join_within(lines, MOST_CHANGED)


def _mentor(user: str | None) -> str:
    return f"<@{user}>" if user else "no mentor"


def _outdated(run: ProposedRun) -> str:
    """Say before anyone tries to approve that these pairs can't be approved as they are."""
    if not run.changed:
        return ""
    changed = plural(run.changed, "person", "people")
    return f"**Something changed for {changed} here.** `/match preview` makes a new proposal."


def _ordered(run: ProposedRun, order: Order) -> list[tuple[int, MatchedPair]]:
    """Return the pairs with their numbers, those that are approved last."""
    numbered = list(enumerate(run.run.result.pairs, start=1))
    if order is Order.WEAKEST:
        numbered.sort(key=lambda one: one[1].score)
    return sorted(numbered, key=lambda one: one[1].mentee in run.made)


def approved(approved: Approved) -> Message:
    """Explain what happens next."""
    parts = ["Approved."]
    if approved.new:
        made = plural(approved.new, "pair is", "pairs are")
        where = "a private thread" if approved.new == 1 else "private threads"
        parts.append(f"{made} being introduced in {where}.")
    if approved.again:
        on = plural(approved.again, "pair that was undone goes", "pairs that were undone go")
        parts.append(f"{on} on.")
    if approved.joined:
        joined = plural(approved.joined, "mentee joins", "mentees join")
        parts.append(f"{joined} a mentor’s circle, and will be introduced in its thread.")
    if approved.left:
        waiting = plural(len(approved.left), "pair waits", "pairs wait")
        named = [f"<@{pair.mentor}> with <@{pair.mentee}>" for pair in approved.left[:MOST_LEFT]]
        if more := len(approved.left) - len(named):
            named.append(f"{more} more")
        parts.append(
            f"{waiting} for your approval still: {join_list(named)}. `/match review` shows them."
        )
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


def _unsaid(run: ProposedRun) -> str:
    """Ask about the places of mentors who haven't said how many they have."""
    if not run.unsaid:
        return ""
    named = people(run.unsaid[:MOST_UNSAID])
    more = f" and {len(run.unsaid) - MOST_UNSAID} more" if len(run.unsaid) > MOST_UNSAID else ""
    return (
        f"I count 1 place each for mentors who haven’t said how many mentees they can take: {named}"
        f"{more}. Ask them, or use “Change place” on their page in `/cohort people`."
    )


def _decided(run: ProposedRun) -> str:
    """List who is locked together or kept apart in the cohort, whether or not the run meets it."""
    met = set(run.run.asked.locked)
    lines = [
        f"{decisions.line('lock', key)}{'' if key in met else ' (not this round)'}"
        for key in run.decisions.locked
    ]
    lines += [decisions.line("forbid", key) for key in run.decisions.forbidden]
    return join_within(lines, MOST_DECIDED)


def _pair(number: int, pair: MatchedPair, run: ProposedRun) -> tuple[str, str]:
    lines = [f"Mentor <@{pair.mentor}>, mentee <@{pair.mentee}>"]
    lines += [*_around(pair, run), *(f"+ {sentence(reason)}" for reason in pair.reasons)]
    lines.append(f"- {sentence(pair.caution)}")
    if band(pair, run) == UNKNOWN:
        lines.append("- The mentee asked for nothing in particular. Ask them before you approve.")
    marks = ", locked" if pair.locked else ""
    marks += ", approved" if pair.mentee in run.made else ""
    return f"{number}. {band(pair, run).capitalize()} fit{marks}", truncate("\n".join(lines), 800)


def _around(pair: MatchedPair, run: ProposedRun) -> list[str]:
    """Return what a moderator should know about two people: absences, circle, places, decisions."""
    lines = [
        f"<@{user}> left the server. `/match preview` proposes pairs without them."
        for user in (pair.mentor, pair.mentee)
        if UserId(int(user)) in run.gone and pair.mentee not in run.made
    ]
    lines += [
        f"<@{user}> is {away_said(absence, run.run.created_at)}."
        for user in (pair.mentor, pair.mentee)
        if (absence := run.aways.get(user)) is not None
    ]
    if known := run.joins.get(pair.mentee):
        lines.append(f"Joins the mentor’s circle with {people(known)}.")
    elif together := run.together.get(pair.mentee):
        lines.append(f"Circle with {people(together)}.")
    places = run.places.get(pair.mentor, 0)
    if places > 1:
        proposed = sum(other.mentor == pair.mentor for other in run.run.result.pairs)
        left = next(each.capacity for each in run.run.asked.people if each.id == pair.mentor)
        lines.append(f"Mentor’s places: {places}, {places - left} taken, {proposed} proposed.")
    lines += [
        f"Kept apart: <@{key.mentor}> and <@{key.mentee}>."
        for key in run.decisions.forbidden
        if pair.mentor == key.mentor or pair.mentee == key.mentee
    ]
    return lines


def _unmatched(person: Unmatched) -> tuple[str, str]:
    body = f"<@{person.user}>: {sentence(person.reason)} {sentence(person.fix)}"
    return f"No partner yet ({person.role})", truncate(body, 800)


def _hint(hint: Hint) -> tuple[str, str]:
    return "Worth a look", f"<@{hint.mentor}> with <@{hint.mentee}>: {hint_sentence(hint)}"


def band(pair: MatchedPair, run: ProposedRun) -> str:
    """Return a word for how well two people fit: moderators see bands, people are not ranked.

    Of a mentee who asked for nothing, no one knows.
    """
    mentee = next(each for each in run.run.asked.people if each.id == pair.mentee)
    if not mentee.asks_for_something:
        return UNKNOWN
    if pair.score >= 0.75:
        return "strong"
    return "good" if pair.score >= 0.5 else "fair"


def _is_open(proposal: ProposedRun) -> bool:
    return proposal.run.state is MatchRunState.PROPOSED and not proposal.stale


def _rows(proposal: ProposedRun, page: int, pages: int, order: Order) -> tuple[Row, ...]:
    run, is_open = proposal.run, _is_open(proposal)

    def turn(label: str, verb: str, to: int) -> Button:
        page = min(max(to, 0), pages - 1)
        custom_id = build("match", verb, run.guild, run.id, number=page)
        return Button(label, custom_id, disabled=not 0 <= to < pages)

    buttons: list[Button | Select] = []
    if pages > 1:
        weak = "weak-" if order is Order.WEAKEST else ""
        buttons.append(turn("Back", f"{weak}back", page - 1))
        buttons.append(turn("Next", f"{weak}next", page + 1))
    if is_open:
        custom_id = build("match", "approve", run.guild, run.id)
        left = plural(len(proposal.to_approve), "pair")
        buttons.append(Button(f"Approve {left}", custom_id, Style.SUCCESS))
    if len(run.result.pairs) > 1:
        label, verb = ("By number", "by-number") if order is Order.WEAKEST else WEAKEST_FIRST
        buttons.append(Button(label, build("match", verb, run.guild, run.id)))
    buttons.append(Button("Replay", build("match", "replay", run.guild, run.id)))
    rows: list[Row] = [tuple(buttons)]
    choices = _choices(proposal, page, order) if is_open else ()
    if choices:
        custom_id = build("match", "approve-some", run.guild, run.id)
        select = Select(custom_id, "Approve only some of this page", choices, most=len(choices))
        rows.append((select,))
    beside = [Button("Download", build("match", "file", run.guild, run.id))]
    decided = len(proposal.decisions.locked) + len(proposal.decisions.forbidden)
    if decided:
        custom_id = build("match", "decided-next", run.guild, run.cohort, number=0)
        beside.append(Button(f"Locks and forbids ({decided})", custom_id))
    rows.append(tuple(beside))
    return tuple(rows)


def _choices(run: ProposedRun, page: int, order: Order) -> tuple[Choice, ...]:
    first = page * PER_PAGE
    return tuple(
        Choice(f"Pair {number}: {band(pair, run)} fit", pair.mentee)
        for number, pair in _ordered(run, order)[first : first + PER_PAGE]
        if pair.mentee not in run.made
    )
