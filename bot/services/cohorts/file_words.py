"""What the headings and words of a file mean: asked once, and remembered for the society."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.app import App
from bot.domain.cohorts import people_headings as headings
from bot.domain.cohorts.people_csv import PeopleFile, read_table
from bot.domain.cohorts.people_headings import COLUMNS, USER_NAME, Heading
from bot.domain.cohorts.people_table import Table
from bot.domain.cohorts.people_words import Meanings, WordKind, topic_slug, word_key
from bot.domain.errors import DomainError
from bot.domain.ids import CohortId
from bot.domain.vocabulary import FIELDS, STAGES, TOPICS, PersonRole, Stage
from bot.services.actor import Actor
from bot.services.moderation.permissions import require_moderator
from bot.services.work import Work, reads, writes, writes_unrecorded
from bot.storage import drafts
from bot.storage.cohorts import cohorts, file_words
from bot.storage.cohorts.cohorts import Cohort
from bot.storage.cohorts.file_words import Word
from bot.storage.counters import next_id
from bot.storage.moderation import societies

OPTIONS: dict[WordKind, tuple[str, ...]] = {
    WordKind.COLUMN: (*COLUMNS, USER_NAME, ""),
    WordKind.ROLE: tuple(PersonRole),
    WordKind.STAGE: tuple(stage for stage in STAGES if stage is not Stage.ANY),
    WordKind.FIELD: (*FIELDS, ""),
    WordKind.TOPIC: (*TOPICS, ""),
}
"""What a word of each kind can mean; "" leaves it out. A topic may also stay as it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """A heading or word that is none of ours: what was decided, or what it may mean."""

    kind: WordKind
    typed: str
    meaning: str | None
    guess: str | None

    @property
    def proposed(self) -> str | None:
        """Return what is saved if no one says otherwise; None if only a person can say."""
        if self.meaning is not None or self.guess:
            return self.guess if self.meaning is None else self.meaning
        if self.kind is WordKind.TOPIC:
            return topic_slug(self.typed)
        return "" if self.kind in (WordKind.COLUMN, WordKind.FIELD) else None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that waits for its import: its questions, and its people once they can be read.

    `people` is None while `missing` names columns that no heading is yet.
    """

    cohort: Cohort
    number: int
    questions: tuple[Question, ...]
    missing: tuple[str, ...]
    people: PeopleFile | None


@writes
def save_file(work: Work, cohort_id: CohortId, table: Table) -> int:
    """Save a file until it is imported, and return its number; an earlier one is discarded."""
    require_moderator(work)
    number = next_id(work.connection, work.guild, "import")
    discard(work, cohort_id)
    content = {"number": number, "table": table.to_json()}
    drafts.save(work.connection, work.guild, work.user, table_draft(cohort_id), content, work.now)
    return number


async def open_file(app: App, actor: Actor, cohort_id: CohortId, number: int) -> OpenFile:
    """Return the file as it is read with what was decided so far; moderators only.

    Raises `DomainError` ``people_csv.nothing``, ``people_csv.newer``, ``people_csv.columns_twice``,
    and ``people_csv.columns_missing`` if no heading can be asked about.
    """
    cohort, table, meanings = await _stored(app, actor, cohort_id, number)
    return await asyncio.to_thread(_opened, cohort, number, table, meanings)


@reads
def _stored(work: Work, cohort_id: CohortId, number: int) -> tuple[Cohort, Table, Meanings]:
    require_moderator(work)
    cohort = cohorts.get(work.connection, work.guild, cohort_id)
    content = drafts.find(work.connection, work.guild, work.user, table_draft(cohort_id))
    if not content:
        raise DomainError("people_csv.nothing")
    if content["number"] != number:
        raise DomainError("people_csv.newer")
    words = file_words.list_for_society(work.connection, work.guild)
    zone = societies.get(work.connection, work.guild).time_zone
    return cohort, Table.from_json(content["table"]), Meanings(words, zone)


def _opened(cohort: Cohort, number: int, table: Table, meanings: Meanings) -> OpenFile:
    read = headings.read_headings(table.header, meanings)
    missing = tuple(headings.missing(read))
    asked = [_of_heading(each) for each in read if not each.is_ours]
    if missing and not asked:
        raise DomainError("people_csv.columns_missing", columns=missing)
    people = None if missing else read_table(table, meanings)
    if people:
        asked += [
            Question(word.kind, word.typed, word.meaning, word.guess) for word in people.new_words
        ]
    by_key = {(question.kind, word_key(question.typed)): question for question in reversed(asked)}
    return OpenFile(cohort, number, tuple(reversed(by_key.values())), missing, people)


def _of_heading(heading: Heading) -> Question:
    meaning = heading.column if heading.is_decided else None
    return Question(WordKind.COLUMN, heading.typed, meaning, heading.guess or None)


@writes_unrecorded("a choice replaces the earlier one: twice is the same as once")
def decide(work: Work, question: Question, meaning: str) -> None:
    """Save what a word means from now on; moderators only.

    Raises `DomainError` ``component.unknown`` for what isn't offered.
    """
    require_moderator(work)
    own = topic_slug(question.typed) if question.kind is WordKind.TOPIC else None
    if meaning not in OPTIONS[question.kind] and meaning != own:
        raise DomainError("component.unknown")
    file_words.save(work.connection, work.guild, [(question.kind, question.typed, meaning)])


@writes_unrecorded("it saves what is shown: twice is the same as once")
def accept(work: Work, questions: Sequence[Question]) -> None:
    """Save for each open word what is proposed; moderators only."""
    require_moderator(work)
    words = [
        (question.kind, question.typed, question.proposed)
        for question in questions
        if question.meaning is None and question.proposed is not None
    ]
    file_words.save(work.connection, work.guild, words)


def as_read(questions: Sequence[Question]) -> list[Word]:
    """Return what an import makes of the words that are still open; no guess is among them."""
    words: list[Word] = []
    for question in questions:
        if question.meaning is not None:
            continue
        if question.kind is WordKind.TOPIC:
            words.append((question.kind, question.typed, topic_slug(question.typed)))
        elif question.kind in (WordKind.COLUMN, WordKind.FIELD) and not question.guess:
            words.append((question.kind, question.typed, ""))
    return words


def discard(work: Work, cohort_id: CohortId) -> None:
    """Discard the person's last file for a cohort, and what is left of it to import."""
    draft = f"import:{cohort_id}"
    drafts.drop(work.connection, work.guild, work.user, draft)
    drafts.drop(work.connection, work.guild, work.user, table_draft(cohort_id))
    drafts.drop_beginning(work.connection, work.guild, work.user, f"{draft}:")


def table_draft(cohort_id: CohortId) -> str:
    """Return the name of the draft that holds the rows of a file."""
    return f"import-file:{cohort_id}"
