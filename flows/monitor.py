"""
The Prefect flow: one pass over a topic, a task for each stage and batch.

Prefect watches and shows; what must not be done twice is decided in DuckDB. A server
that is lost in the middle is no loss: the pass goes on without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from prefect import Flow, State, flow, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext
from prefect.events import emit_event
from prefect.states import Cancelled

from extractors.model import LockedError
from flows.fanout import here, spread_over
from flows.monitor_outcome import Outcome, Step
from flows.monitor_params import CATCH_UP, MonitorParams
from flows.monitor_pass import Pass
from flows.monitor_summary import alert_rows, happenings, markdown, summary
from flows.outgoing import report_lost_run
from flows.settings.load import load

# The pass that the command line has opened, so that it can finish it without Prefect.
_opened: ContextVar[Pass | None] = ContextVar("opened", default=None)


@task(task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def stage(name: str, work: Pass, step: Step) -> None:  # noqa: ARG001  # names the run
    """One stage, or one batch of it."""
    work.do(step)


def tell_operators(
    flow: Flow[Any, Any],  # noqa: ARG001  # Prefect calls by keyword, by these names
    flow_run: FlowRun,
    state: State[Any],
) -> None:
    """Tell the ops channel of a run that failed or died; one of ours does so itself."""
    if _opened.get() is not None:
        return
    topic = (flow_run.parameters.get("params") or {}).get("topic", "")
    why = state.message or state.name or ""
    report_lost_run(load(topic), why, now=lambda: datetime.now(UTC))


@flow(
    name="monitor",
    persist_result=False,
    on_failure=[tell_operators],
    on_crashed=[tell_operators],
)
def monitor(params: MonitorParams) -> dict[str, object] | State[Any]:
    """
    One pass: fetch, extract, judge, record, deliver, publish.

    Ends as cancelled, with nothing done, while another run of the topic is under way.
    """
    with ExitStack() as stack:
        try:
            work = stack.enter_context(_pass(params))
        except LockedError as error:
            return Cancelled(message=str(error))
        context = FlowRunContext.get()
        work.flow_run_id = (
            str(context.flow_run.id) if context and context.flow_run else ""
        )
        runner = spread_over(work.settings.task_runner, work.report)
        work.spread = stack.enter_context(runner)
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
    with Pass(
        settings, params, now=lambda: datetime.now(UTC), trigger=_trigger()
    ) as work:
        yield work


def _trigger() -> str:
    """``schedule`` for what Prefect or ``up`` started by the clock, else ``api``."""
    context = FlowRunContext.get()
    run = context.flow_run if context else None
    by_clock = run and (run.auto_scheduled or CATCH_UP in run.tags)
    return "schedule" if by_clock else "api"


def _show(work: Pass) -> None:
    topic = work.settings.topic.id
    key = "".join(c if c.isalnum() else "-" for c in topic.lower())
    create_table_artifact(
        key=f"{key}-alerts",
        table=alert_rows(work.outcome.alerts),
        description="The alerts of this pass",
    )
    create_markdown_artifact(key=f"{key}-summary", markdown=markdown(work.outcome))
    if work.settings.page_url:
        create_link_artifact(
            key=f"{key}-page",
            link=work.settings.page_url,
            link_text="The page",
            description="Everything that was found and is held",
        )
    for name, about, payload in happenings(work.outcome):
        emit_event(
            f"claimwatch.{name}",
            resource={
                "prefect.resource.id": f"claimwatch.{about or f'topic.{topic}'}",
                "claimwatch.topic": topic,
            },
            payload=payload,
        )
