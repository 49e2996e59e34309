"""Read the advice that ships with the bot."""

import tomllib
from pathlib import Path

from bot.domain.programs.guide import Guide, guide_from


def load_guide(path: Path) -> Guide:
    """Read `guidance.toml`. Raises `GuideError` naming the item and the field that is wrong."""
    return guide_from(tomllib.loads(path.read_text(encoding="utf-8")))
