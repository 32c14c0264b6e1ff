"""A snapshot with every kind of finding, and titles that would like to be markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from extractors.model import (
    Modality,
    Period,
    Quantity,
    Severity,
    Slot,
    Source,
    Status,
    VerdictKind,
)
from storage.alerts import insert_alerts
from storage.articles import record_article, record_claims
from storage.baseline import held_by_id, observe
from storage.runs import RunCounts, finish_run, start_run
from storage.sources import sync_sources
from tests.storage.makers import NOW, keys_of, make_alert, make_article, make_claim
from tests.storage.makers import make_verdict as verdict

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)> & \"co\""
MADE = datetime(2025, 6, 2, 8, tzinfo=UTC)


def staff(text, count):
    return (Quantity(role="staff", low=count, high=count, unit="person", text=text),)


def fill(database, *, title=HOSTILE):
    """One contradiction, one update, two new claims; publishes the snapshot."""
    with database.transaction() as con:
        start_run(con, "r1", topic="mill", trigger="manual", at=NOW)
        hold(con, "seed", "The mill employs 400 people", Status.SEED, title="Register")
        [seed] = held_by_id(con, ["claim-seed"])
        tell(
            con,
            "less",
            "The mill has never employed more than 250 people",
            title,
            held=seed,
            kind=VerdictKind.CONTRADICTS,
            quantities=staff("250", 250.0),
            slot=Slot.QUANTITY,
            old_value="400",
            new_value="250",
        )
        tell(
            con,
            "more",
            "The mill employed 410 people in June",
            "More hands",
            held=seed,
            kind=VerdictKind.UPDATES,
            quantities=staff("410", 410.0),
            slot=Slot.QUANTITY,
            old_value="400",
            new_value="410",
            severity=Severity.MEDIUM,
        )
        tell(
            con,
            "buys",
            "Tarn Paper buys a <b>machine</b>",
            title,
            kind=VerdictKind.NEW,
            subject="Tarn Paper",
            quantities=(),
        )
        tell(
            con,
            "plans",
            "Tarn Paper plans to close the mill in April",
            "Plans",
            kind=VerdictKind.NEW,
            subject="Tarn Paper",
            quantities=(),
            modality=Modality.PLANNED,
            period=Period(
                valid_from=date(2025, 4, 1),
                valid_to=date(2025, 5, 1),
                kind="until",
                text="in April",
            ),
        )
        sync_sources(con, [Source(id="daily", kind="feed", url="javascript:alert(1)")])
        finish_run(con, "r1", at=NOW, status="completed", counts=RunCounts(), seconds=1)
    database.publish_snapshot()  # fmt: skip


def hold(con, name, quote, status, *, title, **changes):
    article = make_article(name, title=title, text=quote)
    claim = make_claim(name, name, quote=quote, sentence=quote, **changes)
    record_article(con, article)
    record_claims(con, [claim])
    observe(con, claim, article, keys=keys_of(claim), at=NOW, status=status)
    return article, claim


def tell(
    con, name, quote, title, *, kind, held=None, severity=Severity.HIGH, **changes
):
    of_verdict = {
        key: changes.pop(key)
        for key in ("slot", "old_value", "new_value")
        if key in changes
    }
    day = NOW + timedelta(days=len(name))
    article = make_article(name, title=title, text=quote, published_at=day)
    claim = make_claim(name, name, quote=quote, sentence=quote, **changes)
    alert = make_alert(claim, article, held, severity=severity)
    alert = replace(alert, verdict=verdict(held, kind=kind, **of_verdict))
    record_article(con, article)
    record_claims(con, [claim])
    insert_alerts(con, [alert])
    disputed = kind is VerdictKind.CONTRADICTS
    observe(
        con, claim, article, keys=keys_of(claim), at=NOW, alert_id=alert.alert_id,
        status=Status.DISPUTED if disputed else Status.OBSERVED,
    )  # fmt: skip
