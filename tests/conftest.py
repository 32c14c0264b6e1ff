"""Fixtures that more than one folder of tests asks for."""

from __future__ import annotations

import pytest

from tests.fakes.slack_process import running_slack


@pytest.fixture
def slack():
    """A stand-in Slack of its own for the test."""
    with running_slack() as running:
        yield running
