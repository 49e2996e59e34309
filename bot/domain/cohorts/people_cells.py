"""Parse the cells of one line of the people CSV."""

import re
from typing import Any, NoReturn

from bot.domain.errors import DomainError
from bot.domain.matching.people import MatchPerson
from bot.domain.times import zones
from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    MeetingFormat,
    PersonRole,
    Stage,
    slug,
)
from bot.domain.windows import Window, parse_windows

REQUIRED = ("user_id", "role", "stage")
OPTIONAL = (
    "display_name",
    "fields",
    "topics",
    "capacity",
    "time_zone",
    "windows",
    "formats",
    "state",
    "avoid",
    "goals",
    "communities",
    "share_communities",
    "prior_partners",
    "hours",
    "near_peer",
)
COLUMNS = (
    "user_id",
    "display_name",
    "role",
    "stage",
    *OPTIONAL[1:],
)

Remark = tuple[str, dict[str, Any]]
"""A code and facts about something set aside on a line that is kept."""

MOST_PLACES = 1_000
MOST_HOURS = 744
_USER = re.compile(r"[^\s;<>]{1,64}")
_MENTION = re.compile(r"<@!?(\d+)>")
_YES = {"yes": True, "y": True, "true": True, "1": True, "x": True}
_NO = {"no": False, "n": False, "false": False, "0": False}
_NEAR = {**_YES, **_NO, "near": True, "near-peer": True, "far": False, "far-ahead": False}
_FORMAT_WORDS = {"online": "video", "virtual": "video", "in-place": "in-person", "call": "phone"}


def person_key(user: str) -> str:
    """Return a key that is equal for spellings that differ only in case and a leading @."""
    return user.removeprefix("@").casefold()


class Cells:
    """Parse one line's cells; a bad optional value is noted, a bad required one is refused."""

    def __init__(self, texts: dict[str, str], remarks: list[Remark]) -> None:
        self._texts = texts
        self._remarks = remarks

    def person(self) -> MatchPerson:
        """Return the line's person, or raise the `DomainError` that refuses the line."""
        role = self._role()
        windows = self._windows()
        return MatchPerson(
            id=self._user(),
            role=role,
            stage=self._stage(),
            fields=self._among("fields", FIELDS),
            topics=frozenset(slug(topic) for topic in self._list("topics")),
            capacity=0 if role is PersonRole.MENTEE else self._capacity(),
            time_zone=self._zone(windows),
            windows=windows,
            formats=self._formats(),
            state=self._state(),
            avoid=self._people("avoid"),
            prior_partners=self._people("prior_partners"),
            communities=self._among("communities", COMMUNITIES),
            share_communities=bool(self._choice("share_communities", {**_YES, **_NO})),
            hours=self._hours(),
            near_peer=self._choice("near_peer", _NEAR),
        )

    def _text(self, name: str) -> str:
        return self._texts.get(name, "").strip()

    def _list(self, name: str) -> list[str]:
        return [part.strip() for part in self._text(name).split(";") if part.strip()]

    def _remark(self, code: str, **facts: Any) -> None:
        self._remarks.append((f"people_csv.{code}", facts))

    def _user(self) -> str:
        text = self._text("user_id")
        mention = _MENTION.fullmatch(text)
        user = mention[1] if mention else text
        if not user:
            _refuse("no_user")
        if not _USER.fullmatch(user):
            _refuse("bad_user", value=text)
        return user

    def _role(self) -> PersonRole:
        text = slug(self._text("role"))
        if text not in set(PersonRole):
            _refuse("bad_role", value=self._text("role"), known=[role.value for role in PersonRole])
        return PersonRole(text)

    def _stage(self) -> Stage:
        text = slug(self._text("stage"))
        if text not in set(Stage):
            _refuse("bad_stage", value=self._text("stage"), known=[stage.value for stage in Stage])
        return Stage(text)

    def _capacity(self) -> int:
        text = self._text("capacity")
        if not text:
            return 1
        if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) > MOST_PLACES:
            _refuse("bad_capacity", value=text, most=MOST_PLACES)
        return int(text)

    def _windows(self) -> tuple[Window, ...]:
        return parse_windows(self._text("windows"))

    def _zone(self, windows: tuple[Window, ...]) -> str:
        """Return the zone; an unknown one is refused only if availability depends on it."""
        name = self._text("time_zone")
        if not name:
            if windows:
                self._remark("no_zone")
            return "UTC"
        try:
            return zones.resolve(name)
        except DomainError as error:
            meant = error.facts.get("choices") or error.facts["close"]
            facts = {"zone": name, "meant": tuple(choice.zone for choice in meant)}
            if windows:
                raise DomainError("window.unknown_zone", **facts) from error
            self._remark("unknown_zone", **facts)
            return "UTC"

    def _formats(self) -> frozenset[MeetingFormat]:
        meeting_formats = set()
        for text in self._list("formats"):
            word = _FORMAT_WORDS.get(slug(text), slug(text))
            if word == "any":
                return frozenset()
            if word not in set(MeetingFormat):
                _refuse("bad_format", value=text, known=[way.value for way in MeetingFormat])
            meeting_formats.add(MeetingFormat(word))
        return frozenset(meeting_formats)

    def _state(self) -> str | None:
        text = self._text("state").upper()
        if text and not re.fullmatch(r"[A-Z]{2}", text):
            self._remark("bad_state", value=text)
            return None
        return text or None

    def _among(self, name: str, allowed: tuple[str, ...]) -> frozenset[str]:
        slugs = {slug(text) for text in self._list(name)}
        for value in sorted(slugs.difference(allowed)):
            self._remark("unknown_value", column=name, value=value)
        return frozenset(slugs.intersection(allowed))

    def _people(self, name: str) -> frozenset[str]:
        ids = set()
        for text in self._list(name):
            mention = _MENTION.fullmatch(text)
            ids.add(mention[1] if mention else text)
        return frozenset(ids)

    def _hours(self) -> float | None:
        text = self._text("hours")
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", text) or float(text) > MOST_HOURS:
            self._remark("bad_hours", value=text)
            return None
        return float(text)

    def _choice(self, name: str, words: dict[str, bool]) -> bool | None:
        text = slug(self._text(name))
        if text and text not in words:
            self._remark("unknown_value", column=name, value=text)
        return words.get(text)


def _refuse(code: str, **facts: Any) -> NoReturn:
    raise DomainError(f"people_csv.{code}", **facts)
