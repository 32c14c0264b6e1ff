"""
Stored claims and candidates -> the decisions again, with the same or other settings.

Nothing is parsed again and nothing is written. Each claim is compared with what was
held when it was decided; what another setting would have put into the baseline is not
followed further.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from extractors.model import Outcome, Topic
from extractors.verdicts import Judged, Lexicon, compare_all, decide, is_on_topic
from flows import silence
from storage.articles import decision_row
from storage.cases import Case, Decided
from storage.erase import EVIDENCE_ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What to decide with; None takes what it was decided with."""

    topic: Topic
    lexicon: Lexicon
    min_confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A decision that comes out differently; both sides as they are stored."""

    quote: str
    article_url: str
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def change(self) -> str:
        """What the alert does: ``appears``, ``vanishes``, ``becomes``; else empty."""
        told = Outcome.ALERTED.value
        was, now = self.before["outcome"] == told, self.after["outcome"] == told
        same = self.before["alert_id"] == self.after["alert_id"]
        if was and now:
            return "" if same else "becomes"
        if now:
            return "appears"
        return "vanishes" if was else ""


@dataclass(slots=True, kw_only=True)
class Replay:
    """What came of a replay; ``other`` names parts that have changed since."""

    decisions: int = 0
    unreadable: int = 0
    differences: list[Difference] = field(default_factory=list)
    other: set[str] = field(default_factory=set)


def replay(
    stored: Iterable[Case],
    setting: Setting,
    *,
    versions: dict[str, str],
    run_id: str = "",
) -> Replay:
    """
    Decide the cases again, in their order.

    Args:
        stored: every case, so that what an earlier one raised is known.
        setting: what to decide with.
        versions: of the parts that decide now.
        run_id: only the decisions of this run; empty for all.

    """
    result = Replay()
    raised: set[str] = set()
    for case in stored:
        if run_id and case.run_id != run_id:
            raised |= _raised(each.row for each in case.decided)
        elif case.article is None:
            result.unreadable += len(case.decided)
            raised |= _raised(each.row for each in case.decided)
        else:
            rows = _decide(case, setting, raised)
            raised |= _raised(rows.values())
            whole = _whole(case)
            result.unreadable += len(rows) - len(whole)
            result.decisions += len(whole)
            result.differences += _differences(case, whole, rows)
            result.other |= _changed(case.inputs, versions)
    return result


def _decide(
    case: Case, setting: Setting, raised: set[str]
) -> dict[str, dict[str, Any]]:
    article = case.article
    assert article is not None
    least = setting.min_confidence
    judgement = decide(
        article,
        _judged(case, setting),
        setting.topic,
        min_confidence=float(case.inputs["min_confidence"]) if least is None else least,
        copy_of=case.copy_of,
        created_at=article.fetched_at,
    )
    if "learning" in case.inputs:
        judgement = silence.learning(judgement)
    judgement = silence.without_repeats(judgement, raised)
    rows = (decision_row(each, case.article_id) for each in judgement.decisions)
    return {row["claim_id"]: _plain(row) for row in rows}


def _judged(case: Case, setting: Setting) -> list[Judged]:
    assert case.article is not None
    if case.copy_of or not is_on_topic(case.article.text, setting.topic):
        return [Judged(claim=each.claim, verdict=None) for each in case.decided]
    pairs = [(each.claim, each.candidates) for each in case.decided]
    verdicts = compare_all(pairs, lexicon=setting.lexicon)
    return [
        Judged(
            claim=each.claim,
            verdict=verdict,
            candidates=tuple(each.row["candidates"]),
        )
        for each, verdict in zip(case.decided, verdicts, strict=True)
    ]


def _raised(rows: Iterable[dict[str, Any]]) -> set[str]:
    told = Outcome.ALERTED.value
    return {row["alert_id"] for row in rows if row["outcome"] == told}


def _differences(
    case: Case, whole: Sequence[Decided], rows: dict[str, dict[str, Any]]
) -> list[Difference]:
    assert case.article is not None
    found = []
    for each in whole:
        before = _plain(each.row)
        after = _as_silenced(before, rows[each.claim.claim_id])
        if before != after:
            found.append(
                Difference(
                    quote=each.claim.quote,
                    article_url=case.article.url,
                    before=before,
                    after=after,
                )
            )
    return found


def _whole(case: Case) -> Sequence[Decided]:
    """
    The claims of which all that they were decided on is still there.

    Erasing takes it away, and so does dropping what was silent; with one claim it takes
    what was thought of the others of its article beside it.
    """
    every = int(case.inputs.get("judged_together", len(case.decided)))
    whole = len(case.decided) == every and all(map(_is_whole, case.decided))
    return case.decided if whole else ()


def _is_whole(each: Decided) -> bool:
    erased = each.row["reason"] == EVIDENCE_ERASED
    return not erased and len(each.candidates) == len(each.row["candidates"])


def _as_silenced(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an analyst had muted or dismissed stays so: only its verdict is replayed."""
    if before["outcome"] not in {Outcome.MUTED.value, Outcome.REJECTED.value}:
        return after
    return {**after, **{k: before[k] for k in ("outcome", "reason", "alert_id")}}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """As JSON has it: what is computed and what was stored are then alike."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(row))
    return plain


def _changed(then: dict[str, str], now: dict[str, str]) -> set[str]:
    return {name for name in now if then.get(name, "") != now[name]}
