"""Modals: five items at the top, one input each, and the sizes of everything in them."""

from collections.abc import Callable

from sandbox.rules.components import Tree, check_options, check_select, check_text
from sandbox.rules.problems import Path, Problems
from sandbox.state import content
from sandbox.state.records import Json

MOST_ITEMS = 5
TOP_LEVEL = frozenset({content.ROW, content.LABEL, content.TEXT})
IN_LABEL = content.SELECTS | {
    content.TEXT_INPUT,
    content.FILE_UPLOAD,
    content.RADIO_GROUP,
    content.CHECKBOX_GROUP,
    content.CHECKBOX,
}


def check_modal(modal: Json) -> None:
    """Refuse a form that Discord would not open."""
    problems = Problems()
    path: Path = ("data",)
    problems.text((*path, "title"), modal.get("title"), 45, 1)
    problems.text((*path, "custom_id"), modal.get("custom_id"), 100, 1)
    items = problems.count((*path, "components"), modal.get("components"), MOST_ITEMS, 1)
    tree = Tree(problems)
    for index, item in enumerate(items):
        place: Path = (*path, "components", index)
        if not isinstance(item, dict) or item.get("type") not in TOP_LEVEL:
            message = 'Value of field "type" must be one of (1, 10, 18).'
            problems.add((*place, "type"), "UNION_TYPE_CHOICES", message)
            continue
        tree.component(place, item)
        TOP_RULES[item["type"]](problems, place, item, tree)
    problems.raise_if_any()


def _row(problems: Problems, path: Path, row: Json, tree: Tree) -> None:
    inputs = problems.count((*path, "components"), row.get("components"), 1, 1)
    for index, entry in enumerate(inputs):
        place = (*path, "components", index)
        if entry.get("type") != content.TEXT_INPUT:
            message = 'Value of field "type" must be one of (4,).'
            problems.add((*place, "type"), "UNION_TYPE_CHOICES", message)
            continue
        problems.text((*place, "label"), entry.get("label"), 45, 1)
        tree.component(place, entry)
        _text_input(problems, place, entry, tree)


def _label(problems: Problems, path: Path, label: Json, tree: Tree) -> None:
    problems.text((*path, "label"), label.get("label"), 45, 1)
    problems.optional_text((*path, "description"), label.get("description"), 100)
    inner = label.get("component")
    place = (*path, "component")
    if not isinstance(inner, dict) or inner.get("type") not in IN_LABEL:
        message = 'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).'
        problems.add((*place, "type"), "UNION_TYPE_CHOICES", message)
        return
    if inner.get("disabled"):
        message = "Components in a modal cannot be disabled"
        problems.add((*place, "disabled"), "COMPONENT_INVALID", message)
    if inner.get("label") is not None:
        message = "An input inside a label has no label of its own"
        problems.add((*place, "label"), "COMPONENT_INVALID", message)
    tree.component(place, inner)
    if inner["type"] in content.SELECTS:
        check_select(problems, place, inner, tree)
        _required_needs_one(problems, place, inner)
    else:
        INPUT_RULES[inner["type"]](problems, place, inner, tree)


def _required_needs_one(problems: Problems, path: Path, entry: Json) -> None:
    if entry.get("required", True) and entry.get("min_values") == 0:
        message = "min_values cannot be 0 when the component is required"
        problems.add((*path, "min_values"), "NUMBER_TYPE_MIN", message)


def _text_input(problems: Problems, path: Path, entry: Json, tree: Tree) -> None:
    tree.custom_id(path, entry.get("custom_id"))
    problems.choice((*path, "style"), entry.get("style"), frozenset({1, 2}))
    problems.optional_text((*path, "placeholder"), entry.get("placeholder"), 100)
    most = 4000 if entry.get("max_length") is None else entry["max_length"]
    least = entry.get("min_length") or 0
    problems.number((*path, "max_length"), most, 1, 4000)
    problems.number((*path, "min_length"), least, 0, 4000)
    if least > most:
        message = "Must be less than or equal to max_length"
        problems.add((*path, "min_length"), "BASE_TYPE_MAX_VALUE", message)
    problems.optional_text((*path, "value"), entry.get("value"), most)


def _file_upload(problems: Problems, path: Path, entry: Json, tree: Tree) -> None:
    tree.custom_id(path, entry.get("custom_id"))
    problems.number((*path, "min_values"), entry.get("min_values") or 0, 0, 10)
    problems.number((*path, "max_values"), entry.get("max_values") or 1, 1, 10)


def _group(least: int) -> Callable[[Problems, Path, Json, Tree], None]:
    def rule(problems: Problems, path: Path, entry: Json, tree: Tree) -> None:
        tree.custom_id(path, entry.get("custom_id"))
        options = problems.count((*path, "options"), entry.get("options"), 10, least)
        check_options(problems, (*path, "options"), options)

    return rule


def _checkbox(problems: Problems, path: Path, entry: Json, tree: Tree) -> None:
    tree.custom_id(path, entry.get("custom_id"))


Rule = Callable[[Problems, Path, Json, Tree], None]
TOP_RULES: dict[int, Rule] = {content.ROW: _row, content.LABEL: _label, content.TEXT: check_text}
INPUT_RULES: dict[int, Rule] = {
    content.TEXT_INPUT: _text_input,
    content.FILE_UPLOAD: _file_upload,
    content.RADIO_GROUP: _group(2),
    content.CHECKBOX_GROUP: _group(1),
    content.CHECKBOX: _checkbox,
}
