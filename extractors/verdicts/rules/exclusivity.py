"""One and no other ("only", "sole") broken by another one in the same role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.rules.content import is_measure, words_naming
from extractors.verdicts.rules.later import is_later, is_told_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.relation import is_kin, relation_words
from extractors.verdicts.rules.scope import Fit
from extractors.verdicts.rules.several import is_one_of_several, tells_lone
from extractors.verdicts.rules.vocabulary import CONVERSE
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name, stem, stems

EXCLUSIVE = frozenset(
    {"only", "sole", "exclusive", "exclusively", "solely", "alone"}
    | {"entirely", "wholly"}
)
_ONLY = re.compile(r"\b(?:only|sole|single) (?:\w+ )??(\w+)\b", re.IGNORECASE)
_ONE_HOLDER = re.compile(
    r"(?:only|sole|exclusive|wholly owned|wholly-owned)\b", re.IGNORECASE
)
_SOLE = re.compile(r"(?:sole|exclusive)\b", re.IGNORECASE)
_BY_ONE = re.compile(
    r"\b(?:entirely|wholly|exclusively|solely) (?:\w+(?:ed|t|n) )?(?:to|by|from)\b"
    r"|\b(?:to|by|from) (?:\w+ ){1,4}alone\b"
)
_ONE_OF = re.compile(r"one of\b", re.IGNORECASE)
# so many letters of a verb begin the words made of it: deliver, delivery
_BEGINNING = 5
# what is no longer one's own alone when it is shared
_TITLES = frozenset({"right", "licence", "license", "ownership", "control", "title"})
# what a right rests on: left out by those who speak of the right alone
_BASES = frozenset({"contract", "agreement", "deal", "licence", "license"})
# where those stand who supply, own, run, deliver
_HOLDING = ("subject", "by", "from", "to")
_ADDITIVE = re.compile(
    r"\b(?:also|as well|too|another|second|in addition|besides)\b", re.IGNORECASE
)


def not_the_only_one(pair: Pair) -> Verdict | None:
    """The baseline knows of one only; the text tells of another one."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not (_knows_one(old) or _knows_one(new)):
        return None
    if is_one_of_several(pair) or _has_company(pair):
        return _broken(pair, old.quote, new.quote)
    if not _is_exclusive(old):
        return None
    if _is_denied(pair) or _are_several(pair):
        return _broken(pair, old.quote, new.quote)
    if _is_exclusive(new) or is_history(new):
        return None
    if negated(old) or negated(new) or _is_the_one(pair):
        return None
    newcomers = _newcomers(pair)
    adds = bool(_ADDITIVE.search(new.quote))
    if not newcomers or _is_other_thing(pair) or (_has_holder(pair) and not adds):
        return None
    if not (_is_related(pair) or (adds and len(scope.shared) >= 2)):
        return None
    same = scope.object is Fit.SAME and scope.relation >= 0.8
    if not (adds and same) and (len(scope.shared) < 2 or not scope.shared_names):
        return None
    return _broken(pair, old.quote, _newcomer(pair) or newcomers[0])


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _knows_one(claim: Claim) -> bool:
    """Whether it knows of one alone in any way: without that nothing is broken."""
    return bool(tells_lone(claim)) or _is_lone(claim) or _is_exclusive(claim)


def _is_denied(pair: Pair) -> bool:
    """As in "is no longer the only one that ..."."""
    old, new, scope = pair.held, pair.new, pair.scope
    return (
        any(c.startswith("exclusive:") for c in new.cues)
        and negated(new)
        and not negated(old)
        and scope.subject is Fit.SAME
        and (len(scope.shared) >= 2 or bool(scope.old_left))
        and stems(" ".join(scope.old_left)) <= stems(new.sentence)
    )


def _are_several(pair: Pair) -> bool:
    """As in "two candidates are standing", where one was the only candidate."""
    only = _ONLY.findall(pair.held.quote)
    return (
        bool(pair.scope.shared_names)
        and not negated(pair.held)
        and not negated(pair.new)
        and any(
            quantity.low is not None
            and quantity.low > 1
            and any(is_kin(quantity.unit, word, pair.lexicon) for word in only)
            for quantity in pair.new.quantities
        )
    )


def _is_the_one(pair: Pair) -> bool:
    """As in "only Tarn has not signed", "Tarn is going to sign, too"."""
    ones = (a for a in pair.held.arguments if a.role == "subject")
    return pair.scope.subject is Fit.SAME and any(
        _ONE_HOLDER.match(a.text) for a in ones
    )


def _has_company(pair: Pair) -> bool:
    """
    One alone has it on one side, on the other the same one beside others.

    As in "is the only supplier" beside "it and two others supply", "is one of the
    suppliers", "shares the right".
    """
    old, new, scope = pair.held, pair.new, pair.scope
    if _is_lone(old) is _is_lone(new) or negated(old) or negated(new):
        return False
    if is_history(old) or is_history(new):
        return False
    lone, joint = (old, new) if _is_lone(old) else (new, old)
    left, names = (
        (scope.old_left, scope.old_only)
        if lone is old
        else (scope.new_left, scope.new_only)
    )
    shares = scope.object is Fit.SAME and _shares_title(joint)
    several = shares or _is_one_of_them(joint) or _is_beside_others(lone, joint)
    if not several or not (shares or _is_related(pair) or _is_by_trade(lone, joint)):
        return False
    owners = {n for n in names if _is_owner(n, lone) or _is_of_holder(n, lone)}
    if set(names) - owners:
        return False
    return not _left_out({*left} - {n.lower() for n in owners}, lone, joint)


def _shares_title(claim: Claim) -> bool:
    """As in "shares the rights"; who shares a picture with friends loses nothing."""
    return claim.verb == "share" and any(
        a.role == "object" and a.head in _TITLES for a in claim.arguments
    )


