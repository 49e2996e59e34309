"""Run a stand-in as a separate process, to try a bot by hand: `python -m sandbox`.

It prints its address and the token to use as one line of JSON, then executes acts that are posted
to `/control` until it is interrupted; see `sandbox.control`.
"""

import argparse
import asyncio
import contextlib
import json
import sys
from pathlib import Path

from sandbox.control import Control
from sandbox.server import Discord
from sandbox.state.clock import BEGINNING
from sandbox.state.permissions import Permission


async def run(port: int, clock_file: Path | None) -> None:
    """Serve one small society until cancelled; its time stands still only if a file holds it."""
    begins = BEGINNING if clock_file else None
    async with Discord.serve(port=port, begins=begins, clock_file=clock_file) as discord:
        guild = discord.guild("Pre-Health Society")
        guild.text("mentoring")
        guild.person("Moderator", allow=Permission.MANAGE_GUILD)
        for name in ("Ana", "Ben", "Cy"):
            guild.person(name)
        discord.http.control = Control(discord.world, guild).act
        about = {
            "api_url": discord.api_url,
            "gateway_url": discord.gateway_url,
            "token": discord.token,
            "control_url": f"{discord.world.base_url}/control",
        }
        sys.stdout.write(json.dumps(about) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--clock-file", type=Path, help="where a bot reads the time that acts set")
    chosen = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(chosen.port, chosen.clock_file))


if __name__ == "__main__":
    main()
