"""The list of a society's cohorts, for moderators."""

from bot.domain.ids import GuildId
from bot.domain.moderation.acts import BY_ITSELF
from bot.domain.states import CohortState
from bot.messages.cohorts.cohorts import STATES
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Embed, Message, Row
from bot.messages.text import escape, person, plural, spelled_day, timestamp
from bot.services.cohorts.listing import CohortList, ListedCohort


def cohorts(listed: CohortList, guild: GuildId) -> Message:
    """Show one page of the cohorts, newest first, with the way to the others."""
    title = "Cohorts that are over" if listed.over else "Cohorts"
    lines = [_entry(entry) for entry in listed.entries]
    empty = (
        "No cohort is over yet." if listed.over else "There’s none yet. `/cohort create` makes one."
    )
    if not listed.over and listed.others and not lines:
        empty = "None is going on. `/cohort create` makes one."
    card = Embed(
        title,
        "\n\n".join(lines) or empty,
        footer=f"Page {listed.page + 1} of {listed.pages}" if listed.pages > 1 else "",
    )
    rows = _rows(listed, guild)
    return Message(embeds=(card,), rows=rows)


def _rows(listed: CohortList, guild: GuildId) -> tuple[Row, ...]:
    buttons: list[Button] = []
    if listed.pages > 1:
        for label, verb, to in (("Back", "list-back", -1), ("Next", "list-next", 1)):
            page = listed.page + to
            inside = min(max(page, 0), listed.pages - 1)
            custom_id = build("cohort", verb, guild, int(listed.over), number=inside)
            buttons.append(Button(label, custom_id, disabled=inside != page))
    if listed.over or listed.others:
        other = "Show current ones" if listed.over else f"Show {listed.others} that are over"
        custom_id = build("cohort", "list", guild, int(not listed.over), number=0)
        buttons.append(Button(other, custom_id))
    return (tuple(buttons),) if buttons else ()


def _entry(entry: ListedCohort) -> str:
    cohort = entry.cohort
    name = f"**{escape(cohort.name, 100)}**"
    if entry.deletion is not None and entry.deletion.done_at is not None:
        at = timestamp(entry.deletion.done_at, "D")
        return f"{name}: deleted {at} by {person(entry.deletion.moderator)}"
    state = STATES[cohort.state]
    until = cohort.plan.sign_up_until
    if cohort.state is CohortState.ENROLLING and until:
        state += f" until {spelled_day(until)}"
    if entry.ending is not None and entry.ending.done_at is not None:
        by = entry.ending.moderator
        who = "on its last day" if by == BY_ITSELF else f"by {person(by)}"
        state = f"ended {timestamp(entry.ending.done_at, 'D')} {who}"
    return "\n".join(part for part in (f"{name}: {state}", _dates(entry), _numbers(entry)) if part)


def _dates(entry: ListedCohort) -> str:
    plan = entry.cohort.plan
    if plan.starts_on and plan.ends_on:
        return f"{spelled_day(plan.starts_on)} – {spelled_day(plan.ends_on)}"
    if plan.starts_on:
        return f"From {spelled_day(plan.starts_on)}"
    return f"Until {spelled_day(plan.ends_on)}" if plan.ends_on else ""


def _numbers(entry: ListedCohort) -> str:
    waiting = f" ({entry.waiting} unmatched)" if entry.waiting else ""
    numbers = [f"{plural(entry.mentees, 'mentee')}{waiting}", plural(entry.mentors, "mentor")]
    noun = "circle" if entry.cohort.circles else "pair"
    return " · ".join([*numbers, plural(entry.pairs, noun)])
