"""
The judging of one batch: what is read once for all articles, what is written at last.

Every article is judged as if those before it stood in the database already.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import duckdb

from extractors.claims.carried import carried_claims
from extractors.model import Alert, Article, Claim
from extractors.verdicts import (
    FAILED,
    Judged,
    Judgement,
    candidate_keys,
    compare_all,
    decide,
)
from flows import edits, silence
from flows.alerting.threads import Desk, Threads
from flows.logs import event
from storage import articles as read
from storage import baseline, mutes
from storage.cases import claims_of
from storage.revisits import Revisit, plan_revisits

if TYPE_CHECKING:
    from flows.judge import Bench, Reading


def inputs(
    bench: Bench, *, baseline_row: int, claims: int, learning: bool
) -> dict[str, str]:
    """Everything that a decision rests on besides claims: enough to replay it."""
    return {
        **bench.versions,
        "baseline_row": str(baseline_row),
        "judged_together": str(claims),
        "min_confidence": str(bench.min_confidence),
        **({"learning": "yes"} if learning else {}),
    }


class Sitting:
    """A batch on the bench."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, batch: Sequence[Reading], bench: Bench
    ) -> None:
        self._con = con
        self._bench = bench
        self._held = baseline.Working(con)
        self._held.expect(
            [
                (claim, candidate_keys(claim))
                for reading in batch
                for claim in reading.claims
                if not reading.copy_of
            ]
        )
        self._muted = mutes.active(con, bench.now())
        self._dismissed = {key for _, key in baseline.rejected_pairs(con)}
        self._learned = _read_so_far(con) if bench.learn_articles else 0
        self._threads = Threads(con, Desk(channel=bench.channel, routes=bench.routes))
        self._articles: list[read.Recorded] = []
        self._revisits: list[Revisit] = []
        self._claims = defaultdict[str, list[Claim]](list)
        self._decisions: list[read.Decisions] = []
        copied = {each.copy_of for each in batch if each.copy_of and not each.claims}
        self._threads.expect(
            {each.article.article_id for each in batch}
            | {each.copy_of for each in batch if each.copy_of}
        )
        self._originals = claims_of(con, copied)

    def judge(self, reading: Reading) -> list[Alert]:
        """Judge one article and do what follows from it; record it later."""
        bench, article, copy_of = self._bench, reading.article, reading.copy_of
        reason = ""
        if copy_of and not reading.claims:
            reading = reading.with_claims(self._carried(reading))
        if article.version > 1 and not reading.has_failed:
            reading, reason = self._edited(reading)
        comparable = not (copy_of or reading.off_topic)
        learning = self._learned < bench.learn_articles
        versions = inputs(
            bench,
            baseline_row=self._held.last_row,
            claims=len(reading.claims),
            learning=learning,
        )
        judgement = decide(
            article,
            self._judged(reading, comparable=comparable),
            bench.topic,
            min_confidence=bench.min_confidence,
            copy_of=copy_of,
            created_at=bench.now(),
            run_id=bench.run_id,
        )
        if learning:
            judgement = silence.learning(judgement)
        if copy_of and reading.claims:
            self._threads.join_copy(
                copy_of,
                reading.claims[0],
                article,
                at=bench.now(),
                run_id=bench.run_id,
            )
        judgement = self._silenced(judgement, article)
        self._remember(reading, judgement, versions, reason)
        if comparable and reading.page and article.version == 1:
            seen = (reading.etag, reading.last_modified)
            self._revisits += edits.first_revisit(article, *seen)
        self._obey(article, judgement)
        return list(judgement.alerts)

    def record(self) -> None:
        """Write what was collected."""
        self._held.flush()
        self._threads.flush()
        read.record_articles(self._con, self._articles)
        claims = [each for found in self._claims.values() for each in found]
        read.record_claims(self._con, claims)
        run_id, now = self._bench.run_id, self._bench.now()
        read.record_decisions(self._con, self._decisions, run_id=run_id, decided_at=now)
        plan_revisits(self._con, self._revisits)
        self._articles, self._decisions, self._revisits = [], [], []

    def _judged(self, reading: Reading, *, comparable: bool) -> list[Judged]:
        if not comparable:
            return [Judged(claim=claim, verdict=None) for claim in reading.claims]
        wanted = [(claim, candidate_keys(claim)) for claim in reading.claims]
        held = self._held.candidates(wanted)
        pairs = list(zip(reading.claims, held, strict=True))
        verdicts = compare_all(pairs, lexicon=self._bench.lexicon)
        judged = [
            Judged(
                claim=claim,
                verdict=verdict,
                candidates=tuple(each.claim_id for each in rows),
            )
            for (claim, rows), verdict in zip(pairs, verdicts, strict=True)
        ]
        for each in judged:
            _report_failure(each)
        return judged

    def _edited(self, reading: Reading) -> tuple[Reading, str]:
        """A further version changes what is recorded: so that comes first."""
        self.record()
        taken = edits.take(
            self._con,
            reading.article,
            reading.claims,
            lexicon=self._bench.lexicon,
            run_id=self._bench.run_id,
            at=self._bench.now(),
            gone=reading.gone,
        )
        self._held = baseline.Working(self._con)
        return reading.with_claims(taken.claims), taken.reason

    def _silenced(self, judgement: Judgement, article: Article) -> Judgement:
        if judgement.alerts and self._dismissed:
            self._held.flush()
            judgement = silence.without_dismissed(
                self._con, judgement, self._dismissed, self._bench.lexicon
            )
        judgement = silence.without_muted(judgement, article, self._muted)
        ids = {alert.alert_id for alert in judgement.alerts}
        # at once with those that are joined: each question costs a statement
        self._threads.expect_alerts(ids.union(each for each, _ in judgement.joined))
        return silence.without_repeats(judgement, self._threads.raised_before(ids))

    def _carried(self, reading: Reading) -> list[Claim]:
        """What of the original's claims the copy repeats."""
        of = reading.copy_of
        claims = self._claims[of] or self._originals.get(of, [])
        return list(carried_claims(claims, reading.article))

    def _remember(
        self,
        reading: Reading,
        judgement: Judgement,
        versions: Mapping[str, str],
        reason: str,
    ) -> None:
        article, own = reading.article, reading.fingerprint
        status, why = _became(reading)
        self._learned += 1
        self._articles.append(
            read.Recorded(
                article=article,
                page=reading.page,
                entry_url=reading.entry_url,
                copy_of=reading.copy_of,
                status=status,
                status_reason=why or reason,
                fingerprint=b64encode(own).decode() if own else None,
            )
        )
        self._claims[article.article_id] += reading.claims
        self._decisions.append(
            read.Decisions(
                article_id=article.article_id,
                decisions=judgement.decisions,
                versions=versions,
            )
        )

    def _obey(self, article: Article, judgement: Judgement) -> None:
        run_id, at = self._bench.run_id, self._bench.now()
        for alert in judgement.alerts:
            self._threads.tell(alert)
        for alert_id, claim in judgement.joined:
            self._threads.join(alert_id, claim, article, at=at, run_id=run_id)
        self._held.hold(
            [
                baseline.Holding(
                    claim=entry.claim,
                    article=article,
                    keys=candidate_keys(entry.claim),
                    status=entry.status,
                    alert_id=entry.alert_id,
                )
                for entry in judgement.observe
            ],
            at=at,
        )
        for end in judgement.supersede:
            self._held.supersede(
                end.old_claim_id,
                by_claim_id=end.new_claim_id,
                valid_to=end.valid_to,
                at=at,
            )


def _report_failure(judged: Judged) -> None:
    verdict = judged.verdict
    if verdict and verdict.reason == FAILED:
        about = {"claim_id": judged.claim.claim_id, "error": verdict.features["error"]}
        event("claim.judging_failed", level="error", **about)


def _became(reading: Reading) -> tuple[str, str]:
    """The article's status, and its reason where the article itself gives one."""
    if reading.gone:
        return "removed", reading.gone
    if reading.copy_of:
        return "copy", ""
    if reading.has_failed:
        return "read", "extraction_failed"
    return ("off_topic" if reading.off_topic else "read"), reading.off_topic


def _read_so_far(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute(
        "select count(*) from articles where status in ('read', 'copy', 'off_topic')"
    ).fetchone()
    return row[0] if row else 0
