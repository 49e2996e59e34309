"""Buttons, selects and forms: parse, call one service, say what came of it."""

from bot.views import (
    cases,
    catalogue,
    check_ins,
    cohorts,
    guide,
    match_runs,
    pairs,
    profiles,
    programs,
    saved_programs,
    searches,
    setup,
    sign_up,
    status,
    updates,
)

AREAS = (
    setup.routes,
    sign_up.routes,
    cohorts.routes,
    profiles.routes,
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
