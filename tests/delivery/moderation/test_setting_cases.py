"""What a setting had refused is sent again once it works again, and not each hour."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.delivery.moderation import settings_watch
from bot.delivery.moderation.settings_watch import SettingsWatch
from bot.delivery.notifier import ForbiddenError
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.moderation.setting_checks import MENTORING, WINS, ChannelCheck, SettingsSeen
from bot.domain.nudges.kinds import NudgeKind
from bot.domain.states import NudgeState
from bot.storage.moderation.societies import Society
from tests.delivery.conftest import House
from tests.delivery.society import GUILD, an_introduced_pair, an_update

MISSING_PERMISSIONS = 50013


@dataclass
class Servers:
    """A server in which some settings are broken."""

    broken: set[str] = field(default_factory=set)

    def look(self, society: Society) -> SettingsSeen | None:
        if society.guild != GUILD:
            return None
        checks = [
            ChannelCheck(
                ChannelId(number),
                purpose,
                missing=("Send Messages",) if purpose in self.broken else (),
            )
            for number, purpose in enumerate((MENTORING, WINS), start=1)
        ]
        return SettingsSeen(UserId(1), tuple(checks))

    async def has_message(self, channel: ChannelId, message: MessageId) -> bool | None:
        return None


class Looked:
    """An update that was refused, and a watch of the server it was refused in."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.servers = Servers()
        self.watch = SettingsWatch(house.database, self.servers, house.clock)

    async def refuse(self) -> None:
        self.house.discord.befalls("send", "before", ForbiddenError(MISSING_PERMISSIONS))
        await self.house.deliver()
        assert await self.state() is NudgeState.DEAD

    async def state(self) -> NudgeState:
        return (await self.house.row(NudgeKind.UPDATE_SHARED)).state

    async def look(self, *broken: str) -> NudgeState:
        self.servers.broken = set(broken)
        await self.watch.look_at_all()
        return await self.state()


@pytest.fixture
async def looked(house: House) -> Looked:
    pair = await house.database.write(an_introduced_pair, house.cohort)
    await house.database.write(an_update, pair)
    looked = Looked(house)
    await looked.refuse()
    return looked


async def test_what_is_refused_is_not_tried_each_hour_while_settings_are_as_they_were(
    looked: Looked,
) -> None:
    assert await looked.look() is NudgeState.DEAD
    assert await looked.look(MENTORING) is NudgeState.DEAD
    assert await looked.look() is NudgeState.DUE
    await looked.refuse()
    assert await looked.look() is NudgeState.DEAD


async def test_another_channel_that_works_again_is_no_reason_to_try(looked: Looked) -> None:
    assert await looked.look(WINS) is NudgeState.DEAD
    assert await looked.look() is NudgeState.DEAD


async def test_setup_tries_what_was_due_in_the_last_week(
    looked: Looked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_watch, "TOGETHER_SECONDS", 0)
    for days, state in ((0, NudgeState.DUE), (6, NudgeState.DUE), (2, NudgeState.DEAD)):
        looked.house.clock.move(timedelta(days=days))
        looked.watch.notice(GUILD, retry=True)
        await looked.watch.look_soon(GUILD)
        assert await looked.state() is state
        if state is NudgeState.DUE:
            await looked.refuse()
