"""All settings: one frozen `Settings`, read once at start by `bot.configuration`.

The values themselves are in config/default.toml, each with a comment that explains it. Here is only
what each may be, so there is exactly one place to look up a default.
"""

import ipaddress
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import unquote

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DATABASE_SCHEMES = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def _database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in DATABASE_SCHEMES:
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if scheme.startswith("sqlite") and (len(rest) < 2 or rest[0] != "/" or ":memory:" in rest):
        raise ValueError("must name a file, as in sqlite:///data/preceptor.sqlite3")
    if scheme.startswith("postgres") and not _has_a_port_or_none(rest):
        raise ValueError("must have a number as its port, and %40 for an @ in the password")
    return f"{DATABASE_SCHEMES[scheme]}://{rest}"


def _has_a_port_or_none(address: str) -> bool:
    host = address.partition("?")[0].rpartition("@")[2].partition("/")[0]
    port = host.rpartition("]")[2].partition(":")[2]
    return ":" not in host.rpartition("]")[2] or port.isdigit()


def _address_for(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if value and not value.startswith(schemes):
            raise ValueError(f"must be empty or begin with {' or '.join(schemes)}")
        return value.rstrip("/")

    return AfterValidator(check)


def _weekday_number(value: Any) -> int:
    names = [day for day in WEEKDAYS if len(str(value)) >= 3 and day.startswith(str(value).lower())]
    if len(names) != 1:
        raise ValueError(f"must be a weekday: {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(names[0])


def _whole_minute(value: time) -> time:
    if value.tzinfo or value.second or value.microsecond:
        raise ValueError('must be a plain time of day, as in "21:00"')
    return value


def _no_yes_or_no(value: Any) -> Any:
    # Python counts `true` as 1; whoever wrote it meant something else.
    if isinstance(value, bool):
        raise ValueError("must be a number, not true or false")
    return value


def _split(value: Any) -> Any:
    # An environment variable can only hold a string: "4,10" or "[4, 10]".
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.strip("[] ").split(",") if part.strip()]


def _distinct(values: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(values)) != len(values):
        raise ValueError("must not repeat a number")
    return tuple(sorted(values))


def _loopback(value: str) -> str:
    try:
        loopback = ipaddress.ip_address(value).is_loopback
    except ValueError:
        loopback = value == "localhost"
    if not loopback:
        raise ValueError("must be this machine's own address: 127.0.0.1, ::1 or localhost")
    return value


_Number = BeforeValidator(_no_yes_or_no)
Count = Annotated[int, _Number, Field(ge=1, le=10_000)]
Days = Annotated[int, _Number, Field(ge=1, le=366)]
Hours = Annotated[int, _Number, Field(ge=1, le=24 * 31)]
Seconds = Annotated[float, _Number, Field(gt=0, le=86_400)]
LocalTime = Annotated[time, AfterValidator(_whole_minute)]
Weekday = Annotated[int, BeforeValidator(_weekday_number)]
DayList = Annotated[tuple[Days, ...], BeforeValidator(_split), AfterValidator(_distinct)]
HourList = Annotated[tuple[Hours, ...], BeforeValidator(_split), AfterValidator(_distinct)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DatabaseSettings(_Section):
    """The database. `url` names the driver too, and may contain a password."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(repr=False)

    @property
    def sqlite_path(self) -> Path | None:
        """Return the SQLite file, or None if a server is used."""
        scheme, _, rest = self.url.partition("://")
        # As SQLAlchemy reads it: 100%25 is a folder called 100%.
        return Path(unquote(rest.partition("?")[0][1:])) if scheme.startswith("sqlite") else None


class ClockSettings(_Section):
    """The clock of tests and the demo: a file with the instant. Empty in production."""

    file: Path | None = None


class DiscordSettings(_Section):
    """Discord's addresses; an empty one is Discord's own."""

    api_url: Annotated[str, _address_for("http://", "https://")]
    gateway_url: Annotated[str, _address_for("ws://", "wss://")]
    shard_count: Annotated[int, _Number, Field(ge=0)]
    shard_ids: Annotated[
        tuple[Annotated[int, _Number, Field(ge=0)], ...],
        BeforeValidator(_split),
        AfterValidator(_distinct),
    ]

    @model_validator(mode="after")
    def _shards_exist(self) -> Self:
        if self.shard_ids and max(self.shard_ids) >= self.shard_count:
            raise ValueError("shard_ids must be below shard_count, which must be set with them")
        return self


class NudgeSettings(_Section):
    """Quiet hours, the weekly limit, and the most that a society may allow."""

    quiet_from: LocalTime
    quiet_until: LocalTime
    weekly_limit: Count
    weekly_most: Count

    @model_validator(mode="after")
    def _some_of_the_day_is_left(self) -> Self:
        if self.quiet_from == self.quiet_until:
            raise ValueError("quiet_from and quiet_until must differ, or it is quiet all day")
        return self


class CheckInSettings(_Section):
    """How often check-ins come, and what follows unanswered ones.

    `weekday` counts from Monday, 0.
    """

    every_days: Days
    weekday: Weekday
    at: LocalTime
    answer_within_days: Annotated[int, _Number, Field(ge=1, le=6)]
    offer_pause_after: Count
    pause_days: Days
    case_after: Count

    @model_validator(mode="after")
    def _pause_comes_before_case(self) -> Self:
        if self.offer_pause_after >= self.case_after:
            raise ValueError("offer_pause_after must be below case_after")
        return self


class FirstMeetingSettings(_Section):
    """How soon a pair is expected to meet."""

    within_days: Days
    nudge_on_days: DayList

    @model_validator(mode="after")
    def _nudges_come_in_time(self) -> Self:
        if self.nudge_on_days and self.nudge_on_days[-1] >= self.within_days:
            raise ValueError("nudge_on_days must be before within_days")
        return self


class MeetingSettings(_Section):
    """When people are reminded of a meeting.

    `reminders_hours` ascends: the last one comes first.
    """

    reminders_hours: HourList
    ask_after_hours: Hours


class CommitmentSettings(_Section):
    """When people are reminded of a commitment."""

    remind_hours_before: Hours


class RequestSettings(_Section):
    """How long a request waits for one mentor."""

    answer_within_hours: Hours


class PulseSettings(_Section):
    """When each person is privately asked whether to continue."""

    weeks: DayList


class MatchingSettings(_Section):
    """How soon waitlisted people are matched again."""

    next_round_days: Days


class AgreementSettings(_Section):
    """When someone who owes an answer is reminded, and when an agreement is reviewed."""

    nudge_after_days: Days
    review_after_weeks: Annotated[int, _Number, Field(ge=1, le=52)]


class PrivacySettings(_Section):
    """How long what people said is kept, and the data of people who left."""

    erase_departed_after_days: Days
    # Of someone under 18.
    erase_youth_departed_after_days: Days
    erase_removed_servers_after_days: Days
    ask_about_unused_profiles_after_days: Annotated[int, _Number, Field(ge=30, le=3650)]
    erase_unused_profiles_after_days: Annotated[int, _Number, Field(ge=7, le=365)]
    erase_pair_answers_after_days: Days
    erase_pair_texts_after_days: Annotated[int, _Number, Field(ge=1, le=3650)]
    erase_youth_texts_after_days: Days
    # After a concern was closed or withdrawn.
    erase_concerns_after_days: Annotated[int, _Number, Field(ge=1, le=3650)]
    erase_looks_after_days: Days
    # Each new search deletes those of more than a week ago.
    erase_searches_after_days: Annotated[int, _Number, Field(ge=1, le=7)]
    erase_drafts_after_days: Days


# A request may arrive a little after it was given up, and what comes before it takes time too.
LEAST_LEASE_LEFT_SECONDS = 10.0


class DeliverySettings(_Section):
    """Rates, limits, and timeouts of delivery."""

    plan_ahead_hours: Hours
    lease_seconds: Seconds
    send_timeout_seconds: Seconds
    longest_sleep_seconds: Annotated[float, _Number, Field(gt=0, le=30)]
    batch: Annotated[int, _Number, Field(ge=1, le=1000)]
    per_second: Annotated[float, _Number, Field(gt=0, le=50)]
    refused_requests_limit: Annotated[int, _Number, Field(ge=1, lt=10_000)]
    refused_requests_minutes: Annotated[int, _Number, Field(ge=1, le=60)]
    stalled_after_seconds: Seconds
    # Who has not answered is told from what they were sent in the last 150 days.
    keep_sent_days: Annotated[int, _Number, Field(ge=150, le=3650)]

    @model_validator(mode="after")
    def _sending_ends_within_the_lease(self) -> Self:
        if self.send_timeout_seconds + LEAST_LEASE_LEFT_SECONDS > self.lease_seconds:
            least = f"{LEAST_LEASE_LEFT_SECONDS:.0f} below lease_seconds"
            raise ValueError(f"send_timeout_seconds must be at least {least}")
        if self.longest_sleep_seconds >= self.stalled_after_seconds:
            raise ValueError("longest_sleep_seconds must be below stalled_after_seconds")
        return self


class LogFormat(StrEnum):
    """How a log line looks."""

    AUTO = "auto"
    JSON = "json"
    PRETTY = "pretty"


class LogLevel(StrEnum):
    """The least important line that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LoggingSettings(_Section):
    """What is written to the log, and how."""

    format: LogFormat
    level: LogLevel


class MetricsSettings(_Section):
    """The loopback server with /healthz and /metrics."""

    enabled: bool
    host: Annotated[str, AfterValidator(_loopback)]
    port: Annotated[int, _Number, Field(ge=1, le=65_535)]


class Settings(_Section):
    """Everything that can be set, checked and frozen.

    `token` is None until someone provides one: only `run`, `sync` and `doctor` need it.
    """

    token: SecretStr | None = None
    database: DatabaseSettings
    clock: ClockSettings = ClockSettings()
    discord: DiscordSettings
    nudges: NudgeSettings
    check_ins: CheckInSettings
    first_meeting: FirstMeetingSettings
    meetings: MeetingSettings
    commitments: CommitmentSettings
    requests: RequestSettings
    pulse: PulseSettings
    matching: MatchingSettings
    agreements: AgreementSettings
    privacy: PrivacySettings
    delivery: DeliverySettings
    logging: LoggingSettings
    metrics: MetricsSettings
