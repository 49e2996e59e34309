"""Buttons, selects and forms: parse, call one service, say what came of it."""

from bot.views import (
    cases,
    catalogue,
    check_ins,
    guide,
    match_runs,
    pairs,
    programs,
    saved_programs,
    searches,
    sign_up,
    status,
    updates,
)

AREAS = (
    sign_up.routes,
    match_runs.routes,
    check_ins.routes,
    updates.routes,
    pairs.routes,
    status.routes,
    cases.routes,
    programs.routes,
    catalogue.routes,
    searches.routes,
    saved_programs.routes,
    guide.routes,
)
