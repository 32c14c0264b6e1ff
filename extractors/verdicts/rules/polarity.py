"""
The same thing affirmed and denied, or told with the opposite verb.

Counted are negations and opposites in the place of the relation or beside nouns that
match; an odd number of them turns the claim round. What is denied in general is broken
by any instance: the denied side must be covered by the affirmed one, not the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.model import Claim, Modality, Slot, Verdict
from extractors.verdicts.align import control
from extractors.verdicts.rules.absence import denies_more, lacks
from extractors.verdicts.rules.content import arguments, aside, own_words, words_naming
from extractors.verdicts.rules.follows import follows, is_one_course, is_refusal
from extractors.verdicts.rules.later import ends_as_told, is_dated_later, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated, phrase
from extractors.verdicts.rules.relation import are_of_one_side, is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.undergone import is_told_crosswise, is_undergone
from extractors.verdicts.rules.vocabulary import ATTEMPTING, CONVERSE, HAVING
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem, stems

_ENOUGH = 0.75
_NOT_BUT = re.compile(
    r"(?:\bnot|n['’]t)\b([^,;:]+) but (?!also)([^,;:]+)", re.IGNORECASE
)
_LONGER = re.compile(r"[^\W\d_]{4,}")
_ANY = "universal:any"


def polarity_differs(pair: Pair) -> Verdict | None:
    """Judge two claims that an odd number of negations and opposites separates."""
    scope = pair.scope
    if (pair.held.verb, pair.new.verb) in CONVERSE and scope.subject is not Fit.SAME:
        # "bought from Tarn", "Tarn sold": one event from both ends
        return None
    if _says_nothing(pair.held) or _says_nothing(pair.new):
        return None
    if denies_more(pair.held) or denies_more(pair.new):
        return None
    denied = negated(pair.held) is not negated(pair.new)
    turned = bool(scope.opposed) or (scope.relation >= 0.8 and modifiers_opposed(pair))
    without = not denied and not turned and _is_without(pair)
    denied = denied or without
    if denied is turned or not (
        scope.relation >= 0.8
        or turned
        or _is_admitted(pair)
        or _is_like_deed(pair)
        or _is_had(pair)
    ):
        return None
    if not is_one_event(pair) or is_other_period(pair) or is_plan_for_fact(pair):
        return None
    if ends_as_told(pair) or is_one_course(pair) or _is_put_right(pair):
        return None
    relation = turned and not denied
    return conflict(
        pair,
        "relation_opposed" if relation else "polarity_differs",
        Slot.RELATION if relation else Slot.POLARITY,
        old=phrase(pair.held),
        new=phrase(pair.new),
        confidence=0.65 + 0.3 * min(scope.old_cover, scope.new_cover),
        later=follows(pair, without=without),
    )


def _is_put_right(pair: Pair) -> bool:
    """As in "is not made of steel but of brass", "is made of brass"."""
    for denied, told in ((pair.held, pair.new), (pair.new, pair.held)):
        found = _NOT_BUT.search(denied.sentence) if negated(denied) else None
        if found:
            wrong, right = (_telling(part) for part in found.groups())
            said = _telling(told.quote) - {stem(denied.verb)}
            if (right - wrong) & said and not (wrong - right) & said:
                return True
    return False


def _telling(text: str) -> frozenset[str]:
    """The figures and the stems of the longer words."""
    figures = re.findall(r"\d[\d.,]*", text)
    return frozenset(figures) | {stem(w) for w in _LONGER.findall(text.lower())}


def _is_without(pair: Pair) -> bool:
    """As in "sold it without a licence", "sold it under a licence of 2019"."""
    old, new = pair.held, pair.new
    return lacks(old, new, pair.lexicon) is not lacks(new, old, pair.lexicon)


def _is_like_deed(pair: Pair) -> bool:
    """Whether just the same thing is done to the same thing, in other words."""
    return pair.scope.object is Fit.SAME and are_of_one_side(
        pair.held, pair.new, pair.lexicon
    )


def _is_had(pair: Pair) -> bool:
    """As in "has no hotel there", "runs two hotels there": who runs it has it."""
    none, some = (pair.held, pair.new) if negated(pair.held) else (pair.new, pair.held)
    if none.verb != "have" or some.verb not in HAVING:
        return False
    return pair.scope.subject is pair.scope.object is Fit.SAME


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _says_nothing(claim: Claim) -> bool:
    """A mere phrase, or that something "is": neither tells what could be denied."""
    bare = all(argument.role == "subject" for argument in claim.arguments)
    return not claim.tense or (claim.verb == "be" and bare)


def _is_admitted(pair: Pair) -> bool:
    """What one side denies, the other tells of the same two participants."""
    scope = pair.scope
    denials = [c for c in (pair.held, pair.new) if c.modality is Modality.DENIED]
    return (
        bool(denials)
        and scope.subject is Fit.SAME
        and len(scope.shared) >= 2
        and not (scope.old_left and scope.new_left)
    )


def modifiers_opposed(pair: Pair) -> bool:
    """Opposite adjectives beside one noun: "lukewarm", "enthusiastic reception"."""
    return any(
        pair.lexicon.opposition(a, b)
        for one in pair.held.arguments
        for other in pair.new.arguments
        if one.role == other.role and is_kin(one.head, other.head, pair.lexicon)
        for a in one.terms
        for b in other.terms
        if a != one.head and b != other.head
    )


def is_one_event(pair: Pair) -> bool:
    """Same participants, and the denied side says nothing that the other has not."""
    scope = pair.scope
    if scope.opposed and _is_crossed(pair):
        return True
    if is_told_crosswise(pair) or (scope.opposed and is_undergone(pair)):
        return True
    if Fit.OTHER in {scope.subject, scope.object} or scope.replaced:
        return False
    if not scope.shared or not _is_anchored(pair):
        return False
    if negated(pair.held) is negated(pair.new):
        return _covers_both(pair)
    general, names = (
        (scope.old_cover, scope.old_only)
        if negated(pair.held)
        else (scope.new_cover, scope.new_only)
    )
    general = max(general, _none_of_it(pair))
    sure = scope.relation == 1 and (
        (scope.subject is Fit.SAME and scope.shared_names) or _is_none_of_them(pair)
    )
    least = 0.15 if sure else 0.4
    both = len(scope.shared) + bool(_none_of_it(pair))
    enough = 0.5 if sure and both >= _gone(pair) else _ENOUGH
    return (
        general >= enough
        and not names
        and min(scope.old_cover, scope.new_cover) >= least
    )


def _is_none_of_them(pair: Pair) -> bool:
    """As in "none of the crates was opened": any one of them is enough."""
    denied = pair.held if negated(pair.held) else pair.new
    told = Fit.SAME in {pair.scope.subject, pair.scope.object}
    return told and "universal:none" in denied.cues


def _none_of_it(pair: Pair) -> float:
    """The cover of what denies that there was any money where the other has a sum."""
    scope = pair.scope
    denied, other, left = (
        (pair.held, pair.new, scope.old_left)
        if negated(pair.held)
        else (pair.new, pair.held, scope.new_left)
    )
    if _ANY not in denied.cues or "money" not in left:
        return 0.0
    if not any(q.unit.isupper() for q in other.quantities):
        return 0.0
    return (len(scope.shared) + 1) / (len(scope.shared) + len(left))


def _gone(pair: Pair) -> int:
    """Shared words that make two claims one; "no longer" itself points at the other."""
    return 1 if "negation:no longer" in pair.new.cues else 2


def _covers_both(pair: Pair) -> bool:
    """Opposite verbs need the whole of both sides, or a subject and an object."""
    scope = pair.scope
    if scope.old_only and scope.new_only:
        return False
    if scope.subject is scope.object is Fit.SAME:
        # "the Board of Works", "the board": no word of theirs tells them apart
        return not (
            _beside_actor(pair.held, scope.old_left)
            and _beside_actor(pair.new, scope.new_left)
        )
    known = scope.subject is Fit.SAME and scope.shared_names and len(scope.shared) >= 2
    if known and not _beside_actor(pair.held, scope.old_left):
        # "Mayor Lind is for the sale", "Lind is against the sale to Tarn"
        return len(_beside_actor(pair.new, scope.new_left)) <= 1
    old = own_words(pair.held, pair.new, scope.old_left)
    new = own_words(pair.new, pair.held, scope.new_left)
    if scope.object is Fit.SAME and len(scope.shared) >= 2 and not old:
        return len(new) <= 1
    covers = [scope.old_cover, scope.new_cover]
    return min(covers) >= 0.6 and max(covers) >= _ENOUGH


def _beside_actor(claim: Claim, words: Sequence[str]) -> list[str]:
    """Those of ``words`` that do not say who does it, nor what he is."""
    actors = arguments(claim, "subject")
    said = words_naming(actors).union(*(stems(aside(a, claim)) for a in actors))
    return [w for w in words if w not in said and stem(w) not in said]


def _is_crossed(pair: Pair) -> bool:
    """As in "Ara coaches the Rovers", "the Rovers have sacked Ara"."""
    scope = pair.scope
    return (
        len(scope.shared) >= 2
        and len(scope.shared_names) >= 2
        and not scope.old_left
        and not scope.new_left
        and scope.subject is Fit.OTHER
    )


def _is_anchored(pair: Pair) -> bool:
    """A name in common, or enough words of which one takes part on both sides."""
    scope = pair.scope
    if scope.shared_names:
        return Fit.SAME in {scope.subject, scope.object} or len(scope.shared) >= 2
    return Fit.SAME in {scope.subject, scope.object} and not (
        scope.old_only and scope.new_only
    )


def is_other_period(pair: Pair) -> bool:
    """Whether the two speak of times that have nothing to do with each other."""
    old, new = pair.held, pair.new
    if is_history(old) or is_history(new):
        return not _is_never(old, new)
    if pair.scope.opposed and not negated(new):
        # an opposite event ends the state whenever it came
        if old.tense == "present" and new.tense in {"past", "perfect"}:
            return False
        if is_later(pair):
            return False
    if old.tense == "past" and is_dated_later(pair):
        return True
    if pair.side.periods == "apart":
        return not is_later(pair) or old.tense == "past"
    if bool(old.period.text) is not bool(new.period.text):
        return old.tense == "past" and new.tense != "past"
    return False


def _is_never(old: Claim, new: Claim) -> bool:
    """What has never been so was not so once either, however long ago."""
    never = [c for c in (old, new) if negated(c)]
    done = all(c.tense in {"past", "perfect"} for c in (old, new))
    return done and len(never) == 1 and "negation:never" in never[0].cues


def is_plan_for_fact(pair: Pair) -> bool:
    """A plan or a duty does not contradict that something is not so today."""
    plan, fact = pair.new, pair.held
    if (control(plan) ^ control(fact)) & ATTEMPTING:
        # who tried to did not always do it
        return True
    duty = plan.tense == "modal" and not negated(plan)
    if duty and fact.tense in {"past", "perfect"}:
        return True
    if plan.modality is not Modality.PLANNED or fact.modality is Modality.PLANNED:
        return False
    if is_refusal(fact):
        return False
    if negated(plan) and fact.tense in {"past", "perfect"}:
        # what has been paid, and what will not be
        return True
    return fact.tense != "future" and not arguments(fact, "complement")
