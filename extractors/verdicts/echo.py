"""
Has the baseline said this before, whatever the words? Evidence counted part by part.

A claim consists of names, figures, days and words. Each part that a passage (what one
sentence of one document says, in all its claims) holds too speaks for an echo, each
that it lacks against it, by how telling the part is: a figure of its own tells most, a
word that every passage has tells least. So an aside, an apposition or a background
clause is recognised by its content, where two claims laid side by side are too unlike.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.model import (
    BaselineClaim,
    Claim,
    Modality,
    Period,
    Quantity,
    Slot,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.figures import how_telling, same_figure
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.passages import Passage, alike, passages_of
from extractors.verdicts.words import ALIKE, bond, same_name

# a passage holds the claim when it holds so much of it, by weight
COVERED = 0.62
# and when what it shares is so telling; a single common word says nothing
TELLING = 2.2
# a telling figure and so much else beside it are enough
_BESIDE_FIGURE = 0.28
_TELLING_FIGURE = 0.7
_FIGURE = 3.0
_DAY = 1.5
_NAME = 2.0
_WORD = 1.5
_EMPTY_VERBS = frozenset(
    {"be", "have", "do", "make", "take", "get", "give", "become", "come", "go", "say"}
)
_AHEAD = frozenset({Modality.PLANNED, Modality.PREDICTED, Modality.POSSIBLE})
_OPEN = frozenset({Modality.QUESTION, Modality.CONDITIONAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """How much of a claim a passage holds: ``covered`` 0..1, ``telling`` in weight."""

    row: BaselineClaim
    covered: float
    telling: float
    figure: float
    missing_figure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A name, word, figure or day of the new claim, with how telling it is."""

    weight: float
    name: str = ""
    word: str = ""
    figure: Quantity | None = None
    period: Period | None = None


