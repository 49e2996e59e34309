"""Youth mode: turn it on, attest, clear, record a permission, and say one's age."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.domain.errors import DomainError
from bot.domain.ids import RoleId, UserId
from bot.domain.schedule import instant_of
from bot.domain.times import reader
from bot.domain.times.reader import Asker
from bot.domain.youth import youth as rules
from bot.domain.youth.youth import AgeBand, Standing
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.services.youth.minors import end_what_is_for_adults
from bot.storage.moderation import societies
from bot.storage.youth import supervision, youth
from bot.storage.youth.youth import Age, Clearance, Consent, Mode


@dataclass(frozen=True, slots=True)
class YouthShown:
    """A society's youth mode, and who is on record.

    `waiting` are under 18 without a permission; `ageless` signed up and haven't said their age.
    """

    mode: Mode
    standing: Standing
    attested: tuple[tuple[UserId, datetime], ...]
    cleared: tuple[Clearance, ...]
    waiting: tuple[UserId, ...]
    ageless: tuple[UserId, ...]
    is_owner: bool


@reads
def look(work: Work) -> YouthShown:
    """Return a society's youth mode; moderators and advisors only."""
    _require_moderator_or_advisor(work)
    return _shown(work)


def _shown(work: Work) -> YouthShown:
    connection, guild = work.connection, work.guild
    consents = youth.consents_in(connection, guild)
    waiting = [
        user
        for user in youth.minors(connection, guild)
        if user not in consents or not consents[user].is_given
    ]
    return YouthShown(
        youth.mode(connection, guild),
        youth.standing(connection, guild, work.now),
        tuple(sorted(youth.advisors(connection, guild, work.now).items())),
        tuple(youth.clearances_in(connection, guild)),
        tuple(sorted(waiting)),
        tuple(sorted(youth.ageless(connection, guild))),
        work.actor.owns_server,
    )


# --- the owner and the moderators -----------------------------------------------------------------


@writes
def turn(work: Work, *, on: bool) -> YouthShown:
    """Turn youth mode on or off; the server's owner only.

    Raises `DomainError` ``youth.not_owner``, and ``youth.in_use`` while people under 18 are in a
    pair: they would lose those who look after them.
    """
    if not work.actor.owns_server:
        raise DomainError("youth.not_owner")
    societies.get(work.connection, work.guild)
    if not on:
        own = [p for p in supervision.with_minors(work.connection) if p.guild == work.guild]
        if own:
            raise DomainError("youth.in_use", number=len(own))
    before = youth.mode(work.connection, work.guild)
    after = replace(before, is_on=on, changed_by=work.user, changed_at=work.now)
    youth.save_mode(work.connection, after)
    return _shown(work)


@writes
def choose_role(work: Work, role: RoleId | None) -> YouthShown:
    """Save which role advisors have; the server's owner only."""
    if not work.actor.owns_server:
        raise DomainError("youth.not_owner")
    before = youth.mode(work.connection, work.guild)
    if role != before.advisor_role:
        # Who attested did so as one of the role that was chosen then.
        for user in youth.advisors(work.connection, work.guild, work.now):
            youth.step_down(work.connection, work.guild, user)
    youth.save_mode(work.connection, replace(before, advisor_role=role))
    return _shown(work)


@writes
def clear(work: Work, person: UserId, until: str) -> Clearance:
    """Record that an adult is cleared for people under 18 until a day; moderators only.

    Raises `DomainError` ``youth.minor``, ``youth.yourself``, ``youth.until_past``,
    ``youth.until_far`` and ``day.*``.
    """
    require_moderator(work)
    if person == work.user:
        raise DomainError("youth.yourself")
    if youth.is_minor(work.connection, work.guild, person):
        raise DomainError("youth.minor", person=person)
    zone = societies.get(work.connection, work.guild).time_zone
    day = reader.day(until, Asker(work.now, zone, work.actor.language))
    ends_at = instant_of(day + timedelta(days=1), time(), zone)
    if ends_at <= work.now:
        raise DomainError("youth.until_past")
    if ends_at > work.now + rules.LONGEST_CLEARANCE:
        raise DomainError("youth.until_far")
    clearance = Clearance(work.guild, person, work.now, ends_at, work.user)
    youth.save_clearance(work.connection, clearance)
    return clearance


