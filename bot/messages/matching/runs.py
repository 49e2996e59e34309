"""What moderators read about a match run."""

from enum import StrEnum
from functools import partial

from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.matching import CapacityGap, Code, Hint, MatchedPair, PairKey, Unmatched
from bot.domain.states import CohortState, MatchRunState
from bot.domain.vocabulary import PersonRole
from bot.language.say import Say, marked
from bot.messages.custom_id import build
from bot.messages.matching import decisions
from bot.messages.matching.by_hand import away_said
from bot.messages.matching.matching import hint_sentence, one_more_mentor, sentence
from bot.messages.outgoing import Button, Choice, Embed, Message, Row, Select, Style
from bot.messages.text import escape, join_within, people, truncate
from bot.services.matching.approvals import Approved, Undone
from bot.services.matching.runs import ProposedRun, Replayed

PER_PAGE = 4  # what fits on a phone's screen
WEAKEST_FIRST = ("Show weakest first", "weakest")
UNKNOWN = "unknown"  # how well someone fits who asked for nothing
MOST_OPENINGS = 4
MOST_UNSAID = 10
MOST_LEFT = 5
MOST_CHANGED = 400  # characters
MOST_DECIDED = 900  # characters

_STATES = {
    MatchRunState.PROPOSED: marked("Nothing is final until you approve."),
    MatchRunState.APPROVED: marked("Approved."),
    MatchRunState.SUPERSEDED: marked("A newer proposal replaced this one."),
    MatchRunState.UNDONE: marked("This approval was undone."),
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
    ("File (CSV)", FILE),
)


def preview(
    say: Say,
    run: ProposedRun,
    page: int = 0,
    order: Order = Order.NUMBERS,
    about: PairKey | None = None,
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
        *(_pair(say, number, pair, run) for number, pair in numbered),
        *map(partial(_unmatched, say), run.left_over),
        *map(partial(_hint, say), result.hints),
    ]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = f"{escape(run.cohort.name, 80)} · {_counts(say, run)}"
    place = [
        say("Proposal {run}", run=run.run.id),
        say("Page {page} of {pages}", page=page + 1, pages=pages),
    ]
    if order is Order.WEAKEST:
        place.append(say("Weakest first"))
    footer = say(
        "{place}\n{state} Adjust with /match lock, forbid, swap, or pair.",
        place=" · ".join(place),
        state=_state(say, run),
    )
    parts = [_outdated(say, run), _next_step(say, run), _around_it(say, run)]
    if page == 0:
        parts += [_openings(say, result.openings), _unsaid(say, run), _decided(say, run)]
    card = Embed(
        title, body="\n".join(part for part in parts if part), fields=tuple(shown), footer=footer
    )
    return Message(embeds=(card,), rows=_rows(say, run, page, pages, order))


def _counts(say: Say, run: ProposedRun) -> str:
    """Count the pairs to approve, those that are approved, and who is left over."""
    left, made = len(run.to_approve), len(run.run.result.pairs) - len(run.to_approve)
    approved = [say("Approved: {made}", made=made)] if made else []
    return " · ".join(
        [
            say("Pairs: {left}", left=left),
            *approved,
            say("Unmatched: {left_over}", left_over=len(run.left_over)),
        ]
    )


def _state(say: Say, run: ProposedRun) -> str:
    is_partly = run.run.state is MatchRunState.PROPOSED and run.made
    return (
        say("Nothing else is final until you approve.")
        if is_partly
        else say(_STATES[run.run.state])
    )


def _next_step(say: Say, run: ProposedRun) -> str:
    """Say what is next once some of the pairs are approved."""
    if not _is_open(run) or not run.made or not run.to_approve:
        return ""
    return say(
        "**Still to approve: {to_approve}** Or run `/match preview` for a new proposal.",
        to_approve=len(run.to_approve),
    )


def _around_it(say: Say, run: ProposedRun) -> str:
    """Say what else a lock, a forbid, or a swap changed in the proposal."""
    if run.rematched is None:
        return ""
    if not run.rematched:
        return say("No other pair changed.")
    lines = [say("**Other pairs that changed: {rematched}**", rematched=len(run.rematched))]
    lines += [
        f"<@{each.mentee}>: {_mentor(each.before)} → {_mentor(each.after)}"
        for each in run.rematched
    ]
    return join_within(say, lines, MOST_CHANGED)


def _mentor(user: str | None) -> str:
    return f"<@{user}>" if user else "unmatched"


def _outdated(say: Say, run: ProposedRun) -> str:
    """Say before anyone tries to approve that these pairs can't be approved as they are."""
    if not run.changed:
        return ""
    return say(
        "**People here whose answers changed: {changed}.** Run `/match preview` again.",
        changed=run.changed,
    )


