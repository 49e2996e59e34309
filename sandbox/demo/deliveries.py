"""The outcome of every nudge: the bot's own count of its rows next to what is in Discord."""

import json
import re
from collections import Counter
from dataclasses import dataclass

from sandbox import Discord

# States in which a row may end; any other is an uncertain message or one that was given up.
SETTLED = {"sent", "merged", "cancelled", "expired", "due"}
_WORDS = {"cancelled": "canceled", "due": "due later"}


@dataclass(frozen=True, slots=True)
class Deliveries:
    """How many nudges the bot planned, in which states they are, and how often each arrived."""

    planned: int
    states: dict[str, int]
    arrivals: Counter[str]
    edits: int = 0

    @property
    def lost(self) -> int:
        """Return how many more the bot counts as sent than have arrived."""
        return self.states.get("sent", 0) - self.edits - len(self.arrivals)

    @property
    def doubled(self) -> int:
        """Return how many messages arrived beyond the first of each."""
        return self.arrivals.total() - len(self.arrivals)

    @property
    def unaccounted(self) -> int:
        """Return how many are in a state that no nudge may end in."""
        return self.planned - sum(self.states.get(each, 0) for each in SETTLED)

    def __str__(self) -> str:
        states = ", ".join(f"{rows} {_WORDS.get(name, name)}" for name, rows in self.states.items())
        return f"{self.planned} planned: {states}"


def deliveries(discord: Discord, doctor: str, edits: int = 0) -> Deliveries:
    """Read the JSON that `preceptor doctor` printed, and count the messages that arrived.

    Nudges are told apart by their nonce: a reference, a dot, and how often it was begun.
    """
    findings = {each["name"]: each["detail"] for each in json.loads(doctor)["findings"]}
    planned, _, rest = findings["messages"].partition(" planned")
    states = {name: int(rows) for rows, name in re.findall(r"(\d+) (\w+)", rest)}
    arrivals = Counter(
        str(message.nonce).partition(".")[0]
        for channel in discord.world.channels.values()
        for message in channel.messages.values()
        if message.nonce is not None
    )
    return Deliveries(int(planned), states, arrivals, edits)
