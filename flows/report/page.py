"""Rows and charts -> one HTML file: autoescaped, its one script named by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from extractors.article.text import safe_url
from flows.report import rows
from flows.report.charts import quantity_charts, validity_chart
from flows.report.marks import marked

_FOLDER = Path(__file__).parent / "templates"


def render(con: duckdb.DuckDBPyConnection, *, title: str, now: datetime) -> str:
    """
    Return the whole page.

    Args:
        con: an open snapshot.
        title: what the topic is called.
        now: when the page is made (aware UTC).

    """
    script = (_FOLDER / "page.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    found = {name: rows.findings(con, name) for name in _VERDICTS}
    quantities, valid = rows.quantities(con), rows.validity(con)
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=title,
            now=now,
            totals=rows.totals(con),
            counts={name: len(each) for name, each in found.items()},
            contradicts=_cards(found["contradicts"]),
            updates=_cards(found["updates"]),
            new=_by_subject(found["new"]),
            disputes=rows.disputes(con),
            quantities=quantities,
            quantity_charts=[
                (name, Markup(svg))  # noqa: S704 - drawn by us, its texts escaped
                for name, svg in quantity_charts(quantities)
            ],
            valid=valid,
            validity_chart=Markup(validity_chart(valid, now.date())),  # noqa: S704
            overdue=rows.overdue(con),
            sources=rows.sources(con),
            most=rows.MOST,
            style=Markup((_FOLDER / "page.css").read_text("utf-8")),  # noqa: S704
            script=Markup(script),  # noqa: S704 - a file of ours
            digest=digest,
        )
    )


_VERDICTS = ("contradicts", "updates", "new")


def _cards(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_with_marks(row) for row in found[: rows.MOST]]


def _with_marks(row: dict[str, Any]) -> dict[str, Any]:
    held, said = row["baseline_text"] or "", row["claim_text"]
    old, new = row["old_value"] or "", row["new_value"] or ""
    return row | {
        "old": marked(held, said, old, new),
        "said": marked(said, held, new, old),
    }


def _by_subject(
    found: Sequence[dict[str, Any]],
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group new claims by subject; the subjects with most claims come first."""

    def subject(row: dict[str, Any]) -> str:
        return str(row["subject"]) or "Others"

    ordered = sorted(found[: rows.MOST], key=subject)
    groups = [(name, list(group)) for name, group in groupby(ordered, key=subject)]
    single = [row for _, group in groups if len(group) == 1 for row in group]
    several = [each for each in groups if len(each[1]) > 1]
    several.sort(key=lambda each: (-len(each[1]), each[0]))
    return several + ([("Single claims", single)] if single else [])


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = _day
    made.filters["moment"] = _moment
    made.filters["link"] = lambda url: safe_url(url or "") or ""
    return made


def _day(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if value else ""


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if value else "never"
