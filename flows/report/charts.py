"""
The page's charts: drawn by Altair, put on the page as SVG without any script.

Colours are names of the page's own colours, so that the charts follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

import altair as alt
import vl_convert

# In pixels: charts of values stand two in a row, that of periods alone.
HALF, WIDTH = 500, 960
_INK, _SOFT, _LINE = "#010203", "#040506", "#070809"
_STATUS = {
    "seed": "#0a0b0c",
    "confirmed": "#0d0e0f",
    "observed": "#111213",
    "disputed": "#141516",
    "superseded": "#171819",
}
_NAMES = {
    _INK: "var(--ink)",
    _SOFT: "var(--soft)",
    _LINE: "var(--line)",
    **{colour: f"var(--{status})" for status, colour in _STATUS.items()},
}
_LONGEST = 58
# 3e11 is 300B in a newspaper, where physics says 300G.
_THOUSANDS = (
    "abs(datum.value) < 1000 ? format(datum.value, '~g') "
    ": replace(format(datum.value, '~s'), 'G', 'B')"
)


def quantity_charts(rows: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return (title, SVG) for each matter: its values over time, coloured by status."""
    keyed = groupby(rows, key=lambda row: (row["matter"], row["unit"], row["per"]))
    return [
        (_title(*key), _draw(_values([_point(row) for row in group])))
        for key, group in keyed
    ]


def validity_chart(rows: Sequence[dict[str, Any]], today: date) -> str:
    """Return the SVG of when claims hold; empty without claims."""
    if not rows:
        return ""
    known = [day for row in rows for day in (row["valid_from"], row["valid_to"]) if day]
    first, last = min([*known, today]), max([*known, today])
    values = [
        {
            "text": f"{number}. {_short(row['text'])}",
            "from": (row["valid_from"] or first).isoformat(),
            "to": (row["valid_to"] or last).isoformat(),
            "status": row["status"],
        }
        for number, row in enumerate(rows, start=1)
    ]
    data = alt.InlineData(values=values)
    bars = (
        alt.Chart(data)
        .mark_bar(height=9, cornerRadius=4)
        .encode(
            x=alt.X("from:T", title=None),
            x2="to:T",
            y=alt.Y(
                "text:N",
                title=None,
                sort=[value["text"] for value in values],
                axis=alt.Axis(labelLimit=380, ticks=False, domain=False),
            ),
            color=_colours([value["status"] for value in values]),
        )
    )
    now = (
        alt.Chart(alt.InlineData(values=[{"at": today.isoformat()}]))
        .mark_rule(color=_INK, strokeDash=[3, 3])
        .encode(x="at:T")
    )
    return _draw((bars + now).properties(width=WIDTH - 400, height=alt.Step(21)))


def _point(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "since": row["since"].isoformat(),
        "amount": row["amount"],
        "value": row["value"],
        "status": row["status"],
    }


def _values(points: list[dict[str, Any]]) -> Any:
    base = alt.Chart(alt.InlineData(values=points)).encode(
        x=alt.X(
            "since:T",
            title=None,
            scale=alt.Scale(padding=55),
            axis=alt.Axis(format="%b %Y", tickCount="month", labelOverlap="greedy"),
        ),
        y=alt.Y(
            "amount:Q",
            title=None,
            axis=alt.Axis(labelExpr=_THOUSANDS, tickCount=4, minExtent=36),
            scale=alt.Scale(zero=False, padding=18),
        ),
    )
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(
        color=_colours([point["status"] for point in points])
    )
    names = base.mark_text(align="left", dx=9, limit=150).encode(text="value:N")
    return (dots + names).properties(width=HALF - 60, height=150)


def _colours(present: Sequence[str]) -> alt.Color:
    shown = [status for status in _STATUS if status in present]
    return alt.Color(
        "status:N",
        scale=alt.Scale(domain=shown, range=[_STATUS[status] for status in shown]),
        legend=alt.Legend(title=None, orient="top"),
    )


def _draw(chart: Any) -> str:
    configured = (
        chart.configure(background="transparent", font="sans-serif")
        .configure_axis(
            labelColor=_SOFT, gridColor=_LINE, domainColor=_LINE, tickColor=_LINE,
            labelFontSize=12,
        )
        .configure_legend(labelColor=_SOFT, labelFontSize=12)
        .configure_text(color=_INK, fontSize=12)
        .configure_view(stroke=None)
    )  # fmt: skip
    svg = str(vl_convert.vegalite_to_svg(configured.to_dict()))
    for colour, name in _NAMES.items():
        svg = svg.replace(colour, name)
    return svg


def _title(matter: str, unit: str, per: str) -> str:
    return f"{matter} ({unit}{f' per {per}' if per else ''})"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
