"""``claimwatch extract``: what one page or text says."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from extractors.model import Article, Claim, Entry, Source
from flows.cli import compare
from flows.cli.command import command
from flows.cli.desk import Desk, UsageError, moment

if TYPE_CHECKING:
    from flows.settings.load import Settings

CONTRACT = (
    *("type", "claim_id", "article_id", "article_version", "sentence", "quote"),
    *("claim_start", "claim_end", "subject", "relation", "object", "quantities"),
    *("valid_from", "valid_to", "polarity", "modality", "attribution", "place"),
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    command(app)(extract)
    compare.add_to(app)


def extract(
    desk: Desk,
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE|-", help="A page, a file or input.")
    ],
    published: Annotated[
        str, typer.Option(help="When it appeared, if it does not say so itself.")
    ] = "",
) -> None:
    """
    Show the claims of a page or a text. With --json: one article, then its claims.

    claimwatch extract deploy/topics/microsoft-openai/seeds/000_72d1a989b546b601.txt
    """
    from extractors.claims import extract_claims  # noqa: PLC0415
    from flows.fanout import pipeline  # noqa: PLC0415

    settings = desk.settings()
    article = _article(settings, source, published)
    claims = next(extract_claims([article], nlp=pipeline(), topic=settings.topic))
    if desk.as_json:
        desk.emit(_article_row(article))
        for claim in claims:
            desk.emit(claim_row(claim))
        return
    desk.say(f"{article.title or source}: {len(claims)} claims")
    desk.show([_short(claim) for claim in claims], empty="no claim was found")


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as JSON, by the names of the view ``claims``."""
    row: dict[str, Any] = msgspec.to_builtins(claim)
    period = row.pop("period")
    row |= {
        "type": "claim",
        "claim_start": row.pop("start"),
        "claim_end": row.pop("end"),
        "valid_from": period["valid_from"],
        "valid_to": period["valid_to"],
    }
    first: dict[str, Any] = {name: row.pop(name) for name in CONTRACT}
    return first | row


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "type": "article",
        **msgspec.to_builtins(article),
        "text_sha256": article.text_sha256,
    }


def _short(claim: Claim) -> dict[str, Any]:
    return {
        "subject": claim.subject,
        "relation": ("not " if claim.polarity == "negated" else "") + claim.relation,
        "object": claim.object,
        "quantities": ", ".join(q.text for q in claim.quantities),
        "when": claim.period.text,
        "modality": claim.modality.value,
        "quote": claim.quote,
    }


def _article(settings: Settings, source: str, published: str) -> Article:
    now = datetime.now(UTC)
    at = moment(published, now) if published else None
    if source.startswith(("http://", "https://")):
        from flows.gather import read_url  # noqa: PLC0415

        return read_url(settings, source, published_at=at, now=now)
    if Path(source).suffix.lower() in {".pdf", ".eml"}:
        return _file(Path(source), at, now)
    from extractors.article.document import read_document  # noqa: PLC0415

    return read_document(
        _text(source),
        source_id="by-hand",
        published_at=at,
        publisher="",
        fetched_at=now,
    )


def _file(path: Path, at: datetime | None, now: datetime) -> Article:
    from flows.intake.sandbox import Sandbox  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    with closing(Sandbox()) as sandbox:
        return sandbox.read_file(
            data,
            suffix=path.suffix.lower(),
            entry=Entry(source_id="by-hand", url="", guid=path.name, published_at=at),
            source=Source(id="by-hand", kind="document"),
            fetched_at=now,
        )


def _text(source: str) -> str:
    try:
        if source == "-":
            return sys.stdin.read()
        return Path(source).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{source} cannot be read: {error}") from error
