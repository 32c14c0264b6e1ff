"""
One pass over a topic's sources: its stages in order, its state and its locks.

The stages are the same whether Prefect runs them or not, and each runs once: whoever
loses the thread goes on with ``next_step``. What was judged stands in the database
batch by batch; what the sources said last is remembered only after everything they
announced was judged, so that a pass that dies loses nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from extractors.model import Article, Claim, ConfigError, Source
from flows.backfill import Walk, together
from flows.copies import Originals, looked_at, to_parse, with_claims
from flows.fanout import PART, Spread, extract_part, here, pipeline
from flows.gather import Gathered, gather
from flows.intake.guest import ROBOTS_KEPT
from flows.intake.sources import Window
from flows.judge import BATCH, Bench, Reading, batches, in_order, judge_batch
from flows.logs import event
from flows.monitor_books import Books
from flows.monitor_outcome import Step
from flows.monitor_params import MonitorParams
from flows.settings.load import Settings
from flows.versions import keys_version, versions
from storage import runs
from storage import sources as kept
from storage.baseline import rekey
from storage.revisits import save_revisits
from storage.robots import save_robots


class Pass(Books):
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
        super().__init__(settings, params, now=now, trigger=trigger)
        self.report = report
        self.flow_run_id = ""
        self.spread: Spread = here
        self.error: BaseException | None = None
        self._sources = _chosen(settings.sources, params.sources)
        self._gathered = Gathered()
        self._seen = deque[list[Reading]]()
        self._current: Step | None = None
        self._plan = self._steps()

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
        for where, window in self._windows():
            yield from self._part(where, window)
        yield Step("deliver", self._deliver)
        yield Step("drop what is old", self._drop_old)
        yield Step("publish", self._publish)

    def _part(self, where: str, window: Window) -> Iterator[Step]:
        gather_all = partial(self._gather, window)
        yield Step(f"collect and fetch{where}", gather_all, spreads=True)
        parts = deque(batches(in_order(self._gathered.readings)))
        self._gathered = replace(self._gathered, readings=())
        sizes = [len(part) for part in parts]
        found = self._extracted(parts)
        for number, size in enumerate(sizes, 1):
            of = f"batch {number} of {len(sizes)}"
            extracted: list[Reading] = []
            extract = partial(self._extract, found, extracted, size)
            yield Step(f"extract {of}", extract, spreads=True)
            yield Step(f"judge {of}", partial(self._judge, extracted))
        yield Step("remember the sources", partial(self._remember, window))

    def _windows(self) -> Iterator[tuple[str, Window]]:
        """The present; or the past, a day at a time."""
        if self._walk is None:
            yield "", Window(None, self.params.until)
            return
        for where, window in self._walk.windows():
            yield f" of {where}", window

    @cached_property
    def _walk(self) -> Walk | None:
        if self.params.since is None:
            return None
        return Walk(
            self.database,
            self.settings,
            self._sources,
            since=self.params.since,
            until=self.params.until,
            now=self.now,
            report=self.report,
        )

    @cached_property
    def _nlp(self) -> Any:
        return pipeline()

    @cached_property
    def _originals(self) -> Originals:
        with self.database.transaction() as con:
            return Originals(con, self.now())

    @cached_property
    def _bench(self) -> Bench:
        from extractors.verdicts import load_lexicon  # noqa: PLC0415  a run with news

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
            rekey(con, _keys, version=keys_version())
        self._recorded = True
        run_id = self.outcome.run_id
        event("run.started", run_id=run_id, topic=topic, trigger=self.trigger)
        if held is None:
            self._build_baseline()

    def _build_baseline(self) -> None:
        from flows.seeds import build, read_documents  # noqa: PLC0415  the first run only

        self.report("building the baseline from the seed documents ...")
        build(
            self.database,
            list(read_documents(self.settings.documents, self.now())),
            topic=self.settings.topic,
            nlp=self._nlp,
            now=self.now(),
        )

    def _gather(self, window: Window) -> None:
        if self._walk is not None:
            self._gathered = self._walk.gather(window)
        else:
            self._gathered = gather(
                self.database,
                self.settings,
                self._sources,
                window=window,
                manual=self.trigger != "schedule",
                now=self.now,
                report=self.report,
                spread=None if self.spread is here else self.spread,
            )
        self._states |= {state.source_id: state for state in self._gathered.states}
        self.outcome.visits = together([*self.outcome.visits, *self._gathered.visits])
        self.outcome.unread += self._gathered.unread
        counts = self.outcome.counts
        fetched = counts.fetched + self._gathered.fetched
        self.outcome.counts = replace(counts, fetched=fetched)

    def _extracted(
        self, parts: deque[list[Reading]]
    ) -> Iterator[list[list[Claim] | None]]:
        """The claims of each part, which nobody holds any more when it was judged."""
        work = partial(extract_part, self.settings.topic)
        rest = (parts.popleft() for _ in range(len(parts)))
        cut = (batch[i : i + PART] for batch in rest for i in range(0, BATCH, PART))
        yield from self.spread("extract", work, map(self._to_parse, filter(None, cut)))

    def _to_parse(self, batch: list[Reading]) -> list[Article]:
        topic = self.settings.topic
        self._seen.append(list(looked_at(batch, self._originals, topic)))
        return to_parse(self._seen[-1])

    def _extract(
        self,
        found: Iterator[list[list[Claim] | None]],
        extracted: list[Reading],
        size: int,
    ) -> None:
        while len(extracted) < size:
            claims = next(found)
            extracted += with_claims(self._seen.popleft(), claims)

    def _judge(self, batch: list[Reading]) -> None:
        from flows.edits import told_corrections  # noqa: PLC0415  a run with news

        with self.database.transaction() as con:
            alerts = judge_batch(con, batch, self._bench)
            self.outcome.corrections = told_corrections(con, self.outcome.run_id)
        self.outcome.alerts += alerts
        counts = self.outcome.counts
        edited = sum(each.article.version > 1 for each in batch)
        self.outcome.edited += edited
        self.outcome.off_topic += sum(
            bool(each.off_topic) and each.article.version == 1 for each in batch
        )
        self.outcome.counts = replace(
            counts,
            articles=counts.articles + len(batch) - edited,
            claims=counts.claims + sum(len(each.claims) for each in batch),
            alerts=counts.alerts + len(alerts),
        )

    def _remember(self, window: Window) -> None:
        with self.database.transaction() as con:
            kept.save_states(con, self._gathered.states)
            save_revisits(con, self._gathered.revisits)
            save_robots(con, self._gathered.robots, since=self.now() - ROBOTS_KEPT)
            if self._walk is not None:
                self._walk.remember(con, window, self._gathered)
            for visit in self._gathered.visits:
                kept.add_coverage(
                    con,
                    visit.source_id,
                    at=self.now(),
                    fetched=visit.fetched,
                    new_articles=visit.new_articles,
                    errors=visit.errors,
                )


def _keys(claim: Claim) -> frozenset[str]:
    from extractors.verdicts import candidate_keys  # noqa: PLC0415  after an upgrade

    return candidate_keys(claim)


def _chosen(sources: tuple[Source, ...], ids: tuple[str, ...]) -> list[Source]:
    unknown = sorted(set(ids) - {source.id for source in sources})
    if unknown:
        known = ", ".join(source.id for source in sources)
        raise ConfigError([f"no source {', '.join(unknown)}; known: {known}"])
    return [s for s in sources if (s.id in ids if ids else s.enabled)]
