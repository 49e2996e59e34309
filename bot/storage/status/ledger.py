"""Everything that a person's turn ledger consists of, in one statement.

/status is used often and shows a dozen kinds of items, a few rows of each. A statement costs more
than its rows, and a dozen of them cost more than all the rest of the answer. So each kind adds its
rows to one statement, in the same columns.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.domain.ids import GuildId, PairId, UserId
from bot.domain.meetings.meetings import ANSWER_WITHIN, LENGTH
from bot.domain.moderation.cases import ANSWERED
from bot.domain.states import (
    CaseState,
    CheckInState,
    CohortState,
    CommitmentState,
    ConcernState,
    ContactState,
    EnrolmentState,
    GoalState,
    MeetingState,
    OutreachState,
    PairState,
    PulseState,
    RequestState,
    RequestStep,
)
from bot.domain.status.turns import MODERATORS, UNDECIDED, TurnKind
from bot.storage.cohorts import enrolments as enrolment_rows
from bot.storage.statements.prepared import Prepared
from bot.storage.status.parts import (
    ENDED_SINCE,
    GUILD,
    NOW,
    USER,
    among,
    found_by_person,
    part,
)
from bot.storage.tables import (
    agreement_answers,
    agreements,
    avoided,
    cases,
    check_ins,
    circle_answers,
    circle_questions,
    cohorts,
    commitments,
    concerns,
    contacts,
    enrolments,
    goals,
    meeting_answers,
    meeting_series,
    meeting_times,
    meeting_votes,
    meetings,
    outreach,
    pair_members,
    pairs,
    presence,
    pulses,
    request_offers,
    requests,
    saved_programs,
    waits,
)
from bot.storage.types import Whole

_MINE = (
    select(pair_members.c.pair_id, pairs.c.state)
    .join(
        pairs,
        and_(pairs.c.guild_id == pair_members.c.guild_id, pairs.c.id == pair_members.c.pair_id),
    )
    .where(
        pair_members.c.guild_id == GUILD,
        pair_members.c.user_id == USER,
        found_by_person(pair_members),
        ~among(pairs.c.state, PairState.ENDED),
    )
    .cte("mine")
)
_OF_MINE = select(_MINE.c.pair_id)
_OF_LIVE = _OF_MINE.where(~among(_MINE.c.state, PairState.PAUSED))


# --- items of someone's pairs; during a pause, no one owes anything but their own commitments ---

_CHECK_INS = part(
    TurnKind.CHECK_IN,
    check_ins,
    check_ins.c.pair_id.in_(_OF_LIVE),
    among(check_ins.c.state, CheckInState.ASKED),
    pair="pair_id",
    owner=check_ins.c.owner_id,
    due=func.coalesce(check_ins.c.asked_at, check_ins.c.due_at),
)
_STANDING = among(meetings.c.state, MeetingState.PROPOSED, MeetingState.CONFIRMED)
_MEETINGS = part(
    TurnKind.MEETING,
    meetings,
    meetings.c.pair_id.in_(_OF_MINE),
    _STANDING,
    # An expression, so that SQLite uses the index by pair and doesn't scan everyone's coming ones.
    meetings.c.starts_at + literal_column("0") > NOW,
    source=meetings.outerjoin(
        meeting_series,
        and_(
            meeting_series.c.guild_id == meetings.c.guild_id,
            meeting_series.c.id == meetings.c.series_id,
        ),
    ),
    pair="pair_id",
    due=meetings.c.starts_at,
    # A meeting that was moved does not come again at its new hour.
    name=case(
        (
            and_(
                meetings.c.series_date == meetings.c.local_date,
                meetings.c.at == meeting_series.c.at,
            ),
            func.coalesce(meeting_series.c.monthly, cast(meeting_series.c.every_days, Text)),
        ),
    ),
    # Before a meeting, someone's only answer is that they can't come.
    first=case(
        (
            select(meeting_answers.c.user_id)
            .where(
                meeting_answers.c.guild_id == meetings.c.guild_id,
                meeting_answers.c.meeting_id == meetings.c.id,
                meeting_answers.c.user_id == USER,
            )
            .exists(),
            literal_column("1", Whole),
        ),
        else_=literal_column("0", Whole),
    ),
)
_AFTER = meetings.alias("after")
# Meetings that did not take place, with nothing proposed or confirmed since.
_NEW_TIMES = part(
    TurnKind.NEW_TIME,
    meetings,
    meetings.c.pair_id.in_(_OF_LIVE),
    among(meetings.c.state, MeetingState.MOVED, MeetingState.MISSED),
    meetings.c.starts_at.is_not(None),
    ~select(_AFTER.c.id)
    .where(
        _AFTER.c.guild_id == meetings.c.guild_id,
        _AFTER.c.pair_id == meetings.c.pair_id,
        _AFTER.c.id != meetings.c.id,
        ~among(_AFTER.c.state, MeetingState.CANCELLED),
        or_(_AFTER.c.starts_at.is_(None), _AFTER.c.starts_at > meetings.c.starts_at),
    )
    .exists(),
    pair="pair_id",
    owner=meetings.c.changed_by,
    due=meetings.c.settled_at,
)
_FIRST_AHEAD = (
    select(func.min(meeting_times.c.starts_at))
    .where(
        meeting_times.c.guild_id == meetings.c.guild_id,
        meeting_times.c.meeting_id == meetings.c.id,
        meeting_times.c.round == meetings.c.round,
        meeting_times.c.starts_at > NOW,
    )
    .scalar_subquery()
)
_VOTED = (
    select(meeting_votes.c.user_id)
    .join(
        meeting_times,
        and_(
            meeting_times.c.guild_id == meeting_votes.c.guild_id,
            meeting_times.c.id == meeting_votes.c.time_id,
        ),
    )
    .where(
        meeting_times.c.guild_id == meetings.c.guild_id,
        meeting_times.c.meeting_id == meetings.c.id,
        meeting_times.c.round == meetings.c.round,
        meeting_votes.c.user_id == pair_members.c.user_id,
    )
    .correlate(meetings, pair_members)
)
_IS_HERE = (
    ~select(presence.c.user_id)
    .where(
        presence.c.guild_id == pair_members.c.guild_id,
        presence.c.user_id == pair_members.c.user_id,
        presence.c.left_at.is_not(None),
    )
    .correlate(pair_members)
    .exists()
)
_OPEN_TIMES = (
    meetings.c.pair_id.in_(_OF_LIVE),
    _STANDING,
    meetings.c.asked_by.is_not(None),
    # What would move a meeting is over once it has begun.
    or_(meetings.c.starts_at.is_(None), meetings.c.starts_at > NOW),
    _FIRST_AHEAD.is_not(None),
)
_UNANSWERED = (pair_members.c.user_id != meetings.c.asked_by, _IS_HERE, ~_VOTED.exists())
# Of everyone but whoever proposed the times, those who have said nothing to any of them.
_MEETING_TIMES = part(
    TurnKind.MEETING_TIMES,
    meetings,
    *_OPEN_TIMES,
    *_UNANSWERED,
    source=meetings.join(
        pair_members,
        and_(
            pair_members.c.guild_id == meetings.c.guild_id,
            pair_members.c.pair_id == meetings.c.pair_id,
        ),
    ),
    pair="pair_id",
    owner=pair_members.c.user_id,
    due=_FIRST_AHEAD,
)
# Once everyone has answered and none is set, a deadline decides or whoever proposed them.
_UNDECIDED_TIMES = part(
    TurnKind.MEETING_TIMES,
    meetings,
    *_OPEN_TIMES,
    ~select(pair_members.c.user_id)
    .where(
        pair_members.c.guild_id == meetings.c.guild_id,
        pair_members.c.pair_id == meetings.c.pair_id,
        *_UNANSWERED,
    )
    .correlate(meetings)
    .exists(),
    pair="pair_id",
    owner=case((meetings.c.decide_at > NOW, None), else_=meetings.c.asked_by),
    due=case((meetings.c.decide_at > NOW, meetings.c.decide_at), else_=_FIRST_AHEAD),
    name=literal_column(f"'{UNDECIDED}'", Text),
)
# The question whether they met is private, so it waits only on oneself, whatever others answered.
_MET = part(
    TurnKind.MET,
    meetings,
    meetings.c.pair_id.in_(_OF_LIVE),
    among(meetings.c.state, *(each for each in MeetingState if each.is_asked_about)),
    meetings.c.starts_at + literal_column(str(int(ANSWER_WITHIN.total_seconds()))) > NOW,
    meetings.c.starts_at + literal_column(str(int(LENGTH.total_seconds()))) <= NOW,
    ~select(meeting_answers.c.user_id)
    .where(
        meeting_answers.c.guild_id == meetings.c.guild_id,
        meeting_answers.c.meeting_id == meetings.c.id,
        meeting_answers.c.user_id == USER,
    )
    .exists(),
    pair="pair_id",
    owner=USER,
    due=meetings.c.starts_at,
)

_OPEN_QUESTIONS = (
    circle_questions.c.pair_id.in_(_OF_MINE),
    circle_questions.c.closed_at.is_(None),
)
_SILENT = (
    _IS_HERE,
    ~select(circle_answers.c.user_id)
    .where(
        circle_answers.c.guild_id == circle_questions.c.guild_id,
        circle_answers.c.question_id == circle_questions.c.id,
        circle_answers.c.user_id == pair_members.c.user_id,
    )
    .correlate(circle_questions, pair_members)
    .exists(),
)
# What one of a circle asked, of everyone who has not answered.
_CIRCLE_QUESTIONS = part(
    TurnKind.CIRCLE_QUESTION,
    circle_questions,
    *_OPEN_QUESTIONS,
    *_SILENT,
    source=circle_questions.join(
        pair_members,
        and_(
            pair_members.c.guild_id == circle_questions.c.guild_id,
            pair_members.c.pair_id == circle_questions.c.pair_id,
        ),
    ),
    pair="pair_id",
    owner=pair_members.c.user_id,
    due=circle_questions.c.decide_at,
    name=type_coerce(circle_questions.c.topic, Text),
)
# Once everyone has answered and not all agree, the deadline decides.
_UNDECIDED_QUESTIONS = part(
    TurnKind.CIRCLE_QUESTION,
    circle_questions,
    *_OPEN_QUESTIONS,
    ~select(pair_members.c.user_id)
    .where(
        pair_members.c.guild_id == circle_questions.c.guild_id,
        pair_members.c.pair_id == circle_questions.c.pair_id,
        *_SILENT,
    )
    .correlate(circle_questions)
    .exists(),
    pair="pair_id",
    due=circle_questions.c.decide_at,
    name=type_coerce(circle_questions.c.topic, Text),
)
# A pair that was introduced and has neither met nor planned to. Proposed times, and a new time for
# what did not take place, are turns of their own.
_FIRST_MEETINGS = part(
    TurnKind.FIRST_MEETING,
    pairs,
    pairs.c.id.in_(_OF_LIVE),
    pairs.c.introduced_at.is_not(None),
    ~select(meetings.c.id)
    .where(
        meetings.c.guild_id == pairs.c.guild_id,
        meetings.c.pair_id == pairs.c.id,
        or_(
            among(
                meetings.c.state,
                MeetingState.CONFIRMED,
                MeetingState.HAPPENED,
                MeetingState.UNKNOWN,
                MeetingState.MOVED,
                MeetingState.MISSED,
            ),
            and_(meetings.c.asked_by.is_not(None), _FIRST_AHEAD.is_not(None)),
        ),
    )
    .exists(),
    pair="id",
    due=pairs.c.introduced_at,
)
# What someone asked the moderators, by the list of those who asked in the case's facts.
_HELP = part(
    TurnKind.HELP,
    cases,
    # Written like the index of open cases, which is partial.
    cases.c.state == literal_column(f"'{CaseState.OPEN.value}'"),
    among(cases.c.kind, *ANSWERED),
    # A blank or a quote before it: someone's ID may be the end of another's.
    func.replace(
        type_coerce(cases.c.facts, Text), literal_column("'\"'"), literal_column("' '")
    ).like(literal_column("'% '", Text) + cast(USER, Text) + literal_column("'@%'", Text)),
    owner=literal_column(str(MODERATORS), Whole),
    due=cases.c.opened_at,
    name=type_coerce(cases.c.facts, Text),
)

_HALF = agreement_answers.alias("half")
_OF_VERSION = and_(
    agreement_answers.c.guild_id == agreements.c.guild_id,
    agreement_answers.c.pair_id == agreements.c.pair_id,
    agreement_answers.c.version == agreements.c.version,
)
_NEWER = agreements.alias("newer")
_SINCE = func.coalesce(
    agreements.c.revealed_at,
    select(func.min(agreement_answers.c.completed_at)).where(_OF_VERSION).scalar_subquery(),
)
# Whoever still has to act: to answer or, once all is revealed, to agree.
_AGREEMENTS = part(
    TurnKind.AGREEMENT,
    agreements,
    agreements.c.pair_id.in_(_OF_LIVE),
    agreements.c.agreed_at.is_(None),
    case((agreements.c.revealed_at.is_(None), _HALF.c.completed_at), else_=_HALF.c.agreed_at).is_(
        None
    ),
    _SINCE.is_not(None),
    ~select(_NEWER.c.version)
    .where(
        _NEWER.c.guild_id == agreements.c.guild_id,
        _NEWER.c.pair_id == agreements.c.pair_id,
        _NEWER.c.version > agreements.c.version,
    )
    .exists(),
    source=agreements.join(
        pair_members,
        and_(
            pair_members.c.guild_id == agreements.c.guild_id,
            pair_members.c.pair_id == agreements.c.pair_id,
        ),
    ).outerjoin(
        _HALF,
        and_(
            _HALF.c.guild_id == agreements.c.guild_id,
            _HALF.c.pair_id == agreements.c.pair_id,
            _HALF.c.version == agreements.c.version,
            _HALF.c.user_id == pair_members.c.user_id,
        ),
    ),
    what="pair_id",
    pair="pair_id",
    owner=pair_members.c.user_id,
    due=_SINCE,
)
_PULSES = part(
    TurnKind.PULSE,
    pulses,
    pulses.c.user_id == USER,
    among(pulses.c.state, PulseState.ASKED),
    pulses.c.pair_id.in_(_OF_LIVE),
    pair="pair_id",
    owner=USER,
)
_COMMITMENTS = part(
    TurnKind.COMMITMENT,
    commitments,
    commitments.c.pair_id.in_(_OF_MINE),
    # One that has lapsed still waits to be done, moved, or dropped.
    among(commitments.c.state, CommitmentState.OPEN, CommitmentState.LAPSED),
    or_(commitments.c.owner_id == USER, commitments.c.shown == literal_column("1")),
    pair="pair_id",
    owner=commitments.c.owner_id,
    due=commitments.c.due_at,
    name=commitments.c.words,
    first=case(
        (among(commitments.c.state, CommitmentState.LAPSED), literal_column("1", Whole)),
        else_=literal_column("0", Whole),
    ),
)
_GOALS = part(
    TurnKind.GOAL,
    goals,
    goals.c.pair_id.in_(_OF_MINE),
    among(goals.c.state, GoalState.OPEN),
    pair="pair_id",
    owner=goals.c.owner_id,
    name=goals.c.words,
    note=goals.c.due_on,
)
_CONTACTS = part(
    TurnKind.CONTACT,
    contacts,
    contacts.c.pair_id.in_(_OF_MINE),
    among(contacts.c.state, ContactState.ASKED),
    or_(contacts.c.asker_id == USER, contacts.c.owner_id == USER),
    pair="pair_id",
    owner=contacts.c.owner_id,
)

# --- personal items, in no pair --------------------------------------------------------------

_OPEN_REQUEST = (RequestState.OPEN, RequestState.QUESTION)


def _standing(side: str) -> ColumnElement[str]:
    """Return the side, the step, and the state: ``asker:answer:open``."""
    words = literal_column(f"'{side}:'", Text) + type_coerce(requests.c.step, Text)
    return words + literal_column("':'", Text) + type_coerce(requests.c.state, Text)


_ASKED = part(
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
# What was offered to several belongs to each of them until someone accepts it.
_OFFERED = part(
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
_OUTREACH = part(
    TurnKind.OUTREACH,
    outreach,
    outreach.c.user_id == USER,
    among(outreach.c.state, *(state for state in OutreachState if state.is_open)),
    owner=USER,
    due=outreach.c.due_at,
    name=outreach.c.who,
)
_SIGNED_UP = (
    enrolments.c.user_id == USER,
    among(enrolments.c.state, EnrolmentState.APPLIED, EnrolmentState.WAITLISTED),
    # Who was not matched until the end waits for nothing any more.
    among(cohorts.c.state, *(state for state in CohortState if state is not CohortState.ENDED)),
)
_IN_COHORT = enrolments.join(
    cohorts,
    and_(cohorts.c.guild_id == enrolments.c.guild_id, cohorts.c.id == enrolments.c.cohort_id),
)
# One entry for both roles, as one answer confirms or withdraws both.
_UNCONFIRMED = part(
    TurnKind.SIGN_UP,
    enrolments,
    *_SIGNED_UP,
    enrolment_rows.UNCONFIRMED,
    source=_IN_COHORT,
    what="cohort_id",
    owner=USER,
    name=cohorts.c.name,
).distinct()
_WAITING = part(
    TurnKind.MATCHING,
    enrolments,
    *_SIGNED_UP,
    source=_IN_COHORT.outerjoin(
        waits,
        and_(waits.c.guild_id == enrolments.c.guild_id, waits.c.enrolment_id == enrolments.c.id),
    ),
    first=waits.c.priority,
    due=waits.c.next_round_at,
    name=cohorts.c.name,
    note=waits.c.reason,
)
_SAVED_PROGRAMS = part(
    TurnKind.SAVED_PROGRAM,
    saved_programs,
    saved_programs.c.user_id == USER,
    saved_programs.c.remind_at <= NOW,
    saved_programs.c.reminded_at.is_(None),
    owner=USER,
    name=saved_programs.c.name,
)
# Its number alone: who reported it, and what it says, is read behind its button.
_CONCERNS = part(
    TurnKind.CONCERN,
    concerns,
    concerns.c.owner_id == USER,
    among(concerns.c.state, ConcernState.OPEN, ConcernState.ACKNOWLEDGED),
    owner=USER,
    due=concerns.c.due_at,
    first=case(
        (among(concerns.c.state, ConcernState.OPEN), literal_column("1", Whole)),
        else_=literal_column("0", Whole),
    ),
)

# --- all of it -------------------------------------------------------------------------------

_PARTS = (
    _CHECK_INS,
    _MEETINGS,
    _MEETING_TIMES,
    _UNDECIDED_TIMES,
    _MET,
    _NEW_TIMES,
    _FIRST_MEETINGS,
    _CIRCLE_QUESTIONS,
    _UNDECIDED_QUESTIONS,
    _HELP,
    _AGREEMENTS,
    _PULSES,
    _COMMITMENTS,
    _GOALS,
    _CONTACTS,
    _ASKED,
    _OFFERED,
    _OUTREACH,
    _UNCONFIRMED,
    _WAITING,
    _SAVED_PROGRAMS,
    _CONCERNS,
)
_ENTRIES = Prepared(union_all(*_PARTS))

# Due (UTC epoch seconds, or `NEVER`), kind, ID, owner (or `NOBODY`), pair, name, note, and whether
# it has priority; columns that a kind does not have are None. Plain values: an object for each
# would take longer than reading it.
Entry = tuple[
    int,
    str,
    int,
    UserId,
    PairId | None,
    str | None,
    str | None,
    int | None,
]


def entries(
    connection: Connection, guild: GuildId, user: UserId, now: datetime, ended_since: datetime
) -> Sequence[Entry]:
    """Return what waits on `user`, on their partners, or on no one, unordered.

    What each column holds where it is not plain:

    - A confirmed meeting has no owner. Proposed times are owned by everyone who has not answered;
      `due` is the first of them in the future. Once all have, their name is `UNDECIDED`, and they
      are owned by who proposed them, or by no one until a deadline decides. A meeting of a series
      has the days of its interval as its name. One that was held is due since it began.
    - A new time to be found is owned by who accepted the old one, and due since that was closed.
    - A first meeting has no owner yet, and is due since the introduction. A question to the
      moderators is theirs; its name holds the case's facts, as JSON.
    - A check-in is due when it was asked, an agreement when its owner's part was first waited for.
    - A goal's note is its day, as ``2027-03-14``. A waiting sign-up has its cohort's name, the
      reason as JSON, and whether it has priority.
    - A request's name is ``asker:`` or ``mentor:`` with its step and state; one that has ended is
      included if it was due after `ended_since`.
    """
    return _ENTRIES.tuples(connection, guild=guild, user=user, now=now, ended_since=ended_since)
