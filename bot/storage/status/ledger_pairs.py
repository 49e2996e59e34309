"""The parts of the ledger that belong to somebody's pairs.

Of a pair on a pause nobody owes anything but their own promises.
"""

from sqlalchemy import Text, and_, case, cast, func, literal_column, or_, select

from bot.domain.states import (
    CheckInState,
    CommitmentState,
    ContactState,
    GoalState,
    MeetingState,
    PulseState,
)
from bot.domain.status.turns import TurnKind
from bot.storage.status.ledger_columns import NOW, OF_LIVE, OF_MINE, USER, among, part
from bot.storage.tables import (
    agreement_answers,
    agreements,
    check_ins,
    commitments,
    contacts,
    goals,
    meeting_series,
    meeting_times,
    meetings,
    pair_members,
    pulses,
)

CHECK_INS = part(
    TurnKind.CHECK_IN,
    check_ins,
    check_ins.c.pair_id.in_(OF_LIVE),
    among(check_ins.c.state, CheckInState.ASKED),
    pair="pair_id",
    owner=check_ins.c.owner_id,
    due=func.coalesce(check_ins.c.asked_at, check_ins.c.due_at),
)
_STANDING = among(meetings.c.state, MeetingState.PROPOSED, MeetingState.CONFIRMED)
MEETINGS = part(
    TurnKind.MEETING,
    meetings,
    meetings.c.pair_id.in_(OF_MINE),
    _STANDING,
    # Reckoned with, so that SQLite looks for the pair's and not through everybody's that are ahead.
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
    name=cast(meeting_series.c.every_days, Text),
)
_AFTER = meetings.alias("after")
# What did not take place, while nothing was proposed or arranged since.
NEW_TIMES = part(
    TurnKind.NEW_TIME,
    meetings,
    meetings.c.pair_id.in_(OF_LIVE),
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
MEETING_TIMES = part(
    TurnKind.MEETING_TIMES,
    meetings,
    meetings.c.pair_id.in_(OF_LIVE),
    _STANDING,
    meetings.c.asked_by.is_not(None),
    _FIRST_AHEAD.is_not(None),
    pair="pair_id",
    owner=meetings.c.asked_by,
    due=_FIRST_AHEAD,
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
# Whose part is still to be done: to answer, or once all is revealed to agree.
AGREEMENTS = part(
    TurnKind.AGREEMENT,
    agreements,
    agreements.c.pair_id.in_(OF_LIVE),
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
PULSES = part(
    TurnKind.PULSE,
    pulses,
    pulses.c.user_id == USER,
    among(pulses.c.state, PulseState.ASKED),
    pulses.c.pair_id.in_(OF_LIVE),
    pair="pair_id",
    owner=USER,
)
COMMITMENTS = part(
    TurnKind.COMMITMENT,
    commitments,
    commitments.c.pair_id.in_(OF_MINE),
    among(commitments.c.state, CommitmentState.OPEN),
    or_(commitments.c.owner_id == USER, commitments.c.shown == literal_column("1")),
    pair="pair_id",
    owner=commitments.c.owner_id,
    due=commitments.c.due_at,
    name=commitments.c.words,
)
GOALS = part(
    TurnKind.GOAL,
    goals,
    goals.c.pair_id.in_(OF_MINE),
    among(goals.c.state, GoalState.OPEN),
    pair="pair_id",
    owner=goals.c.owner_id,
    name=goals.c.words,
    note=goals.c.due_on,
)
CONTACTS = part(
    TurnKind.CONTACT,
    contacts,
    contacts.c.pair_id.in_(OF_MINE),
    among(contacts.c.state, ContactState.ASKED),
    or_(contacts.c.asker_id == USER, contacts.c.owner_id == USER),
    pair="pair_id",
    owner=contacts.c.owner_id,
)
