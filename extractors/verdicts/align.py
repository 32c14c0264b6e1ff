"""
Two claims laid side by side: what matches, what differs, slot by slot.

The result is plain numbers and words: rules read it, ``explain`` shows it, and replay
computes it again from stored claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.claims.quantities import relation as quantity_relation
from extractors.model import Argument, BaselineClaim, Claim, Period, Quantity
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.words import (
    REMEMBERED_CLAIMS,
    TermAlignment,
    align_terms,
    bond,
    closeness,
    kept,
    remember,
    same_name,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMatch:
    """Two quantities of one measure; ``outcome`` is equal, compatible or differs."""

    old: Quantity
    new: Quantity
    outcome: str
    same_role: bool
    same_bearer: bool | None


class Alignment:
    """
    What an old (baseline) and a new claim have to do with each other.

    Looked at only as far as asked for. ``subject``, ``object``, ``relation`` are 0..1;
    ``relation_opposed`` names the kind of opposition of the verbs; ``parity`` is True
    when an odd number of negations and opposites separates the claims; ``periods`` is
    ``same``, ``apart``, ``overlap`` or ``unknown``.
    """

    def __init__(self, old: BaselineClaim, new: Claim, lexicon: Lexicon) -> None:
        self._old = old
        self._sides = (old.claim, new)
        self._lexicon = lexicon

    @kept
    def terms(self) -> TermAlignment:
        """Which terms found a partner."""
        held, new = self._sides
        names = {*held.entities, *new.entities}
        return align_terms(held.terms, new.terms, names=names, lexicon=self._lexicon)

    @kept
    def _relation(self) -> tuple[float, str]:
        return _relation(*self._sides, self._lexicon)

    @property
    def relation(self) -> float:
        """Closeness of the verbs."""
        return self._relation[0]

    @property
    def relation_opposed(self) -> str:
        """How the verbs are opposite; empty when they are not."""
        return self._relation[1]

    @kept
    def subject(self) -> float:
        """Closeness of the subjects; -1 when either has none."""
        return _role_score(*self._sides, "subject", self._lexicon)

    @kept
    def object(self) -> float:
        """Closeness of the objects; -1 when either has none."""
        return _role_score(*self._sides, "object", self._lexicon)

    @kept
    def old_only(self) -> tuple[str, ...]:
        """Names that only the old claim has."""
        held, new = self._sides
        return _missing(held.entities, new.entities)

    @kept
    def new_only(self) -> tuple[str, ...]:
        """Names that only the new claim has."""
        held, new = self._sides
        return _missing(new.entities, held.entities)

    @kept
    def shared_names(self) -> tuple[str, ...]:
        """Names of the new claim that the old one has too."""
        held, new = self._sides
        return tuple(n for n in new.entities if any_same(n, held.entities))

    @kept
    def quantities(self) -> tuple[QuantityMatch, ...]:
        """Quantities of one measure, paired."""
        return _quantities(*self._sides, self._lexicon)

    @kept
    def parity(self) -> bool:
        """Whether an odd number of negations and opposites separates the claims."""
        held, new = self._sides
        opposed = self.relation_opposed
        turning = control(held) | control(new)
        others = [
            a
            for a, b, _ in self.terms.opposites
            if a != held.verb and not {a, b} & turning
        ]
        negations = (
            (held.polarity is not new.polarity)
            + bool(opposed)
            + bool(not opposed and others)
        )
        return negations % 2 == 1

    @kept
    def periods(self) -> str:
        """Whether the claims speak of the same time, as far as either says."""
        return periods(self._old.claim.period, self._sides[1].period)

    @kept
    def later(self) -> bool:
        """Whether the text places the new state after the old one."""
        return is_later(self._old, self._sides[1])


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def control(claim: Claim) -> frozenset[str]:
    """The verbs above the claim's own, which its polarity or modality speaks of."""
    return frozenset(c.removeprefix("control:") for c in claim.cues if "control:" in c)


def any_same(name: str, others: tuple[str, ...]) -> bool:
    """Whether one of the names can be this one."""
    return any(same_name(name, other) for other in others)


