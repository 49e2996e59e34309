"""Slash commands: parse, call one service, say what came of it."""

from bot.cogs.cases import Cases
from bot.cogs.catalogue import Catalogue
from bot.cogs.cohorts import Cohorts
from bot.cogs.commitments import Commitments
from bot.cogs.contacts import Contacts
from bot.cogs.enrolments import Enrolments
from bot.cogs.goals import Goals
from bot.cogs.guide import Guide
from bot.cogs.match_runs import MatchRuns
from bot.cogs.meetings import Meetings
from bot.cogs.mentors import Mentors
from bot.cogs.nudges import Nudges
from bot.cogs.outreach import Outreach
from bot.cogs.pairs import Pairs
from bot.cogs.profiles import Profiles
from bot.cogs.programs import Programs
from bot.cogs.setup import Setup
from bot.cogs.status import StatusAndHelp
from bot.cogs.updates import Updates
from bot.cogs.wins import Wins

COGS = (
    Setup,
    StatusAndHelp,
    Profiles,
    Programs,
    Catalogue,
    Guide,
    Cohorts,
    Enrolments,
    MatchRuns,
    Mentors,
    Outreach,
    Pairs,
    Meetings,
    Updates,
    Nudges,
    Goals,
    Commitments,
    Contacts,
    Wins,
    Cases,
)
