"""
The database kept safe and in shape: ``backup``, ``restore``, ``export``, ``erase``.

What changes the database takes the run lock, so that no run is in the middle of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.command import command
from flows.cli.desk import Desk, UsageError


class Form(StrEnum):
    """What an export is written as."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for function in (backup, restore, export, erase):
        command(app)(function)


def backup(
    desk: Desk,
    keep: Annotated[int, typer.Option(min=1, help="How many backups stay.")] = 7,
    compact: Annotated[
        bool, typer.Option("--compact", help="Write the database anew first: smaller.")
    ] = False,
) -> None:
    """
    Copy the database, read every row of the copy back, drop the oldest backups.

    claimwatch backup --keep 14
    """
    from storage.backup import backup as made  # noqa: PLC0415
    from storage.compact import compact as shrink  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415

    with run_lock(desk.settings().lock):
        database = desk.database()
        saved = shrink(database) if compact else 0
        file = made(database, at=datetime.now(UTC), keep=keep)
        if compact:
            database.publish_snapshot()
            desk.say(f"{saved} bytes smaller")
    if desk.as_json:
        size = file.stat().st_size
        desk.emit({"type": "backup", "file": str(file), "bytes": size})
    else:
        desk.say(f"{file}, every row read back")


def restore(
    desk: Desk,
    file: Annotated[
        Path | None,
        typer.Argument(help="A backup or snapshot; else the newest that is whole."),
    ] = None,
) -> None:
    """
    Put a backup in the database's place; what stood there is moved aside.

    claimwatch restore
    """
    from storage.backup import restore as put_back  # noqa: PLC0415
    from storage.database import Database  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415

    settings = desk.settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    with run_lock(settings.lock):
        database = Database(settings.database)
        chosen = put_back(database, file, at=datetime.now(UTC))
        database.migrate(topic=settings.topic.id)
        database.publish_snapshot()
    if desk.as_json:
        desk.emit({"type": "restored", "from": str(chosen)})
    else:
        desk.say(f"restored from {chosen}; the file that stood there is moved aside")


def export(
    desk: Desk,
    form: Annotated[Form, typer.Option("--format", help="Form of the files.")] = (
        Form.JSONL
    ),
    out: Annotated[
        Path | None, typer.Option(help="The folder (default: HOME/export).")
    ] = None,
) -> None:
    """
    Write every view to a file of its own, and schema.json that says what it holds.

    claimwatch export --format parquet --out march
    """
    from storage.export import export as write  # noqa: PLC0415

    snapshot = desk.snapshot_path()
    folder = out or snapshot.parent / "export"
    counts = write(snapshot, folder, form=form.value)
    rows = [{"view": name, "rows": count} for name, count in counts.items()]
    desk.show(rows, empty="nothing to export")
    desk.say(f"written to {folder}")


def erase(
    desk: Desk,
    article: Annotated[str, typer.Argument(help="Its address or id.")],
) -> None:
    """
    Forget an article and its copies, with every claim and alert that rests on them.

    claimwatch erase https://example.org/news/deal
    """
    from extractors.verdicts import candidate_keys  # noqa: PLC0415
    from flows.versions import keys_version  # noqa: PLC0415
    from storage import erase as forget  # noqa: PLC0415
    from storage.compact import compact  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415

    with run_lock(desk.settings().lock):
        database = desk.database()
        with database.transaction() as con:
            found = forget.find_articles(con, article)
            if not found:
                raise UsageError(f"no article '{article}'; give its address or id")
            gone = forget.erase(
                con,
                found,
                keys=candidate_keys,
                keys_version=keys_version(),
                at=datetime.now(UTC),
            )
        compact(database)
        database.publish_snapshot()
    if desk.as_json:
        desk.emit(
            {
                "type": "erased",
                "articles": gone.articles,
                "claims": gone.claims,
                "baseline_claims": gone.baseline_claims,
                "alerts": gone.alerts,
                "posted": [list(each) for each in gone.posted],
            }
        )
        return
    desk.say(
        f"erased: {gone.articles} articles, {gone.claims} claims, "
        f"{gone.baseline_claims} held claims, {gone.alerts} alerts; backups keep them "
        "until they are rotated out"
    )
    for channel, ts in gone.posted:
        desk.warn(f"still posted, delete it there: {channel} {ts}")
