"""Embeds: sizes of each part and of all of them together."""

from sandbox.rules.problems import Path, Problems
from sandbox.state.records import Json

MOST_EMBEDS = 10
MOST_TOGETHER = 6000
PARTS = {"title": 256, "description": 4096}
LINKS = ("http://", "https://")
PICTURES = ("http://", "https://", "attachment://")


def check_embeds(problems: Problems, embeds: object, path: Path = ("embeds",)) -> None:
    """Check a list of embeds as one message carries them."""
    listed = problems.count(path, embeds, MOST_EMBEDS)
    together = 0
    for index, embed in enumerate(listed):
        if not isinstance(embed, dict):
            problems.add((*path, index), "MODEL_TYPE_CONVERT", "Only dictionaries may be used.")
            continue
        _check_embed(problems, (*path, index), embed)
        together += size_of(embed)
    if together > MOST_TOGETHER:
        message = f"Embed size exceeds maximum size of {MOST_TOGETHER}"
        problems.add(path, "MAX_EMBED_SIZE_EXCEEDED", message)


def _check_embed(problems: Problems, path: Path, embed: Json) -> None:
    for part, most in PARTS.items():
        problems.optional_text((*path, part), embed.get(part), most)
    if footer := embed.get("footer"):
        problems.text((*path, "footer", "text"), footer.get("text"), 2048)
    if author := embed.get("author"):
        problems.text((*path, "author", "name"), author.get("name"), 256)
    fields = problems.count((*path, "fields"), embed.get("fields") or [], 25)
    for index, field in enumerate(fields):
        problems.text((*path, "fields", index, "name"), field.get("name"), 256, 1)
        problems.text((*path, "fields", index, "value"), field.get("value"), 1024, 1)
    if embed.get("url") is not None:
        problems.url((*path, "url"), embed["url"], LINKS)
    for picture in ("image", "thumbnail"):
        if embed.get(picture):
            problems.url((*path, picture, "url"), embed[picture].get("url"), PICTURES)
    if embed.get("color") is not None:
        problems.number((*path, "color"), embed["color"], 0, 0xFFFFFF)
    if size_of(embed) == 0 and not _has_picture(embed):
        problems.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")


def _has_picture(embed: Json) -> bool:
    return any(embed.get(part) for part in ("image", "thumbnail", "video", "timestamp", "url"))


def size_of(embed: Json) -> int:
    """Return how much of the 6000 characters an embed takes."""
    total = len(embed.get("title") or "") + len(embed.get("description") or "")
    total += len((embed.get("footer") or {}).get("text") or "")
    total += len((embed.get("author") or {}).get("name") or "")
    for field in embed.get("fields") or []:
        total += len(field.get("name") or "") + len(field.get("value") or "")
    return total
