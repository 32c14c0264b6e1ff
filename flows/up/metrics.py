"""The metrics of a topic, from its last snapshot: they survive every restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from flows.up.status import Status

STATES = ("pending", "sending", "held", "dead")
VERDICTS = ("contradicts", "updates", "new")


class Metrics(Collector):
    """
    ``claimwatch_*``, each with the label ``topic``; ages and durations in seconds.

    ``parts`` gives for each part whether it runs and how often it was started again.
    """

    def __init__(
        self,
        topic: str,
        *,
        status: Callable[[], Status],
        parts: Callable[[], Mapping[str, tuple[bool, int]]],
        now: Callable[[], datetime],
    ) -> None:
        self._topic = topic
        self._status = status
        self._parts = parts
        self._now = now
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Yield the families; prometheus-client calls this."""
        found = self._status()
        yield self._family(
            CounterMetricFamily,
            ("runs", "Runs by status and by what triggered them.", "status", "trigger"),
            {key: count for key, count in found.runs.items()},  # noqa: C416
        )
        yield self._family(
            CounterMetricFamily,
            ("alerts", "Alerts raised, by verdict.", "verdict"),
            {(name,): found.alerts.get(name, 0) for name in VERDICTS},
        )
        yield self._family(
            GaugeMetricFamily,
            ("outbox_backlog", "Alerts not delivered, by state.", "state"),
            {(name,): found.backlog.get(name, 0) for name in STATES},
        )
        yield self._family(
            GaugeMetricFamily,
            ("source_failures", "Failures in a row of each source.", "source"),
            {(name,): count for name, count in found.failures.items()},
        )
        yield from self._times(found)
        yield from self._processes()

    def _times(self, found: Status) -> Iterator[Metric]:
        if found.good_at:
            age = (self._now() - found.good_at).total_seconds()
            says = ("last_run_age_seconds", "Since a run completed last.")
            yield self._family(GaugeMetricFamily, says, {(): age})
        if found.last:
            says = ("last_run_seconds", "How long the last run took.")
            yield self._family(GaugeMetricFamily, says, {(): found.last.seconds})

    def _processes(self) -> Iterator[Metric]:
        parts = self._parts()
        yield self._family(
            GaugeMetricFamily,
            ("part_up", "Whether a part of `up` runs.", "part"),
            {(name,): float(alive) for name, (alive, _) in parts.items()},
        )
        yield self._family(
            CounterMetricFamily,
            ("part_restarts", "How often a part had to be started again.", "part"),
            {(name,): count for name, (_, count) in parts.items()},
        )

    def _family(
        self,
        kind: type[CounterMetricFamily | GaugeMetricFamily],
        says: tuple[str, ...],
        values: Mapping[tuple[str, ...], float],
    ) -> Metric:
        name, text, *labels = says
        family = kind(f"claimwatch_{name}", text, labels=["topic", *labels])
        for key, value in values.items():
            family.add_metric([self._topic, *key], value)
        return family
