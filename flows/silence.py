"""
What is not told after all: dismissed before, muted, raised before, or still learning.

Each function takes a judgement and returns what is left of it; every claim keeps its
one decision, which then says why it was silent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import duckdb

from extractors.model import Alert, Article, Claim, Outcome, Status, VerdictKind
from extractors.verdicts import Judgement, Lexicon, candidate_keys, compare
from storage import baseline
from storage.mutes import Mute

_TOLD = frozenset({Outcome.ALERTED, Outcome.JOINED})


def learning(judgement: Judgement) -> Judgement:
    """What would be told is only remembered."""
    decisions = tuple(
        replace(each, outcome=Outcome.LEARNING, alert_id="")
        if each.outcome in _TOLD
        else each
        for each in judgement.decisions
    )
    observe = tuple(replace(each, alert_id="") for each in judgement.observe)
    return replace(
        judgement, decisions=decisions, alerts=(), joined=(), observe=observe
    )


def without_dismissed(
    con: duckdb.DuckDBPyConnection,
    judgement: Judgement,
    keys: Collection[str],
    lexicon: Lexicon,
) -> Judgement:
    """What an analyst dismissed (``keys``), in whatever words, is rejected."""
    gone = {
        alert.alert_id: "dismissed_before"
        for alert in judgement.alerts
        if alert.alert_id in keys or _says_what_was_rejected(con, alert, lexicon)
    }
    judgement = _unraised(judgement, gone, Outcome.REJECTED)
    ours = {e.claim.claim_id for e in judgement.observe if e.alert_id in gone}
    return replace(
        judgement,
        observe=tuple(e for e in judgement.observe if e.alert_id not in gone),
        supersede=tuple(e for e in judgement.supersede if e.new_claim_id not in ours),
    )


def _says_what_was_rejected(
    con: duckdb.DuckDBPyConnection, alert: Alert, lexicon: Lexicon
) -> bool:
    claim = alert.claim
    [rows] = baseline.candidates_of_all(
        con, [(claim, candidate_keys(claim))], rejected=True
    )
    said = [replace(row, status=Status.OBSERVED) for row in rows if row.alert_id]
    return bool(said) and (
        compare(claim, said, lexicon=lexicon).kind is VerdictKind.KNOWN
    )


def without_muted(
    judgement: Judgement, article: Article, mutes: Sequence[Mute]
) -> Judgement:
    """What is muted is held as it would be, and not told."""
    if not mutes:
        return judgement
    gone = {
        alert.alert_id: f"mute:{mute.mute_id}"
        for alert in judgement.alerts
        if (mute := _muting(mutes, alert, article))
    }
    judgement = _unraised(judgement, gone, Outcome.MUTED)
    judgement = replace(
        judgement,
        observe=tuple(
            replace(e, alert_id="") if e.alert_id in gone else e
            for e in judgement.observe
        ),
    )
    quiet = {
        claim.claim_id: (alert_id, f"mute:{mute.mute_id}")
        for alert_id, claim in judgement.joined
        for mute in mutes
        if mute.covers((alert_id,), claim, article)
    }
    decisions = tuple(
        replace(each, outcome=Outcome.MUTED, reason=quiet[each.claim_id][1])
        if each.claim_id in quiet
        else each
        for each in judgement.decisions
    )
    joined = tuple(each for each in judgement.joined if each[1].claim_id not in quiet)
    return replace(judgement, decisions=decisions, joined=joined)


def _muting(mutes: Sequence[Mute], alert: Alert, article: Article) -> Mute | None:
    about = {alert.alert_id}
    if alert.baseline and alert.baseline.alert_id:
        about.add(alert.baseline.alert_id)
    return next(
        (each for each in mutes if each.covers(about, alert.claim, article)), None
    )


def without_repeats(judgement: Judgement, raised: Collection[str]) -> Judgement:
    """A finding that was raised before gains a source instead of a second alert."""
    before: dict[str, Claim] = {
        alert.alert_id: alert.claim
        for alert in judgement.alerts
        if alert.alert_id in raised
    }
    decisions = tuple(
        replace(each, outcome=Outcome.JOINED, reason="raised_before")
        if each.outcome is Outcome.ALERTED and each.alert_id in before
        else each
        for each in judgement.decisions
    )
    return replace(
        judgement,
        decisions=decisions,
        alerts=tuple(a for a in judgement.alerts if a.alert_id not in before),
        joined=(*judgement.joined, *before.items()),
    )


def _unraised(
    judgement: Judgement, gone: Mapping[str, str], outcome: Outcome
) -> Judgement:
    """Without the alerts of these ids, whose claims then have this outcome."""
    decisions = tuple(
        replace(each, outcome=outcome, reason=gone[each.alert_id], alert_id="")
        if each.alert_id in gone
        else each
        for each in judgement.decisions
    )
    alerts = tuple(a for a in judgement.alerts if a.alert_id not in gone)
    return replace(judgement, decisions=decisions, alerts=alerts)
