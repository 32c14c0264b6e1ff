# ruff: noqa: ANN001, ANN002, ANN202, PLR1711, PLC0415 (cells as marimo writes them)
r"""
A notebook on the snapshot: SQL cells and charts, read-only, beside a running system.

    uv run --with marimo --with altair --with duckdb --with pytz \
        marimo edit deploy/explore.py

``CLAIMWATCH_SNAPSHOT`` names the file; without it, the demo's is read.
"""

import marimo

app = marimo.App(width="medium", app_title="claimwatch")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    demo = Path(__file__).parents[1] / "var/demo/microsoft-openai.snapshot.duckdb"
    snapshot = Path(os.environ.get("CLAIMWATCH_SNAPSHOT") or demo)
    # Held open, this blocks nobody; run the cell again to see the latest run.
    con = duckdb.connect(str(snapshot), read_only=True)

    def rows(sql, *values):
        """The answer as a list of dicts, which charts and tables take as it is."""
        answer = con.execute(sql, values)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    mo.md(f"# What is claimed\n\n`{snapshot}`")
    return alt, mo, rows


@app.cell
def _(mo, rows):
    mo.ui.table(
        rows(
            "select verdict, severity, claim_text, baseline_text, slot, article_title "
            "from alerts order by array_position(['contradicts', 'updates', 'new'], "
            "verdict), created_at desc, alert_id"
        ),
        label="Findings",
    )
    return


@app.cell
def _(mo):
    matter = mo.ui.text(value="", label="Matter, or a part of its name")
    known_at = mo.ui.text(value="", label="As known on (empty: now)")
    mo.hstack([matter, known_at])
    return known_at, matter


@app.cell
def _(known_at, matter, rows):
    points = [
        {**row, "since": str(row["since"])}
        for row in rows(
            "select matter, coalesce(valid_from, document_date) as since, "
            "q.text as value, q.low as amount, status from (select *, "
            "unnest(quantities) as q from baseline where recorded_at <= "
            "coalesce(nullif($2, '')::timestamptz, now()) and (retired_at is null or "
            "retired_at > coalesce(nullif($2, '')::timestamptz, now()))) "
            "where matter ilike '%' || $1 || '%' and isfinite(q.low) "
            "order by matter, since",
            matter.value,
            known_at.value,
        )
        if row["since"]
    ]
    return (points,)


@app.cell
def _(alt, points):
    alt.Chart(alt.InlineData(values=points)).mark_point(filled=True, size=80).encode(
        x=alt.X("since:T", title=None),
        y=alt.Y("amount:Q", scale=alt.Scale(type="symlog"), title=None),
        color="status:N",
        tooltip=["matter:N", "value:N", "status:N", "since:T"],
    ).properties(width="container", height=320)
    return


@app.cell
def _(alt, rows):
    outcomes = rows("select outcome, count(*) as claims from decisions group by all")
    alt.Chart(alt.InlineData(values=outcomes)).mark_bar().encode(
        x="claims:Q", y=alt.Y("outcome:N", sort="-x", title=None)
    ).properties(width="container")
    return


@app.cell
def _(mo, rows):
    mo.ui.table(
        rows(
            "select matter, disputed_claim_id, opened_at, closed_at from disputes "
            "order by closed_at is not null, opened_at, matter"
        ),
        label="Disputes, the open ones first",
    )
    return


if __name__ == "__main__":
    app.run()
