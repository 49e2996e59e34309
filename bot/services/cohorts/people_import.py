"""Import a file of people into a cohort: previewed first, saved only when a moderator confirms.

The people of a preview wait as drafts of 25 each. Each of them is saved in a transaction of
its own that also drops its draft, so that others write in between, and an import that was
interrupted goes on where it stopped.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.app import App
from bot.domain.cohorts import answer_changes
from bot.domain.cohorts import cohorts as rules
from bot.domain.cohorts.enrolments import LONGEST_GOALS, Answers, Preferences
from bot.domain.cohorts.people_csv import (
    LineProblem,
    PeopleFile,
    PersonLine,
)
from bot.domain.cohorts.people_ids import RuinedId
from bot.domain.cohorts.people_table import Table
from bot.domain.cohorts.people_words import WordKind
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId, UserId
from bot.domain.matching import MatchPerson
from bot.domain.moderation.acts import ActFacts, ActKind, Edit
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import CohortState, EnrolmentState, Role
from bot.services.actor import Actor
from bot.services.cohorts import people_files
from bot.services.cohorts.file_words import OpenFile, as_read, discard
from bot.services.cohorts.late import next_round
from bot.services.cohorts.people import as_written
from bot.services.moderation import acts, moderator_news
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges import own_threads
from bot.services.privacy import lists
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage import drafts, outbox
from bot.storage.cohorts import cohorts, enrolments, file_words, profiles
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.enrolments import Enrolment
from bot.storage.cohorts.profiles import Profile

LARGEST_FILE = 1_000_000
MOST_PEOPLE = 2_000
BATCH = 25
"""People in one transaction: it holds the writer for some 25 ms."""
_TAKES_PEOPLE = (
    CohortState.DRAFT,
    CohortState.ENROLLING,
    CohortState.MATCHING,
    CohortState.RUNNING,
)
Users = Mapping[str, UserId]
"""IDs of people in the server, by what a file calls them."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says of someone; it says nothing in the columns `unsaid`."""

    person: MatchPerson
    goals: str = ""
    unsaid: frozenset[str] = frozenset()

    @classmethod
    def of(cls, line: PersonLine) -> "_Said":
        return cls(line.person, line.goals[:LONGEST_GOALS], line.unsaid)

    def beside(self, places: Mapping[Role, Enrolment]) -> "_Said":
        """Return it with the places that someone has, unless it says another number."""
        mentoring = places.get(Role.MENTOR)
        if "capacity" not in self.unsaid or mentoring is None:
            return self
        return replace(self, person=replace(self.person, capacity=mentoring.answers.capacity))

    def to_json(self) -> dict[str, Any]:
        unsaid = sorted(self.unsaid)
        return {"person": self.person.to_json(), "goals": self.goals, "unsaid": unsaid}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "_Said":
        person = MatchPerson.from_json(plain["person"])
        unsaid = plain.get("unsaid") or ()
        # Before the other columns counted, this was whether the places were left empty.
        return cls(person, plain["goals"], frozenset(("capacity",) if unsaid is True else unsaid))


@dataclass(frozen=True, slots=True)
class OverLimit:
    """A cohort would have more people in a role than its limit."""

    role: Role
    people: int
    most: int


