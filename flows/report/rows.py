"""What the page shows, read from the views of a snapshot as plain rows."""

from __future__ import annotations

from typing import Any

import duckdb

Rows = list[dict[str, Any]]

# A page of more cards is slow to search and nobody reads it to the end.
MOST = 200


def findings(con: duckdb.DuckDBPyConnection, verdict: str) -> Rows:
    """Return alerts of one verdict with both sides, the open and gravest first."""
    return _rows(
        con,
        "select a.*, b.document_date as baseline_date, b.document_url as baseline_url, "
        "b.matter, b.status as baseline_status, d.opened_at, d.closed_at, "
        "coalesce(nullif(p.publisher, ''), a.source_id) as publisher, "
        "coalesce(c.subject, '') as subject "
        "from alerts a "
        "left join (select * from baseline where retired_at is null) b "
        "on b.claim_id = a.baseline_claim_id "
        "left join claims c on c.claim_id = a.claim_id "
        "left join disputes d on d.disputed_claim_id = a.claim_id "
        "left join (select distinct on (article_id) article_id, publisher "
        "from articles order by article_id, version) p on p.article_id = a.article_id "
        "where a.verdict = ? order by d.closed_at is not null, "
        "coalesce(a.feedback = 'dismissed', false), "
        "array_position(['high', 'medium', 'low'], a.severity), "
        "a.published_at desc nulls last, a.alert_id",
        [verdict],
    )


def disputes(con: duckdb.DuckDBPyConnection) -> Rows:
    """Return what is believed and what is disputed, by whom and since when."""
    return _rows(
        con,
        "select coalesce(nullif(d.matter, ''), b.matter, '') as matter, "
        "b.text as believed, b.document as believed_by, c.text as disputed, "
        "c.document as disputed_by, c.document_url, d.opened_at, d.closed_at, "
        "c.status, c.origins from disputes d "
        "left join baseline b on b.claim_id = d.baseline_claim_id "
        "and b.retired_at is null "
        "left join baseline c on c.claim_id = d.disputed_claim_id "
        "and c.retired_at is null "
        "order by d.closed_at is not null, matter, d.opened_at, disputed",
    )


def quantities(con: duckdb.DuckDBPyConnection) -> Rows:
    """Return the values of matters that have several, oldest first within each."""
    return _rows(
        con,
        "with said as (select matter, q.text as value, coalesce(q.low, q.high) as "
        "amount, q.unit, q.per, coalesce(valid_from, document_date) as since, "
        "valid_to, status, modality, text, document, document_url "
        "from (select *, unnest(quantities) as q from baseline "
        "where retired_at is null and status <> 'rejected' and matter <> '') "
        "where isfinite(amount) and since is not null and q.unit <> ''), "
        "several as (select matter, unit, per, count(distinct amount) as n "
        "from said group by all having n > 1 and count(distinct since) > 1 "
        "order by n desc, matter, unit limit 6) "
        "select said.* from said join several using (matter, unit, per) "
        "order by n desc, matter, unit, since, amount, value",
    )


def validity(con: duckdb.DuckDBPyConnection) -> Rows:
    """Return claims that hold from or until a day, the latest beginnings first."""
    return _rows(
        con,
        "select text, valid_from, valid_to, status, modality, document from baseline "
        "where retired_at is null and status <> 'rejected' "
        "and coalesce(valid_from, valid_to) is not null and (valid_to is null "
        "or valid_from is null or valid_to - valid_from > 1) "
        "order by modality in ('planned', 'predicted') desc, "
        "valid_to desc nulls last, valid_from desc, text limit 20",
    )


def overdue(con: duckdb.DuckDBPyConnection) -> Rows:
    """Return plans and predictions whose day has passed, the oldest first."""
    sql = "select text, due, document from overdue order by due, text limit 100"
    return _rows(con, sql)


def sources(con: duckdb.DuckDBPyConnection) -> Rows:
    """Return the sources, those in trouble first, with what they gave in a week."""
    return _rows(
        con,
        "select s.source_id, s.kind, s.url, s.trust, s.last_ok_at, s.last_error, "
        "s.failures, coalesce(sum(c.fetched), 0) as fetched, "
        "coalesce(sum(c.new_articles), 0) as new_articles, p.labelled, p.precision, "
        "p.low, p.high from sources s left join coverage c "
        "on c.source_id = s.source_id and c.hour >= now() - interval 7 days "
        "left join precision_by_source p on p.source_id = s.source_id "
        "group by all order by s.failures desc, s.source_id",
    )


def totals(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the numbers of the page's head."""
    [row] = _rows(
        con,
        "select (select count(*) from baseline where retired_at is null "
        "and status not in ('rejected', 'superseded')) as held, "
        "(select count(*) from disputes where closed_at is null) as open_disputes, "
        "(select count(*) from claims) as claims, "
        "(select count(distinct article_id) from articles where status <> 'seed') "
        "as articles, (select count(distinct article_id) from articles "
        "where status = 'off_topic') as off_topic, "
        "(select max(finished_at) from runs) as last_run",
    )
    return row


def _rows(
    con: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | None = None
) -> Rows:
    answer = con.execute(sql, values or [])
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
