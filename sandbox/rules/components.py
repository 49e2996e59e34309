"""Components of a message: which may stand where, and how large each may be."""

from collections.abc import Callable

from sandbox.rules.problems import Path, Problems
from sandbox.state.content import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    STRING_SELECT,
    TEXT,
    THUMBNAIL,
)
from sandbox.state.records import Json

IN_CONTAINER = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR})
TOP_LEVEL_V2 = IN_CONTAINER | {CONTAINER}
LINK, PREMIUM = 5, 6
MOST_ROWS = 5
MOST_COMPONENTS = 40
MOST_TEXT = 4000
PAGES = ("http://", "https://", "discord://")
MEDIA = ("http://", "https://", "attachment://")


def check_components(problems: Problems, components: object, *, is_v2: bool) -> None:
    """Check a message's components, of the classic kind (rows only) or of the second version."""
    path: Path = ("components",)
    most = MOST_COMPONENTS if is_v2 else MOST_ROWS
    listed = problems.count(path, components, most)
    tree = Tree(problems)
    allowed = TOP_LEVEL_V2 if is_v2 else frozenset({ROW})
    for index, component in enumerate(listed):
        check_one(problems, (*path, index), component, allowed, tree)
    if is_v2 and tree.total > MOST_COMPONENTS:
        message = f"Must be {MOST_COMPONENTS} or fewer components in total."
        problems.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if tree.text > MOST_TEXT:
        message = f"Text displayed in components must be {MOST_TEXT} or fewer in length."
        problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)


