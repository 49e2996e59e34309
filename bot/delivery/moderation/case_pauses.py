"""The case about a first meeting rests while its pair does, and comes back when that is over."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.meetings import first_meetings
from bot.domain.moderation.cases import CaseKind, pair_of
from bot.domain.states import CaseAction
from bot.storage.moderation import cases
from bot.storage.moderation.cases import Case
from bot.storage.pairs import pairs, pauses

_SET_A_DAY = (CaseAction.EXTENDED, CaseAction.RESTED)


def let_rest(connection: Connection, now: datetime, within: timedelta) -> None:
    """Let each open case rest as long as its pair, which is expected to meet `within` a time."""
    for case in cases.open_everywhere(connection):
        if case.kind == CaseKind.NO_FIRST_MEETING:
            _adjust(connection, case, _until(connection, case, within), now)


def _until(connection: Connection, case: Case, within: timedelta) -> datetime | None:
    """Return until when the pair rests, or is given time since it rested."""
    wanted = pair_of(case.subject)
    pair = pairs.find(connection, case.guild, wanted) if wanted else None
    if pair is None or pair.introduced_at is None:
        return None
    stretches = pauses.of_pair(connection, pair.guild, pair.id)
    by, _ = first_meetings.expected_by(pair, within, stretches)
    return max(by, pair.paused_until or by)


def _adjust(connection: Connection, case: Case, until: datetime | None, now: datetime) -> None:
    """Move the day on which a case comes back, unless a moderator has set a later one."""
    trail = cases.trail(connection, case.guild, case.id)
    latest = next((step.action for step in reversed(trail) if step.action in _SET_A_DAY), None)
    is_ours = latest is CaseAction.RESTED
    set_to = case.extended_until
    if until is not None and until > now:
        if set_to is None or set_to < until or (is_ours and set_to != until):
            cases.extend(connection, case.guild, case.id, until)
            if not is_ours or (set_to is not None and set_to <= now):
                action = CaseAction.RESTED
                cases.add_step(connection, case.guild, case.id, action, None, now)
    elif is_ours and set_to is not None and set_to > now:
        cases.extend(connection, case.guild, case.id, now)
