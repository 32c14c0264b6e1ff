"""``claimwatch explain``: why something was told, or was not, with the evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractors.model import BaselineClaim, Claim
from flows.cli.command import command
from flows.cli.desk import Desk, UsageError, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb

SHOWN = 8  # candidates on a terminal; --json has all
_OFF_TOPIC = {
    "names_nothing": "it names nothing of the topic: no claims were looked for",
    "names_too_little": "it names less of the topic than any rule of on_topic asks "
    "for: no claims were looked for",
}
_ONLY_HELD = (
    "select distinct claim_id from baseline where starts_with(claim_id, ?) "
    "and claim_id not in (select claim_id from decisions)"
)
_DECISION = (
    "select claim_id, article_id, run_id, outcome, verdict, reason, confidence, slot, "
    "old_value, new_value, would_change, alert_id, baseline_claim_id, candidates, "
    "features, versions, decided_at from store.decisions "
)


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(explain)


def explain(
    desk: Desk,
    what: Annotated[
        str,
        typer.Argument(
            metavar="ALERT|CLAIM|URL", help="An id, a start of it, or an address."
        ),
    ],
) -> None:
    """
    Show how an alert, a claim or every claim of an article was decided.

    The slots of both sides, the rule, its confidence, what would have changed it.

    claimwatch explain https://example.org/news/deal
    """
    con = desk.snapshot()
    try:
        if what.startswith(("http://", "https://")):
            _article(desk, con, what)
        else:
            _by_id(desk, con, what)
    finally:
        con.close()


def slot_rows(claim: Claim, held: BaselineClaim | None) -> list[dict[str, Any]]:
    """Both sides, slot by slot."""
    new = _slots(claim)
    old = _slots(held.claim) if held else dict.fromkeys(new, "")
    if held:
        old["valid"] = _span(held.valid_from, held.valid_to)
    return [
        {
            "slot": name,
            "baseline": old[name],
            "article": new[name],
            "differs": "≠" if held and old[name].lower() != new[name].lower() else "",
        }
        for name in new
        if old[name] or new[name]
    ]


def _slots(claim: Claim) -> dict[str, str]:
    period = claim.period
    return {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "quantity": "; ".join(
            f"{q.text} ({q.role})" if q.role else q.text for q in claim.quantities
        ),
        "time": period.text,
        "valid": _span(period.valid_from, period.valid_to),
        "place": claim.place,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "attribution": claim.attribution,
        "exclusive": "yes" if claim.exclusive else "",
        "published": str(claim.published_on or ""),
    }


def _span(start: Any, end: Any) -> str:
    return f"{start or '…'} to {end or '…'}" if start or end else ""


def _by_id(desk: Desk, con: duckdb.DuckDBPyConnection, start: str) -> None:
    found = [
        (kind, str(row[0]))
        for kind, sql in (
            ("alert", "select alert_id from alerts where starts_with(alert_id, ?)"),
            ("claim", "select claim_id from decisions where starts_with(claim_id, ?)"),
            ("baseline", _ONLY_HELD),
        )
        for row in con.execute(f"{sql} limit 3", [start]).fetchall()
    ]
    if len(found) != 1:
        many = "several things have" if found else "nothing has"
        raise UsageError(f"{many} an id that starts with '{start}'")
    kind, known = found[0]
    if kind == "alert":
        _alert(desk, con, known)
    elif kind == "claim":
        _claim(desk, con, known)
    else:
        _held(desk, con, known)


def _alert(desk: Desk, con: duckdb.DuckDBPyConnection, alert_id: str) -> None:
    from storage.alerts import read_alert  # noqa: PLC0415

    alert = read_alert(con, alert_id)
    assert alert is not None
    if desk.as_json:
        desk.emit({"type": "alert", **_rows(con, _ALERT, [alert_id])[0]})
    else:
        from flows.alerting.terminal import render  # noqa: PLC0415

        desk.console(width=100).print(render(alert))
        _say_state(desk, con, alert_id)
    _claim(desk, con, alert.claim.claim_id)


_ALERT = "select * from alerts where alert_id = ?"


def _say_state(desk: Desk, con: duckdb.DuckDBPyConnection, alert_id: str) -> None:
    row = _rows(con, _ALERT, [alert_id])[0]
    said = con.execute(
        "select distinct a.publisher, a.url from store.alert_sources s "
        "join articles a using (article_id) where s.alert_id = ? order by all",
        [alert_id],
    ).fetchall()
    desk.say(f"{row['state']}; {row['origins']} origins, {row['copies']} articles:")
    for publisher, url in said:
        desk.say(f"  {publisher or 'unnamed'}: {url}")


def _claim(desk: Desk, con: duckdb.DuckDBPyConnection, claim_id: str) -> None:
    from storage.articles import read_claims  # noqa: PLC0415

    decision = _rows(con, _DECISION + "where claim_id = ?", [claim_id])[0]
    for name in ("features", "versions"):
        decision[name] = json.loads(decision[name] or "{}")
    claim = read_claims(con, [claim_id])[claim_id]
    looked_at = _looked_at(con, decision)
    against = decision["baseline_claim_id"]
    held = next((each for each in looked_at if each.claim_id == against), None)
    candidates = _judged(claim, looked_at if desk.as_json else looked_at[:SHOWN])
    if desk.as_json:
        desk.emit(
            {
                "type": "decision",
                **decision,
                "quote": claim.quote,
                "baseline_text": held.claim.quote if held else None,
                "slots": slot_rows(claim, held),
                "candidates": candidates,
            }
        )
        return
    _print_claim(desk, decision, claim, held, candidates, len(looked_at))


def _looked_at(
    con: duckdb.DuckDBPyConnection, decision: dict[str, Any]
) -> list[BaselineClaim]:
    """The candidates as they were held when that was decided, best first."""
    from storage.baseline import held_at_row  # noqa: PLC0415

    row = int(decision["versions"].get("baseline_row", 0))
    found = held_at_row(con, decision["candidates"] or [], row=row)
    return [found[each] for each in decision["candidates"] or [] if each in found]


def _judged(claim: Claim, looked_at: list[BaselineClaim]) -> list[dict[str, Any]]:
    """What each candidate alone makes of the claim: why that one, and not another."""
    from extractors.verdicts import compare, load_lexicon  # noqa: PLC0415

    lexicon = load_lexicon()
    return [
        {
            "claim_id": held.claim_id,
            "status": held.status.value,
            "text": held.claim.quote,
            "document": held.document,
            "verdict": alone.kind.value if alone.counterpart else "",
            "reason": alone.reason if alone.counterpart else "another_matter",
        }
        for held in looked_at
        for alone in [compare(claim, [held], lexicon=lexicon)]
    ]


def _print_claim(
    desk: Desk,
    decision: dict[str, Any],
    claim: Claim,
    held: BaselineClaim | None,
    candidates: list[dict[str, Any]],
    looked_at: int,
) -> None:
    from rich.text import Text  # noqa: PLC0415

    console = desk.console(width=120)
    console.print(Text(f"claim {claim.claim_id}: “{claim.quote}”"))
    if held:
        day = held.document_date or "undated"
        console.print(
            Text(
                f"held by {held.document or 'an article'} ({day}): “{held.claim.quote}”"
            )
        )
    console.print(table(slot_rows(claim, held)))
    verdict = decision["verdict"] or "no verdict needed"
    console.print(Text(f"decided: {decision['outcome']} ({verdict})"))
    console.print(Text(f"rule: {decision['reason']}"))
    if decision["confidence"] is not None:
        console.print(Text(f"confidence: {decision['confidence']:.2f}"))
    if decision["would_change"]:
        console.print(Text(f"would change it: {decision['would_change']}"))
    features = dict(decision["features"] or {})
    if perhaps := features.pop("perhaps", None):
        likely, words = perhaps["probability"], perhaps["text"]
        held_by = f"“{words}” ({perhaps['document']})"
        console.print(Text(f"perhaps at odds with ({likely:.2f}): {held_by}"))
    if rested_on := list(_rested_on(features)):
        console.print(Text("it rested on:"))
        console.print(table(rested_on))
    if candidates:
        console.print(Text(f"candidates looked at ({looked_at}), best first:"))
        console.print(table(candidates))


def _rested_on(features: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A row an aspect, each with its value; what weighed in a score, one by one."""
    for name, value in features.items():
        if isinstance(value, dict):
            yield from _rested_on({f"{name}: {each}": value[each] for each in value})
        elif value not in (None, [], ""):
            yield {"aspect": name, "value": value}


