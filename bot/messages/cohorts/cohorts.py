"""What moderators read about a cohort."""

from functools import partial

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ImportedSignUp, SignUpPanel
from bot.domain.states import CohortState, PairState, Role
from bot.language.say import Say, marked
from bot.messages.cohorts.people import PAIR_STATES
from bot.messages.cohorts.plans import check_ins, plan
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.moderation.acts import restore_button
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Row, Style
from bot.messages.text import addressed, day_name, escape, join_list, timestamp
from bot.services.cohorts.cohorts import CohortMoved, Created
from bot.services.cohorts.status import Balance, CohortStatus, StageCount

MOST_TOPICS = 8


def created(say: Say, result: Created) -> Message:
    """Confirm the new cohort, and name the next step."""
    cohort = result.cohort
    lines = [
        say("Created **{name}** as a draft.", name=escape(cohort.name, 80)),
        check_ins(say, cohort),
        plan(say, cohort),
        say("Next: run `/cohort open` to post the sign-up panel in the mentoring channel."),
    ]
    if result.earlier:
        earlier = escape(result.earlier, 100)
        lines.insert(
            1,
            say("The earlier cohort with that name is now called **{earlier}**.", earlier=earlier),
        )
    return Message("\n".join(lines))


def moved(say: Say, moved: CohortMoved) -> Message:
    """Explain a cohort's new state, and name the next step."""
    name = f"**{escape(moved.cohort.name, 80)}**"
    if moved.before is CohortState.ENDED:
        until = "" if moved.cohort.plan.ends_on else say(" It has no last day now.")
        again = moved.cohort.state is CohortState.ENROLLING
        sign_up = say(" Sign-up is open again.") if again else ""
        return Message(
            say(
                "Restored {name}. Pairs: {matches}.{until}{sign_up} I’ll let everyone in it know.",
                name=name,
                matches=moved.facts.matches,
                until=until,
                sign_up=sign_up,
            )
        )
    if moved.before is moved.cohort.state is CohortState.ENROLLING:
        return Message(
            say(
                "Sign-up for {name} is open already. I’m posting the panel in the mentoring "
                "channel "
                "again.",
                name=name,
            )
        )
    match moved.cohort.state:
        case CohortState.ENROLLING:
            late = (
                say(" Current pairs don’t change. Anyone who joins now will be in the next round.")
                if moved.before is CohortState.RUNNING
                else ""
            )
            text = say(
                "Sign-up for {name} is open. I’m posting the panel in the mentoring channel."
                "{late}{until}\nNext: see sign-ups with `/cohort status`, then run "
                "`/match preview`.",
                name=name,
                late=late,
                until=_until(say, moved),
            )
        case CohortState.MATCHING:
            text = say(
                "Sign-up for {name} is closed. Next: run `/match preview` to see pairs.", name=name
            )
        case CohortState.RUNNING:
            text = say(
                "Sign-up for {name} is closed. Current pairs don’t change. Run `/cohort open` to "
                "take late sign-ups.",
                name=name,
            )
        case CohortState.ENDED:
            return _ended(say, moved, name)
        case _:
            text = f"{name}: {say(STATES[moved.cohort.state])}"
    return Message(text)


def _until(say: Say, moved: CohortMoved) -> str:
    until = moved.cohort.plan.sign_up_until
    if until is not None:
        return say(" Sign-up will close at the end of {until}.", until=day_name(until))
    if moved.passed is not None:
        return say(
            " The last day of sign-up, {passed}, has passed, so sign-up will "
            "stay open until you close it.",
            passed=day_name(moved.passed),
        )
    return ""


def deleted(say: Say, moved: CohortMoved) -> Message:
    """Say that a cohort is deleted, and who hears of it."""
    told = (
        say(
            " People I’ll tell that sign-up is closed: {waiting}.", waiting=len(moved.facts.waiting)
        )
        if moved.facts.waiting
        else ""
    )
    return Message(
        say(
            "Deleted **{name}**. Its name is free again.{told}",
            name=escape(moved.cohort.name, 80),
            told=told,
        )
    )


