"""Discord's apps refuse buttons in some archived threads: a command does what each of them does.

A command is a button's twin if it does the same, or answers in any channel with the same button.
"""

from bot.cogs import COGS
from bot.views.areas import AREAS
from tests.test_command_recipe import leaves_of

# Feedback on a mentorship that has ended, and a cohort that was just deleted: buttons alone.
LACKING = {
    "cohort:restore",
    *("pair:worth", "pair:worth-little", "pair:worth-much", "pair:worth-some"),
}
# By area, and, where they differ within one, by area and verb.
TWINS = {
    "act": "match pair",
    "act:confirm": "match approve",
    "act:reach": "cohort announce",
    "advice": "guide",
    "agreement": "pair agreement",
    "archive": "pair status",
    "archive:goals": "goal list",
    "archive:commitments": "commit list",
    "archive:meetings": "meet list",
    "archive:updates": "update history",
    "away": "away",
    "case": "case show",
    "case:list": "case list",
    "case:resolve": "case resolve",
    "cases": "case list",
    "catalogue": "catalogue review",
    "catalogue:edit-applying": "catalogue edit",
    "catalogue:edit-basics": "catalogue edit",
    "catalogue:edit-joining": "catalogue edit",
    "catalogue:edit-place": "catalogue edit",
    "catalogue:unhide": "catalogue edit",
    "catalogue:confirm": "catalogue import",
    "catalogue:cancel": "catalogue import",
    "check-in": "status",
    "check-in:word": "update log",
    "check-in:pause-one": "pair pause",
    "check-in:pause-two": "pair pause",
    "circle": "status",
    "cohort": "cohort status",
    "cohort:announce-form": "cohort announce",
    "cohort:edit": "cohort edit",
    "cohort:list": "cohort list",
    "cohort:people": "cohort people",
    "commit": "commit list",
    "commit:done": "commit done",
    "commit:move": "commit move",
    "commit:drop": "commit drop",
    "commit:form": "commit add",
    "concern": "concern",
    "contact": "contact share",
    "contact:open": "status",
    "contact:not-now": "status",
    "contact:revoke": "contact revoke",
    "goal": "goal list",
    "goal:done": "goal done",
    "goal:form": "goal add",
    "goal:progress": "goal progress",
    "guide": "guide",
    "hand": "match pair",
    "introduction": "case show",
    "join": "join",
    "join:leave": "leave",
    "match": "match review",
    "match:approve": "match approve",
    "match:replay": "match preview",
    "meet": "meet list",
    "meet:agenda": "meet agenda",
    "meet:agenda-form": "meet agenda",
    "meet:cancel": "meet cancel",
    "meet:form": "meet propose",
    "meet:reschedule": "meet reschedule",
    "meet:withdraw": "meet cancel",
    **dict.fromkeys(("meet:met", "meet:moved", "meet:not-there", "meet:could-not"), "status"),
    **dict.fromkeys(("meet:choose", "meet:take", "meet:decline", "meet:counter"), "status"),
    "mentor": "mentor find",
    **dict.fromkeys(("mentor:opening", "mentor:promise", "mentor:room"), "profile"),
    "nudges": "nudges",
    "nudges:why": "why",
    "outreach": "outreach list",
    "outreach:draft": "outreach draft",
    "outreach:form": "outreach add",
    "pair": "pair status",
    "pair:ask-end": "pair end",
    "pair:pause": "pair pause",
    "pair:resume": "pair resume",
    "pair:rematch": "pair rematch",
    "person": "cohort people",
    "privacy": "privacy show",
    "privacy:delete": "privacy delete",
    "privacy:export": "privacy export",
    "profile": "profile",
    "program": "program show",
    "program:correct": "program correct",
    "program:save": "program save",
    "progress": "status",
    "pulse": "status",
    "request": "status",
    "request:form": "mentor ask",
    "request:withdraw": "mentor withdraw",
    "safety": "setup",
    "saved": "program saved",
    "search": "program search",
    "setup": "setup",
    "status": "status",
    "status:help": "help",
    "update": "update log",
    "update:history": "update history",
    "win": "win",
    "youth": "youth setup",
}


def test_every_button_has_a_command_that_does_the_same() -> None:
    buttons = {f"{routes.area}:{verb}" for routes in AREAS for verb in routes.clicks}
    without = {
        each
        for each in buttons
        if each in LACKING or not TWINS.keys() & {each, each.partition(":")[0]}
    }
    assert without == LACKING, "name a command that does it, or answers with the same button"
    stale = {each for each in TWINS if ":" in each}
    assert stale - buttons == set(), "these buttons are gone"


def test_each_such_command_exists() -> None:
    known = {
        leaf.qualified_name
        for cog in COGS
        for command in cog.__cog_app_commands__
        if command.parent is None
        for leaf in leaves_of(command)
    }
    assert set(TWINS.values()) - known == set()
