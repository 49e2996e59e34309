"""The people of a cohort: a list in pages, and an export that can be imported again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.people_csv import PersonLine, write_people
from bot.domain.ids import CohortId, UserId
from bot.domain.matching import MatchPerson
from bot.domain.states import EnrolmentState, Role
from bot.domain.vocabulary import MeetingFormat, PersonRole, Stage
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment

PAGE = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's one or two enrolments in a cohort, and whether they left the server."""

    user: UserId
    places: tuple[Enrolment, ...]
    gone: bool

    @property
    def stage(self) -> str:
        """Return their current stage."""
        return self.places[0].answers.stage


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of a cohort's people; pages count from 0."""

    cohort: Cohort
    entries: tuple[Entry, ...]
    page: int
    pages: int
    people: int


@dataclass(frozen=True, slots=True)
class Exported:
    """A cohort's people as a file."""

    cohort: Cohort
    people: int
    text: str


@reads
def list_named(work: Work, name: str) -> PeoplePage:
    """Return the first page of the people of the cohort called `name`; moderators only."""
    require_moderator(work)
    return _page(work.connection, _named(work, name), 0)


@reads
def list_page(work: Work, cohort_id: CohortId, page: int) -> PeoplePage:
    """Return a page, or the last one if there are fewer by now; moderators only."""
    require_moderator(work)
    return _page(work.connection, cohorts.get(work.connection, work.guild, cohort_id), page)


def _page(connection: Connection, cohort: Cohort, wanted: int) -> PeoplePage:
    entries = _entries(connection, cohort)
    pages = max(1, -(-len(entries) // PAGE))
    page = min(max(wanted, 0), pages - 1)
    shown = tuple(entries[page * PAGE : (page + 1) * PAGE])
    return PeoplePage(cohort, shown, page, pages, len(entries))


def _entries(connection: Connection, cohort: Cohort) -> list[Entry]:
    """Return everyone, the unmatched first, then the matched, each by ID."""
    departed = presence.departed(connection, cohort.guild)
    places: dict[UserId, list[Enrolment]] = {}
    for enrolment in enrolments.list_for_cohort(connection, cohort.guild, cohort.id):
        places.setdefault(enrolment.user, []).append(enrolment)
    entries = [
        Entry(user, tuple(places_of_one), user in departed)
        for user, places_of_one in places.items()
    ]
    return sorted(entries, key=lambda entry: (not _waits(entry), entry.user))


def _waits(entry: Entry) -> bool:
    return any(place.state is not EnrolmentState.PLACED for place in entry.places)


@reads
def users_of(work: Work, cohort: CohortId | str) -> list[UserId]:
    """Return the IDs of the people of a cohort, given by ID or by name; moderators only."""
    require_moderator(work)
    if isinstance(cohort, str):
        chosen = _named(work, cohort)
    else:
        chosen = cohorts.get(work.connection, work.guild, cohort)
    entries = _entries(work.connection, chosen)
    return sorted(entry.user for entry in entries)


@reads
def export(work: Work, name: str, names: Mapping[UserId, str]) -> Exported:
    """Write a cohort's people in the format of the import; moderators only.

    Private data (communities, and the "rather not" list) is not in the file, and importing the file
    does not change it. `names` are for people who read the file.
    """
    require_moderator(work)
    cohort = _named(work, name)
    entries = sorted(_entries(work.connection, cohort), key=lambda entry: entry.user)
    lines = [
        _line(number, entry, names.get(entry.user, ""))
        for number, entry in enumerate(entries, start=2)
    ]
    return Exported(cohort, len(lines), write_people(lines))


def _line(number: int, entry: Entry, display_name: str) -> PersonLine:
    person, goals = as_written(entry.user, entry.places)
    return PersonLine(number, person, display_name, goals)


def as_written(user: UserId, places: Sequence[Enrolment]) -> tuple[MatchPerson, str]:
    """Return a person's line in the file: these one or two enrolments, and their goals."""
    answers = [place.answers for place in places]
    wishes = [answers.wishes for answers in answers]
    roles = {place.role for place in places}
    mentoring = [place.answers for place in places if place.role is Role.MENTOR]
    person = MatchPerson(
        id=str(user),
        role=PersonRole.BOTH if len(roles) == 2 else PersonRole(places[0].role.value),
        stage=Stage(answers[0].stage),
        fields=frozenset(field for answers in answers for field in answers.fields),
        topics=frozenset(topic for answers in answers for topic in answers.topics),
        capacity=sum(answers.capacity for answers in mentoring),
        time_zone=answers[0].time_zone,
        windows=tuple(sorted({window for preferences in wishes for window in preferences.windows})),
        formats=frozenset(
            MeetingFormat(name) for preferences in wishes for name in preferences.formats
        ),
        state=next((preferences.place for preferences in wishes if preferences.place), None),
        prior_partners=frozenset(other for preferences in wishes for other in preferences.earlier),
        hours=next((preferences.hours for preferences in wishes if preferences.hours), None),
        near_peer=next(
            (preferences.near_peer for preferences in wishes if preferences.near_peer is not None),
            None,
        ),
    )
    goals = "\n".join(dict.fromkeys(answers.goals for answers in answers if answers.goals))
    return person, goals


def _named(work: Work, name: str) -> Cohort:
    return cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
