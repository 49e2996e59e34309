"""Run the command line in this process, in a folder and an environment of its own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed and ended with."""

    code: int
    out: str
    err: str


Preceptor = Callable[..., Outcome]


@pytest.fixture
def preceptor(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    logging_put_back: None,
) -> Preceptor:
    """Run `preceptor ...` with the given environment variables and nothing of the machine's own."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("PRECEPTOR_", "DISCORD_")):
            monkeypatch.delenv(name)

    def run(*arguments: str, **environ: str) -> Outcome:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        code = ended.value.code
        assert code is None or isinstance(code, int)
        return Outcome(code or 0, captured.out, captured.err)

    return run