def _is_owner(name: str, claim: Claim) -> bool:
    """Whether it only says whose a thing is."""
    return any(re.search(rf"\b{re.escape(w)}['’]", claim.quote) for w in name.split())


def _is_of_holder(name: str, claim: Claim) -> bool:
    """As in "Orel of Linz": it tells who the holder is."""
    return any(a.role in _HOLDING and f" {name}" in a.text for a in claim.arguments)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _is_lone(claim: Claim) -> bool:
    """Whether it says of a holder, not of what is held, that there is but one."""
    return bool(_BY_ONE.search(claim.quote)) or any(
        (a.role in {"attribute", *_HOLDING} and _ONE_HOLDER.match(a.text))
        or (a.role == "object" and _SOLE.match(a.text))
        for a in claim.arguments
    )


def _left_out(left: Iterable[str], lone: Claim, joint: Claim) -> list[str]:
    """What only the lone holder has it for: another town, another good."""
    holders = (a for a in lone.arguments if a.role in _HOLDING)
    aside = words_naming(holders).union(EXCLUSIVE, _BASES, relation_words(lone))
    said = stems(joint.sentence)
    last = [
        a.text.split()[-1]
        for a in lone.arguments
        if a.role == "attribute" and a.text.split()[-1].lower() not in aside
    ]
    words = [w for w in (*left, *last) if w not in aside]
    trades = {stem(joint.verb), stem(joint.verb)[:_BEGINNING]}
    return [
        w for w in words if not stems(w) <= said and stem(w)[:_BEGINNING] not in trades
    ]


def _is_by_trade(lone: Claim, joint: Claim) -> bool:
    """As in "is the delivery partner", "delivers": the trade is named by its deed."""
    beginning = stem(joint.verb)[:_BEGINNING]
    return len(beginning) == _BEGINNING and any(
        stem(term).startswith(beginning)
        for a in lone.arguments
        if a.role == "attribute"
        for term in a.terms
    )


def _is_one_of_them(claim: Claim) -> bool:
    """As in "is one of three suppliers", "is one of the suppliers"."""
    return any(a.role == "attribute" and _ONE_OF.match(a.text) for a in claim.arguments)


def _is_beside_others(lone: Claim, joint: Claim) -> bool:
    """Whether the lone holder fills one role of the other claim with somebody else."""
    known = {a.entity or a.head for a in lone.arguments if a.role in _HOLDING}
    for role in _HOLDING:
        them = [
            name
            for a in joint.arguments
            if a.role == role
            for name in (a.entity or a.head).split(" and ")
        ]
        met = [n for n in them if any(same_name(n, k) for k in known)]
        if met and len(met) < len(them):
            return True
    return False


def _broken(pair: Pair, old: str, new: str) -> Verdict | None:
    return conflict(
        pair,
        "not_the_only_one",
        Slot.EXCLUSIVITY,
        old=old,
        new=new,
        confidence=0.8,
        later=is_later(pair) or _is_joined_since(pair),
    )


def _is_joined_since(pair: Pair) -> bool:
    """As in "since the fair, Tarn has used them, too": an event without a day."""
    new = pair.new
    since = "since" in new.sentence.lower().split()
    lately = since and new.tense == "perfect" and not new.period.text
    return lately and is_told_later(pair.old, new)


def _newcomers(pair: Pair) -> list[str]:
    """Who or what stands in the new claim where the only one stood."""
    old, lexicon = pair.held, pair.lexicon
    known = {*old.terms, *(a.head for a in old.arguments)}
    return [
        a.text
        for a in pair.new.arguments
        if a.role in {"subject", "from", "by", "in", "at", "through", "object"}
        and not any(same_name(a.entity or a.head, k) for k in (*old.entities, *known))
        and not is_measure(a, pair.new)
        and not any(is_kin(a.head, k, lexicon) for k in known)
        and a.text
    ]


def _newcomer(pair: Pair) -> str:
    """The name that does what the only one did; empty when it has none."""
    known = (*pair.held.entities, *(a.entity for a in pair.held.arguments))
    return next(
        (
            a.text
            for a in pair.new.arguments
            if a.role in {"subject", "by"} and a.entity and a.entity not in known
        ),
        "",
    )


def _has_holder(pair: Pair) -> bool:
    """Whether the only one itself takes part in what the text tells."""
    words = {*pair.new.terms, *(n.lower() for n in pair.new.entities)}
    return any(
        {a.head, a.entity.lower()} & words
        for a in pair.held.arguments
        if a.role in {"subject", "from", "by"}
    )


def _is_other_thing(pair: Pair) -> bool:
    """Whether the text leaves out what the only one is the only one for."""
    held = pair.held
    holders = [a for a in held.arguments if a.role in {"subject", "from", "by"}]
    aside = words_naming(holders).union(EXCLUSIVE, relation_words(held))
    return len([w for w in pair.scope.old_left if w not in aside]) > 0


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _is_exclusive(claim: Claim) -> bool:
    if any(word in claim.quote.split() for word in ("entirely", "wholly")):
        return True
    return claim.exclusive or any(c.startswith("exclusive:") for c in claim.cues)


def _is_related(pair: Pair) -> bool:
    """Same relation, its noun ("supplier": supply) or its converse (supply: buy)."""
    if pair.scope.relation >= 0.8:
        return True
    ours, theirs = relation_words(pair.held), relation_words(pair.new)
    verbs = {v for w in ours for v in (w, *pair.lexicon.verbs_of(w))}
    others = {v for w in theirs for v in (w, *pair.lexicon.verbs_of(w))}
    return any(
        (a, b) in CONVERSE or is_kin(a, b, pair.lexicon) for a in verbs for b in others
    )
