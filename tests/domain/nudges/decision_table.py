"""The table of decision 9, generated from the kinds; run it with ``python -m`` to update."""

from pathlib import Path

from bot.domain.nudges.kind_rows import Cost, KindRow, Notifies, Policy
from bot.domain.nudges.kinds import NudgeKind

DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0009-notification-policy.md"
BEGIN, END = "<!-- the kinds: begin -->\n", "<!-- the kinds: end -->\n"
HEADER = (
    "| kind | notifies | night | limit | snooze | away | mute | pause | why |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)


def table() -> str:
    """Return the table, one line a kind, those of one policy together."""
    ranked = sorted(NudgeKind, key=lambda kind: list(Policy).index(kind.row.policy))
    return HEADER + "".join(_line(kind.row) for kind in ranked)


def _line(row: KindRow) -> str:
    night = "waits" if row.policy is not Policy.IMMEDIATE else "-"
    if row.policy is Policy.IMMEDIATE and row.is_silent_at_night:
        night = "not notified"
    held = "waits" if row.is_held_back else "-"
    notifies_someone = row.notifies in (Notifies.PERSON, Notifies.NAMED)
    full = "not notified" if notifies_someone and row.cost is not Cost.MUCH else "-"
    away = full if row.is_silent_at_night and not row.is_held_back else held
    if row.notifies is Notifies.ROLE:
        away = "not notified"  # the moderators whom it names; the role hears of it
    cells = (
        f"`{row.name}`",
        row.notifies,
        "waits, or not notified" if row.mostly_waits else night,
        _limit(row, full),
        held,
        "left out" if row.left_out_when_away else away,
        "left out" if row.mutable else "-",
        row.pause,
        row.why,
    )
    return f"| {' | '.join(cells)} |\n"


def _limit(row: KindRow, full: str) -> str:
    if row.policy is Policy.RATE_LIMITED or (row.is_from_a_person and row.is_held_back):
        return "waits"
    return full


def written() -> str:
    """Return what is in the decision now."""
    return DECISION.read_text("utf-8").split(BEGIN)[1].split(END)[0]


if __name__ == "__main__":
    DECISION.write_text(DECISION.read_text("utf-8").replace(written(), table()), "utf-8")
