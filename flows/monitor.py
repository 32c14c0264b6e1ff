"""
The Prefect flow: one pass over a topic, a task for each stage and batch.

Prefect watches and shows; what must not be done twice is decided in DuckDB. A server
that is lost in the middle is no loss: the pass goes on without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run

from flows.fanout import here, spread_over
from flows.monitor_params import MonitorParams
from flows.monitor_pass import Outcome, Pass, Step
from flows.monitor_summary import alert_rows, markdown, summary
from flows.settings.load import load

# The pass that the command line has opened, so that it can finish it without Prefect.
_opened: ContextVar[Pass | None] = ContextVar("opened", default=None)


@task(task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def stage(name: str, work: Pass, step: Step) -> None:  # noqa: ARG001  # names the run
    """One stage, or one batch of it."""
    work.do(step)


@flow(name="monitor", persist_result=False)
def monitor(params: MonitorParams) -> dict[str, object]:
    """One pass: fetch, extract, judge, record, deliver, publish."""
    with _pass(params) as work:
        work.flow_run_id = str(flow_run.get_id() or "")
        with spread_over(work.settings.task_runner, work.report) as work.spread:
            while step := work.next_step():
                if step.spreads and work.spread is not here:
                    work.do(step)  # its parts are the tasks
                else:
                    stage(step.name, work, step)
    _show(work)
    return summary(work.outcome)


def run_on_prefect(work: Pass) -> Outcome:
    """
    Run an opened pass as a flow; finish it here if Prefect is lost.

    Raises whatever the work raises, never what Prefect does.
    """
    token = _opened.set(work)
    try:
        monitor(work.params)
    except Exception as error:  # noqa: BLE001  # Prefect's own kinds are without number
        if work.error is not None:
            raise work.error from None
        work.report(f"Prefect is lost ({type(error).__name__}); going on without")
        work.go_on()
    finally:
        _opened.reset(token)
    return work.outcome


@contextmanager
def _pass(params: MonitorParams) -> Iterator[Pass]:
    opened = _opened.get()
    if opened is not None:
        yield opened
        return
    settings = load(params.topic)
    with Pass(settings, params, now=lambda: datetime.now(UTC), trigger="api") as work:
        yield work


def _show(work: Pass) -> None:
    key = "".join(c if c.isalnum() else "-" for c in work.settings.topic.id.lower())
    create_table_artifact(
        key=f"{key}-alerts",
        table=alert_rows(work.outcome.alerts),
        description="The alerts of this pass",
    )
    create_markdown_artifact(key=f"{key}-summary", markdown=markdown(work.outcome))
