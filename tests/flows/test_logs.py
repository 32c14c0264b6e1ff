"""Structured events: where they go, what they hide."""

from __future__ import annotations

import json

import pytest

from flows import logs
from flows.logs import event, write_events


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.delenv("CLAIMWATCH_LOG", raising=False)
    logs._logger.cache_clear()
    yield
    logs._logger.cache_clear()


def test_a_command_speaks_for_itself_unless_events_are_asked_for(capfd):
    event("run.finished", alerts=3)

    assert capfd.readouterr() == ("", "")


def test_json_lines_go_to_standard_error(monkeypatch, capfd):
    monkeypatch.setenv("CLAIMWATCH_LOG", "json")

    event("source.failed", level="warning", source_id="wire", error="http_500")

    out, err = capfd.readouterr()
    found = json.loads(err)
    assert out == ""
    assert found.pop("timestamp").endswith("Z")
    expected = {"event": "source.failed", "level": "warning", "source_id": "wire"}
    assert expected | {"error": "http_500"} == found


def test_what_is_settled_stays(monkeypatch, capfd):
    monkeypatch.setenv("CLAIMWATCH_LOG", "json")

    write_events("text")
    event("run.started")

    assert json.loads(capfd.readouterr().err)["event"] == "run.started"


def test_secrets_are_masked_wherever_they_stand(monkeypatch, capfd):
    monkeypatch.setenv("CLAIMWATCH_LOG", "json")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "hush-hush")
    monkeypatch.setenv("CLAIMWATCH_PING_URL", "https://ping.example/abc")

    event(
        "delivery.failed",
        problem="token hush-hush refused",
        details={"urls": ["https://u:pw@proxy.example/", "https://ping.example/abc"]},
        app="xapp-1-A0-abc",
        hook="https://hooks.slack.com/services/T0/B0/abc",
    )

    err = capfd.readouterr().err
    for secret in ("hush-hush", "u:pw", "ping.example/abc", "A0-abc", "T0/B0"):
        assert secret not in err
    assert "proxy.example" in err
    assert "hooks.slack.com/services/***" in err
