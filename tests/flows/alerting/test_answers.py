"""What is believed about a post after each kind of answer."""

from __future__ import annotations

import socket
import ssl
from types import SimpleNamespace
from urllib.error import URLError

import pytest

from flows.alerting.answers import Outcome, broken, refusal


def response(error="", status=200, **headers):
    data = {"ok": False, "error": error}
    return SimpleNamespace(status_code=status, data=data, headers=headers)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("ratelimited", Outcome.NOT_SENT),
        ("invalid_auth", Outcome.CONFIG),
        ("channel_not_found", Outcome.CONFIG),
        ("msg_too_long", Outcome.PAYLOAD),
        ("invalid_blocks", Outcome.PAYLOAD),
        ("fatal_error", Outcome.UNKNOWN),
        ("internal_error", Outcome.UNKNOWN),
        ("service_unavailable", Outcome.UNKNOWN),
        ("a_code_of_next_year", Outcome.UNKNOWN),
        ("", Outcome.UNKNOWN),
    ],
)
def test_only_listed_codes_prove_that_nothing_was_posted(error, outcome):
    assert refusal(response(error)).outcome is outcome


def test_a_code_in_a_server_error_proves_nothing():
    assert refusal(response("invalid_auth", status=500)).outcome is Outcome.UNKNOWN


def test_a_sentence_instead_of_a_code_is_named_by_its_status():
    answer = refusal(response("Received a response in a non-JSON format: <html>"))

    assert (answer.outcome, answer.code) == (Outcome.UNKNOWN, "http_200")


@pytest.mark.parametrize(
    ("value", "seconds"), [("30", 30.0), (["7"], 7.0), ("-5", 0.0), ("soon", 0.0)]
)
def test_slack_says_how_long_to_wait(value, seconds):
    answer = refusal(response("ratelimited", status=429, **{"retry-after": value}))

    assert (answer.outcome, answer.retry_after_s) == (Outcome.NOT_SENT, seconds)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (ConnectionRefusedError(), Outcome.NOT_SENT),
        (socket.gaierror(), Outcome.NOT_SENT),
        (ssl.SSLCertVerificationError(), Outcome.NOT_SENT),
        (ConnectionResetError(), Outcome.UNKNOWN),
        (TimeoutError(), Outcome.UNKNOWN),
    ],
)
def test_without_a_connection_nothing_was_posted(reason, outcome):
    assert broken(URLError(reason)).outcome is outcome
