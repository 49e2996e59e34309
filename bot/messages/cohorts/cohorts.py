"""What moderators read about a cohort."""

from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ImportedSignUp, SignUpPanel
from bot.domain.states import CohortState, PairState
from bot.messages.cohorts.plans import WEEKDAYS, plan
from bot.messages.custom_id import build
from bot.messages.labels import label, labels
from bot.messages.moderation.acts import restore_button
from bot.messages.nudges.words import words
from bot.messages.outgoing import Button, Embed, Message, Row, Style
from bot.messages.text import escape, join_list, person, plural, spelled_day, timestamp
from bot.messages.time_choices import hour_name
from bot.services.cohorts.cohorts import CohortMoved, Created
from bot.services.cohorts.status import Balance, CohortStatus, StageCount

MOST_TOPICS = 8


def created(result: Created) -> Message:
    """Confirm the new cohort, and name the next step."""
    cohort = result.cohort
    earlier = (
        f"The earlier cohort of that name is now called **{escape(result.earlier, 100)}**.\n"
        if result.earlier
        else ""
    )
    return Message(
        f"Made **{escape(cohort.name, 80)}**, a draft. Pairs will be asked every "
        f"{plural(cohort.check_in_days, 'day')}, on {WEEKDAYS[cohort.check_in_weekday]} at "
        f"{hour_name(cohort.check_in_time)} in their own time zone.\n{plan(cohort)}\n{earlier}"
        "Next: `/cohort open` puts the sign-up panel into the mentoring channel."
    )


def moved(moved: CohortMoved) -> Message:
    """Explain a cohort's new state, and name the next step."""
    name = f"**{escape(moved.cohort.name, 80)}**"
    if moved.before is CohortState.ENDED:
        count = plural(moved.facts.matches, "pair")
        until = "" if moved.cohort.plan.ends_on else " It has no last day now."
        again = moved.cohort.state is CohortState.ENROLLING
        sign_up = " Sign-up is open again." if again else ""
        return Message(
            f"{name} goes on, with {count}. Everyone in it will hear so.{until}{sign_up} "
            "`/cohort status` shows where it stands."
        )
    if moved.before is moved.cohort.state is CohortState.ENROLLING:
        return Message(
            f"{name} is open for sign-up already. I’m posting its panel in the mentoring channel "
            "again."
        )
    match moved.cohort.state:
        case CohortState.ENROLLING:
            late = (
                " Pairs that run go on as they are; whoever joins now is matched in the next round."
                if moved.before is CohortState.RUNNING
                else ""
            )
            text = (
                f"{name} is open. The sign-up panel appears in the mentoring channel in a "
                f"moment.{late}{_until(moved)}\nNext: `/cohort status` counts who signed up; "
                "`/match preview` proposes pairs."
            )
        case CohortState.MATCHING:
            text = f"Sign-up for {name} is closed. Next: `/match preview` proposes pairs."
        case CohortState.RUNNING:
            text = (
                f"Sign-up for {name} is closed, and its pairs go on. `/cohort open` takes late "
                "sign-ups."
            )
        case CohortState.ENDED:
            return _ended(moved, name)
        case _:
            text = f"{name} is now {moved.cohort.state}."
    return Message(text)


def _until(moved: CohortMoved) -> str:
    until = moved.cohort.plan.sign_up_until
    if until is not None:
        return f" Sign-up closes by itself at the end of {spelled_day(until)}."
    if moved.passed is not None:
        return (
            f" Its last day of sign-up, {spelled_day(moved.passed)}, is over, so sign-up stays "
            "open until you close it."
        )
    return ""


def deleted(moved: CohortMoved) -> Message:
    """Say that a cohort is deleted, and who hears of it."""
    told = (
        f" {plural(len(moved.facts.waiting), 'person', 'people')} who began to sign up will hear "
        "that it’s closed."
        if moved.facts.waiting
        else ""
    )
    return Message(f"Deleted **{escape(moved.cohort.name, 80)}**. Its name is free again.{told}")


def _ended(moved: CohortMoved, name: str) -> Message:
    """Say what the end did, and until when it can be taken back."""
    facts = moved.facts
    parts = [f"{name} has ended."]
    if facts.pairs:
        parts.append(
            f"{plural(facts.matches, 'pair')} ended. Each pair that was introduced gets a "
            "goodbye in its thread."
        )
    if facts.waiting:
        parts.append(
            f"{plural(len(facts.waiting), 'person', 'people')} who waited will hear that it ended."
        )
    parts.append("If that was a mistake, you can restore it for 7 days.")
    return Message(" ".join(parts), rows=((restore_button(moved.cohort),),))


