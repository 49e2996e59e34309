"""The parts of the ledger that are somebody's own, in no pair."""

from sqlalchemy import ColumnElement, Text, and_, case, literal_column, or_, select, type_coerce

from bot.domain.states import EnrolmentState, OutreachState, RequestState, RequestStep
from bot.domain.status.turns import TurnKind
from bot.storage.status.ledger_columns import ENDED_SINCE, NOW, USER, among, part
from bot.storage.tables import (
    avoided,
    cohorts,
    enrolments,
    outreach,
    request_offers,
    requests,
    saved_programs,
    waits,
)

_OPEN_REQUEST = (RequestState.OPEN, RequestState.QUESTION)


def _standing(side: str) -> ColumnElement[str]:
    """Return whose side it is, the step and the state: ``asker:answer:open``."""
    words = literal_column(f"'{side}:'", Text) + type_coerce(requests.c.step, Text)
    return words + literal_column("':'", Text) + type_coerce(requests.c.state, Text)


ASKED = part(
    TurnKind.REQUEST,
    requests,
    requests.c.asker_id == USER,
    or_(
        among(requests.c.state, *_OPEN_REQUEST),
        requests.c.due_at > ENDED_SINCE,
    ),
    owner=requests.c.owner_id,
    due=requests.c.due_at,
    name=_standing("asker"),
)
_APART = (
    select(avoided.c.user_id)
    .where(
        avoided.c.guild_id == requests.c.guild_id,
        or_(
            and_(avoided.c.user_id == USER, avoided.c.other_id == requests.c.asker_id),
            and_(avoided.c.user_id == requests.c.asker_id, avoided.c.other_id == USER),
        ),
    )
    .exists()
)
# What was offered to several belongs to each of them until somebody takes it.
OFFERED = part(
    TurnKind.REQUEST,
    requests,
    request_offers.c.mentor_id == USER,
    among(request_offers.c.state, *_OPEN_REQUEST),
    ~_APART,
    source=requests.join(
        request_offers,
        and_(
            request_offers.c.guild_id == requests.c.guild_id,
            request_offers.c.request_id == requests.c.id,
        ),
    ),
    owner=case(
        (
            and_(
                among(requests.c.step, RequestStep.CLAIM),
                among(request_offers.c.state, RequestState.OPEN),
            ),
            USER,
        ),
        else_=requests.c.owner_id,
    ),
    due=requests.c.due_at,
    name=_standing("mentor"),
)
OUTREACH = part(
    TurnKind.OUTREACH,
    outreach,
    outreach.c.user_id == USER,
    among(outreach.c.state, *(state for state in OutreachState if state.is_open)),
    owner=USER,
    due=outreach.c.due_at,
    name=outreach.c.who,
)
WAITING = part(
    TurnKind.MATCHING,
    enrolments,
    enrolments.c.user_id == USER,
    among(enrolments.c.state, EnrolmentState.APPLIED, EnrolmentState.WAITLISTED),
    source=enrolments.join(
        cohorts,
        and_(cohorts.c.guild_id == enrolments.c.guild_id, cohorts.c.id == enrolments.c.cohort_id),
    ).outerjoin(
        waits,
        and_(waits.c.guild_id == enrolments.c.guild_id, waits.c.enrolment_id == enrolments.c.id),
    ),
    first=waits.c.priority,
    due=waits.c.next_round_at,
    name=cohorts.c.name,
    note=waits.c.reason,
)
SAVED_PROGRAMS = part(
    TurnKind.SAVED_PROGRAM,
    saved_programs,
    saved_programs.c.user_id == USER,
    saved_programs.c.remind_at <= NOW,
    saved_programs.c.reminded_at.is_(None),
    owner=USER,
    name=saved_programs.c.name,
)
