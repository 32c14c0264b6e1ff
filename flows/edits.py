"""
A further version of an article -> what is to be judged of it; what it took back falls.

Everything happens in the transaction that records the version: the changes of its
claims, the baseline claims that rested on them, the answers in the alerts' threads.
What it left alone is neither judged nor told again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape

import duckdb

from extractors.model import Article, Claim
from extractors.verdicts import Lexicon
from extractors.verdicts.edits import ClaimChange, compare_versions
from flows.alerting.correction import Correction
from flows.alerting.follow import correct
from flows.intake.schedule import first_look
from storage import edits
from storage.edits import Revised
from storage.revisits import Revisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The claims that are new in a version, and in a word what the edit was."""

    claims: tuple[Claim, ...]
    reason: str


def take(
    con: duckdb.DuckDBPyConnection,
    article: Article,
    claims: Sequence[Claim],
    *,
    lexicon: Lexicon,
    run_id: str,
    at: datetime,
    gone: str = "",
) -> Taken:
    """
    Take back what this version does not say any more; return what it newly says.

    Args:
        con: the open transaction, in which the version is not recorded yet.
        article: the version; without text when the page is gone.
        claims: everything that was extracted from it.
        lexicon: for what other words mean.
        run_id: the run that saw it.
        at: when (aware UTC).
        gone: why the page is not there any more; empty when it is.

    """
    before = edits.standing(con, article.article_id)
    edit = compare_versions(
        before.text, before.claims, article.text, claims, lexicon=lexicon
    )
    edits.record_changes(
        con, article, [_stored(each) for each in edit.changes], run_id=run_id, at=at
    )
    lost = [each for each in edit.changes if each.before]
    effects = {each: _withdraw(con, each, at) for each in _ids(lost)}
    said = Correction(article=article, changes=tuple(lost), effects=effects, gone=gone)
    _answer(con, said, run_id, at)
    fresh = tuple(each.after for each in edit.changes if each.after)
    return Taken(claims=fresh, reason=gone or edit.reason)


def first_revisit(article: Article, etag: str, last_modified: str) -> list[Revisit]:
    """The next look at an article that was fetched; none without a web address."""
    if not article.url.startswith(("http://", "https://")):
        return []
    counted_from, following = first_look(article.published_at, article.fetched_at)
    return [
        Revisit(
            article_id=article.article_id,
            url=article.url,
            etag=etag,
            last_modified=last_modified,
            counted_from=counted_from,
            next_fetch_at=following,
        )
    ]


def told_corrections(con: duckdb.DuckDBPyConnection, run_id: str) -> list[str]:
    """Return the answers that a run gave because of edits, as plain text."""
    rows = con.execute(
        "select payload->>'text' from store.outbox where run_id = ? "
        "and kind = 'reply' and contains(post_id, ':edit:') order by seq",
        [run_id],
    ).fetchall()
    return [unescape(row[0]) for row in rows]


def _ids(changes: Iterable[ClaimChange]) -> list[str]:
    return [each.before.claim_id for each in changes if each.before]


def _stored(each: ClaimChange) -> Revised:
    return Revised(
        change=each.change.value,
        old_claim_id=each.before.claim_id if each.before else "",
        new_claim_id=each.after.claim_id if each.after else "",
    )


def _withdraw(con: duckdb.DuckDBPyConnection, claim_id: str, at: datetime) -> str:
    effect = edits.withdraw(con, claim_id, at=at)
    edits.record_effect(con, claim_id, effect)
    other = edits.leaned_on(con, claim_id)
    if other:
        edits.record_effect(con, other, edits.withdraw(con, other, at=at))
    return effect


def _answer(
    con: duckdb.DuckDBPyConnection, said: Correction, run_id: str, at: datetime
) -> None:
    """One answer in each thread that shows some of the lost claims."""
    shown: dict[str, list[ClaimChange]] = {}
    for each in said.changes:
        assert each.before is not None
        for alert_id in edits.alerts_with(con, each.before.claim_id):
            shown.setdefault(alert_id, []).append(each)
    threads: set[str] = set()
    for alert_id, changes in shown.items():
        own = Correction(
            article=said.article,
            changes=tuple(changes),
            effects=said.effects,
            gone=said.gone,
        )
        threads.add(correct(con, alert_id, own, told=threads, run_id=run_id, at=at))
