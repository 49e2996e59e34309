"""The whole page: the stage's controls, what comes next, and two or three columns."""

import json
from collections.abc import Sequence

import htpy as h
from htpy import Element, Node

from sandbox.play.coming import Coming
from sandbox.play.pages.column import Regions, column_page, regions, user_menus
from sandbox.play.pages.markdown import hour
from sandbox.play.session import HOME, LONGEST_NAME, Session
from sandbox.play.window import MOST_COLUMNS, Window
from sandbox.state.records import ChannelType

STEPS = {"hour": "+1 hour", "day": "+1 day", "week": "+1 week", "next": "To the next nudge"}
STARTS = {
    "open": "A cohort that is open for sign-up",
    "empty": "An empty server",
    "to-match": "A cohort about to be matched (40 people)",
    "six-weeks": "Six weeks in",
}
THEMES = {"": "Theme: as the system", "dark": "Dark", "light": "Light"}
# What the bot speaks; the choice is there once there is one.
LANGUAGES = {"en-US": "English"}


def page(window: Window, session: Session) -> Element:
    """Return the document. What changes in it is sent later, region by region."""
    return h.html(lang="en", data_key=window.key)[
        h.head[
            h.meta(charset="utf-8"),
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.title["Preceptor: play a society"],
            h.link(rel="stylesheet", href="/assets/play.css"),
            h.link(rel="icon", href="data:,"),
            h.script(src="/assets/play.js", defer=True),
        ],
        h.body[
            h.a(class_="skip", href="#columns")["Skip to the conversation"],
            h.header(class_="stage")[
                h.h1["Preceptor"],
                h.div(id="clock"),
                h.div(id="told", role="status"),
                _settings(),
                h.details(class_="panel")[h.summary["Start over"], _starts()],
                h.details(class_="panel")[h.summary["Add a person"], _joins()],
                h.details(class_="panel", id="faults-panel")[
                    h.summary["Break something"], h.div(id="faults")
                ],
                h.details(class_="panel", data_asks="look")[
                    h.summary["What’s coming"], h.div(id="coming")
                ],
            ],
            h.main(id="columns")[_columns(window, session)],
            h.noscript[h.p["This page needs JavaScript, which comes from your own machine."]],
        ],
    ]


def _columns(window: Window, session: Session) -> Node:
    return [column_page(each, session.people) for each in window.columns]


def _settings() -> Element:
    return h.form(class_="settings", data_stage="settings")[
        h.label(class_="unseen", for_="theme")["Theme"],
        h.select(id="theme", name="theme", data_theme="")[
            (h.option(value=value)[label] for value, label in THEMES.items())
        ],
        len(LANGUAGES) > 1
        and [
            h.label(class_="unseen", for_="language")["Language of everyone’s Discord"],
            h.select(id="language", name="language", data_submits="")[
                (h.option(value=value)[label] for value, label in LANGUAGES.items())
            ],
        ],
        h.label(class_="unseen", for_="width")["Columns"],
        h.select(id="width", name="width", data_width="")[
            (
                h.option(value=str(number), selected=number == MOST_COLUMNS)[f"{number} columns"]
                for number in range(2, MOST_COLUMNS + 1)
            ),
            h.option(value="phone")["A phone"],
        ],
    ]


def _starts() -> Node:
    return [
        h.form(data_stage="start")[
            (
                h.button(type="submit", name="start", value=value, class_="button secondary")[label]
                for value, label in STARTS.items()
            )
        ],
        h.form(data_stage="start", enctype="multipart/form-data")[
            h.label(for_="own-file")["Your own people (CSV with Discord user IDs)"],
            h.input(
                type="file",
                id="own-file",
                name="file",
                accept=".csv,.tsv,.txt,text/csv",
                required=True,
            ),
            h.button(type="submit", name="start", value="own", class_="button secondary")[
                "Play your cohort"
            ],
            h.small["Nothing leaves this computer, and nobody real is asked anything."],
        ],
    ]


