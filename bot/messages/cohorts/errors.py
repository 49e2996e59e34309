"""Error messages about sign-ups, profiles, cohorts, and people files."""

from collections.abc import Callable
from typing import Any

from bot.domain.states import Role
from bot.language.say import Say, marked
from bot.messages.cohorts.people_import import problem_said
from bot.messages.text import day_name, escape, people, person

_MENUS = {"stage": marked("Stage"), "fields": marked("Fields"), "topics": marked("Topics")}


def _full(say: Say, facts: dict[str, Any]) -> str:
    name = escape(facts["cohort"], 80)
    if facts["role"] == Role.MENTOR:
        return say(
            "“{name}” has all the mentors it can take. A moderator can make more room.", name=name
        )
    return say(
        "“{name}” has all the mentees it can take. Try `/program suggest` for programs that fit "
        "you now, or ask a moderator to make more room.",
        name=name,
    )


def _choose_first(say: Say, facts: dict[str, Any]) -> str:
    missing = ", ".join(say(_MENUS[name]) for name in facts["missing"])
    return say(
        "Choose these in the menus first: {missing}. Your other choices are saved.", missing=missing
    )


_NO_ONE = {
    "all": "No one has signed up for “{}” yet.",
    "mentors": "“{}” has no mentors.",
    "mentees": "“{}” has no mentees.",
    "waiting": "No one in “{}” is unmatched.",
}


def _no_one_began(say: Say, facts: dict[str, Any]) -> str:
    name = f"“{escape(facts['cohort'], 80)}”"
    if facts["reminded"]:
        return say(
            "I already reminded everyone who hasn’t finished signing up for {name} "
            "({reminded}). I won’t remind them again unless they continue.",
            name=name,
            reminded=facts["reminded"],
        )
    return say("Everyone who started signing up for {name} has finished.", name=name)


