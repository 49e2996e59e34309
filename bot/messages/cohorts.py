"""What moderators read about a cohort."""

from bot.domain.states import CohortState, PairState
from bot.messages.outgoing import Card, Outgoing
from bot.messages.text import count, said
from bot.services.cohorts import CohortMoved, CohortStatus
from bot.storage.cohorts import Cohort

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def created(cohort: Cohort) -> Outgoing:
    """Say what the new cohort is, and what comes next."""
    return Outgoing(
        f"Made **{said(cohort.name)}**, a draft. Pairs will be asked every "
        f"{count(cohort.check_in_days, 'day')}, on {WEEKDAYS[cohort.check_in_weekday]} at "
        f"{cohort.check_in_time:%H:%M} in their own time zone.\n"
        "Next: `/cohort open` puts the sign-up panel into the mentoring channel."
    )


def moved(done: CohortMoved) -> Outgoing:
    """Say what a step in a cohort's life means, and what comes next."""
    name = f"**{said(done.cohort.name)}**"
    match done.cohort.state:
        case CohortState.ENROLLING:
            text = (
                f"{name} is open. The sign-up panel appears in the mentoring channel in a moment.\n"
                "Next: `/cohort status` counts who signed up; `/match preview` proposes pairs."
            )
        case CohortState.MATCHING:
            text = f"Sign-up for {name} is closed. Next: `/match preview` proposes pairs."
        case CohortState.ENDED:
            text = f"{name} is over. Its pairs are ended kindly and get no more nudges."
        case _:
            text = f"{name} is now {done.cohort.state}."
    return Outgoing(text)


def status(found: CohortStatus) -> Outgoing:
    """Show counts and the next step."""
    cohort = found.cohort
    pairs = ", ".join(
        f"{number} {state}" for state, number in sorted(found.pairs.items()) if number
    )
    fields = (
        ("Mentees", f"{found.mentees}, of whom {found.waiting} wait for a partner"),
        ("Mentors", f"{found.mentors}, with room for {found.room} in all"),
        ("Pairs", pairs or "none yet"),
        ("Next", _next_step(found)),
    )
    return Outgoing(cards=(Card(f"{said(cohort.name, 80)}: {cohort.state}", fields=fields),))


def _next_step(found: CohortStatus) -> str:
    match found.cohort.state:
        case CohortState.DRAFT:
            return "Open it with `/cohort open`."
        case CohortState.ENROLLING if found.mentors == 0 or found.mentees == 0:
            return "Wait for sign-ups; matching needs at least one mentor and one mentee."
        case CohortState.ENROLLING | CohortState.MATCHING:
            return "Look at the proposed pairs with `/match preview`."
        case CohortState.RUNNING:
            introduced = found.pairs.get(PairState.INTRODUCED, 0)
            return f"{count(introduced, 'pair is', 'pairs are')} newly introduced; nothing to do."
        case CohortState.CLOSING | CohortState.ENDED:
            return "Nothing: this cohort is done."
