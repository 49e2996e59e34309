"""What the menus of a message offer."""

from collections.abc import Iterator

from sandbox import Answer
from sandbox.state.content import SELECTS
from sandbox.state.records import Json


def walk(nodes: list[Json]) -> Iterator[Json]:
    """Yield every component, however deep."""
    for node in nodes:
        yield node
        yield from walk(node.get("components") or [])


def options(answer: Answer, placeholder: str) -> list[str]:
    """Return the labels in the menu whose placeholder begins so; none where it is not there."""
    assert answer.message is not None
    for node in walk(answer.message.components):
        if node["type"] in SELECTS and node.get("placeholder", "").startswith(placeholder):
            return [option["label"] for option in node["options"]]
    return []


def named(answer: Answer, placeholder: str) -> str:
    """Return the custom id of the menu whose placeholder begins so."""
    assert answer.message is not None
    found = [
        str(node["custom_id"])
        for node in walk(answer.message.components)
        if node["type"] in SELECTS and node.get("placeholder", "").startswith(placeholder)
    ]
    return found[0]
