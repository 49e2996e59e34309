"""A cohort's plan in words: its dates, limits, and what matters in matching."""

from bot.language.say import Say
from bot.messages.text import day_name
from bot.messages.time_choices import hour_name
from bot.storage.cohorts.cohorts import Cohort

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = 7


def plan(say: Say, cohort: Cohort) -> str:
    """Return a cohort's dates, limits, and matching preferences in one line."""
    chosen = cohort.plan
    parts = [say("Circles") if chosen.circles else say("Pairs")]
    if chosen.starts_on:
        parts.append(say("First day: {starts_on}", starts_on=day_name(chosen.starts_on)))
    if chosen.ends_on:
        parts.append(say("Last day: {ends_on}", ends_on=day_name(chosen.ends_on)))
    if chosen.sign_up_until:
        parts.append(
            say(
                "Last day of sign-up: {sign_up_until}", sign_up_until=day_name(chosen.sign_up_until)
            )
        )
    if chosen.most_mentees:
        parts.append(say("Most mentees: {most_mentees}", most_mentees=chosen.most_mentees))
    if chosen.most_mentors:
        parts.append(say("Most mentors: {most_mentors}", most_mentors=chosen.most_mentors))
    if chosen.match_words:
        parts.append(
            say("Matching priorities: {match_words}", match_words=", ".join(chosen.match_words))
        )
    return " · ".join(parts)


def check_ins(say: Say, cohort: Cohort) -> str:
    """Return how often and when a cohort's pairs check in."""
    weekday, hour = WEEKDAYS[cohort.check_in_weekday], hour_name(say, cohort.check_in_time)
    weeks, days = divmod(cohort.check_in_days, _WEEK)
    if days:
        return say(
            "Check-ins: every {check_in_days} days, {weekday} at {hour} (each pair’s local time)",
            check_in_days=cohort.check_in_days,
            weekday=weekday,
            hour=hour,
        )
    return say.count(
        "Check-ins: every week, {weekday} at {hour} (each pair’s local time)",
        "Check-ins: every {n} weeks, {weekday} at {hour} (each pair’s local time)",
        weeks,
        weekday=weekday,
        hour=hour,
    )
