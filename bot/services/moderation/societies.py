"""Server setup."""

from dataclasses import dataclass
from typing import Any

from bot.domain.errors import DomainError
from bot.domain.ids import ChannelId, RoleId
from bot.domain.nudges.policy import WeeklyBounds
from bot.domain.times import zones as time_zones
from bot.services.moderation.permissions import require_moderator
from bot.services.nudges.settings import default_policy
from bot.services.work import Work, reads, writes
from bot.storage.moderation import societies
from bot.storage.moderation.societies import Society
from bot.storage.nudges import settings as nudge_settings
from bot.storage.youth import youth


@dataclass(frozen=True, slots=True)
class Choices:
    """What `/setup` was given this time; None leaves an earlier choice as it was.

    `forgotten` names choices to clear, such as ``wins_channel``.
    """

    mentoring_channel: ChannelId | None = None
    moderator_role: RoleId | None = None
    moderator_channel: ChannelId | None = None
    wins_channel: ChannelId | None = None
    time_zone: str | None = None
    names_threads: bool | None = None
    language: str | None = None
    forgotten: frozenset[str] = frozenset()


@writes
def set_up(work: Work, choices: Choices) -> Society:
    """Save the choices, in any order and as often as needed; moderators only.

    Raises `DomainError` ``actor.not_moderator``, ``time_zone.unknown``, and ``component.unknown``
    for a language that isn't spoken.
    """
    require_moderator(work)
    if choices.language is not None and choices.language not in work.app.languages.spoken:
        raise DomainError("component.unknown")
    before = societies.find(work.connection, work.guild)
    chosen = {
        "mentoring_channel_id": choices.mentoring_channel,
        "moderator_role_id": choices.moderator_role,
        "moderator_channel_id": choices.moderator_channel,
        "wins_channel_id": choices.wins_channel,
        "time_zone": time_zones.resolve(choices.time_zone) if choices.time_zone else None,
        "names_threads": choices.names_threads,
        "language": choices.language,
    }
    values: dict[str, Any] = {
        name: value
        for name, value in chosen.items()
        if value is not None or name.removesuffix("_id") in choices.forgotten
    }
    if before is None:
        values.setdefault("time_zone", "UTC")
    societies.save(work.connection, work.guild, **values, set_up_at=work.now)
    society = societies.find(work.connection, work.guild)
    assert society is not None, "saved a moment ago"
    return society


@dataclass(frozen=True, slots=True)
class Setup:
    """What `/setup` shows a moderator: the choices, and whether they are notified by name."""

    society: Society | None
    weekly: WeeklyBounds
    is_pinged: bool
    takes_minors: bool = False
    # The languages that there are to choose from, by their codes.
    languages: tuple[str, ...] = ()


@reads
def look(work: Work) -> Setup:
    """Return the choices so far; moderators only."""
    require_moderator(work)
    society = societies.find(work.connection, work.guild)
    own = nudge_settings.get(work.connection, work.guild, work.user)
    takes_minors = youth.mode(work.connection, work.guild).is_on
    languages = tuple(work.app.languages.spoken)
    return Setup(society, _weekly(work, society), own.case_pings, takes_minors, languages)


def _weekly(work: Work, society: Society | None) -> WeeklyBounds:
    host = default_policy(work.app.settings).weekly
    if society is None:
        return host.narrowed(None, None, None)
    return host.narrowed(society.weekly_least, society.weekly_usual, society.weekly_most)


@writes
def bound_weeks(work: Work, least: str, usual: str, most: str) -> None:
    """Save how many messages a week members may choose; nothing typed restores the host's.

    Moderators only. Raises `DomainError` ``society.weekly_bounds`` and ``society.not_set_up``.
    """
    require_moderator(work)
    societies.get(work.connection, work.guild)
    host = default_policy(work.app.settings).weekly
    numbers: list[int | None] = [None, None, None]
    if typed := [one.strip() for one in (least, usual, most) if one.strip()]:
        is_read = len(typed) == 3 and all(one.isascii() and one.isdecimal() for one in typed)
        read = [int(one) if len(one) < 4 else 0 for one in typed] if is_read else []
        if not read or [host.least, *read, host.most] != sorted([host.least, *read, host.most]):
            raise DomainError("society.weekly_bounds", least=host.least, most=host.most)
        numbers = [*read]
    names = ("weekly_least", "weekly_usual", "weekly_most")
    societies.save(work.connection, work.guild, **dict(zip(names, numbers, strict=True)))


@writes
def ping_me(work: Work, *, on: bool) -> None:
    """Notify the asker by name of cases, too, or no longer.

    Anyone may stop it; only moderators may begin.
    """
    if on:
        require_moderator(work)
    nudge_settings.save(work.connection, work.guild, work.user, case_pings=on)
