"""Advice, and the moment at which each piece of it helps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Moment(StrEnum):
    """A point in a mentorship at which people welcome advice."""

    SIGN_UP = "sign-up"
    BEFORE_FIRST_CONTACT = "before-first-contact"
    FIRST_MEETING = "first-meeting"
    BEFORE_EACH_MEETING = "before-each-meeting"
    AFTER_MEETING = "after-meeting"
    WHEN_SILENT = "when-silent"
    WHEN_COMMITTING_TO_WORK = "when-committing-to-work"
    AT_CLOSING = "at-closing"


class Audience(StrEnum):
    """Whom an item is for."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"

    def includes(self, other: "Audience") -> bool:
        """Return whether advice for this audience is meant for `other` too."""
        return self is other or Audience.BOTH in (self, other)


@dataclass(frozen=True, slots=True)
class GuideItem:
    """One piece of advice; `stages` is filled only if it depends on them."""

    id: str
    topic: str
    audience: Audience
    moment: Moment
    title: str
    text: str
    also: tuple[Moment, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """All advice in its written order, with the titles of its moments and topics."""

    items: tuple[GuideItem, ...]
    moments: Mapping[Moment, str]
    topics: Mapping[str, str]

    def for_moment(self, moment: Moment, audience: Audience = Audience.BOTH) -> list[GuideItem]:
        """Return what helps at `moment`: items made for it first, then those that also fit."""
        first = [item for item in self.items if item.moment is moment]
        then = [item for item in self.items if moment in item.also]
        return [item for item in (*first, *then) if item.audience.includes(audience)]

    def on_topic(self, topic: str, audience: Audience = Audience.BOTH) -> list[GuideItem]:
        """Return the items of one topic; an unknown topic has none."""
        return [
            item for item in self.items if item.topic == topic and item.audience.includes(audience)
        ]

    def where_to_ask(self, stage: str | None) -> list[GuideItem]:
        """Return where someone of this stage should ask first; without a stage, all places."""
        places = self.on_topic("where")
        if stage is None:
            return places
        fitting = [item for item in places if stage in item.stages]
        return [*fitting, *(item for item in places if not item.stages)] if fitting else places

    def get(self, item_id: str) -> GuideItem | None:
        """Return the item with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)


class GuideError(ValueError):
    """An item can't be read; names it and the field."""


def guide_from(document: Mapping[str, Any]) -> Guide:
    """Read a guide from a TOML document. Raises `GuideError`."""
    moments = _titles(document, "moments")
    missing = [moment for moment in Moment if moment not in moments]
    if missing:
        raise GuideError(f"moments: {', '.join(missing)} have no title")
    topics = _titles(document, "topics")
    entries = document.get("guidance", [])
    items = tuple(_item(entry, topics) for entry in entries)
    ids = [item.id for item in items]
    twice = sorted({item_id for item_id in ids if ids.count(item_id) > 1})
    if twice:
        raise GuideError(f"{twice[0]}: id is used more than once")
    return Guide(items, {moment: moments[moment] for moment in Moment}, topics)


def translated(guide: Guide, document: Mapping[str, Any]) -> Guide:
    """Return the guide with its words in another language, from a TOML document of them.

    The document has a title and a text for each item, by its id, and nothing else. Raises
    `GuideError` if anything is missing, or is there without an original.
    """
    moments, topics = _titles(document, "moments"), _titles(document, "topics")
    words = document.get("guidance", {})
    ids = [item.id for item in guide.items]
    for table, given, wanted in (
        ("moments", moments, guide.moments),
        ("topics", topics, guide.topics),
        ("guidance", words, ids),
    ):
        if other := sorted(set(given) ^ set(wanted)):
            raise GuideError(f"{table}: {', '.join(other)} is only in one of the languages")
    return Guide(
        tuple(_in_words(item, words[item.id]) for item in guide.items),
        {moment: moments[moment] for moment in guide.moments},
        {topic: topics[topic] for topic in guide.topics},
    )


def _in_words(item: GuideItem, entry: Mapping[str, Any]) -> GuideItem:
    for required in ("title", "text"):
        if not isinstance(entry.get(required), str) or not entry[required].strip():
            raise GuideError(f"{item.id}: {required} is missing")
    return replace(item, title=entry["title"], text=entry["text"])


def _titles(document: Mapping[str, Any], table: str) -> Mapping[str, str]:
    titles = document.get(table, {})
    if not isinstance(titles, dict) or not all(isinstance(t, str) for t in titles.values()):
        raise GuideError(f"{table}: is not a table of titles")
    return titles


def _item(entry: Mapping[str, Any], topics: Mapping[str, str]) -> GuideItem:
    name = str(entry.get("id") or "item without an id")
    for required in ("id", "topic", "audience", "moment", "title", "text"):
        if not isinstance(entry.get(required), str) or not entry[required].strip():
            raise GuideError(f"{name}: {required} is missing")
    if entry["topic"] not in topics:
        raise GuideError(f"{name}: topic {entry['topic']!r} has no title")
    try:
        return GuideItem(
            id=entry["id"],
            topic=entry["topic"],
            audience=Audience(entry["audience"]),
            moment=Moment(entry["moment"]),
            title=entry["title"],
            text=entry["text"],
            also=tuple(Moment(moment) for moment in entry.get("also", ())),
            stages=tuple(entry.get("stages", ())),
        )
    except ValueError as error:
        raise GuideError(f"{name}: {error}") from error
