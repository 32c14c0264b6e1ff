"""
Whether two figures are of one measure of one bearer.

Same unit and rate are given by the alignment; the role, the counted noun or the verb
tells the measure, a name or a noun who bears it.
"""

from __future__ import annotations

import re

from extractors.model import Claim, Quantity
from extractors.verdicts.align import QuantityMatch
from extractors.verdicts.rules.content import own_words
from extractors.verdicts.rules.pair import Pair
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.spans import are_of_two_spans
from extractors.verdicts.rules.vocabulary import (
    AWARDS,
    CHANGE,
    COMPOSED,
    FAMILIES,
    HEADCOUNTS,
    LASTING,
    LOSSES,
    MEASURE_WORDS,
    MEASURES,
    PAYING,
    STANDING,
    STATING,
    UNIT_WORDS,
)
from extractors.verdicts.words import same_name

# the words between a figure and what it counts
_KIND = re.compile(r"(?<=\d )([a-z]{3,})(?= [a-z]{3,})")


def is_one_measure(pair: Pair, match: QuantityMatch) -> bool:
    """Same bearer, and the same measure by its role, its counted noun or its verb."""
    same_act = pair.scope.relation >= 0.8
    if not _roles_agree(match) and not (same_act and match.old.unit == match.new.unit):
        return False
    if _is_another_kind(pair, match) or _is_of_unknown(pair, match):
        return False
    bearer = _bearer_fit(pair, match)
    if bearer is Fit.OTHER or not _is_anchored(pair, bearer):
        return False
    old, new = _leftovers(pair, match)
    if (old and new) or MEASURES & {*old, *new}:
        return False
    role = match.old.role
    roles = {role, match.new.role}
    standing = roles <= STANDING and (len(roles) == 1 or roles <= LOSSES)
    if standing or _is_how_long(pair, roles):
        sure = len(pair.scope.shared) + 1 + same_act if bearer is Fit.SAME else 0
        return len(old) + len(new) <= sure
    if same_act:
        return len(old) + len(new) <= 1
    if len(old) + len(new) > bool(old) or not (role or match.new.role):
        return False
    if role == match.new.role or (bearer is Fit.SAME and _is_of_how_many(pair, roles)):
        return {pair.held.verb, pair.new.verb} <= STATING | CHANGE | COMPOSED
    if not {pair.held.verb, pair.new.verb} <= PAYING | {"cost"}:
        return False
    return len(pair.scope.shared) >= 2 or Fit.SAME is pair.scope.object


def _is_of_how_many(pair: Pair, roles: set[str]) -> bool:
    """As in "the jury has nine members", "the jury consists of twelve people"."""
    verbs = {pair.held.verb, pair.new.verb}
    composed = verbs & COMPOSED and verbs <= COMPOSED | {"have", "be"}
    return bool(composed) and roles <= HEADCOUNTS


def _is_of_unknown(pair: Pair, match: QuantityMatch) -> bool:
    """
    As in "in Kolin there are 900": of what, another sentence tells.

    Or of a contract, of which there are many, where only the held claim says whose.
    """
    figure, scope = match.new, pair.scope
    if pair.new.verb == "be" and not (figure.unit or figure.role):
        return True
    some = figure.bearer in AWARDS and not scope.shared_names
    return some and bool(scope.old_only)


def _is_how_long(pair: Pair, roles: set[str]) -> bool:
    """How long a state lasts, told twice: "is in force for 5 years", "runs for 3"."""
    sides = (pair.held, pair.new)
    # "is late by five months" says how late, not how long
    bare = not any(a.role == "attribute" for side in sides for a in side.arguments)
    return roles == {"duration"} and bare and {s.verb for s in sides} <= LASTING


def _is_another_kind(pair: Pair, match: QuantityMatch) -> bool:
    """Two kinds of what is counted, or of two spans: "season tickets", "single"."""
    if are_of_two_spans(pair.held, match.old, pair.new, match.new):
        return True
    if _is_by(pair.held, match.old) is not _is_by(pair.new, match.new):
        return True
    ours, theirs = (_KIND.findall(q.text.lower()) for q in (match.old, match.new))
    words = [
        [w for w in side if w not in UNIT_WORDS | {"more", "other"}]
        for side in (ours, theirs)
    ]
    return all(words) and not any(
        is_kin(a, b, pair.lexicon) for a in words[0] for b in words[1]
    )


