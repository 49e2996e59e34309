"""The unit of work: what a service's transaction receives, and where its interaction is recorded.

A service is one plain function of a `Work` and of the person's input. `writes` or `reads` runs it
in a transaction and turns it into what callers await: ``await log(app, actor, ...)``. What several
services do inside their transactions is a plain function of a `Work`, undecorated.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.app import App
from bot.domain.errors import DomainError
from bot.domain.ids import GuildId, UserId
from bot.services.actor import Actor
from bot.storage import interactions
from bot.storage.database import Database
from bot.storage.nudges import pings

# The refusal of an interaction that was delivered before.
REPEATED = "interaction.repeated"
P = ParamSpec("P")
T = TypeVar("T")
Transaction = Callable[Concatenate["Work", P], T]
Service = Callable[Concatenate[App, Actor, P], Coroutine[Any, Any, T]]


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction on behalf of one person; `now` is the same for everything in it."""

    app: App
    actor: Actor
    connection: Connection
    now: datetime

    @property
    def guild(self) -> GuildId:
        """Return the society in which the person acts."""
        return self.actor.guild

    @property
    def user(self) -> UserId:
        """Return the person who acts."""
        return self.actor.user


def writes(transaction: Transaction[P, T]) -> Service[P, T]:
    """Make a service that changes something, once for each interaction.

    The interaction is recorded first, in the same transaction, and that the person did something.
    Discord may deliver one twice: the second raises `DomainError` ``interaction.repeated`` and
    changes nothing. Whoever is refused has done something all the same, and is not called silent.
    """

    def recorded(work: Work, /, *args: P.args, **kwargs: P.kwargs) -> T:
        interactions.record(work.connection, work.actor.interaction, work.guild, work.now)
        actor = work.actor
        pings.record_act(work.connection, actor.guild, actor.user, work.now, actor.language)
        return transaction(work, *args, **kwargs)

    service = _service(transaction, recorded, Database.write)

    @wraps(service)
    async def noticed(app: App, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await service(app, actor, *args, **kwargs)
        except DomainError as refusal:
            if refusal.code != REPEATED:
                now = app.clock.now()
                await app.database.write(
                    pings.record_act, actor.guild, actor.user, now, actor.language
                )
            raise

    return noticed


def writes_unrecorded(why: str) -> Callable[[Transaction[P, T]], Service[P, T]]:
    """Make a service that changes something and records no interaction; `why` states the reason.

    Either a second delivery of the same interaction does no harm, or another service records it.
    """
    assert why, "the reason is part of the rule"

    def decorate(transaction: Transaction[P, T]) -> Service[P, T]:
        return _service(transaction, transaction, Database.write)

    return decorate


def reads(transaction: Transaction[P, T]) -> Service[P, T]:
    """Make a service that looks at one consistent snapshot and changes nothing."""
    return _service(transaction, transaction, Database.read)


def glances(transaction: Transaction[P, T]) -> Service[P, T]:
    """Make a service that reads few rows by their keys; see `Database.glance`."""
    return _service(transaction, transaction, Database.glance)


def _service(
    named: Transaction[P, T], transaction: Transaction[P, T], run: Callable[..., Awaitable[T]]
) -> Service[P, T]:
    """Return a service that is called and documented as `named`, and has `run` run the other.

    Its attribute `records` says whether it records the interaction, so that a test can walk all.
    """

    @wraps(named)
    async def service(app: App, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> T:
        def begin(connection: Connection) -> T:
            return transaction(Work(app, actor, connection, app.clock.now()), *args, **kwargs)

        return await run(app.database, begin)

    service.__dict__["records"] = transaction is not named
    return service
