"""
One pass over a topic's sources: its stages in order, its state and its locks.

The stages are the same whether Prefect runs them or not, and each runs once: whoever
loses the thread goes on with ``next_step``. What was judged stands in the database
batch by batch; what the sources said last is remembered only after everything they
announced was judged, so that a pass that dies loses nothing.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Self

from extractors.claims import load_pipeline
from extractors.model import Alert, ConfigError, Source
from extractors.verdicts import candidate_keys, load_lexicon
from flows.alerting.deliver import DeliveryReport
from flows.copies import Originals, looked_at, read_claims
from flows.gather import Gathered, Visit, gather
from flows.intake.guest import ROBOTS_KEPT
from flows.intake.sources import Window
from flows.judge import (
    Bench,
    Reading,
    batches,
    in_order,
    judge_batch,
)
from flows.monitor_params import MonitorParams
from flows.outgoing import cry, ping, tell_all
from flows.seeds import build, read_documents
from flows.settings.load import Settings
from flows.versions import keys_version, versions
from storage import retention, runs
from storage import sources as kept
from storage.baseline import rekey
from storage.database import Database
from storage.lock import run_lock
from storage.revisits import save_revisits
from storage.robots import save_robots


class Step:
    """A piece of work that is done once, however often it is called."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        self.name = name
        self.done = False
        self._work = work

    def __call__(self) -> None:
        """Do it, unless it is done."""
        if not self.done:
            self._work()
            self.done = True


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a pass."""

    run_id: str
    alerts: list[Alert] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    counts: runs.RunCounts = field(default_factory=runs.RunCounts)
    delivery: DeliveryReport = field(default_factory=DeliveryReport)
    elsewhere: str = ""
    """What is wrong with the channels other than Slack; empty when nothing."""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether sources answered and the configured channels took everything."""
        troubles = self.delivery.problems or self.elsewhere
        return not (self.nothing_answered or troubles)

    @property
    def nothing_answered(self) -> bool:
        """Whether sources were asked and none of them answered."""
        return bool(self.visits) and all(visit.error for visit in self.visits)


