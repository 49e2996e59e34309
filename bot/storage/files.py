"""What files on the bot's own disk need so that a loss of power takes nothing."""

import os
from pathlib import Path


def flush(folder: Path) -> None:
    """Have the names of a folder's files on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
