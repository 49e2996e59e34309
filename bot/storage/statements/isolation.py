"""No statement reads or changes the rows of a society that it doesn't name.

IDs count from 1 in every society, so a statement that forgot its society would act on the row of
the same number in another. Each SELECT, UPDATE, and DELETE is looked at when it is written as SQL,
which happens once for each that differs, and refused unless every table of a society in it is tied
to one: its `guild_id` equals a value, or that of a table that is tied. A statement that is meant
for all societies says so with `IN_EVERY_SOCIETY`, and must still tie its tables to each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeAlias

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    CompoundSelect,
    Delete,
    FromClause,
    Insert,
    Select,
    Table,
    Update,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BooleanClauseList,
    ClauseList,
    ColumnClause,
    False_,
    Grouping,
)
from sqlalchemy.sql.selectable import Alias, Join

IN_EVERY_SOCIETY: ColumnElement[bool] = literal_column("1 = 1")
"""The condition of a statement that is meant for the rows of all societies."""

_SOCIETY = "guild_id"
_looking = ContextVar("looking", default=False)
_Statement: TypeAlias = Select[Any] | Update | Delete


class UntiedSocietyError(Exception):
    """A statement would read or change rows of societies that it doesn't name."""


@compiles(Select)
def _select(statement: Select[Any], compiler: Any, **how: Any) -> Any:
    _require_outermost_tied(statement, compiler)
    return compiler.visit_select(statement, **how)


@compiles(Update)
def _update(statement: Update, compiler: Any, **how: Any) -> Any:
    _require_outermost_tied(statement, compiler)
    return compiler.visit_update(statement, **how)


@compiles(Delete)
def _delete(statement: Delete, compiler: Any, **how: Any) -> Any:
    _require_outermost_tied(statement, compiler)
    return compiler.visit_delete(statement, **how)


def _require_outermost_tied(statement: _Statement, compiler: Any) -> None:
    around = (entry["selectable"] for entry in compiler.stack)
    if _looking.get() or not all(isinstance(each, (Insert, CompoundSelect)) for each in around):
        return
    token = _looking.set(True)  # since SQLAlchemy writes a statement to find what it joins
    try:
        require_tied(statement)
    finally:
        _looking.reset(token)


def require_tied(statement: _Statement, outer: frozenset[FromClause] = frozenset()) -> None:
    """Raise `UntiedSocietyError` if a table of the statement, or of one in it, is not tied.

    `outer` are the tables of the statement around it, which are tied there.
    """
    joins: list[Join] = []
    sources = frozenset(_sources(_froms(statement), joins))
    own = (sources - outer) or sources
    ties = _Ties()
    for condition in _conjuncts(statement.whereclause):
        ties.learn(condition)
    for join in joins:
        given = frozenset(_sources([join.right], [])) if join.isouter else None
        for condition in _conjuncts(join.onclause):
            ties.learn(condition, given)
    if ties.matches_nothing:
        return
    wanted = {source for source in own if _SOCIETY in source.c}
    untied = wanted - ties.reached_from(ties.named | (outer - own))
    if untied and not (
        ties.everywhere and any(untied <= ties.reached_from({one}) for one in untied)
    ):
        names = ", ".join(sorted(str(getattr(source, "name", source)) for source in untied))
        raise UntiedSocietyError(f"no society for {names} in: {statement}")
    for inner in _inner(statement):
        require_tied(inner, outer | own)


class _Ties:
    """Which tables have the same society as which, and which have one that is named."""

    def __init__(self) -> None:
        self.everywhere = False
        self.matches_nothing = False
        self.named: set[FromClause] = set()
        self._same: dict[FromClause, set[FromClause]] = defaultdict(set)

    def learn(self, condition: ClauseElement, given: frozenset[FromClause] | None = None) -> None:
        """Learn from a condition; that of an outer join narrows only its right side, `given`."""
        if condition is IN_EVERY_SOCIETY:
            self.everywhere = True
        self.matches_nothing |= isinstance(getattr(condition, "element", condition), False_)
        if isinstance(condition, BooleanClauseList) and condition.operator is operators.or_:
            self.named |= frozenset.intersection(*map(_named_in, condition.clauses))
        if not isinstance(condition, BinaryExpression):
            return
        left, right = _bare(condition.left), _bare(condition.right)
        if condition.operator is operators.in_op:
            columns = list(left.clauses) if isinstance(left, ClauseList) else [left]
            for column in columns:
                self._name(column, given)
        elif condition.operator is operators.eq:
            of_left, of_right = _society_of(left), _society_of(right)
            if of_left is not None and of_right is not None:
                if given is None or of_right in given:
                    self._same[of_left].add(of_right)
                if given is None or of_left in given:
                    self._same[of_right].add(of_left)
            else:
                self._name(left, given)
                self._name(right, given)

    def _name(self, element: ClauseElement, given: frozenset[FromClause] | None) -> None:
        source = _society_of(element)
        if source is None:
            source = _unique_in(element)
        if source is not None and (given is None or source in given):
            self.named.add(source)

    def reached_from(self, sources: Iterable[FromClause]) -> set[FromClause]:
        """Return all tables that have the society of one of these."""
        reached, further = set[FromClause](), list(sources)
        while further:
            source = further.pop()
            if source not in reached:
                reached.add(source)
                further.extend(self._same[source])
        return reached


def _named_in(condition: ClauseElement) -> frozenset[FromClause]:
    """Return the tables whose society is named if this condition holds."""
    ties = _Ties()
    for each in _conjuncts(condition):
        ties.learn(each)
    return frozenset(ties.named)


def _froms(statement: _Statement) -> Iterable[FromClause]:
    if isinstance(statement, Select):
        return statement.get_final_froms()
    return [statement.table]


def _sources(froms: Iterable[FromClause], joins: list[Join]) -> Iterator[FromClause]:
    """Yield what is joined, and note the joins."""
    for each in froms:
        if isinstance(each, Join):
            joins.append(each)
            yield from _sources((each.left, each.right), joins)
        else:
            yield each


def _conjuncts(condition: ClauseElement | None) -> Iterator[ClauseElement]:
    """Yield the conditions that all hold if this one does."""
    if condition is None:
        return
    condition = _bare(condition)
    if isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for each in condition.clauses:
            yield from _conjuncts(each)
    else:
        yield condition


def _bare(element: Any) -> Any:
    return _bare(element.element) if isinstance(element, Grouping) else element


def _society_of(element: ClauseElement) -> FromClause | None:
    """Return the table whose society a column holds, if it does."""
    if isinstance(element, ColumnClause) and element.name == _SOCIETY:
        return element.table
    return None


def _unique_in(element: ClauseElement) -> FromClause | None:
    """Return the table in which a column alone is the key, so that it names one row of all."""
    if not isinstance(element, ColumnClause):
        return None
    source = element.table
    table = source.element if isinstance(source, Alias) else source
    if isinstance(table, Table) and [key.name for key in table.primary_key] == [element.name]:
        return source
    return None


def _inner(element: ClauseElement) -> Iterator[Select[Any]]:
    """Yield the SELECTs directly inside of a statement."""
    for child in element.get_children():
        if isinstance(child, Select):
            yield child
        elif not isinstance(child, Table):
            yield from _inner(child)