@dataclass(frozen=True, slots=True)
class Changed:
    """What a line would change for someone who is in the cohort; `called` is their name in it."""

    user: UserId
    edits: tuple[Edit, ...]
    called: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would change; nothing is saved yet.

    `unsaid` counts the new mentors of whom the file doesn't say how many mentees they take.
    """

    opened: OpenFile
    file: PeopleFile
    new: int
    changes: tuple[Changed, ...]
    unchanged: int
    problems: tuple[LineProblem, ...]
    repaired: int = 0
    over: tuple[OverLimit, ...] = ()
    unsaid: int = 0

    @property
    def changed(self) -> int:
        """Return how many people who are in the cohort would be changed."""
        return len(self.changes)

    @property
    def people(self) -> int:
        """Return how many people would be saved."""
        return self.new + self.changed


@dataclass(frozen=True, slots=True)
class Imported:
    """People were saved; `passed_over` were matched in the meantime and stay as they are.

    `told` if those who are new, and those who were changed, hear of it.
    """

    cohort: Cohort
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    passed_over: int = 0
    told: bool = False


@reads
def begin(work: Work, name: str, size: int = 0) -> Cohort:
    """Return the cohort, if people can be added to it; moderators only.

    Raises `DomainError` ``cohort.ended``, ``cohort.over``, and ``people_csv.large``.
    """
    require_moderator(work)
    if size > LARGEST_FILE:
        raise DomainError("people_csv.large", most=LARGEST_FILE)
    cohort = cohorts.get_by_name(work.connection, work.guild, name, rules.name_key(name))
    return _taking(work, cohort)


async def read(data: bytes) -> Table:
    """Parse a file of people in a thread, because a large one would block everyone else.

    Raises `DomainError` ``people_csv.no_people`` for one with nothing below its headings, and what
    `bot.services.cohorts.people_files.read_rows` raises.
    """
    table = await asyncio.to_thread(people_files.read_rows, data)
    if not table.rows:
        raise DomainError("people_csv.no_people")
    return table


async def template() -> bytes:
    """Return a workbook to fill in; see `bot.services.cohorts.people_files.template`."""
    return await asyncio.to_thread(people_files.template)


def names_in(file: PeopleFile) -> list[str]:
    """Return every name in the file that has to be looked up in the server.

    Raises `DomainError` ``people_csv.many``.
    """
    if (people := len(file.lines) + len(file.ruined)) > MOST_PEOPLE:
        raise DomainError("people_csv.many", people=people, most=MOST_PEOPLE)
    listed = {other for one in file.people for other in one.avoid | one.prior_partners}
    exact = {line.ruined.exact for line in file.ruined if line.ruined and line.ruined.exact}
    return sorted({person.id for person in file.people} | listed | exact)


def names_beside(file: PeopleFile, users: Users) -> list[str]:
    """Return the user names beside an ID that are not known to be the same person's."""
    return sorted(
        {
            line.beside
            for line in file.lines
            if isinstance(line.beside, str)
            and line.beside
            and line.person.id in users
            and users.get(line.beside.removeprefix("@").casefold()) != users[line.person.id]
        }
    )


# --- the preview ----------------------------------------------------------------------------------


async def preview(
    app: App,
    actor: Actor,
    opened: OpenFile,
    users: Users,
    repaired: Mapping[int, UserId] | None = None,
) -> ImportPreview:
    """Save the valid lines as drafts, and return what they would change; moderators only.

    `users` maps the names in the file to IDs, for people who are in the server; `repaired` the
    lines whose ID a spreadsheet shortened to those who were found by their names.
    """
    shown, lines = await _compare(app, actor, opened, users, repaired or {})
    await _save_preview(app, actor, shown, lines)
    return shown


@reads
def _compare(
    work: Work, opened: OpenFile, users: Users, repaired: Mapping[int, UserId]
) -> tuple[ImportPreview, list[dict[str, Any]]]:
    require_moderator(work)
    cohort = _taking(work, cohorts.get(work.connection, work.guild, opened.cohort.id))
    file = opened.people
    assert file is not None, "the required columns are known by now"
    lines, problems = _resolved(file, users, repaired)
    there = enrolments.list_for_cohort(work.connection, cohort.guild, cohort.id)
    places_by_user = _places(there)
    new = unchanged = unsaid = 0
    in_own_zone: set[int] = set()
    changes: list[Changed] = []
    saved = []
    roles = {(place.user, place.role) for place in there}
    for line in lines:
        user = UserId(int(line.person.id))
        places = places_by_user.get(user, {})
        said = _Said.of(line).beside(places)
        person = said.person
        if places:
            in_own_zone.add(line.line)
        if places and _says_the_same(work, places, said):
            unchanged += 1
        elif any(_is_placed(places.get(role)) for role in roles_of(person)):
            problems.append(LineProblem(line.line, "people_csv.placed", False))
        else:
            new += not places
            unsaid += "capacity" in said.unsaid and Role.MENTOR not in places
            if places:
                edits = _edits(work, places, said)
                changes.append(Changed(user, edits, line.display_name))
            roles |= {(user, role) for role in roles_of(person)}
            saved.append(said.to_json())
    # Whoever is in the cohort has a time zone, which an empty cell leaves as it is.
    said_of = [
        problem
        for problem in problems
        if problem.code != "people_csv.no_zone" or problem.line not in in_own_zone
    ]
    every = tuple(sorted(said_of, key=lambda problem: problem.line))
    used = sum(line.line in repaired or isinstance(line.beside, RuinedId) for line in lines)
    over = over_limits(cohort, [role for _, role in roles]) if saved else ()
    opened = replace(opened, cohort=cohort)
    shown = ImportPreview(opened, file, new, tuple(changes), unchanged, every, used, over, unsaid)
    return shown, saved


