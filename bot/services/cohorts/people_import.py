"""Import a file of people into a cohort: previewed first, saved only when a moderator confirms."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.enrolments import LONGEST_GOALS, Answers, Preferences
from bot.domain.cohorts.people_csv import (
    LineProblem,
    PeopleFile,
    PersonLine,
    read_table,
    ruined_problems,
)
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, UserId
from bot.domain.matching import MatchPerson
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.services.cohorts.people import as_written
from bot.services.cohorts.people_files import read_rows
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes
from bot.storage import drafts
from bot.storage.cohorts import cohorts, enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.cohorts.profiles import Profile

LARGEST_FILE = 1_000_000
MOST_PEOPLE = 2_000
_TAKES_PEOPLE = (
    CohortState.DRAFT,
    CohortState.ENROLLING,
    CohortState.MATCHING,
    CohortState.RUNNING,
)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would change; nothing is saved yet."""

    cohort: Cohort
    new: int
    changed: int
    problems: tuple[LineProblem, ...]
    file: PeopleFile

    @property
    def people(self) -> int:
        """Return how many people would be saved."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class Imported:
    """People were saved; `passed_over` were matched in the meantime and stay as they are."""

    cohort: Cohort
    new: int
    changed: int
    unchanged: int
    passed_over: int


@reads
def begin(work: Work, name: str, size: int) -> Cohort:
    """Return the cohort, if people can be added to it; moderators only.

    Raises `DomainError` ``cohort.over`` and ``people_csv.large``.
    """
    require_moderator(work)
    if size > LARGEST_FILE:
        raise DomainError("people_csv.large", most=LARGEST_FILE)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
    return _taking(cohort)


async def read(data: bytes) -> PeopleFile:
    """Parse a file of people in a thread, because a large one would block everyone else.

    Raises what `bot.services.cohorts.people_files.read_rows` and
    `bot.domain.cohorts.people_csv.read_table` raise.
    """
    return await asyncio.to_thread(lambda: read_table(read_rows(data), guessing=True))


def names_in(file: PeopleFile) -> list[str]:
    """Return every name in the file that has to be looked up in the server.

    Raises `DomainError` ``people_csv.no_people``, ``people_csv.many``.
    """
    if not (file.lines or file.problems or file.ruined):
        raise DomainError("people_csv.no_people")
    if len(file.lines) > MOST_PEOPLE:
        raise DomainError("people_csv.many", people=len(file.lines), most=MOST_PEOPLE)
    people = file.people
    listed = {other for person in people for other in person.avoid | person.prior_partners}
    return sorted({person.id for person in people} | listed)


@writes
def preview(
    work: Work, cohort_id: CohortId, file: PeopleFile, users: Mapping[str, UserId]
) -> ImportPreview:
    """Save the valid lines as a draft, and return what they would change; moderators only.

    `users` maps the names in the file to IDs, for people who are in the server.
    """
    require_moderator(work)
    lines, problems = _resolved(file, users)
    cohort = _taking(cohorts.get(work.connection, work.guild, cohort_id))
    places_by_user = _places(work.connection, cohort)
    good, placed = [], []
    for line in lines:
        places = places_by_user.get(UserId(int(line.person.id)), {})
        if any(_is_placed(places.get(role)) for role in _roles(line.person)):
            placed.append(LineProblem(line.line, "people_csv.placed", False))
        else:
            good.append(line)
    earlier = sum(UserId(int(line.person.id)) in places_by_user for line in good)
    content = [_plain(line) for line in good]
    drafts.save(work.connection, work.guild, work.user, _draft(cohort_id), content, work.now)
    every = sorted([*problems, *placed], key=lambda problem: problem.line)
    return ImportPreview(cohort, len(good) - earlier, earlier, tuple(every), file)


@writes
def confirm(work: Work, cohort_id: CohortId) -> Imported:
    """Save the people of the last preview, all in one transaction; moderators only.

    Raises `DomainError` ``people_csv.nothing`` when there is no preview, ``cohort.over``.
    """
    require_moderator(work)
    cohort = _taking(cohorts.get(work.connection, work.guild, cohort_id))
    content = drafts.find(work.connection, work.guild, work.user, _draft(cohort_id))
    if not content:
        raise DomainError("people_csv.nothing")
    places_by_user = _places(work.connection, cohort)
    new = changed = unchanged = passed_over = 0
    for plain in content:
        person = MatchPerson.from_json(plain["person"])
        places = places_by_user.get(UserId(int(person.id)), {})
        if any(_is_placed(places.get(role)) for role in _roles(person)):
            passed_over += 1
            continue
        if places and _says_the_same(places, person, plain["goals"]):
            unchanged += 1
            continue
        _enrol(work, cohort, person, plain["goals"], places)
        new, changed = new + (not places), changed + bool(places)
    drafts.drop(work.connection, work.guild, work.user, _draft(cohort_id))
    return Imported(cohort, new, changed, unchanged, passed_over)


@writes
def cancel(work: Work, cohort_id: CohortId) -> None:
    """Discard the last preview."""
    drafts.drop(work.connection, work.guild, work.user, _draft(cohort_id))


def _resolved(
    file: PeopleFile, users: Mapping[str, UserId]
) -> tuple[list[PersonLine], list[LineProblem]]:
    """Return the lines with IDs instead of names; a missing or ambiguous name is a problem."""
    lines: list[PersonLine] = []
    problems = [*file.problems, *ruined_problems(file)]
    first: dict[UserId, int] = {}
    for line in file.lines:
        user = users.get(line.person.id)
        if user is None:
            facts: dict[str, Any] = {"user": line.person.id}
            problems.append(LineProblem(line.line, "people_csv.not_here", False, facts))
        elif user in first:
            facts = {"user": line.person.id, "first": first[user]}
            problems.append(LineProblem(line.line, "people_csv.duplicate", False, facts))
        else:
            first[user] = line.line
            person = replace(
                line.person,
                id=str(user),
                avoid=_ids(line.person.avoid, users),
                prior_partners=_ids(line.person.prior_partners, users),
            )
            lines.append(replace(line, person=person))
    return lines, problems


def _ids(listed: frozenset[str], users: Mapping[str, UserId]) -> frozenset[str]:
    return frozenset(str(users[name]) for name in listed if name in users)


def _says_the_same(places: Mapping[Role, Enrolment], person: MatchPerson, goals: str) -> bool:
    """Return whether the file matches what is saved; mentor and mentee share one line."""
    written, words = as_written(UserId(int(person.id)), list(places.values()))
    shared = replace(written, share_communities=person.share_communities)
    return not person.avoid | person.communities and (shared, words) == (person, goals)


def _enrol(
    work: Work, cohort: Cohort, person: MatchPerson, goals: str, places: Mapping[Role, Enrolment]
) -> None:
    user = UserId(int(person.id))
    for role in _roles(person):
        earlier = places.get(role)
        wishes = earlier.answers.wishes if earlier else Preferences()
        earlier_goals = earlier.answers.goals if earlier else ""
        answers = Answers(
            stage=person.stage.value,
            fields=tuple(sorted(person.fields)),
            topics=_topics(person, role, places),
            capacity=person.capacity if role is Role.MENTOR else 0,
            time_zone=person.time_zone,
            goals=goals[:LONGEST_GOALS],
            wishes=replace(
                wishes,
                hours=person.hours,
                formats=tuple(sorted(way.value for way in person.formats)),
                place=person.state,
                windows=person.windows,
                near_peer=person.near_peer,
                earlier=tuple(sorted(person.prior_partners)),
                goals_shown=wishes.goals_shown if goals == earlier_goals else None,
            ),
        )
        enrolments.apply(work.connection, cohort.guild, cohort.id, user, role, answers, work.now)
    _add_private(work, cohort, user, person)


def _topics(person: MatchPerson, role: Role, places: Mapping[Role, Enrolment]) -> tuple[str, ...]:
    """Return a line's topics; someone who is both keeps which are wanted and which are offered."""
    topics = {topic for enrolment in places.values() for topic in enrolment.answers.topics}
    if role in places and len(places) == 2 and topics == person.topics:
        return places[role].answers.topics
    return tuple(sorted(person.topics))


