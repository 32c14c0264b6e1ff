"""
Has the baseline said this before, whatever the words? Evidence counted part by part.

A claim consists of names, figures, days and words. Each part that a passage (what one
sentence of one document says, in all its claims) holds too speaks for an echo, each
that it lacks against it, by how telling the part is: a figure of its own tells most, a
word that every passage has tells least. So an aside, an apposition or a background
clause is recognised by its content, where two claims laid side by side are too unlike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import mul
from typing import NamedTuple

from extractors.model import (
    BaselineClaim,
    Claim,
    Modality,
    Slot,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.figures import OWN_FIGURE, has_another, is_start
from extractors.verdicts.fresh import (
    cast,
    familiar,
    fresh_day,
    fresh_figure,
    fresh_names,
    names_another,
)
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.parts import EMPTY_VERBS, FIGURE, Held, hold
from extractors.verdicts.rules.barriers import barred
from extractors.verdicts.rules.others import is_done_by_another, is_other_office
from extractors.verdicts.rules.relation import relation_of
from extractors.verdicts.rules.vocabulary import ENDING, POSTPONE
from extractors.verdicts.words import bond

# a passage holds the claim when it holds so much of it, by weight
COVERED = 0.62
# and when what it shares is so telling; a single common word says nothing
TELLING = 2.2
# a telling figure and so much else beside it are enough
_BESIDE_FIGURE = 0.28
_TELLING_FIGURE = 0.7
# the day and so much of the claim in all are enough to be told the day before
_WITH_DAY = 0.56
# so much more where what is done has another name
_ANOTHER_DEED = 0.12
_GOING_ON = re.compile(
    r"\b(?:still|remains?|remained|as (?:planned|announced|scheduled|expected))\b",
    re.IGNORECASE,
)
_MEASURED = frozenset({Slot.QUANTITY, Slot.DATE})
_OPEN = frozenset({Modality.QUESTION, Modality.CONDITIONAL})


class Echo(NamedTuple):
    """
    How much of a claim a passage holds: ``covered`` 0..1, ``telling`` in weight.

    ``deed`` unless it lacks the verb, where that says something; ``day`` when it tells
    the claim's day; ``goes_on`` when the claim itself says that it was so before:
    "still", "as planned".
    """

    rows: tuple[BaselineClaim, ...]
    covered: float
    telling: float
    figure: float
    missing_figure: float
    deed: bool
    day: bool
    goes_on: bool


def unmatched(
    claim: Claim, candidates: Sequence[BaselineClaim], lexicon: Lexicon
) -> Verdict:
    """
    Judge a claim that no single candidate can be compared with.

    Returns:
        ``known`` when a passage of the baseline holds what it says, else ``new``; its
        features say how telling a figure, what names and day it has that nothing held
        has, how much of it and how telling a figure is held, and how much its actor
        belongs to the story.

    """
    held = hold(claim, candidates, lexicon)
    heard = list(_heard(claim, held, lexicon))
    best = _best(claim, heard)
    if best is None or names_another(claim, _nearest(best.rows, claim), candidates):
        return Verdict(
            kind=VerdictKind.NEW,
            reason="nothing_comparable",
            confidence=0.7,
            features={
                "fresh_figure": fresh_figure(claim, candidates),
                "fresh_names": fresh_names(held),
                "fresh_day": fresh_day(held),
                "cast": round(cast(claim, held.passages), 3),
                "familiar": round(familiar(held), 3),
                "covered": round(max((e.covered for e in heard), default=0.0), 3),
                "held_figure": round(max((e.figure for e in heard), default=0.0), 3),
            },
            would_change="a baseline claim about the same matter",
        )
    return _known(best, claim)


def unless_heard(
    verdict: Verdict,
    claim: Claim,
    candidates: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> Verdict:
    """
    Return ``verdict``, but ``known`` where what it objects to is held elsewhere.

    A claim that differs from one row and agrees with another one's figure, or day, and
    words is about the matter of the other, or tells once more how it changed.
    """
    if verdict.slot not in _MEASURED or verdict.counterpart is None:
        return verdict
    heard = list(_heard(claim, hold(claim, candidates, lexicon), lexicon))
    if verdict.slot is Slot.DATE:
        # on that day something else may well have been done
        heard = [e for e in heard if e.day and e.deed and e.covered >= _WITH_DAY]
        return _known(max(heard, key=lambda e: e.covered), claim) if heard else verdict
    best = _best(claim, heard)
    if best is None or best.figure < _TELLING_FIGURE:
        return verdict
    return _known(best, claim)


def _known(best: Echo, claim: Claim) -> Verdict:
    return Verdict(
        kind=VerdictKind.KNOWN,
        reason="content_held",
        confidence=round(min(0.95, 0.5 + 0.5 * best.covered), 3),
        counterpart=_nearest(best.rows, claim),
        features={
            "covered": round(best.covered, 3),
            "telling": round(best.telling, 3),
        },
        would_change="a name, figure or day of its own",
    )


def _best(claim: Claim, heard: Iterable[Echo]) -> Echo | None:
    """Return the passage of the baseline that holds what ``claim`` says, if any."""
    if claim.modality in _OPEN:
        return None
    return max(filter(_says_it, heard), key=lambda e: e.covered, default=None)


def _says_it(echo: Echo) -> bool:
    if echo.missing_figure >= OWN_FIGURE:
        return False
    other = _ANOTHER_DEED * ((not echo.deed) - echo.goes_on)
    if echo.figure >= _TELLING_FIGURE and echo.covered >= _BESIDE_FIGURE + other:
        return True
    return echo.covered >= COVERED + other and echo.telling >= TELLING


def _heard(claim: Claim, held: Held, lexicon: Lexicon) -> Iterator[Echo]:
    """
    Yield the fullest echo that does not deny the claim, and those that tell more.

    Whether one denies it is asked of those alone that say it first, or hold a more
    telling figure than those before: of the others nothing would be read.
    """
    figure, said = -1.0, False
    most = max((p.weight / FIGURE for p in held.parts if p.figure), default=0.0)
    least = (_BESIDE_FIGURE if most else COVERED) - _ANOTHER_DEED
    for echo in _echoes(claim, held):
        if figure >= most and (said or echo.covered < least):
            return
        says_it = _says_it(echo)
        if echo.figure <= figure and (said or not says_it):
            continue
        held_figures = (q for row in echo.rows for q in row.claim.quantities)
        if has_another(claim.quantities, held_figures):
            continue
        if not _denies(_nearest(echo.rows, claim).claim, claim, lexicon):
            figure, said = max(figure, echo.figure), said or says_it
            yield echo


def _echoes(claim: Claim, held: Held) -> Iterator[Echo]:
    """Say what each passage holds of the claim, the fullest first."""
    parts, weights = held.parts, [part.weight for part in held.parts]
    total = sum(weights)
    goes_on = bool(_GOING_ON.search(claim.quote))
    starts = [
        bool(part.figure and is_start(part.figure, claim.sentence)) for part in parts
    ]
    told = [
        (sum(map(mul, weights, shares)), passage.rows, shares)
        for passage, shares in zip(held.passages, held.shares, strict=True)
        if any(shares)
    ]
    for telling, rows, shares in sorted(told, key=lambda each: -each[0] / total):
        figures = [(p, f) for p, f in zip(parts, shares, strict=True) if p.figure]
        left = any(f for f, start in zip(shares, starts, strict=True) if start)
        if left and not all(f for _, f in figures):
            continue  # it holds what a change starts from, not what it comes to
        yield Echo(
            rows=rows,
            covered=telling / total,
            telling=telling,
            figure=max((p.weight / FIGURE for p, f in figures if f), default=0.0),
            missing_figure=max(
                (p.weight / FIGURE for p, f in figures if not f), default=0.0
            ),
            goes_on=goes_on,
            day=any(f for p, f in zip(parts, shares, strict=True) if p.period),
            deed=all(
                f or p.word != claim.verb or p.word in EMPTY_VERBS
                for p, f in zip(parts, shares, strict=True)
            ),
        )


def _nearest(rows: Iterable[BaselineClaim], claim: Claim) -> BaselineClaim:
    """The row that shares most words with the claim, of these the longest."""
    terms = set(claim.terms)

    def nearness(row: BaselineClaim) -> tuple[int, int]:
        return len(terms.intersection(row.claim.terms)), len(row.claim.terms)

    return max(rows, key=nearness)


def _denies(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Negated against affirmed or opposite verbs, not both; or otherwise no echo."""
    if barred(old, new, lexicon) or is_other_office(old, new, lexicon):
        return True
    if old.verb == new.verb and is_done_by_another(old, new):
        return True
    verbs = {old.verb, new.verb}
    # "lasts until May", "ends in May"; "put off to May", "takes place in May"
    one = "last" in verbs and not ENDING.isdisjoint(verbs)
    one = one or not POSTPONE.isdisjoint({old.verb, old.relation})
    contrary = bond(old.verb, new.verb, lexicon)[1] or relation_of(old, new, lexicon)[1]
    opposed = bool(old.verb and not one and contrary)
    return (old.polarity is not new.polarity) != opposed
