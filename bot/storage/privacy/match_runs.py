"""Take an erased person out of the match runs, which are also about everyone else."""

import json

from sqlalchemy import Connection, Text, delete, select, type_coerce, update

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.domain.matching import MatchInput, MatchResult, without
from bot.storage.privacy.register import names
from bot.storage.tables import match_runs


def forget(connection: Connection, guild: GuildId, user: UserId, number: int) -> None:
    """Leave of someone only their place in a pair, as `number`; the rest of each run stays.

    Such a pair can't be approved, as if they had left. A run that can't be read is deleted.
    """
    texts = select(
        match_runs.c.id, *(type_coerce(match_runs.c[name], Text) for name in ("asked", "result"))
    )
    theirs = (match_runs.c.guild_id == guild) & names(match_runs.c.asked, user)
    for run, *stored in connection.execute(texts.where(theirs)).all():
        is_this = (match_runs.c.guild_id == guild) & (match_runs.c.id == run)
        try:
            plain_asked, plain_result = map(json.loads, stored)
            asked = MatchInput.from_json(plain_asked)
            result = MatchResult.from_json(plain_result)
        except (DomainError, LookupError, TypeError, ValueError):
            connection.execute(delete(match_runs).where(is_this))
            continue
        asked, result = without(asked, result, str(user), str(number))
        connection.execute(update(match_runs).where(is_this).values(asked=asked, result=result))