def _add_private(work: Work, cohort: Cohort, user: UserId, person: MatchPerson) -> None:
    """Add to a person's private lists; what they entered themselves is never removed."""
    if person.avoid:
        others = profiles.avoided_by(work.connection, cohort.guild, user)
        listed = {UserId(int(other)) for other in person.avoid}
        profiles.save_avoided(work.connection, cohort.guild, user, others | listed)
    if person.communities:
        profile = profiles.find(work.connection, cohort.guild, user) or Profile(cohort.guild, user)
        if not profile.communities:
            preferences = replace(
                profile,
                communities=tuple(sorted(person.communities)),
                share_communities=person.share_communities,
            )
            profiles.save(work.connection, preferences, work.now)


def _places(connection: Connection, cohort: Cohort) -> dict[UserId, dict[Role, Enrolment]]:
    places: dict[UserId, dict[Role, Enrolment]] = {}
    for enrolment in enrolments.list_for_cohort(connection, cohort.guild, cohort.id):
        places.setdefault(enrolment.user, {})[enrolment.role] = enrolment
    return places


def _roles(person: MatchPerson) -> tuple[Role, ...]:
    wanted = {Role.MENTEE: person.is_mentee, Role.MENTOR: person.is_mentor}
    return tuple(role for role, is_theirs in wanted.items() if is_theirs)


def _is_placed(enrolment: Enrolment | None) -> bool:
    return enrolment is not None and enrolment.state is EnrolmentState.PLACED


def _taking(cohort: Cohort) -> Cohort:
    if cohort.state not in _TAKES_PEOPLE:
        raise DomainError("cohort.over", cohort=cohort.name)
    return cohort


def _plain(line: PersonLine) -> dict[str, Any]:
    return {"person": line.person.to_json(), "goals": line.goals}


def _draft(cohort: CohortId) -> str:
    return f"import:{cohort}"
