"""What can be set changes something: every shipped setting is read somewhere in the bot."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import settings as definitions
from bot.configuration import config_dir
from bot.settings import Settings

BOT = Path(definitions.__file__).parent
SECTIONS = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and field.annotation.__module__ == definitions.__name__
}
CLASSES = {section.__name__: name for name, section in SECTIONS.items()}
# What the whole of the settings is called where a section of it is asked for.
_WHOLE = {"settings", "configured", "shown"}
# Said before it is kept: whoever builds it takes it off this list.
NOT_YET: set[str] = set()


def _shipped() -> set[str]:
    read = tomllib.loads((config_dir() / "default.toml").read_text("utf-8"))
    return {f"{section}.{key}" for section, values in read.items() for key in values}


class _Reads(ast.NodeVisitor):
    """Collect what a module reads of a section: directly, by another name, or as a parameter."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._names: dict[str, str] = {}

    def _section(self, node: ast.expr) -> str | None:
        if isinstance(node, ast.Attribute) and node.attr in SECTIONS:
            base = ast.unparse(node.value)
            return node.attr if base.rpartition(".")[2].lstrip("_") in _WHOLE else None
        return self._names.get(ast.unparse(node))

    def visit_arg(self, node: ast.arg) -> None:
        said = ast.unparse(node.annotation) if node.annotation else ""
        if (section := CLASSES.get(said.strip("\"'"))) is not None:
            self._names[node.arg] = section

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            for name, value in _assigned(target, node.value):
                if (section := self._section(value)) is not None:
                    self._names[ast.unparse(name)] = section
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node)

    def _visit_function(self, node: ast.AST) -> None:
        outer = dict(self._names)
        self.generic_visit(node)
        # What a method keeps on `self` is read in others; a local name is its function's alone.
        kept = {name: one for name, one in self._names.items() if name.startswith("self.")}
        self._names = outer | kept

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if (section := self._section(node.value)) is not None:
            self.found.add(f"{section}.{node.attr}")
        self.generic_visit(node)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    sides = (target, value)
    parts = [part for side in sides if isinstance(side, ast.Tuple) for part in side.elts]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and not _is_starred(parts):
        yield from zip(target.elts, value.elts, strict=True)
    else:
        yield target, value


def _is_starred(parts: list[ast.expr]) -> bool:
    return any(isinstance(part, ast.Starred) for part in parts)


def _read_by(source: str) -> set[str]:
    reads = _Reads()
    reads.visit(ast.parse(source))
    return reads.found


def _read_anywhere() -> set[str]:
    modules = (path for path in BOT.rglob("*.py") if path != Path(definitions.__file__))
    return set[str]().union(*(_read_by(path.read_text("utf-8")) for path in modules))


def test_every_shipped_setting_is_read() -> None:
    unread = _shipped() - _read_anywhere()
    assert unread - NOT_YET == set(), "these can be set, and change nothing"


def test_what_is_said_ahead_is_taken_off_the_list_once_it_is_read() -> None:
    assert _shipped() - _read_anywhere() >= NOT_YET


@pytest.mark.parametrize(
    "source",
    [
        "hours = app.settings.meetings.ask_after_hours",
        "other, chosen = app.settings.nudges, app.settings.meetings\nchosen.ask_after_hours",
        "def plan(chosen: MeetingSettings):\n    return chosen.ask_after_hours",
        (
            "class A:\n    def __init__(self, settings):\n        self._chosen = settings.meetings"
            "\n    def after(self):\n        return self._chosen.ask_after_hours"
        ),
    ],
)
def test_a_setting_counts_as_read_whatever_its_section_is_called(source: str) -> None:
    assert _read_by(source) == {"meetings.ask_after_hours"}


@pytest.mark.parametrize(
    "source",
    [
        "facts.meetings.ask_after_hours",
        "chosen.ask_after_hours",
        "def a():\n    chosen = settings.meetings\ndef b(chosen):\n    chosen.ask_after_hours",
    ],
)
def test_a_name_that_only_looks_like_a_setting_does_not_count(source: str) -> None:
    assert _read_by(source) == set()
