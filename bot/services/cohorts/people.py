"""The people of a cohort: a list in pages, and an export that can be imported again."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app import App
from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.people import PER_PAGE, Shown
from bot.domain.cohorts.people_csv import PersonLine, write_people
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, PairId, UserId
from bot.domain.matching import MatchPerson
from bot.domain.moderation.acts import ActKind
from bot.domain.states import EnrolmentState, MeetingState, PairState, Role
from bot.domain.times import zones as time_zones
from bot.domain.vocabulary import MeetingFormat, PersonRole, Stage
from bot.services.actor import Actor
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes_unrecorded
from bot.storage import drafts
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts import people as stored
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.cohorts.people import UserPage
from bot.storage.meetings import meetings
from bot.storage.moderation import acts, societies
from bot.storage.moderation.acts import Act
from bot.storage.nudges import away
from bot.storage.nudges.away import Away
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair

FOUND = "people-found"
_UNMATCHED = (EnrolmentState.APPLIED, EnrolmentState.WAITLISTED)


@dataclass(frozen=True, slots=True)
class PairOf:
    """One of someone's pairs, and when it meets next."""

    pair: Pair
    meeting_at: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a cohort: their one or two enrolments, their pairs, and how it goes.

    `pairs` are those that have not ended, or else the last one. `last_answer` is when they last
    told the bot anything; `away` is an absence that has begun. `gone` if they left the server.
    `removal` is how a moderator removed them, if that is why they are not in it anymore.
    """

    user: UserId
    places: tuple[Enrolment, ...]
    pairs: tuple[PairOf, ...]
    last_answer: datetime | None
    away: Away | None
    gone: bool
    removal: Act | None = None

    @property
    def stage(self) -> str:
        """Return their current stage."""
        return self.places[0].answers.stage

    @property
    def has_left(self) -> bool:
        """Whether they are not in the cohort anymore."""
        return all(place.state is EnrolmentState.LEFT for place in self.places)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of a cohort's people; pages count from 0.

    `typed` is the part of a name that was searched for, None for a list of those `shown`;
    `unanswered` is how many people's names the search could not look up.
    """

    cohort: Cohort
    entries: tuple[Entry, ...]
    page: int
    people: int
    shown: Shown = Shown.ALL
    typed: str | None = None
    unanswered: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.people // PER_PAGE))


@dataclass(frozen=True, slots=True)
class Exported:
    """A cohort's people as a file."""

    cohort: Cohort
    people: int
    text: str


@reads
def list_named(work: Work, name: str, shown: Shown = Shown.ALL) -> PeoplePage:
    """Return the first page of the people of the cohort called `name`; moderators only."""
    require_moderator(work)
    return _page(work, _named(work, name), 0, shown)


@reads
def list_page(work: Work, cohort_id: CohortId, page: int, shown: Shown = Shown.ALL) -> PeoplePage:
    """Return a page, or the last one if there are fewer by now; moderators only."""
    require_moderator(work)
    return _page(work, cohorts.get(work.connection, work.guild, cohort_id), page, shown)


def _page(work: Work, cohort: Cohort, wanted: int, shown: Shown) -> PeoplePage:
    def chosen(page: int) -> UserPage:
        return stored.page(
            work.connection,
            work.guild,
            cohort.id,
            shown,
            work.now,
            start=page * PER_PAGE,
            most=PER_PAGE,
        )

    users, page = _at(chosen, wanted)
    return PeoplePage(cohort, entries_of(work, cohort.id, users.users), page, users.people, shown)