def _ended(say: Say, moved: CohortMoved, name: str) -> Message:
    """Say what the end did, and until when it can be undone."""
    facts = moved.facts
    parts = [say("{name} has ended.", name=name)]
    if facts.pairs:
        parts.append(
            say(
                "Pairs ended: {matches}. Every pair that was introduced gets a goodbye message.",
                matches=facts.matches,
            )
        )
    if facts.waiting:
        parts.append(say("Unmatched people I’ll tell: {waiting}.", waiting=len(facts.waiting)))
    parts.append(say("You can restore it for 7 days."))
    return Message(" ".join(parts), rows=((restore_button(say, moved.cohort),),))


def status(say: Say, cohort_status: CohortStatus) -> Message:
    """Show counts, demand and supply of topics, and the next step."""
    cohort = cohort_status.cohort
    has_ended = cohort.state is CohortState.ENDED
    counts = [
        f"{say(PAIR_STATES[state])}: {cohort_status.pairs[state]}"
        for state in PairState
        if cohort_status.pairs.get(state)
    ]
    if cohort_status.to_introduce:
        counts.append(
            say("Not introduced yet: {to_introduce}", to_introduce=cohort_status.to_introduce)
        )
    mentors = f"{cohort_status.mentors}"
    if not has_ended:
        mentors = say.count(
            "{mentors} ({n} open spot)",
            "{mentors} ({n} open spots)",
            cohort_status.room,
            mentors=cohort_status.mentors,
        )
    fields = [
        (say("Plan"), plan(say, cohort)),
        (
            say("Mentees"),
            say(
                "{mentees} ({unmatched} unmatched)",
                mentees=cohort_status.mentees,
                unmatched=cohort_status.unmatched,
            ),
        ),
        (say("Mentors"), mentors),
    ]
    if cohort_status.topics:
        fields.append(
            (say("Topics: mentees who want it, spots that offer it"), _topics(say, cohort_status))
        )
    if cohort_status.stages:
        fields.append((say("Stages"), "\n".join(map(partial(_stage, say), cohort_status.stages))))
    if counts:
        fields.append((say("Pairs"), " · ".join(counts)))
    if cohort_status.gone:
        fields.append((say("Left the server (won’t be matched)"), str(cohort_status.gone)))
    fields.append((say("Next"), _next_step(say, cohort_status)))
    card = Embed(f"{escape(cohort.name, 80)} · {_state(say, cohort_status)}", fields=tuple(fields))
    return Message(embeds=(card,), rows=_buttons(say, cohort_status))


def _state(say: Say, cohort_status: CohortStatus) -> str:
    state = cohort_status.cohort.state
    live = sum(n for of, n in cohort_status.pairs.items() if of is not PairState.ENDED)
    if state is CohortState.ENROLLING and live + cohort_status.to_introduce:
        return say("Running, sign-up open")
    return say(STATES[state])


STATES = {
    CohortState.DRAFT: marked("Draft"),
    CohortState.ENROLLING: marked("Sign-up open"),
    CohortState.MATCHING: marked("Sign-up closed, matching"),
    CohortState.RUNNING: marked("Running"),
    CohortState.CLOSING: marked("Closing"),
    CohortState.ENDED: marked("Ended"),
}


def _buttons(say: Say, cohort_status: CohortStatus) -> tuple[Row, ...]:
    cohort = cohort_status.cohort
    if cohort.state is CohortState.ENDED:
        return ((restore_button(say, cohort),),) if cohort_status.restore_until else ()
    return (
        (
            Button(
                say.of("button", "See people"), build("cohort", "people", cohort.guild, cohort.id)
            ),
            Button(
                say.of("button", "Edit cohort"), build("cohort", "edit", cohort.guild, cohort.id)
            ),
        ),
    )


