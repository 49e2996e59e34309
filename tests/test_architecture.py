"""Architecture rules that no linter checks."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.cli.error_messages import _WORDS as OPERATOR_WORDS
from bot.messages.errors import _WORDS as MEMBER_WORDS
from bot.views.areas import AREAS as ROUTED

ROOT = Path(__file__).parents[1]
BOT = sorted((ROOT / "bot").rglob("*.py"))
EVERYTHING = [
    path
    for folder in ("bot", "sandbox", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
]
LAYERS = ("domain", "storage", "services", "delivery", "messages", "views")
AREAS = (
    "programs",
    "cohorts",
    "matching",
    "pairs",
    "meetings",
    "progress",
    "requests",
    "outreach",
    "nudges",
    "moderation",
    "status",
    "privacy",
    "youth",
    "safety",
)
# Folders that serve their whole layer.
NO_AREAS = {
    "bot/storage/outages",
    "bot/storage/statements",
    "tests/storage/statements",
    *(
        "bot/storage/migrations",
        "bot/delivery/kinds",
        "tests/delivery/adversity",
        "tests/delivery/crash",
    ),
    # Read by every area.
    *("bot/domain/times", "tests/domain/times"),
    "tests/services/fuzzing",
}
# Fewer words than this are no reason.
MOST_TERSE_REASON = 5

READS_THE_TIME = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")
# The tests that go by the machine's clock, each with its reason.
BY_THE_MACHINES_CLOCK = {
    "tests/delivery/crash/child.py": "it is a process of its own, killed at a step it reached",
    "tests/delivery/crash/scene.py": "it plans what that process finds due",
    "tests/delivery/crash/test_crash.py": "its leases and retries run out in real seconds",
    "tests/delivery/crash/termination.py": "the system ends a process within real seconds",
    "tests/delivery/crash/test_termination.py": "its bot's leases run out in real seconds",
    "tests/delivery/storm.py": "its retries and time limits are met in real seconds",
    "tests/delivery/test_storm.py": "its retries and time limits are met in real seconds",
    "tests/observability/test_health.py": "it only stops that clock",
}


@cache
def all_calls() -> list[tuple[Path, ast.Call]]:
    """Return every call in the bot, with its file; parsing takes seconds, so it is done once."""
    return [
        (path, node)
        for path in BOT
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Find every call of a function or class called `name` in the bot."""
    for path, call in all_calls():
        if getattr(call.func, "id", getattr(call.func, "attr", None)) == name:
            yield path, call


