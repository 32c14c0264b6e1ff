"""Charts as PNG, drawn here: no page is opened and nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# The colours of the marks in the messages; told apart in greyscale as well.
_COLOURS = {"contradicts": "#c0392b", "updates": "#e2a400", "new": "#2f6fb0"}


def alerts_by_day(rows: Sequence[dict[str, Any]], *, title: str) -> bytes:
    """
    Stacked bars, one for each day.

    Args:
        rows: ``day`` (ISO date), ``verdict`` and ``alerts``, also where that is 0.
        title: our own words.

    """
    import altair as alt  # noqa: PLC0415
    import vl_convert  # noqa: PLC0415

    verdict = alt.Color(
        "verdict:N",
        title=None,
        sort=list(_COLOURS),
        scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
        legend=alt.Legend(orient="top"),
    )
    chart = (
        alt.Chart(alt.InlineData(values=list(rows)), title=title)
        .mark_bar()
        .encode(
            x=alt.X("day:O", title=None, axis=alt.Axis(labelAngle=-40)),
            y=alt.Y("alerts:Q", title="alerts", axis=alt.Axis(tickMinStep=1)),
            color=verdict,
        )
        .properties(width=560, height=240, background="white")
    )
    png: bytes = vl_convert.vegalite_to_png(chart.to_json(), scale=1.5)
    return png
