"""A cohort's plan in words: its dates, limits, and what matters in matching."""

from bot.language.say import Say
from bot.messages.text import day_name, for_count
from bot.messages.time_choices import hour_name
from bot.storage.cohorts.cohorts import Cohort

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = 7


def plan(say: Say, cohort: Cohort) -> str:
    """Return a cohort's dates, limits, and matching preferences in one line."""
    chosen = cohort.plan
    parts = ["Circles" if chosen.circles else "Pairs"]
    if chosen.starts_on:
        parts.append(f"First day: {day_name(chosen.starts_on)}")
    if chosen.ends_on:
        parts.append(f"Last day: {day_name(chosen.ends_on)}")
    if chosen.sign_up_until:
        parts.append(f"Last day of sign-up: {day_name(chosen.sign_up_until)}")
    if chosen.most_mentees:
        parts.append(f"Most mentees: {chosen.most_mentees}")
    if chosen.most_mentors:
        parts.append(f"Most mentors: {chosen.most_mentors}")
    if chosen.match_words:
        parts.append(f"Matching priorities: {', '.join(chosen.match_words)}")
    return " · ".join(parts)


def check_ins(say: Say, cohort: Cohort) -> str:
    """Return how often and when a cohort's pairs check in."""
    weekday, hour = WEEKDAYS[cohort.check_in_weekday], hour_name(say, cohort.check_in_time)
    weeks, days = divmod(cohort.check_in_days, _WEEK)
    if days:
        return (
            f"Check-ins: every {cohort.check_in_days} days, {weekday} at {hour} (each pair’s local "
            "time)"
        )
    return for_count(
        weeks,
        "Check-ins: every week, {weekday} at {hour} (each pair’s local time)",
        "Check-ins: every {n} weeks, {weekday} at {hour} (each pair’s local time)",
        weekday=weekday,
        hour=hour,
    )
