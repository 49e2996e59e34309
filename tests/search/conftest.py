"""The shipped catalogue, indexed once: it is immutable, so every test may share it."""

from pathlib import Path

import pytest

from bot.search import ProgramIndex, Vocabulary, load_vocabulary
from bot.search.shell import open_index

CONFIG = Path(__file__).resolve().parents[2] / "config"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary(CONFIG / "vocabulary.toml")


@pytest.fixture(scope="session")
def index() -> ProgramIndex:
    return open_index(CONFIG)