class Tree:
    """Record what must be unique or bounded over a whole tree of components."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._custom_ids: set[str] = set()
        self._ids: set[int] = set()
        self.total = 0
        self.text = 0

    def component(self, path: Path, component: Json) -> None:
        """Count a component and check that its own number is not used twice."""
        self.total += 1
        number = component.get("id")
        if number:
            if number in self._ids:
                message = "Component id was already specified"
                self._problems.add((*path, "id"), "COMPONENT_ID_DUPLICATED", message)
            self._ids.add(number)

    def custom_id(self, path: Path, value: object) -> None:
        """Check a custom_id: 1 to 100 characters, used once in the whole message."""
        if not self._problems.text((*path, "custom_id"), value, 100, 1):
            return
        if value in self._custom_ids:
            message = "Component custom id cannot be duplicated"
            self._problems.add((*path, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._custom_ids.add(str(value))


def check_one(
    problems: Problems, path: Path, component: object, allowed: frozenset[int], tree: Tree
) -> None:
    """Check one component where only some kinds may stand, and everything inside it."""
    if not isinstance(component, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    kind = component.get("type")
    if kind not in allowed:
        listed = ", ".join(str(each) for each in sorted(allowed))
        message = f'Value of field "type" must be one of ({listed}).'
        problems.add((*path, "type"), "UNION_TYPE_CHOICES", message)
        return
    tree.component(path, component)
    RULES[kind](problems, path, component, tree)


def _row(problems: Problems, path: Path, row: Json, tree: Tree) -> None:
    children = problems.count((*path, "components"), row.get("components"), 5, 1)
    kinds = [child.get("type") for child in children if isinstance(child, dict)]
    selects = sum(kind in SELECTS for kind in kinds)
    if selects and len(kinds) > 1:
        message = "The components exceed the max width of a row"
        problems.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)
    for index, child in enumerate(children):
        check_one(problems, (*path, "components", index), child, SELECTS | {BUTTON}, tree)


def _button(problems: Problems, path: Path, button: Json, tree: Tree) -> None:
    style = button.get("style")
    problems.choice((*path, "style"), style, frozenset(range(1, 7)))
    problems.optional_text((*path, "label"), button.get("label"), 80)
    if style == LINK:
        problems.url((*path, "url"), button.get("url") or "", PAGES)
        if len(button.get("url") or "") > 512:
            problems.add((*path, "url"), "BASE_TYPE_MAX_LENGTH", "Must be 512 or fewer in length.")
        if button.get("custom_id") is not None:
            message = "A custom id and url cannot both be specified"
            problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    elif style != PREMIUM:
        if button.get("url") is not None:
            message = "A custom id and url cannot both be specified"
            problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
        if button.get("custom_id") is None:
            message = "A custom id is required"
            problems.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", message)
        else:
            tree.custom_id(path, button["custom_id"])
    if style != PREMIUM and not button.get("label") and not button.get("emoji"):
        problems.add((*path, "label"), "BUTTON_COMPONENT_INVALID", "A label or emoji is required")


def check_select(problems: Problems, path: Path, select: Json, tree: Tree) -> None:
    """Check a select menu of any kind, in a message or in a modal."""
    tree.custom_id(path, select.get("custom_id"))
    problems.optional_text((*path, "placeholder"), select.get("placeholder"), 150)
    least = 1 if select.get("min_values") is None else select["min_values"]
    most = 1 if select.get("max_values") is None else select["max_values"]
    problems.number((*path, "min_values"), least, 0, 25)
    problems.number((*path, "max_values"), most, 1, 25)
    if isinstance(least, int) and isinstance(most, int) and least > most:
        message = "Must be less than or equal to max_values"
        problems.add((*path, "min_values"), "BASE_TYPE_MAX_VALUE", message)
    if select.get("type") == STRING_SELECT:
        options = problems.count((*path, "options"), select.get("options"), 25, 1)
        check_options(problems, (*path, "options"), options)
        chosen = sum(bool(option.get("default")) for option in options)
        if isinstance(most, int) and (chosen > most or most > len(options)):
            message = f"Must be {min(most, len(options))} or fewer."
            problems.add((*path, "max_values"), "BASE_TYPE_MAX_VALUE", message)
    elif select.get("default_values"):
        problems.count((*path, "default_values"), select["default_values"], most, 0)


def check_options(problems: Problems, path: Path, options: list[Json]) -> None:
    """Check the options of a select, radio group or checkbox group."""
    values: set[str] = set()
    for index, option in enumerate(options):
        problems.text((*path, index, "label"), option.get("label"), 100, 1)
        problems.text((*path, index, "value"), option.get("value"), 100, 1)
        problems.optional_text((*path, index, "description"), option.get("description"), 100)
        if option.get("value") in values:
            message = "The specified option value is already used"
            problems.add(
                (*path, index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message
            )
        values.add(str(option.get("value")))


def _section(problems: Problems, path: Path, section: Json, tree: Tree) -> None:
    texts = problems.count((*path, "components"), section.get("components"), 3, 1)
    for index, text in enumerate(texts):
        check_one(problems, (*path, "components", index), text, frozenset({TEXT}), tree)
    beside = frozenset({BUTTON, THUMBNAIL})
    check_one(problems, (*path, "accessory"), section.get("accessory"), beside, tree)


def check_text(problems: Problems, path: Path, text: Json, tree: Tree) -> None:
    """Check a piece of displayed text."""
    content = text.get("content")
    if problems.text((*path, "content"), content, MOST_TEXT, 1):
        tree.text += len(str(content))


def _thumbnail(problems: Problems, path: Path, thumbnail: Json, tree: Tree) -> None:
    _media(problems, path, thumbnail, "media", MEDIA)


def _gallery(problems: Problems, path: Path, gallery: Json, tree: Tree) -> None:
    for index, item in enumerate(problems.count((*path, "items"), gallery.get("items"), 10, 1)):
        _media(problems, (*path, "items", index), item, "media", MEDIA)


def _file(problems: Problems, path: Path, file: Json, tree: Tree) -> None:
    _media(problems, path, file, "file", ("attachment://",))


def _media(
    problems: Problems, path: Path, holder: Json, key: str, schemes: tuple[str, ...]
) -> None:
    problems.optional_text((*path, "description"), holder.get("description"), 1024)
    problems.url((*path, key, "url"), (holder.get(key) or {}).get("url"), schemes)


def _separator(problems: Problems, path: Path, separator: Json, tree: Tree) -> None:
    if separator.get("spacing") is not None:
        problems.choice((*path, "spacing"), separator["spacing"], frozenset({1, 2}))


def _container(problems: Problems, path: Path, container: Json, tree: Tree) -> None:
    listed = problems.count((*path, "components"), container.get("components"), MOST_COMPONENTS, 1)
    for index, child in enumerate(listed):
        check_one(problems, (*path, "components", index), child, IN_CONTAINER, tree)
    if container.get("accent_color") is not None:
        problems.number((*path, "accent_color"), container["accent_color"], 0, 0xFFFFFF)


Rule = Callable[[Problems, Path, Json, Tree], None]
RULES: dict[int, Rule] = dict.fromkeys(SELECTS, check_select) | {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: check_text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