@writes_unrecorded("it replaces what an earlier preview of the same file saved")
def _save_preview(work: Work, shown: ImportPreview, lines: Sequence[dict[str, Any]]) -> None:
    draft = _draft(shown.opened.cohort.id)
    drafts.drop_beginning(work.connection, work.guild, work.user, f"{draft}:")
    head = {
        "number": shown.opened.number,
        "people": len(lines),
        "unchanged": shown.unchanged,
        "words": [list(word) for word in as_read(shown.opened.questions)],
    }
    drafts.save(work.connection, work.guild, work.user, draft, head, work.now)
    for start in range(0, len(lines), BATCH):
        name = f"{draft}:{shown.opened.number}:{start:05}"
        batch = lines[start : start + BATCH]
        drafts.save(work.connection, work.guild, work.user, name, batch, work.now)


def over_limits(cohort: Cohort, roles: Collection[Role]) -> tuple[OverLimit, ...]:
    """Return the cohort's limits that so many people in these roles are beyond."""
    plan = cohort.plan
    limits = ((Role.MENTEE, plan.most_mentees), (Role.MENTOR, plan.most_mentors))
    counts = {role: sum(each is role for each in roles) for role in Role}
    return tuple(
        OverLimit(role, counts[role], most)
        for role, most in limits
        if most is not None and counts[role] > most
    )


# --- the decision ---------------------------------------------------------------------------------


async def confirm(
    app: App, actor: Actor, cohort_id: CohortId, number: int, *, tell: bool = False
) -> Imported:
    """Save the people of a preview, a batch at a time; moderators only.

    With `tell`, those who are new are told privately, and asked to confirm; those who were there
    before are told privately what has changed.

    Raises `DomainError` ``people_csv.nothing`` when there is no preview, ``people_csv.newer`` when
    it is not of this file, ``cohort.ended`` or ``cohort.over``; ``people_csv.stopped`` with how
    many are saved when the cohort came to an end in between.
    """
    await _require_waiting(app, actor, cohort_id, number, tell)
    while True:
        try:
            imported = await _save_batch(app, actor, cohort_id, number)
        except DomainError as refusal:
            await _stop(app, actor, cohort_id, refusal)
            raise
        if imported is not None:
            return imported


@writes
def _require_waiting(work: Work, cohort_id: CohortId, number: int, tell: bool) -> None:
    """Record the interaction, refuse one that has nothing to import, and keep the words' meaning.

    Words that no one decided are from now on what the preview said they are.
    """
    require_moderator(work)
    _taking(work, cohorts.get(work.connection, work.guild, cohort_id))
    head = _waiting(work, cohort_id, number)
    words = [(WordKind(kind), typed, meaning) for kind, typed, meaning in head.get("words", ())]
    file_words.save(work.connection, work.guild, words)
    # An import that goes on after an interruption goes on as it began.
    head.setdefault("tell", tell)
    drafts.save(work.connection, work.guild, work.user, _draft(cohort_id), head, work.now)


def _waiting(work: Work, cohort_id: CohortId, number: int) -> dict[str, Any]:
    head = _head_of(work, cohort_id)
    if not head:
        raise DomainError("people_csv.nothing")
    if head["number"] != number:
        raise DomainError("people_csv.newer")
    return head


def _head_of(work: Work, cohort_id: CohortId) -> dict[str, Any]:
    """Return the number of the last file, and what was saved of it; empty if none waits."""
    head = drafts.find(work.connection, work.guild, work.user, _draft(cohort_id))
    # Before files had numbers, the people themselves were here.
    return dict(head) if isinstance(head, dict) else {}