@writes
def end_clearance(work: Work, person: UserId) -> int:
    """Withdraw a clearance; return how many mentorships that closes. Moderators only.

    Raises `DomainError` ``youth.none_to_end``.
    """
    require_moderator(work)
    if not youth.end_clearance(work.connection, work.guild, person):
        raise DomainError("youth.none_to_end", person=person)
    return _in_pairs(work, person)


# --- advisors ------------------------------------------------------------------------------------


@writes
def attest(work: Work) -> YouthShown:
    """Record that the asker, who has the advisors' role, attests; it holds for a year.

    Raises `DomainError` ``youth.no_role``, ``youth.not_advisor``, ``youth.minor``.
    """
    _require_role(work)
    if youth.is_minor(work.connection, work.guild, work.user):
        raise DomainError("youth.minor", person=work.user)
    youth.attest(work.connection, work.guild, work.user, work.now)
    return _shown(work)


@reads
def require_role(work: Work) -> None:
    """Refuse whoever can't attest; raise ``youth.no_role`` and ``youth.not_advisor``."""
    _require_role(work)


def _require_role(work: Work) -> None:
    role = youth.mode(work.connection, work.guild).advisor_role
    if role is None:
        raise DomainError("youth.no_role")
    if role not in work.actor.roles:
        raise DomainError("youth.not_advisor")


@writes
def step_down(work: Work) -> None:
    """Record that the asker is no advisor anymore; others replace them, or threads close."""
    if not youth.step_down(work.connection, work.guild, work.user):
        raise DomainError("youth.not_advisor")


@writes
def record_consent(work: Work, person: UserId, *, is_given: bool) -> int:
    """Record whether a parent or guardian gave permission; advisors only.

    Returns how many mentorships a refusal closes. Raises `DomainError` ``youth.not_advisor`` and
    ``youth.not_minor``.
    """
    _require_attested(work)
    if not youth.is_minor(work.connection, work.guild, person):
        raise DomainError("youth.not_minor", person=person)
    consent = Consent(work.guild, person, is_given, work.now, work.user)
    youth.save_consent(work.connection, consent)
    return 0 if is_given else _in_pairs(work, person)


@writes
def confirm_adult(work: Work, person: UserId) -> None:
    """Record that someone turned 18; advisors only. Raises ``youth.not_minor``."""
    _require_attested(work)
    if not youth.is_minor(work.connection, work.guild, person):
        raise DomainError("youth.not_minor", person=person)
    youth.save_age(work.connection, Age(work.guild, person, AgeBand.ADULT, work.now, work.user))


# --- members -------------------------------------------------------------------------------------


@writes
def say_age(work: Work, band: AgeBand) -> AgeBand:
    """Save how old the asker says they are; raise as `say` does."""
    say(work, band)
    return band


def say(work: Work, band: AgeBand) -> None:
    """Save how old someone says they are; of someone under 18, end what isn't for them.

    Raises `DomainError` ``enrolment.under_age`` where they can't take part, and ``youth.age_said``.
    """
    connection, guild = work.connection, work.guild
    before = youth.age_of(connection, guild, work.user)
    rules.require_change_of_age(before, band)
    if band.is_minor and not youth.mode(connection, guild).is_on:
        raise DomainError("enrolment.under_age")
    youth.save_age(connection, Age(guild, work.user, band, work.now))
    if band.is_minor:
        end_what_is_for_adults(work)


def require_ready(work: Work) -> None:
    """Refuse to open a cohort in youth mode while something is missing: ``youth.not_ready``."""
    standing = youth.standing(work.connection, work.guild, work.now)
    if standing.is_on and standing.lacks:
        raise DomainError("youth.not_ready", lacks=standing.lacks)


def _require_moderator_or_advisor(work: Work) -> None:
    if work.user not in youth.advisors(work.connection, work.guild, work.now):
        role = youth.mode(work.connection, work.guild).advisor_role
        if role is None or role not in work.actor.roles:
            require_moderator(work)


def _require_attested(work: Work) -> None:
    role = youth.mode(work.connection, work.guild).advisor_role
    has_role = role is not None and role in work.actor.roles
    if not has_role or work.user not in youth.advisors(work.connection, work.guild, work.now):
        raise DomainError("youth.not_advisor")


def _in_pairs(work: Work, person: UserId) -> int:
    every = supervision.with_minors(work.connection)
    return sum(pair.guild == work.guild and pair.has(person) for pair in every)
