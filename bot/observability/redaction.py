"""Redaction: keep secrets, people's text, and identities out of the logs.

Keys say what a value is, so the rules go by key first: text is dropped, IDs of people become
pseudonyms that last for one run of the process. Text from elsewhere (tracebacks, the libraries' own
lines) is searched for the few shapes that secrets and personal data have in it. Nothing there tells
a person's ID from a channel's, so every Discord ID becomes a pseudonym: what belongs together is
still visible, but not whom it is about.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from bot.settings import Settings

REDACTED = "[redacted]"
SHORTEST_SECRET = 6

# What people write, and their names.
WORDS = frozenset(
    {
        *("answer", "answers", "body", "content", "description", "embed", "embeds", "facts"),
        *("goal", "goals", "message_content", "note", "params", "parameters", "question"),
        *("query", "text", "title", "topic", "values", "words"),
        *("author", "display_name", "email", "member", "name", "owner", "phone", "user"),
        *("user_name", "username"),
    }
)
# IDs of things rather than people. Any other ID is treated as a person's.
THINGS = frozenset(
    {
        *("application_id", "case_id", "channel_id", "check_in_id", "cohort_id", "command_id"),
        *("enrolment_id", "guild_id", "interaction_id", "match_run_id", "message_id"),
        *("outbox_id", "pair_id", "program_id", "role_id", "session_id", "shard_id"),
        *("thread_id", "update_id"),
    }
)

# A Discord ID: as digits in text, or as a number alone. In a URL, the part before it may say that
# it isn't a person's.
_NO_PERSON = ("channels", "guilds", "messages", "webhooks", "interactions", "applications", "roles")
_SNOWFLAKE = re.compile(
    "".join(f"(?<!/{place}/)" for place in _NO_PERSON) + r"(?<![\w.])\d{15,20}(?!\w|\.\d)"
)
_SMALLEST_SNOWFLAKE = 10**14

_SHAPES = (
    (re.compile(r"(?i)\b(bot|bearer)\s+[\w-]{16,}\.[\w.-]+"), rf"\1 {REDACTED}"),
    (re.compile(r"\b[\w-]{20,30}\.[\w-]{5,8}\.[\w-]{25,}"), REDACTED),
    (re.compile(r"/(interactions|webhooks)/(\d+)/[\w-]{20,}"), rf"/\1/\2/{REDACTED}"),
    (re.compile(r"(\w://[^\s:/@]*):[^\s/@]+@"), rf"\1:{REDACTED}@"),
    (re.compile(r"\[parameters: .*\]"), f"[parameters: {REDACTED}]"),
    (re.compile(r"(?m)^DETAIL: .*$"), f"DETAIL: {REDACTED}"),
    (re.compile(r"/(users|members|recipients|thread-members)/\d{15,20}"), rf"/\1/{REDACTED}"),
    (re.compile(r"<@!?\d{15,20}>"), f"<@{REDACTED}>"),
    # A button's custom ID may contain a person's in base 36.
    (re.compile(r"\b(pc1:[a-z-]+:[a-z-]+):[0-9a-z.~]+"), rf"\1:{REDACTED}"),
)


class Redactor:
    """Clean log events. `salt` makes the pseudonyms of one run useless in another."""

    def __init__(self, secrets: Iterable[str], salt: bytes) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)
        self._salt = salt

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> Mapping[str, Any]:
        """Return `event` without text, people, and secrets, as a structlog processor."""
        return self._fields(event)

    def text(self, text: str) -> str:
        """Return `text` without the known secrets and everything shaped like one."""
        text = self.secrets(text)
        for shape, replacement in _SHAPES:
            text = shape.sub(replacement, text)
        return _SNOWFLAKE.sub(lambda match: self._pseudonym("id", match[0]), text)

    def secrets(self, text: str) -> str:
        """Return `text` without the known secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text

    def _fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: self._person(value) if _is_a_person(name) else self._value(value, name)
            for name, value in fields.items()
            if name not in WORDS
        }

    def _value(self, value: Any, name: str) -> Any:
        match value:
            case int() if value >= _SMALLEST_SNOWFLAKE and not _is_a_thing(name):
                return self._pseudonym("id", value)
            case None | bool() | int() | float():
                return value
            case Mapping():
                return self._fields({str(name): inner for name, inner in value.items()})
            case list() | tuple() | set() | frozenset():
                return [self._value(inner, name) for inner in value]
            case _:
                return self.text(str(value))

    def _person(self, value: Any) -> str | None:
        return None if value is None else self._pseudonym("person", value)

    def _pseudonym(self, kind: str, value: Any) -> str:
        digest = hmac.digest(self._salt, str(value).encode(), hashlib.sha256)
        return f"{kind}-{digest.hex()[:8]}"


def secrets_of(settings: Settings) -> list[str]:
    """Return what must not be printed: the token and the database password, if any."""
    token = settings.token.get_secret_value() if settings.token else ""
    return [secret for secret in (token, urlsplit(settings.database.url).password or "") if secret]


def _is_a_person(name: str) -> bool:
    return name.endswith(("_id", "_ids")) and name.removesuffix("s") not in THINGS


def _is_a_thing(name: str) -> bool:
    return name.removesuffix("s") in THINGS or f"{name}_id" in THINGS
