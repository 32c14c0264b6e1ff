"""
Another participant where the held claim has one: who did it, where, of which office.

What agrees in all but this says something else, though nothing else may contradict it:
so these are no conflicts, but what differs in one of them is not known.
"""

from __future__ import annotations

import re

from extractors.model import Argument, Claim
from extractors.verdicts.align import any_same
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.pair import Pair
from extractors.verdicts.rules.vocabulary import GENERIC, ONE_PLACE
from extractors.verdicts.words import closeness, stem, stems


def is_of_others(pair: Pair) -> bool:
    """Whether the new claim has another participant in a place that holds but one."""
    return (
        is_done_by_another(pair.held, pair.new)
        or _is_other_name_or_place(pair)
        or is_other_office(pair.held, pair.new, pair.lexicon)
    )


def is_done_by_another(old: Claim, new: Claim) -> bool:
    """Both name who does it, and in the held claim the new one's takes no part."""
    doers = _doers(new)
    if not _doers(old):
        return False
    if not doers:
        return any(_are_many(a) and _is_missing(a, old) for a in _subjects(new))
    owned = {a.owner for a in old.arguments if a.role != "subject"}
    taking_part = {a.entity for a in old.arguments} | (set(old.entities) - owned)
    return not any(any_same(name, tuple(taking_part)) for name in doers)


def _doers(claim: Claim) -> list[str]:
    return [a.entity for a in _subjects(claim) if a.entity]


def _subjects(claim: Claim) -> list[Argument]:
    return [a for a in claim.arguments if a.role == "subject"]


def _are_many(argument: Argument) -> bool:
    """Several of a kind, as "the fitters": no description of one with a name."""
    last = argument.text.lower().split()[-1:]
    return last == [f"{argument.head}s"]


def _is_missing(argument: Argument, claim: Claim) -> bool:
    """Whether no word of the other's sentence names them."""
    said = stems(claim.sentence)
    return said.isdisjoint(stem(t) for t in (*argument.terms, argument.head))


def _is_other_name_or_place(pair: Pair) -> bool:
    """As in "built by Orel", "by Tarn"; "comes from the mill", "from the mine"."""
    old, new = pair.held, pair.new
    return any(
        ours.role == theirs.role
        and (
            (_is_named(ours, old) and _is_named(theirs, new))
            or {f"{old.verb} {ours.role}", f"{new.verb} {theirs.role}"} <= ONE_PLACE
        )
        for ours, theirs in pair.scope.replaced
    )


def _is_named(argument: Argument, claim: Claim) -> bool:
    """A name, known as one or only by its capital within the sentence."""
    text = argument.text
    return bool(argument.entity) or (
        text[:1].isupper() and not claim.quote.startswith(text)
    )


def is_other_office(old: Claim, new: Claim, lexicon: Lexicon) -> bool:
    """As in "minister of finance", "transport minister": persons of other fields."""
    return any(
        ours.head == theirs.head
        and lexicon.noun_class(ours.head) == "person"
        and _are_other_fields(ours, theirs, lexicon)
        for ours in old.arguments
        for theirs in new.arguments
    )


def _are_other_fields(one: Argument, other: Argument, lexicon: Lexicon) -> bool:
    ours, theirs = _fields(one, lexicon), _fields(other, lexicon)
    return bool(ours and theirs) and not any(
        a in other.text.lower() or b in one.text.lower() or closeness(a, b, lexicon)
        for a in ours
        for b in theirs
    )


def _fields(argument: Argument, lexicon: Lexicon) -> list[str]:
    """The nouns right before the head, or after "of" and "for"."""
    head = rf"{re.escape(argument.head)}s?\b"
    found = re.findall(
        rf"([a-z]+) {head}|\b{head} (?:of|for) (?:the )?([a-z]+)", argument.text.lower()
    )
    words = [before or after for before, after in found]
    return [w for w in words if lexicon.noun_class(w) and w not in GENERIC]
