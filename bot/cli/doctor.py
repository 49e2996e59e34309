"""`preceptor doctor`: check everything, and suggest fixes."""

import asyncio
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.doctor_checks import Finding


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    discord: Annotated[
        bool, typer.Option(help="Also check permissions on Discord, if there’s a token.")
    ] = True,
) -> None:
    """Check settings, database, and permissions, and suggest fixes."""
    findings = []
    for finding in _findings(discord):
        findings.append(finding)
        if not as_json:
            typer.echo(_line(finding))
    ok = all(finding.ok for finding in findings)
    if as_json:
        typer.echo(json.dumps({"ok": ok, "findings": [_document(f) for f in findings]}, indent=2))
    if not ok:
        raise typer.Exit(1)


def _findings(discord: bool) -> Iterator["Finding"]:
    from bot.cli.doctor_checks import Finding, about_the_database, about_the_machine
    from bot.cli.runtime import prepare
    from bot.configuration import ConfigurationError

    try:
        settings = prepare()
    except ConfigurationError as error:
        for problem in error.problems:
            yield Finding("settings", problem.where, problem.what)
        return
    yield Finding("settings", "understood")
    yield from about_the_machine(settings)
    yield from about_the_database(settings)
    if discord and settings.token:
        from bot.cli.permissions import about_discord

        yield from asyncio.run(about_discord(settings))


def _line(finding: "Finding") -> str:
    verdict = "ok " if finding.ok else "FIX"
    advice = "" if finding.ok else f"\n        {finding.fix}"
    return f"{verdict}  {finding.name}: {finding.detail}{advice}"


def _document(finding: "Finding") -> dict[str, object]:
    return {
        "name": finding.name,
        "ok": finding.ok,
        "detail": finding.detail,
        "fix": finding.fix,
    }