class Pass:
    """
    A pass in the making; a context manager that holds the run lock.

    Raises LockedError when another run holds it, StorageError when the database is
    refused, ConfigError for a source that the topic does not have.
    """

    def __init__(
        self,
        settings: Settings,
        params: MonitorParams,
        *,
        now: Callable[[], datetime],
        report: Callable[[str], None] = lambda _message: None,
        trigger: str = "manual",
    ) -> None:
        self.settings = settings
        self.params = params
        self.now = now
        self.report = report
        self.trigger = trigger
        self.flow_run_id = ""
        self.error: BaseException | None = None
        self.outcome = Outcome(run_id=uuid.uuid4().hex)
        self.database = Database(settings.database)
        self._sources = _chosen(settings.sources, params.sources)
        self._gathered = Gathered()
        self._began = time.monotonic()
        self._recorded = False
        self._lock = ExitStack()
        self._current: Step | None = None
        self._plan = self._steps()

    def __enter__(self) -> Self:
        """Take the run lock."""
        self._lock.enter_context(run_lock(self.settings.lock))
        return self

    def __exit__(self, *error: object) -> None:
        """Complete the run's row when that was not reached, and let go of the lock."""
        try:
            if self._recorded:
                self._finish("failed")
                if self.params.deliver and isinstance(error[1], Exception):
                    why = type(error[1]).__name__
                    cry(self.settings, self.database, why, now=self.now)
        finally:
            self._lock.close()

    def next_step(self) -> Step | None:
        """Return the first step that is not done; None when all are."""
        if self._current is None or self._current.done:
            self._current = next(self._plan, None)
        return self._current

    def go_on(self) -> None:
        """Do what is left, here."""
        while step := self.next_step():
            self.do(step)

    def do(self, step: Step) -> None:
        """Do one step; what it raises is remembered as the work's own error."""
        self.report(f"{step.name} ...")
        try:
            step()
        except BaseException as error:
            self.error = error
            raise

    def _steps(self) -> Iterator[Step]:
        yield Step("begin", self._begin)
        yield Step("collect and fetch", self._gather)
        readings = in_order(self._gathered.readings)
        parts = list(batches(readings))
        for number, batch in enumerate(parts, start=1):
            of = f"batch {number} of {len(parts)}"
            extracted: list[Reading] = []
            yield Step(f"extract {of}", partial(self._extract, batch, extracted))
            yield Step(f"judge {of}", partial(self._judge, extracted))
        yield Step("remember the sources", self._remember)
        yield Step("deliver", self._deliver)
        yield Step("drop what is old", self._drop_old)
        yield Step("publish", self._publish)

    @cached_property
    def _nlp(self) -> Any:
        return load_pipeline()

    @cached_property
    def _originals(self) -> Originals:
        with self.database.transaction() as con:
            return Originals(con, self.now())

    @cached_property
    def _bench(self) -> Bench:
        alerts = self.settings.alerts
        return Bench(
            topic=self.settings.topic,
            lexicon=load_lexicon(),
            run_id=self.outcome.run_id,
            channel=alerts.channel,
            routes=self.settings.routes,
            min_confidence=alerts.min_confidence,
            learn_articles=self.settings.learn_articles,
            versions=versions(),
            now=self.now,
        )

    def _begin(self) -> None:
        topic = self.settings.topic.id
        self.database.migrate(topic=topic)
        with self.database.transaction() as con:
            runs.close_stale_runs(con, at=self.now())
            runs.start_run(
                con,
                self.outcome.run_id,
                topic=topic,
                trigger=self.trigger,
                at=self.now(),
                prefect_flow_run_id=self.flow_run_id,
            )
            kept.sync_sources(con, self.settings.sources)
            held = con.execute("select 1 from baseline limit 1").fetchone()
            rekey(con, candidate_keys, version=keys_version())
        self._recorded = True
        if held is None:
            self._build_baseline()

    def _build_baseline(self) -> None:
        self.report("building the baseline from the seed documents ...")
        build(
            self.database,
            list(read_documents(self.settings.documents, self.now())),
            topic=self.settings.topic,
            nlp=self._nlp,
            now=self.now(),
        )

    def _gather(self) -> None:
        self._gathered = gather(
            self.database,
            self.settings,
            self._sources,
            window=Window(self.params.since, self.params.until),
            manual=self.trigger != "schedule",
            now=self.now,
            report=self.report,
        )
        self.outcome.visits = list(self._gathered.visits)
        self.outcome.unread = list(self._gathered.unread)

    def _extract(self, batch: list[Reading], extracted: list[Reading]) -> None:
        seen = list(looked_at(batch, self._originals))
        extracted += read_claims(seen, nlp=self._nlp, topic=self.settings.topic)

    def _judge(self, batch: list[Reading]) -> None:
        with self.database.transaction() as con:
            alerts = judge_batch(con, batch, self._bench)
        self.outcome.alerts += alerts
        counts = self.outcome.counts
        self.outcome.counts = runs.RunCounts(
            fetched=self._gathered.fetched,
            articles=counts.articles + sum(r.article.version == 1 for r in batch),
            claims=counts.claims + sum(len(each.claims) for each in batch),
            alerts=counts.alerts + len(alerts),
        )

    def _remember(self) -> None:
        with self.database.transaction() as con:
            kept.save_states(con, self._gathered.states)
            save_revisits(con, self._gathered.revisits)
            save_robots(con, self._gathered.robots, since=self.now() - ROBOTS_KEPT)
            for visit in self._gathered.visits:
                kept.add_coverage(
                    con,
                    visit.source_id,
                    at=self.now(),
                    fetched=visit.fetched,
                    new_articles=visit.new_articles,
                    errors=visit.errors,
                )

    def _deliver(self) -> None:
        if self.params.deliver:
            states = self._gathered.states
            self.outcome.delivery, self.outcome.elsewhere = tell_all(
                self.settings,
                self.database,
                run_id=self.outcome.run_id,
                failures={s.source_id: (s.failures, s.last_error) for s in states},
                now=self.now,
            )

    def _drop_old(self) -> None:
        keep = retention.Keep(**self.settings.retention.model_dump())
        if keep != retention.Keep():
            with self.database.transaction() as con:
                retention.drop_old(con, keep, at=self.now())

    def _publish(self) -> None:
        self._finish("completed")
        self.database.publish_snapshot()
        self._lock.close()
        url = self.settings.ping_url.get_secret_value()
        if url and self.params.deliver and self.outcome.is_good:
            self.outcome.elsewhere = self.outcome.elsewhere or ping(url)

    def _finish(self, status: str) -> None:
        self.outcome.seconds = round(time.monotonic() - self._began, 3)
        with self.database.transaction() as con:
            runs.finish_run(
                con,
                self.outcome.run_id,
                at=self.now(),
                status=status,
                counts=self.outcome.counts,
                seconds=self.outcome.seconds,
            )
        self._recorded = False


def _chosen(sources: tuple[Source, ...], ids: tuple[str, ...]) -> list[Source]:
    unknown = sorted(set(ids) - {source.id for source in sources})
    if unknown:
        known = ", ".join(source.id for source in sources)
        raise ConfigError([f"no source {', '.join(unknown)}; known: {known}"])
    return [s for s in sources if (s.id in ids if ids else s.enabled)]
