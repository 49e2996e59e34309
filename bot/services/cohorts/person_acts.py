"""What moderators do about one person: sign them up, change their place, write to them, note.

Whoever an act concerns is named when it is asked for, and hears of it privately. Notes are for
moderators alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.cohorts import enrolments as rules
from bot.domain.cohorts.people_csv import PersonLine, read_table
from bot.domain.cohorts.people_table import Table
from bot.domain.cohorts.people_words import Meanings
from bot.domain.errors import DomainError
from bot.domain.ids import ActId, CohortId, PairId, PairNoteId, UserId
from bot.domain.moderation import cases as case_rules
from bot.domain.moderation.acts import ActFacts, ActKind
from bot.domain.states import CohortState, EndReason, EnrolmentState, Role
from bot.domain.vocabulary import PersonRole
from bot.services.cohorts import people_import, person
from bot.services.cohorts.person import PersonPage
from bot.services.moderation import acts, moderator_news
from bot.services.moderation.acts import ToConfirm
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges.settings import rhythm_of
from bot.services.pairs.circles import is_circle
from bot.services.privacy import lists
from bot.services.work import Work, reads, writes
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments, file_words
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.matching import waitlist
from bot.storage.moderation import acts as stored_acts
from bot.storage.moderation import notes, societies
from bot.storage.moderation.acts import Act
from bot.storage.pairs import circle_decisions, pairs
from bot.storage.pairs import endings as pair_endings
from bot.storage.pairs.pairs import Pair

_COLUMNS = ("user_id", "role", "stage", "topics", "capacity")


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """Someone as a moderator typed them in; read as a line of a people file would be."""

    role: str
    stage: str
    topics: str = ""
    places: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """An act was done; the page is as it is now. `over` if it went over the cohort's limit."""

    page: PersonPage
    act: Act
    over: people_import.OverLimit | None = None


@reads
def find_cohort(work: Work, cohort: CohortId | str) -> Cohort:
    """Return a cohort that someone can be added to, by ID or by name; moderators only."""
    require_moderator(work)
    if isinstance(cohort, str):
        key = cohort_rules.name_key(cohort)
        return _live(work, cohorts.get_by_name(work.connection, work.guild, cohort, key))
    return _live(work, cohorts.get(work.connection, work.guild, cohort))


def _live(work: Work, cohort: Cohort) -> Cohort:
    if cohort.state in (CohortState.CLOSING, CohortState.ENDED):
        raise acts.is_over(work, cohort)
    return cohort


# --- sign someone up ------------------------------------------------------------------------------


@writes
def add(work: Work, cohort_id: CohortId, user: UserId, typed: TypedPerson) -> Done:
    """Sign someone up, who is told and asked to confirm; moderators only.

    Raises `DomainError` ``person.in_already``, ``person.line`` with what can't be read, and
    ``cohort.ended`` or ``cohort.over``.
    """
    require_moderator(work)
    cohort = _live(work, cohorts.get(work.connection, work.guild, cohort_id))
    if user in presence.departed(work.connection, work.guild):
        raise DomainError("person.gone", user=user)
    there = enrolments.list_for_people(work.connection, work.guild, cohort_id, [user])
    if any(place.state is not EnrolmentState.LEFT for place in there):
        raise DomainError("person.in_already", user=user, cohort=cohort.name)
    line = _read(work, user, typed)
    facts = ActFacts(waiting=(user,), role=line.person.role.value, number=line.person.capacity)
    act = acts.record(work, cohort_id, ActKind.ADDED, facts)
    people_import.enrol_and_tell(work, cohort, line.person, f"act:{act.id}")
    return Done(person.page_of(work, user, cohort_id), act, _over_limit(work, cohort, line))


def _read(work: Work, user: UserId, typed: TypedPerson) -> PersonLine:
    """Read what was typed as a line of a file; a word that is none of ours is refused."""
    cells = (str(user), typed.role, typed.stage, typed.topics, typed.places)
    words = file_words.list_for_society(work.connection, work.guild)
    zone = societies.get(work.connection, work.guild).time_zone
    read = read_table(Table(_COLUMNS, ((2, cells),)), Meanings(words, zone))
    if not read.lines:
        raise DomainError("person.line", problem=read.problems[0])
    [line] = read.lines
    rules.require_capacity(line.person.capacity)
    return line


def _over_limit(work: Work, cohort: Cohort, line: PersonLine) -> people_import.OverLimit | None:
    there = enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
    over = people_import.over_limits(cohort, [place.role for place in there])
    added = people_import.roles_of(line.person)
    return next((each for each in over if each.role in added), None)


# --- change someone's role or places --------------------------------------------------------------


@writes
def ask_to_adjust(
    work: Work, cohort_id: CohortId, user: UserId, role: PersonRole, places: str
) -> ToConfirm:
    """Show what someone's role and places would become, and what they will read.

    Moderators only. `places` is as typed; empty stays as it is. Raises `DomainError`
    ``person.role_taken`` for a role in which they have a pair, ``person.places_taken``,
    ``person.as_before``, ``enrolment.capacity``, ``person.not_in``.
    """
    require_moderator(work)
    cohort = _live(work, cohorts.get(work.connection, work.guild, cohort_id))
    facts = _adjusted(work, cohort, user, role, places)
    return acts.show(work, cohort, ActKind.ADJUSTED, facts)


