"""A demo that fails says so before anything else, and ends with exit code 1."""

import sys
from pathlib import Path

import pytest

from sandbox.demo import story


async def test_an_act_that_fails_is_said_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def nothing_fits(self: story._Story) -> None:
        self.page.act("A member asks which programs fit")
        raise AssertionError("no program fits")

    monkeypatch.setattr(story._Story, "ask_for_programs", nothing_fits)

    assert await story.tell() == 1

    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0] == lines[-1] == "FAILED in act 2 of 23: A member asks which programs fit"
    assert lines[2] == "  no program fits"
    assert any(line.startswith("1. A moderator sets up the society") for line in lines)
    assert "act 2 of 23" in shown.err


async def test_a_bot_that_does_not_start_is_said_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\necho no such module >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))

    assert await story.tell() == 1

    shown = capsys.readouterr().out
    assert shown.startswith("FAILED before act 1 of 23\n")
    assert "no such module" in shown
