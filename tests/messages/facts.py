"""One of every kind of facts, with something in each field, made from its type alone."""

import itertools
import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from bot.domain.matching import Code, Note
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.nudges.nudges import Digest, DigestItem

WHEN = datetime(2026, 9, 2, 12, tzinfo=UTC)


def kinds_of_facts() -> tuple[type[Any], ...]:
    """Return every class that a message's facts may be."""
    return (*(kind.row.facts for kind in NudgeKind), Digest)


def sample(kind: type[Any], **chosen: Any) -> Any:
    """Return facts of a kind; ids count from 1,000, so that no two fields hold the same person."""
    if kind is Digest:
        inner = [one for one in kinds_of_facts() if one is not Digest][:2]
        chosen = {
            "parts": tuple(DigestItem(f"ref{one.__name__}", sample(one)) for one in inner)
        } | chosen
    return _instance(kind, itertools.count(1_000), chosen)


def _instance(kind: type[Any], ids: Iterator[int], chosen: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    values = {
        field.name: chosen[field.name] if field.name in chosen else _value(hints[field.name], ids)
        for field in fields(kind)
    }
    return kind(**values)


def _value(hint: Any, ids: Iterator[int]) -> Any:
    if isinstance(hint, NewType):
        return next(ids) if hint.__supertype__ is int else "id"
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(inside[0], ids)
    if origin is tuple:
        many = inside[:1] * 2 if inside[-1] is ... else inside
        return tuple(_value(one, ids) for one in many)
    if origin in (dict, Mapping):
        return {}
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _instance(hint, ids, {})
    assert issubclass(hint, Enum), hint
    return next(iter(hint))


_PLAIN: dict[Any, Any] = {
    str: "UTC",  # words like any, and a time zone where one is wanted
    bool: False,
    int: 2,
    Any: 2,
    float: 1.0,
    datetime: WHEN,
    date: WHEN.date(),
    Note: Note(Code.TOPICS, {"topics": ["research"], "wanted": 1}),
}