def _topics(say: Say, cohort_status: CohortStatus) -> str:
    lines = [_topic(say, balance) for balance in cohort_status.topics[:MOST_TOPICS]]
    more = len(cohort_status.topics) - len(lines)
    if more:
        lines.append(say("… and {more} more that are less in demand", more=more))
    return "\n".join(lines)


def _topic(say: Say, balance: Balance) -> str:
    lacking = say(" · **Needed: {lacking}**", lacking=balance.lacking) if balance.lacking else ""
    return say(
        "{label} · Wanted: {wanted} · Offered: {offered}{lacking}",
        label=_label(say, balance.value),
        wanted=balance.wanted,
        offered=balance.offered,
        lacking=lacking,
    )


def _stage(say: Say, stage_count: StageCount) -> str:
    parts = [label(say, stage_count.stage)]
    if stage_count.mentees:
        parts.append(say.count("{n} mentee", "{n} mentees", stage_count.mentees))
    if stage_count.mentors:
        parts.append(say.count("{n} mentor", "{n} mentors", stage_count.mentors))
    return " · ".join(parts)


def _label(say: Say, value: str) -> str:
    # A people file may contain topics of the society's own.
    return escape(label(say, value), 60)


def _next_step(say: Say, cohort_status: CohortStatus) -> str:
    """Return what is to be decided first, then what moves the cohort on."""
    steps = []
    if cohort_status.open_cases:
        steps.append(
            say(
                "Cases that need a decision: {open_cases}. Run `/case list`.",
                open_cases=cohort_status.open_cases,
            )
        )
    if cohort_status.snoozed_cases:
        steps.append(
            say("Cases for later: {snoozed_cases}", snoozed_cases=cohort_status.snoozed_cases)
        )
    steps.append(_move_on(say, cohort_status, has_cases=bool(steps)))
    return "\n".join(step for step in steps if step)


def _move_on(say: Say, cohort_status: CohortStatus, *, has_cases: bool) -> str:
    scarce = [_label(say, balance.value) for balance in cohort_status.topics if balance.lacking][:3]
    look = say(" Most needed: mentors for {scarce}.", scarce=join_list(scarce)) if scarce else ""
    waiting = say("Unmatched mentees: {waiting}.", waiting=cohort_status.waiting)
    state = cohort_status.cohort.state
    if cohort_status.is_past and state is not CohortState.ENDED:
        return say("Its last day has passed. Run `/cohort end`; you’ll see who’s affected first.")
    if cohort_status.outdated and state is not CohortState.ENDED:
        return say(
            "People in the preview whose answers changed: {outdated}. Run `/match preview` again.",
            outdated=cohort_status.outdated,
        )
    if cohort_status.proposed and state is not CohortState.ENDED:
        return say(
            "Proposed pairs waiting for your approval: {proposed}. Run `/match review`.{look}",
            proposed=cohort_status.proposed,
            look=look,
        )
    match state:
        case CohortState.DRAFT:
            return say("Open sign-up with `/cohort open`, or import people with `/cohort import`.")
        case CohortState.ENROLLING if cohort_status.mentors == 0 or cohort_status.mentees == 0:
            return say("Waiting for sign-ups. Matching needs at least one mentor and one mentee.")
        case CohortState.ENDED if cohort_status.restore_until is not None:
            until = timestamp(cohort_status.restore_until)
            return say(
                "This cohort has ended. You can restore it with `/cohort open` until {until}.",
                until=until,
            )
        case CohortState.ENDED:
            return "" if has_cases else say("This cohort has ended. There’s nothing to do.")
        case _ if cohort_status.waiting and cohort_status.room:
            return say(
                "{waiting} There’s room, so run `/match preview`.{look}", waiting=waiting, look=look
            )
        case CohortState.ENROLLING if cohort_status.waiting:
            return say("{waiting} You need more mentors.{look}", waiting=waiting, look=look)
        case CohortState.ENROLLING:
            return say(
                "Everyone’s matched. Anyone who joins now will be matched in the next round."
            )
        case _ if cohort_status.waiting:
            return say(
                "{waiting} Run `/cohort open` to take late sign-ups, including mentors.{look}",
                waiting=waiting,
                look=look,
            )
        case _ if cohort_status.to_introduce:
            return "" if has_cases else say("I’m sending the introductions.")
        case _:
            return "" if has_cases else say("Everyone’s matched. There’s nothing to do.")


