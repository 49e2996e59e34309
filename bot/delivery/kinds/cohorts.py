"""Nudges about a cohort: its sign-up panel, and what moderators did about single people."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.decision import Cancel, Receipt, Send, Verdict
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.ids import ActId, CohortId
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import ImportedSignUp, ModeratorNews, SignUpPanel
from bot.domain.states import CohortState, EnrolmentState
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.moderation import acts
from bot.storage.outbox import Nudge


@decides(NudgeKind.SIGN_UP_PANEL)
def sign_up_panel(claimed: ClaimedNudge) -> Verdict:
    """Post the sign-up buttons in the mentoring channel while the cohort takes sign-ups."""
    cohort = cohorts.get(claimed.connection, claimed.guild, CohortId(claimed.nudge.subject_id))
    if cohort.state is not CohortState.ENROLLING:
        return Cancel("sign-up is over")
    facts = SignUpPanel(claimed.guild, cohort.id, cohort.name, cohort.plan)
    return Send(facts, claimed.mentoring_channel())


@after_sending(NudgeKind.SIGN_UP_PANEL)
def _panel_posted(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Save where the panel was posted."""
    cohort = CohortId(nudge.subject_id)
    cohorts.record_panel(connection, nudge.guild, cohort, receipt.channel, receipt.message)


@decides(NudgeKind.IMPORTED)
def imported(claimed: ClaimedNudge) -> Verdict:
    """Tell someone who was signed up from a file, privately, unless they answered before."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    cohort = cohorts.get(connection, guild, CohortId(claimed.nudge.subject_id))
    if cohort.state in (CohortState.CLOSING, CohortState.ENDED):
        return Cancel("the cohort is over")
    places = [
        place
        for place in enrolments.list_for_people(connection, guild, cohort.id, [person])
        if place.state is not EnrolmentState.LEFT and place.answers.wishes.unconfirmed
    ]
    if not places:
        return Cancel("answered, or withdrawn")
    facts = ImportedSignUp(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        roles=tuple(place.role for place in places),
        stage=places[0].answers.stage,
        topics=places[0].answers.topics,
    )
    return Send(facts, claimed.privately(person))


@after_sending(NudgeKind.IMPORTED)
def _told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.IMPORTED)(own_threads.try_again)


@decides(NudgeKind.MODERATOR_NEWS)
def moderator_news(claimed: ClaimedNudge) -> Verdict:
    """Tell someone privately what a moderator wrote to them, or changed of their place."""
    act = acts.get(claimed.connection, claimed.guild, ActId(claimed.nudge.subject_id))
    cohort = cohorts.get(claimed.connection, claimed.guild, act.cohort)
    facts = ModeratorNews(
        guild=claimed.guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=claimed.recipient,
        moderator=act.moderator,
        act=act.kind,
        role=act.facts.role,
        places=act.facts.number,
        note=act.facts.note,
    )
    return Send(facts, claimed.privately(claimed.recipient))


@after_sending(NudgeKind.MODERATOR_NEWS)
def _news_told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.MODERATOR_NEWS)(own_threads.try_again)
