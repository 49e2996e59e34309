"""What the bot found when it looked at a server's settings: what is gone, missing, or too open."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.ids import ChannelId, CohortId, RoleId, UserId

MENTORING, MODERATORS, WINS = "mentoring channel", "moderators' channel", "wins channel"
ROLE = "moderators' role"
STOPS_US = frozenset({"gone", "missing"})
"""What may be wrong with a channel so that the bot can't work in it."""


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """The result of checking one chosen channel: permissions, by Discord's own names.

    `unheard` is the moderators' role if the bot can't notify it there.
    """

    place: ChannelId
    purpose: str
    gone: bool = False
    missing: tuple[str, ...] = ()
    members_lack: tuple[str, ...] = ()
    members_may: tuple[str, ...] = ()
    open_to_all: bool = False
    unheard: RoleId | None = None

    @property
    def stops_us(self) -> bool:
        """Return whether something here must be fixed before the bot can work."""
        return self.gone or bool(self.missing)


@dataclass(frozen=True, slots=True)
class SettingsSeen:
    """What a look at a server found; `role_gone` is the moderators' role if it was deleted.

    `panels_gone` are open cohorts whose sign-up panel was deleted, `panels_there` those with one.
    """

    owner: UserId
    channels: tuple[ChannelCheck, ...]
    role_gone: RoleId | None = None
    panels_gone: tuple[CohortId, ...] = ()
    panels_there: tuple[CohortId, ...] = ()

    def works(self, purpose: str) -> bool:
        """Return whether a channel was chosen and the bot can work in it."""
        return any(check.purpose == purpose and not check.stops_us for check in self.channels)


@dataclass(frozen=True, slots=True)
class SettingTrouble:
    """One setting that stopped working: which one, where, and what is the matter."""

    setting: str
    place: str
    trouble: str
    missing: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """Return what moderators read about it."""
        facts = {"setting": self.setting, "place": self.place, "trouble": self.trouble}
        return facts | ({"missing": ", ".join(self.missing)} if self.missing else {})


def troubles(seen: SettingsSeen) -> Iterator[SettingTrouble]:
    """Return what stopped working; what was never right is for `/setup` alone to say."""
    for check in seen.channels:
        place = f"<#{check.place}>"
        if check.gone:
            yield SettingTrouble(check.purpose, place, "gone")
        elif check.missing:
            yield SettingTrouble(check.purpose, place, "missing", check.missing)
        elif check.members_lack:
            yield SettingTrouble(check.purpose, place, "members", check.members_lack)
        elif check.open_to_all:
            yield SettingTrouble(check.purpose, place, "open")
    if seen.role_gone is not None:
        yield SettingTrouble(ROLE, f"<@&{seen.role_gone}>", "gone")
