"""What a message is made of: the types of components, and how Discord stores what was sent.

Components and embeds come back numbered, completed and without nulls.
"""

from typing import Any

from sandbox.state.records import Json

# Types of components.
ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = 9, 10, 11, 12, 13, 14
CONTAINER, LABEL, FILE_UPLOAD = 17, 18, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23
SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})

MIN_MAX = {"min_values": 1, "max_values": 1}


def walk(listed: list[Any]) -> list[Json]:
    """Return every component of a tree, parents before children; anything else is left out."""
    nodes: list[Json] = []
    for node in listed:
        if not isinstance(node, dict):
            continue
        nodes.append(node)
        nodes.extend(walk(node.get("components") or []))
        for key in ("accessory", "component"):
            if node.get(key):
                nodes.extend(walk([node[key]]))
    return nodes


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
    if kind in SELECTS:
        for key, value in MIN_MAX.items():
            node.setdefault(key, value)
        for option in node.get("options", []):
            for key in [key for key, value in option.items() if value is None]:
                del option[key]
        for chosen in node.get("default_values", []):
            chosen["id"] = str(chosen["id"])
    elif kind == CONTAINER:
        node.setdefault("accent_color", None)
        node.setdefault("spoiler", False)
    elif kind == SEPARATOR:
        node.setdefault("divider", True)
        node.setdefault("spacing", 1)
    elif kind == THUMBNAIL:
        node["media"] = _media(node["media"])
        node.setdefault("description", None)
        node.setdefault("spoiler", False)
    elif kind == GALLERY:
        for item in node["items"]:
            item["media"] = _media(item["media"])
            item.setdefault("description", None)
            item.setdefault("spoiler", False)
    elif kind == FILE:
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
