"""Every module of buttons, selects and forms, for the router to find its handlers in."""

from bot.views.cohorts import edits as cohort_edits
from bot.views.cohorts import person, profiles, sign_up
from bot.views.matching import by_hand
from bot.views.matching import runs as match_runs
from bot.views.meetings import meetings
from bot.views.moderation import acts, case_lists, cases, societies
from bot.views.nudges import away
from bot.views.nudges import settings as nudge_settings
from bot.views.outreach import outreach
from bot.views.pairs import agreements, archive, circles, contacts, pairs, pulses
from bot.views.privacy import privacy
from bot.views.programs import catalogue, guide, programs, saved_programs, searches
from bot.views.progress import check_ins, commitments, goals, updates, wins
from bot.views.requests import mentor_availability, requests
from bot.views.safety import concerns, leads
from bot.views.status import status
from bot.views.youth import youth

AREAS = (
    societies.routes,
    sign_up.routes,
    cohort_edits.routes,  # the cohorts', with those of its people and of the import
    person.routes,
    profiles.routes,
    match_runs.routes,
    by_hand.routes,
    check_ins.routes,
    updates.routes,
    meetings.routes,
    goals.routes,
    commitments.routes,
    contacts.routes,
    circles.routes,
    wins.routes,
    wins.progress_routes,
    archive.routes,
    pairs.routes,
    mentor_availability.routes,
    requests.routes,
    outreach.routes,
    agreements.routes,
    pulses.routes,
    pairs.introduction_routes,
    status.routes,
    nudge_settings.routes,
    away.routes,
    cases.routes,
    case_lists.routes,
    acts.routes,
    programs.routes,
    catalogue.routes,
    searches.routes,
    saved_programs.routes,
    guide.routes,
    guide.advice_routes,
    privacy.routes,
    youth.routes,
    concerns.routes,
    leads.routes,
)
