"""
What is wrong, and what mends it: one line per check.

Every check looks at one thing and never raises; what cannot be looked at is itself a
finding. Nothing is changed, and nothing leaves but questions to Slack and Prefect.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from extractors.model import ConfigError
from flows.doctor.check import Check, State
from flows.settings.load import load
from flows.settings.places import home_dir

__all__ = ["Check", "State", "examine", "examine_topic"]


def examine(topic: str, home: Path | None, now: datetime) -> Iterator[Check]:
    """Go through everything, the machine first; ``now`` is aware UTC."""
    from flows.doctor import machine  # noqa: PLC0415  the first lines come at once

    yield from machine.checks(home_dir(home))
    yield from examine_topic(topic, home, now)


def examine_topic(topic: str, home: Path | None, now: datetime) -> Iterator[Check]:
    """Go through a topic: its file, what is kept of it, whom it talks to."""
    from flows.doctor import kept, outside  # noqa: PLC0415

    try:
        settings = load(topic, home=home)
    except ConfigError as error:
        for problem in error.problems:
            yield Check("topic", State.FAIL, problem, "mend it in the topic file")
        return
    active = sum(source.enabled for source in settings.sources)
    said = f"{settings.path}: {len(settings.documents)} documents, {active} sources"
    remedy = "add one: claimwatch sources add https://example.org"
    yield Check("topic", State.OK if active else State.WARN, said, remedy)
    yield from kept.checks(settings, now)
    yield from outside.checks(settings, now)
