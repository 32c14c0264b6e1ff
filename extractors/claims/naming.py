"""
The name of a claim's matter: what it is about, in words that read as a heading.

The same in claims that can be compared, whatever their object, figure or time:
"OpenAI valuation", "Microsoft holds right". Empty when nobody knows who is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.model import Argument, Claim

# Without an antecedent they name nobody.
_NOBODY = frozenset({
    "he", "she", "it", "they", "we", "i", "you", "who", "whose", "which", "what",
    "that", "this", "these", "those", "there", "one", "two", "some", "other", "another",
    "somebody", "someone", "something", "anybody", "anyone", "everybody", "everyone",
    "nobody", "nothing",
})  # fmt: skip
_IRREGULAR = {"be": "is", "have": "has", "can": "can", "may": "may", "must": "must",
              "shall": "shall", "will": "will", "would": "would"}  # fmt: skip
_HISSING = ("s", "x", "z", "ch", "sh", "o")


def matter(claim: Claim) -> str:
    """Name the measure of a bearer, else the subject with what it does."""
    for quantity in claim.quantities:
        bearer, role = quantity.bearer, quantity.role.replace("_", " ")
        # "The two companies" are no measure of a company.
        counted = _single(role) in map(_single, bearer.split())
        if role and bearer and not counted and _is_someone(bearer):
            return f"{bearer} {role}"
    done_to = next((a for a in claim.arguments if a.text == claim.subject), None)
    doer = next((a for a in claim.arguments if a.role == "subject"), None)
    named = doer or done_to
    name = _name(named) if named else claim.subject
    if not _is_someone(name):
        return ""
    if named is not doer:
        # In the passive: "the plan was carried out".
        return f"{name}: {claim.verb}"
    return f"{name} {_does(claim, is_many=name == 'people')}".strip()


def _name(argument: Argument) -> str:
    return argument.entity or " ".join(filter(None, (argument.owner, argument.head)))


def _is_someone(name: str) -> bool:
    first = name.partition(" ")[0].casefold()
    return first not in _NOBODY and any(letter.isalpha() for letter in name)


def _does(claim: Claim, *, is_many: bool) -> str:
    """``hold right`` -> ``holds right``; ``close by`` -> ``closes``."""
    nouns = {a.head for a in claim.arguments if _is_direct(a)}
    beyond = claim.relation.removeprefix(claim.verb).strip()
    noun = beyond if beyond in nouns else ""
    if claim.verb == "be" and not noun:
        return ""
    verb, _, rest = claim.verb.partition(" ")
    shown = verb if is_many else _third_person(verb)
    return " ".join(filter(None, (shown, rest, noun)))


def _is_direct(argument: Argument) -> bool:
    return argument.role in {"object", "attribute"}


def _third_person(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(_HISSING) else f"{verb}s" if verb else ""


def _single(word: str) -> str:
    return word.casefold().removesuffix("s")
