"""Buttons, selects and forms: parse, call one service, say what came of it."""

from bot.views import cases, check_ins, match_runs, pairs, programs, sign_up, status, updates

AREAS = (
    sign_up.routes,
    match_runs.routes,
    check_ins.routes,
    updates.routes,
    pairs.routes,
    status.routes,
    cases.routes,
    programs.routes,
)
