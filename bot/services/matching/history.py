"""What earlier pairs teach the next round: who comes first, and who would gladly meet again."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.domain.ids import UserId
from bot.domain.matching import MatchPerson
from bot.domain.states import EndReason, Role, Worth
from bot.storage.cohorts import enrolments
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.matching import waitlist
from bot.storage.pairs import feedback as pair_feedback
from bot.storage.pairs import pairs


def applied(connection: Connection, cohort: Cohort, people: list[MatchPerson]) -> list[MatchPerson]:
    """Return `people` with whom they would meet again, and with priority where it was promised.

    Two who both said at the end that it was worth much may be paired again. After a change that one
    of them asked for they never are.
    """
    again = _would_repeat(connection, cohort)
    first = _first(connection, cohort)
    return [
        replace(
            person,
            would_repeat=frozenset(again.get(person.id, ())),
            priority=person.is_mentee and person.id in first,
        )
        for person in people
    ]


def _would_repeat(connection: Connection, cohort: Cohort) -> dict[str, set[str]]:
    said = pair_feedback.of_society(connection, cohort.guild)
    again: dict[str, set[str]] = {}
    never: dict[str, set[str]] = {}
    for pair in pairs.over(connection, cohort.guild):
        for member in pair.members:
            across = pair.mentees if member.user == pair.mentor else (pair.mentor,)
            if pair.end_reason is EndReason.REMATCH:
                _note(never, member.user, across)
            elif said.get((pair.id, member.user)) is Worth.MUCH:
                _note(again, member.user, across)
    return {user: others - never.get(user, set()) for user, others in again.items()}


def _note(found: dict[str, set[str]], user: UserId, others: tuple[UserId, ...]) -> None:
    found.setdefault(str(user), set()).update(str(other) for other in others)


def _first(connection: Connection, cohort: Cohort) -> set[str]:
    found = waitlist.of_cohort(connection, cohort.guild, cohort.id)
    return {
        str(enrolment.user)
        for enrolment in enrolments.of_cohort(connection, cohort.guild, cohort.id)
        if enrolment.role is Role.MENTEE and enrolment.id in found and found[enrolment.id].priority
    }