def status(cohort_status: CohortStatus) -> Message:
    """Show counts, demand and supply of topics, and the next step."""
    cohort = cohort_status.cohort
    has_ended = cohort.state is CohortState.ENDED
    counts = [
        f"{number} {state}" for state, number in sorted(cohort_status.pairs.items()) if number
    ]
    if cohort_status.to_introduce:
        counts.append(f"{cohort_status.to_introduce} not introduced yet")
    pairs = ", ".join(counts)
    unmatched = f"{cohort_status.unmatched} {'not matched' if has_ended else 'waiting for a match'}"
    room = "" if has_ended else f", room for {plural(cohort_status.room, 'more mentee')}"
    fields = [
        ("Plan", plan(cohort)),
        ("Mentees", f"{cohort_status.mentees} ({unmatched})"),
        ("Mentors", f"{cohort_status.mentors}{room}"),
    ]
    if cohort_status.topics:
        fields.append(
            ("Topics: wanted, and places with mentors who offer them", _topics(cohort_status))
        )
    if cohort_status.stages:
        fields.append(("Stages", "\n".join(map(_stage, cohort_status.stages))))
    fields.append(("Pairs", pairs or ("none" if has_ended else "none yet")))
    if cohort_status.gone:
        fields.append(
            ("Left the server", f"{plural(cohort_status.gone, 'person', 'people')}, not matched")
        )
    fields.append(("Next", _next_step(cohort_status)))
    card = Embed(f"{escape(cohort.name, 80)}: {_state(cohort_status)}", fields=tuple(fields))
    return Message(embeds=(card,), rows=_buttons(cohort_status))


def _state(cohort_status: CohortStatus) -> str:
    state = cohort_status.cohort.state
    live = sum(n for of, n in cohort_status.pairs.items() if of is not PairState.ENDED)
    if state is CohortState.ENROLLING and live + cohort_status.to_introduce:
        return f"{STATES[CohortState.RUNNING]}, {STATES[state]}"
    return STATES[state]


STATES = {
    CohortState.DRAFT: "a draft",
    CohortState.ENROLLING: "open for sign-up",
    CohortState.MATCHING: "sign-up closed, being matched",
    CohortState.RUNNING: "running",
    CohortState.CLOSING: "closing",
    CohortState.ENDED: "over",
}


def _buttons(cohort_status: CohortStatus) -> tuple[Row, ...]:
    cohort = cohort_status.cohort
    if cohort.state is CohortState.ENDED:
        return ((restore_button(cohort),),) if cohort_status.restore_until else ()
    return (
        (
            Button("People", build("cohort", "people", cohort.guild, cohort.id)),
            Button("Edit cohort", build("cohort", "edit", cohort.guild, cohort.id)),
        ),
    )


def _topics(cohort_status: CohortStatus) -> str:
    lines = [_topic(balance) for balance in cohort_status.topics[:MOST_TOPICS]]
    more = len(cohort_status.topics) - len(lines)
    if more:
        lines.append(f"and {plural(more, 'more topic')}, none of them scarcer")
    return "\n".join(lines)


def _topic(balance: Balance) -> str:
    lacking = f"; **{balance.lacking} more needed**" if balance.lacking else ""
    return f"{_label(balance.value)}: {balance.wanted} wanted, {balance.offered} offered{lacking}"


def _stage(stage_count: StageCount) -> str:
    parts = [
        plural(number, who)
        for number, who in ((stage_count.mentees, "mentee"), (stage_count.mentors, "mentor"))
        if number
    ]
    return f"{label(stage_count.stage)}: {', '.join(parts)}"


def _label(value: str) -> str:
    # A people file may contain topics of the society's own.
    return escape(label(value), 60)


def _next_step(cohort_status: CohortStatus) -> str:
    """Return what is to be decided first, then what moves the cohort on."""
    steps = []
    if cohort_status.open_cases:
        cases = plural(cohort_status.open_cases, "case needs", "cases need")
        steps.append(f"{cases} a decision: `/case list`.")
    if cohort_status.snoozed_cases:
        snoozed = plural(
            cohort_status.snoozed_cases, "case comes back later", "cases come back later"
        )
        steps.append(f"{snoozed}.")
    steps.append(_move_on(cohort_status, has_cases=bool(steps)))
    return "\n".join(step for step in steps if step)