@writes
def adjust(work: Work, act_id: ActId) -> Done | ToConfirm:
    """Change someone's role and places as it was shown, and tell them; moderators only."""
    act, cohort = acts.require_shown(work, act_id, ActKind.ADJUSTED)
    _live(work, cohort)
    [user] = act.facts.waiting
    role = PersonRole(act.facts.role)
    facts = _adjusted(work, cohort, user, role, str(act.facts.number))
    if facts.before != act.facts.before:
        return acts.show(work, cohort, ActKind.ADJUSTED, facts, since=act.facts)
    places = _places_of(work, cohort, user)
    for each in Role:
        _set_place(work, cohort, user, each, places, facts)
    acts.record_done(work, act, facts)
    moderator_news.tell(work, act, user)
    return Done(person.page_of(work, user, cohort.id), act)


def _adjusted(work: Work, cohort: Cohort, user: UserId, role: PersonRole, typed: str) -> ActFacts:
    places = _places_of(work, cohort, user)
    mentoring = places.get(Role.MENTOR)
    present = mentoring.answers.capacity if mentoring else 1
    number = _number(typed, present) if role is not PersonRole.MENTEE else 0
    before = _described(places)
    if before == _description(role, number):
        raise DomainError("person.as_before", user=user)
    for each in places:
        taken = _taken(work, cohort, user, each)
        if taken and not _is_part(role, each):
            raise DomainError("person.role_taken", user=user, role=each, people=taken)
        if each is Role.MENTOR and len(taken) > number:
            raise DomainError("person.places_taken", user=user, people=taken)
    return ActFacts(waiting=(user,), role=role.value, number=number, before=before)


def _number(typed: str, present: int) -> int:
    text = typed.strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise DomainError("enrolment.capacity", most=rules.LARGEST_CAPACITY)
    number = int(text or present)
    rules.require_capacity(number)
    return number


def _described(places: Mapping[Role, Enrolment]) -> str:
    """Return someone's role and places as they are."""
    mentoring = places.get(Role.MENTOR)
    number = mentoring.answers.capacity if mentoring else 0
    role = PersonRole.BOTH if len(places) == len(Role) else PersonRole(next(iter(places)).value)
    return _description(role, number)


def _description(role: PersonRole, number: int) -> str:
    return f"{role.value} {number}"


def _places_of(work: Work, cohort: Cohort, user: UserId) -> dict[Role, Enrolment]:
    """Return someone's places in the cohort by role; raise ``person.not_in`` if they have none."""
    there = enrolments.list_for_people(work.connection, work.guild, cohort.id, [user])
    places = {place.role: place for place in there if place.state is not EnrolmentState.LEFT}
    if not places:
        raise DomainError("person.not_in", user=user, cohort=cohort.name)
    return places


def _taken(work: Work, cohort: Cohort, user: UserId, role: Role) -> tuple[UserId, ...]:
    """Return whom someone has in that role, in pairs that have not ended."""
    return tuple(
        other
        for pair in pairs.list_for_person(work.connection, work.guild, user)
        if pair.cohort == cohort.id and (pair.mentor == user) is (role is Role.MENTOR)
        for other in (pair.mentees if role is Role.MENTOR else (pair.mentor,))
    )


def _is_part(whole: PersonRole, role: Role) -> bool:
    return whole is PersonRole.BOTH or whole.value == role.value


def _set_place(
    work: Work,
    cohort: Cohort,
    user: UserId,
    role: Role,
    places: Mapping[Role, Enrolment],
    facts: ActFacts,
) -> None:
    place = places.get(role)
    if not _is_part(PersonRole(facts.role), role):
        if place is not None:
            enrolments.set_state(work.connection, place, EnrolmentState.LEFT)
            waitlist.over(work.connection, work.guild, place.id)
        return
    capacity = facts.number if role is Role.MENTOR else 0
    if place is not None:
        enrolments.set_capacity(work.connection, place, capacity)
        return
    # The other role's answers are what is known of them; goals were meant for a mentor.
    answers = replace(next(iter(places.values())).answers, capacity=capacity)
    if role is Role.MENTOR:
        answers = replace(answers, goals="")
    key = (work.guild, cohort.id, user, role)
    enrolments.apply(work.connection, *key, answers, work.now)
    lists.recognize(work, user)


# --- remove someone -------------------------------------------------------------------------------


@writes
def ask_to_remove(work: Work, cohort_id: CohortId, user: UserId) -> ToConfirm:
    """Show what ends when someone is removed, and what they and others read; moderators only.

    Raises `DomainError` ``person.not_in``.
    """
    require_moderator(work)
    cohort = _live(work, cohorts.get(work.connection, work.guild, cohort_id))
    facts = _facts_of_removal(work, cohort, user)
    return acts.show(work, cohort, ActKind.REMOVED, facts)


