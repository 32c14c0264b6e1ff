"""
The command ``claimwatch``.

One module per group of commands; each imports what it works with when it is called,
so that ``--help`` and ``query`` start at once. Exit codes are in ``flows.cli.command``.
"""

from __future__ import annotations

import atexit
import os
import sys
import traceback

import typer

from flows.cli import (
    alerts,
    baseline,
    demo,
    digest,
    doctor,
    explain,
    extract,
    feedback,
    init,
    keep,
    listen,
    query,
    replay,
    report,
    run,
    sources,
    up,
)
from flows.cli.command import BUG

app = typer.Typer(
    name="claimwatch",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # rich help takes twice as long to come up
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version  # noqa: PLC0415

        typer.echo(f"claimwatch {version('claimwatch')}")
        raise typer.Exit


@app.callback()
def _claimwatch(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """
    Watches the news on a topic and tells Slack once about each claim that is new or
    contradicts what is known.

    Start with: claimwatch demo
    """


for module in (
    *(run, demo, digest, baseline, extract, alerts, explain, feedback, listen),
    *(up, replay, query, sources, keep, report, doctor, init),
):
    module.add_to(app)


def main() -> None:
    """Run the command line; a bug ends with its traceback and code 70."""
    code = _run()
    _exit_code.append(code)
    sys.exit(code)


_exit_code: list[int] = []


def _leave() -> None:
    """
    End at once where Prefect's threads would keep modules alive.

    Taking the interpreter down around them makes DuckDB's binding print a page of
    warnings about what it thinks is leaked.
    """
    if "prefect" in sys.modules and _exit_code:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_code[0])


def _run() -> int:
    atexit.register(_leave)  # registered first, it runs last: after Prefect's own
    try:
        app(standalone_mode=True)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(bool(done.code))
    except BrokenPipeError:
        # Whoever read our output has enough of it, as in `claimwatch query ... | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001  # the outermost door
        traceback.print_exc()
        print(  # noqa: T201
            "claimwatch: this is a bug; nothing that was recorded is lost",
            file=sys.stderr,
        )
        return BUG
    return 0
