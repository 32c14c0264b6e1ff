"""
What keeps a held claim from saying a new one already, whatever words the two share.

A day moved, a plan carried out or given up, two participants who change places,
somebody who did it alone, "not this but that": the words are nearly all the same, and
the news is in the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from extractors.claims.periods.clock import clocks, minutes_apart
from extractors.claims.periods.grammar import any_of
from extractors.model import Argument, Claim, Modality, Period
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.grants import grants
from extractors.verdicts.rules.pair import AHEAD, negated
from extractors.verdicts.rules.relation import LIGHT
from extractors.verdicts.rules.undone import is_undone
from extractors.verdicts.rules.vocabulary import CONVERSE, ENDING, PRONOUNS, SYMMETRIC
from extractors.verdicts.words import REMEMBERED_CLAIMS, closeness, same_name

# opposites by the word itself, not by one that it is a shade of
_PLAIN = frozenset({"state", "direct"})
_UNTIL = "until"
BOUNDS = frozenset({"since", _UNTIL})
# what is due by a day may well be over before
DUE = re.compile(r"(?:by|before|within|no later than)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:\w+\s)?(?:who|whom|whose|which|that|where|when)\b", re.IGNORECASE
)
# what "it was" points at, up to the relative clause
_CLEFT = re.compile(r"\bit (?:is|was)\s[^.;:]{1,80}$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# shorter ones turn up inside other words: "ion", "union"
_WHOLE_WORD = 4
# shorter ones are mostly articles and prepositions
_TELLING = re.compile(r"[^\W\d_]{4,}")
# what is put away in favour of something else, up to five words of it
_RATHER = re.compile(
    r"\b(?:not(?!\s(?:only|just|merely)\b)|rather than|instead of)((?:\s+\w+){1,5})",
    re.IGNORECASE,
)

# words for ever larger shares
_FEW = 1
_AMOUNTS = {
    word: n
    for n, words in enumerate(
        (
            ("few", "hardly any", "barely any", "scarcely any"),
            ("some", "several", "a few", "the few"),
            ("many",),
            ("most",),
            ("all", "every", "each"),
        ),
        _FEW,
    )
    for word in words
}
_HOW_MANY = re.compile(
    rf"\b(?:{any_of(_AMOUNTS)})(?= [a-z])"
    r"(?! (?:of the time|but|in all|about|over|along)\b)",
    re.IGNORECASE,
)


def barred(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """Whether ``new`` says something else than ``old`` in one of these ways."""
    return (
        is_carried_out(old, new)
        or is_at_another_time(old, new)
        or are_swapped(old, new)
        or is_alone(old, new)
        or is_for_all(old, new)
        or is_of_other_share(old, new)
        or are_contrary(old, new)
        or is_put_away(old, new)
        or is_undone(old, new)
        or (grants(new) and old.attribution != new.attribution)
        or is_of_another_noun(old, new, lexicon)
        or say_opposites(old, new, lexicon)
    )


def is_carried_out(old: Claim, new: Claim) -> bool:
    """A plan, then the deed; a headline tells deeds in the present."""
    if old.modality not in AHEAD or new.modality is not Modality.ASSERTED:
        return False
    return new.tense in {"past", "perfect"} or (new.in_title and new.tense == "present")


def is_at_another_time(old: Claim, new: Claim) -> bool:
    """Another day or bound, or another time of day than any that is held."""
    return is_moved(*_bounds(old, new)) or (
        minutes_apart(clocks(old.quote), clocks(new.quote)) is not None
    )


def _bounds(old: Claim, new: Claim) -> tuple[Period, Period]:
    """Their times; "it ends in 2031" tells the bound that "until 2033" does."""
    periods = (old.period, new.period)
    if _UNTIL not in {period.kind for period in periods}:
        return periods
    first, second = (
        replace(claim.period, kind=_UNTIL)
        if claim.period.kind == "at" and claim.verb in ENDING
        else claim.period
        for claim in (old, new)
    )
    return first, second


def is_moved(old: Period, new: Period) -> bool:
    """Both tell a day or a bound of one kind, and not the same."""
    if not old.text or not new.text or old.kind != new.kind:
        return False
    if old.kind in BOUNDS:
        ends = [
            (old.valid_from, new.valid_from)
            if old.kind == "since"
            else (old.valid_to, new.valid_to)
        ]
        return any(a and b and a != b for a, b in ends) and not _inside(old, new)
    return bool(
        (old.valid_to and new.valid_from and old.valid_to <= new.valid_from)
        or (new.valid_to and old.valid_from and new.valid_to <= old.valid_from)
    )


def _inside(old: Period, new: Period) -> bool:
    """Whether one is told more exactly: "in 2030" and "by June 2030"."""
    if not (old.valid_from and old.valid_to and new.valid_from and new.valid_to):
        return False
    return (old.valid_from <= new.valid_from and new.valid_to <= old.valid_to) or (
        new.valid_from <= old.valid_from and old.valid_to <= new.valid_to
    )


def are_swapped(old: Claim, new: Claim) -> bool:
    """Who does it and to whom it is done have changed places."""
    if old.verb != new.verb or new.verb in SYMMETRIC or new.verb in LIGHT:
        return False
    doers, others = _acting(old, "subject"), _acting(new, "subject")
    if any(_may_be(one, other) for one in doers for other in others):
        return False
    # "they beat Orel", "Orel beat Tarn": who they are need not be known
    both = not doers and _has_both(old) and _has_both(new)
    return _is_done_to(old, new) and (both or _is_done_to(new, old))


def _has_both(claim: Claim) -> bool:
    return {"subject", "object"} <= {a.role for a in claim.arguments}


def _is_done_to(old: Claim, new: Claim) -> bool:
    """Whether who does it in ``new`` is the one to whom it was done in ``old``."""
    return any(
        _may_be(doer, done)
        for doer in _acting(new, "subject")
        for done in _acting(old, "object")
    )


def _acting(claim: Claim, role: str) -> list[Argument]:
    arguments = [a for a in claim.arguments if a.role == role]
    return [a for a in arguments if a.entity or a.head not in PRONOUNS]


def _may_be(one: Argument, other: Argument) -> bool:
    if one.entity or other.entity:
        return same_name(one.entity, other.entity)
    return one.head in {other.head, *other.terms} or other.head in one.terms


def are_contrary(old: Claim, new: Claim) -> bool:
    """One word and its opposite by "un-", all else alike: "fair", "unfair"."""
    if negated(old) is not negated(new):
        return False
    return _is_undone(old, new) or _is_undone(new, old)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _words(claim: Claim) -> frozenset[str]:
    return _words_of(claim.quote)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _opposites(claim: Claim) -> frozenset[str]:
    """What its words in "un-" are the opposites of, unless it has both."""
    words = _words(claim)
    told = (w[2:] for w in words if w.startswith("un") and len(w) > _WHOLE_WORD + 1)
    return frozenset(told) - words


def _is_undone(some: Claim, other: Claim) -> bool:
    undone = _opposites(other)
    return bool(undone) and any(
        f"un{word}" not in _words(some) for word in undone & _words(some)
    )


def say_opposites(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """A word of each that the other has not, and its opposite: "before", "after"."""
    if negated(old) is not negated(new) or (old.verb, new.verb) in CONVERSE:
        return False
    ours = _words_and_terms(old) - _words_of(new.sentence)
    theirs = _words_and_terms(new) - _words_of(old.sentence)
    return any(
        lexicon.opposition(a, b) in _PLAIN
        for a in ours
        for b in theirs & lexicon.kindred(a)
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _words_and_terms(claim: Claim) -> frozenset[str]:
    return frozenset({*_words(claim), *(w for t in claim.terms for w in t.split())})


@lru_cache(maxsize=2 * REMEMBERED_CLAIMS)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def is_put_away(old: Claim, new: Claim) -> bool:
    """What is held is what the new one denies: "not the buyer but the seller"."""
    if negated(old) or negated(new) or _RATHER.search(old.quote):
        return False
    put_away = _RATHER.search(new.quote)
    if put_away is None:
        return False
    return not _words(old).isdisjoint(_TELLING.findall(put_away[1].lower()))


def is_of_another_noun(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """
    A relative clause of a noun that the held sentence has not: "the barn that it sold".

    In "it was the barn that it sold" the noun is the news. Elsewhere "the firm", "the
    striker" may be somebody of whom the held one speaks by name.
    """
    if not _RELATIVE.match(new.quote):
        return False
    pointed = is_cleft(new)
    nouns = [a for a in new.arguments if a.text and a.text not in new.quote]
    return any(
        not noun.entity
        and noun.head not in PRONOUNS
        and {noun.head, *noun.terms}.isdisjoint(_words_of(old.sentence) | {*old.terms})
        and (pointed or _is_unlike(noun.head, old, lexicon))
        for noun in nouns
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def is_cleft(claim: Claim) -> bool:
    """As in "it was Orel that left": nobody else did."""
    before = claim.sentence.partition(claim.quote)[0]
    return bool(_RELATIVE.match(claim.quote) and _CLEFT.search(before))


def _is_unlike(noun: str, old: Claim, lexicon: Lexicon) -> bool:
    """A thing, and none that a word of the held claim is like."""
    return not lexicon.noun_class(noun) and not any(
        closeness(noun, word, lexicon) for word in old.terms
    )


def is_for_all(old: Claim, new: Claim) -> bool:
    """It was so for some only, and is now told of all."""
    return old.exclusive and not new.exclusive and not _has_all(old) and _has_all(new)


def is_of_other_share(old: Claim, new: Claim) -> bool:
    """Told of more than it was, as "most" after "some", or of but a few."""
    before, now = _share(old.quote), _share(new.quote)
    return bool(now) and (0 < before < now or (now == _FEW and before != _FEW))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _share(text: str) -> int:
    """Of how many something is told, from few to all; 0 where no word says so."""
    found = _HOW_MANY.search(text)
    return _AMOUNTS[found[0].lower()] if found else 0


def _has_all(claim: Claim) -> bool:
    return any(cue.startswith("universal:") for cue in claim.cues)


def is_alone(old: Claim, new: Claim) -> bool:
    """The new one adds that nobody or nothing else does; "only 5" just calls it few."""
    return new.exclusive and not old.exclusive and not new.quantities
