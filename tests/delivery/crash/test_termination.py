"""SIGTERM while messages are on their way: they are finished, and the bot is out in time."""

from datetime import timedelta
from pathlib import Path

from sandbox import Discord
from tests.child_processes import preloaded_processes
from tests.delivery.crash.scene import Scene, make_template
from tests.delivery.crash.termination import stop_while_sending

TIMES = 3


async def test_a_bot_that_is_stopped_while_it_sends_is_out_in_time_and_loses_nothing(
    tmp_path: Path,
) -> None:
    template = await make_template(tmp_path)
    for seed in range(TIMES):
        async with Discord.serve(begins=None) as discord:
            discord.world.nonce_window = timedelta(0)
            path = tmp_path / f"stopped-{seed}.sqlite3"
            scene = await Scene.build(
                discord, preloaded_processes(), template, path, introductions=3, panels=2
            )
            stopped = await stop_while_sending(scene, seed)
        assert stopped.sending, "it had ended before"
        assert stopped.clean, stopped
