"""`/privacy`: see what is kept about you, take it along, and delete it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete as delete_rows

from bot.domain.errors import DomainError
from bot.domain.ids import GuildId
from bot.domain.privacy.register import DELETABLE, Audience, Erasing, Term, Topic, Why
from bot.services.privacy import erasing, lists
from bot.services.work import Work, reads, writes
from bot.storage.cohorts import profiles
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.privacy import register
from bot.storage.privacy.register import entries
from bot.storage.safety import looks
from bot.storage.safety.looks import Looked
from bot.storage.youth import supervision, youth


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept of one topic, who else can see it, and how long it is kept."""

    topic: Topic
    number: int
    seen_by: tuple[Audience, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What a society keeps about someone; `elsewhere` counts other societies with anything.

    `looked` is what moderators and safety leads looked up about them, newest first. `is_minor` if
    they said that they're under 18; `has_advisors` if someone in a mentorship of theirs did.
    """

    guild: GuildId
    kept: tuple[Kept, ...]
    elsewhere: int
    looked: tuple[Looked, ...] = ()
    is_minor: bool = False
    has_advisors: bool = False


@dataclass(frozen=True, slots=True)
class ToDelete:
    """What deleting everything would mean, here or in all `societies`."""

    guild: GuildId
    societies: int
    stays: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted: in how many societies, how many mentorships ended, and what was posted."""

    societies: int
    pairs: int
    messages: int
    stays: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, as plain values."""

    guild: GuildId
    topic: Topic
    table: str
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """Everything that can be taken along; `by_dm` if it may be sent that way."""

    at: datetime
    everything: tuple[Rows, ...]
    by_dm: bool = True


@reads
def overview(work: Work) -> Overview:
    """Return what is kept about someone here."""
    counts = register.count(work.connection, work.guild, work.user)
    kept = tuple(_kept(topic, counts[topic]) for topic in Topic if topic in counts)
    known = register.societies_of(work.connection, work.user, confidential=False)
    society = societies.find(work.connection, work.guild)
    shows_looks = society is None or society.shows_looks
    return Overview(
        work.guild,
        tuple(one for one in kept if shows_looks or one.topic is not Topic.LOOKS),
        len({*known} - {work.guild}),
        tuple(looks.of_person(work.connection, work.guild, work.user)) if shows_looks else (),
        is_minor=youth.is_minor(work.connection, work.guild, work.user),
        has_advisors=any(
            supervision.has_minor(work.connection, pair)
            for pair in (
                *pairs.list_for_person(work.connection, work.guild, work.user),
                *pairs.list_ended_of_person(work.connection, work.guild, work.user),
            )
        ),
    )


def _kept(topic: Topic, number: int) -> Kept:
    abouts = [
        entry.about for entry in entries() if entry.about.topic is topic and entry.about.is_counted
    ]
    seen = {audience for about in abouts for audience in about.audiences}
    terms = {about.kept for about in abouts}
    return Kept(
        topic,
        number,
        tuple(audience for audience in Audience if audience in seen),
        tuple(term for term in Term if term in terms),
    )


@reads
def export(work: Work, everywhere: bool) -> Exported:
    """Return everything that someone may take along, of this society or of all."""
    found = []
    for guild in _societies(work, everywhere=everywhere):
        for entry in entries():
            rows = register.rows_of(work.connection, entry, guild, work.user)
            if rows:
                found.append(Rows(guild, entry.about.topic, entry.table.name, tuple(rows)))
    order = list(Topic)
    found.sort(key=lambda rows: (rows.guild, order.index(rows.topic), rows.table))
    is_minor = youth.is_minor(work.connection, work.guild, work.user)
    return Exported(work.now, tuple(found), by_dm=not is_minor)


@reads
def to_delete(work: Work, everywhere: bool) -> ToDelete:
    """Return what `delete` would mean."""
    guilds = _societies(work, everywhere=everywhere)
    stays = {
        why for guild in guilds for why in register.why_it_stays(work.connection, guild, work.user)
    }
    return ToDelete(work.guild, _shown(work, guilds), tuple(why for why in Why if why in stays))


@writes
def delete(work: Work, everywhere: bool) -> Deleted:
    """Erase someone from this society, or from all, right away."""
    settings = work.app.settings
    listed = lists.list_of(work.app.database, settings)
    guilds = _societies(work, everywhere=everywhere)
    shown = _shown(work, guilds)
    stays: set[Why] = set()
    done = []
    for guild in guilds:
        stays.update(register.why_it_stays(work.connection, guild, work.user))
        done.append(erasing.erase(work.connection, settings, listed, guild, work.user, work.now))
    return Deleted(
        shown,
        sum(erased.pairs for erased in done),
        sum(erased.messages for erased in done),
        tuple(why for why in Why if why in stays),
    )


def _societies(work: Work, *, everywhere: bool) -> list[GuildId]:
    if not everywhere:
        return [work.guild]
    return sorted({work.guild, *register.societies_of(work.connection, work.user)})


def _shown(work: Work, guilds: list[GuildId]) -> int:
    """Count societies without those that only have what someone else said in private."""
    known = register.societies_of(work.connection, work.user, confidential=False)
    return len({work.guild, *known} & {*guilds})


@writes
def delete_topic(work: Work, topic: Topic) -> int:
    """Delete one topic of someone's data and return how many rows that were.

    Raises `DomainError` ``privacy.whole`` for what can't be deleted on its own.
    """
    if topic not in DELETABLE:
        raise DomainError("privacy.whole")
    number = register.count(work.connection, work.guild, work.user).get(topic, 0)
    erasing.remove_posted(work.connection, work.guild, work.user, work.now, topic)
    for entry in entries():
        if entry.about.topic is topic and entry.about.erasing is Erasing.DELETE:
            theirs = entry.is_theirs(work.guild, work.user)
            work.connection.execute(delete_rows(entry.table).where(theirs))
    return number


@writes
def keep_profile(work: Work) -> None:
    """Keep a profile that someone was asked about; raise ``privacy.no_profile`` if it is gone."""
    if not profiles.keep(work.connection, work.guild, work.user):
        raise DomainError("privacy.no_profile")


@reads
def require_profile(work: Work) -> None:
    """Raise `DomainError` ``privacy.no_profile`` if there is none to delete."""
    if profiles.find(work.connection, work.guild, work.user) is None:
        raise DomainError("privacy.no_profile")