WORDS: dict[str, Callable[[Say, dict[str, Any]], str]] = {
    "enrolment.choose_first": _choose_first,
    "enrolment.hours": lambda say, f: say(
        "“{typed}” isn’t a number of hours from 1 to {most}. Try “4”, or leave it empty.",
        typed=escape(f["typed"], 60),
        most=f["most"],
    ),
    "enrolment.place": lambda say, f: say(
        "“{typed}” isn’t a two-letter state. Try “IL”, or leave it empty.",
        typed=escape(f["typed"], 60),
    ),
    "enrolment.windows_many": lambda say, f: say(
        "That’s too many time slots. List your best ones, up to {most}.", most=f["most"]
    ),
    "cohort.full": _full,
    "cohort.not_open": lambda say, facts: say(
        "Sign-up for “{cohort}” is closed, so there’s no panel. Open it with `/cohort open`.",
        cohort=escape(facts["cohort"], 80),
    ),
    "cohort.over": lambda say, f: say(
        "“{cohort}” has ended for good. Create a new one with `/cohort create`.",
        cohort=escape(f["cohort"], 80),
    ),
    "cohort.ended": lambda say, f: say(
        "“{cohort}” has ended. You can restore it with `/cohort open` within 7 days of its end.",
        cohort=escape(f["cohort"], 100),
    ),
    "cohort.ends_first": lambda say, f: say(
        "The last day, {ends}, is before the first, {starts}. Choose a later last day.",
        ends=day_name(f["ends"]),
        starts=day_name(f["starts"]),
    ),
    "cohort.ends_past": lambda say, f: say(
        "{ends} is today or earlier. Choose a later last day.", ends=day_name(f["ends"])
    ),
    "cohort.until_late": lambda say, f: say(
        "The cohort ends {ends}, so sign-up can’t stay open until "
        "{until}. Choose an earlier last day of sign-up.",
        ends=day_name(f["ends"]),
        until=day_name(f["until"]),
    ),
    "cohort.until_past": lambda say, f: say(
        "{until} has passed. Choose today or later as the last day of sign-up.",
        until=day_name(f["until"]),
    ),
    "cohort.kind_fixed": lambda say, f: say(
        "“{cohort}” already has pairs, so you can’t switch between pairs and circles anymore.",
        cohort=escape(f["cohort"], 80),
    ),
    "cohort.not_deletable": lambda say, f: say(
        "You can’t delete “{cohort}” because people have signed up "
        "({people}). End it with `/cohort end` instead; then you can reuse its name.",
        cohort=escape(f["cohort"], 80),
        people=f["people"],
    ),
    "cohort.no_one_began": _no_one_began,
    "announcement.long_ago": lambda say, _: say(
        "That was too long ago: I no longer know who got it. See the rest in `/cohort log`."
    ),
    "announcement.empty": lambda say, _: say("Your message was empty. One line is enough."),
    "announcement.long": lambda say, f: say(
        "That’s {length} characters. The limit is {most}.", length=f["length"], most=f["most"]
    ),
    "announcement.no_one": lambda say, f: say(
        "{format} See who’s in it with `/cohort people`.",
        format=_NO_ONE[f["to"]].format(escape(f["cohort"], 80)),
    ),
    "cohort.check_in_time": lambda say, f: say(
        "I couldn’t read “{typed}”. Try “6 PM”.", typed=escape(f["typed"], 60)
    ),
    "cohort.check_in_days": lambda say, f: say(
        "Check-ins can be 1 to {most} days apart. Try “14” or “2 weeks”.", most=f["most"]
    ),
    "cohort.limit": lambda say, f: say(
        "A limit is a whole number from 1 to {most}. Leave it empty for no limit.", most=f["most"]
    ),
    "people.search_over": lambda say, _: say(
        "That search has expired. Search again with **Find by name**."
    ),
    "person.in_no_cohort": lambda say, f: say(
        "{user} isn’t in a cohort here. Sign them up with `/cohort add`.", user=person(f["user"])
    ),
    "person.in_already": lambda say, f: say(
        "{user} is already in {cohort}. You can change their role and spots on their page.",
        user=person(f["user"]),
        cohort=escape(f["cohort"], 80),
    ),
    "person.not_in": lambda say, f: say(
        "{user} isn’t in {cohort} anymore. Press **Refresh** on their page to see why.",
        user=person(f["user"]),
        cohort=escape(f["cohort"], 80),
    ),
    "person.gone": lambda say, f: say(
        "{user} isn’t in this server, so I can’t reach them.", user=person(f["user"])
    ),
    "person.missing": lambda say, _: say("Choose someone in the option `person`."),
    "person.bot": lambda say, _: say("That’s a bot. Choose a person."),
    "person.line": lambda say, f: say(
        "I couldn’t add them. {problem_said}", problem_said=problem_said(say, f["problem"])
    ),
    "person.role_taken": lambda say, f: say(
        "{user} is still matched with {people}. End or move that pair first.",
        user=person(f["user"]),
        people=people(f["people"]),
    ),
    "person.places_taken": lambda say, f: say(
        "{user} already mentors {people}. Spots needed: at least {people2}.",
        user=person(f["user"]),
        people=people(f["people"]),
        people2=len(f["people"]),
    ),
    "person.as_before": lambda say, f: say(
        "{user} already has that role and those spots, so nothing was changed.",
        user=person(f["user"]),
    ),
    "person.no_pair": lambda say, f: say(
        "{user} hasn’t been matched in this cohort, so there’s no pair for a note.",
        user=person(f["user"]),
    ),
    "note.unknown": lambda say, _: say("That note was already deleted."),
    "note.not_yours": lambda say, f: say(
        "Only {author} can delete that note, because they wrote it.", author=person(f["author"])
    ),
    "people_csv.large": lambda say, f: say(
        "That file is larger than {most} kB. Split it into smaller files.", most=f["most"] // 1000
    ),
    "people_csv.many": lambda say, f: say(
        "That file has {people} people. The limit is {most}, so import the rest in a second file.",
        people=f["people"],
        most=f["most"],
    ),
    "people_csv.nothing": lambda say, _: say(
        "That file was already imported or discarded. Start again with `/cohort import`."
    ),
    "people_csv.newer": lambda say, _: say(
        "You uploaded a newer file. Import that one from its preview, or upload this one again "
        "with `/cohort import`."
    ),
    "people_csv.stopped": lambda say, f: say(
        "I imported {saved} of {people} people, then the cohort stopped taking people. "
        "The rest wasn’t imported.",
        saved=f["saved"],
        people=f["people"],
    ),
    "people_csv.not_text": lambda say, _: say(
        "I couldn’t read that file as text. Save it from your spreadsheet as .xlsx or “CSV UTF-8” "
        "and try again."
    ),
    "people_csv.other_format": lambda say, _: say(
        "I can only read CSV files and .xlsx workbooks. Save it from your spreadsheet as .xlsx or "
        "“CSV UTF-8” and try again."
    ),
    "people_csv.broken": lambda say, _: say(
        "I couldn’t read that workbook. Save it again as .xlsx or “CSV UTF-8” and try again."
    ),
    "people_csv.empty": lambda say, _: say(
        "That file is empty. Its first line needs to name the columns."
    ),
    "people_csv.no_people": lambda say, _: say(
        "There are no people below the first line. Add one line for each person."
    ),
    "people_csv.unreadable": lambda say, f: say(
        "I couldn’t read the file from line {line} on. Check for a missing quotation mark.",
        line=f["line"],
    ),
    "people_csv.columns_missing": lambda say, f: say(
        "Add these columns to the first line: {words}.",
        words=", ".join([f"`{name}`" for name in f["columns"]]),
    ),
    "people_csv.columns_twice": lambda say, f: say(
        "These columns are in the first line twice: {words}.",
        words=", ".join([f"`{escape(name, 40)}`" for name in f["columns"]]),
    ),
}
