"""
How a function becomes a command: common options in, exit codes out.

====  ==============================================================
code  means
====  ==============================================================
0     done, also when some sources failed or nothing was new
1     no source answered, or a configured channel refused
2     usage, bad TOML or SQL, unknown id
3     the database is refused
70    a bug
75    another run holds the lock
130   Ctrl-C
====  ==============================================================
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, get_type_hints

import typer

from extractors.model import (
    ClaimwatchError,
    ConfigError,
    DeliveryError,
    LockedError,
    SourceError,
    StorageError,
)
from flows.cli.desk import Desk, FailedError

FAILED, USAGE, REFUSED, BUG, LOCKED, INTERRUPTED = 1, 2, 3, 70, 75, 130


def command(app: typer.Typer, name: str = "") -> Callable[[Callable[..., None]], None]:
    """
    Add a function ``(desk, ...) -> None`` as a command with the common options.

    What it raises becomes a line on standard error and the exit code of the table.
    """

    def add(function: Callable[..., None]) -> None:
        hints = get_type_hints(function, include_extras=True)
        own = [
            parameter.replace(annotation=hints[parameter.name])
            for parameter in inspect.signature(function).parameters.values()
        ][1:]

        @wraps(function)
        def called(**values: Any) -> None:
            common = {each.name: values.pop(each.name) for each in _COMMON}
            desk = Desk(**common)
            code = _exit_code(desk, lambda: function(desk, **values))
            if code:
                raise typer.Exit(code)

        signature = inspect.Signature([*own, *_COMMON])
        called.__signature__ = signature  # type: ignore[attr-defined]
        called.__annotations__ = {
            parameter.name: parameter.annotation for parameter in [*own, *_COMMON]
        }
        app.command(name=name or None, no_args_is_help=False)(called)

    return add


def _exit_code(desk: Desk, call: Callable[[], None]) -> int:
    try:
        call()
    except KeyboardInterrupt:
        return _stopped(desk)
    except ConfigError as error:
        for problem in error.problems:
            desk.warn(problem)
        return USAGE
    except ClaimwatchError as error:
        desk.warn(str(error))
        return _code_of(error)
    except Exception as error:
        if _is_of_an_interrupt(error):
            return _stopped(desk)
        raise
    return 0


def _stopped(desk: Desk) -> int:
    desk.warn("stopped; what was recorded stays, the next run goes on from there")
    return INTERRUPTED


def _is_of_an_interrupt(error: BaseException | None) -> bool:
    """
    Whether Ctrl-C came where Python itself could not bear it.

    ``threading.Condition.wait``, interrupted before it has its lock again, raises
    "release unlocked lock" on its way out.
    """
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def _code_of(error: ClaimwatchError) -> int:
    match error:
        case LockedError():
            return LOCKED
        case StorageError():
            return REFUSED
        case SourceError() | DeliveryError() | FailedError():
            return FAILED
        case _:
            return USAGE


def _common(name: str, default: Any, kind: Any, *flags: str, text: str) -> Any:
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=typer.Option(default, *flags, help=text),
        annotation=kind,
    )


_COMMON = [
    _common(
        "home",
        None,
        Path | None,
        "--home",
        text="Where state is kept (CLAIMWATCH_HOME, else ./var).",
    ),
    _common(
        "topic",
        "",
        str,
        "--topic",
        text="A topic's id or file (default: the bundled one).",
    ),
    _common("as_json", False, bool, "--json", text="JSON Lines on standard output."),
    _common("verbose", False, bool, "-v", "--verbose", text="Say more."),
    _common("quiet", False, bool, "-q", "--quiet", text="Say only what is wrong."),
]
