"""A cohort's plan in words: its dates, limits, and what matters in matching."""

from bot.messages.text import plural, spelled_day
from bot.storage.cohorts.cohorts import Cohort

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plan(cohort: Cohort) -> str:
    """Return a cohort's dates, limits, and matching preferences in one line."""
    chosen = cohort.plan
    parts = ["Circles: one thread for all of a mentor's mentees" if chosen.circles else "In pairs"]
    if chosen.starts_on:
        parts.append(f"from {spelled_day(chosen.starts_on)}")
    if chosen.ends_on:
        parts.append(f"until {spelled_day(chosen.ends_on)}")
    if chosen.sign_up_until:
        parts.append(f"sign-up until {spelled_day(chosen.sign_up_until)}")
    limits = ((chosen.most_mentees, "mentee"), (chosen.most_mentors, "mentor"))
    parts += [f"at most {plural(most, who)}" for most, who in limits if most]
    parts += chosen.match_words
    return f"{', '.join(parts)}."
