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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import BaselineClaim, Claim, Slot
from extractors.verdicts.judge.among import Among
from extractors.verdicts.judge.aspects import aspects
from extractors.verdicts.judge.context import Context, Nats, quote_stems, sentence_stems
from extractors.verdicts.judge.dated import bounds, is_same_day, times_apart
from extractors.verdicts.judge.figured import (
    Figures,
    beside_others,
    figures_apart,
    figures_met,
    lead_elsewhere,
)
from extractors.verdicts.judge.measures import rare, together
from extractors.verdicts.judge.order import order
from extractors.verdicts.judge.times import is_nobody, is_universal
from extractors.verdicts.judge.words import SAME
from extractors.verdicts.rules.pair import is_ahead, is_fair_to, phrase
from extractors.verdicts.words import REMEMBERED_CLAIMS

# sentences looked at: likeliest of one matter, of those that share most; and whose
# figures measure most likely the same
_CLOSEST, _SHARING, _MEASURED = 3, 8, 2
# what a sentence that is shared whole is worth, in nats
_WHOLE = 5.0
# with less in common, in nats, hardly a claim and a sentence are one matter
_LEAST = 8.0
# two roles this close may be one measure
_ONE_ROLE = 0.5


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
    stems_of = _stems_of(rows)
    nats = Nats(stems_of.values(), context)
    words = sentence_stems(new)
    shared = {each: nats.of(words & stems_of[each]) for each in sorted(fair)}
    ranked = sorted(shared, key=lambda each: -shared[each])
    matter = {
        each: _matter(new, fair[each], shared[each], stems_of[each], nats, context)
        for each in ranked[:_SHARING]
    }
    closest = sorted(matter, key=lambda each: -matter[each])
    figures = figures_apart(new, fair, shared, nats, context)
    likeliest = sorted(figures, key=lambda each: -figures[each].likeness)
    among = Among(new, context)
    dated = {row.claim.sentence for row in rows if is_same_day(row.claim, new)}
    near = [each for each in closest[:_CLOSEST] if matter[each] >= _LEAST]
    for sentence in dict.fromkeys((*near, *likeliest[:_MEASURED])):
        told = _told(new, sentence, stems_of[sentence], shared, nats)
        told |= _standing("told", sentence, shared, ranked)
        if sentence in matter:
            told["matter"] = matter[sentence]
            told |= _standing("matter", sentence, matter, closest)
        if new.period.text:
            told |= lead_elsewhere("day", dated, sentence, shared)
        if sentence in figures:
            told |= beside_others(figures, sentence, rows, shared, new)
        found = _statement(new, fair[sentence], told, figures.get(sentence), context)
        found.aspects.update(among.beside(found.row.claim))
        yield found


def _stems_of(rows: Iterable[BaselineClaim]) -> dict[str, frozenset[str]]:
    """The words of each sentence, with the names of those it speaks of."""
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        words = sentence_stems(row.claim)
        before = found.setdefault(row.claim.sentence, words)
        if before is not words:
            found[row.claim.sentence] = before | words
    return found


def _matter(
    new: Claim,
    rows: Sequence[BaselineClaim],
    shared: float,
    words: frozenset[str],
    nats: Nats,
    context: Context,
) -> float:
    """How much speaks for one matter: what sentences, and what two claims, share."""
    _, closest = context.met(context.nearest(rows, new).claim, new)
    whole = nats.share(shared, words)
    return shared + closest["nats_both"] + _WHOLE * whole


def _standing(
    name: str, sentence: str, nats: Mapping[str, float], ranked: Sequence[str]
) -> dict[str, float]:
    """Aspects of how the sentence stands among all, in nats: its rank, and its lead."""
    others = (nats[each] for each in ranked[:2] if each != sentence)
    return {
        f"{name}_rank": math.log1p(ranked.index(sentence)),
        f"{name}_lead": nats[sentence] - max(others, default=0.0),
    }


def _told(
    new: Claim,
    sentence: str,
    words: frozenset[str],
    shared: Mapping[str, float],
    nats: Nats,
) -> dict[str, float]:
    """Aspects of what the two sentences share, in nats."""
    own = quote_stems(new)
    quoted = nats.of(own & words)
    denies, denied = _denies(new.sentence), _denies(sentence)
    return {
        "told_nats": shared[sentence],
        "told_of_old": nats.share(shared[sentence], words),
        "told_of_new": nats.share(shared[sentence], sentence_stems(new)),
        "told_quoted": quoted,
        "told_of_quote": nats.share(quoted, own),
        "told_among": math.log1p(len(shared)),
        "denial_new": float(denies and not denied),
        "denial_old": float(denied and not denies),
    }


_DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|none|without|nothing|neither|nor|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _denies(sentence: str) -> bool:
    return bool(_DENIAL.search(sentence))


def _statement(
    new: Claim,
    rows: Sequence[BaselineClaim],
    found: dict[str, float],
    figures: Figures | None,
    context: Context,
) -> Statement:
    row = figures.row if figures else context.nearest(rows, new)
    pair = aspects(row, new, context) | found
    if figures is not None:
        pair |= figures.aspects | figures_met(figures, new)
        pair |= rare(figures.old, figures.new, row.claim, context)
        pair |= together(pair)
    same_day = bool(pair["time_same"])
    dated = times_apart(row, rows, new, context, same_day=same_day)
    if dated is not None:
        pair |= dated.aspects
    pair |= bounds(row.claim, new)
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
    if turned and _is_about_one(pair) and not _is_bound(pair):
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


def _is_bound(pair: Mapping[str, float]) -> bool:
    """Whether two ends of one state differ: "lasts until May", "ended in March"."""
    told = "days_differ" in pair and pair.get("bound_one")
    return bool(told and not pair["negation_differs"])


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