@writes_unrecorded("the import records its interaction before its first batch")
def _save_batch(work: Work, cohort_id: CohortId, number: int) -> Imported | None:
    """Save the next batch; return the whole import once none is left."""
    require_moderator(work)
    cohort = _taking(work, cohorts.get(work.connection, work.guild, cohort_id))
    head = _waiting(work, cohort_id, number)
    prefix = f"{_draft(cohort_id)}:{number}:"
    batch = drafts.first_beginning(work.connection, work.guild, work.user, prefix)
    if batch is None:
        discard(work, cohort_id)
        imported = _totals(cohort, head)
        facts = ActFacts(number=imported.new + imported.changed)
        acts.record(work, cohort_id, ActKind.IMPORTED, facts)
        return imported
    name, people = batch
    drafts.drop(work.connection, work.guild, work.user, name)
    counts = _totals(cohort, head)
    saved = _save_people(work, cohort, people, number if head.get("tell") else None)
    head |= {
        "new": counts.new + saved.new,
        "changed": counts.changed + saved.changed,
        "unchanged": counts.unchanged + saved.unchanged,
        "passed_over": counts.passed_over + saved.passed_over,
    }
    drafts.save(work.connection, work.guild, work.user, _draft(cohort_id), head, work.now)
    return None


def _totals(cohort: Cohort, head: Mapping[str, int]) -> Imported:
    return Imported(
        cohort,
        new=head.get("new", 0),
        changed=head.get("changed", 0),
        unchanged=head.get("unchanged", 0),
        passed_over=head.get("passed_over", 0),
        told=bool(head.get("tell")),
    )


def _save_people(
    work: Work, cohort: Cohort, people: Iterable[Mapping[str, Any]], told_of: int | None
) -> Imported:
    """Save a batch; whom it concerns are told of the import `told_of`, unless it is None."""
    read = [_Said.from_json(plain) for plain in people]
    users = [UserId(int(each.person.id)) for each in read]
    every = _places(enrolments.list_for_people(work.connection, cohort.guild, cohort.id, users))
    new = changed = unchanged = passed_over = 0
    for user, line in zip(users, read, strict=True):
        earlier = every.get(user, {})
        places = {
            role: place for role, place in earlier.items() if place.state is not EnrolmentState.LEFT
        }
        said = line.beside(places)
        if any(_is_placed(places.get(role)) for role in roles_of(said.person)):
            passed_over += 1
            continue
        if places and _says_the_same(work, places, said):
            unchanged += 1
            continue
        is_told = told_of is not None and not places
        edits = _edits(work, places, said) if places else ()
        _enrol(work, cohort, said, places, earlier, is_told=is_told)
        if is_told:
            _tell(work, cohort, user, str(told_of))
        elif told_of is not None:
            facts = ActFacts(waiting=(user,), of=told_of, edits=edits)
            act = acts.record(work, cohort.id, ActKind.REVISED, facts)
            moderator_news.tell(work, act, user)
        new, changed = new + (not places), changed + bool(places)
    return Imported(cohort, new, changed, unchanged, passed_over)


async def _stop(app: App, actor: Actor, cohort_id: CohortId, refusal: DomainError) -> None:
    """Say how many were saved, if something came between two batches."""
    head = await _head(app, actor, cohort_id)
    saved = head.get("new", 0) + head.get("changed", 0)
    if saved:
        cohort = refusal.facts.get("cohort", "")
        raise DomainError("people_csv.stopped", saved=saved, people=head["people"], cohort=cohort)


@reads
def _head(work: Work, cohort_id: CohortId) -> dict[str, Any]:
    return _head_of(work, cohort_id)


@writes
def cancel(work: Work, cohort_id: CohortId, number: int) -> Imported:
    """Discard a preview; return what was saved of it before. A newer file stays."""
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    head = _head_of(work, cohort_id)
    if head.get("number") != number:
        return Imported(cohort)
    discard(work, cohort_id)
    return _totals(cohort, head)


def _resolved(
    file: PeopleFile, users: Users, repaired: Mapping[int, UserId]
) -> tuple[list[PersonLine], list[LineProblem]]:
    """Return the lines with IDs instead of names; a missing or ambiguous name is a problem."""
    lines: list[PersonLine] = []
    problems = list(file.problems)
    first: dict[UserId, int] = {}
    for line in sorted([*file.lines, *file.ruined], key=lambda line: line.line):
        user = repaired.get(line.line) if line.ruined else users.get(line.person.id)
        facts: dict[str, Any] = {"user": line.person.id}
        if user is None and line.ruined:
            facts = {"value": line.ruined.typed}
            problems.append(LineProblem(line.line, "people_csv.ruined", False, facts))
        elif user is None:
            problems.append(LineProblem(line.line, "people_csv.not_here", False, facts))
        elif other := _contradiction(line, user, users):
            problems.append(other)
        elif user in first:
            facts["first"] = first[user]
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


