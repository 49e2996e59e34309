"""What moderators read about a match run."""

from bot.domain.matching import MatchedPair, Unmatched
from bot.messages.custom_id import build
from bot.messages.matching import sentence
from bot.messages.outgoing import ButtonSpec, Card, Outgoing, Row, Style
from bot.messages.text import count, cut, said
from bot.services.match_runs import Approved, Proposed
from bot.storage.match_runs import MatchRun

PER_PAGE = 6
# More pages than a run can have: a page button points at run * PAGES + page.
PAGES = 10_000


def preview(found: Proposed, page: int = 0) -> Outgoing:
    """Show one page of the proposed pairs; after the pairs come those nobody was found for."""
    result = found.run.result
    entries = [*map(_pair, result.pairs), *map(_unmatched, result.unmatched)]
    pages = max(1, -(-len(entries) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    title = (
        f"{said(found.cohort.name, 80)}: {count(len(result.pairs), 'pair')} proposed, "
        f"{count(len(result.unmatched), 'person', 'people')} left over"
    )
    footer = f"Page {page + 1} of {pages}. Nothing is decided until you approve."
    return Outgoing(
        cards=(Card(title, fields=tuple(shown), footer=footer),),
        rows=_buttons(found.run, page, pages),
    )


def approved(done: Approved) -> Outgoing:
    """Say what happens now."""
    waiting = ""
    if done.waitlisted:
        waiting = (
            f" {count(done.waitlisted, 'mentee stays', 'mentees stay')} on the list for the next "
            "round and can see why under `/status`."
        )
    return Outgoing(
        f"Approved. {count(len(done.pairs), 'pair is', 'pairs are')} being introduced, each in a "
        f"private thread.{waiting} {said(done.cohort.name)} is running."
    )


def _pair(pair: MatchedPair) -> tuple[str, str]:
    reasons = "\n".join(f"+ {sentence(reason)}" for reason in pair.reasons)
    people = f"<@{pair.mentor}> with <@{pair.mentee}>"
    body = f"{people}\n{reasons}\n- {sentence(pair.caution)}"
    return f"Fit: {band(pair.score)}", cut(body, 900)


def _unmatched(person: Unmatched) -> tuple[str, str]:
    body = f"<@{person.user}>: {sentence(person.reason)} {sentence(person.fix)}"
    return f"No partner yet ({person.role})", cut(body, 900)


def band(score: float) -> str:
    """Return a score from 0 to 1 in words: moderators see bands, people are not ranked."""
    if score >= 0.75:
        return "strong"
    return "good" if score >= 0.5 else "fair"


def _buttons(run: MatchRun, page: int, pages: int) -> tuple[Row, ...]:
    def turn(label: str, verb: str, to: int) -> ButtonSpec:
        target = run.id * PAGES + min(max(to, 0), pages - 1)
        custom_id = build("match", verb, run.guild, target)
        return ButtonSpec(label, custom_id, disabled=not 0 <= to < pages)

    approve = ButtonSpec("Approve all", build("match", "approve", run.guild, run.id), Style.GOOD)
    if pages == 1:
        return ((approve,),)
    return ((turn("Back", "back", page - 1), turn("Next", "next", page + 1), approve),)
