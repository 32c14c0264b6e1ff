"""What ``/claimwatch`` answers, as plain text; every function only reads."""

from __future__ import annotations

import duckdb

from flows.alerting.wording import one_line
from flows.answering import full_id
from flows.asking import held_about

_MOST = 10
_LINE = 220


def status(con: duckdb.DuckDBPyConnection, topic: str) -> str:
    """The last run, the sources, what waits."""
    last = con.execute(
        "select started_at, status, articles, alerts from runs "
        "order by started_at desc limit 1"
    ).fetchone()
    lines = [f"{topic}: no run yet"]
    if last:
        at, state, articles, alerts = last
        counts = f"{articles or 0} new articles, {alerts or 0} alerts"
        lines = [f"{topic}: last run {at:%Y-%m-%d %H:%M} UTC, {state}, {counts}"]
    [(sources,)] = con.execute("select count(*) from sources").fetchall()
    sick = con.execute(
        "select source_id, last_error from sources where failures > 0 order by 1"
    ).fetchall()
    lines.append(f"{sources} sources, {len(sick)} of them not well")
    lines += [f"  {source_id}: {error}"[:_LINE] for source_id, error in sick[:_MOST]]
    states = con.execute(
        "select state, count(*) from alerts where state <> 'sent' group by 1 order by 1"
    ).fetchall()
    lines += [f"{number} alerts {state}" for state, number in states]
    [(disputes,)] = con.execute(
        "select count(*) from disputes where closed_at is null"
    ).fetchall()
    return "\n".join([*lines, f"{disputes} open disputes"])


def why(con: duckdb.DuckDBPyConnection, start: str) -> str:
    """Why an alert was raised; raises AnswerError when there is no such alert."""
    alert_id = full_id(con, start)
    row = con.execute(
        "select a.verdict, a.claim_text, a.article_url, a.baseline_text, "
        "a.baseline_document, d.reason, d.confidence, d.would_change, a.origins, "
        "a.copies from alerts a join store.decisions d using (claim_id) "
        "where a.alert_id = ?",
        [alert_id],
    ).fetchone()
    if row is None:
        return f"{alert_id}: its decision is no longer kept"
    verdict, said, url, held, document, rule, sure, change, origins, copies = row
    lines = [
        f"{alert_id}: {verdict}, rule {rule}, confidence {sure:.2f}",
        f"they say: “{one_line(said)}” {url}",
        f"we hold: “{one_line(held)}” ({document})" if held else "",
        f"told by {copies} articles of {origins} origins",
        f"would change it: {change}" if change else "",
    ]
    return "\n".join(line for line in lines if line)


def about(con: duckdb.DuckDBPyConnection, subject: str) -> str:
    """What is held about a subject, open disputes first."""
    rows = held_about(con, subject, most=_MOST + 1)
    if not rows:
        return f"nothing is held about {subject}"
    lines = []
    for row in rows[:_MOST]:
        mark = "disputed, " if row["disputed"] else ""
        day = f", {row['document_date']}" if row["document_date"] else ""
        text = one_line(row["text"])[:_LINE]
        lines.append(f"• {text} ({mark}{row['status']}; {row['document']}{day})")
    more = ["… claimwatch ask shows the rest"] if len(rows) > _MOST else []
    return "\n".join([*lines, *more])
