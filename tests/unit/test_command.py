"""How a command ends when it is stopped at an unlucky moment."""

from __future__ import annotations

import threading

import pytest
import typer
from typer.testing import CliRunner

from flows.cli.command import INTERRUPTED, command
from flows.cli.desk import Desk


def ending(call):
    """The result of a command that does ``call``."""
    app = typer.Typer()
    app.callback()(lambda: None)

    def work(desk: Desk) -> None:
        """Do it."""
        call()

    command(app)(work)
    return CliRunner().invoke(app, ["work", "--topic", "quarry"])


def interrupted_wait():
    """Ctrl-C in a wait that has let go of its lock and not got it back."""
    lock = threading.Lock()

    def interrupt(*_):
        lock.release()
        raise KeyboardInterrupt

    with lock:
        interrupt()


def test_an_interrupt_that_python_turns_into_an_error_is_one():
    with pytest.raises(RuntimeError, match="release unlocked lock"):
        interrupted_wait()

    found = ending(interrupted_wait)

    assert found.exit_code == INTERRUPTED
    assert "stopped" in found.output


def test_another_error_is_a_bug():
    def broken():
        raise RuntimeError("release unlocked lock")

    assert isinstance(ending(broken).exception, RuntimeError)