def _move_on(cohort_status: CohortStatus, *, has_cases: bool) -> str:
    scarce = [_label(balance.value) for balance in cohort_status.topics if balance.lacking][:3]
    look = f" Mentors for {join_list(scarce)} would help most." if scarce else ""
    waiting = plural(
        cohort_status.waiting, "mentee is waiting for a match", "mentees are waiting for a match"
    )
    state = cohort_status.cohort.state
    if cohort_status.is_past and state is not CohortState.ENDED:
        return "Its last day is over: `/cohort end` shows whom that touches, and asks."
    if cohort_status.outdated and state is not CohortState.ENDED:
        changed = plural(cohort_status.outdated, "person", "people")
        return f"Something changed for {changed} in the proposal: `/match preview` makes a new one."
    if cohort_status.proposed and state is not CohortState.ENDED:
        proposed = plural(cohort_status.proposed, "proposed pair waits", "proposed pairs wait")
        return f"{proposed} for your approval: `/match review` shows them.{look}"
    match state:
        case CohortState.DRAFT:
            return "Open it with `/cohort open`, or bring people in with `/cohort import`."
        case CohortState.ENROLLING if cohort_status.mentors == 0 or cohort_status.mentees == 0:
            return "Wait for sign-ups; matching needs at least one mentor and one mentee."
        case CohortState.ENDED if cohort_status.restore_until is not None:
            until = timestamp(cohort_status.restore_until)
            return f"It has ended. `/cohort open` can restore it until {until}."
        case CohortState.ENDED:
            return "" if has_cases else "It has ended; there is nothing to do."
        case _ if cohort_status.waiting and cohort_status.room:
            return f"{waiting}, and there is room: `/match preview` proposes pairs.{look}"
        case CohortState.ENROLLING if cohort_status.waiting:
            return f"{waiting}. More mentors are needed.{look}"
        case CohortState.ENROLLING:
            return "Everyone is matched. Whoever joins now is matched in the next round."
        case _ if cohort_status.waiting:
            return f"{waiting}. `/cohort open` takes late sign-ups, of mentors too.{look}"
        case _ if cohort_status.to_introduce:
            return "" if has_cases else "The introductions are on their way."
        case _:
            return "" if has_cases else "Everyone is matched; there is nothing to do."


@words(NudgeKind.IMPORTED, "Sign-up to confirm", "A moderator signed you up from a list.")
def imported_sign_up(facts: ImportedSignUp, ref: str) -> Message:
    """Tell someone that they were signed up, and ask them to confirm."""
    roles = join_list([role.value for role in facts.roles])
    topics = f", {labels(facts.topics[:5])}" if facts.topics else ""
    text = (
        f"{person(facts.person)}, a moderator signed you up for "
        f"**{escape(facts.cohort_name, 80)}** as a {roles} ({label(facts.stage)}{topics}). "
        "Is that right? You can withdraw until you have a partner, and end the pair after that."
    )
    about = (facts.guild, facts.cohort, ref)
    yes = Button("I’m in", build("join", "confirm", *about), Style.SUCCESS)
    return Message(text, rows=((yes, Button("Withdraw", build("join", "leave", *about))),))


@words(NudgeKind.SIGN_UP_PANEL, "Sign-up panel", "A moderator opened a cohort.")
def sign_up_panel(facts: SignUpPanel, ref: str) -> Message:
    """Show the panel with the cohort's sign-up buttons."""

    def button(label: str, verb: str, style: Style) -> Button:
        return Button(label, build("join", verb, facts.guild, facts.cohort, ref), style)

    withdraw = button("Withdraw", "leave", Style.SECONDARY)
    if not facts.is_open:
        closed = Embed(
            f"Sign-up for {escape(facts.cohort_name, 80)} is closed",
            "If you signed up, `/status` shows where you stand. Until the cohort ends, you can "
            "withdraw below. "
            "`/program suggest` finds programs that fit you now.",
        )
        return Message(embeds=(closed,), rows=((withdraw,),))
    plan = facts.plan
    kind = "in circles of one mentor with a few mentees" if plan.circles else "in pairs"
    days = [
        f"{word} {spelled_day(day)}"
        for word, day in (("From", plan.starts_on), ("Until", plan.ends_on))
        if day
    ]
    fields = [("When", "\n".join(days))] if days else []
    if facts.closes_at:
        closes = f"{timestamp(facts.closes_at)} ({timestamp(facts.closes_at, 'R')})"
        fields.append(("Sign-up closes", closes))
    card = Embed(
        title=f"Sign up for {escape(facts.cohort_name, 80)}",
        fields=tuple(fields),
        body=(
            f"Mentoring {kind}: you tell me a little, I propose partners, a moderator approves, "
            f"and each {'circle' if plan.circles else 'pair'} meets in a private thread.\n\n"
            "Signing up takes two minutes. Your answers are used for matching only, and you can "
            "change them or withdraw until sign-up closes."
        ),
        footer="For people of 18 or older.",
    )
    row = (
        button("I want a mentor", "mentee", Style.PRIMARY),
        button("I can mentor", "mentor", Style.SUCCESS),
        withdraw,
    )
    return Message(embeds=(card,), rows=(row,))
