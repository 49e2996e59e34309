"""Statements of tests, which look at the rows of all societies and set them up as they please.

The bot's own must name their society: see `bot.storage.statements.isolation`.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import sqlalchemy
from sqlalchemy import ColumnElement, Connection

from bot.storage.outbox import NUDGES, Nudge
from bot.storage.statements.isolation import IN_EVERY_SOCIETY

Builder = TypeVar("Builder", bound=Callable[..., Any])


def _in_every_society(build: Builder) -> Builder:
    return cast("Builder", lambda *what: build(*what).where(IN_EVERY_SOCIETY))


select = _in_every_society(sqlalchemy.select)
update = _in_every_society(sqlalchemy.update)
delete = _in_every_society(sqlalchemy.delete)


def all_nudges(connection: Connection, *conditions: ColumnElement[bool]) -> list[Nudge]:
    """Return the outbox's rows of every society for which the conditions hold."""
    return NUDGES.all(connection, IN_EVERY_SOCIETY, *conditions)
