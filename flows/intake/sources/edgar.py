"""``edgar``: the filings of a company (``cik``) with the SEC, of given ``forms``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from extractors.article.dates import moment
from extractors.article.feed import Parsed, unique
from extractors.article.text import line
from extractors.model import Entry, ParseError, Source
from flows.intake.sources.kind import Window, option

_BASE = "https://data.sec.gov/submissions/"
_ARCHIVE = "https://www.sec.gov/Archives/edgar/data"
_FORMS = ("8-K", "10-Q", "10-K")
_COLUMNS = ("accessionNumber", "filingDate", "form", "primaryDocument", "items")


def address(source: Source, window: Window) -> str:  # noqa: ARG001  all recent filings
    """Return the address of the company's recent filings."""
    return source.url or f"{_BASE}CIK{_cik(source):010d}.json"


def parse(data: bytes, *, source: Source, base_url: str, now: datetime) -> Parsed:
    """Read the filings of the wanted forms; raises ParseError ``refused``."""
    try:
        answer = msgspec.json.decode(data)
        recent = answer["filings"]["recent"]
        name = line(str(answer.get("name") or ""))
        rows = list(zip(*(recent[column] for column in _COLUMNS), strict=True))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        raise ParseError(base_url, "refused", f"no filings: {error}"[:100]) from error
    return Parsed(entries=tuple(unique(_entries(rows, name, source, now))))


def _entries(
    rows: list[tuple[Any, ...]], name: str, source: Source, now: datetime
) -> Iterator[Entry]:
    wanted = source.options.get("forms") or _FORMS
    cik = _cik(source)
    for number, filed, form, document, items in rows:
        if form not in wanted or not document:
            continue
        about = f" (items {items})" if items else ""
        yield Entry(
            source_id=source.id,
            url=f"{_ARCHIVE}/{cik}/{str(number).replace('-', '')}/{document}",
            title=f"{name} files {form}{about}",
            guid=str(number),
            published_at=moment(str(filed), now),
            publisher=name,
        )


def _cik(source: Source) -> int:
    digits = option(source, "cik")
    if not digits.isdigit():
        raise ParseError(source.id, "missing_option", "`cik` is a number")
    return int(digits)
