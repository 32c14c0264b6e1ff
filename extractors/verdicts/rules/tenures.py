"""
Since when somebody has had a post, told by the state or by how it began.

"Has led the firm since 2021", "has been its chief executive since 2021", "became chief
executive in 2021", "took office in 2021", "was appointed in 2021".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractors.model import Argument, Claim
from extractors.verdicts.rules.pair import DONE, FACT, Pair
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.vocabulary import (
    ASSUMING,
    AT_HEAD,
    HEADS,
    INSTALLING,
    LEADING,
    LEADING_AS,
    LED,
    OFFICES,
    PLAIN_RANKS,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

# one of several times, or for a while
_AGAIN = re.compile(
    r"\b(?:again|first (?:time|became|took)|second|third|re-?(?:elected|appointed)"
    r"|acting|interim|another)\b",
    re.IGNORECASE,
)
_THINGS = ("object", "over", "of", "at")


class _Tenure(NamedTuple):
    """Who has the post; which one, as far as it is told, and of what part of it all."""

    holder: str
    posts: frozenset[int]
    which: frozenset[str]


def is_one_tenure(pair: Pair) -> bool:
    """Whether both say since when the same one has had the same post."""
    ours = _tenure(pair.held)
    theirs = _tenure(pair.new) if ours else None
    if ours is None or theirs is None or not same_name(ours.holder, theirs.holder):
        return False
    if not _is_one_post(ours, theirs):
        return False
    return not (_elsewhere(pair.held, ours, pair) and _elsewhere(pair.new, ours, pair))


def are_two_tenures(pair: Pair) -> bool:
    """As in "has been deputy director since 2019", "became director in 2022"."""
    ours = _tenure(pair.held)
    theirs = _tenure(pair.new) if ours else None
    return ours is not None and theirs is not None and not _is_one_post(ours, theirs)


def _is_one_post(ours: _Tenure, theirs: _Tenure) -> bool:
    if ours.posts and theirs.posts and not ours.posts & theirs.posts:
        return False
    if bool(ours.which) is not bool(theirs.which):
        return False
    return not ours.which or bool(ours.which & theirs.which)


def _elsewhere(claim: Claim, tenure: _Tenure, pair: Pair) -> bool:
    """
    Whether it names a body that the other claim does not.

    In its own words: which one "the firm" is was a guess.
    """
    other = pair.new if claim is pair.held else pair.held
    return any(
        name.split()[0] in claim.quote
        and not same_name(name, tenure.holder)
        and not any(same_name(name, known) for known in other.entities)
        for name in claim.entities
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _tenure(claim: Claim) -> _Tenure | None:
    if claim.modality not in FACT or claim.tense not in DONE or claim.quantities:
        return None
    if claim.period.valid_from is None or _AGAIN.search(claim.quote):
        return None
    kind = claim.period.kind
    if kind == "since" and "since" in claim.period.text.lower():
        return _state(claim)
    return _beginning(claim) if kind == "at" else None


def _state(claim: Claim) -> _Tenure | None:
    subject = first(claim, "subject")
    if subject is None or not subject.entity:
        return None
    if claim.verb == "be":
        if post := first(claim, "attribute"):
            return _as(subject.entity, post)
        if not any((a.role, a.head) in AT_HEAD for a in claim.arguments):
            return None
        return _leads(claim, subject.entity, "lead")
    if claim.verb == "manage" and _is_managing(claim):
        return _as(subject.entity, first(claim, "object"))
    return _leads(claim, subject.entity, claim.verb) if claim.verb in LEADING else None


def _is_managing(claim: Claim) -> bool:
    """As in "has been managing director", where no director is managed."""
    post = first(claim, "object")
    return post is not None and f"managing {post.text}" in claim.quote.lower()


def _beginning(claim: Claim) -> _Tenure | None:
    if claim.verb in INSTALLING:
        holder = first(claim, "object")
        if holder is None or not holder.entity or first(claim, "to"):
            return None
        post = first(claim, "attribute") or first(claim, "as")
        if post is None:
            bare = claim.verb in INSTALLING[:1] and len(claim.arguments) == 1
            return _Tenure(holder.entity, frozenset(), frozenset()) if bare else None
        return _as(holder.entity, post)
    subject = first(claim, "subject")
    if subject is None or not subject.entity or claim.verb not in ASSUMING:
        return None
    if post := first(claim, "as") or first(claim, "attribute"):
        return _as(subject.entity, post)
    taken = first(claim, "object")
    if taken is None:
        return None
    if taken.head in OFFICES:
        return _Tenure(subject.entity, frozenset(), frozenset())
    if taken.head == "charge" or claim.verb == "take over":
        return _leads(claim, subject.entity, "lead")
    return None


def _as(holder: str, post: Argument | None) -> _Tenure | None:
    """A post by its noun, with the words that say of what part it is."""
    if post is None or post.head not in HEADS:
        return None
    words = re.findall(r"[a-z]+", post.text.partition(" of ")[0].lower())
    before = words[: words.index(post.head)] if post.head in words else []
    which = frozenset(w for w in before if w not in PLAIN_RANKS and len(w) > 1)
    owner = {w.lower() for w in post.owner.split()}
    return _Tenure(holder, HEADS[post.head], which - owner - LED)


def _leads(claim: Claim, holder: str, verb: str) -> _Tenure:
    """A post by a verb, and what is led where that is no whole body."""
    things = [a for a in claim.arguments if a.role in _THINGS and not a.entity]
    skipped = LED | {"charge", "head", "helm", "top"}
    which = frozenset(a.head for a in things if a.head not in skipped)
    return _Tenure(holder, HEADS.get(LEADING_AS.get(verb, ""), frozenset()), which)
