"""What somebody tells the society about themselves, and what stays private."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.enrolments import TypedAnswers
from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.vocabulary import FIELDS, FORMATS, STAGES, TOPICS
from bot.domain.windows import format_windows
from bot.services.actor import Actor
from bot.services.cohorts.enrolments import wished
from bot.services.cohorts.sign_up import TypedWords
from bot.storage import drafts, interactions
from bot.storage.cohorts import avoid_list as avoided
from bot.storage.cohorts import profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.moderation import societies

MOST_AVOIDED = 10
_DRAFT = "profile"


@dataclass(frozen=True, slots=True)
class PrivateWishes:
    """What nobody but its person sees."""

    communities: tuple[str, ...]
    share_communities: bool
    avoided: tuple[UserId, ...]


async def show(app: App, actor: Actor) -> Profile:
    """Return the person's own profile; empty when nothing was said yet."""
    return await app.database.read(_own, actor)


def _own(connection: Connection, actor: Actor) -> Profile:
    found = profiles.find(connection, actor.guild, actor.user)
    return found or Profile(actor.guild, actor.user)


async def choose(app: App, actor: Actor, part: str, values: Sequence[str]) -> Profile:
    """Keep what was chosen in a menu, in place of what was chosen there before.

    `part` is ``stage``, ``fields``, ``topics``, ``offers``, ``formats``, or a wish that
    `bot.services.cohorts.enrolments.wish` knows. Raises ``enrolment.unknown_choice``.
    """
    return await _change(app, actor, lambda profile: _chosen(profile, part, tuple(values)))


def _chosen(profile: Profile, part: str, values: tuple[str, ...]) -> Profile:
    match part:
        case "stage":
            rules.require_among(values, STAGES)
            return replace(profile, stage=next(iter(values), None))
        case "fields":
            rules.require_among(values, FIELDS)
            return replace(profile, fields=values)
        case "topics":
            rules.require_among(values, TOPICS)
            return replace(profile, topics=values)
        case "offers":
            rules.require_among(values, TOPICS)
            return replace(profile, offers=values)
        case "formats":
            rules.require_among(values, FORMATS)
            return replace(profile, wishes=replace(profile.wishes, formats=values))
        case _:
            return replace(profile, wishes=wished(profile.wishes, part, values))


async def begin_words(app: App, actor: Actor) -> TypedWords:
    """Return what the form starts from: words that were refused before, or the profile's own."""

    def look(connection: Connection) -> TypedWords:
        kept = drafts.find(connection, actor.guild, actor.user, _DRAFT)
        if kept is not None:
            return TypedWords(**kept)
        profile = _own(connection, actor)
        society = societies.find(connection, actor.guild)
        wishes = profile.wishes
        return TypedWords(
            goals=profile.goals,
            time_zone=profile.time_zone or (society.time_zone if society else ""),
            windows=format_windows(wishes.windows).replace(";", ", "),
            hours=rules.hours_text(wishes.hours),
            place=wishes.place or "",
        )

    return await app.database.read(look)


async def write(app: App, actor: Actor, words: TypedWords) -> Profile:
    """Keep what was typed; when something is refused, all of it stays as a draft.

    Raises `DomainError` as `bot.domain.cohorts.enrolments.check_words` does.
    """
    plain = {name: getattr(words, name) for name in TypedWords.__slots__}
    key = (actor.guild, actor.user, _DRAFT)
    try:
        zone, wishes = rules.check_words(TypedAnswers(**plain))
    except DomainError:
        await app.database.write(drafts.keep, *key, plain, app.clock.now())
        raise

    def change(profile: Profile) -> Profile:
        kept = profile.wishes
        said = replace(kept, hours=wishes.hours, place=wishes.place, windows=wishes.windows)
        return replace(profile, time_zone=zone, goals=words.goals.strip(), wishes=said)

    done = await _change(app, actor, change)
    await app.database.write(drafts.drop, *key)
    return done


async def private(app: App, actor: Actor) -> PrivateWishes:
    """Return what is kept privately, to its person alone."""
    return await app.database.read(_private, actor)


def _private(connection: Connection, actor: Actor) -> PrivateWishes:
    profile = _own(connection, actor)
    others = avoided.of_person(connection, actor.guild, actor.user)
    return PrivateWishes(profile.communities, profile.share_communities, tuple(sorted(others)))


async def set_communities(app: App, actor: Actor, values: Sequence[str]) -> PrivateWishes:
    """Keep communities; used for what the person ticked, never shown, never inferred."""
    rules.require_communities(values)
    # Somebody who names none can't wish to share one.
    await _change(
        app,
        actor,
        lambda profile: replace(
            profile,
            communities=tuple(values),
            share_communities=profile.share_communities and bool(values),
        ),
    )
    return await private(app, actor)


async def set_sharing(app: App, actor: Actor, *, wanted: bool) -> PrivateWishes:
    """Keep whether somebody would like a partner who shares a community."""
    await _change(app, actor, lambda profile: replace(profile, share_communities=wanted))
    return await private(app, actor)


async def set_avoided(app: App, actor: Actor, others: Sequence[UserId]) -> PrivateWishes:
    """Keep the confidential list of people not to be paired with; it beats every score."""

    def keep(connection: Connection) -> PrivateWishes:
        interactions.record(connection, actor.interaction, actor.guild, app.clock.now())
        avoided.save(connection, actor.guild, actor.user, others)
        return _private(connection, actor)

    return await app.database.write(keep)


async def _change(app: App, actor: Actor, change: Callable[[Profile], Profile]) -> Profile:
    def keep(connection: Connection) -> Profile:
        now = app.clock.now()
        interactions.record(connection, actor.interaction, actor.guild, now)
        changed = change(_own(connection, actor))
        profiles.save(connection, changed, now)
        return changed

    return await app.database.write(keep)
