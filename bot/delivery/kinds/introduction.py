"""The first message of a pair, in the private thread that is made for it."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.notifier import ThreadWanted
from bot.delivery.verdict import InPairThread, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.ids import PairId
from bot.domain.nudges.nudges import Introduced, Introduction
from bot.domain.nudges.policy import Manners
from bot.domain.states import CohortState, PairState, Role
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.moderation import societies
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

NO_COHORT = "Mentoring"


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Introduce a pair once; it follows from a moderator's act, so it waits for nothing."""
    pair = pairs.find(connection, nudge.guild, PairId(nudge.subject_id))
    if pair is None or pair.state is PairState.ENDED:
        return Never("the pair has ended")
    if pair.introduced_at is not None:
        return Never("introduced already")
    society = societies.find(connection, nudge.guild)
    if society is None or society.mentoring_channel is None:
        return Undeliverable("no mentoring channel")
    name = NO_COHORT
    if pair.cohort is not None:
        cohort = cohorts.get(connection, pair.guild, pair.cohort)
        if cohort.state is CohortState.ENDED:
            return Never("the cohort has ended")
        name = cohort.name
    members = tuple(member.user for member in pair.members)
    wanted = ThreadWanted(pair.guild, society.mentoring_channel, pair.code, name, members)
    facts = Introduction(
        guild=pair.guild,
        pair=pair.id,
        code=pair.code,
        cohort_name=name,
        mentor=pair.mentor,
        mentees=pair.mentees,
        reasons=pair.reasons,
        people=_people(connection, pair),
    )
    return Ready(facts, InPairThread(wanted, pair.thread))


def _people(connection: Connection, pair: Pair) -> tuple[Introduced, ...]:
    """Return what each said to be matched by: where they are, their fields and their topics."""
    if pair.cohort is None:
        return _by_profile(connection, pair)
    found = [
        enrolments.find(connection, pair.guild, pair.cohort, member.user, member.role)
        for member in pair.members
    ]
    return tuple(_introduced(pair, one) for one in found if one is not None)


def _introduced(pair: Pair, one: Enrolment) -> Introduced:
    """Return one person; a circle's mentees read of each other's goals nothing, as promised."""
    said, is_open = one.answers, one.role is Role.MENTOR or len(pair.mentees) == 1
    words = said.words_for_partner if is_open else ""
    return Introduced(one.user, one.role, said.stage, said.fields, said.topics, words)


def _by_profile(connection: Connection, pair: Pair) -> tuple[Introduced, ...]:
    """Return what the mentor of a free-standing pair offers, which they chose to show.

    A mentee's profile is theirs alone; what they wanted to say stands in their request.
    """
    profile = profiles.find(connection, pair.guild, pair.mentor)
    if profile is None or profile.stage is None:
        return ()
    offered = profile.offers
    return (Introduced(pair.mentor, Role.MENTOR, profile.stage, profile.fields, offered),)


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Remember when the pair met: its check-ins are counted from here."""
    pair = PairId(nudge.subject_id)
    pairs.record_thread(connection, nudge.guild, pair, receipt.channel)
    pairs.record_introduction(connection, nudge.guild, pair, now)


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Leave the pair as it is: the moderators' case says what to do."""
