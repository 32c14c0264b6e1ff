"""Fixtures that more than one folder of tests asks for."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.fakes.slack_process import running_slack

# A check that fails on luck tells nothing of the change it checks. For new
# examples: `--hypothesis-profile random`, for many of them `long`.
settings.register_profile("random", derandomize=False, print_blob=True)
settings.register_profile(
    "long", settings.get_profile("random"), max_examples=2_000, deadline=None
)
settings.register_profile("fixed", derandomize=True)
settings.load_profile("fixed")


def pytest_collection_modifyitems(items):
    """Files with a slow test come first, so that no worker ends on one alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def slack_process():
    """The stand-in Slack, one process for all tests."""
    with running_slack() as running:
        yield running


@pytest.fixture
def slack(slack_process):
    """The stand-in Slack, empty and without faults."""
    slack_process.reset()
    return slack_process
