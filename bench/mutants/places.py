"""What can be broken: each place in the product, its kind, and what stands there instead."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "storage", "services", "delivery", "messages", "views", "cogs")
HANDLERS = (".click", ".submit", ".command", ".autocomplete")
UNRECORDED = "__import__('bot.services.work', fromlist=['']).writes_unrecorded('a mutant')"
FAILING = "raise RuntimeError('a mutant')"

Span = tuple[int, int, int, int]
Function = ast.FunctionDef | ast.AsyncFunctionDef
# A kind, what is broken, what stands there then, and where tests come by: a node, or the users of
# a name.
_Place = tuple[str, ast.expr | ast.stmt, str, ast.expr | ast.stmt | str]


Pieces = list[tuple[Span, str, str]]


def with_pieces(source: str, pieces: Pieces) -> str:
    """Return a source with something put before and after each of some spans."""
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    several: list[tuple[int, int, bool, bytes]] = []
    for (first, column, last, end), before, after in pieces:
        # Whatever is a line of its own stays outside of an expression that begins at its place.
        own_line = before.endswith("\n")
        indented = before + " " * column * own_line
        several.append((first, column, not own_line, indented.encode()))
        if after:
            several.append((last, end, True, after.encode()))
    several.sort(key=lambda piece: piece[:3], reverse=True)
    for line, column, _, piece in several:
        lines[line - 1] = lines[line - 1][:column] + piece + lines[line - 1][column:]
    return b"".join(lines).decode()


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small break: its kind and file, what stands there, and what stands there then."""

    kind: str
    path: Path
    was: str
    # Places of one kind in one file that read the same are counted.
    number: int
    instead: str
    span: Span
    # Where to ask which tests come by: at the place itself, or in each function that uses it.
    asked: tuple[tuple[Path, Span], ...]
    # Whether that is an expression, and otherwise it's a statement.
    in_expression: bool

    @property
    def layer(self) -> str:
        """Return the layer it is in."""
        return self.path.parts[1]

    @property
    def area(self) -> str:
        """Return the area it is in; empty at a layer's root."""
        return self.path.parts[2] if len(self.path.parts) > 3 else ""

    @property
    def name(self) -> str:
        """Return what it is called, whatever else is changed in its file."""
        return f"{self.kind} {self.path}: {self.was}" + f" ({self.number})" * (self.number > 1)

    @property
    def is_switchable(self) -> bool:
        """Whether it can be broken in a process that has imported it already."""
        return self.kind in ("permission", "handler") or self.in_expression

    def broken(self, source: str) -> str:
        """Return the source of its file with this break in it."""
        lines = source.encode().splitlines(keepends=True)
        first, column, last, end = self.span
        before = b"".join(lines[: first - 1]) + lines[first - 1][:column]
        after = lines[last - 1][end:] + b"".join(lines[last:])
        return (before + self.instead.encode() + after).decode()

    def __str__(self) -> str:
        return f"{self.kind} {self.path}:{self.span[0]}: {self.was}"


def mutants(root: Path = ROOT) -> list[Mutant]:
    """Return every mutant that there can be."""
    trees = {
        file.relative_to(root): ast.parse(file.read_text("utf-8"))
        for layer in LAYERS
        for file in sorted((root / "bot" / layer).rglob("*.py"))
        if "migrations" not in file.parts
    }
    users = _users(trees)
    found: list[Mutant] = []
    for path, tree in trees.items():
        counted: Counter[tuple[str, str]] = Counter()
        for kind, node, instead, by in _places(tree, path.parts[1]):
            was = ast.unparse(node).partition("\n")[0]
            counted[kind, was] += 1
            asked = tuple(users[by]) if isinstance(by, str) else ((path, _span(by)),)
            found.append(
                Mutant(
                    *(kind, path, was, counted[kind, was], instead, _span(node), asked),
                    in_expression=by is node and isinstance(node, ast.expr),
                )
            )
    return found


def _users(trees: dict[Path, ast.Module]) -> dict[str, list[tuple[Path, Span]]]:
    """Return where the functions begin that use a name of a module's, by that name."""
    found: dict[str, list[tuple[Path, Span]]] = defaultdict(list)
    for path, tree in trees.items():
        for function in _functions(tree):
            for name in {
                node.id if isinstance(node, ast.Name) else node.attr
                for node in ast.walk(function)
                if isinstance(node, ast.Name | ast.Attribute)
            }:
                found[name].append((path, _span(_body(function)[0])))
    return found


def _span(node: ast.expr | ast.stmt) -> Span:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def _places(tree: ast.Module, layer: str) -> Iterator[_Place]:
    for function in _functions(tree):
        yield from _of_decorators(function, layer)
        for node in _inside(function):
            match node:
                case ast.Compare(left=ast.Attribute(attr="guild_id"), ops=[ast.Eq()]):
                    yield "society", node, "True", node
                case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()]):
                    yield "limit", node, _moved(node), node
                case ast.Expr(value=ast.Call(func=called)) if layer == "services":
                    if "require" in ast.unparse(called) or "permissions." in ast.unparse(called):
                        yield "permission", node, "pass", node
                case ast.If(test=test) if layer in ("domain", "services"):
                    yield "condition", test, f"not ({ast.unparse(test)})", test
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value) as node):
                if type(value) is int:
                    yield "constant", node, str(value + 1), name
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                for node in _inside(value):
                    match node:
                        case ast.Compare(left=ast.Attribute(attr="guild_id"), ops=[ast.Eq()]):
                            yield "society", node, "True", name


def _functions(tree: ast.AST) -> Iterator[Function]:
    """Yield each function, and methods too, but no function inside of a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes inside, without those in f-strings: Python 3.11 places them wrongly."""
    children = node.body if isinstance(node, Function) else list(ast.iter_child_nodes(node))
    for child in children:
        if not isinstance(child, ast.JoinedStr):
            yield child
            yield from _inside(child)


def _body(function: Function) -> list[ast.stmt]:
    told = ast.get_docstring(function, clean=False) is not None
    return function.body[1:] if told and len(function.body) > 1 else function.body


def _uses(function: Function, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function))


def _of_decorators(function: Function, layer: str) -> Iterator[_Place]:
    first = _body(function)[0]
    several = [(decorator, ast.unparse(decorator)) for decorator in function.decorator_list]
    for decorator, words in several:
        if words == "writes" and layer == "services":
            yield "repeat", decorator, UNRECORDED, first
    handled = any(each in words for _, words in several for each in HANDLERS)
    if layer in ("views", "cogs") and handled:
        yield "handler", first, FAILING, first


def _moved(node: ast.Compare) -> str:
    other = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}[type(node.ops[0])]
    return f"{ast.unparse(node.left)} {other} {ast.unparse(node.comparators[0])}"
