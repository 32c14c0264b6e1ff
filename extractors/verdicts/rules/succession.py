"""Somebody follows who has an office: "Lind heads Orel", "Holm is to succeed Lind"."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.claims.words import POSTS
from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.later import is_dated_later, is_told_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.participants import first, has_article
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import LEADING, PRONOUNS
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_SUCCESSOR = "successor"
_OWN = re.compile(r"^(?:his|her|their) |['’]s? ", re.IGNORECASE)
_FOLLOWING = {"succeed": "object", "replace": "object", "take over": "from"}


def succeeded(pair: Pair) -> Verdict | None:
    """Who is held to have an office is told to be followed by another one."""
    told = followed(pair.new)
    if told is None or negated(pair.held) or is_history(pair.held):
        return None
    if not is_told_later(pair.old, pair.new) or is_dated_later(pair) is False:
        return None
    former, follower, post = told
    held = _held(pair.held, former)
    if held is None or any(same_name(follower, n) for n in pair.held.entities):
        return None
    if held and post and not is_kin(held, post, pair.lexicon):
        return None
    return conflict(
        pair,
        "succeeded",
        Slot.SUBJECT,
        old=former,
        new=follower,
        confidence=0.8,
        later=True,
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def followed(claim: Claim) -> tuple[str, str, str] | None:
    """Who is followed by whom, and as what if it says so."""
    subject = first(claim, "subject")
    if negated(claim) or subject is None or subject.head in PRONOUNS:
        return None  # "she succeeds Lind" was told with her name before
    if claim.verb == "be":
        return _by_noun(claim, subject, first(claim, "attribute"))
    former = first(claim, _FOLLOWING.get(claim.verb, ""))
    if former is None or not (former.entity and subject.entity):
        return None
    rank = first(claim, "as")
    post = rank.head if rank is not None else _title(former)
    if claim.verb == "replace" and not post:
        return None  # one player may replace another
    return former.entity, subject.entity, post


def _by_noun(
    claim: Claim, subject: Argument, said: Argument | None
) -> tuple[str, str, str] | None:
    """As in "his successor is Holm", "Holm is Lind's successor"."""
    for noun, name in ((subject, said), (said, subject)):
        if noun is None or name is None or noun.head != _SUCCESSOR or not name.entity:
            continue
        others = [n for n in claim.entities if not same_name(n, name.entity)]
        if len(others) == 1 and _OWN.search(noun.text):
            return others[0], name.entity, ""
    return None


def _title(one: Argument) -> str:
    """The post that is told with the name: "interim chief executive Lind"."""
    words = one.text.partition(one.entity.split()[0])[0].lower().split()
    return words[-1] if words and words[-1] in POSTS else ""


def _held(claim: Claim, name: str) -> str | None:
    """The post that the claim says it has; empty where it tells it by a verb."""
    subject, said = first(claim, "subject"), first(claim, "attribute")
    if claim.verb in LEADING:
        leads = subject is not None and same_name(subject.entity, name)
        return "" if leads else None
    if claim.verb != "be" or subject is None:
        return None
    if charge := first(claim, "in"):
        leads = charge.head == "charge" and same_name(subject.entity, name)
        return "" if leads else None
    for holder, post in ((subject, said), (said, subject)):
        if holder is None or post is None or not same_name(holder.entity, name):
            continue
        # an engineer is followed in no office
        if post.head in POSTS and not has_article(post, claim.quote):
            return post.head
    return None
