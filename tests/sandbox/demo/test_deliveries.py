"""The demo counts for itself what arrived, and compares it with what the bot says it sent."""

import json

import pytest

from sandbox import Discord
from sandbox.demo.deliveries import deliveries
from tests.sandbox.conftest import Scene


def doctor(detail: str) -> str:
    """Return what `preceptor doctor --json` prints when this is what it found of the messages."""
    findings = [
        {"name": "lock", "ok": True, "detail": "free", "mend": None},
        {"name": "messages", "ok": True, "detail": detail, "mend": None},
    ]
    return json.dumps({"ok": True, "findings": findings})


async def posted(scene: Scene, *nonces: str) -> Discord:
    """Let messages with these nonces arrive."""
    for nonce in nonces:
        message = scene.ana.says(scene.general, nonce)
        message.nonce = nonce
    return scene.discord


async def test_what_was_sent_and_arrived_once_is_neither_lost_nor_doubled(scene: Scene) -> None:
    discord = await posted(scene, "a.0", "b.1")

    found = deliveries(discord, doctor("5 planned: 2 sent, 1 due, 1 cancelled, 1 merged"))

    assert (found.planned, found.lost, found.doubled, found.unaccounted) == (5, 0, 0, 0)
    assert str(found) == "5 planned: 2 sent, 1 due later, 1 canceled, 1 merged"


async def test_what_never_arrived_is_lost(scene: Scene) -> None:
    discord = await posted(scene, "a.0")

    assert deliveries(discord, doctor("2 planned: 2 sent")).lost == 1


async def test_a_second_beginning_of_the_same_nudge_is_a_double(scene: Scene) -> None:
    discord = await posted(scene, "a.0", "a.1", "b.0")

    found = deliveries(discord, doctor("2 planned: 2 sent"))

    assert (found.lost, found.doubled) == (0, 1)


@pytest.mark.parametrize("state", ["uncertain", "dead", "leased"])
async def test_what_is_in_doubt_given_up_or_under_way_is_unaccounted_for(
    plain: Discord, state: str
) -> None:
    assert deliveries(plain, doctor(f"3 planned: 3 {state}")).unaccounted == 3


async def test_a_society_without_nudges_has_nothing_to_account_for(plain: Discord) -> None:
    found = deliveries(plain, doctor("0 planned"))

    assert (found.planned, found.lost, found.doubled, found.unaccounted) == (0, 0, 0, 0)