def _held(desk: Desk, con: duckdb.DuckDBPyConnection, claim_id: str) -> None:
    rows = _rows(
        con,
        "select claim_id, status, text, matter, valid_from, valid_to, document, "
        "document_date, recorded_at, retired_at, superseded_by from baseline "
        "where claim_id = ? order by recorded_at",
        [claim_id],
    )
    desk.show([{"type": "baseline", **row} for row in rows], empty="")


def _article(desk: Desk, con: duckdb.DuckDBPyConnection, url: str) -> None:
    articles = _rows(
        con,
        "select article_id, version, url, title, publisher, published_at, status, "
        "status_reason, copy_of from store.articles "
        "where $url in (url, canonical_url, entry_url) order by version",
        {"url": url},
    )
    if not articles:
        raise UsageError(f"no article was read from {url}")
    decisions = _rows(
        con,
        "select d.claim_id, d.outcome, d.verdict, d.reason, d.confidence, d.alert_id, "
        "c.quote from decisions d join claims c using (claim_id) "
        "where d.article_id = ? order by c.article_version, c.claim_start",
        [articles[0]["article_id"]],
    )
    edits = _rows(
        con,
        "select version, change, before, after, effect, alert_id, changed_at "
        "from edits where article_id = ? order by version, before, after",
        [articles[0]["article_id"]],
    )
    if desk.as_json:
        found = {"article": articles, "edit": edits, "decision": decisions}
        for kind, rows in found.items():
            for row in rows:
                desk.emit({"type": kind, **row})
        return
    for row in articles:
        why = f" ({row['status_reason']})" if row["status_reason"] else ""
        became = row["status"] + (f" of {row['copy_of']}" if row["copy_of"] else why)
        desk.say(f"{row['title'] or row['url']}, version {row['version']}: {became}")
    if edits:
        desk.show(edits, empty="")
    why = _OFF_TOPIC.get(articles[-1]["status_reason"], "no claim was found in it")
    desk.show(decisions, empty=why)


def _rows(
    con: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | dict[str, Any]
) -> list[dict[str, Any]]:
    answer = con.execute(sql, values)
    names = [column[0] for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