def _contradiction(line: PersonLine, user: UserId, users: Users) -> LineProblem | None:
    """Return why a line that says twice who it is can't be used, if that is two people."""
    match line.beside:
        case RuinedId() as ruined if not ruined.may_be(user):
            facts = {"value": ruined.typed, "user": line.person.id}
            return LineProblem(line.line, "people_csv.ruined_other", False, facts)
        case str() as name if users.get(name, user) != user:
            owner = {"owner": user, "name": name.removeprefix("@")}
            return LineProblem(line.line, "people_csv.two_people", False, owner)
        case _:
            return None


def _ids(listed: frozenset[str], users: Mapping[str, UserId]) -> frozenset[str]:
    return frozenset(str(users[name]) for name in listed if name in users)


def _says_the_same(work: Work, places: Mapping[Role, Enrolment], said: _Said) -> bool:
    """Return whether saving a line would change nothing; mentor and mentee share one line."""
    person = said.person
    roles, user = roles_of(person), UserId(int(person.id))
    if not all(role in places for role in roles):
        return False
    written, words = as_written(user, [places[role] for role in roles])
    public = replace(person, avoid=frozenset(), communities=frozenset(), share_communities=False)
    kept = {name: getattr(written, name) for name in (*_OF_ANSWERS, *_OF_WISHES)}
    public = replace(public, **{name: kept[name] for name in said.unsaid if name in kept})
    goals = words if "goals" in said.unsaid else said.goals
    return (written, words) == (public, goals) and not _adds_private(work, user, person)


def _adds_private(work: Work, user: UserId, person: MatchPerson) -> bool:
    """Return whether a line has something for someone's private lists that isn't in them."""
    if person.avoid:
        others = profiles.avoided_by(work.connection, work.guild, user)
        if not {int(other) for other in person.avoid} <= others:
            return True
    if person.communities:
        profile = profiles.find(work.connection, work.guild, user)
        return profile is None or not profile.communities
    return False


def _edits(work: Work, places: Mapping[Role, Enrolment], said: _Said) -> tuple[Edit, ...]:
    """Return what saving a line would change for someone who is in the cohort."""
    before = {role: place.answers for role, place in places.items()}
    after = {role: _answers(said, role, places) for role in roles_of(said.person)}
    private = _adds_private(work, UserId(int(said.person.id)), said.person)
    return answer_changes.edits(before, before | after, private=private)


def _enrol(
    work: Work,
    cohort: Cohort,
    said: _Said,
    places: Mapping[Role, Enrolment],
    every: Mapping[Role, Enrolment],
    *,
    is_told: bool,
) -> None:
    """Save one person; `every` are their places with those that they withdrew from."""
    person, user = said.person, UserId(int(said.person.id))
    for role in roles_of(person):
        answers = _answers(said, role, places)
        if is_told:
            answers = replace(answers, wishes=replace(answers.wishes, unconfirmed=True))
        key = (cohort.guild, cohort.id, user, role)
        enrolment = enrolments.renew(work.connection, every.get(role), *key, answers, work.now)
        next_round(work, enrolment)
    _add_private(work, cohort, user, person)


# Columns, by where someone's answers have them; in each, an empty cell says nothing new.
_OF_ANSWERS = ("fields", "topics", "time_zone")
_OF_WISHES = {
    "windows": "windows",
    "formats": "formats",
    "state": "place",
    "prior_partners": "earlier",
    "hours": "hours",
    "near_peer": "near_peer",
}
_OF_ONE_ROLE = ("topics", "near_peer")
"""What someone answers differently as mentor and as mentee."""


