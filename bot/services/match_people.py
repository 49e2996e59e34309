"""Who waits for a partner in a cohort, as matching sees them."""

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.matching import MatchPerson
from bot.domain.states import EnrolmentState, Role
from bot.domain.vocabulary import PersonRole, Stage
from bot.storage import enrolments, pairs
from bot.storage.cohorts import Cohort
from bot.storage.enrolments import Enrolment


def waiting(connection: Connection, cohort: Cohort) -> list[MatchPerson]:
    """Return everybody who still waits for a partner, as matching sees them."""
    taken: dict[UserId, int] = {}
    for pair in pairs.of_cohort(connection, cohort.guild, cohort.id):
        if pair.ended_at is None:
            taken[pair.mentor] = taken.get(pair.mentor, 0) + len(pair.mentees)
    by_user: dict[UserId, list[Enrolment]] = {}
    for enrolment in enrolments.of_cohort(connection, cohort.guild, cohort.id):
        placed = enrolment.state is EnrolmentState.PLACED
        if enrolment.role is Role.MENTOR or not placed:
            by_user.setdefault(enrolment.user, []).append(enrolment)
    return [_person(found, taken.get(user, 0)) for user, found in by_user.items()]


def _person(found: list[Enrolment], taken: int) -> MatchPerson:
    """Return one person from their one or two enrolments; `taken` mentees are theirs already."""
    answers = [enrolment.answers for enrolment in found]
    roles = {enrolment.role for enrolment in found}
    capacity = sum(one.answers.capacity for one in found if one.role is Role.MENTOR)
    return MatchPerson(
        id=str(found[0].user),
        role=PersonRole.BOTH if len(roles) == 2 else PersonRole(found[0].role.value),
        stage=Stage(answers[0].stage),
        fields=frozenset(field for one in answers for field in one.fields),
        topics=frozenset(topic for one in answers for topic in one.topics),
        capacity=max(0, capacity - taken),
        time_zone=answers[0].time_zone,
    )
