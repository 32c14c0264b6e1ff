"""Who is told to give up an office or what is his, and to whom it goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.claims.words import POSTS
from extractors.model import Argument, Claim
from extractors.verdicts.rules.pair import DONE, FACT, SOFT, negated
from extractors.verdicts.rules.participants import first
from extractors.verdicts.rules.vocabulary import (
    HANDING,
    INSTALLING,
    LAYING_DOWN,
    POSITIONS,
    PRONOUNS,
    RESIGNING,
    SHARES,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_SUCCESSOR = "successor"
_OWN = re.compile(r"^(?:his|her|their) |['’]s? ", re.IGNORECASE)
_WHOLE = re.compile(r"(?:his|her|its|their|the|all|\S+['’]s?) ", re.IGNORECASE)
_PART = re.compile(r"\b(?:some|part|half|third|quarter|most|much) of\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\bin (?:the )?place of (?:[^\W\d_][\w’'-]* ){0,3}?$")
_FOLLOWING = {"succeed": "object", "replace": "object", "take over": "from"}
# "his post as head of it"
_RANK = re.compile(r" (?:as|of) (?:the )?(?:\w+ )*?(\w+)(?: of| in| at|$)")
_PLACES = frozenset({"place", "seat"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Who gives it up, who gets it if it says so, and as what: an office or a share."""

    former: str
    follower: str
    post: str = ""
    is_share: bool = False
    # a place may be one in a team
    is_place: bool = False


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def turn_of(claim: Claim) -> Turn | None:
    """Who gives up what, and who follows."""
    subject = first(claim, "subject")
    if negated(claim) or claim.modality in SOFT:
        return None
    if instead := _instead(claim):
        return instead
    if subject is None or subject.head in PRONOUNS:
        return None  # "she succeeds Lind" was told with her name before
    if claim.verb == "be":
        return _by_noun(claim, subject, first(claim, "attribute"))
    return (
        _followed(claim, subject)
        or _handed(claim, subject)
        or _taken_place(claim, subject)
        or _laid_down(claim, subject)
    )


def title(one: Argument) -> str:
    """The post that is told with the name: "interim chief executive Lind"."""
    words = one.text.partition(one.entity.split()[0])[0].lower().split()
    return words[-1] if words and words[-1] in POSTS else ""


def _followed(claim: Claim, subject: Argument) -> Turn | None:
    former = first(claim, _FOLLOWING.get(claim.verb, ""))
    if former is None or not (former.entity and subject.entity):
        return None
    post = _rank(claim) or title(former)
    if claim.verb == "replace" and not post:
        return None  # one player may replace another
    return Turn(former.entity, subject.entity, post)


def _rank(claim: Claim) -> str:
    rank = first(claim, "as")
    return rank.head if rank is not None else ""


def _by_noun(claim: Claim, subject: Argument, said: Argument | None) -> Turn | None:
    """As in "his successor is Holm", "Holm is Lind's successor"."""
    for noun, name in ((subject, said), (said, subject)):
        if noun is None or name is None or noun.head != _SUCCESSOR or not name.entity:
            continue
        others = [n for n in claim.entities if not same_name(n, name.entity)]
        if len(others) == 1 and _OWN.search(noun.text):
            return Turn(others[0], name.entity)
    return None


def _instead(claim: Claim) -> Turn | None:
    """As in "elected Holm leader in place of Lind"."""
    names = (n for n in claim.entities if n in claim.quote)
    former = next(
        (n for n in names if _INSTEAD.search(claim.quote.partition(n)[0])), ""
    )
    chosen = first(claim, "object" if claim.verb in INSTALLING else "subject")
    post = first(claim, "as") or first(claim, "attribute")
    if not former or chosen is None or not chosen.entity or post is None:
        return None
    if post.head not in POSTS or same_name(former, chosen.entity):
        return None
    return Turn(former, chosen.entity, post.head)


def _handed(claim: Claim, subject: Argument) -> Turn | None:
    """As in "Lind hands the presidency to Holm", "sold its stake to Orel"."""
    receiver, thing = first(claim, "to"), first(claim, "object")
    if claim.verb not in HANDING or not subject.entity:
        return None
    follower = receiver.entity if receiver is not None else ""
    if thing is None:
        told = follower and claim.verb == "hand over"
        return Turn(subject.entity, follower, _rank(claim)) if told else None
    if follower and thing.head in POSITIONS:
        return Turn(subject.entity, follower, _rank(claim) or POSITIONS[thing.head])
    if claim.modality in FACT and claim.tense in DONE and _is_share(thing, claim):
        return Turn(subject.entity, follower, is_share=True)
    return None


def _is_share(thing: Argument, claim: Claim) -> bool:
    """As in "its stake", "its 30 percent", "all its shares"; not "part of them"."""
    parts = any(q.unit == "percent" and q.text in thing.text for q in claim.quantities)
    own = _WHOLE.match(thing.text) and not _PART.search(thing.text)
    return bool(own) and (parts or thing.head in SHARES)


def _taken_place(claim: Claim, subject: Argument) -> Turn | None:
    """As in "Lind's post has gone to Holm", "his place has been filled by Holm"."""
    if claim.verb not in {"fill", "go"}:
        return None
    filled = claim.verb == "fill"
    post = first(claim, "object") if filled else subject
    holder = subject if filled else first(claim, "to")
    if post is None or holder is None or not holder.entity or not post.owner:
        return None
    if post.head not in _PLACES | POSITIONS.keys() or same_name(
        post.owner, holder.entity
    ):
        return None
    found = _RANK.search(post.text)
    rank = found[1] if found and found[1] in POSTS else POSITIONS.get(post.head, "")
    return Turn(post.owner, holder.entity, rank, is_place=post.head in _PLACES)


def _laid_down(claim: Claim, subject: Argument) -> Turn | None:
    """As in "Lind resigned as head of Orel", "is giving up the post of head"."""
    if not subject.entity:
        return None
    thing, rank = first(claim, "object"), _rank(claim)
    if claim.verb in RESIGNING and rank in POSTS:
        return Turn(subject.entity, "", rank)
    if claim.verb in LAYING_DOWN and thing is not None and thing.head in POSITIONS:
        named = first(claim, "of") or first(claim, "as")
        post = named.head if named is not None and named.head in POSTS else ""
        return Turn(subject.entity, "", post or POSITIONS[thing.head])
    return None
