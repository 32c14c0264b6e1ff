"""
Whether either side fills one place otherwise, and what else the two have in common.

"The fund pays for the suit", "the suit is paid for by a bank": fund and bank are rivals
for one place, and all the rest is the same. The more of the rest is, in nats, the less
the two can both be so.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import Argument, Claim
from extractors.verdicts.judge.context import Context, quote_stems, sentence_stems
from extractors.verdicts.judge.participants import closeness
from extractors.verdicts.judge.words import SAME, words_of
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.barriers import is_cleft
from extractors.verdicts.rules.content import is_measure
from extractors.verdicts.rules.relation import LIGHT
from extractors.verdicts.rules.vocabulary import PARTS, PRONOUNS
from extractors.verdicts.words import REMEMBERED_CLAIMS, stems

_PLACES = frozenset(
    {"in", "at", "on", "near", "outside", "inside", "off", "from", "to", "into"}
)
_NAMED = frozenset({"object", "attribute", "complement"})
# closer than this two phrases may be one participant
_APART = 0.5
# nats beside which the rest of a claim weighs little
_LITTLE = 2.0
# nats of a relation that both tell in other words
_TOLD = 4.0
_NO_PART = frozenset[int]()


def rivals(old: Claim, new: Claim, context: Context, told: float) -> dict[str, float]:
    """
    Aspects of the two participants that would leave the most the same.

    ``told`` is how surely both tell the same relation.
    """
    found = max(
        (_rest(pair, old, new, context) for pair in _rivals(old, new, context.lexicon)),
        default=_NONE,
        key=lambda rest: (rest.part, rest.same, -rest.over_old - rest.over_new),
    )
    known = context.met(old, new)[1]["nats_relation"] or told * _TOLD
    relation = max(known, found.part * _TOLD)
    both = min(found.same, relation)
    return {
        "rival_same": found.same,
        "rival_over_old": found.over_old,
        "rival_over_new": found.over_new,
        "rival_both": both,
        "rival_share": both and found.share(relation),
        "rival_named": both * found.named,
        "rival_strange": both * found.strange,
        "rival_part": min(found.same, found.part * _TOLD),
        "rival_pointed": both * float(is_cleft(new)),
    }


@dataclass(frozen=True, slots=True)
class _Rest:
    """
    Nats that two claims share, and that either has alone, beside two rivals.

    1 or 0: ``named``, both are names; ``part``, both have one part in the matter by
    other words; ``strange``, neither sentence speaks of the other's.
    """

    same: float
    over_old: float
    over_new: float
    named: float = 0.0
    part: float = 0.0
    strange: float = 0.0

    def share(self, relation: float) -> float:
        """How much of the rest is the same, 0..1."""
        same = self.same + relation
        return same / (same + self.over_old + self.over_new + _LITTLE)


_NONE = _Rest(0.0, 0.0, 0.0)


def _rivals(
    old: Claim, new: Claim, lexicon: Lexicon
) -> Iterator[tuple[Argument, Argument]]:
    """Yield participants of one place of which neither claim has the other's."""
    theirs = _alone(new, old)
    if not theirs:
        return
    for one in _alone(old, new):
        for other in theirs:
            if (
                _is_one_place(one, other, old, new)
                and closeness(one, other, lexicon) <= _APART
            ):
                yield one, other


def _alone(claim: Claim, other: Claim) -> list[Argument]:
    """Participants whose name or head the other claim does not have."""
    there = _told(other)
    return [a for a, own in _called(claim) if not own <= there]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _told(claim: Claim) -> frozenset[str]:
    """Its own words, and those that its pronouns stand for."""
    return quote_stems(claim).union(*words_of(claim).stems)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _known(claim: Claim) -> frozenset[str]:
    """Its sentence's words, and those that its pronouns stand for."""
    return sentence_stems(claim).union(*words_of(claim).stems)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _called(claim: Claim) -> tuple[tuple[Argument, frozenset[str]], ...]:
    """Those that are somebody or something, with the stems of what they are called."""
    return tuple(
        (a, frozenset(stems(a.entity or a.head)))
        for a in claim.arguments
        if (a.entity or a.head.replace("-", "").isalpha())
        and a.head not in PRONOUNS
        and not is_measure(a, claim)
    )


def _is_known(argument: Argument, claim: Claim) -> bool:
    """Whether the sentence speaks of it, be it of somebody else's part."""
    return stems(argument.entity or argument.head) <= _known(claim)


def _is_one_place(one: Argument, other: Argument, old: Claim, new: Claim) -> bool:
    roles = {one.role, other.role}
    if len(roles) == 1 or roles <= _NAMED or roles <= _PLACES:
        return True
    if _has_one_part(one, other, old, new):
        return True
    # "its doctor is Ms Orel", "Mr Tarn is the doctor"
    return (
        roles <= _NAMED | {"subject"}
        and bool(one.entity and other.entity)
        and not LIGHT.isdisjoint((old.verb, new.verb))
    )


def _has_one_part(one: Argument, other: Argument, old: Claim, new: Claim) -> bool:
    """As in "Orel owns it", "it belongs to Tarn", "its owner is Lind"."""
    return not _parts(one, old).isdisjoint(_parts(other, new))


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def _parts(argument: Argument, claim: Claim) -> frozenset[int]:
    """The parts in a matter that it may have: to own it, to pay for it, to cause it."""
    phrases = [f"{claim.verb} {argument.role}", f"* {argument.role}"]
    if claim.verb == "be" and argument.role in _NAMED | {"subject"}:
        phrases += (f"be {a.head}" for a in claim.arguments if a is not argument)
    return _NO_PART.union(*(PARTS.get(phrase, _NO_PART) for phrase in phrases))


def _rest(
    pair: tuple[Argument, Argument], old: Claim, new: Claim, context: Context
) -> _Rest:
    one, other = pair
    nats, pairs = context.beside(old), context.met(old, new)[0].pairs
    paired = [(a, b) for a, b, score in pairs if score >= SAME]
    same_old, over_old = _beside(old, new, one, {a for a, _ in paired}, nats)
    same_new, over_new = _beside(new, old, other, {b for _, b in paired}, nats)
    return _Rest(
        same=max(same_old, same_new),
        over_old=over_old,
        over_new=over_new,
        named=float(bool(one.entity and other.entity)),
        part=float(_has_one_part(one, other, old, new)),
        strange=float(not (_is_known(one, new) or _is_known(other, old))),
    )


def _beside(
    claim: Claim,
    other: Claim,
    rival: Argument,
    paired: Container[str],
    nats: Callable[[str], float],
) -> tuple[float, float]:
    """Nats of the words beside the rival that the other side has, and has not."""
    own = stems(" ".join((*rival.terms, rival.entity, rival.text)))
    there, words = _known(other), words_of(claim)
    same = over = 0.0
    for word, parts in zip(words.words, words.stems, strict=True):
        if word in words.relation or parts <= own:
            continue
        if word in paired or parts <= there:
            same += nats(word)
        else:
            over += nats(word)
    return same, over
