"""Parse the cells of one line of a people file."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from bot.domain.cohorts.people_ids import RuinedId, read_id, unformatted
from bot.domain.cohorts.people_words import (
    Meanings,
    WordKind,
    split,
    topic_slug,
    value_of,
    word_key,
)
from bot.domain.cohorts.us_states import US_STATES
from bot.domain.errors import DomainError
from bot.domain.matching.people import MatchPerson
from bot.domain.times import zones
from bot.domain.times.availability import read_windows
from bot.domain.vocabulary import (
    COMMUNITIES,
    FIELDS,
    STAGES,
    MeetingFormat,
    PersonRole,
    Stage,
    slug,
)
from bot.domain.windows import Window

Remark = tuple[str, dict[str, Any]]
"""A code and facts about something set aside on a line that is kept."""

MOST_PLACES = 1_000
MOST_HOURS = 744
_MAY_BE_UNSAID = (
    "fields",
    "topics",
    "windows",
    "formats",
    "state",
    "prior_partners",
    "hours",
    "near_peer",
)
_TAKES_ANY = ("windows", "formats", "near_peer")
_USER = re.compile(r"[^\s;<>]{1,64}")
_ERROR = re.compile(r"#(?:REF|N/A|VALUE|NAME|DIV/0|NULL|NUM|ERROR|SPILL|CALC|BLOCKED|FIELD)[!?]?")
_NOTHING = frozenset(("n/a", "na", "none", "-", "\u2013", "\u2014", "nil", "null", "nan", "."))
_ANY_TIME = frozenset(("flexible", "any time", "anytime", "any", "open", "whenever works"))
_COUNT = re.compile(
    r"(?:(?:up to|at most|max(?:imum)?(?: of)?|hasta|[0-9]\s*(?:-|\u2013|to|or|a|o))\s*)?"
    r"([0-9]{1,4})(?:[.,]0+)?\+?(?:\s*(?:mentees?|people|students?|persons?|max))?"
)
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{7,}\d")
_DAYS = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
    r"|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bados?|domingos?)",
    re.IGNORECASE,
)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic"
# What a spreadsheet makes of hours such as 6-8, and of a time on its own.
_DATE = re.compile(
    rf"\d{{1,2}}[-/. ](?:{_MONTH})[a-z]*\.?(?:[-/. ]\d{{2,4}})?"
    rf"|(?:{_MONTH})[a-z]*[-/. ]\d{{1,2}}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}:\d{2}:\d{2}|0?\.\d{3,}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([0-9]{1,3}(?:[.,][0-9]+)?)\s*(?:h|hrs?|hours?)?(?:\s*(?:a|per|/)\s*month)?")
_YES = {"yes": True, "y": True, "true": True, "1": True, "x": True}
_NO = {"no": False, "n": False, "false": False, "0": False}
_NEAR: dict[str, bool | None] = {
    "near": True,
    "near-peer": True,
    "far": False,
    "far-ahead": False,
    **_YES,
    **_NO,
    **dict.fromkeys(("no-preference", "either", "any")),
}
_FORMAT_WORDS = {
    **dict.fromkeys(("online", "virtual", "zoom", "video-call", "video-chat", "teams"), "video"),
    **dict.fromkeys(("google-meet", "facetime", "remote"), "video"),
    **dict.fromkeys(("in-place", "person", "face-to-face", "coffee"), "in-person"),
    **dict.fromkeys(("call", "phone-call", "calls"), "phone"),
    **dict.fromkeys(("text", "texting", "messaging", "messages", "discord", "text-chat"), "chat"),
    **dict.fromkeys(("no-preference", "either", "all", "anything"), "any"),
}
_COMMUNITIES = {
    **{word_key(value.replace("-", " ")): value for value in COMMUNITIES},
    **dict.fromkeys(("black", "african american", "black or african american"), COMMUNITIES[0]),
    **dict.fromkeys(("first generation", "first generation student"), "first-gen"),
    **dict.fromkeys(("first generation college student",), "first-gen"),
    **dict.fromkeys(("hispanic", "latinx", "latino", "latina", "latine"), "hispanic-latinx"),
    **dict.fromkeys(("hispanic or latinx", "hispanic or latino"), "hispanic-latinx"),
    **dict.fromkeys(("lgbtqia", "lgbt", "queer"), "lgbtq"),
    **dict.fromkeys(("under represented in medicine", "underrepresented in medicine"), "urm"),
}


def person_key(user: str) -> str:
    """Return a key that is equal for spellings that differ only in case and a leading @."""
    return user.removeprefix("@").casefold()


def in_grid(row: str, cell: str) -> str:
    """Return what was ticked in one row of a grid of days and hours as windows.

    The row is a day and the boxes are hours, or the other way round.
    """
    parts = [part.strip() for part in re.split(r"[;,\n]", cell) if part.strip()]
    if _DAYS.fullmatch(row):
        return "; ".join(f"{row} {part}" for part in parts)
    if all(_DAYS.fullmatch(part) for part in parts):
        return "; ".join(f"{part} {row}" for part in parts)
    return cell


@dataclass(frozen=True, slots=True)
class Findings:
    """What reading the lines brought up about the words in them."""

    new: Counter[tuple[WordKind, str]] = field(default_factory=Counter)
    """Words that are none of ours, with the number of lines they are on."""
    read_as: dict[tuple[WordKind, str], str] = field(default_factory=dict)
    """Words that were read as one of our values, for a moderator to see."""


class Cells:
    """Parse one line's cells; a bad optional value is noted, a bad required one is refused."""

    def __init__(
        self, texts: dict[str, str], remarks: list[Remark], meanings: Meanings, findings: Findings
    ) -> None:
        self._texts = texts
        self._remarks = remarks
        self._meanings = meanings
        self._findings = findings
        self.ruined: RuinedId | None = None
        self.beside: str | RuinedId = ""
        self.unsaid: frozenset[str] = frozenset()

    def person(self) -> MatchPerson:
        """Return the line's person, or raise the `DomainError` that refuses the line.

        If a spreadsheet ruined the ID, `ruined` is set, and the person's ID is what was written. If
        the line says twice who it is, `beside` is what wasn't used. `unsaid` are the columns that
        say nothing; of a mentor's places, one is counted.
        """
        user = self._user()
        role = self._role()
        stage = self._stage()
        windows = self._windows()
        zone = self._zone(windows)
        if self._is_noted("windows"):
            windows = ()
        person = MatchPerson(
            id=user,
            role=role,
            stage=stage,
            fields=self._values("fields", WordKind.FIELD),
            topics=self._values("topics", WordKind.TOPIC),
            capacity=0 if role is PersonRole.MENTEE else self._capacity(),
            time_zone=zone,
            windows=windows,
            formats=self._formats(),
            state=self._state(),
            avoid=self._people("avoid"),
            prior_partners=self._people("prior_partners"),
            communities=self._communities(),
            share_communities=bool(self._choice("share_communities", {**_YES, **_NO})),
            hours=self._hours(),
            near_peer=self._choice("near_peer", _NEAR),
        )
        self.unsaid |= frozenset(
            column
            for column in _MAY_BE_UNSAID
            if getattr(person, column) in (None, (), frozenset()) and not self._says_any(column)
        )
        return person

    def _says_any(self, column: str) -> bool:
        """Return whether a cell says that anything is fine, which is an answer too."""
        return column in _TAKES_ANY and bool(self._text(column)) and not self._is_noted(column)

    def _is_noted(self, column: str) -> bool:
        return any(facts.get("column") == column for _, facts in self._remarks)

    def words(self, name: str) -> str:
        """Return what someone wrote in their own words, with the punctuation it has."""
        return self._texts.get(name, "") if self._text(name) else ""

    def _text(self, name: str) -> str:
        text = unformatted(self._texts.get(name, ""))
        if _ERROR.fullmatch(text.upper()):
            self._remark("error_cell", column=name, value=text)
            self._texts[name] = ""
            return ""
        return "" if text.casefold() in _NOTHING else text

    def _needed(self, name: str) -> str:
        """Return the text of a cell that the line can't do without."""
        text = unformatted(self._texts.get(name, ""))
        if not text:
            _refuse("no_value", column=name)
        if _ERROR.fullmatch(text.upper()):
            _refuse("error_needed", column=name, value=text)
        return text

    def _list(self, name: str) -> list[str]:
        parts = (part.strip() for part in re.split(r"[;,\n|]", self._text(name)))
        return [part for part in parts if part]

    def _remark(self, code: str, **facts: Any) -> None:
        self._remarks.append((f"people_csv.{code}", facts))

    def _user(self) -> str:
        typed, name = unformatted(self._texts.get("user_id", "")), self._text("user_name")
        if _ERROR.fullmatch(typed.upper()):
            if not name:
                _refuse("error_needed", column="user_id", value=typed)
            typed = ""
        user = read_id(typed or name)
        if isinstance(user, RuinedId):
            if not name:
                self.ruined = user
                return user.typed
            self.beside, user = user, name
        elif typed and name:
            self.beside = name
        if not user:
            _refuse("no_user")
        # "@sam (Sam)": a user name has no parentheses.
        user = re.sub(r"\s+\([^()]*\)$", "", user)
        digits = re.sub(r"\D", "", user)
        if _PHONE.fullmatch(user) and 10 <= len(digits) <= 13:
            _refuse("phone", value=user)
        if not _USER.fullmatch(user):
            _refuse("bad_user", value=user)
        return user

    def _role(self) -> PersonRole:
        text = self._needed("role")
        meaning = self._meant(WordKind.ROLE, text)
        if meaning not in set(PersonRole):
            _refuse("bad_role", value=text, known=[role.value for role in PersonRole])
        return PersonRole(meaning)

    def _stage(self) -> Stage:
        text = self._needed("stage")
        meaning = self._meant(WordKind.STAGE, text)
        if meaning not in set(STAGES):
            _refuse(
                "bad_stage",
                value=text,
                known=[stage.value for stage in STAGES if stage is not Stage.ANY],
            )
        return Stage(meaning)

    def _meant(self, kind: WordKind, typed: str) -> str | None:
        """Return the value of ours that a word means, "" if it is left out; note what is new."""
        own = value_of(kind, typed)
        if own is None and typed:
            self._findings.new[kind, typed] += 1
        decided = self._meanings.of(kind, typed)
        meaning = own if decided is None else decided
        if (
            meaning
            and own
            and word_key(meaning.replace("-", " ")) != word_key(typed.replace("-", " "))
        ):
            self._findings.read_as[kind, typed] = meaning
        return meaning

    def _values(self, name: str, kind: WordKind) -> frozenset[str]:
        """Return the fields or topics; a field that is new is noted, a topic that is new stays."""
        values = set()
        for typed in split(kind, self._text(name)):
            meaning = self._meant(kind, typed)
            if meaning is None and kind is WordKind.FIELD:
                self._remark("unknown_value", column=name, value=typed)
            elif meaning is None:
                values.add(topic_slug(typed))
            elif meaning and (kind is WordKind.TOPIC or meaning in FIELDS):
                values.add(meaning)
        return frozenset(values)

    def _capacity(self) -> int:
        text = self._text("capacity")
        if not text:
            self.unsaid |= {"capacity"}
            return 1
        count = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).casefold())
        if count is None or int(count[1]) > MOST_PLACES:
            _refuse("bad_capacity", value=text, most=MOST_PLACES)
        return int(count[1])

    def _windows(self) -> tuple[Window, ...]:
        text = self._text("windows")
        if text.casefold().rstrip("!. ") in _ANY_TIME:
            return ()
        if _DATE.fullmatch(text):
            self._remark("date_cell", column="windows", value=text)
            return ()
        try:
            return read_windows(text)
        except DomainError as error:
            self._remarks.append((error.code, {"column": "windows", **error.facts}))
            return ()

    def _zone(self, windows: tuple[Window, ...]) -> str:
        """Return the zone; without a known one, hours that depend on it are left out, too."""
        name = self._text("time_zone")
        if not name:
            self.unsaid |= {"time_zone"}
            if windows:
                self._remark("no_zone", as_zone=self._meanings.zone)
            return self._meanings.zone
        try:
            return zones.resolve(name)
        except DomainError as error:
            meant = error.facts.get("choices") or error.facts["close"]
            facts = {"zone": name, "meant": tuple(choice.zone for choice in meant)}
            if windows:
                self._remarks.append(("window.unknown_zone", {"column": "windows", **facts}))
            else:
                self._remark("unknown_zone", **facts)
            self.unsaid |= {"time_zone"}
            return self._meanings.zone

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
        typed = self._text("state")
        text = US_STATES.get(word_key(typed), typed.upper())
        if text and not re.fullmatch(r"[A-Z]{2}", text):
            self._remark("bad_state", value=text)
            return None
        return text or None

    def _communities(self) -> frozenset[str]:
        values = set()
        for text in self._list("communities"):
            value = _COMMUNITIES.get(word_key(text))
            if value:
                values.add(value)
            else:
                self._remark("unknown_value", column="communities", value=text)
        return frozenset(values)

    def _people(self, name: str) -> frozenset[str]:
        ids = (read_id(text) for text in self._list(name))
        return frozenset(user.typed if isinstance(user, RuinedId) else user for user in ids)

    def _hours(self) -> float | None:
        text = self._text("hours").casefold()
        if not text:
            return None
        number = _NUMBER.fullmatch(text)
        if number is None or float(number[1].replace(",", ".")) > MOST_HOURS:
            self._remark("bad_hours", value=text)
            return None
        return float(number[1].replace(",", "."))

    def _choice(self, name: str, words: Mapping[str, bool | None]) -> bool | None:
        text = slug(self._text(name))
        if text and text not in words:
            self._remark("unknown_value", column=name, value=text)
        return words.get(text)


def _refuse(code: str, **facts: Any) -> NoReturn:
    raise DomainError(f"people_csv.{code}", **facts)
