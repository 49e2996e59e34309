"""What follows from a step of a request: its rows, its messages, and the moderators' case.

Every step of a request goes through `save`, in the transaction of whatever caused it: a click, a
date that has passed, someone who left.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.moderation.cases import open_case
from bot.domain.ids import CohortId, GuildId, PairId, UserId
from bot.domain.moderation.cases import CaseKind
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.requests import talks, transitions
from bot.domain.requests.mentor_availability import nearest
from bot.domain.requests.requests import Ahead, Moved, News, Offer, Request
from bot.domain.schedule import day_of
from bot.domain.states import (
    CaseAction,
    CaseState,
    CohortState,
    EnrolmentState,
    RequestState,
    RequestStep,
    Role,
)
from bot.services.nudges.settings import NO_ZONE
from bot.services.pairs.introductions import plan_introduction
from bot.services.pairs.pairs import new_code
from bot.services.requests.mentor_availability import offerings_for
from bot.settings import CheckInSettings
from bot.storage import outbox, presence
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.moderation import cases
from bot.storage.nudges import settings as nudge_settings
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Member
from bot.storage.requests import mentor_availability, requests
from bot.storage.youth import together

SUBJECT = "request"
_WAITS_TO_MEET = (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)


def ahead(connection: Connection, request: Request, now: datetime) -> Ahead:
    """Return what a step may need: the time, and who else could be offered the request now."""
    profile = profiles.find(connection, request.guild, request.asker)
    offerings = offerings_for(connection, request.guild, request.asker, now)
    others = nearest(
        offerings, profile.topics if profile else (), profile.fields if profile else ()
    )
    return Ahead(now, request.window, tuple(others))


def begin(connection: Connection, request: Request, now: datetime) -> None:
    """Save a new request, and plan the message to its mentor."""
    requests.add(connection, request)
    _plan_asked(connection, request, request.offers, now)
    _plan_nudge(connection, request, now)


def save(
    connection: Connection,
    before: Request,
    moved: Moved,
    now: datetime,
    rhythm: CheckInSettings | None = None,
) -> Request:
    """Save a request after a step; an accepted one becomes a pair, which meets in the `rhythm`."""
    after = moved.request
    if after == before:
        return after
    if after.state is RequestState.ACCEPTED:
        assert rhythm is not None, "only people accept"
        after = replace(after, pair=_introduce(connection, after, rhythm, now))
    requests.save(connection, before, after)
    offers = {offer.mentor: offer for offer in before.offers}
    opened = [offer for offer in after.offers if _is_new(offers.get(offer.mentor), offer)]
    _plan_asked(connection, after, opened, now)
    for news in moved.news:
        _plan_news(connection, after, news, now)
    _plan_nudge(connection, after, now)
    _update_case(connection, before, after, now)
    return after


def _is_new(before: Offer | None, offer: Offer) -> bool:
    return offer.state is RequestState.OPEN and (
        before is None or before.state is RequestState.TAKEN
    )


# --- what is planned --------------------------------------------------------------------------


def _plan_asked(
    connection: Connection, request: Request, offers: Collection[Offer], now: datetime
) -> None:
    for offer in offers:
        requests.want_thread(
            connection,
            request.guild,
            requests.MENTORS,
            lambda: new_code(connection, request.guild),
        )
        _plan(connection, NudgeKind.REQUEST_ASKED, request, offer.mentor, request.version, now)


def _plan_news(connection: Connection, request: Request, news: News, now: datetime) -> None:
    number = requests.record_news(connection, request, news, now)
    _want_place(connection, request, news.to)
    _plan(connection, NudgeKind.REQUEST_TOLD, request, news.to, number, now)


def _plan_nudge(connection: Connection, request: Request, now: datetime) -> None:
    """Plan the one nudge of this step: halfway to its date, or when a conversation is over."""
    if request.owner is None:
        return
    _want_place(connection, request, request.owner)
    if request.step is RequestStep.TALK:
        due_at = talks.talk_question_at(request, now)
    else:
        due_at = now + (request.due_at - now) / 2
    _plan(
        connection,
        NudgeKind.REQUEST_NUDGE,
        request,
        request.owner,
        request.version,
        now,
        due_at=due_at,
        expires_at=request.due_at,
    )


def _want_place(connection: Connection, request: Request, user: UserId) -> None:
    """Save a code for the thread that someone without direct messages gets requests in."""
    whose = request.asker if user == request.asker else requests.MENTORS
    requests.want_thread(
        connection, request.guild, whose, lambda: new_code(connection, request.guild)
    )


def _plan(
    connection: Connection,
    kind: NudgeKind,
    request: Request,
    recipient: UserId,
    version: int,
    now: datetime,
    *,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    outbox.plan(
        connection,
        guild=request.guild,
        kind=kind,
        subject_type=SUBJECT,
        subject_id=request.id,
        subject_version=version,
        recipient=recipient,
        occurrence=str(version),
        due_at=due_at or now,
        expires_at=expires_at,
        now=now,
    )


# --- the moderators' case ---------------------------------------------------------------------


def _update_case(connection: Connection, before: Request, after: Request, now: datetime) -> None:
    if after.step is RequestStep.DECISION and before.step is not RequestStep.DECISION:
        open_case(
            connection,
            after.guild,
            kind=CaseKind.REQUEST_UNANSWERED,
            subject=f"request:{after.id}",
            facts={
                "asked_by": f"<@{after.asker}>",
                "mentors_asked": str(len(after.offers)),
                "waits_until": day_of(after.due_at),
            },
            now=now,
        )
    elif before.step is RequestStep.DECISION and after.step is not RequestStep.DECISION:
        for case in cases.open_in(connection, after.guild):
            if case.subject == f"request:{after.id}":
                cases.resolve(connection, after.guild, case.id, now)
                cases.add_step(connection, after.guild, case.id, CaseAction.NOT_NEEDED, None, now)


# --- an accepted request becomes a pair -------------------------------------------------------


def mentor_without_place(connection: Connection, request: Request) -> UserId | None:
    """Return the mentor whom this step commits to the asker, if they have no place left by now.

    Read in the transaction of the step: of two people who take the last place at the same time, one
    gets it, whatever the database.
    """
    commits = request.state is RequestState.ACCEPTED or request.step is RequestStep.CONSENT
    if not commits or request.mentor is None:
        return None
    mentor = request.mentor
    opening = mentor_availability.find(connection, request.guild, mentor)
    if opening is None or opening.room > 0 or _pair_of(connection, request, mentor) is not None:
        return None
    return mentor


def _pair_of(connection: Connection, request: Request, mentor: UserId) -> PairId | None:
    """Return the pair of the asker and a mentor who were matched in the meantime, if any."""
    for pair in pairs.list_for_person(connection, request.guild, request.asker):
        if pair.mentor == mentor:
            return pair.id
    return None


def _introduce(
    connection: Connection, request: Request, rhythm: CheckInSettings, now: datetime
) -> PairId:
    """Make a pair in the running cohort that both signed up for, or one without a cohort."""
    assert request.mentor is not None, "somebody accepted"
    guild, mentor, asker = request.guild, request.mentor, request.asker
    matched = _pair_of(connection, request, mentor)
    if matched is not None:
        return matched
    opening = mentor_availability.find(connection, guild, mentor)
    if opening is not None:
        assert opening.room > 0, "asked about in this transaction"
        mentor_availability.save(connection, replace(opening, room=opening.room - 1), now)
    place = _place_in_cohort(connection, request, mentor)
    cohort = place[0] if place else None
    together.require(connection, guild, [mentor, asker], now)
    pair_id = pairs.add(
        connection,
        guild,
        cohort=cohort.id if cohort else None,
        code=new_code(connection, guild),
        members=(Member(mentor, Role.MENTOR), Member(asker, Role.MENTEE)),
        reasons=(),
        check_in_days=cohort.check_in_days if cohort else rhythm.every_days,
        check_in_weekday=cohort.check_in_weekday if cohort else rhythm.weekday,
        check_in_time=cohort.check_in_time if cohort else rhythm.at,
        time_zone=nudge_settings.zone_of(connection, guild, asker) or NO_ZONE,
        now=now,
    )
    for enrolment in place[1] if place else ():
        enrolments.set_state(connection, enrolment, EnrolmentState.PLACED)
        waitlist.over(connection, guild, enrolment.id)
    plan_introduction(connection, guild, pair_id, now)
    return pair_id


def _place_in_cohort(
    connection: Connection, request: Request, mentor: UserId
) -> tuple[Cohort, tuple[Enrolment, Enrolment]] | None:
    """Return the cohort with pairs where the asker waits and the mentor has room, if any."""
    guild = request.guild
    for mentee in enrolments.list_for_person(connection, guild, request.asker):
        if mentee.role is not Role.MENTEE or mentee.state not in _WAITS_TO_MEET:
            continue
        cohort = cohorts.get(connection, guild, mentee.cohort)
        host = enrolments.find(connection, guild, cohort.id, mentor, Role.MENTOR)
        if host is None or host.state is EnrolmentState.LEFT:
            continue
        is_running = cohort.state is CohortState.RUNNING
        if not is_running and not pairs.has_begun(connection, guild, cohort.id):
            continue
        if _mentees_of(connection, request, mentor, cohort.id) < host.answers.capacity:
            return cohort, (mentee, host)
    return None


def _mentees_of(connection: Connection, request: Request, mentor: UserId, cohort: CohortId) -> int:
    theirs = pairs.list_for_person(connection, request.guild, mentor)
    return sum(
        len(pair.mentees) for pair in theirs if pair.cohort == cohort and pair.mentor == mentor
    )


# --- steps without an act ---------------------------------------------------------------------


def bring_up_to_date(connection: Connection, request: Request, now: datetime) -> Request:
    """Move a request on if its date has passed, someone left, or a case was decided."""
    request = _without_people_who_left(connection, request, now)
    if request.step is RequestStep.DECISION and not _has_case(connection, request):
        return save(connection, request, transitions.close(request, now), now)
    while request.is_open and request.due_at <= now:
        moved = transitions.lapse(request, ahead(connection, request, now))
        request = save(connection, request, moved, now)
    return request


def _without_people_who_left(connection: Connection, request: Request, now: datetime) -> Request:
    departed = presence.departed(connection, request.guild)
    people = (request.asker, *(offer.mentor for offer in request.offers if offer.state.is_open))
    for user in people:
        if not request.is_open:
            break
        if user in departed or profiles.are_apart(connection, request.guild, request.asker, user):
            request = drop(connection, request, user, now)
    return request


def part(
    connection: Connection, guild: GuildId, user: UserId, others: Collection[UserId], now: datetime
) -> None:
    """Continue the open requests between someone and `others` without the mentor among them."""
    for request in requests.open_with(connection, guild, user) if others else ():
        for other in others:
            if other == request.asker:
                drop(connection, request, user, now)
                break
            if user == request.asker:
                request = drop(connection, request, other, now)


def drop(connection: Connection, request: Request, user: UserId, now: datetime) -> Request:
    """Continue a request without someone who left, or who may no longer see the request."""
    if not request.is_open:
        return request
    moved = transitions.leave(request, user, ahead(connection, request, now))
    return save(connection, request, moved, now)


def _has_case(connection: Connection, request: Request) -> bool:
    return any(
        case.state is CaseState.OPEN and case.subject == f"request:{request.id}"
        for case in cases.open_in(connection, request.guild)
    )
