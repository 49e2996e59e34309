"""Where settings come from, and how errors in them are reported.

Three layers, each overriding the one before: config/default.toml, the society's own file, the
environment. Every problem in all of them is reported together, with its file and line, before
anything has started.
"""

import difflib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from bot.settings import Settings
from bot.toml_lines import error_line, key_lines

PREFIX = "PRECEPTOR_"
FILE_VARIABLE = "PRECEPTOR_CONFIG"
SIGN_IN = "DISCORD_TOKEN"
SIGN_IN_FILE = "DISCORD_TOKEN_FILE"
TOKEN_ADVICE = f"the token is never kept there: set {SIGN_IN} or {SIGN_IN_FILE}"

KeyPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `where` to fix it, and `what` is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class ConfigurationError(Exception):
    """The settings can't be used. Contains every problem; none of them shows a secret."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class _Reading:
    """The layers read so far: each key's value, where it came from, and problems."""

    values: dict[KeyPath, Any] = field(default_factory=dict)
    origins: dict[KeyPath, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, key: KeyPath, value: Any, origin: str) -> None:
        self.values[key] = value
        self.origins[key] = origin
        self.origins[key[:-1]] = origin

    def refuse(self, where: str, what: str) -> None:
        self.problems.append(Problem(where, what))


def config_dir() -> Path:
    """Return the folder of the shipped files: inside an installed package, or next to the code."""
    packaged = Path(__file__).with_name("_config")
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "config"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read every layer and return the settings.

    Raises `ConfigurationError` with all problems found in the files and in `environ`. A missing
    token is not one: `require_token` asks for it when it is needed.
    """
    reading = _Reading()
    _read_file(config_dir() / "default.toml", reading)
    if own_file := environ.get(FILE_VARIABLE):
        _read_file(Path(own_file), reading)
    _read_environment(environ, reading)
    token = _read_token(environ, reading)
    settings = _validate(reading, token)
    if settings is None or reading.problems:
        raise ConfigurationError(reading.problems)
    return settings


def require_token(settings: Settings) -> SecretStr:
    """Return the bot's token, or raise `ConfigurationError` that says where to get one."""
    if settings.token is None:
        advice = (
            "not set. Copy the token from the Bot page of your application in Discord's developer "
            f"portal into {SIGN_IN}, or put it into a file and name that in "
            f"{SIGN_IN_FILE}. To try the bot without one: preceptor demo"
        )
        raise ConfigurationError([Problem(SIGN_IN, advice)])
    return settings.token


def known_keys() -> Iterator[KeyPath]:
    """Yield the path of every setting in a file: section and key."""
    for section, info in Settings.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            for key in info.annotation.model_fields:
                yield (section, key)


def environment_name(key: KeyPath) -> str:
    """Return the environment variable that sets `key`."""
    return PREFIX + "__".join(key).upper()


def _read_file(path: Path, reading: _Reading) -> None:
    try:
        text = path.read_text("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        reading.refuse(str(path), f"can't be read ({error.strerror or error})")
        return
    except UnicodeDecodeError:
        reading.refuse(str(path), "is not UTF-8 text; save it as UTF-8")
        return
    except tomllib.TOMLDecodeError as error:
        line, message = error_line(str(error), text)
        reading.refuse(f"{path}, line {line}", f"is not valid TOML: {message}")
        return
    lines = key_lines(text)
    keys = set(known_keys())
    sections = {section for section, _ in keys}

    def where(*key: str) -> str:
        return f"{path}, line {lines.get(key) or lines.get(key[:1], 1)}"

    for section, content in document.items():
        if section not in sections:
            reading.refuse(where(section), _unknown((section,), keys))
        elif not isinstance(content, dict):
            reading.refuse(where(section), f"{section} is a section: write [{section}] above it")
        else:
            for key, value in content.items():
                if (section, key) in keys:
                    reading.put((section, key), value, where(section, key))
                else:
                    reading.refuse(where(section, key), _unknown((section, key), keys))


def _unknown(key: KeyPath, keys: set[KeyPath]) -> str:
    name = ".".join(key)
    if "token" in name:
        return f"{name}: {TOKEN_ADVICE}"
    if len(key) == 1:
        elsewhere = sorted(f"[{section}] {own}" for section, own in keys if own == key[0])
        candidates = elsewhere or _close(name, {section for section, _ in keys})
    else:
        siblings = {own for section, own in keys if section == key[0]}
        candidates = _close(key[1], siblings) or sorted(
            f"[{section}] {own}" for section, own in keys if own == key[1]
        )
    return f"{name}: there is no such setting{_did_you_mean(candidates)}"


def _close(name: str, candidates: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(name, sorted(candidates), n=1, cutoff=0.6)


def _did_you_mean(candidates: list[str]) -> str:
    return f". Did you mean {candidates[0]}?" if candidates else ""


def _read_environment(environ: Mapping[str, str], reading: _Reading) -> None:
    names = {environment_name(key).replace("__", "_"): key for key in known_keys()}
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX) or name == FILE_VARIABLE or not value:
            continue
        key = names.get(name.replace("__", "_"))
        if key:
            reading.put(key, value, name)
        elif "TOKEN" in name:
            reading.refuse(name, TOKEN_ADVICE)
        else:
            spellings = {environment_name(key) for key in known_keys()} | {FILE_VARIABLE}
            reading.refuse(
                name, f"there is no such setting{_did_you_mean(_close(name, spellings))}"
            )


def _read_token(environ: Mapping[str, str], reading: _Reading) -> SecretStr | None:
    token, file = environ.get(SIGN_IN, ""), environ.get(SIGN_IN_FILE, "")
    where = SIGN_IN
    if token and file:
        reading.refuse(f"{SIGN_IN} and {SIGN_IN_FILE}", "set one of them, not both")
        return None
    if file:
        where = f"{SIGN_IN_FILE} ({file})"
        try:
            token = Path(file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            reading.refuse(where, f"can't be read ({reason})")
            return None
    token = token.strip()
    if file and not token:
        reading.refuse(where, "is empty")
    elif len(token.split()) > 1:
        reading.refuse(where, 'holds more than a token: leave out words such as "Bot", and spaces')
    return SecretStr(token) if token else None


def _validate(reading: _Reading, token: SecretStr | None) -> Settings | None:
    document: dict[str, Any] = {section: {} for section, _ in known_keys()}
    for (section, key), value in reading.values.items():
        document[section][key] = value
    try:
        return Settings.model_validate({**document, "token": token})
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False, include_context=False):
            path = tuple(str(part) for part in detail["loc"][:2])
            words = detail["msg"].removeprefix("Value error, ")
            what = words.replace("Input should be", "must be")
            origin = reading.origins.get(path, str(config_dir() / "default.toml"))
            reading.refuse(origin, f"{'.'.join(path)}{_shown(path, reading)}: {what}")
        return None


def _shown(path: KeyPath, reading: _Reading) -> str:
    # An address may hold a password.
    if path not in reading.values or path[-1].endswith("url"):
        return ""
    return f" = {json.dumps(reading.values[path], default=str)}"