@words(
    NudgeKind.IMPORTED,
    marked("Sign-up to confirm"),
    marked("A moderator signed you up from a list."),
)
def imported_sign_up(say: Say, facts: ImportedSignUp, ref: str) -> Message:
    """Tell someone that they were signed up, and ask them to confirm."""
    name = f"**{escape(facts.cohort_name, 80)}**"
    match facts.roles:
        case (Role.MENTOR,):
            said = say("A moderator signed you up for {name} as a mentor.", name=name)
        case (Role.MENTEE,):
            said = say("A moderator signed you up for {name} as a mentee.", name=name)
        case _:
            said = say("A moderator signed you up for {name} as a mentor and a mentee.", name=name)
    answers = " · ".join(
        part for part in (label(say, facts.stage), labels(say, facts.topics[:5])) if part
    )
    text = say(
        "{words} {said} Is that right? You can withdraw until you’re matched.\n{answers}",
        words=addressed([facts.person]),
        said=said,
        answers=answers,
    )
    about = (facts.guild, facts.cohort, ref)
    yes = Button(say.of("button", "I’m in"), build("join", "confirm", *about), Style.SUCCESS)
    return Message(
        text, rows=((yes, Button(say.of("button", "Withdraw"), build("join", "leave", *about))),)
    )


_PAIRS = marked(
    "Tell me a little about you. I’ll suggest a match, a moderator will approve it, and you’ll "
    "meet in a private thread."
)
_CIRCLES = marked(
    "Join a circle: one mentor and a few mentees. Tell me a little about you. I’ll suggest a "
    "circle, a moderator will approve it, and you’ll meet in a private thread."
)


@words(NudgeKind.SIGN_UP_PANEL, marked("Sign-up panel"), marked("A moderator opened a cohort."))
def sign_up_panel(say: Say, facts: SignUpPanel, ref: str) -> Message:
    """Show the panel with the cohort's sign-up buttons."""

    def button(label: str, verb: str, style: Style) -> Button:
        return Button(label, build("join", verb, facts.guild, facts.cohort, ref), style)

    withdraw = button(say("Withdraw"), "leave", Style.SECONDARY)
    if not facts.is_open:
        title = say(
            "Sign-up for {cohort_name} is closed", cohort_name=escape(facts.cohort_name, 80)
        )
        if facts.has_ended:
            another = say("`/join` shows whether another cohort is open.")
            return Message(embeds=(Embed(title, another),))
        closed = Embed(
            title,
            say(
                "If you signed up, check `/status`. You can still withdraw below until the cohort "
                "ends.\n`/program suggest` finds programs that fit you now."
            ),
        )
        return Message(embeds=(closed,), rows=((withdraw,),))
    plan = facts.plan
    fields = [
        (name, day_name(day))
        for name, day in ((say("First day"), plan.starts_on), (say("Last day"), plan.ends_on))
        if day
    ]
    if facts.closes_at:
        closes = f"{timestamp(facts.closes_at)} ({timestamp(facts.closes_at, 'R')})"
        fields.append((say("Sign-up closes"), closes))
    card = Embed(
        title=say("Sign up for {cohort_name}", cohort_name=escape(facts.cohort_name, 80)),
        fields=tuple(fields),
        body=say(
            "{words}\n\nSigning up takes two minutes. I only use "
            "your answers for matching. You can change them or withdraw until sign-up closes.",
            words=say(_CIRCLES) if plan.circles else say(_PAIRS),
        ),
        footer=say("For ages 18 and up."),
    )
    row = (
        button(say("I want a mentor"), "mentee", Style.PRIMARY),
        button(say("I can mentor"), "mentor", Style.SUCCESS),
        withdraw,
    )
    return Message(embeds=(card,), rows=(row,))
