"""A person's profile, and their private preferences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.app import App
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.enrolments import Preferences, TypedAnswers
from bot.domain.errors import DomainError
from bot.domain.ids import UserId
from bot.domain.typed_text import clean
from bot.domain.vocabulary import FIELDS, FORMATS, STAGES, TOPICS
from bot.domain.windows import format_windows
from bot.services.actor import Actor
from bot.services.cohorts.enrolments import wished
from bot.services.cohorts.sign_up import TypedWords
from bot.services.requests import transitions
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage import drafts
from bot.storage.cohorts import profiles
from bot.storage.cohorts.profiles import Profile
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.youth import youth

# As many as a menu of people can show.
MOST_AVOIDED = 25
_DRAFT = "profile"


@dataclass(frozen=True, slots=True)
class PrivatePreferences:
    """What only the person themselves can see."""

    communities: tuple[str, ...]
    share_communities: bool
    avoided: tuple[UserId, ...]
    partners: tuple[UserId, ...] = ()  # those on the list with whom they're matched now
    asks_communities: bool = True


@reads
def show(work: Work) -> Profile:
    """Return the person's own profile; empty if they entered nothing yet."""
    return _own(work)


def _own(work: Work) -> Profile:
    profile = profiles.find(work.connection, work.guild, work.user)
    return profile or Profile(work.guild, work.user)


@writes
def choose(work: Work, part: str, values: Sequence[str]) -> Profile:
    """Save what was chosen in a menu, replacing the earlier choice.

    `part` is ``stage``, ``fields``, ``topics``, ``offers``, ``formats``, or a preference that
    `bot.services.cohorts.enrolments.wish` knows. Raises ``enrolment.unknown_choice``.
    """
    return _save(work, _chosen(_own(work), part, tuple(values)))


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


@reads
def begin_words(work: Work) -> TypedWords:
    """Return the form's initial values: text that was refused before, or the profile's own."""
    draft = drafts.find(work.connection, work.guild, work.user, _DRAFT)
    if draft is not None:
        return TypedWords(**draft)
    profile = _own(work)
    society = societies.find(work.connection, work.guild)
    wishes = profile.wishes
    return TypedWords(
        goals=profile.goals,
        time_zone=profile.time_zone or (society.time_zone if society else ""),
        windows=format_windows(wishes.windows).replace(";", ", "),
        hours=rules.hours_text(wishes.hours),
        place=wishes.place or "",
    )


async def write(app: App, actor: Actor, words: TypedWords) -> Profile:
    """Save what was typed; if anything is refused, all of it is saved as a draft.

    Raises `DomainError` as `bot.domain.cohorts.enrolments.check_words` does.
    """
    plain = {name: getattr(words, name) for name in TypedWords.__slots__}
    try:
        zone, wishes = rules.check_words(TypedAnswers(**plain))
    except DomainError:
        await _save_draft(app, actor, plain)
        raise
    return await _write(app, actor, zone, wishes, clean(words.goals))


@writes_unrecorded("what was refused is only kept as a draft: twice is the same as once")
def _save_draft(work: Work, plain: dict[str, str]) -> None:
    drafts.save(work.connection, work.guild, work.user, _DRAFT, plain, work.now)


@writes
def _write(work: Work, zone: str, typed: Preferences, goals: str) -> Profile:
    profile = _own(work)
    wishes = replace(profile.wishes, hours=typed.hours, place=typed.place, windows=typed.windows)
    changed = _save(work, replace(profile, time_zone=zone, goals=goals, wishes=wishes))
    drafts.drop(work.connection, work.guild, work.user, _DRAFT)
    return changed


@reads
def private(work: Work) -> PrivatePreferences:
    """Return the private preferences, to their owner alone."""
    return _private(work)


def _private(work: Work) -> PrivatePreferences:
    profile = _own(work)
    others = sorted(profiles.avoided_by(work.connection, work.guild, work.user))
    partners = {
        member.user
        for pair in pairs.list_for_person(work.connection, work.guild, work.user)
        for member in pair.members
    }
    return PrivatePreferences(
        profile.communities,
        profile.share_communities,
        tuple(others[:MOST_AVOIDED]),
        tuple(other for other in others if other in partners),
        asks_communities=not youth.mode(work.connection, work.guild).is_on,
    )


@writes
def set_communities(work: Work, values: Sequence[str]) -> PrivatePreferences:
    """Save communities.

    They are used only for what the person chose, never shown, never inferred. Where people under 18
    take part, no one is asked: ``youth.no_communities``.
    """
    rules.require_communities(values)
    if values and youth.mode(work.connection, work.guild).is_on:
        raise DomainError("youth.no_communities")
    profile = _own(work)
    # Someone who names none can't ask to share one.
    sharing = profile.share_communities and bool(values)
    _save(work, replace(profile, communities=tuple(values), share_communities=sharing))
    return _private(work)


@writes
def set_sharing(work: Work, *, wanted: bool) -> PrivatePreferences:
    """Save whether someone prefers a match who shares a community."""
    _save(work, replace(_own(work), share_communities=wanted))
    return _private(work)


@writes
def set_avoided(work: Work, others: Sequence[UserId]) -> PrivatePreferences:
    """Save the private "rather not" list, which overrides every score and every moderator.

    Open requests between the two move on right away. Whoever the menu had no room to show stays on
    the list.
    """
    before = sorted(profiles.avoided_by(work.connection, work.guild, work.user))
    listed = {*others, *before[MOST_AVOIDED:]}
    profiles.save_avoided(work.connection, work.guild, work.user, listed)
    transitions.part(work.connection, work.guild, work.user, listed - {*before}, work.now)
    return _private(work)


def _save(work: Work, profile: Profile) -> Profile:
    profiles.save(work.connection, profile, work.now)
    return profile
