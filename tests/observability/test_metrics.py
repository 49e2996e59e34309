"""Each figure counts what it says, in a registry that no one shares."""

from prometheus_client import REGISTRY

from bot.observability.metrics import Metrics


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_interactions_are_counted_by_outcome_and_timed() -> None:
    metrics = Metrics()

    metrics.interaction("status", "ok", 0.02)
    metrics.interaction("status", "refused", 0.3)

    assert value(metrics, "preceptor_interactions_total", handler="status", outcome="ok") == 1
    assert value(metrics, "preceptor_handler_seconds_count", handler="status") == 2
    assert value(metrics, "preceptor_handler_seconds_bucket", handler="status", le="0.025") == 1


def test_outbox_figures_show_the_last_count_only() -> None:
    metrics = Metrics()

    metrics.outbox({"due": 3, "uncertain": 1})
    metrics.outbox({"due": 2})
    metrics.oldest_due(90.0)

    assert value(metrics, "preceptor_outbox_rows", state="due") == 2
    assert value(metrics, "preceptor_outbox_rows", state="uncertain") is None
    assert value(metrics, "preceptor_outbox_oldest_due_seconds") == 90


def test_a_row_due_in_the_future_has_not_waited() -> None:
    metrics = Metrics()

    metrics.oldest_due(-5.0)

    assert value(metrics, "preceptor_outbox_oldest_due_seconds") == 0


def test_two_bots_in_one_process_do_not_share_figures() -> None:
    first, second = Metrics(), Metrics()

    first.nudge("sent")

    assert value(second, "preceptor_nudges_total", step="sent") is None
    assert REGISTRY.get_sample_value("preceptor_nudges_total", {"step": "sent"}) is None


def test_the_process_own_figures_are_there() -> None:
    assert b"process_resident_memory_bytes" in Metrics().exposition()
