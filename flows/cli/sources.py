"""``claimwatch sources``: what is read, and how it has been."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

import typer

from extractors.model import Source, StorageError, Trust
from flows.cli.command import command
from flows.cli.desk import Desk, UsageError

if TYPE_CHECKING:
    from flows.settings.load import Settings


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(
        name="sources",
        help="What is read: list it with its health, add to it, exchange it.",
        no_args_is_help=True,
    )
    command(group, "list")(show)
    command(group)(add)
    command(group, "import")(import_file)
    command(group)(export)
    app.add_typer(group)


def show(desk: Desk) -> None:
    """
    Show the topic's sources and how the last visits went.

    "silent_hours" is set for a source that answers but brings nothing new for longer
    than its own habit explains.

    claimwatch sources list
    """
    settings = desk.settings()
    states = _states(desk)
    rows = [
        {
            "source_id": source.id,
            "kind": source.kind,
            "trust": source.trust.value,
            "enabled": source.enabled,
            "url": _shown_url(source),
            **states.get(source.id, dict.fromkeys(_HEALTH)),
        }
        for source in settings.sources
    ]
    desk.show(rows, empty=f"{settings.path} names no source")


def add(
    desk: Desk,
    url: Annotated[str, typer.Argument(help="A feed, or a site that has one.")],
    source_id: Annotated[str, typer.Option("--id", help="Its id.")] = "",
    trust: Annotated[Trust, typer.Option(help="How close it is.")] = Trust.PRESS,
) -> None:
    """
    Find the feed of a site and add it to the topic file.

    claimwatch sources add https://example.org
    """
    from flows.intake.discover import discover_feeds  # noqa: PLC0415
    from flows.visits import make_guest  # noqa: PLC0415

    settings = desk.settings()
    found = discover_feeds(url, make_guest(settings.fetch))
    name = source_id or _id_of(found[0], {s.id for s in settings.sources})
    _append(desk, settings, [Source(id=name, kind="feed", url=found[0], trust=trust)])
    for other in found[1:]:
        desk.say(f"it has another feed: {other}")


def import_file(
    desk: Desk, file: Annotated[Path, typer.Argument(help="An OPML file.")]
) -> None:
    """
    Add the feeds of an OPML file to the topic file.

    claimwatch sources import subscriptions.opml
    """
    from flows.intake.opml import read_opml  # noqa: PLC0415

    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    settings = desk.settings()
    taken = {source.id for source in settings.sources}
    sources = [
        Source(id=_free(each.id, taken), kind=each.kind, url=each.url)
        for each in read_opml(data)
    ]
    _append(desk, settings, sources)


def export(desk: Desk) -> None:
    """
    Write the feeds as OPML; secret addresses are left out.

    claimwatch sources export
    """
    from flows.intake.opml import write_opml  # noqa: PLC0415

    settings = desk.settings()
    open_ones = [s for s in settings.sources if "url_env" not in s.options]
    if desk.as_json:
        for source in open_ones:
            desk.emit({"id": source.id, "kind": source.kind, "url": source.url})
        return
    title = settings.topic.name or settings.topic.id
    sys.stdout.write(write_opml(open_ones, title).decode())


_HEALTH = (
    *("last_ok_at", "failures", "last_error", "next_fetch_at", "entries_24h"),
    *("last_new_at", "silent_hours"),
)


def _states(desk: Desk) -> dict[str, dict[str, Any]]:
    try:
        con = desk.snapshot()
    except StorageError:
        return {}  # nothing was read yet
    try:
        rows = con.execute(
            f"select source_id, {', '.join(_HEALTH)} from sources "  # noqa: S608
            "left join silent_sources using (source_id) left join (select source_id, "
            "max(hour) as last_new_at from coverage where new_articles > 0 "
            "group by source_id) using (source_id)"
        ).fetchall()
    finally:
        con.close()
    return {row[0]: dict(zip(_HEALTH, row[1:], strict=True)) for row in rows}


def _shown_url(source: Source) -> str:
    named = source.options.get("url_env")
    return f"${named}" if named else source.url


def _append(desk: Desk, settings: Settings, sources: Sequence[Source]) -> None:
    """Write ``[[source]]`` tables at the end of the topic file, checked before."""
    from flows.settings.load import check  # noqa: PLC0415

    known = {source.url for source in settings.sources}
    new = [source for source in sources if source.url not in known]
    for source in sources:
        if source.url in known:
            desk.say(f"already there: {source.url}")
    text = settings.path.read_text(encoding="utf-8").rstrip("\n") + "\n"
    text += "".join(_toml(source) for source in new)
    check(text, settings.path)
    whole = settings.path.with_suffix(".toml.new")
    whole.write_text(text, encoding="utf-8")
    whole.replace(settings.path)
    for source in new:
        desk.say(f"added {source.id} ({source.url}) to {settings.path}")


def _toml(source: Source) -> str:
    url = source.url.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'\n[[source]]\nid = "{source.id}"\nkind = "{source.kind}"\n'
        f'url = "{url}"\ntrust = "{source.trust.value}"\n'
    )


def _id_of(url: str, taken: set[str]) -> str:
    host = (urlsplit(url).hostname or "feed").removeprefix("www.")
    return _free(re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-"), taken)


def _free(name: str, taken: set[str]) -> str:
    wanted, number = name, 1
    while wanted in taken:
        number += 1
        wanted = f"{name}-{number}"
    taken.add(wanted)
    return wanted