def _ordered(run: ProposedRun, order: Order) -> list[tuple[int, MatchedPair]]:
    """Return the pairs with their numbers, those that are approved last."""
    numbered = list(enumerate(run.run.result.pairs, start=1))
    if order is Order.WEAKEST:
        numbered.sort(key=lambda one: one[1].score)
    return sorted(numbered, key=lambda one: one[1].mentee in run.made)


def approved(say: Say, approved: Approved) -> Message:
    """Explain what happens next."""
    parts = [say("Approved.")]
    if approved.new:
        parts.append(say("Pairs I’m introducing in private threads: {new}.", new=approved.new))
    if approved.again:
        parts.append(say("Undone pairs that continue: {again}.", again=approved.again))
    if approved.joined:
        parts.append(
            say("Mentees I’m introducing in a circle’s thread: {joined}.", joined=approved.joined)
        )
    if approved.left:
        named = [
            say("<@{mentor}> with <@{mentee}>", mentor=pair.mentor, mentee=pair.mentee)
            for pair in approved.left[:MOST_LEFT]
        ]
        more = len(approved.left) - len(named)
        rest = say(" … and {more} more", more=more) if more else ""
        parts.append(
            say(
                "Still to approve: {left} ({named}{rest}). Run `/match review` to see them.",
                left=len(approved.left),
                named=", ".join(named),
                rest=rest,
            )
        )
    if approved.waitlisted:
        parts.append(
            say("Waitlisted mentees I’ll tell why: {waitlisted}.", waitlisted=approved.waitlisted)
        )
    if approved.cohort.state is CohortState.ENROLLING:
        parts.append(say("Sign-up stays open for the next round. Close it with `/cohort close`."))
    parts.append(say("You can undo this with `/match undo` for 24 hours, until someone has met."))
    return Message("\n".join(parts))


def approval_undone(say: Say, undone: Undone) -> Message:
    """Report what became of the pairs of the approval."""
    parts = [say("Approval undone.")]
    if undone.unseen:
        parts.append(
            say("Introductions canceled before anyone saw them: {unseen}", unseen=undone.unseen)
        )
    if undone.ended:
        parts.append(
            say("Introduced pairs that end with a goodbye message: {ended}", ended=undone.ended)
        )
    if undone.left:
        parts.append(say("New mentees who leave their circle: {left}", left=undone.left))
    parts.append(say("Everyone is back in the pool. Run `/match preview` for a new proposal."))
    return Message("\n".join(parts))


