"""End what isn't for people under 18, when someone says that they are."""

from dataclasses import replace

from bot.delivery.safety.concerns import release
from bot.domain.states import ContactState
from bot.services.requests import transitions
from bot.services.work import Work
from bot.storage.cohorts import profiles
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import contacts, pairs
from bot.storage.requests import mentor_availability, requests
from bot.storage.safety import leads as safety_leads
from bot.storage.youth import youth


def end_what_is_for_adults(work: Work) -> None:
    """End what the asker, who is under 18, did or shared as an adult.

    No one is told why: requests go on without them, and contact details aren't there anymore.
    """
    connection, guild, user = work.connection, work.guild, work.user
    youth.end_clearance(connection, guild, user)
    youth.step_down(connection, guild, user)
    safety_leads.leave(connection, guild, user)
    release(connection, guild, work.now)
    nudge_settings.save(connection, guild, user, dms=False)
    for request in requests.open_with(connection, guild, user):
        transitions.drop(connection, request, user, work.now)
    opening = mentor_availability.find(connection, guild, user)
    if opening is not None and opening.room > 0:
        mentor_availability.save(connection, replace(opening, room=0), work.now)
    profile = profiles.find(connection, guild, user)
    if profile is not None and profile.communities:
        kept = replace(profile, communities=(), share_communities=False)
        profiles.save(connection, kept, work.now)
    _hide_contacts(work)


def _hide_contacts(work: Work) -> None:
    """Revoke what is shared in the asker's mentorships, by anyone in them, and decline the rest."""
    for pair in pairs.list_for_person(work.connection, work.guild, work.user):
        every = {
            contact.id: contact
            for member in pair.members
            for contact in contacts.between(work.connection, work.guild, pair.id, member.user)
        }
        for contact in every.values():
            if contact.state is ContactState.SHARED:
                contacts.revoke(work.connection, contact, work.now)
            elif contact.state is ContactState.ASKED:
                contacts.decline(work.connection, contact, work.now)
