"""All cohorts of a society with their numbers, newest first."""

from dataclasses import dataclass

from bot.domain.moderation.acts import ActKind
from bot.domain.states import CohortState, EnrolmentState, PairState, Role
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads
from bot.storage import presence
from bot.storage.cohorts import cohorts, enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.moderation import acts
from bot.storage.moderation.acts import Act
from bot.storage.pairs import pairs

PAGE = 5


@dataclass(frozen=True, slots=True)
class ListedCohort:
    """One cohort with its numbers; `deletion` if it was deleted, `ending` if it was ended."""

    cohort: Cohort
    mentees: int = 0
    mentors: int = 0
    waiting: int = 0
    pairs: int = 0
    ending: Act | None = None
    deletion: Act | None = None


@dataclass(frozen=True, slots=True)
class CohortList:
    """One page of the cohorts: those that go on, or with `over` those that don't.

    `others` counts the cohorts behind the other filter.
    """

    entries: tuple[ListedCohort, ...]
    page: int
    pages: int
    over: bool
    others: int


@reads
def list_page(work: Work, page: int = 0, *, over: bool = False) -> CohortList:
    """Return a page of cohorts, or the last one if there are fewer; moderators only."""
    require_moderator(work)
    every = cohorts.list_for_society(work.connection, work.guild)
    ended = [each for each in every if each.state is CohortState.ENDED]
    ended += cohorts.list_deleted(work.connection, work.guild)
    ended.sort(key=lambda each: -each.id)
    live = [each for each in every if each.state is not CohortState.ENDED]
    shown, others = (ended, live) if over else (live, ended)
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 0), pages - 1)
    entries = tuple(_listed(work, each) for each in shown[page * PAGE : (page + 1) * PAGE])
    return CohortList(entries, page, pages, over, len(others))


def _listed(work: Work, cohort: Cohort) -> ListedCohort:
    key = (work.connection, work.guild, cohort.id)
    if cohort.deleted_at is not None:
        deletions = acts.holding(*key, ActKind.DELETED)
        return ListedCohort(cohort, deletion=next(iter(deletions), None))
    departed = presence.departed(work.connection, work.guild)
    there = [each for each in enrolments.list_for_cohort(*key) if each.user not in departed]
    mentees = [each for each in there if each.role is Role.MENTEE]
    has_ended = cohort.state is CohortState.ENDED
    every = pairs.list_approved(*key)
    live = [pair for pair in every if pair.state is not PairState.ENDED]
    return ListedCohort(
        cohort,
        mentees=len(mentees),
        mentors=len(there) - len(mentees),
        waiting=sum(each.state is not EnrolmentState.PLACED for each in mentees),
        pairs=len(every if has_ended else live),
        ending=next(iter(acts.holding(*key, ActKind.ENDED)), None) if has_ended else None,
    )
