"""Nudges about a cohort: its panel, reminders to finish, and news, also of moderators' acts."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.cohorts.panels import panel_facts
from bot.delivery.decision import (
    Cancel,
    InChannel,
    Place,
    Receipt,
    Reschedule,
    Send,
    Verdict,
)
from bot.delivery.kind_hooks import ClaimedNudge, after_giving_up, after_sending, decides
from bot.delivery.nudges import own_threads
from bot.domain.cohorts import answer_changes, edits
from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.audiences import Audience
from bot.domain.cohorts.edits import DATES
from bot.domain.ids import ActId, CohortId, UserId
from bot.domain.moderation.acts import ActKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import (
    CohortNews,
    ImportedSignUp,
    ModeratorNews,
    SignUpUnfinished,
)
from bot.domain.states import CohortState, EnrolmentState, NudgeState, PairState, Role
from bot.domain.vocabulary import PersonRole
from bot.services.nudges.own_threads import want_thread
from bot.storage import outbox
from bot.storage.cohorts import closings, cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import acts, societies
from bot.storage.moderation.acts import Act
from bot.storage.outbox import Nudge
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair


@decides(NudgeKind.SIGN_UP_PANEL)
def sign_up_panel(claimed: ClaimedNudge) -> Verdict:
    """Post the sign-up buttons in the mentoring channel while the cohort takes sign-ups."""
    cohort = cohorts.get(claimed.connection, claimed.guild, CohortId(claimed.nudge.subject_id))
    if cohort.state is not CohortState.ENROLLING:
        return Cancel("sign-up is over")
    facts = panel_facts(claimed.connection, cohort, is_open=True)
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


@decides(NudgeKind.SIGN_UP_REMINDER)
def sign_up_reminder(claimed: ClaimedNudge) -> Verdict:
    """Remind someone to finish their sign-up, privately, while they can and haven't gone on."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    cohort = cohorts.get(connection, guild, CohortId(claimed.nudge.subject_id))
    if cohort.state is not CohortState.ENROLLING:
        return Cancel("sign-up is over")
    begun = [each for each in closings.list_begun(connection, cohort) if each.user == person]
    if not begun or begun[0].version != claimed.nudge.subject_version:
        return Cancel("finished, or went on with it")
    zone = societies.get(connection, guild).time_zone
    until = cohort.plan.sign_up_until
    want_thread(connection, guild, person)
    facts = SignUpUnfinished(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        role=begun[0].role,
        closes_at=rules.closes_at(until, zone) if until else None,
    )
    return Send(facts, claimed.privately(person), person=person)


# How long the second of a pair waits until what the first is told stands in their thread.
_AFTER_PARTNER = timedelta(minutes=1)
_ONE_ROLE = frozenset({Audience.MENTORS, Audience.MENTEES})


@decides(NudgeKind.COHORT_NEWS)
def cohort_news(claimed: ClaimedNudge) -> Verdict:
    """Tell someone in a cohort what its moderators wrote or changed, where they like to read it."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    act = acts.get(connection, guild, ActId(claimed.nudge.subject_id))
    cohort = cohorts.get(connection, guild, act.cohort)
    if cohort.state is CohortState.ENDED:
        return Cancel("the cohort is over")
    if not enrolments.is_in(connection, guild, cohort.id, person):
        return Cancel("withdrew")
    dates = sorted(edits.parts_of(act.facts.edits) & DATES, reverse=True)
    if dates and _is_outdated(connection, act):
        return Cancel("the dates have changed again")
    place, above = _place_of_news(claimed, act)
    if place is None:
        return Reschedule(claimed.now + _AFTER_PARTNER, "the partner reads it first")
    facts = CohortNews(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        words=act.facts.words,
        dates=tuple((part.value, getattr(cohort.plan, part)) for part in dates),
        called_before=edits.name_before(act.facts.edits),
        above=above,
    )
    return Send(facts, place, person=person)


def _is_outdated(connection: Connection, act: Act) -> bool:
    """Return whether a later act changed the dates too: only the last one is told."""
    changes = acts.holding(connection, act.guild, act.cohort, ActKind.CHANGED)
    return any(each.id > act.id and edits.parts_of(each.facts.edits) & DATES for each in changes)


def _place_of_news(claimed: ClaimedNudge, act: Act) -> tuple[Place | None, bool]:
    """Return where someone reads news: privately if they chose so, else in their pair's thread.

    There, the other one isn't told the same at length right after. What is for mentors or mentees
    alone never goes where the other reads it. No place: not yet.
    """
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    own = own_threads.place(connection, claimed.nudge, person)
    if own is not None:
        return own, False
    pair = None if act.facts.to in _ONE_ROLE else _pair_of(claimed, act, person)
    if pair is None or pair.thread is None:
        want_thread(connection, guild, person)
        return claimed.privately(person), False
    others = [
        user
        for user in pair.partners_of(person)
        if own_threads.place(connection, claimed.nudge, user) is None
        and _pair_of(claimed, act, user) == pair
    ]
    rows = outbox.of_people(connection, guild, "act", act.id, others)
    said = (NudgeState.SENT, NudgeState.MERGED)
    if any(row.state in said and row.channel == pair.thread for row in rows):
        return InChannel(pair.thread), True
    first = min((row.recipient for row in rows if row.recipient), default=person)
    coming = any(
        row.state is NudgeState.LEASED
        or (row.state is NudgeState.DUE and row.next_attempt_at <= claimed.now)
        for row in rows
        if row.recipient == first
    )
    if first < person and coming:
        return None, False
    return InChannel(pair.thread), False


def _pair_of(claimed: ClaimedNudge, act: Act, person: UserId) -> Pair | None:
    """Return the first pair of someone in the act's cohort that has a thread."""
    return next(
        (
            pair
            for pair in pairs.list_for_person(claimed.connection, claimed.guild, person)
            if pair.cohort == act.cohort
            and pair.thread is not None
            and pair.state is not PairState.ENDED
        ),
        None,
    )


