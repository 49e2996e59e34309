"""Count what a pair has behind it: from states alone, and nothing that anybody wrote."""

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, func, select

from bot.domain.ids import GuildId, PairId
from bot.domain.progress.pair_stats import Reached
from bot.domain.states import CheckInState, CommitmentState, GoalState, MeetingState
from bot.storage.tables import check_ins, commitments, goals, meetings, updates, wins


def of_pair(connection: Connection, guild: GuildId, pair: PairId) -> Reached:
    """Return what the pair did, in one statement."""

    def number(table: Table, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        statement = select(func.count()).select_from(table)
        mine = (table.c.guild_id == guild, table.c.pair_id == pair)
        return statement.where(*mine, *conditions).scalar_subquery()

    kept = (commitments.c.state == CommitmentState.KEPT, commitments.c.shown == 1)
    row = connection.execute(
        select(
            number(meetings, meetings.c.state == MeetingState.HAPPENED).label("meetings"),
            number(goals, goals.c.state == GoalState.DONE).label("goals"),
            number(commitments, *kept).label("kept"),
            number(wins).label("wins"),
            number(updates).label("updates"),
            number(check_ins, check_ins.c.state == CheckInState.ANSWERED).label("check_ins"),
        )
    ).one()
    return Reached(**row._mapping)