def literals(node: ast.expr) -> Iterator[str]:
    """Return the texts that an argument can be: one, or the two of a conditional."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def without_text(raised: dict[str, Path], codes: set[str]) -> list[str]:
    """Return a sentence about each code that has no text, by where it is raised."""
    return [
        f"{code} has no text: add it to {home_of_text(raised[code])}"
        for code in sorted(raised.keys() - codes)
    ]


def home_of_text(raised_in: Path) -> str:
    """Return the module where a refusal raised in this one has its text."""
    _, layer, *folders, _ = raised_in.parts
    if layer == "cli":
        return "bot/cli/error_messages.py"
    of_area = [f"bot/messages/{folder}/errors.py" for folder in folders]
    return next((home for home in of_area if (ROOT / home).is_file()), "bot/messages/errors.py")


def test_every_refusal_has_a_text_and_no_text_is_left_over() -> None:
    raised = {
        code: path.relative_to(ROOT)
        for path, call in calls("DomainError")
        if call.args
        for code in literals(call.args[0])
    }
    for path, call in calls("__init__"):
        if call.args and isinstance(call.func, ast.Attribute):
            raised |= {c: path.relative_to(ROOT) for c in literals(call.args[0]) if "." in c}
    codes = set(MEMBER_WORDS) | set(OPERATOR_WORDS)
    assert not without_text(raised, codes), "\n".join(without_text(raised, codes))
    assert sorted(codes - raised.keys()) == [], "nothing raises these: remove their texts"


def test_a_refusal_without_a_text_is_named_with_the_file_to_write_it_in() -> None:
    raised = {
        "goal.none": Path("bot/domain/progress/goals.py"),
        "form.gone": Path("bot/views/x.py"),
    }
    assert without_text(raised, {"goal.empty"}) == [
        "form.gone has no text: add it to bot/messages/errors.py",
        "goal.none has no text: add it to bot/messages/progress/errors.py",
    ]


def test_every_custom_id_leads_to_a_handler() -> None:
    handled = {
        (routes.area, verb) for routes in ROUTED for verb in (*routes.clicks, *routes.submissions)
    }
    built = {
        (area, verb)
        for _, call in calls("build")
        if len(call.args) >= 3
        for area in literals(call.args[0])
        for verb in literals(call.args[1])
    }
    assert built, "the scan found nothing: has `build` been renamed?"
    unhandled = [
        f"{area}:{verb} has no handler: add one with `@routes` in bot/views, in a module whose "
        "routes bot/views/areas.py lists"
        for area, verb in sorted(built - handled)
    ]
    assert not unhandled, "\n".join(unhandled)


def test_only_the_clock_reads_the_systems_time() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in BOT
        if path.name != "clock.py" and READS_THE_TIME.search(path.read_text("utf-8"))
    ]
    assert guilty == []


def test_no_test_depends_on_when_it_is_run() -> None:
    durations = r"\btime\.(monotonic|perf_counter|process_time)\("
    goes_by_itself = re.compile(
        rf"{READS_THE_TIME.pattern}|{durations}|\bSystemClock\b|\bbegins=None\b"
    )
    guilty = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if goes_by_itself.search(path.read_text("utf-8"))
    }
    beyond = guilty - set(BY_THE_MACHINES_CLOCK) - {"tests/test_architecture.py"}
    assert beyond == set(), "begin at sandbox.BEGINNING, or use a clock that the test moves"
    assert set(BY_THE_MACHINES_CLOCK) <= guilty, "these need no exception any more"


def test_no_module_has_become_a_god_file_of_seven_hundred_lines() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in EVERYTHING
        if "versions" not in path.parts and (lines := len(path.read_text().splitlines())) > 700
    }
    assert long == {}


def test_no_folder_of_the_bot_holds_more_than_twenty_five_modules() -> None:
    modules = Counter(
        path.parent.relative_to(ROOT).as_posix() for path in BOT if path.name != "__init__.py"
    )
    crowded = {folder for folder, count in modules.items() if count > 25}
    assert crowded == set()


@pytest.mark.parametrize("layer", [*LAYERS, "discord"])
def test_a_layers_folders_are_the_areas_that_every_layer_has(layer: str) -> None:
    folders = {
        path.parent.relative_to(ROOT).as_posix()
        for path in (*(ROOT / "bot" / layer).glob("*/*.py"), *(ROOT / "tests" / layer).glob("*/*"))
        if path.suffix == ".py"
    }
    rooms = {f"{root}/{layer}/{area}" for root in ("bot", "tests") for area in AREAS}
    assert folders - rooms - NO_AREAS == set()


def test_every_module_that_a_document_names_exists() -> None:
    documents = [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {
        (path.relative_to(ROOT).as_posix(), module)
        for path in documents
        for module in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", path.read_text("utf-8"))
    }
    assert named, "the scan found nothing: are modules written otherwise?"
    missing = {
        (document, module)
        for document, module in named
        if not any((root / module).exists() for root in (ROOT, ROOT / "bot"))
    }
    assert missing == set()


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc"])
def test_nothing_is_kept_in_a_drawer(name: str) -> None:
    assert [path for path in EVERYTHING if path.stem == name] == []


def test_a_service_has_no_transaction_but_its_unit_of_work() -> None:
    services, work = ROOT / "bot/services", ROOT / "bot/services/work.py"
    by_hand = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call.func)}"
        for path, call in all_calls()
        if path.is_relative_to(services) and path != work
        if ast.unparse(call.func).endswith(
            ("database.write", "database.read", "database.glance", "interactions.record")
        )
    ]
    assert not by_hand, "give it a transaction with bot/services/work.py"


def test_what_a_service_writes_is_recorded_or_it_says_why_not() -> None:
    kinds: Counter[str] = Counter()
    silent = []
    for path in BOT:
        if not path.is_relative_to(ROOT / "bot/services"):
            continue
        module = ast.parse(path.read_text("utf-8"))
        reasons = {
            target.id: node.value
            for node in module.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for function in module.body:
            for decorator in getattr(function, "decorator_list", ()):
                if isinstance(decorator, ast.Name):
                    kinds[decorator.id] += 1
                    continue
                assert isinstance(decorator, ast.Call)
                kinds[ast.unparse(decorator.func)] += 1
                if ast.unparse(decorator.func) != "writes_unrecorded":
                    continue
                [why] = decorator.args
                why = reasons.get(why.id, why) if isinstance(why, ast.Name) else why
                if len("".join(literals(why)).split()) < MOST_TERSE_REASON:
                    silent.append(f"{path.relative_to(ROOT)}:{decorator.lineno}")
    assert kinds["writes"] > 100, "this no longer finds the services"
    assert not silent, "say why a second delivery does no harm, in a few words"
