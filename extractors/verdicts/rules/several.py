"""
Several who do or have what one alone is told to do or have, in whatever words.

"Orel is the only supplier of the ropes", "all the ropes come from Orel": "the ropes
are bought from three makers", "two firms share the supply of ropes".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.model import Argument, Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import meet
from extractors.verdicts.rules.pair import Pair, is_history, negated
from extractors.verdicts.rules.vocabulary import FIRMS, GENERIC, PRONOUNS, STAND_INS
from extractors.verdicts.words import REMEMBERED_CLAIMS, stem, stems

_ONLY = re.compile(
    r"^(?:(?:the|its|their|our|\S+['’]s|\S+s['’]) )*(?:only|sole) (.*)", re.IGNORECASE
)
_ALL = re.compile(r"^all (?:of )?(?:the|its|their|our) ", re.IGNORECASE)
_COUNT = re.compile(
    r"^(?:one of )?(?:the )?(?:other )?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|several|[2-9]|1\d)\b",
    re.IGNORECASE,
)
_TAIL_END = re.compile(r"[.,;:!?–]|\b(?:and|but)\b")
_WORD = re.compile(r"[^\W\d_]{3,}")
# so many letters of a deed begin the words made of it: complaint, complainant
_BEGINNING = 6
_TAKERS = ("from", "by")
_HOLDERS = ("subject", *_TAKERS)
# what is shared, whatever it consists in
_DUTIES = frozenset(
    {"work", "business", "cost", "job", "order", "task", "bill", "ownership", "offer"}
    | {"bid", "supply", "trade", "contract", "right"}
)
_NO_NEWS = frozenset(
    {"the", "that", "which", "who", "with", "for", "may", "can", "has", "have", "such"}
    | {"far", "and", "was", "are", "been", "had", "will", "its", "their", "this"}
    | {"hand", "put", "work", "working", "involve", "involved", "take", "taking"}
)
# with these it is alone in more than the deed: "has won it twice"
_NARROWING = frozenset(
    {"twice", "once", "times", "ever", "first", "more", "than", "without"}
    | {"all", "both", "every", "still", "never", "not"}
)
# where it is, told without the name
_PLACES = frozenset(
    {"country", "city", "town", "region", "state", "world", "province", "county"}
)


@dataclass(frozen=True, slots=True)
class _Lone:
    """What kind of one is told to be alone, and the words that say in what."""

    kind: str
    which: tuple[str, ...]
    tail: str


def is_one_of_several(pair: Pair) -> bool:
    """Whether one side tells of several where the other knows of one alone."""
    return any(
        (lone := tells_lone(one))
        and (holder := tells_several(other))
        # the cheap questions first
        and not (negated(one) or negated(other) or pair.side.periods == "apart")
        and not (is_history(one) or is_history(other))
        and _are_alike(lone.kind, holder, other, pair.lexicon)
        and _is_one_thing(lone, holder, other, pair.lexicon)
        for one, other in ((pair.held, pair.new), (pair.new, pair.held))
    )


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def tells_lone(claim: Claim) -> _Lone | None:
    """Of what there is one alone: "the only maker of ropes", "all ropes come from"."""
    for a in claim.arguments:
        only = _ONLY.match(a.text) if a.role == "attribute" else None
        if only:
            before, _, behind = only[1].partition(f"{a.head} ")
            words = before.split() if behind else only[1].split()[:-1]
            _, _, after = claim.sentence.partition(a.text)
            tail = f"{behind} {_TAIL_END.split(after, maxsplit=1)[0]}"
            others = (o.text for o in claim.arguments if o.role in {"of", "in", "for"})
            return _Lone(a.head, tuple(words), " ".join((tail, *others)))
    for a in claim.arguments:
        if _ALL.match(a.text) and any(
            o.role in _HOLDERS and o.entity and o is not a for o in claim.arguments
        ):
            return _Lone("", (), a.text)
    return None


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def tells_several(claim: Claim) -> Argument | None:
    """Those who are more than one in it, or one who shares it with another."""
    roles = (*_HOLDERS, "attribute")
    counted = (a for a in claim.arguments if a.role in roles and _is_counted(a))
    if holder := next(counted, None):
        return holder
    if claim.verb == "share" and any(a.role == "with" for a in claim.arguments):
        return next((a for a in claim.arguments if a.role == "subject"), None)
    return None


def _is_counted(a: Argument) -> bool:
    one_of = a.text.lower().startswith("one of ")
    return bool(_COUNT.match(a.text)) and (a.role != "attribute" or one_of)


def _are_alike(kind: str, holder: Argument, claim: Claim, lexicon: Lexicon) -> bool:
    """Two of one kind, or bodies both; who sells a thing may be called anything."""
    if claim.verb == "share" or holder.role in _TAKERS:
        return holder.role != "from" or not kind or _is_body(kind)
    if not kind:
        return False
    return meet(holder.head, kind, lexicon) or (
        holder.head in STAND_INS | FIRMS
        and (_is_body(kind) or _is_by_deed(kind, claim))
    )


def _is_body(kind: str) -> bool:
    return kind in STAND_INS | FIRMS or kind in {"supplier", "producer", "source"}


def _is_by_deed(kind: str, claim: Claim) -> bool:
    """As in "the only bidder", "have bid"; "complainant", "lodged the complaint"."""
    objects = (a.head for a in claim.arguments if a.role == "object")
    return any(_begins_alike(deed, kind) for deed in (claim.verb, *objects))


def _begins_alike(deed: str, kind: str) -> bool:
    beginning = stem(kind)[:_BEGINNING]
    if len(deed) < _SHORTEST:
        return False
    return deed == beginning[: len(deed)] or stem(deed)[:_BEGINNING] == beginning


_SHORTEST = 3


def _is_one_thing(
    lone: _Lone, holder: Argument, claim: Claim, lexicon: Lexicon
) -> bool:
    """Whether the several have what the one has alone, and no other thing."""
    if not _NARROWING.isdisjoint(lone.tail.lower().split()) and lone.kind:
        return False
    told = [w for w in _told_words(lone.tail) if w not in GENERIC]
    said = stems(claim.sentence)
    if any(not stems(w) <= said for w in lone.which):
        return False
    things = _things(holder, claim, places=not _PLACES.isdisjoint(told))
    met = {t for t in things if any(meet(t, w, lexicon) for w in told)}
    met |= {t for t in things if _begins_alike(t, lone.kind)}
    if things - met - _DUTIES:
        return False
    if not met and not _begins_alike(claim.verb, lone.kind):
        return False
    words = [*things, *_told_words(claim.quote)]
    left = [
        w
        for w in told
        if w not in _PLACES and not any(meet(w, one, lexicon) for one in words)
    ]
    return len(left) <= 1


def _told_words(text: str) -> list[str]:
    """The telling words, as they stand and in their stems."""
    found = [w.lower() for w in _WORD.findall(text)]
    kept = [w for w in found if w not in _NO_NEWS]
    return [w if w.endswith("ss") else w.removesuffix("s") for w in kept]


def _things(holder: Argument, claim: Claim, *, places: bool) -> set[str]:
    """What it is that they have or do; the buyer of what comes from them is none."""
    found = {t for t in holder.terms if t not in {holder.head, "one"}}
    found = found if holder.role == "attribute" else set()
    for a in claim.arguments:
        buys = a.role == "subject" and holder.role in _TAKERS
        if a is holder or buys or a.head in PRONOUNS or a.role == "with":
            continue
        if places and a.role == "in" and a.entity:
            found.discard(a.entity.lower())
            continue
        found.add((a.entity or a.head).lower())
    return found - GENERIC
