"""Every text in the bot's modules, found in their source without running it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What is handed to these is a name or a pattern, which a program reads.
NAMES = frozenset(
    (
        *("build", "parse", "Routes", "click", "submit", "compile", "sub", "getattr", "get_logger"),
        *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"),
        *("split", "replace", "strftime", "DomainError", "ValueError", "KeyError", "TypeError"),
        *("AssertionError", "import_module", "namedtuple", "encode", "decode", "get", "pop"),
        *("rename", "debug", "info", "warning", "error", "exception", "critical"),
    )
)
# A place in a text that is handed to `say`, and its format.
_PLACE = re.compile(r"\{\w+(?:[!:][^{}]*)?\}")
NAMED = frozenset(("name", "custom_id", "mode", "encoding", "style", "alias", "rename"))


@dataclass(frozen=True, slots=True)
class Text:
    """One text, with ``{}`` for what is filled in, and where it stands."""

    path: Path
    node: ast.expr
    words: str
    above: tuple[ast.AST, ...]

    @property
    def where(self) -> str:
        """Return its file and line."""
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno}"

    def __str__(self) -> str:
        return f"{self.where}: {self.words!r}"


def modules(*folders: str) -> list[Path]:
    """Return the modules in these folders of the repository."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    """Return a module's syntax."""
    return ast.parse(path.read_text("utf-8"))


@cache
def texts(*folders: str) -> tuple[Text, ...]:
    """Return the texts of all modules in these folders, and what commands say of themselves."""
    return tuple(text for path in modules(*folders) for text in texts_in(path, tree(path), ()))


def texts_in(path: Path, node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[Text]:
    """Return the texts under a node; `above` is what it stands in."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        if words := written(node):
            yield Text(path, node, words, above)
        if isinstance(node, ast.JoinedStr):
            for value in node.values:
                if isinstance(value, ast.FormattedValue):
                    yield from texts_in(path, value.value, (*above, node))
        return
    for child in _parts(node):
        yield from texts_in(path, child, (*above, node))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Return what of a node can hold a text that someone reads."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if _is_command(node):
            # Discord shows a command's docstring as its description.
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            yield first.value
            yield from node.decorator_list
            yield from node.body[1:]
        case ast.Expr(value=ast.Constant()) | ast.MatchValue() | ast.Subscript():
            return  # a docstring, a case, a key
        case ast.Compare() | ast.Assert() | ast.ImportFrom() | ast.Import():
            return
        case ast.Call(func=func, args=args, keywords=keywords):
            yield func
            if name_of(func) not in NAMES:
                yield from args
                yield from (each.value for each in keywords if each.arg not in NAMED)
        case ast.Dict(keys=keys, values=values):
            yield from (key for key in keys if key and not isinstance(key, ast.Constant))
            yield from values
        case _:
            yield from ast.iter_child_nodes(node)


def _is_command(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    called = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(name_of(func) == "command" for func in called) and bool(ast.get_docstring(node))


def name_of(node: ast.expr) -> str:
    """Return the name of a function or method that is called, or nothing."""
    return getattr(node, "id", getattr(node, "attr", ""))


def written(node: ast.AST) -> str | None:
    """Return a text as it is written, with ``{}`` for what is filled in; None for no text."""
    match node:
        case ast.Constant(value=str(words)):
            return _PLACE.sub("{}", words)
        case ast.Call(func=ast.Name(id="say" | "marked"), args=[text, *_]):
            return written(text)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="say"), attr="of"), args=[_, text, *_]):
            return written(text)
        case ast.JoinedStr(values=values):
            return "".join(written(each) or "{}" for each in values)
        case _:
            return None
