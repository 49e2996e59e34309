"""The unmatched people of a cohort, as input for the matching."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.ids import EnrolmentId, UserId
from bot.domain.matching import MatchPerson, MatchSettings
from bot.domain.moderation.acts import UNCONFIRMED
from bot.domain.states import EndReason, EnrolmentState, Role, Worth
from bot.domain.times import zones as time_zones
from bot.domain.vocabulary import MeetingFormat, PersonRole, Stage
from bot.services.matching import solver_process
from bot.storage import presence
from bot.storage.cohorts import enrolments, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.cohorts.profiles import Profile
from bot.storage.matching import earlier_partners, waitlist
from bot.storage.moderation import societies
from bot.storage.pairs import pairs
from bot.storage.youth import together

_Ids = frozenset[UserId]


def waiting(
    connection: Connection,
    cohort: Cohort,
    now: datetime,
    without: Collection[tuple[str, str]] = (),
) -> list[MatchPerson]:
    """Return everyone who is still unmatched, as input for the matching.

    Pairs of the mentor and mentee in `without` count as not made. Someone who left the server is
    included with `present` off: they are not matched, and the run says why. Someone under 18 who
    can't be matched yet is left out, and is kept apart from adults who aren't cleared. Two people
    who both said at the end of an earlier pair that it was worth a lot may be paired again. After
    one of them asked for a new match, they never are.
    """
    taken: Counter[UserId] = Counter()
    passed_over: set[UserId] = set()
    for pair in pairs.list_for_cohort(connection, cohort.guild, cohort.id):
        for mentee in pair.mentees:
            if (str(pair.mentor), str(mentee)) in without:
                passed_over.add(mentee)
            elif pair.ended_at is None:
                taken[pair.mentor] += 1
    by_user: dict[UserId, list[Enrolment]] = {}
    for enrolment in enrolments.list_for_cohort(connection, cohort.guild, cohort.id):
        placed = enrolment.state is EnrolmentState.PLACED and enrolment.user not in passed_over
        if enrolment.role is Role.MENTOR or not placed:
            by_user.setdefault(enrolment.user, []).append(enrolment)
    context = _Context.read(connection, cohort)
    waiting_for_adults, apart = together.apart(connection, cohort.guild, by_user, now)
    context = replace(context, apart=apart)
    return [
        _person(places, taken[user], context)
        for user, places in by_user.items()
        if user not in waiting_for_adults
    ]


def of_two(
    connection: Connection, cohort: Cohort, mentee: Enrolment, mentor: Enrolment, taken: int
) -> tuple[MatchPerson, MatchPerson]:
    """Return a mentee and a mentor as the matching sees them, whether or not they wait.

    `taken` of the mentor's places are somebody's already.
    """
    context = _Context.read(connection, cohort)
    return _person([mentee], 0, context), _person([mentor], taken, context)


def unconfirmed(places: Iterable[Enrolment]) -> tuple[str, ...]:
    """Return the caution that some were signed up by a moderator and haven't confirmed, if any."""
    users = sorted({place.user for place in places if place.answers.wishes.unconfirmed})
    return (f"{UNCONFIRMED}:{','.join(map(str, users))}",) if users else ()


def settings_of(connection: Connection, cohort: Cohort) -> MatchSettings:
    """Return the settings of a cohort's runs: its first day, and its adjusted weights."""
    start: date | None = cohort.plan.starts_on
    if start is None:
        zone = time_zones.zone(societies.get(connection, cohort.guild).time_zone)
        start = cohort.created_at.astimezone(zone).date()
    return solver_process.settings_for(start, cohort.plan.match_words)


@dataclass(frozen=True, slots=True)
class _Context:
    """What is known about people besides their sign-up."""

    profiles: dict[UserId, Profile]
    avoided: dict[UserId, _Ids]
    partners: dict[UserId, _Ids]
    again: dict[UserId, _Ids]
    gone: _Ids
    first: frozenset[EnrolmentId]
    apart: dict[UserId, _Ids] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection, cohort: Cohort) -> "_Context":
        return cls(
            profiles=profiles.list_for_society(connection, cohort.guild),
            avoided=profiles.avoid_lists(connection, cohort.guild),
            partners=earlier_partners.list_for_society(connection, cohort.guild),
            again=_would_repeat(connection, cohort),
            gone=presence.departed(connection, cohort.guild),
            first=frozenset(
                enrolment
                for enrolment, wait in waitlist.list_for_cohort(
                    connection, cohort.guild, cohort.id
                ).items()
                if wait.priority
            ),
        )