def unmatched(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Verdict:
    """
    Judge a claim that no single candidate can be compared with.

    Returns:
        ``known`` when a passage of the baseline holds what it says, else ``new``; its
        features say how telling a figure it has that nothing held has, and whether its
        subject is a name that nothing held mentions.

    """
    best = heard(claim, candidates, lexicon)
    if best is None:
        return Verdict(
            kind=VerdictKind.NEW,
            reason="nothing_comparable",
            confidence=0.7,
            features={
                "fresh_figure": fresh_figure(claim, candidates),
                "unheard_subject": _is_unheard(claim, candidates),
            },
            would_change="a baseline claim about the same matter",
        )
    return _known(best)


def unless_heard(
    verdict: Verdict,
    claim: Claim,
    candidates: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> Verdict:
    """
    Return ``verdict``, but ``known`` where the figure it objects to is held elsewhere.

    A claim that differs from one row and agrees with another one's figure and words is
    about the matter of the other.
    """
    if verdict.slot is not Slot.QUANTITY or verdict.counterpart is None:
        return verdict
    best = heard(claim, candidates, lexicon)
    if best is None or best.figure < _TELLING_FIGURE:
        return verdict
    return _known(best)


def _known(best: Echo) -> Verdict:
    return Verdict(
        kind=VerdictKind.KNOWN,
        reason="content_held",
        confidence=round(min(0.95, 0.5 + 0.5 * best.covered), 3),
        counterpart=best.row,
        features={
            "covered": round(best.covered, 3),
            "telling": round(best.telling, 3),
        },
        would_change="a name, figure or day of its own",
    )


def heard(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Echo | None:
    """Return the passage of the baseline that holds what ``claim`` says, if any."""
    if claim.modality in _OPEN:
        return None
    found = (e for e in echoes(claim, candidates, lexicon) if _says_it(e))
    return max(found, key=lambda e: e.covered, default=None)


def fresh_figure(claim: Claim, candidates: Sequence[BaselineClaim]) -> float:
    """How telling the claim's most telling figure is that no candidate has, 0..1."""
    held = [q for row in candidates for q in row.claim.quantities]
    return max(
        (
            how_telling(q)
            for q in claim.quantities
            if not any(same_figure(old, q) for old in held)
        ),
        default=0.0,
    )


def _says_it(echo: Echo) -> bool:
    if echo.missing_figure >= 0.5:
        return False
    if echo.figure >= _TELLING_FIGURE and echo.covered >= _BESIDE_FIGURE:
        return True
    return echo.covered >= COVERED and echo.telling >= TELLING


def echoes(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Iterator[Echo]:
    """Hold the claim to each passage among the candidates that does not deny it."""
    passages = list(passages_of(candidates))
    parts = list(_parts(claim, _rarity(claim, passages)))
    total = sum(part.weight for part in parts)
    if not total:
        return
    close = alike([part.word for part in parts if part.word], passages, lexicon)
    for passage in passages:
        found = [_found(part, passage, close, lexicon) for part in parts]
        held = sum(p.weight * f for p, f in zip(parts, found, strict=True))
        if not held:
            continue
        closest = max(passage.rows, key=lambda r: _nearness(r, claim))
        if _denies(closest.claim, claim, lexicon):
            continue
        figures = [(p, f) for p, f in zip(parts, found, strict=True) if p.figure]
        yield Echo(
            row=closest,
            covered=held / total,
            telling=held,
            figure=max((p.weight / _FIGURE for p, f in figures if f), default=0.0),
            missing_figure=max(
                (p.weight / _FIGURE for p, f in figures if not f), default=0.0
            ),
        )


def _is_unheard(claim: Claim, candidates: Sequence[BaselineClaim]) -> bool:
    subjects = [a.entity or a.owner for a in claim.arguments if a.role == "subject"]
    held = {name for row in candidates for name in row.claim.entities}
    return any(
        name and not any(same_name(name, other) for other in held) for name in subjects
    )


def _rarity(claim: Claim, passages: Sequence[Passage]) -> dict[str, float]:
    """How telling a term is among these passages, 0..1; unheard ones are not in."""
    most = math.log(len(passages) + 2)
    counts = {
        term: sum(term in p.terms or term in p.low_names for p in passages)
        for term in {*claim.terms, *_low(claim)}
    }
    return {
        term: math.log((len(passages) + 2) / (n + 1)) / most
        for term, n in counts.items()
        if n
    }


def _low(claim: Claim) -> set[str]:
    return {name.lower() for name in claim.entities}


def _parts(claim: Claim, rarity: dict[str, float]) -> Iterator[_Part]:
    names = _low(claim)
    for name in claim.entities:
        yield _Part(weight=_NAME * max(0.2, rarity.get(name.lower(), 1.0)), name=name)
    for term in claim.terms:
        if term not in names:
            empty = 0.3 if term in _EMPTY_VERBS else 1.0
            yield _Part(weight=_WORD * empty * rarity.get(term, 0.7), word=term)
    for quantity in claim.quantities:
        weight = _FIGURE * how_telling(quantity)
        if weight:
            yield _Part(weight=weight, figure=quantity)
    if claim.period.text:
        yield _Part(weight=_DAY, period=claim.period)


def _found(
    part: _Part,
    passage: Passage,
    close: Mapping[str, frozenset[str]],
    lexicon: Lexicon,
) -> float:
    """How surely the passage holds the part, 0..1."""
    rows = passage.rows
    if part.name:
        return float(any(same_name(part.name, n) for n in passage.names))
    if part.figure:
        return float(
            any(same_figure(q, part.figure) for r in rows for q in r.claim.quantities)
        )
    if part.period:
        return float(any(_same_day(r.claim.period, part.period) for r in rows))
    best = 0.0
    for term in passage.terms & close[part.word]:
        near, opposed = bond(part.word, term, lexicon)
        if near > best and not opposed:
            best = near
    return best if best >= ALIKE else 0.0


def _same_day(old: Period, new: Period) -> bool:
    """One of the two days that bound a period is the same."""
    return bool(
        (old.text and old.valid_from and old.valid_from == new.valid_from)
        or (old.text and old.valid_to and old.valid_to == new.valid_to)
    )


def _nearness(row: BaselineClaim, claim: Claim) -> tuple[int, int]:
    shared = set(row.claim.terms) & set(claim.terms)
    return (len(shared), len(row.claim.terms))


def _denies(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Negated against affirmed or opposite verbs, not both; a plan, then the deed."""
    happened = new.modality is Modality.ASSERTED and new.tense in {"past", "perfect"}
    if old.modality in _AHEAD and happened:
        return True
    opposed = bool(bond(old.verb, new.verb, lexicon)[1]) if old.verb else False
    return (old.polarity is not new.polarity) != opposed
