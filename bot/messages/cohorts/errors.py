"""Error messages about sign-ups, profiles, cohorts, and people files."""

from collections.abc import Callable
from typing import Any

from bot.domain.states import Role
from bot.language.say import Say
from bot.messages.cohorts.people_import import problem_said
from bot.messages.text import day_name, escape, people, person

_MENUS = {"stage": "Stage", "fields": "Fields", "topics": "Topics"}


def _full(say: Say, facts: dict[str, Any]) -> str:
    name = escape(facts["cohort"], 80)
    if facts["role"] == Role.MENTOR:
        return f"“{name}” has all the mentors it can take. A moderator can make more room."
    return (
        f"“{name}” has all the mentees it can take. Try `/program suggest` for programs that fit "
        "you now, or ask a moderator to make more room."
    )


def _choose_first(say: Say, facts: dict[str, Any]) -> str:
    missing = ", ".join(_MENUS[name] for name in facts["missing"])
    return f"Choose these in the menus first: {missing}. Your other choices are saved."


_NO_ONE = {
    "all": "No one has signed up for “{}” yet.",
    "mentors": "“{}” has no mentors.",
    "mentees": "“{}” has no mentees.",
    "waiting": "No one in “{}” is unmatched.",
}


def _no_one_began(say: Say, facts: dict[str, Any]) -> str:
    name = f"“{escape(facts['cohort'], 80)}”"
    if facts["reminded"]:
        return (
            f"I already reminded everyone who hasn’t finished signing up for {name} "
            f"({facts['reminded']}). I won’t remind them again unless they continue."
        )
    return f"Everyone who started signing up for {name} has finished."


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "enrolment.choose_first": _choose_first,
    "enrolment.hours": lambda say, f: (
        f"“{escape(f['typed'], 60)}” isn’t a number of hours from 1 to {f['most']}. Try “4”, or "
        "leave it empty."
    ),
    "enrolment.place": lambda say, f: (
        f"“{escape(f['typed'], 60)}” isn’t a two-letter state. Try “IL”, or leave it empty."
    ),
    "enrolment.windows_many": lambda say, f: (
        f"That’s too many time slots. List your best ones, up to {f['most']}."
    ),
    "cohort.full": _full,
    "cohort.not_open": lambda say, facts: (
        f"Sign-up for “{escape(facts['cohort'], 80)}” is closed, so there’s no panel. Open it "
        "with `/cohort open`."
    ),
    "cohort.over": lambda say, f: (
        f"“{escape(f['cohort'], 80)}” has ended for good. Create a new one with `/cohort create`."
    ),
    "cohort.ended": lambda say, f: (
        f"“{escape(f['cohort'], 100)}” has ended. You can restore it with `/cohort open` within 7 "
        "days of its end."
    ),
    "cohort.ends_first": lambda say, f: (
        f"The last day, {day_name(f['ends'])}, is before the first, "
        f"{day_name(f['starts'])}. Choose a later last day."
    ),
    "cohort.ends_past": lambda say, f: (
        f"{day_name(f['ends'])} is today or earlier. Choose a later last day."
    ),
    "cohort.until_late": lambda say, f: (
        f"The cohort ends {day_name(f['ends'])}, so sign-up can’t stay open until "
        f"{day_name(f['until'])}. Choose an earlier last day of sign-up."
    ),
    "cohort.until_past": lambda say, f: (
        f"{day_name(f['until'])} has passed. Choose today or later as the last day of sign-up."
    ),
    "cohort.kind_fixed": lambda say, f: (
        f"“{escape(f['cohort'], 80)}” already has pairs, so you can’t switch between pairs and "
        "circles anymore."
    ),
    "cohort.not_deletable": lambda say, f: (
        f"You can’t delete “{escape(f['cohort'], 80)}” because people have signed up "
        f"({f['people']}). End it with `/cohort end` instead; then you can reuse its name."
    ),
    "cohort.no_one_began": _no_one_began,
    "announcement.long_ago": lambda say, _: (
        "That was too long ago: I no longer know who got it. See the rest in `/cohort log`."
    ),
    "announcement.empty": lambda say, _: "Your message was empty. One line is enough.",
    "announcement.long": lambda say, f: (
        f"That’s {f['length']} characters. The limit is {f['most']}."
    ),
    "announcement.no_one": lambda say, f: (
        f"{_NO_ONE[f['to']].format(escape(f['cohort'], 80))} See who’s in it with `/cohort people`."
    ),
    "cohort.check_in_time": lambda say, f: (
        f"I couldn’t read “{escape(f['typed'], 60)}”. Try “6 PM”."
    ),
    "cohort.check_in_days": lambda say, f: (
        f"Check-ins can be 1 to {f['most']} days apart. Try “14” or “2 weeks”."
    ),
    "cohort.limit": lambda say, f: (
        f"A limit is a whole number from 1 to {f['most']}. Leave it empty for no limit."
    ),
    "people.search_over": lambda say, _: (
        "That search has expired. Search again with **Find by name**."
    ),
    "person.in_no_cohort": lambda say, f: (
        f"{person(f['user'])} isn’t in a cohort here. Sign them up with `/cohort add`."
    ),
    "person.in_already": lambda say, f: (
        f"{person(f['user'])} is already in {escape(f['cohort'], 80)}. You can change their role "
        "and spots on their page."
    ),
    "person.not_in": lambda say, f: (
        f"{person(f['user'])} isn’t in {escape(f['cohort'], 80)} anymore. Press **Refresh** on "
        "their page to see why."
    ),
    "person.gone": lambda say, f: (
        f"{person(f['user'])} isn’t in this server, so I can’t reach them."
    ),
    "person.missing": lambda say, _: "Choose someone in the option `person`.",
    "person.bot": lambda say, _: "That’s a bot. Choose a person.",
    "person.line": lambda say, f: f"I couldn’t add them. {problem_said(say, f['problem'])}",
    "person.role_taken": lambda say, f: (
        f"{person(f['user'])} is still matched with {people(f['people'])}. End or move that pair "
        "first."
    ),
    "person.places_taken": lambda say, f: (
        f"{person(f['user'])} already mentors {people(f['people'])}. Spots needed: at least "
        f"{len(f['people'])}."
    ),
    "person.as_before": lambda say, f: (
        f"{person(f['user'])} already has that role and those spots, so nothing was changed."
    ),
    "person.no_pair": lambda say, f: (
        f"{person(f['user'])} hasn’t been matched in this cohort, so there’s no pair for a note."
    ),
    "note.unknown": lambda say, _: "That note was already deleted.",
    "note.not_yours": lambda say, f: (
        f"Only {person(f['author'])} can delete that note, because they wrote it."
    ),
    "people_csv.large": lambda say, f: (
        f"That file is larger than {f['most'] // 1000} kB. Split it into smaller files."
    ),
    "people_csv.many": lambda say, f: (
        f"That file has {f['people']} people. The limit is {f['most']}, so import the rest in a "
        "second file."
    ),
    "people_csv.nothing": lambda say, _: (
        "That file was already imported or discarded. Start again with `/cohort import`."
    ),
    "people_csv.newer": lambda say, _: (
        "You uploaded a newer file. Import that one from its preview, or upload this one again "
        "with `/cohort import`."
    ),
    "people_csv.stopped": lambda say, f: (
        f"I imported {f['saved']} of {f['people']} people, then the cohort stopped taking people. "
        "The rest wasn’t imported."
    ),
    "people_csv.not_text": lambda say, _: (
        "I couldn’t read that file as text. Save it from your spreadsheet as .xlsx or “CSV UTF-8” "
        "and try again."
    ),
    "people_csv.other_format": lambda say, _: (
        "I can only read CSV files and .xlsx workbooks. Save it from your spreadsheet as .xlsx or "
        "“CSV UTF-8” and try again."
    ),
    "people_csv.broken": lambda say, _: (
        "I couldn’t read that workbook. Save it again as .xlsx or “CSV UTF-8” and try again."
    ),
    "people_csv.empty": lambda say, _: (
        "That file is empty. Its first line needs to name the columns."
    ),
    "people_csv.no_people": lambda say, _: (
        "There are no people below the first line. Add one line for each person."
    ),
    "people_csv.unreadable": lambda say, f: (
        f"I couldn’t read the file from line {f['line']} on. Check for a missing quotation mark."
    ),
    "people_csv.columns_missing": lambda say, f: (
        f"Add these columns to the first line: {', '.join([f'`{name}`' for name in f['columns']])}."
    ),
    "people_csv.columns_twice": lambda say, f: (
        "These columns are in the first line twice: "
        f"{', '.join([f'`{escape(name, 40)}`' for name in f['columns']])}."
    ),
}
