"""Sign up for a cohort in steps.

Each step is saved, so a sign-up can be interrupted and continued.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.app import App
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.enrolments import Answers, Preferences, TypedAnswers
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.domain.windows import format_windows
from bot.domain.youth import youth as youth_rules
from bot.domain.youth.youth import AgeBand
from bot.services.actor import Actor
from bot.services.cohorts.late import next_round
from bot.services.privacy import lists
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.services.youth.youth import say as say_age
from bot.storage import drafts, presence
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.cohorts.profiles import Profile
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.youth import youth

MENUS = ("stage", "fields", "topics", "formats")


@dataclass(frozen=True, slots=True)
class SignUp:
    """The state of someone's sign-up; `earlier` is the existing one that it would change.

    With `asks_band` people under 18 may join; `is_minor` says that this is one of them.
    """

    cohort: Cohort
    role: Role
    typed: TypedAnswers
    earlier: Enrolment | None
    asks_band: bool = False
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Someone is signed up; `changed` if they already were, `late` if the cohort has pairs.

    `next_round_at` is by when the next round was promised.
    """

    cohort: Cohort
    enrolment: Enrolment
    changed: bool
    late: bool = False
    next_round_at: datetime | None = None
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What was typed into the form at the end of a sign-up, unparsed."""

    goals: str
    time_zone: str
    windows: str
    hours: str
    place: str


@reads
def begin(work: Work, cohort_id: CohortId, role: Role) -> SignUp:
    """Return the sign-up where it was interrupted, or filled in from earlier answers.

    Earlier answers include the profile. A matched mentor can still say how many more mentees they
    can take. For any other matched person, and for a cohort that takes no one, raises `DomainError`
    ``enrolment.placed``, ``cohort.not_enrolling``, ``cohort.full``.
    """
    if role is Role.MENTOR:
        cohort = enrolling(work, cohort_id)
        placed = enrolments.find(work.connection, work.guild, cohort_id, work.user, role)
        if placed and placed.state is EnrolmentState.PLACED:
            return SignUp(cohort, role, TypedAnswers.of(placed.answers), placed)
    return _begin(work, cohort_id, role)


def _begin(work: Work, cohort_id: CohortId, role: Role) -> SignUp:
    cohort = enrolling(work, cohort_id)
    earlier = enrolments.find(work.connection, work.guild, cohort_id, work.user, role)
    if earlier and earlier.state is EnrolmentState.PLACED:
        raise DomainError("enrolment.placed", cohort=cohort.name)
    if earlier and earlier.state is EnrolmentState.LEFT:
        earlier = None
    if earlier is None:
        _require_room(work.connection, cohort, role)
    draft = drafts.find(work.connection, work.guild, work.user, _draft(cohort_id, role))
    if draft is not None:
        typed = TypedAnswers.from_json(draft)
    elif earlier is not None:
        typed = TypedAnswers.of(earlier.answers)
    else:
        typed = _from_profile(work, role)
    return _of_age(work, SignUp(cohort, role, typed, earlier))


def _of_age(work: Work, sign_up: SignUp) -> SignUp:
    """Ask for the age group where people under 18 may join, and offer them what is for them."""
    asks_band = youth.mode(work.connection, work.guild).is_on
    band = youth.age_of(work.connection, work.guild, work.user)
    typed = sign_up.typed
    if asks_band:
        typed = replace(typed, adult=band is not None)
    elif band is not None and band.is_minor:
        raise DomainError("enrolment.under_age")
    is_minor = band is not None and band.is_minor
    if is_minor:
        formats = tuple(each for each in typed.formats if each in youth_rules.FORMATS)
        typed = replace(typed, formats=formats, place="")
    return replace(sign_up, typed=typed, asks_band=asks_band, is_minor=is_minor)


def _from_profile(work: Work, role: Role) -> TypedAnswers:
    society = societies.get(work.connection, work.guild)
    profile = profiles.find(work.connection, work.guild, work.user)
    if profile is None:
        return TypedAnswers(time_zone=society.time_zone)
    wishes = profile.wishes
    return TypedAnswers(
        adult=bool(enrolments.list_for_person(work.connection, work.guild, work.user)),
        stage=profile.stage or "",
        fields=profile.fields,
        topics=profile.offers if role is Role.MENTOR else profile.topics,
        formats=wishes.formats,
        goals=profile.goals if role is Role.MENTEE else "",
        time_zone=profile.time_zone or society.time_zone,
        windows=format_windows(wishes.windows).replace(";", ", "),
        hours=rules.hours_text(wishes.hours),
        place=wishes.place or "",
    )


async def confirm_age(
    app: App, actor: Actor, cohort_id: CohortId, role: Role, band: AgeBand | None
) -> SignUp:
    """Save how old someone says they are; without a `band` they are too young.

    About anyone who can't join, nothing is saved. Raises `DomainError` ``enrolment.under_age``, and
    where people under 18 may join ``youth.under_13``; ``youth.age_said``, and what `begin` raises.
    """
    if band is None:
        if await _forget(app, actor, cohort_id, role):
            raise DomainError("youth.under_13")
        raise DomainError("enrolment.under_age")
    return await _confirm_age(app, actor, cohort_id, role, band)


@writes
def forget(work: Work, cohort_id: CohortId) -> Cohort:
    """Delete what someone began, in either role; they are not reminded of it anymore."""
    prefix = rules.sign_up_draft(cohort_id)
    drafts.drop_beginning(work.connection, work.guild, work.user, prefix)
    return cohorts.get(work.connection, work.guild, cohort_id)


@writes_unrecorded("it only deletes a draft: twice is the same as once")
def _forget(work: Work, cohort_id: CohortId, role: Role) -> bool:
    """Delete what was typed, and return whether people under 18 may join."""
    drafts.drop(work.connection, work.guild, work.user, _draft(cohort_id, role))
    return youth.mode(work.connection, work.guild).is_on


@writes
def _confirm_age(work: Work, cohort_id: CohortId, role: Role, band: AgeBand) -> SignUp:
    if youth.mode(work.connection, work.guild).is_on:
        say_age(work, band)
    elif band.is_minor:
        raise DomainError("enrolment.under_age")
    sign_up = _begin(work, cohort_id, role)
    return _save_draft(work, sign_up, replace(sign_up.typed, adult=True))


@writes
def choose(work: Work, cohort_id: CohortId, role: Role, part: str, values: Sequence[str]) -> SignUp:
    """Save what was chosen in the menu of `part`: ``stage``, ``fields``, ``topics``, ``formats``.

    A choice replaces the earlier one, so a repeated click changes nothing. Raises
    ``enrolment.unknown_choice`` for another part: what else a sign-up says, no menu may change.
    """
    rules.require_among([part], MENUS)
    chosen = next(iter(values), "") if part == "stage" else list(values)
    sign_up = _begin(work, cohort_id, role)
    return _save_draft(
        work, sign_up, TypedAnswers.from_json(sign_up.typed.to_json() | {part: chosen})
    )


@reads
def write(work: Work, cohort_id: CohortId, role: Role) -> SignUp:
    """Return the sign-up for its form; raise if something has to be chosen first."""
    sign_up = _begin(work, cohort_id, role)
    rules.check_choices(sign_up.typed)
    return sign_up


async def finish(
    app: App, actor: Actor, cohort_id: CohortId, role: Role, words: TypedWords
) -> SignedUp:
    """Save the sign-up; if it is refused, save the text so that only the mistake is typed again.

    Raises `DomainError` as `begin` and `bot.domain.cohorts.enrolments.check` do.
    """
    try:
        return await _finish(app, actor, cohort_id, role, words)
    except DomainError as refusal:
        if refusal.code not in ("interaction.repeated", "enrolment.under_age"):
            await _save_words(app, actor, cohort_id, role, words)
        raise


@writes
def _finish(work: Work, cohort_id: CohortId, role: Role, words: TypedWords) -> SignedUp:
    sign_up = _begin(work, cohort_id, role)
    earlier = sign_up.earlier
    capacity = earlier.answers.capacity if earlier else int(role is Role.MENTOR)
    typed = _with(sign_up.typed, words)
    if sign_up.is_minor:
        # Where they live is only asked for meeting in person, and no choice means any way.
        typed = replace(typed, place="", formats=typed.formats or youth_rules.FORMATS)
    answers = rules.check(typed, capacity)
    profile = profiles.find(work.connection, work.guild, work.user)
    if earlier is not None:
        answers = _keeping(answers, earlier.answers.wishes)
    elif profile is not None:
        answers = _keeping(answers, profile.wishes)
    # The form said that the partner sees the goals; a people file tells no one.
    is_unsaid = earlier.answers.wishes.places_unsaid if earlier else role is Role.MENTOR or None
    wishes = replace(answers.wishes, goals_shown=True, places_unsaid=is_unsaid)
    answers = replace(answers, wishes=wishes)
    enrolment = enrolments.apply(
        work.connection, work.guild, cohort_id, work.user, role, answers, work.now
    )
    profile = profile or Profile(work.guild, work.user)
    lists.recognize(work)
    profiles.save(work.connection, _learned(profile, role, answers), work.now)
    drafts.drop(work.connection, work.guild, work.user, _draft(cohort_id, role))
    presence.record(work.connection, work.guild, [work.user], [], work.now)
    late = pairs.has_begun(work.connection, work.guild, cohort_id)
    at = next_round(work, enrolment) if late else None
    changed = earlier is not None
    return SignedUp(sign_up.cohort, enrolment, changed, late, at, sign_up.is_minor)


def _keeping(answers: Answers, before: Preferences) -> Answers:
    """Return the answers with the preferences that the form does not ask for."""
    wishes = replace(
        answers.wishes,
        roles=before.roles,
        near_peer=before.near_peer,
        out_of_field=before.out_of_field,
        earlier=before.earlier,
    )
    return replace(answers, wishes=wishes)


def _learned(profile: Profile, role: Role, answers: Answers) -> Profile:
    """Return the profile updated from the sign-up, for the next sign-up and for suggestions."""
    profile = replace(
        profile,
        time_zone=answers.time_zone,
        stage=answers.stage,
        fields=answers.fields,
        wishes=replace(answers.wishes, earlier=(), goals_shown=None),
    )
    if role is Role.MENTOR:
        return replace(profile, offers=answers.topics)
    return replace(profile, topics=answers.topics, goals=answers.goals)


@writes_unrecorded("the sign-up was refused, and its transaction with the record rolled back")
def _save_words(work: Work, cohort_id: CohortId, role: Role, words: TypedWords) -> None:
    what = _draft(cohort_id, role)
    draft = drafts.find(work.connection, work.guild, work.user, what)
    if draft is None:
        earlier = enrolments.find(work.connection, work.guild, cohort_id, work.user, role)
        typed = TypedAnswers.of(earlier.answers) if earlier else TypedAnswers()
    else:
        typed = TypedAnswers.from_json(draft)
    content = _with(typed, words).to_json()
    drafts.save(work.connection, work.guild, work.user, what, content, work.now)


def _with(typed: TypedAnswers, words: TypedWords) -> TypedAnswers:
    return replace(
        typed,
        goals=words.goals,
        time_zone=words.time_zone,
        windows=words.windows,
        hours=words.hours,
        place=words.place,
    )


def _save_draft(work: Work, sign_up: SignUp, typed: TypedAnswers) -> SignUp:
    what = _draft(sign_up.cohort.id, sign_up.role)
    drafts.save(work.connection, work.guild, work.user, what, typed.to_json(), work.now)
    return replace(sign_up, typed=typed)


def _draft(cohort_id: CohortId, role: Role) -> str:
    return f"{rules.sign_up_draft(cohort_id)}{role}"


def _require_room(connection: Connection, cohort: Cohort, role: Role) -> None:
    """Refuse a sign-up beyond the moderators' limit, with ``cohort.full``."""
    if not _has_room(connection, cohort, role):
        raise DomainError("cohort.full", cohort=cohort.name, role=role)


def _has_room(connection: Connection, cohort: Cohort, role: Role) -> bool:
    most = cohort.plan.most_mentors if role is Role.MENTOR else cohort.plan.most_mentees
    if most is None:
        return True
    there = enrolments.list_for_cohort(connection, cohort.guild, cohort.id)
    return sum(enrolment.role is role for enrolment in there) < most


@reads
def open_to(work: Work, role: Role) -> tuple[str, ...]:
    """Return the names of the cohorts that the actor can join in a role, newest first."""
    own = enrolments.list_for_person(work.connection, work.guild, work.user)
    joined = {enrolment.cohort for enrolment in own if enrolment.role is role}
    return tuple(
        cohort.name
        for cohort in cohorts.list_for_society(work.connection, work.guild)
        if cohort.state is CohortState.ENROLLING
        and cohort.id not in joined
        and _has_room(work.connection, cohort, role)
    )


def enrolling(work: Work, cohort_id: CohortId) -> Cohort:
    """Return the cohort if it takes sign-ups; raise ``cohort.not_enrolling``."""
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    if cohort.state is not CohortState.ENROLLING:
        raise DomainError("cohort.not_enrolling", cohort=cohort.name, state=cohort.state)
    return cohort
