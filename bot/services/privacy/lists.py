"""The list of erasures of a database, and what it is good for when someone comes back."""

import structlog

from bot.domain.ids import UserId
from bot.services.work import Work
from bot.settings import Settings
from bot.storage.cohorts import profiles
from bot.storage.database import Database
from bot.storage.privacy.erasure_list import ErasureList
from bot.storage.safety import concerns

log = structlog.get_logger(__name__)


def list_for(settings: Settings) -> ErasureList:
    """Return the list of erasures outside the database that the settings name."""
    path = settings.database.sqlite_path
    if path is not None:
        return ErasureList.beside(path.absolute())
    return ErasureList.of_server(settings.database.url)


def list_of(database: Database, settings: Settings) -> ErasureList:
    """Return the list of erasures outside a database that is open."""
    if database.file is not None:
        return ErasureList.beside(database.file.path)
    return ErasureList.of_server(settings.database.url)


def recognize(work: Work, user: UserId | None = None) -> None:
    """Let “rather not” lists and concerns that named someone who was erased name them again.

    They are a stranger in everything else. `user` is whom a moderator signs up.
    """
    whom = work.user if user is None else user
    listed = list_of(work.app.database, work.app.settings)
    if listed.has_key:
        number = UserId(listed.keyed_number(work.guild, whom))
        profiles.avoid_again(work.connection, work.guild, number, whom)
        concerns.name_again(work.connection, work.guild, number, whom)
    elif fault := listed.fault(work.connection):
        log.warning("erasing.not_recognized", reason=fault.code)
