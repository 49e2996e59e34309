"""Slash commands: parse, call one service, show the result."""

from bot.cogs.cohorts import Cohorts, Enrolments, Profiles
from bot.cogs.matching import MatchRuns
from bot.cogs.meetings import Meetings
from bot.cogs.moderation import Cases, Setup
from bot.cogs.nudges import Nudges
from bot.cogs.outreach import Outreach
from bot.cogs.pairs import Contacts, Pairs
from bot.cogs.privacy import Privacy
from bot.cogs.programs import Catalogue, Guide, Programs
from bot.cogs.progress import Commitments, Goals, Updates, Wins
from bot.cogs.requests import Mentors
from bot.cogs.safety import Concerns
from bot.cogs.status import StatusAndHelp
from bot.cogs.youth import Youth

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
    Privacy,
    Youth,
    Concerns,
)
