"""Others: Slack and its channels, Prefect's server, and by their clocks our own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from extractors.model import DeliveryError
from flows.alerting.context import Poster
from flows.doctor.check import Check, State
from flows.settings.load import Settings

# What posting exactly once needs; the others are for buttons and charts.
NEEDED_SCOPES = (
    "chat:write",
    "channels:read",
    "channels:history",
    "metadata.message:read",
)
_APART = timedelta(minutes=2)
_SET_UP = "deploy/SLACK.md is the set-up on one page"


def checks(settings: Settings, now: datetime) -> Iterator[Check]:
    """Ask those that are configured."""
    yield from _slack(settings, now)
    if settings.prefect_api_url:
        yield _prefect(settings.prefect_api_url)
    else:
        yield Check("prefect", State.OK, "no server named: each run starts its own")


def _slack(settings: Settings, now: datetime) -> Iterator[Check]:
    from flows.alerting.slack import SlackPoster  # noqa: PLC0415

    token = settings.slack.bot_token.get_secret_value()
    if not token:
        said = "no SLACK_BOT_TOKEN: alerts are shown by the run that raises them"
        yield Check("slack", State.WARN, said, _SET_UP)
        return
    poster = SlackPoster(token=token, base_url=settings.slack.api_url, sleep=time.sleep)
    try:
        who = poster.whoami()
    except DeliveryError as error:
        said = f"{settings.slack.api_url} says {error.code}"
        remedy = "is there a network?" if error.ambiguous else "check SLACK_BOT_TOKEN"
        yield Check("slack", State.FAIL, said, remedy)
        return
    yield Check("slack", State.OK, f"posts as {who.user} in {who.team}")
    lacking = [name for name in NEEDED_SCOPES if who.scopes and name not in who.scopes]
    if lacking:
        said = f"the token lacks {', '.join(lacking)}"
        remedy = "add the scopes of deploy/slack-manifest.yaml and install again"
        yield Check("scopes", State.FAIL, said, remedy)
    yield from _clock(who.date, now)
    yield from _channels(settings, poster)


def _channels(settings: Settings, poster: Poster) -> Iterator[Check]:
    alerts = settings.alerts
    named = [alerts.channel, alerts.ops_channel, *(r.channel for r in settings.routes)]
    if not alerts.channel:
        said = "the topic names no [alerts] channel: nothing is posted"
        yield Check("channel", State.WARN, said, _SET_UP)
    for channel in dict.fromkeys(filter(None, named)):
        try:
            # Reading its history is what keeps an alert from coming twice.
            poster.seen(channel, topic=settings.topic.id, oldest=f"{time.time():.6f}")
        except DeliveryError as error:
            remedy = "mend its name, or invite the app: /invite @claimwatch"
            said = f"{channel}: {error.code}"
            yield Check("channel", State.FAIL, said, remedy)
        else:
            yield Check("channel", State.OK, f"{channel} can be read and posted to")


def _clock(date: str, now: datetime) -> Iterator[Check]:
    try:
        apart = abs(parsedate_to_datetime(date) - now)
    except (TypeError, ValueError):
        return
    said = f"{apart.total_seconds():.0f} s from Slack's"
    state = State.OK if apart < _APART else State.WARN
    yield Check("clock", state, said, "set the clock: timedatectl set-ntp on")


def _prefect(url: str) -> Check:
    from flows.prefect_server import is_healthy  # noqa: PLC0415

    if is_healthy(url):
        return Check("prefect", State.OK, f"{url} answers")
    said = f"no server answers at {url}: runs go on without it"
    return Check("prefect", State.WARN, said, "start it, or unset PREFECT_API_URL")