def _missing(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(n for n in some if not any_same(n, others))


def _relation(old: Claim, new: Claim, lexicon: Lexicon) -> tuple[float, str]:
    """Closeness of the verbs; a copula or light verb speaks through its noun."""
    key = (_relation_words(old), _relation_words(new))
    found = lexicon.bonds.get(key)
    if found is None:
        found = remember(lexicon.bonds, key, _bond_of(*key, lexicon))
    return found


def _bond_of(
    ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon
) -> tuple[float, str]:
    best, opposed = 0.0, ""
    said_by_both = {*ours} & {*theirs}
    for a in ours:
        for b in theirs:
            near, kind = bond(a, b, lexicon)
            if kind and not {a, b} & said_by_both and near < _ONE_WORD:
                opposed = opposed or kind
            best = max(best, near)
    return best, opposed


# from it on two words are forms of one
_ONE_WORD = 0.9
_EMPTY_VERBS = frozenset({"be", "have", "do", "make", "take", "get", "give", "become"})


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _relation_words(claim: Claim) -> tuple[str, ...]:
    words = [claim.verb, *claim.relation.split()[1:]]
    nouns = [
        a.head
        for a in claim.arguments
        if a.role == "attribute" or (a.role == "object" and claim.verb in _EMPTY_VERBS)
    ]
    kept = [w for w in [*words, *nouns] if w and w not in _EMPTY_VERBS]
    return tuple(dict.fromkeys(w for w in kept if len(w) > 2)) or (claim.verb,)


@lru_cache(maxsize=2 * REMEMBERED_CLAIMS)
def _arguments(claim: Claim, role: str) -> tuple[Argument, ...]:
    if role == "subject":
        return tuple(a for a in claim.arguments if a.role == "subject")
    return tuple(a for a in claim.arguments if a.role in {"object", "attribute"})


def _role_score(old: Claim, new: Claim, role: str, lexicon: Lexicon) -> float:
    """Best closeness of two participants in one role; -1 when either has none."""
    ours, theirs = _arguments(old, role), _arguments(new, role)
    if not ours or not theirs:
        return -1.0
    return max(argument_closeness(a, b, lexicon) for a in ours for b in theirs)


def argument_closeness(one: Argument, other: Argument, lexicon: Lexicon) -> float:
    """How likely two phrases mean the same thing."""
    if one.entity and other.entity:
        return 1.0 if same_name(one.entity, other.entity) else 0.0
    head = closeness(one.head, other.head, lexicon)
    if one.owner and other.owner and not same_name(one.owner, other.owner):
        return 0.0
    shared = align_terms(one.terms, other.terms, names=(), lexicon=lexicon).both
    return max(head * 0.6 + shared * 0.4, shared)


def _quantities(old: Claim, new: Claim, lexicon: Lexicon) -> tuple[QuantityMatch, ...]:
    found = []
    for theirs in new.quantities:
        for ours in old.quantities:
            outcome = quantity_relation(ours, theirs)
            if outcome == "incomparable" or ours.per != theirs.per:
                continue
            found.append(
                QuantityMatch(
                    old=ours,
                    new=theirs,
                    outcome=outcome,
                    same_role=_same_role(ours.role, theirs.role, lexicon),
                    same_bearer=_same_bearer(ours.bearer, theirs.bearer, lexicon),
                )
            )
    return tuple(found)


def _same_role(one: str, other: str, lexicon: Lexicon) -> bool:
    return bool(one and other) and closeness(one, other, lexicon) >= 0.7


def _same_bearer(one: str, other: str, lexicon: Lexicon) -> bool | None:
    if not one or not other:
        return None
    if same_name(one, other) or closeness(one, other, lexicon) >= 0.7:
        return True
    named = one[:1].isupper() and other[:1].isupper()
    return False if named else None


def periods(one: Period, other: Period) -> str:
    """``same``, ``overlap`` or ``apart``; ``unknown`` unless both are dated."""
    if not one.text or not other.text:
        return "unknown"
    if one.valid_from == other.valid_from and one.valid_to == other.valid_to:
        return "same"
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return "overlap" if starts < ends else "apart"


_CHANGE = frozenset({"now:now", "now:since", "now:newly", "now:currently", "now:today"})


def is_later(old: BaselineClaim, new: Claim) -> bool:
    """
    Whether the text places the new state after the time of the old one.

    A date after the baseline's, a word of change ("now", "no longer"), or a finite
    event told by a later document.
    """
    known_on = old.document_date or old.claim.published_on
    period = new.period
    if known_on and period.valid_from and period.kind != "until":
        return period.valid_from >= known_on
    if known_on and new.published_on and new.published_on < known_on:
        return False
    return bool(_CHANGE & set(new.cues)) or "negation:no longer" in new.cues
