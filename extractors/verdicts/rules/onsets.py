"""
Since when something goes on, or somebody leads it, told differently.

One beginning is told in many ways: "began training in May 2024", "have been training
since 2023", "construction started", "is under construction since", "has led the firm
since 2021", "has been its chief executive since 2019".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractors.model import Claim, Verdict
from extractors.verdicts.align import control
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import content, meet
from extractors.verdicts.rules.dates import dated
from extractors.verdicts.rules.days import differ, start_of
from extractors.verdicts.rules.later import is_after
from extractors.verdicts.rules.origins import is_one_origin, since_it_came
from extractors.verdicts.rules.pair import DONE, FACT, Pair, is_another, negated
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.tenures import is_one_tenure
from extractors.verdicts.rules.vocabulary import (
    ACTIVITIES,
    AT_HEAD,
    LEADERS,
    LEADING,
    STARTING,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_GOING_ON = re.compile(r"\bbeen [a-z]+ing\b")


def onset_differs(pair: Pair) -> Verdict | None:
    """One activity, or one lead, that both date from different days."""
    old, new = pair.held, pair.new
    ours, theirs = since_it_came(old), since_it_came(new)
    if not (ours.valid_from and theirs.valid_from):
        return None
    if not (
        _leads_one(pair)
        or is_one_tenure(pair)
        or is_one_origin(pair)
        or _is_one_activity(pair)
    ):
        return None
    if not differ(start_of(ours), start_of(theirs), moved=False):
        return None
    if negated(old) or negated(new) or is_another(pair):
        return None
    if is_after(pair.old, theirs.valid_from):
        return None
    return dated(pair, "onset_differs", ours, theirs, confidence=0.8)


def _is_since(claim: Claim) -> bool:
    since = claim.period.kind == "since" and "since" in claim.period.text.lower()
    return since and claim.tense in DONE and not claim.quantities


def _leads_one(pair: Pair) -> bool:
    """Both say since when the same person has led the same."""
    if not (_is_since(pair.held) and _is_since(pair.new)):
        return False
    ours = _lead(pair.held)
    theirs = _lead(pair.new) if ours else None
    if ours is None or theirs is None or pair.scope.subject is not Fit.SAME:
        return False
    if ours.name and theirs.name:
        if not same_name(ours.name, theirs.name):
            return False
        return not (ours.post and theirs.post) or ours.post == theirs.post
    if ours.post and theirs.post:
        return ours.post == theirs.post
    if post := ours.post or theirs.post:
        return bool(LEADERS[post] & (ours.words | theirs.words))
    lexicon = pair.lexicon
    return any(_are_alike(a, b, lexicon) for a in ours.words for b in theirs.words)


class _Lead(NamedTuple):
    """The post, empty where a verb tells the lead, and what is led."""

    post: str
    name: str
    words: frozenset[str]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _lead(claim: Claim) -> _Lead | None:
    if not any(a.role == "subject" and a.entity for a in claim.arguments):
        return None
    if claim.verb in LEADING:
        led = next((a for a in claim.arguments if a.role == "object"), None)
        return _Lead("", led.entity, frozenset({led.head})) if led else None
    if claim.verb != "be":
        return None
    for argument in claim.arguments:
        post = argument.head if argument.role == "attribute" else ""
        if post in LEADERS or (argument.role, argument.head) in AT_HEAD:
            words = {word for term in argument.terms for word in term.split()}
            return _Lead(post, argument.owner, frozenset(words - {argument.head}))
    return None


def _is_one_activity(pair: Pair) -> bool:
    ours = begun(pair.held)
    theirs = begun(pair.new) if ours else ""
    lexicon = pair.lexicon
    if not theirs or not _are_alike(ours, theirs, lexicon):
        return False
    scope = pair.scope
    if scope.old_only and scope.new_only:
        return False
    itself = {ours, theirs}
    for role_fit, role in ((scope.subject, "subject"), (scope.object, "object")):
        named = {
            a.head for c in (pair.held, pair.new) for a in c.arguments if a.role == role
        }
        if role_fit is Fit.OTHER and not named & itself:
            return False

    def rest(words: tuple[str, ...]) -> list[str]:
        return [w for w in words if not any(_are_alike(w, a, lexicon) for a in itself)]

    left, extra = rest(scope.old_left), rest(scope.new_left)
    if left and extra and not (scope.shared_names and len(left) == len(extra) == 1):
        return False
    theirs_too = content(pair.new)
    if any(meet(a, b, lexicon) for a in rest(scope.shared) for b in theirs_too):
        return len(left) + len(extra) <= len(scope.shared)
    return not (left or extra or rest(scope.shared))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def begun(claim: Claim) -> str:
    """What is said to have begun, or to have gone on since then."""
    if claim.modality not in FACT:
        return ""
    if _is_since(claim):
        if claim.verb == "be":
            states = (a for a in claim.arguments if a.role in {"under", "on", "in"})
            return next((a.head for a in states if _group(a.head)), "")
        return claim.verb if _GOING_ON.search(claim.quote) else ""
    if claim.period.kind != "at" or claim.tense not in DONE:
        return ""
    if control(claim) & STARTING:
        return claim.verb
    if claim.verb not in STARTING:
        return ""
    things = [a for a in claim.arguments if a.role == "object"] or [
        a for a in claim.arguments if a.role == "subject"
    ]
    return "" if not things or things[0].entity else things[0].head


def _are_alike(one: str, other: str, lexicon: Lexicon) -> bool:
    return bool(_group(one) & _group(other)) or is_kin(one, other, lexicon)


def _group(word: str) -> frozenset[int]:
    return ACTIVITIES.get(word, frozenset())