@writes
def remove(work: Work, act_id: ActId) -> Done | ToConfirm:
    """Remove someone from a cohort as it was shown, and tell them; moderators only.

    Their pairs end, and their partners are matched again first; a circle goes on without a mentee.
    """
    act, cohort = acts.require_shown(work, act_id, ActKind.REMOVED)
    _live(work, cohort)
    [user] = act.facts.waiting
    facts = _facts_of_removal(work, cohort, user)
    if acts.is_stale(act, facts):
        return acts.show(work, cohort, ActKind.REMOVED, facts, since=act.facts)
    for pair in _live_pairs(work, cohort, user):
        _part(work, pair, user)
    for place in _places_of(work, cohort, user).values():
        enrolments.set_state(work.connection, place, EnrolmentState.LEFT)
        waitlist.over(work.connection, work.guild, place.id)
    done = acts.record_done(work, act, facts)
    if user not in presence.departed(work.connection, work.guild):
        moderator_news.tell(work, done, user)
    return Done(person.page_of(work, user, cohort.id), done)


def _facts_of_removal(work: Work, cohort: Cohort, user: UserId) -> ActFacts:
    _places_of(work, cohort, user)
    own = _live_pairs(work, cohort, user)
    leaves = tuple((pair.id, user) for pair in own if _goes_on(pair, user))
    going_on = {pair for pair, _ in leaves}
    return ActFacts(
        pairs=tuple((pair.mentor, *pair.mentees) for pair in own),
        pair_ids=tuple(pair.id for pair in own if pair.id not in going_on),
        waiting=(user,),
        leaves=leaves,
    )


def _live_pairs(work: Work, cohort: Cohort, user: UserId) -> list[Pair]:
    every = pairs.list_for_person(work.connection, work.guild, user)
    return [pair for pair in every if pair.cohort == cohort.id]


def _goes_on(pair: Pair, user: UserId) -> bool:
    """Return whether a circle goes on when someone leaves it: one of its mentees."""
    return is_circle(pair) and pair.mentor != user


def _part(work: Work, pair: Pair, user: UserId) -> None:
    connection, now = work.connection, work.now
    if not _goes_on(pair, user):
        reason = EndReason.NO_MENTOR if is_circle(pair) else EndReason.MOVED
        next_round = now + timedelta(days=work.app.settings.matching.next_round_days)
        pair_endings.close(connection, pair, reason, now, next_round)
    elif pair.introduced_at is None:
        pairs.remove_member(connection, pair, user)
    else:
        rhythm = rhythm_of(work.app)
        circle_decisions.leave(connection, pair, user, rhythm, now, by_moderators=True)


# --- write to someone -----------------------------------------------------------------------------


@writes
def write(work: Work, cohort_id: CohortId, user: UserId, typed: str) -> Done:
    """Send someone a moderator's own words, privately; moderators only.

    The log says that it was written, not what. Raises `DomainError` ``case.note_empty``,
    ``case.note_long``, ``person.not_in``, ``person.gone``.
    """
    require_moderator(work)
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    note = case_rules.check_note(typed)
    page = person.page_of(work, user, cohort_id)
    if page.entry is None:
        raise DomainError("person.not_in", user=user, cohort=cohort.name)
    if page.entry.gone:
        raise DomainError("person.gone", user=user)
    act = acts.record(work, cohort_id, ActKind.WROTE, ActFacts(waiting=(user,), note=note))
    moderator_news.tell(work, act, user)
    return Done(page, act)


# --- notes for moderators alone -------------------------------------------------------------------


@writes
def add_note(
    work: Work, cohort_id: CohortId, user: UserId, typed: str, pair_id: PairId | None = None
) -> Done:
    """Save a note about one of someone's pairs; moderators only. None means their only one.

    Raises `DomainError` ``case.note_empty``, ``case.note_long``, ``person.no_pair``.
    """
    require_moderator(work)
    words = case_rules.check_note(typed)
    own = pairs.list_of_people(work.connection, work.guild, cohort_id, [user])
    pair = next((pair for pair in own[::-1] if pair_id in (None, pair.id)), None)
    if pair is None:
        raise DomainError("person.no_pair", user=user)
    note = notes.add(work.connection, work.guild, pair.id, work.user, words, work.now)
    facts = ActFacts(pairs=((pair.mentor, *pair.mentees),), pair_ids=(pair.id,), of=note.id)
    act = acts.record(work, cohort_id, ActKind.NOTED, facts)
    return Done(person.page_of(work, user, cohort_id), act)


@writes
def remove_note(work: Work, cohort_id: CohortId, user: UserId, note_id: PairNoteId) -> PersonPage:
    """Delete a note of one's own; moderators only.

    Raises `DomainError` ``note.unknown`` and ``note.not_yours``.
    """
    require_moderator(work)
    note = notes.find(work.connection, work.guild, note_id)
    if note is None:
        raise DomainError("note.unknown")
    if note.author != work.user:
        raise DomainError("note.not_yours", author=note.author)
    notes.remove(work.connection, note)
    for act in stored_acts.holding(work.connection, work.guild, cohort_id, ActKind.NOTED):
        if act.facts.of == note_id:
            stored_acts.end(work.connection, act, work.now)
    return person.page_of(work, user, cohort_id)
