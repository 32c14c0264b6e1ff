"""
What a Prefect server must hold for a topic: work pool, deployments, an automation.

``python deploy/bootstrap.py --topic ID --home DIR`` against ``PREFECT_API_URL``; may be
called again at any time: what is there is brought to what the topic file says. The
deployments come from ``prefect.yaml`` beside this file; schedules and parameters are
the topic's. Prints one JSON line: the names and ids of the deployments.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # called as a script, from wherever

from prefect import Flow
from prefect._vendor.croniter import croniter
from prefect.automations import Automation
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyOptions,
    StateType,
)
from prefect.client.schemas.schedules import (
    CronSchedule,
    IntervalSchedule,
    RRuleSchedule,
)
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.utilities.callables import parameter_schema
from prefect.utilities.importtools import import_object

from extractors.model import ConfigError
from flows.settings.load import Settings, load
from flows.settings.places import find_topic

POOL = "claimwatch"
ZOMBIES = "claimwatch: runs that died without a word"
HEARTBEAT_S = 30  # what `up` sets for flow runs; three missed ones are a dead run
DEFAULT_MINUTES = 30


async def bootstrap(settings: Settings) -> dict[str, str]:
    """Bring the server to what the topic says; the deployments' ids by their names."""
    described = yaml.safe_load((ROOT / "deploy" / "prefect.yaml").read_text("utf-8"))
    async with get_client() as client:
        await _work_pool(client)
        made = {}
        for entry in described["deployments"]:
            flow = import_object(entry["entrypoint"])
            name = f"{flow.name}/{settings.topic.id}"
            schedule = schedule_of(flow.name, settings)
            if schedule is None:
                await _remove(client, name)
            else:
                made[name] = await _deployment(client, flow, entry, schedule, settings)
    await _automation()
    return made


def schedule_of(
    flow_name: str, settings: Settings
) -> CronSchedule | IntervalSchedule | RRuleSchedule | None:
    """When a flow is to run; None for a digest that the topic does not ask for."""
    zone = settings.schedule.timezone
    if flow_name == "digest":
        cron = settings.digest.cron if settings.digest else ""
        return CronSchedule(cron=cron, timezone=zone) if cron else None
    match settings.schedule:
        case asked if asked.cron:
            return CronSchedule(cron=asked.cron, timezone=zone)
        case asked if asked.rrule:
            return RRuleSchedule(rrule=asked.rrule, timezone=zone)
        case asked:
            minutes = asked.interval_minutes or DEFAULT_MINUTES
            # Anchored, so that a restart does not move the schedule.
            return IntervalSchedule(
                interval=timedelta(minutes=minutes),
                timezone=zone,
                anchor_date=datetime(2025, 1, 1, tzinfo=UTC),
            )


async def _work_pool(client: PrefectClient) -> None:
    try:
        await client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    except ObjectAlreadyExists:
        return


async def _deployment(
    client: PrefectClient,
    flow: Flow[Any, Any],
    entry: dict[str, Any],
    schedule: CronSchedule | IntervalSchedule | RRuleSchedule,
    settings: Settings,
) -> str:
    params: dict[str, object] = {"topic": _topic_name(settings)}
    if flow.name == "digest" and isinstance(schedule, CronSchedule):
        params["days"] = _days_between(schedule)
    limit = ConcurrencyLimitConfig.model_validate(entry["concurrency_limit"])
    made = await client.create_deployment(
        flow_id=await client.create_flow(flow),
        name=settings.topic.id,
        description=entry["description"],
        entrypoint=entry["entrypoint"],
        path=str(ROOT),
        pull_steps=[
            {
                "prefect.deployments.steps.set_working_directory": {
                    "directory": str(ROOT)
                }
            }
        ],
        work_pool_name=entry["work_pool"]["name"],
        tags=entry["tags"],
        parameters={"params": params},
        parameter_openapi_schema=parameter_schema(flow).model_dump_for_openapi(),
        enforce_parameter_schema=entry["enforce_parameter_schema"],
        schedules=[DeploymentScheduleCreate(schedule=schedule, slug="topic")],
        # A worker may serve homes other than its own.
        job_variables={"env": {"CLAIMWATCH_HOME": str(settings.home)}},
        concurrency_limit=limit.limit,
        concurrency_options=ConcurrencyOptions(
            collision_strategy=limit.collision_strategy,
            grace_period_seconds=limit.grace_period_seconds,
        ),
    )
    return str(made)


def _topic_name(settings: Settings) -> str:
    """The id where that finds the file again, else the file itself."""
    try:
        found = find_topic(settings.topic.id, settings.home)
    except ConfigError:
        found = None
    return settings.topic.id if found == settings.path else str(settings.path)


def _days_between(schedule: CronSchedule) -> int:
    """How many days lie between two digests."""
    times = croniter(schedule.cron, datetime.now(UTC))
    first, second = (times.get_next(datetime) for _ in range(2))
    return max(1, round((second - first) / timedelta(days=1)))


async def _remove(client: PrefectClient, name: str) -> None:
    try:
        found = await client.read_deployment_by_name(name)
    except ObjectNotFound:
        return
    await client.delete_deployment(found.id)


async def _automation() -> None:
    """A run whose heartbeats stop is marked as crashed, and its slot is free."""
    wanted = Automation(
        name=ZOMBIES,
        description="Heartbeats come every 30 s; after 90 s without one it is dead.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={
                f"prefect.flow-run.{state}"
                for state in (
                    "heartbeat",
                    "Completed",
                    "Failed",
                    "Cancelled",
                    "Crashed",
                )
            },
            match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=3 * HEARTBEAT_S),
        ),
        actions=[
            ChangeFlowRunState(
                state=StateType.CRASHED, message="No sign of life for 90 seconds."
            )
        ],
    )
    try:
        found = await Automation.aread(name=ZOMBIES)
    except ValueError:
        await wanted.acreate()
        return
    wanted.id = found.id
    await wanted.aupdate()


def main() -> None:
    """Do it for the topic that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topic", default="")
    parser.add_argument("--home", type=Path, default=None)
    options = parser.parse_args()
    made = asyncio.run(bootstrap(load(options.topic, home=options.home)))
    print(json.dumps(made))  # noqa: T201  # its output


if __name__ == "__main__":
    main()
