"""Components, embeds and files as Discord gives them back: numbered, completed, without nulls."""

from typing import Any

from sandbox.rules import components as kinds
from sandbox.rules.components import walk

Json = dict[str, Any]
MIN_MAX = {"min_values": 1, "max_values": 1}


def components(listed: list[Json] | None) -> list[Json]:
    """Return components with ids, defaults and no null fields."""
    if not listed:
        return []
    taken = {node["id"] for node in walk(listed) if node.get("id")}
    fresh: list[Json] = _copied(listed)
    following = iter(number for number in range(1, 10_000) if number not in taken)
    for node in walk(fresh):
        if not node.get("id"):
            node["id"] = next(following)
        for key in [key for key, value in node.items() if value is None]:
            del node[key]
        _complete(node)
    return fresh


def _complete(node: Json) -> None:
    kind = node["type"]
    if kind in kinds.SELECTS:
        for key, value in MIN_MAX.items():
            node.setdefault(key, value)
        for option in node.get("options", []):
            for key in [key for key, value in option.items() if value is None]:
                del option[key]
        for chosen in node.get("default_values", []):
            chosen["id"] = str(chosen["id"])
    elif kind == kinds.CONTAINER:
        node.setdefault("accent_color", None)
        node.setdefault("spoiler", False)
    elif kind == kinds.SEPARATOR:
        node.setdefault("divider", True)
        node.setdefault("spacing", 1)
    elif kind == kinds.THUMBNAIL:
        node["media"] = _media(node["media"])
        node.setdefault("description", None)
        node.setdefault("spoiler", False)
    elif kind == kinds.GALLERY:
        for item in node["items"]:
            item["media"] = _media(item["media"])
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
    elif kind == kinds.FILE:
        node["file"] = _media(node["file"])
        node.setdefault("name", None)
        node.setdefault("size", None)
        node.setdefault("spoiler", False)


def _media(media: Json) -> Json:
    url = media["url"]
    return {"id": "0", "url": url, "proxy_url": url, "width": None, "height": None} | {
        "content_type": None,
        "placeholder": None,
        "loading_state": 0,
    }


def embeds(listed: list[Json] | None) -> list[Json]:
    """Return embeds with their type and without null fields."""
    result: list[Json] = []
    for embed in listed or []:
        fresh = {key: value for key, value in _copied(embed).items() if value is not None}
        fresh["type"] = "rich"
        for picture in ("image", "thumbnail"):
            if picture in fresh:
                url = fresh[picture]["url"]
                fresh[picture] = {"url": url, "proxy_url": url, "width": 0, "height": 0}
        for part in fresh.get("fields", []):
            part.setdefault("inline", False)
        result.append(fresh)
    return result


def _copied(node: Any) -> Any:
    """Return a copy of what was read as JSON: there are only dicts, lists and plain values."""
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_copied(each) for each in node]
    return node
