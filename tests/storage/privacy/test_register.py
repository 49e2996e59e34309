"""The register of personal data covers every column, and says only what can be done."""

from sqlalchemy import Column, MetaData, Table, Text

from bot.domain.privacy.register import Erasing, Naming, Personal, Topic, Via, Whose
from bot.storage import tables
from bot.storage.privacy.register import entries, is_text
from bot.storage.schema import personal_of

EVERY = [*tables.metadata.tables.values()]


def own_columns(whose: Whose) -> set[str]:
    """Return the table's own columns by which a person's rows are found."""
    return {whose} if isinstance(whose, str) else {whose.column}


def structural(table: Table) -> set[str]:
    """Return the columns that need no entry: the society, the row's ID, and ties to other rows."""
    ties = {name for key in table.foreign_key_constraints for name in key.column_keys}
    return ties | {"guild_id", "id", "key", "noun", "number"} & set(table.c.keys())


def covered(entry: Personal) -> set[str]:
    """Return every column that an entry names."""
    named = {name for about in entry.about for name in about.columns.split()}
    whose = {name for about in entry.about for name in own_columns(about.whose)}
    return named | whose | entry.mentions | entry.plain


def uncovered(table: Table) -> list[str]:
    """Return a sentence for each column that the register says nothing of."""
    return [
        f"{table.name}.{name} is in no entry of the register: beside the table, name it in an "
        "`About` if it says something about a person, in `mentions` if people's IDs may stand in "
        "it, or else in `plain`"
        for name in set(table.c.keys()) - covered(personal_of(table)) - structural(table)
    ]


def test_the_register_has_every_column_of_every_table() -> None:
    assert len(EVERY) > 50, "no tables were found"
    missing = [sentence for table in EVERY for sentence in uncovered(table)]
    assert not missing, "\n".join(sorted(missing))


def test_a_column_without_an_entry_is_named_with_what_to_do() -> None:
    table = tables.wins.to_metadata(MetaData())
    table.append_column(Column("mood", Text))

    [sentence] = uncovered(table)

    assert sentence.startswith("wins.mood is in no entry of the register: beside the table")


def test_no_column_is_both_plain_and_about_someone() -> None:
    both = [
        (table.name, name)
        for table in EVERY
        for entry in (personal_of(table),)
        for name in entry.plain & {n for about in entry.about for n in about.columns.split()}
    ]
    assert both == []


def test_the_register_names_only_what_exists() -> None:
    unknown = [
        f"{table.name}.{name}"
        for table in EVERY
        for entry in (personal_of(table),)
        for name in covered(entry)
        | {n for about in entry.about for n in f"{about.emptied} {about.unexported}".split()}
        | {column for about in entry.about for column, _ in about.dropped}
        if name not in table.c
    ]
    assert unknown == []


def test_every_column_with_a_persons_id_is_found_by_it() -> None:
    people = {"user", "owner", "author", "asker", "asked", "mentor", "moderator", "recipient"}
    people |= {"other", "to", "about", "actor"}
    acts = {"asked_by", "changed_by", "created_by", "made_by", "decided_by", "cut_short_by"}
    named = {f"{person}_id" for person in people} | acts
    forgotten = [
        f"{table.name}.{name}: add an `About` whose `whose` it is"
        for table in EVERY
        for name in named & set(table.c.keys())
        if name not in {about.whose for about in personal_of(table).about}
    ]
    assert forgotten == []


def test_no_one_is_told_what_moderators_were_asked_about_them() -> None:
    told = [
        entry.table.name
        for entry in entries()
        if entry.about.topic is Topic.CASES and not entry.about.is_confidential
    ]
    assert told == []


def test_what_is_only_emptied_is_text_or_may_be_missing() -> None:
    for entry in entries():
        for name in entry.about.emptied.split():
            column = entry.table.c[name]
            assert column.nullable or is_text(column), f"{entry.table.name}.{name}"
        for name, _ in entry.about.dropped:
            assert is_text(entry.table.c[name])
        if isinstance(entry.about.whose, Naming):
            assert is_text(entry.table.c[entry.about.whose.column])


def test_what_is_found_through_another_row_leads_to_a_person() -> None:
    for entry in entries():
        whose: Whose = entry.about.whose
        while isinstance(whose, Via):
            other = tables.metadata.tables[whose.table]
            assert whose.key in other.c
            whose = whose.whose
            assert isinstance(whose, Via) or own_columns(whose) <= set(other.c.keys())


def test_no_row_that_stays_keeps_a_persons_own_id() -> None:
    stays = [
        (entry.table.name, entry.about.whose)
        for entry in entries()
        if entry.about.erasing is Erasing.STAYS and entry.is_direct
    ]
    assert stays == [], "a row that stays is found through a place in a pair, which is forgotten"


def test_every_topic_is_of_some_table() -> None:
    assert {entry.about.topic for entry in entries()} == set(Topic)
