"""The digest as a Prefect flow, for the topic's ``[digest]`` schedule."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.states import Failed

from extractors.model import LockedError
from flows.digest import Digest, gather, plain
from flows.digest_delivery import Told, post_digest
from flows.logs import event
from flows.monitor_params import DigestParams
from flows.outgoing import has_slack
from flows.settings.load import Settings, load
from storage.database import open_snapshot

# A digest is due at eight, and so is a run: it waits up to an hour for its end.
_TRIES, _PAUSE_S = 120, 30


def _is_locked(_task: Any, _run: Any, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), LockedError)


@task(
    retries=_TRIES,
    retry_delay_seconds=_PAUSE_S,
    retry_condition_fn=_is_locked,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def post(settings: Settings, found: Digest) -> Told:
    """Post it, when no run is in the way."""
    return post_digest(settings, found, now=lambda: datetime.now(UTC))


@flow(name="digest", persist_result=False)
def digest(params: DigestParams) -> str | State[Any]:
    """Sum up what changed; with Slack, post it once a day with a chart."""
    settings = load(params.topic)
    con = open_snapshot(settings.snapshot)
    try:
        name, now = settings.topic.name, datetime.now(UTC)
        found = gather(con, name, until=now, days=params.days)
    finally:
        con.close()
    text = plain(found)
    key = "".join(c if c.isalnum() else "-" for c in settings.topic.id.lower())
    quoted = "\n".join(f"    {line}" for line in text.splitlines())
    create_markdown_artifact(key=f"{key}-digest", markdown=quoted)
    if not has_slack(settings):
        return "shown here only: no Slack"
    told = post(settings, found)
    event("digest.posted", told=told.is_told, again=told.is_repeated)
    if told.problems:
        return Failed(message="; ".join(told.problems))
    return "posted before" if told.is_repeated else "posted"
