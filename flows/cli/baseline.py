"""``claimwatch baseline``: what is held to be known, and by whom it was changed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractors.model import Article, Status
from flows.cli.command import command
from flows.cli.desk import Desk, UsageError, moment

if TYPE_CHECKING:
    import duckdb

    from flows.seeds import Built
    from flows.settings.load import Settings
    from storage.database import Database

CSV_COLUMNS = ("text", "published", "publisher", "url")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(
        name="baseline",
        help="What is held to be known: build it from the seeds, look at it, mend it.",
        no_args_is_help=True,
    )
    for function in (build, show, add, confirm, reject):
        command(group, "list" if function is show else function.__name__)(function)
    command(group, "import")(import_file)
    app.add_typer(group)


def build(desk: Desk) -> None:
    """
    Extract the claims of the seed documents, again after a document was added.

    Shows what was added and where the documents contradict one another.

    claimwatch baseline build
    """
    from flows.seeds import read_documents  # noqa: PLC0415

    settings = desk.settings()
    articles = list(read_documents(settings.documents, datetime.now(UTC)))
    built = _hold(desk, settings, articles, Status.SEED)
    _report(desk, built)


def show(
    desk: Desk,
    text: Annotated[str, typer.Argument(help="Only claims with this text.")] = "",
    status: Annotated[str, typer.Option(help="Only claims held so.")] = "",
) -> None:
    """
    Show what is held now.

    claimwatch baseline list valuation
    """
    states = [each.value for each in Status]
    if status and status not in states:
        raise UsageError(f"no status '{status}'; known: {', '.join(states)}")
    con = desk.snapshot()
    rows = con.execute(
        "select claim_id, status, text, matter, valid_from, valid_to, document "
        "from baseline where retired_at is null and (? = '' or status = ?) "
        "and contains(lower(text), lower(?)) order by recorded_at, claim_id",
        [status, status, text],
    )
    names = [column[0] for column in rows.description or []]
    found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    desk.show(found, empty="no such claim is held")


def add(
    desk: Desk,
    text: Annotated[str, typer.Argument(help="One or more sentences.")],
    published: Annotated[str, typer.Option(help="The day it holds for.")] = "",
    publisher: Annotated[str, typer.Option(help="Who says it.")] = "",
    url: Annotated[str, typer.Option(help="Where it stands.")] = "",
) -> None:
    """
    Hold a statement as confirmed.

    claimwatch baseline add "OpenAI is valued at $157 billion." --published 2025-03-10
    """
    now = datetime.now(UTC)
    article = _document(text, published or now.date().isoformat(), publisher, url, now)
    built = _hold(desk, desk.settings(), [article], Status.CONFIRMED)
    if not built.added.claims and not built.added.known:
        raise UsageError("no claim was found in it; write a whole sentence")
    _report(desk, built)


def import_file(
    desk: Desk,
    file: Annotated[Path, typer.Argument(help="CSV with a column text.")],
) -> None:
    """
    Hold the statements of a CSV file; columns text, published, publisher, url.

    claimwatch baseline import facts.csv
    """
    now = datetime.now(UTC)
    articles = [
        _document(
            row["text"],
            row.get("published") or now.date().isoformat(),
            row.get("publisher") or "",
            row.get("url") or "",
            now,
        )
        for row in _rows(file)
    ]
    _report(desk, _hold(desk, desk.settings(), articles, Status.CONFIRMED))


def confirm(
    desk: Desk, claim: Annotated[str, typer.Argument(help="Its id, or a start of it.")]
) -> None:
    """
    Hold a claim as confirmed; what it disputed is then superseded.

    claimwatch baseline confirm 3f2a91
    """
    from storage.baseline import confirm as confirmed  # noqa: PLC0415

    now = datetime.now(UTC)
    with _writing(desk) as con:
        claim_id = _full_id(con, claim)
        disputes = _disputed_by(con, claim_id)
        confirmed(con, claim_id, at=now)
        _close(con, claim_id, disputes, now)
    desk.say(f"{claim_id} is confirmed")


def reject(
    desk: Desk, claim: Annotated[str, typer.Argument(help="Its id, or a start of it.")]
) -> None:
    """
    Stop holding a claim; its history stays.

    claimwatch baseline reject 3f2a91
    """
    from storage.baseline import reject as rejected  # noqa: PLC0415

    with _writing(desk) as con:
        claim_id = _full_id(con, claim)
        rejected(con, claim_id, at=datetime.now(UTC))
    desk.say(f"{claim_id} is rejected")


def _hold(
    desk: Desk, settings: Settings, articles: list[Article], status: Status
) -> Built:
    from flows.fanout import pipeline  # noqa: PLC0415
    from flows.seeds import build as hold  # noqa: PLC0415
    from storage.lock import run_lock  # noqa: PLC0415

    with run_lock(settings.lock):
        database = desk.database()
        built = hold(
            database,
            articles,
            topic=settings.topic,
            nlp=pipeline(),
            now=datetime.now(UTC),
            status=status,
        )
        database.publish_snapshot()
    return built


@contextmanager
def _writing(desk: Desk) -> Iterator[duckdb.DuckDBPyConnection]:
    from storage.lock import run_lock  # noqa: PLC0415

    with run_lock(desk.settings().lock):
        database: Database = desk.database()
        with database.transaction() as con:
            yield con
        database.publish_snapshot()


def _report(desk: Desk, built: Built) -> None:
    added = built.added
    conflicts = [
        {
            "said": conflict.claim.quote,
            "against": held.claim.quote if held else "",
            "reason": conflict.verdict.reason,
        }
        for conflict in built.conflicts
        for held in [conflict.verdict.counterpart]
    ]
    if desk.as_json:
        desk.emit(
            {
                "type": "baseline",
                "documents": added.documents,
                "new_documents": added.new_documents,
                "claims": added.claims,
                "known": added.known,
                "conflicts": conflicts,
            }
        )
        return
    desk.say(
        f"{added.documents} documents, {added.new_documents} of them new: "
        f"{added.claims} claims added, {added.known} held before"
    )
    if conflicts:
        desk.warn("the documents contradict one another; confirm or reject one side:")
        desk.show(conflicts, empty="")


def _document(
    text: str, published: str, publisher: str, url: str, now: datetime
) -> Article:
    from extractors.article.document import read_document  # noqa: PLC0415

    return read_document(
        text,
        source_id="by-hand",
        published_at=moment(published, now),
        publisher=publisher,
        url=url,
        fetched_at=now,
    )


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = list(reader.fieldnames or [])
            rows = [row for row in reader if (row.get("text") or "").strip()]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    unknown = sorted(set(columns) - set(CSV_COLUMNS))
    if "text" not in columns or unknown:
        raise UsageError(
            f"{file}: its first line must name columns out of "
            f"{', '.join(CSV_COLUMNS)}, text among them"
            + (f" (unknown: {', '.join(unknown)})" if unknown else "")
        )
    return rows


def _full_id(con: duckdb.DuckDBPyConnection, start: str) -> str:
    rows = con.execute(
        "select distinct claim_id from baseline "
        "where starts_with(claim_id, ?) and retired_at is null order by all limit 2",
        [start],
    ).fetchall()
    if len(rows) != 1:
        many = "several claims" if rows else "no claim"
        raise UsageError(f"{many} held with an id that starts with '{start}'")
    return str(rows[0][0])


def _disputed_by(con: duckdb.DuckDBPyConnection, claim_id: str) -> list[Any]:
    return con.execute(
        "select d.baseline_claim_id, b.valid_from, b.document_date "
        "from disputes d join baseline b on b.claim_id = d.disputed_claim_id "
        "where d.disputed_claim_id = ? and d.closed_at is null "
        "and b.retired_at is null and d.baseline_claim_id is not null",
        [claim_id],
    ).fetchall()


def _close(
    con: duckdb.DuckDBPyConnection, claim_id: str, disputes: list[Any], at: datetime
) -> None:
    from storage.baseline import supersede  # noqa: PLC0415

    for old_id, valid_from, day in disputes:
        supersede(con, old_id, by_claim_id=claim_id, valid_to=valid_from or day, at=at)