def _at(chosen: Callable[[int], UserPage], wanted: int) -> tuple[UserPage, int]:
    """Return the page that is wanted, or the last one if there are fewer."""
    page = max(wanted, 0)
    users = chosen(page)
    if users.users or page == 0:
        return users, page
    page = max(0, -(-chosen(0).people // PER_PAGE) - 1)
    return chosen(page), page


def entries_of(work: Work, cohort: CohortId, users: Sequence[UserId]) -> tuple[Entry, ...]:
    """Return what the list says of these people, in their order."""
    connection, guild = work.connection, work.guild
    if not users:
        return ()
    places: dict[UserId, list[Enrolment]] = defaultdict(list)
    for place in enrolments.list_for_people(connection, guild, cohort, users):
        places[place.user].append(place)
    of_cohort = pairs.list_of_people(connection, guild, cohort, users)
    live = [pair.id for pair in of_cohort if pair.state is not PairState.ENDED]
    meeting_at: dict[PairId, datetime] = {}
    for meeting in meetings.open_of_pairs(connection, guild, live):
        starts_at = meeting.starts_at
        if starts_at and starts_at > work.now and meeting.state is MeetingState.CONFIRMED:
            meeting_at.setdefault(meeting.pair, starts_at)
    last_answers = stored.last_answers(connection, guild, users)
    absences = {
        absence.user: absence
        for absence in away.coming(connection, guild, users, work.now)
        if absence.stretch.holds(work.now)
    }
    departed = stored.departed_among(connection, guild, users)
    removals = _removals(work, cohort, places)
    return tuple(
        Entry(
            user,
            _current(places[user]),
            tuple(PairOf(pair, meeting_at.get(pair.id)) for pair in _shown_of(user, of_cohort)),
            last_answers.get(user),
            absences.get(user),
            user in departed,
            removals.get(user),
        )
        for user in users
    )


def _removals(
    work: Work, cohort: CohortId, places: Mapping[UserId, Sequence[Enrolment]]
) -> dict[UserId, Act]:
    """Return the last act that removed each of those who are not in the cohort anymore."""
    left = {
        user
        for user, own in places.items()
        if all(place.state is EnrolmentState.LEFT for place in own)
    }
    if not left:
        return {}
    done = acts.holding(work.connection, work.guild, cohort, ActKind.REMOVED)
    removed = ((act.facts.waiting[0], act) for act in reversed(done) if act.facts.waiting)
    return {user: act for user, act in removed if user in left}


def _current(places: Sequence[Enrolment]) -> tuple[Enrolment, ...]:
    """Return the places that someone has, or those that they withdrew from."""
    kept = tuple(place for place in places if place.state is not EnrolmentState.LEFT)
    return kept or tuple(places)


def _shown_of(user: UserId, of_cohort: Sequence[Pair]) -> list[Pair]:
    """Return someone's pairs that have not ended, or else the last one that they met in."""
    own = [pair for pair in of_cohort if pair.has(user)]
    live = [pair for pair in own if pair.state is not PairState.ENDED]
    return live or [pair for pair in own if pair.introduced_at and pair.ended_at][-1:]


# --- found by name --------------------------------------------------------------------------------


@reads
def users_ever(work: Work, cohort: CohortId | str) -> tuple[CohortId, list[UserId]]:
    """Return a cohort, given by ID or by name, and everyone who is or was in it.

    Moderators only.
    """
    require_moderator(work)
    chosen = _chosen(work, cohort)
    return chosen.id, stored.users_ever(work.connection, work.guild, chosen.id)


@writes_unrecorded("what was found is only for its asker's next pages: twice is the same as once")
def save_found(
    work: Work, cohort_id: CohortId, typed: str, users: Sequence[UserId], unanswered: int = 0
) -> PeoplePage:
    """Keep whom a search has found, and return its first page; moderators only."""
    require_moderator(work)
    content = {"typed": typed, "users": sorted(users), "unanswered": unanswered}
    drafts.save(work.connection, work.guild, work.user, f"{FOUND}:{cohort_id}", content, work.now)
    return _found_page(work, cohort_id, 0)


@reads
def found_page(work: Work, cohort_id: CohortId, page: int) -> PeoplePage:
    """Return a page of whom the asker's last search has found; moderators only.

    Raises `DomainError` ``people.search_over`` when it isn't kept anymore.
    """
    require_moderator(work)
    return _found_page(work, cohort_id, page)


async def again(app: App, actor: Actor, page: PeoplePage) -> PeoplePage:
    """Return the same page as it is now."""
    if page.typed is not None:
        return await found_page(app, actor, page.cohort.id, page.page)
    return await list_page(app, actor, page.cohort.id, page.page, page.shown)


def _found_page(work: Work, cohort_id: CohortId, wanted: int) -> PeoplePage:
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    kept = drafts.find(work.connection, work.guild, work.user, f"{FOUND}:{cohort_id}")
    if kept is None:
        raise DomainError("people.search_over")

    def chosen(page: int) -> UserPage:
        return stored.page_among(
            work.connection,
            work.guild,
            cohort.id,
            kept["users"],
            start=page * PER_PAGE,
            most=PER_PAGE,
        )

    users, page = _at(chosen, wanted)
    entries = entries_of(work, cohort.id, users.users)
    unanswered = kept.get("unanswered", 0)
    return PeoplePage(
        cohort, entries, page, users.people, typed=kept["typed"], unanswered=unanswered
    )


# --- all of them ----------------------------------------------------------------------------------


@reads
def users_of(work: Work, cohort: CohortId | str) -> list[UserId]:
    """Return the IDs of the people of a cohort, given by ID or by name; moderators only."""
    require_moderator(work)
    chosen = _chosen(work, cohort)
    everyone = enrolments.list_for_cohort(work.connection, work.guild, chosen.id)
    return sorted({enrolment.user for enrolment in everyone})


@reads
def export(work: Work, name: str, names: Mapping[UserId, str]) -> Exported:
    """Write a cohort's people in the format of the import; moderators only.

    Private data (communities, and the "rather not" list) is not in the file, and importing the file
    does not change it. `names` are for people who read the file.
    """
    require_moderator(work)
    cohort = _named(work, name)
    zone = time_zones.zone(societies.get(work.connection, work.guild).time_zone)
    everyone = enrolments.list_for_cohort(work.connection, work.guild, cohort.id)
    users = sorted({enrolment.user for enrolment in everyone})
    lines = [
        _line(number, entry, names, zone)
        for number, entry in enumerate(entries_of(work, cohort.id, users), start=2)
    ]
    return Exported(cohort, len(lines), write_people(lines))


def _line(number: int, entry: Entry, names: Mapping[UserId, str], zone: ZoneInfo) -> PersonLine:
    person, goals = as_written(entry.user, entry.places)
    return PersonLine(number, person, names.get(entry.user, ""), goals, _beside(entry, names, zone))


def _beside(entry: Entry, names: Mapping[UserId, str], zone: ZoneInfo) -> dict[str, str]:
    """Return what people read in the file beside the columns that are read back in.

    What is said of several pairs is in the same order in each column.
    """
    own = [each.pair for each in entry.pairs]
    partners = [(pair, user) for pair in own for user in pair.partners_of(entry.user)]
    states = [
        pair.state.value if pair.introduced_at else "to be introduced" for pair, _ in partners
    ]
    states += [place.state.value for place in entry.places if place.state in _UNMATCHED]
    met = [each.meeting_at for each in entry.pairs if each.meeting_at]

    def days(*instants: datetime | None) -> str:
        local = (instant.astimezone(zone).date() if instant else "" for instant in instants)
        return ";".join(map(str, local))

    return {
        "matched_with": ";".join(str(user) for _, user in partners),
        "matched_with_name": ";".join(names.get(user, "") for _, user in partners),
        "match_state": ";".join(states),
        "signed_up_on": days(min(place.applied_at for place in entry.places)),
        "introduced_on": days(*(pair.introduced_at for pair, _ in partners)),
        "ended_on": days(*(pair.ended_at for pair, _ in partners if pair.ended_at)),
        "next_meeting_on": days(min(met, default=None)),
        "last_answer_on": days(entry.last_answer),
    }


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


def _chosen(work: Work, cohort: CohortId | str) -> Cohort:
    if isinstance(cohort, str):
        return _named(work, cohort)
    return cohorts.get(work.connection, work.guild, cohort)


def _named(work: Work, name: str) -> Cohort:
    return cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