def _person(places: list[Enrolment], taken: int, context: _Context) -> MatchPerson:
    """Return one person from their one or two enrolments; `taken` mentees are already theirs."""
    user = places[0].user
    answers = [enrolment.answers for enrolment in places]
    wishes = [answers.wishes for answers in answers]
    roles = {enrolment.role for enrolment in places}
    capacity = sum(
        enrolment.answers.capacity for enrolment in places if enrolment.role is Role.MENTOR
    )
    profile = context.profiles.get(user)
    earlier = {other for preferences in wishes for other in preferences.earlier}
    return MatchPerson(
        id=str(user),
        role=PersonRole.BOTH if len(roles) == 2 else PersonRole(places[0].role.value),
        stage=Stage(answers[0].stage),
        fields=frozenset(field for answers in answers for field in answers.fields),
        topics=_topics(places, Role.MENTEE) or _topics(places, Role.MENTOR),
        offers=_topics(places, Role.MENTOR) if len(roles) == 2 else None,
        capacity=max(0, capacity - taken),
        time_zone=answers[0].time_zone,
        windows=tuple(sorted({window for preferences in wishes for window in preferences.windows})),
        formats=_formats([preferences.formats for preferences in wishes]),
        state=next((preferences.place for preferences in wishes if preferences.place), None),
        avoid=_texts({*context.avoided.get(user, ()), *context.apart.get(user, ())}),
        prior_partners=_texts(context.partners.get(user, ())) | earlier,
        communities=frozenset(profile.communities) if profile else frozenset(),
        share_communities=profile is not None and profile.share_communities,
        hours=next((float(preferences.hours) for preferences in wishes if preferences.hours), None),
        near_peer=next(
            (preferences.near_peer for preferences in wishes if preferences.near_peer is not None),
            None,
        ),
        out_of_field=next(
            (
                preferences.out_of_field
                for preferences in wishes
                if preferences.out_of_field is not None
            ),
            None,
        ),
        roles_wanted=frozenset(role for preferences in wishes for role in preferences.roles),
        present=user not in context.gone,
        would_repeat=_texts(context.again.get(user, ())),
        priority=any(enrolment.id in context.first for enrolment in places),
    )


def _would_repeat(connection: Connection, cohort: Cohort) -> dict[UserId, _Ids]:
    """Return the pairs that would be repeated; pairs ended for a new match are never allowed."""
    worth = pairs.worths(connection, cohort.guild)
    again: dict[UserId, set[UserId]] = {}
    never: dict[UserId, set[UserId]] = {}
    for pair in pairs.over(connection, cohort.guild):
        for member in pair.members:
            across = pair.mentees if member.user == pair.mentor else (pair.mentor,)
            if pair.end_reason is EndReason.REMATCH:
                never.setdefault(member.user, set()).update(across)
            elif worth.get((pair.id, member.user)) is Worth.MUCH:
                again.setdefault(member.user, set()).update(across)
    return {user: frozenset(others - never.get(user, set())) for user, others in again.items()}


def _topics(places: list[Enrolment], role: Role) -> frozenset[str]:
    chosen = [enrolment.answers.topics for enrolment in places if enrolment.role is role]
    return frozenset(topic for topics in chosen for topic in topics)


def _formats(chosen: list[tuple[str, ...]]) -> frozenset[MeetingFormat]:
    """Return every format named; a sign-up that names none accepts any."""
    if not all(chosen):
        return frozenset()
    return frozenset(MeetingFormat(name) for names in chosen for name in names)


def _texts(users: Collection[UserId]) -> frozenset[str]:
    return frozenset(str(user) for user in users)
