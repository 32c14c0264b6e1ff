"""
One claim against the baseline: each pair through the decision table, the best wins.

Every rule (``rules``) looks at one aligned pair and returns a verdict or nothing; the
first that speaks decides the pair. Known comes before contradicts and updates, those
before unclear, then the authority of the baseline row. Pure and deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from extractors.model import BaselineClaim, Claim, Status, Verdict, VerdictKind
from extractors.verdicts.align import leave_room
from extractors.verdicts.echo import unless_heard, unmatched
from extractors.verdicts.judge import Context, Opinion, load_judge
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import (
    AGREEMENTS,
    CONFLICTS,
    Pair,
    Rule,
    most_sure,
)
from extractors.verdicts.rules.pair import conflict, is_another, is_fair, is_fair_to
from extractors.verdicts.rules.quantity import is_other_time
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem

# the judge's probability of a contradiction, or of an update, from which it is told
SURE_ENOUGH = 0.6
# words alone exclude nothing: other ones, or a deed where there was a plan
_IN_WORDS = frozenset({"judged_filler", "judged_modality"})
# the reason of a verdict where there is none because of a bug of ours
FAILED = "judging_failed"
# from it on a conflict of either kind is told as a possibility beside what is new
LIKELY = 0.5
_AUTHORITY = {
    Status.CONFIRMED: 0,
    Status.SEED: 1,
    Status.OBSERVED: 2,
    Status.DISPUTED: 3,
    Status.SUPERSEDED: 4,
    Status.REJECTED: 5,
}


def compare(
    claim: Claim, candidates: Sequence[BaselineClaim], *, lexicon: Lexicon
) -> Verdict:
    """
    Judge ``claim`` against the baseline claims that could concern the same matter.

    Returns:
        The verdict of the strongest pair; ``new`` when nothing is comparable. Where our
        own code fails, ``unclear`` with the reason ``judging_failed`` and the error
        among its features: no claim may stop every run that meets it.

    """
    try:
        return _compare(claim, candidates, lexicon)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # a bug of ours, of whatever kind
        return Verdict(
            kind=VerdictKind.UNCLEAR,
            reason=FAILED,
            confidence=0.0,
            features={"error": f"{type(error).__name__}: {error}"},
            would_change="a claimwatch in which this error is mended",
        )


def _compare(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Verdict:
    words = anchors(claim)
    near = [
        candidate
        for candidate in candidates
        if candidate.status is not Status.REJECTED
        and meet(words, anchors(candidate.claim))
    ]
    verdicts, doubt = _judged(claim, near, candidates, lexicon)
    if not verdicts:
        return _doubtful(unmatched(claim, candidates, lexicon), doubt)
    return unless_heard(min(verdicts, key=_rank), claim, candidates, lexicon)


def _doubtful(found: Verdict, doubt: Verdict | None) -> Verdict:
    """What is new, with the row that it may be at odds with, if there is one."""
    if doubt is None or doubt.counterpart is None or found.kind is not VerdictKind.NEW:
        return found
    row = doubt.counterpart
    perhaps = {
        "claim_id": row.claim_id,
        "text": row.claim.quote,
        "document": row.document,
        "reason": doubt.reason,
        "probability": doubt.features["conflict"],
    }
    return replace(
        found,
        features=found.features | {"perhaps": perhaps},
        would_change=f"a likelier or plainer conflict: {doubt.confidence:.2f}",
    )


def meet(one: frozenset[str], other: frozenset[str]) -> bool:
    """What shares less is never one matter, and aligning it would be waste."""
    return len(one & other) >= (2 if min(len(one), len(other)) > _FEW else 1)


# a claim of so few words may have but one in common: "The mine reopened."
_FEW = 3


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def anchors(claim: Claim) -> frozenset[str]:
    """Word stems, the last words of names, and one for having a figure or a day."""
    names = (name.lower().split() for name in claim.entities)
    found = {stem(words[-1]) for words in names if words}
    found |= {stem(word) for term in claim.terms for word in term.split()}
    found |= {"#figure"} if claim.quantities else set()
    return frozenset(found | ({"#day"} if claim.period.text else set()))


_KIND_RANK = {
    VerdictKind.KNOWN: 0,
    VerdictKind.CONTRADICTS: 1,
    VerdictKind.UPDATES: 1,
    VerdictKind.UNCLEAR: 2,
    VerdictKind.NEW: 3,
}


def _rank(verdict: Verdict) -> tuple[float, ...]:
    row = verdict.counterpart
    if row is None:
        return (9.0,)
    authority, age = _precedence(row)
    return (
        _KIND_RANK[verdict.kind],
        authority,
        -round(verdict.confidence, 6),
        age,
    )


def _precedence(row: BaselineClaim) -> tuple[int, int]:
    """By authority, then the latest first."""
    latest = row.valid_from or row.document_date or date.min
    return (_AUTHORITY[row.status], -latest.toordinal())


def _judged(
    new: Claim,
    rows: Sequence[BaselineClaim],
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> tuple[list[Verdict], Verdict | None]:
    """
    The verdicts of those pairs that have one; of the known ones alone when there are.

    Where none has, the likeliest conflict that the judge is not sure enough of.

    Known outranks everything, and only the rules of agreement say it: so nearly all
    pairs of a claim that is known need not be searched for a conflict. The judge is
    asked where no rule speaks of any pair.
    """
    pairs: dict[int, Pair] = {}
    near: dict[int, Verdict] = {}
    known: list[Verdict] = []
    for i in sorted(range(len(rows)), key=lambda i: _precedence(rows[i])):
        if known and _is_settled(known, rows[i], new):
            break
        pair = pairs[i] = Pair(rows[i], new, lexicon)
        if agreed := _first(AGREEMENTS, pair):
            near[i] = _first(CONFLICTS, pair) or agreed
            if near[i].kind is VerdictKind.KNOWN:
                known.append(near[i])
    if known:
        return known, None
    ruled = (near.get(i) or _first(CONFLICTS, pairs[i]) for i in range(len(rows)))
    found = [verdict for verdict in ruled if verdict is not None]
    if found or not came_up:
        return found, None
    context = Context.of([row.claim for row in came_up], lexicon)
    opinions = (_opinion(pairs[i], context) for i in range(len(rows)))
    said = [opinion for opinion in opinions if opinion]
    sure = [opinion for opinion in said if _is_sure(opinion, new, lexicon)]
    if not sure and (read := _read(new, came_up, context)):
        said.append(read)
        sure = [read] if _is_sure(read, new, lexicon) else []
    return sure, max(said, key=lambda o: o.features["conflict"], default=None)


def _is_settled(known: Sequence[Verdict], row: BaselineClaim, new: Claim) -> bool:
    """Whether this row and those after it cannot outrank what is known."""
    first = known[0].counterpart
    lesser = first is not None and _AUTHORITY[first.status] < _AUTHORITY[row.status]
    sure = max(verdict.confidence for verdict in known)
    return lesser or sure >= most_sure(new)


def _first(rules: Sequence[Rule], pair: Pair) -> Verdict | None:
    for rule in rules:
        verdict = rule(pair)
        if verdict is not None:
            return verdict
    return None


def _opinion(pair: Pair, context: Context) -> Verdict | None:
    """What the learned judge says where no rule speaks, when it is likely enough."""
    if not is_fair(pair):
        return None
    opinion = load_judge().opinion(pair.old, pair.new, context, least=LIKELY)
    return _said(pair, opinion) if opinion else None


def _read(
    new: Claim, rows: Sequence[BaselineClaim], context: Context
) -> Verdict | None:
    """What the judge says of whole sentences, when it is likely enough."""
    fair = [row for row in rows if is_fair_to(row, new)]
    found = load_judge().read(new, fair, context, least=LIKELY) if fair else None
    if found is None:
        return None
    row, opinion = found
    return _said(Pair(row, new, context.lexicon), opinion)


def _said(pair: Pair, opinion: Opinion) -> Verdict | None:
    """The judge's word as a verdict, unless it is too unlikely to be told."""
    if opinion.probability < LIKELY:
        return None
    site = opinion.site
    later, confidence = load_judge().told(
        pair.old, pair.new, kind=opinion.kind, probability=opinion.probability
    )
    verdict = conflict(
        pair,
        f"judged_{site.kind}",
        site.slot,
        old=site.old,
        new=site.new,
        confidence=confidence,
        later=later,
    )
    if verdict is None:
        return None
    weighed = {"judge": dict(opinion.why), "conflict": opinion.probability}
    return replace(verdict, features=verdict.features | weighed)


def _is_sure(opinion: Verdict, new: Claim, lexicon: Lexicon) -> bool:
    """Whether its word counts; a contradiction has to be shown, not only felt."""
    if opinion.confidence < SURE_ENOUGH:
        return False
    row = opinion.counterpart
    if row is None or opinion.kind is VerdictKind.UPDATES:
        return True
    return _excludes(opinion, Pair(row, new, lexicon))


def _excludes(opinion: Verdict, pair: Pair) -> bool:
    """Whether a conflict is shown: no other words, no other event, no other time."""
    if opinion.reason == "judged_date":
        apart = not leave_room(pair.held.period, pair.new.period)
        return apart and not (is_another(pair) or _differ(pair))
    if opinion.reason == "judged_quantity":
        return not is_other_time(pair)
    return opinion.reason not in _IN_WORDS


def _differ(pair: Pair) -> bool:
    """Whether the sums differ as well: another year's loss is another loss."""
    return any(match.outcome == "differs" for match in pair.side.quantities)
