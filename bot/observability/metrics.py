"""Metrics for Prometheus, in a separate registry. Labels are kinds and outcomes only."""

from collections.abc import Mapping

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

# Discord gives an interaction three seconds; the product's aim is one.
HANDLER_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Metrics:
    """Count what happens. A process creates one and passes it to everything that counts."""

    content_type = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._nudges = Counter(
            "preceptor_nudges",
            "Steps of outbox rows: claimed, sent, retried, adopted, uncertain, dead, expired ...",
            ["step"],
            registry=self.registry,
        )
        self._rows = Gauge(
            "preceptor_outbox_rows",
            "Outbox rows in each state at the last count.",
            ["state"],
            registry=self.registry,
        )
        self._oldest_due = Gauge(
            "preceptor_outbox_oldest_due_seconds",
            "How long the oldest row that is due has been waiting; 0 when none is.",
            registry=self.registry,
        )
        self._interactions = Counter(
            "preceptor_interactions",
            "Interactions by what was used and how it ended.",
            ["handler", "outcome"],
            registry=self.registry,
        )
        self._latency = Histogram(
            "preceptor_handler_seconds",
            "Time from receiving an interaction to having handled it.",
            ["handler"],
            buckets=HANDLER_BUCKETS,
            registry=self.registry,
        )

    def nudge(self, step: str, count: int = 1) -> None:
        """Count `count` outbox rows that took `step`, such as ``sent`` or ``retried``."""
        self._nudges.labels(step).inc(count)

    def outbox(self, rows: Mapping[str, int]) -> None:
        """Report how many outbox rows are in each state, replacing the earlier values."""
        self._rows.clear()
        for state, count in rows.items():
            self._rows.labels(state).set(count)

    def oldest_due(self, seconds: float) -> None:
        """Report how long the oldest due row has waited; 0 if nothing is due."""
        self._oldest_due.set(max(0.0, seconds))

    def interaction(self, handler: str, outcome: str, seconds: float) -> None:
        """Count one interaction.

        `handler` is the command's or button's own name, never text from outside, so that the number
        of series stays bounded. `outcome` is ``ok`` or what `bot.errors.respond` made of it.
        """
        self._interactions.labels(handler, outcome).inc()
        self._latency.labels(handler).observe(seconds)

    def exposition(self) -> bytes:
        """Return everything in Prometheus's text format."""
        return generate_latest(self.registry)