def _answers(said: _Said, role: Role, places: Mapping[Role, Enrolment]) -> Answers:
    """Return someone's answers as a line has them; what it says nothing of stays as it was."""
    earlier = places.get(role)
    answers = _as_said(said, role, places)
    there = earlier or next(iter(places.values()), None)
    if there is None:
        return answers
    unsaid = said.unsaid if earlier else said.unsaid.difference(_OF_ONE_ROLE)
    own, wishes = there.answers, there.answers.wishes
    kept = {name: getattr(own, name) for name in (*_OF_ANSWERS, "goals") if name in unsaid}
    wished = {it: getattr(wishes, it) for name, it in _OF_WISHES.items() if name in unsaid}
    return replace(answers, **kept, wishes=replace(answers.wishes, **wished))


def _as_said(said: _Said, role: Role, places: Mapping[Role, Enrolment]) -> Answers:
    person, earlier = said.person, places.get(role)
    wishes = earlier.answers.wishes if earlier else Preferences()
    earlier_goals = earlier.answers.goals if earlier else ""
    goals = earlier_goals if "goals" in said.unsaid else said.goals
    return Answers(
        stage=person.stage.value,
        fields=tuple(sorted(person.fields)),
        topics=_topics(person, role, places),
        capacity=person.capacity if role is Role.MENTOR else 0,
        time_zone=person.time_zone,
        goals=goals,
        wishes=replace(
            wishes,
            hours=person.hours,
            formats=tuple(sorted(way.value for way in person.formats)),
            place=person.state,
            windows=person.windows,
            near_peer=person.near_peer,
            earlier=tuple(sorted(person.prior_partners)),
            goals_shown=wishes.goals_shown if goals == earlier_goals else None,
            places_unsaid=_is_unsaid(said, role, earlier),
        ),
    )


def _is_unsaid(said: _Said, role: Role, earlier: Enrolment | None) -> bool | None:
    """Return whether a mentor's number of places is still a guess of ours."""
    if role is Role.MENTEE or "capacity" not in said.unsaid:
        return None
    return earlier.answers.wishes.places_unsaid if earlier else True


def enrol_and_tell(work: Work, cohort: Cohort, person: MatchPerson, told_of: str) -> None:
    """Sign up one person who isn't in the cohort, and ask them to confirm; `told_of` is once."""
    user = UserId(int(person.id))
    there = enrolments.list_for_people(work.connection, cohort.guild, cohort.id, [user])
    _enrol(work, cohort, _Said(person), {}, _places(there).get(user, {}), is_told=True)
    _tell(work, cohort, user, told_of)


def _tell(work: Work, cohort: Cohort, user: UserId, told_of: str) -> None:
    """Plan the news for someone who was signed up, in a thread of their own if need be."""
    own_threads.want_thread(work.connection, work.guild, user)
    outbox.plan(
        work.connection,
        guild=work.guild,
        kind=NudgeKind.IMPORTED,
        subject_type="cohort",
        subject_id=cohort.id,
        recipient=user,
        occurrence=told_of,
        due_at=work.now,
    )


def _topics(person: MatchPerson, role: Role, places: Mapping[Role, Enrolment]) -> tuple[str, ...]:
    """Return a line's topics; someone who is both keeps which are wanted and which are offered."""
    topics = {topic for enrolment in places.values() for topic in enrolment.answers.topics}
    if role in places and len(places) == 2 and topics == person.topics:
        return places[role].answers.topics
    return tuple(sorted(person.topics))


def _add_private(work: Work, cohort: Cohort, user: UserId, person: MatchPerson) -> None:
    """Add to a person's private lists; what they entered themselves is never removed."""
    lists.recognize(work, user)
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


def _places(there: Iterable[Enrolment]) -> dict[UserId, dict[Role, Enrolment]]:
    places: dict[UserId, dict[Role, Enrolment]] = {}
    for enrolment in there:
        places.setdefault(enrolment.user, {})[enrolment.role] = enrolment
    return places


def roles_of(person: MatchPerson) -> tuple[Role, ...]:
    """Return the one or two roles of someone in a file."""
    wanted = {Role.MENTEE: person.is_mentee, Role.MENTOR: person.is_mentor}
    return tuple(role for role, is_theirs in wanted.items() if is_theirs)


def _is_placed(enrolment: Enrolment | None) -> bool:
    return enrolment is not None and enrolment.state is EnrolmentState.PLACED


def _taking(work: Work, cohort: Cohort) -> Cohort:
    if cohort.state not in _TAKES_PEOPLE:
        raise acts.is_over(work, cohort)
    return cohort


def _draft(cohort: CohortId) -> str:
    return f"import:{cohort}"
