"""The list of a society's cohorts, for moderators."""

from bot.domain.ids import GuildId
from bot.domain.moderation.acts import BY_ITSELF
from bot.domain.states import CohortState
from bot.language.say import Say
from bot.messages.cohorts.cohorts import STATES
from bot.messages.custom_id import build
from bot.messages.outgoing import Button, Embed, Message, Row
from bot.messages.text import day_name, escape, person, timestamp
from bot.services.cohorts.listing import CohortList, ListedCohort


def cohorts(say: Say, listed: CohortList, guild: GuildId) -> Message:
    """Show one page of the cohorts, newest first, with the way to the others."""
    title = say("Ended cohorts") if listed.over else say("Cohorts")
    lines = [_entry(say, entry) for entry in listed.entries]
    if listed.over:
        empty = say("No cohorts have ended yet.")
    elif listed.others:
        empty = say("No current cohorts. Create one with `/cohort create`.")
    else:
        empty = say("No cohorts yet. Create one with `/cohort create`.")
    card = Embed(
        title,
        "\n\n".join(lines) or empty,
        footer=say("Page {page} of {pages}", page=listed.page + 1, pages=listed.pages)
        if listed.pages > 1
        else "",
    )
    rows = _rows(say, listed, guild)
    return Message(embeds=(card,), rows=rows)


def _rows(say: Say, listed: CohortList, guild: GuildId) -> tuple[Row, ...]:
    buttons: list[Button] = []
    if listed.pages > 1:
        for label, verb, to in ((say("Back"), "list-back", -1), (say("Next"), "list-next", 1)):
            page = listed.page + to
            inside = min(max(page, 0), listed.pages - 1)
            custom_id = build("cohort", verb, guild, int(listed.over), number=inside)
            buttons.append(Button(label, custom_id, disabled=inside != page))
    if listed.over or listed.others:
        other = (
            say("Show current")
            if listed.over
            else say("Show ended ({others})", others=listed.others)
        )
        custom_id = build("cohort", "list", guild, int(not listed.over), number=0)
        buttons.append(Button(other, custom_id))
    return (tuple(buttons),) if buttons else ()


def _entry(say: Say, entry: ListedCohort) -> str:
    cohort = entry.cohort
    name = f"**{escape(cohort.name, 100)}**"
    if entry.deletion is not None and entry.deletion.done_at is not None:
        at = timestamp(entry.deletion.done_at, "D")
        return say(
            "{name} · Deleted {at} by {moderator}",
            name=name,
            at=at,
            moderator=person(entry.deletion.moderator),
        )
    lines = (f"{name} · {_state(say, entry)}", _dates(say, entry), _numbers(say, entry))
    return "\n".join(line for line in lines if line)


def _state(say: Say, entry: ListedCohort) -> str:
    cohort, until = entry.cohort, entry.cohort.plan.sign_up_until
    if entry.ending is not None and entry.ending.done_at is not None:
        at, by = timestamp(entry.ending.done_at, "D"), entry.ending.moderator
        if by == BY_ITSELF:
            return say("Ended {at} on its last day", at=at)
        return say("Ended {at} by {by}", at=at, by=person(by))
    if cohort.state is CohortState.ENROLLING and until:
        return say("Sign-up open until {until}", until=day_name(until))
    return say(STATES[cohort.state])


def _dates(say: Say, entry: ListedCohort) -> str:
    plan = entry.cohort.plan
    if plan.starts_on and plan.ends_on:
        return f"{day_name(plan.starts_on)} – {day_name(plan.ends_on)}"
    if plan.starts_on:
        return say("First day: {starts_on}", starts_on=day_name(plan.starts_on))
    return say("Last day: {ends_on}", ends_on=day_name(plan.ends_on)) if plan.ends_on else ""


def _numbers(say: Say, entry: ListedCohort) -> str:
    numbers = [
        say("Mentees: {mentees}", mentees=entry.mentees),
        say("Mentors: {mentors}", mentors=entry.mentors),
    ]
    if entry.waiting:
        numbers.insert(1, say("Unmatched: {waiting}", waiting=entry.waiting))
    numbers.append(
        say("Circles: {pairs}", pairs=entry.pairs)
        if entry.cohort.circles
        else say("Pairs: {pairs}", pairs=entry.pairs)
    )
    return " · ".join(numbers)
