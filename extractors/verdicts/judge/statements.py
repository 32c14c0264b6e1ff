"""
The sentences held that a new claim may be at odds with, and how it stands to each.

A sentence that came up is one matter with the claim when both share what is rare among
all that came up, as sentences and in one of its claims, or when a figure of both
measures one thing; a few such sentences are looked at closely. Of each, one claim
stands for it: the one whose figure the new claim's figure may exclude, else the one
with the most in common.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from extractors.claims.quantities import compatible
from extractors.model import BaselineClaim, Claim, Quantity, Slot
from extractors.verdicts.figures import (
    how_telling,
    is_held,
    is_left_behind,
    is_start,
)
from extractors.verdicts.judge.among import Among
from extractors.verdicts.judge.aspects import aspects
from extractors.verdicts.judge.context import Context
from extractors.verdicts.judge.dated import times_apart
from extractors.verdicts.judge.measures import (
    figure,
    may_count_one,
    may_differ,
    rare,
    together,
)
from extractors.verdicts.judge.order import order
from extractors.verdicts.judge.ranks import ranks
from extractors.verdicts.judge.times import is_nobody, is_universal
from extractors.verdicts.judge.words import SAME
from extractors.verdicts.rules.pair import is_ahead, is_fair_to, phrase
from extractors.verdicts.words import REMEMBERED_CLAIMS, stems

# sentences looked at: likeliest of one matter, of those that share most; and whose
# figures measure most likely the same
_CLOSEST, _SHARING, _MEASURED = 3, 8, 2
# what a sentence that is shared whole is worth, in nats
_WHOLE = 5.0
# words before and after a figure that may name what it measures
_BESIDE = 6
# so rare, in nats, what stands beside two counts tells that they are of one thing
_ALIKE_BESIDE = 5.0
_SOME = 0.1
# no other figure comes near
_FAR = -2.0
# two roles this close may be one measure
_ONE_ROLE = 0.5


class _Nats(dict[str, float]):
    """How rare a word is among the sentences held: found when it is asked for."""

    def __init__(self, held: Sequence[str], context: Context) -> None:
        super().__init__()
        self._counts = Counter(chain.from_iterable(map(stems, held)))
        self._of = len(held)
        self._context = context

    def __missing__(self, word: str) -> float:
        found = self._context.rarity(word, self._counts[word], self._of)
        self[word] = found
        return found

    def of(self, words: Iterable[str]) -> float:
        """How rare they are together; the same in whatever order."""
        return math.fsum(map(self.__getitem__, words))


@dataclass(frozen=True, slots=True)
class Statement:
    """
    The row that stands for a held sentence, with the aspects of the comparison.

    ``kind`` is where the two may exclude each other, ``old`` and ``new`` are the words
    that would stand against each other there.
    """

    row: BaselineClaim
    kind: str
    slot: Slot
    aspects: dict[str, float]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Figures:
    """Two figures that may exclude each other, and the row that has the old one."""

    row: BaselineClaim
    old: Quantity
    new: Quantity
    aspects: dict[str, float]
    likeness: float


def statements(
    new: Claim, rows: Sequence[BaselineClaim], context: Context
) -> Iterator[Statement]:
    """Yield the sentences held, of ``rows``, that ``new`` may be at odds with."""
    fair: dict[str, list[BaselineClaim]] = {}
    for row in rows:
        if is_fair_to(row, new):
            fair.setdefault(row.claim.sentence, []).append(row)
    if not fair:
        return
    nats = _Nats(sorted({row.claim.sentence for row in rows}), context)
    words = stems(new.sentence)
    shared = {each: nats.of(words & stems(each)) for each in sorted(fair)}
    ranked = sorted(shared, key=lambda each: -shared[each])
    matter = {
        each: _matter(new, each, fair[each], shared[each], nats, context)
        for each in ranked[:_SHARING]
    }
    closest = sorted(matter, key=lambda each: -matter[each])
    figures = _measured(new, fair, shared, nats, context)
    held = [quantity for row in rows for quantity in row.claim.quantities]
    likeliest = sorted(figures, key=lambda each: -figures[each].likeness)
    among = Among(new, context)
    for sentence in dict.fromkeys((*closest[:_CLOSEST], *likeliest[:_MEASURED])):
        told = _told(new, sentence, ranked, shared, nats)
        told |= _beside_closest(sentence, matter, closest)
        if sentence in figures:
            told |= _beside_others(figures, sentence, held, new)
        found = _statement(new, fair[sentence], told, figures.get(sentence), context)
        found.aspects.update(among.beside(found.row.claim))
        yield found


def _matter(
    new: Claim,
    sentence: str,
    rows: Sequence[BaselineClaim],
    shared: float,
    nats: _Nats,
    context: Context,
) -> float:
    """How much speaks for one matter: what sentences, and what two claims, share."""
    share = shared / (nats.of(stems(sentence)) + _SOME)
    closest = max(context.met(row.claim, new)[1]["nats_both"] for row in rows)
    return shared + closest + _WHOLE * share


def _beside_closest(
    sentence: str, matter: Mapping[str, float], closest: Sequence[str]
) -> dict[str, float]:
    """Aspects of how the sentence stands among the likeliest; none where it is not."""
    if sentence not in matter:
        return {}
    others = (matter[each] for each in closest[:2] if each != sentence)
    return {
        "matter": matter[sentence],
        "matter_lead": matter[sentence] - max(others, default=0.0),
        "matter_rank": math.log1p(closest.index(sentence)),
    }


def _told(
    new: Claim,
    sentence: str,
    ranked: Sequence[str],
    shared: Mapping[str, float],
    nats: _Nats,
) -> dict[str, float]:
    """Aspects of what the two sentences share, in nats."""
    rank, own = ranked.index(sentence), stems(new.quote)
    others = [each for each in ranked[:2] if each != sentence]
    quoted = nats.of(own & stems(sentence))
    denies, denied = _denies(new.sentence), _denies(sentence)
    return {
        "told_nats": shared[sentence],
        "told_of_old": shared[sentence] / (nats.of(stems(sentence)) + _SOME),
        "told_of_new": shared[sentence] / (nats.of(stems(new.sentence)) + _SOME),
        "told_rank": math.log1p(rank),
        "told_lead": shared[sentence] - max((shared[o] for o in others), default=0.0),
        "told_quoted": quoted,
        "told_of_quote": quoted / (nats.of(own) + _SOME),
        "told_among": math.log1p(len(ranked)),
        "denial_new": float(denies and not denied),
        "denial_old": float(denied and not denies),
    }


_DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|without|nothing|neither|nor|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)


def _denies(sentence: str) -> bool:
    return bool(_DENIAL.search(sentence))


def _statement(
    new: Claim,
    rows: Sequence[BaselineClaim],
    found: dict[str, float],
    figures: _Figures | None,
    context: Context,
) -> Statement:
    if figures is None:
        row = max(rows, key=lambda r: context.met(r.claim, new)[1]["nats_both"])
    else:
        row = figures.row
    pair = aspects(row, new, context) | found
    if figures is not None:
        pair |= figures.aspects | _figures_met(figures, new)
        pair |= rare(figures.old, figures.new, row.claim, context)
        pair |= together(pair)
    same_day = bool(pair["time_same"])
    dated = times_apart(row, rows, new, context, same_day=same_day)
    if dated is not None:
        pair |= dated.aspects
    pair |= order(row, new)
    kind, slot = _where(row.claim, new, pair)
    old, other = phrase(row.claim), phrase(new)
    if kind == "quantity" and figures is not None:
        old, other = figures.old.text, figures.new.text
    elif kind == "date" and dated is not None:
        old, other = dated.old, dated.new
    return Statement(row, kind, slot, pair, old, other)


def _where(held: Claim, new: Claim, pair: Mapping[str, float]) -> tuple[str, Slot]:
    """Where the two may exclude each other; first where it is plainest."""
    if "figures_differ" in pair and pair["figure_role"] >= _ONE_ROLE:
        return "quantity", Slot.QUANTITY
    turned = pair["odd"] or pair["odd_by_words"] or pair["implicit_differs"]
    if turned and _is_about_one(pair):
        by_words = not pair["negation_differs"] and pair["odd_by_words"]
        return "polarity", Slot.RELATION if by_words else Slot.POLARITY
    if "days_differ" in pair and (not pair["days_beside"] or _is_about_one(pair)):
        return "date", Slot.DATE
    if any(is_universal(each) or is_nobody(each) for each in (held, new)):
        return "exclusivity", Slot.EXCLUSIVITY
    if is_ahead(held) and not is_ahead(new):
        return "modality", Slot.MODALITY
    swapped = pair["swapped"] or pair["subject"] < 0.5
    return "filler", Slot.SUBJECT if swapped else Slot.OBJECT


def _is_about_one(pair: Mapping[str, float]) -> bool:
    """
    Whether there is something that one side could say and the other deny.

    Opposite verbs beside one name are none ("holds a stake", "lost a case"), and a mere
    phrase ("the minister, Pavel Dorn") says of nothing that it happened.
    """
    if pair["nominal"]:
        return False
    if pair["shared_word"] >= SAME or pair["names_shared"] >= 2:
        return True
    if pair["verb_told"] >= SAME:
        return pair["participant"] >= SAME
    return pair["subject"] >= SAME and bool(pair["bare"])


def _measured(
    new: Claim,
    fair: Mapping[str, Sequence[BaselineClaim]],
    shared: Mapping[str, float],
    nats: _Nats,
    context: Context,
) -> dict[str, _Figures]:
    """Of each sentence the two figures that measure most likely the same."""
    found: dict[str, _Figures] = {}
    held = [
        (sentence, row, old)
        for sentence, rows in fair.items()
        for row in rows
        for old in (*row.claim.quantities, *ranks(row.claim))
    ]
    for theirs in (*new.quantities, *ranks(new)):
        near = _beside(new.sentence, theirs.text)
        for sentence, row, old in held:
            sure = may_differ(old, theirs, context.lexicon)
            if not (sure or may_count_one(old, theirs)):
                continue
            words = near & _beside(sentence, old.text)
            if not sure and nats.of(words) < _ALIKE_BESIDE:
                continue
            own = figure(old, theirs, context.lexicon)
            own["figure_words"] = float(len(words))
            own["figure_beside"] = nats.of(words)
            likeness = _likeness(own) + 0.1 * shared[sentence]
            if sentence not in found or found[sentence].likeness < likeness:
                found[sentence] = _Figures(row, old, theirs, own, likeness)
    return found


def _likeness(found: Mapping[str, float]) -> float:
    """How likely both measure one thing; only to choose among several."""
    named = found["figure_role"] + 0.6 * found["figure_bearer"]
    place = 0.06 * found["figure_beside"] + 0.5 * found["figure_unit"]
    return named + place - 0.2 * found["figure_ratio"]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _beside(sentence: str, figure: str) -> frozenset[str]:
    before, found, after = sentence.partition(figure)
    near = (*before.split()[-_BESIDE:], *after.split()[:_BESIDE])
    # cut out of "52-year-old", a figure leaves half a word
    return stems(" ".join(near)) & stems(sentence) if found else frozenset()


def _beside_others(
    figures: Mapping[str, _Figures],
    sentence: str,
    held: Sequence[Quantity],
    new: Claim,
) -> dict[str, float]:
    """How the two figures stand among all that are ``held``."""
    chosen = figures[sentence]
    others = (each.likeness for s, each in figures.items() if s != sentence)
    unit = [quantity for quantity in held if quantity.unit == chosen.new.unit]
    role = chosen.new.role
    return {
        "figures_differ": 1.0,
        "figure_likeness": chosen.likeness,
        "figure_lead": chosen.likeness - max(others, default=_FAR),
        "figure_telling": how_telling(chosen.new),
        "figure_telling_old": how_telling(chosen.old),
        "figure_known": float(is_held(chosen.new, held)),
        "unit_held_by": float(len(unit)),
        "measure_held_by": float(sum(bool(role) and q.role == role for q in unit)),
        "start_told": float(is_start(chosen.old, new.sentence)),
        "start_left": float(is_left_behind(chosen.old, new.sentence)),
    }


def _figures_met(chosen: _Figures, new: Claim) -> dict[str, float]:
    """Whether another figure of either side is the one that the other side has."""
    old, theirs = chosen.row.claim.quantities, new.quantities
    return {
        "figure_met_old": float(any(compatible(chosen.old, q) for q in theirs)),
        "figure_met_new": float(any(compatible(q, chosen.new) for q in old)),
        "figure_lone": float(len(old) == 1) + float(len(theirs) == 1),
    }
