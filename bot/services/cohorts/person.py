"""One person as moderators see them: everything about them in one of the society's cohorts."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.cohorts import cohorts as cohort_rules
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, PairId, UserId
from bot.domain.moderation import cases as case_rules
from bot.domain.moderation.acts import RESTORE_WITHIN
from bot.domain.states import CohortState, EnrolmentState, Look, PairState, Role
from bot.domain.vocabulary import PersonRole
from bot.services.cohorts.people import Entry, entries_of
from bot.services.matching.by_hand import may_be_mistake
from bot.services.matching.runs import MATCHABLE
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, writes_unrecorded
from bot.storage.cohorts import cohorts
from bot.storage.cohorts import people as stored
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import waitlist
from bot.storage.matching.waitlist import Wait
from bot.storage.moderation import cases, notes
from bot.storage.moderation.cases import Case
from bot.storage.moderation.notes import PairNote
from bot.storage.pairs import pairs
from bot.storage.pairs.pairs import Pair
from bot.storage.safety import looks


@dataclass(frozen=True, slots=True)
class NoteOf:
    """A note, and the pair that it is about."""

    note: PairNote
    pair: Pair


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Someone in a cohort; `entry` is None if they never were in it.

    `cohorts` are all that they are or were in, newest first. `earlier` are pairs that have ended,
    newest first, and `notes` those about any of their pairs that the reader may see. `restorable`
    is the last of their pairs that may have ended by mistake, while it can be restored.
    """

    user: UserId
    cohort: Cohort
    entry: Entry | None
    cohorts: tuple[Cohort, ...] = ()
    earlier: tuple[Pair, ...] = ()
    waits: tuple[Wait, ...] = ()
    cases: tuple[Case, ...] = ()
    notes: tuple[NoteOf, ...] = ()
    restorable: PairId | None = None

    @property
    def takes_pairs(self) -> bool:
        """Whether the cohort is in a state in which pairs are made, moved, and ended by hand."""
        return self.cohort.state in MATCHABLE

    @property
    def is_in(self) -> bool:
        """Whether they are in the cohort."""
        return self.entry is not None and not self.entry.has_left

    @property
    def live(self) -> tuple[Pair, ...]:
        """Their pairs in the cohort that have not ended."""
        of_theirs = self.entry.pairs if self.entry else ()
        return tuple(each.pair for each in of_theirs if each.pair.state is not PairState.ENDED)

    def may_be(self, role: PersonRole) -> bool:
        """Whether they can become that: it leaves them every role in which they have a pair."""
        taken = {Role.MENTOR if pair.mentor == self.user else Role.MENTEE for pair in self.live}
        return role is PersonRole.BOTH or taken <= {Role(role.value)}


_ONCE_A_DAY = "only the day is kept: twice is the same as once"


@writes_unrecorded(_ONCE_A_DAY)
def look(work: Work, user: UserId, cohort_id: CohortId | None = None) -> PersonPage:
    """Return the page of someone in a cohort, or in the newest one that they are in.

    Moderators only. Raises `DomainError` ``person.in_no_cohort``.
    """
    require_moderator(work)
    return page_of(work, user, _newest(work, user) if cohort_id is None else cohort_id)


@writes_unrecorded(_ONCE_A_DAY)
def look_in(work: Work, user: UserId, name: str) -> PersonPage:
    """Return the page of someone in the cohort called `name`; moderators only."""
    require_moderator(work)
    key = cohort_rules.name_key(name)
    return page_of(work, user, cohorts.get_by_name(work.connection, work.guild, name, key).id)


def page_of(work: Work, user: UserId, cohort_id: CohortId) -> PersonPage:
    """Return the page as it is in this transaction; the person sees that it was opened today."""
    page = _page_of(work, user, cohort_id)
    if page.entry is not None:
        looks.record(work.connection, work.guild, work.user, [user], Look.PERSON, work.now)
    return page


def _page_of(work: Work, user: UserId, cohort_id: CohortId) -> PersonPage:
    connection, guild = work.connection, work.guild
    cohort = cohorts.get(connection, guild, cohort_id)
    all_theirs = stored.cohorts_of(connection, guild, user)
    if cohort_id not in all_theirs:
        return PersonPage(user, cohort, None, _cohorts(work, all_theirs))
    [entry] = entries_of(work, cohort_id, [user])
    every = pairs.list_of_people(connection, guild, cohort_id, [user])
    ended = [pair for pair in every if pair.state is PairState.ENDED and pair.introduced_at]
    own = {pair.id for pair in every}
    waits = (waitlist.find(connection, guild, place.id) for place in entry.places)
    return PersonPage(
        user,
        cohort,
        entry,
        _cohorts(work, all_theirs),
        tuple(ended[::-1]),
        tuple(wait for wait in waits if wait is not None),
        tuple(
            case
            for case in cases.open_in(connection, guild)
            if case_rules.pair_of(case.subject) in own
        ),
        _notes(work, every),
        None if entry.has_left else _restorable(work, cohort, every),
    )


def _notes(work: Work, every: Sequence[Pair]) -> tuple[NoteOf, ...]:
    """Return the notes about these pairs; of a pair that the reader is in, only their own.

    A moderator may be someone's mentor, and what others told about that isn't for them.
    """
    about = {pair.id: pair for pair in every}
    return tuple(
        NoteOf(note, about[note.pair])
        for note in notes.list_for_pairs(work.connection, work.guild, about)
        if note.author == work.user or not about[note.pair].has(work.user)
    )


def _restorable(work: Work, cohort: Cohort, every: Sequence[Pair]) -> PairId | None:
    """Return the last pair that ended recently and maybe by mistake, if its cohort goes on."""
    ended = [
        pair
        for pair in every
        if pair.ended_at
        and work.now - pair.ended_at <= RESTORE_WITHIN
        and may_be_mistake(work, cohort, pair)
    ]
    if not ended or cohort.state not in MATCHABLE:
        return None
    return max(ended, key=lambda pair: (pair.ended_at or work.now, pair.id)).id


def _cohorts(work: Work, numbers: list[CohortId]) -> tuple[Cohort, ...]:
    return tuple(cohorts.get(work.connection, work.guild, number) for number in numbers)


def _newest(work: Work, user: UserId) -> CohortId:
    """Return the newest cohort that someone is in: one that is not over, else any."""
    numbers = stored.cohorts_of(work.connection, work.guild, user)
    if not numbers:
        raise DomainError("person.in_no_cohort", user=user)

    def rank(cohort: Cohort) -> tuple[bool, bool]:
        [entry] = entries_of(work, cohort.id, [user])
        is_in = any(place.state is not EnrolmentState.LEFT for place in entry.places)
        return cohort.state is not CohortState.ENDED and is_in, is_in

    return max(_cohorts(work, numbers), key=rank).id
