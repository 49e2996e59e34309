"""In which language each person reads what is sent to them."""

from sqlalchemy import Connection, bindparam, select

from bot.domain.ids import GuildId, UserId
from bot.storage.tables import acts, nudge_settings, societies

# Built once: every direct message asks for it.
_OF_PERSON = (
    select(nudge_settings.c.language, acts.c.locale, societies.c.language.label("around"))
    .select_from(societies)
    .outerjoin(
        nudge_settings,
        (nudge_settings.c.guild_id == societies.c.guild_id)
        & (nudge_settings.c.user_id == bindparam("user")),
    )
    .outerjoin(
        acts, (acts.c.guild_id == societies.c.guild_id) & (acts.c.user_id == bindparam("user"))
    )
    .where(societies.c.guild_id == bindparam("guild"))
)


def locale_of(connection: Connection, guild: GuildId, user: UserId) -> str:
    """Return the language that a person chose, else that of their Discord when they last acted.

    Before their first act it is the society's; empty if that isn't chosen either.
    """
    row = connection.execute(_OF_PERSON, {"guild": guild, "user": user}).one_or_none()
    return next(filter(None, row), "") if row is not None else ""
