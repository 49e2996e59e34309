"""Error messages about sign-ups, profiles, cohorts, and people files."""

from collections.abc import Callable
from typing import Any

from bot.messages.cohorts.people_import import problem_said
from bot.messages.text import escape, join_list, people, person, plural, spelled_day

_MENUS = {"stage": "where you are now", "fields": "a field", "topics": "a topic"}


def _full(facts: dict[str, Any]) -> str:
    return (
        f"“{escape(facts['cohort'], 80)}” has all the {facts['role']}s it can take. "
        "`/program suggest` finds programs that fit you now, and a moderator can make more room."
    )


def _choose_first(facts: dict[str, Any]) -> str:
    missing = join_list([_MENUS[name] for name in facts["missing"]])
    return f"Please choose {missing} in the menus first. What you chose so far is kept."


_NO_ONE = {
    "all": "no one has signed up yet",
    "mentors": "it has no mentors",
    "mentees": "it has no mentees",
    "waiting": "no one is waiting for a match",
}


def _no_one_began(facts: dict[str, Any]) -> str:
    name = f"“{escape(facts['cohort'], 80)}”"
    if facts["reminded"]:
        begun = plural(facts["reminded"], "person", "people")
        return (
            f"{begun} began to sign up for {name} and didn’t finish, and each was reminded since "
            "they last chose anything. I won’t remind them again until they go on."
        )
    return f"Everyone who began to sign up for {name} has finished."


WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "enrolment.choose_first": _choose_first,
    "enrolment.hours": lambda f: (
        f"“{escape(f['typed'], 60)}” is no number of hours a month between 1 and {f['most']}. "
        "A plain number such as 4 works, and it may stay empty."
    ),
    "enrolment.place": lambda f: (
        f"“{escape(f['typed'], 60)}” is not a state's two letters, such as IL. It may stay empty."
    ),
    "enrolment.windows_many": lambda f: (
        f"Please name at most {f['most']} windows: the ones that suit you best are enough."
    ),
    "cohort.full": _full,
    "cohort.not_open": lambda facts: (
        f"Sign-up for “{escape(facts['cohort'], 80)}” is closed, so it needs no panel. "
        "`/cohort open` opens it."
    ),
    "cohort.over": lambda f: (
        f"“{escape(f['cohort'], 80)}” is over, and that is final. Nothing was changed; "
        "`/cohort create` makes a new one."
    ),
    "cohort.ended": lambda f: (
        f"“{escape(f['cohort'], 100)}” has ended, so this can’t be done anymore. `/cohort open` "
        "restores it within 7 days of its end."
    ),
    "cohort.ends_first": lambda f: (
        f"A cohort can't end on {f['ends']:%-d %B %Y} when it starts on {f['starts']:%-d %B %Y}. "
        "Please give a last day after the first. Nothing was changed."
    ),
    "cohort.ends_past": lambda f: (
        f"{f['ends']:%-d %B %Y} is here or past already. Please give a later last day."
    ),
    "cohort.until_late": lambda f: (
        f"Sign-up can’t go on until {spelled_day(f['until'])}: the cohort ends on "
        f"{spelled_day(f['ends'])}. Choose an earlier last day of sign-up."
    ),
    "cohort.until_past": lambda f: (
        f"{spelled_day(f['until'])} is over. Choose today or a later day for the end of sign-up."
    ),
    "cohort.kind_fixed": lambda f: (
        f"“{escape(f['cohort'], 80)}” has pairs already, so it can’t change between pairs and "
        "circles anymore. Nothing was changed."
    ),
    "cohort.not_deletable": lambda f: (
        f"“{escape(f['cohort'], 80)}” can’t be deleted: "
        f"{plural(f['people'], 'person', 'people')} signed up for it. "
        "`/cohort end` ends it, and its name can be used again then."
    ),
    "cohort.no_one_began": _no_one_began,
    "announcement.long_ago": lambda _: (
        "That was a while ago, and I don’t keep who got it for so long. `/cohort log` has the rest."
    ),
    "announcement.empty": lambda _: "There’s no text to send. Write at least one line.",
    "announcement.long": lambda f: f"That’s {f['length']} characters. The limit is {f['most']}.",
    "announcement.no_one": lambda f: (
        f"No one in “{escape(f['cohort'], 80)}” would get that: "
        f"{_NO_ONE[f['to']]}. `/cohort people` lists who’s in it."
    ),
    "cohort.check_in_time": lambda f: (
        f"I can't read “{escape(f['typed'], 60)}” as an hour of the day. Such as 18:00, or 6pm."
    ),
    "cohort.check_in_days": lambda f: (
        f"Check-ins can be 1 to {f['most']} days apart. Try “14” or “2 weeks”."
    ),
    "cohort.limit": lambda f: f"A limit is a whole number from 1 to {f['most']}, or left empty.",
    "people.search_over": lambda _: "That search is over. Search again with “Find by name”.",
    "person.in_no_cohort": lambda f: (
        f"{person(f['user'])} hasn’t signed up for a cohort here. `/cohort add` signs someone up."
    ),
    "person.in_already": lambda f: (
        f"{person(f['user'])} is in {escape(f['cohort'], 80)} already. Their page can change their "
        "role and places."
    ),
    "person.not_in": lambda f: (
        f"{person(f['user'])} isn’t in {escape(f['cohort'], 80)} anymore. Nothing was changed; "
        "“Refresh” on their page shows why."
    ),
    "person.gone": lambda f: f"{person(f['user'])} isn’t in this server, so I can’t reach them.",
    "person.missing": lambda _: "Say who it’s about: choose someone in the option `person`.",
    "person.bot": lambda _: "That’s a bot. Choose a person.",
    "person.line": lambda f: (
        f"I couldn’t add them: {problem_said(f['problem'])} Nothing was changed."
    ),
    "person.role_taken": lambda f: (
        f"{person(f['user'])} is the {f['role'].value} of {people(f['people'])}. End or move that "
        "first; nothing was changed."
    ),
    "person.places_taken": lambda f: (
        f"{person(f['user'])} has {plural(len(f['people']), 'mentee')}: {people(f['people'])}. "
        "Give them at least as many places."
    ),
    "person.as_before": lambda f: (
        f"That’s what {person(f['user'])} is already, so nothing was changed."
    ),
    "person.no_pair": lambda f: (
        f"{person(f['user'])} has had no mentor or mentee in this cohort, so there’s nothing to "
        "note about."
    ),
    "note.unknown": lambda _: "That note was deleted already.",
    "note.not_yours": lambda f: (
        f"{person(f['author'])} wrote that note, and only they can delete it."
    ),
    "people_csv.large": lambda f: (
        f"That file is larger than {f['most'] // 1000} kB. Please split it into smaller ones."
    ),
    "people_csv.many": lambda f: (
        f"The file has {f['people']} people; please keep it to {f['most']} and import the rest "
        "in a second file."
    ),
    "people_csv.nothing": lambda _: (
        "No file is waiting to be imported: it was imported or discarded. "
        "`/cohort import` reads one."
    ),
    "people_csv.newer": lambda _: (
        "You’ve read a newer file since. Import that one from its own preview, or read this file "
        "again with `/cohort import`."
    ),
    "people_csv.stopped": lambda f: (
        f"I imported {f['saved']} of {f['people']} people, and then the cohort stopped taking "
        "people. The rest of the file wasn’t imported."
    ),
    "people_csv.not_text": lambda _: (
        "I can’t read that file as text. Save it from your spreadsheet as .xlsx or as “CSV UTF-8” "
        "and try again."
    ),
    "people_csv.other_format": lambda _: (
        "I can read CSV files and .xlsx workbooks, and that is neither. Save it from your "
        "spreadsheet as .xlsx or as “CSV UTF-8” and try again."
    ),
    "people_csv.broken": lambda _: (
        "I can’t read that workbook. Save it again from your spreadsheet, or as “CSV UTF-8”, and "
        "try again."
    ),
    "people_csv.empty": lambda _: "The file is empty. Its first line must name the columns.",
    "people_csv.no_people": lambda _: (
        "The file has a first line and no people below it. Add one line for each person."
    ),
    "people_csv.unreadable": lambda f: (
        f"The file can't be read from line {f['line']} on; a quotation mark may not be closed."
    ),
    "people_csv.columns_missing": lambda f: (
        f"The first line lacks {join_list([f'`{name}`' for name in f['columns']])}."
    ),
    "people_csv.columns_twice": lambda f: (
        "The first line names "
        f"{join_list([f'`{escape(name, 40)}`' for name in f['columns']])} twice."
    ),
}
