"""How a claim tells of one that takes part: in which words, and if as one of many."""

from __future__ import annotations

import re

from extractors.model import Argument, Claim
from extractors.verdicts.rules.content import words_naming

# before the object they tell that it is just these
_DETERMINERS = frozenset(
    {"the", "this", "that", "these", "those", "a", "an", "all", "both", "each", "every"}
    | {"its", "his", "her", "their", "our", "my", "your", "whose"}
)
_OWNER = re.compile(r"^.*(?:['’]s|s['’])\s")
_POSSESSIVE = ("'s", "’s", "s'", "s’")
# what stands behind a name and tells more of who it is: "of Linz", ", a builder"
_DESCRIBED = re.compile(
    r"^(?:,? (?:of|from|in|based in) (?:the )?[^\W\d_a-z][\w-]*"
    r"(?:,? [^\W\d_a-z][\w-]*)*)?"
    r"(?: by [^,;]*)?(?:, (?!(?:and|or|but|who|which|where|while)\b)[^,;]*)?"
)


def first(claim: Claim, role: str) -> Argument | None:
    """The first one of this role, if any."""
    return next((a for a in claim.arguments if a.role == role), None)


def describing(holder: Argument, claim: Claim) -> frozenset[str]:
    """Its words, and those that tell more of who it is."""
    after = _DESCRIBED.match(behind(holder, claim))
    told = f"{holder.text} {after[0] if after else ''}".lower()
    more = (term for term in claim.terms if term in told)
    return frozenset(words_naming([holder]).union(more))


def behind(holder: Argument, claim: Claim) -> str:
    """What the claim says behind its name."""
    at = claim.quote.find(holder.entity)
    return claim.quote[at + len(holder.entity) :] if at >= 0 else ""


def unowned(text: str) -> str:
    """A phrase without whose it is: "Orel's long ropes"."""
    return _OWNER.sub("", text)


def is_of_a_kind(claim: Claim) -> bool:
    """
    Whether it is done to things of a kind, which others do too: "writes novels".

    Titles leave out the articles of single things: "Tarn built mill". As many of a
    kind others have too: "runs 40 ferries".
    """
    thing = first(claim, "object")
    if thing is None or thing.entity or thing.owner:
        return False
    if not (thing.text[:1].islower() or thing.text[:1].isdigit()):
        return False
    before, found, _ = claim.quote.partition(thing.text)
    last = "".join(before.split()[-1:]).lower()
    if not found or last in _DETERMINERS or last.endswith(_POSSESSIVE):
        return False
    return thing.head not in thing.text.split() or not claim.in_title


def has_article(thing: Argument, text: str) -> bool:
    """Whether it stands in ``text`` behind "a" or "an"."""
    if not thing.text:
        return False
    before, found, _ = text.partition(thing.text)
    return bool(found) and before.lower().split()[-1:] in (["a"], ["an"])