def _stage_regions(window: Window, session: Session) -> Regions:
    """Return what changes at the top of the page."""
    parts: dict[str, Node] = {
        "clock": _clock(session),
        "told": _told(window, session),
        "faults": _faults(session),
        "coming": _coming(session.coming, session),
    }
    return {name: str(h.fragment[part]) for name, part in parts.items()}


def window_regions(window: Window, session: Session) -> Regions:
    """Return everything in a window that can change, as HTML by the element's ID.

    Who can be chosen, and who is in each column, comes as JSON under ``people``.
    """
    found = _stage_regions(window, session)
    found["people"] = json.dumps(
        {
            "people": [[str(number), name] for number, name in session.people.items()],
            "seats": [[each.number, str(each.person.id)] for each in window.columns],
        }
    )
    for column in window.columns:
        zone = session.zone_of(column.person.id)
        found |= regions(column, session.discord.world, session.marks, zone)
        places = f"c{column.number}-places"
        found[places] += str(h.fragment[user_menus(column, session.discord.world)])
    return found


def _clock(session: Session) -> Node:
    at = session.now.astimezone(HOME)
    quiet = "quiet hours here" if at.hour >= 21 or at.hour < 8 else ""
    return h.form(data_stage="time")[
        h.time(datetime=session.now.isoformat())[
            f"{at:%A}, {at:%B} {at.day}, {at.year}, {hour(at)} in Chicago"
        ],
        bool(quiet) and h.span(class_="badge")[quiet],
        (
            h.button(
                type="submit",
                name="step",
                value=value,
                class_="button secondary",
                disabled=bool(session.busy) or not session.is_running,
            )[label]
            for value, label in STEPS.items()
        ),
    ]


def _told(window: Window, session: Session) -> Node:
    words = session.busy or session.told or None
    return h.p(class_="busy" if session.busy else None, data_done=str(window.acts_done))[words]


def _faults(session: Session) -> Node:
    return h.form(data_stage="fault")[
        _fault("restart", "Start the bot again")
        if not session.is_running
        else _fault("kill", "Kill the bot"),
        _fault("outage", "Discord down for a minute"),
        _fault("threads", "Take or give back the permission to open threads"),
        h.label(for_="fault-person")["Person"],
        h.select(id="fault-person", name="person")[
            (h.option(value=str(number))[name] for number, name in session.people.items())
        ],
        _fault("dm", "Close or open their direct messages"),
        h.label(for_="fault-thread")["Thread"],
        h.select(id="fault-thread", name="thread")[
            (
                h.option(value=str(each.id))[each.name]
                for each in session.guild.threads
                if each.type is ChannelType.PRIVATE_THREAD
            )
        ],
        _fault("thread", "Delete the thread"),
    ]


def _joins() -> Element:
    return h.form(data_stage="joins")[
        h.label(for_="joins-name")["Name"],
        h.input(
            id="joins-name",
            name="name",
            maxlength=str(LONGEST_NAME),
            required=True,
            autocomplete="off",
        ),
        h.button(type="submit", class_="button secondary")["Join the server"],
    ]


def _fault(value: str, label: str) -> Element:
    return h.button(type="submit", name="fault", value=value, class_="button secondary")[label]


def _coming(coming: Sequence[Coming], session: Session) -> Node:
    if not coming:
        return h.p["Nothing is planned for the next two days. Match people, or let time pass."]
    return h.table[
        h.caption["What the bot will send, as it plans it now; a moderator’s view"],
        h.thead[h.tr[(h.th(scope="col")[each] for each in ("When", "What", "To", "Why"))]],
        h.tbody[
            (
                h.tr[
                    h.td[_moment(each, session)],
                    h.td[each.name],
                    h.td[each.to],
                    h.td[each.why],
                ]
                for each in coming
            )
        ],
    ]


def _moment(each: Coming, session: Session) -> str:
    at = each.at.astimezone(HOME)
    return f"{at:%a}, {at:%b} {at.day}, {hour(at)}"
