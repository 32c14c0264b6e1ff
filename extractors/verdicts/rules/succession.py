"""
Somebody follows who has an office, or gives it up.

"Lind heads Orel", "Holm is to succeed Lind", "Lind hands the presidency to Holm", "Lind
resigned as head". What one owns one hands over likewise.
"""

from __future__ import annotations

from extractors.claims.words import POSTS
from extractors.model import Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.handed import Turn, title, turn_of
from extractors.verdicts.rules.later import is_dated_later, is_told_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.participants import first, has_article
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import HEADS, LEADING, OWNING, SHARES
from extractors.verdicts.words import same_name

_BEING = frozenset({"be", "become", "remain", "stay"})
# posts that no verb of leading tells
_UNDER_OTHERS = frozenset({"officer", "secretary", "treasurer"})


def succeeded(pair: Pair) -> Verdict | None:
    """Who is held to have an office is told to be followed, or to give it up."""
    turn = turn_of(pair.new)
    if turn is None or negated(pair.held) or is_history(pair.held):
        return None
    if not is_told_later(pair.old, pair.new) or is_dated_later(pair) is False:
        return None
    told = _concerns(pair, turn)
    if not told and not _is_called_so(pair, turn):
        return None
    if turn.follower and any(same_name(turn.follower, n) for n in pair.held.entities):
        return None
    return conflict(
        pair,
        "succeeded",
        Slot.SUBJECT,
        old=turn.former,
        new=turn.follower or pair.new.quote,
        confidence=0.8 if told else 0.75,
        later=True,
    )


def _concerns(pair: Pair, turn: Turn) -> bool:
    """Whether just this is held to be the former one's."""
    if turn.is_share:
        return _has_share(pair.held, turn)
    held = _held(pair.held, turn.former)
    return held is not None and _is_one_post(held, turn, pair.lexicon)


def _is_called_so(pair: Pair, turn: Turn) -> bool:
    """As in "team doctor Lind was ill"."""
    if turn.is_share:
        return False
    own = (
        a for a in pair.held.arguments if a.entity and same_name(a.entity, turn.former)
    )
    posts = (post for post in map(title, own) if post in HEADS or turn.post)
    return any(post and _is_one_post(post, turn, pair.lexicon) for post in posts)


def _is_one_post(held: str, turn: Turn, lexicon: Lexicon) -> bool:
    """A verb of leading tells no post, and one who has none leaves but a place."""
    if not held:
        return turn.post not in _UNDER_OTHERS
    if not turn.post:
        return held in HEADS or not turn.is_place
    ranks = HEADS.get(held, frozenset()) & HEADS.get(turn.post, frozenset())
    return bool(ranks) or is_kin(held, turn.post, lexicon)


def _has_share(claim: Claim, turn: Turn) -> bool:
    """As in "Lind owns 30 percent", "the shares belong to Lind"; of one firm."""
    belongs = claim.verb == "belong"
    owner = first(claim, "to" if belongs else "subject")
    if claim.verb not in OWNING or owner is None:
        return False
    if not same_name(owner.entity, turn.former):
        return False
    thing = first(claim, "subject" if belongs else "object")
    percent = any(q.unit == "percent" for q in claim.quantities)
    return percent or (thing is not None and thing.head in SHARES)


def _held(claim: Claim, name: str) -> str | None:
    """The post that the claim says it has; empty where it tells it by a verb."""
    subject = first(claim, "subject")
    own = subject is not None and same_name(subject.entity, name)
    if claim.verb in LEADING:
        return "" if own else None
    rank = first(claim, "as")
    if own and rank is not None and rank.head in POSTS and claim.tense != "past":
        return rank.head
    if claim.verb not in _BEING or subject is None:
        return None
    charge = first(claim, "in")
    if own and charge is not None and charge.head == "charge":
        return ""
    said = first(claim, "attribute")
    for holder, post in ((subject, said), (said, subject)):
        if holder is None or post is None or not same_name(holder.entity, name):
            continue
        # an engineer is followed in no office
        if post.head in POSTS and not has_article(post, claim.quote):
            return post.head
    return None