def replayed(say: Say, replayed: Replayed) -> Message:
    """Report whether the same input gave the same pairs."""
    if replayed.same:
        return Message(
            say(
                "I ran proposal {run} again with the same answers and got the same pairs.",
                run=replayed.run.id,
            )
        )
    return Message(
        say(
            "I ran proposal {run} again and got different pairs, because the matching has "
            "been updated since. The saved pairs haven’t changed.",
            run=replayed.run.id,
        )
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


def _openings(say: Say, openings: tuple[CapacityGap, ...]) -> str:
    """List what would place more people, most useful first."""
    return "\n".join(
        one_more_mentor(say, opening.field, opening.room, opening.placed)
        for opening in openings[:MOST_OPENINGS]
    )


def _unsaid(say: Say, run: ProposedRun) -> str:
    """Ask about the places of mentors who haven't said how many they have."""
    if not run.unsaid:
        return ""
    named = people(run.unsaid[:MOST_UNSAID])
    more = len(run.unsaid) - MOST_UNSAID
    rest = say(" … and {more} more", more=more) if more > 0 else ""
    return say(
        "Mentors without a number of spots (1 each for now): {named}{rest}. Change it on their "
        "page in `/cohort people`.",
        named=named,
        rest=rest,
    )


def _decided(say: Say, run: ProposedRun) -> str:
    """List who is locked together or kept apart in the cohort, whether or not the run meets it."""
    met = set(run.run.asked.locked)
    lines = [
        decisions.line(say, "lock", key)
        if key in met
        else say("{line} (not this round)", line=decisions.line(say, "lock", key))
        for key in run.decisions.locked
    ]
    lines += [decisions.line(say, "forbid", key) for key in run.decisions.forbidden]
    return join_within(say, lines, MOST_DECIDED)


def _pair(say: Say, number: int, pair: MatchedPair, run: ProposedRun) -> tuple[str, str]:
    lines = [say("Mentor <@{mentor}>, mentee <@{mentee}>", mentor=pair.mentor, mentee=pair.mentee)]
    lines += [*_around(say, pair, run), *(f"+ {sentence(say, reason)}" for reason in pair.reasons)]
    if pair.caution.code is not Code.NOTHING:
        lines.append(f"⚠ {sentence(say, pair.caution)}")
    if band(pair, run) == UNKNOWN:
        lines.append(
            say("⚠ The mentee didn’t ask for anything specific. Ask them before you approve.")
        )
    title = [f"{number}. {say(_FITS[band(pair, run)])}"]
    if pair.locked:
        title.append(say("Locked"))
    if pair.mentee in run.made:
        title.append(say("Approved"))
    return " · ".join(title), truncate("\n".join(lines), 800)


def _around(say: Say, pair: MatchedPair, run: ProposedRun) -> list[str]:
    """Return what a moderator should know about two people: absences, circle, places, decisions."""
    lines = [
        say("<@{user}> left the server. Run `/match preview` for pairs without them.", user=user)
        for user in (pair.mentor, pair.mentee)
        if UserId(int(user)) in run.gone and pair.mentee not in run.made
    ]
    lines += [
        away_said(say, UserId(int(user)), absence, run.run.created_at)
        for user in (pair.mentor, pair.mentee)
        if (absence := run.aways.get(user)) is not None
    ]
    if known := run.joins.get(pair.mentee):
        lines.append(say("Joins the mentor’s circle with {known}.", known=people(known)))
    elif together := run.together.get(pair.mentee):
        lines.append(say("Circle with {together}.", together=people(together)))
    places = run.places.get(pair.mentor, 0)
    if places > 1:
        proposed = sum(other.mentor == pair.mentor for other in run.run.result.pairs)
        left = next(each.capacity for each in run.run.asked.people if each.id == pair.mentor)
        lines.append(
            say(
                "Mentor’s spots: {places} · Taken: {places2} · Proposed: {proposed}",
                places=places,
                places2=places - left,
                proposed=proposed,
            )
        )
    lines += [
        say("Kept apart: <@{mentor}> and <@{mentee}>", mentor=key.mentor, mentee=key.mentee)
        for key in run.decisions.forbidden
        if pair.mentor == key.mentor or pair.mentee == key.mentee
    ]
    return lines


def _unmatched(say: Say, person: Unmatched) -> tuple[str, str]:
    body = f"<@{person.user}>: {sentence(say, person.reason)} {sentence(say, person.fix)}"
    title = say("Unmatched mentor") if person.role is PersonRole.MENTOR else say("Unmatched mentee")
    return title, truncate(body, 800)


def _hint(say: Say, hint: Hint) -> tuple[str, str]:
    return say("Worth a look"), say(
        "<@{mentor}> with <@{mentee}>: {hint_sentence}",
        mentor=hint.mentor,
        mentee=hint.mentee,
        hint_sentence=hint_sentence(say, hint),
    )


_FITS = {
    "strong": marked("Strong fit"),
    "good": marked("Good fit"),
    "fair": marked("Fair fit"),
    UNKNOWN: marked("Fit unknown"),
}


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


def _rows(say: Say, proposal: ProposedRun, page: int, pages: int, order: Order) -> tuple[Row, ...]:
    run, is_open = proposal.run, _is_open(proposal)

    def turn(label: str, verb: str, to: int) -> Button:
        page = min(max(to, 0), pages - 1)
        custom_id = build("match", verb, run.guild, run.id, number=page)
        return Button(label, custom_id, disabled=not 0 <= to < pages)

    buttons: list[Button | Select] = []
    if pages > 1:
        weak = "weak-" if order is Order.WEAKEST else ""
        buttons.append(turn(say("Back"), f"{weak}back", page - 1))
        buttons.append(turn(say("Next"), f"{weak}next", page + 1))
    if is_open:
        custom_id = build("match", "approve", run.guild, run.id)
        label = say.count("Approve {n} pair", "Approve {n} pairs", len(proposal.to_approve))
        buttons.append(Button(label, custom_id, Style.SUCCESS))
    if len(run.result.pairs) > 1:
        label, verb = (
            (say("Sort by number"), "by-number") if order is Order.WEAKEST else WEAKEST_FIRST
        )
        buttons.append(Button(label, build("match", verb, run.guild, run.id)))
    buttons.append(Button(say.of("button", "Re-run"), build("match", "replay", run.guild, run.id)))
    rows: list[Row] = [tuple(buttons)]
    choices = _choices(say, proposal, page, order) if is_open else ()
    if choices:
        custom_id = build("match", "approve-some", run.guild, run.id)
        select = Select(custom_id, say("Approve some of these"), choices, most=len(choices))
        rows.append((select,))
    beside = [Button(say.of("button", "Download file"), build("match", "file", run.guild, run.id))]
    decided = len(proposal.decisions.locked) + len(proposal.decisions.forbidden)
    if decided:
        custom_id = build("match", "decided-next", run.guild, run.cohort, number=0)
        beside.append(
            Button(say.of("button", "See decisions ({decided})", decided=decided), custom_id)
        )
    rows.append(tuple(beside))
    return tuple(rows)


def _choices(say: Say, run: ProposedRun, page: int, order: Order) -> tuple[Choice, ...]:
    first = page * PER_PAGE
    return tuple(
        Choice(
            say("Pair {number} · {words}", number=number, words=say(_FITS[band(pair, run)])),
            pair.mentee,
        )
        for number, pair in _ordered(run, order)[first : first + PER_PAGE]
        if pair.mentee not in run.made
    )
