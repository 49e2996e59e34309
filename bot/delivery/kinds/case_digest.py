"""Tell the moderators, once a week, what waits for a decision."""

from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.verdict import InChannel, Never, Ready, Receipt, Undeliverable, Verdict
from bot.domain.moderation import cases as rules
from bot.domain.moderation.cases import CaseDigest, CaseLine, Weighed
from bot.domain.nudges.policy import Manners
from bot.storage.moderation import cases, societies
from bot.storage.outbox import Nudge


def prepare(connection: Connection, nudge: Nudge, now: datetime, default: Manners) -> Verdict:
    """Post the weightiest seven of what is open at this moment; a quiet week gets no message."""
    found = {case.id: case for case in cases.open_in(connection, nudge.guild)}
    weighed = [
        Weighed(case.id, case.kind, case.opened_at, case.extended_until) for case in found.values()
    ]
    ranked = rules.ranked(weighed, now)
    if not ranked:
        return Never("no case waits")
    society = societies.find(connection, nudge.guild)
    if society is None or society.moderator_channel is None:
        return Undeliverable("no channel for moderators")
    shown = [found[case] for case in ranked[: rules.MOST_A_WEEK]]
    facts = CaseDigest(
        guild=nudge.guild,
        cases=tuple(
            CaseLine(one.id, one.kind, one.facts, one.opened_at, one.owner) for one in shown
        ),
        more=len(ranked) - len(shown),
        moderators=society.moderator_role,
    )
    return Ready(facts, InChannel(society.moderator_channel))


def settled(connection: Connection, nudge: Nudge, receipt: Receipt, now: datetime) -> None:
    """Nothing follows: the cases stay open until somebody decides."""


def given_up(connection: Connection, nudge: Nudge, now: datetime) -> None:
    """Nothing follows: /case list has them."""