@after_sending(NudgeKind.IMPORTED, NudgeKind.SIGN_UP_REMINDER, NudgeKind.COHORT_NEWS)
def _told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.IMPORTED)(own_threads.try_again)
after_giving_up(NudgeKind.SIGN_UP_REMINDER)(own_threads.try_again)
after_giving_up(NudgeKind.COHORT_NEWS)(own_threads.try_again)


@decides(NudgeKind.MODERATOR_NEWS)
def moderator_news(claimed: ClaimedNudge) -> Verdict:
    """Tell someone privately what a moderator wrote to them, or changed of their place."""
    act = acts.get(claimed.connection, claimed.guild, ActId(claimed.nudge.subject_id))
    cohort = cohorts.get(claimed.connection, claimed.guild, act.cohort)
    if act.kind in _OF_PLACE and not _is_so_still(claimed.connection, act, claimed.recipient):
        return Cancel("their place has changed again")
    if act.kind is ActKind.REVISED:
        return _revised(claimed, act, cohort)
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


def _revised(claimed: ClaimedNudge, act: Act, cohort: Cohort) -> Verdict:
    """Tell someone what a file changed in their answers, as far as it is so still."""
    connection, guild, person = claimed.connection, claimed.guild, claimed.recipient
    if cohort.state in (CohortState.CLOSING, CohortState.ENDED):
        return Cancel("the cohort is over")
    places = {
        place.role: place
        for place in enrolments.list_for_people(connection, guild, cohort.id, [person])
        if place.state is not EnrolmentState.LEFT
    }
    if not places:
        return Cancel("withdrew")
    answers = {role: place.answers for role, place in places.items()}
    edits = answer_changes.still_so(act.facts.edits, answers)
    if not edits:
        return Cancel("changed again")
    sign_ups = outbox.of_people(connection, guild, "cohort", cohort.id, [person])
    if any(row.kind is NudgeKind.IMPORTED and _says_later(row, act) for row in sign_ups):
        return Cancel("they read what they are signed up as")
    is_open = cohort.state is CohortState.ENROLLING
    facts = ModeratorNews(
        guild=guild,
        cohort=cohort.id,
        cohort_name=cohort.name,
        person=person,
        moderator=act.moderator,
        act=act.kind,
        edits=edits,
        open_in=tuple(
            role
            for role, place in places.items()
            if is_open and place.state is not EnrolmentState.PLACED
        ),
    )
    return Send(facts, claimed.privately(person))


def _says_later(row: Nudge, act: Act) -> bool:
    """Return whether the question to confirm a sign-up is asked after the act, or was."""
    if row.state is NudgeState.SENT:
        return row.settled_at is not None and row.settled_at > act.shown_at
    return row.state in (NudgeState.DUE, NudgeState.LEASED)


_OF_PLACE = frozenset({ActKind.ADJUSTED, ActKind.REMOVED})


def _is_so_still(connection: Connection, act: Act, person: UserId) -> bool:
    """Return whether no later act changed someone's place too, and it still is as the act made it.

    They may have changed it themselves: withdrawn, or signed up again.
    """
    about = acts.holding(connection, act.guild, act.cohort, ActKind.ADDED, *_OF_PLACE)
    newest = next((each for each in about if person in each.facts.waiting), act)
    if newest.id != act.id:
        return False
    places = {
        place.role: place.answers.capacity
        for place in enrolments.list_for_people(connection, act.guild, act.cohort, [person])
        if place.state is not EnrolmentState.LEFT
    }
    if act.kind is ActKind.REMOVED:
        return not places
    is_both = act.facts.role == PersonRole.BOTH
    roles = set(Role) if is_both else {Role(act.facts.role)}
    return places.keys() == roles and places.get(Role.MENTOR, 0) == act.facts.number


@after_sending(NudgeKind.MODERATOR_NEWS)
def _news_told(connection: Connection, nudge: Nudge, receipt: Receipt, _now: datetime) -> None:
    """Remember the thread that it came in."""
    own_threads.remember(connection, nudge, receipt)


after_giving_up(NudgeKind.MODERATOR_NEWS)(own_threads.try_again)