def _is_by(claim: Claim, figure: Quantity) -> bool:
    """Whether it says by how much something changes, not what it comes to."""
    return claim.verb in CHANGE and f"by {figure.text}" in claim.quote


def _roles_agree(match: QuantityMatch) -> bool:
    """Same role, one of them unsaid, or two words for one measure."""
    old, new = match.old.role, match.new.role
    return old == new or not old or not new or bool(_families(match))


def _families(match: QuantityMatch) -> list[frozenset[str]]:
    roles = {match.old.role, match.new.role}
    return [f for f in FAMILIES if roles <= f]


def _is_anchored(pair: Pair, bearer: Fit) -> bool:
    """Without a sure bearer the claims must share names or several words."""
    if bearer is Fit.SAME:
        return True
    scope = pair.scope
    if scope.shared_names:
        return not scope.new_only
    if scope.relation >= 0.8:
        return not (scope.new_only or scope.old_only)
    return len(scope.shared) >= 2 and not (scope.new_only or scope.old_only)


def _leftovers(
    pair: Pair, match: QuantityMatch
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Content words without a partner that do not just name the measure."""
    scope = pair.scope
    named = _measure_words(match)
    twice = named & set(scope.old_left) and named & set(scope.new_left)
    if twice and scope.subject is not Fit.SAME:
        # "the damage", "the cost of the bridge": each names its own
        named = frozenset()
    if _bearer_fit(pair, match) is Fit.SAME:
        # how each side calls the bearer: "the bank", its name
        named |= {*_words(match.old.bearer), *_words(match.new.bearer)}
    named |= {*_words(pair.held.attribution), *_words(pair.new.attribution)}
    partners = {*pair.held.terms, *pair.new.terms}

    def left(words: tuple[str, ...], own: Claim) -> tuple[str, ...]:
        other = pair.new if own is pair.held else pair.held
        return tuple(
            w
            for w in own_words(own, other, words)
            if w not in named
            and not (w in partners and is_kin(w, other.verb, pair.lexicon))
        )

    return left(scope.old_left, pair.held), left(scope.new_left, pair.new)


def _words(phrase: str) -> tuple[str, ...]:
    """Its words and, of a name, the whole."""
    low = phrase.lower()
    return (low, *low.split())


def _measure_words(match: QuantityMatch) -> frozenset[str]:
    roles = {match.old.role, match.new.role} - {""}
    words = [MEASURE_WORDS.get(role, frozenset()) for role in roles]
    family = [MEASURE_WORDS.get(r, frozenset()) for f in _families(match) for r in f]
    return frozenset({*roles}.union(*words, *family))


def _bearer_fit(pair: Pair, match: QuantityMatch) -> Fit:
    """Whether both numbers are of one bearer: one name, or one noun without a name."""
    ours, theirs = match.old.bearer, match.new.bearer
    scope = pair.scope
    if not ours or not theirs or {ours, theirs} & MEASURES:
        return scope.subject
    if ours.lower() == theirs.lower():
        return Fit.SAME
    if ours[:1].isupper() and theirs[:1].isupper():
        return Fit.SAME if same_name(ours, theirs) else _unless_shared(pair)
    if ours[:1].isupper() or theirs[:1].isupper():
        return Fit.SAME if scope.subject is Fit.SAME else Fit.OPEN
    if is_kin(ours, theirs, pair.lexicon):
        return scope.subject if scope.subject is Fit.OTHER else Fit.SAME
    return Fit.SAME if scope.subject is Fit.SAME else Fit.OTHER


def _unless_shared(pair: Pair) -> Fit:
    """Two names that both claims have: which one bears it is a matter of wording."""
    if pair.scope.subject is Fit.SAME and not (
        pair.scope.old_only or pair.scope.new_only
    ):
        return Fit.SAME
    return Fit.OTHER
