"""
What two claims speak of beside the slot under comparison: their participants and scope.

A conflict needs one matter: the same bearer, the same relation, and no word on either
side that makes it another one ("in research", "the second", "season tickets" against
"single tickets"). What both say is paired off; what is left over on a side restricts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractors.model import Argument, Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.vocabulary import GENERIC, MEASURES, OPPOSED
from extractors.verdicts.words import same_name, stem

# an argument of these roles takes part; any other one restricts
_CORE = frozenset({"subject", "object", "attribute", "complement"})
_TIME = frozenset(
    {"since", "until", "till", "by", "before", "after", "during", "than", "according"}
    | {"following", "despite", "amid", "upon", "within"}
)
_MONTHS = frozenset(
    "january february march april may june july august september october november"
    " december monday tuesday wednesday thursday friday saturday sunday spring summer"
    " autumn winter day week month year quarter hour minute season morning evening"
    " night beginning start end today yesterday midnight".split()
)
# words of one meaning in a run of text stand nearer than this
_ALIKE = 0.62


_PRONOUNS = frozenset("he she it they we i you who which that this these those".split())


class Fit(StrEnum):
    """How two participants stand to each other."""

    SAME = "same"
    OTHER = "other"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    The participants of two claims side by side.

    ``old_left`` and ``new_left`` are content words without a partner, ``shared`` those
    with one (in the old claim's words); ``old_only`` and ``new_only`` names without a
    partner, ``replaced`` participants of one role that are not the same.
    """

    subject: Fit
    object: Fit
    relation: float
    opposed: str
    shared: tuple[str, ...]
    old_left: tuple[str, ...]
    new_left: tuple[str, ...]
    old_only: tuple[str, ...]
    new_only: tuple[str, ...]
    shared_names: tuple[str, ...]
    replaced: tuple[tuple[Argument, Argument], ...]
    restricted: tuple[Argument, ...]
    widened: tuple[Argument, ...]

    @property
    def old_cover(self) -> float:
        """Share of the old claim's content that the new one has too."""
        return len(self.shared) / max(1, len(self.shared) + len(self.old_left))

    @property
    def new_cover(self) -> float:
        """Share of the new claim's content that the old one has too."""
        return len(self.shared) / max(1, len(self.shared) + len(self.new_left))


def is_kin(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two lemmas are one word, its derived form or a synonym."""
    return kinship(one, other, lexicon) > 0


def own_words(pair_side: Claim, other: Claim, words: tuple[str, ...]) -> list[str]:
    """
    Those of ``words`` that are no mere actor of ``pair_side``.

    A passive leaves its actor out, an active names it.
    """
    if any(a.role == "subject" for a in other.arguments):
        return list(words)
    actors = [a for a in pair_side.arguments if a.role == "subject"]
    said = {t for a in actors for t in (*a.terms, a.head, a.entity.lower())}
    return [w for w in words if w not in said]


def kinship(one: str, other: str, lexicon: Lexicon) -> float:
    """How close by form and meaning, without the vectors: 1, .9, .8 or 0."""
    if one == other:
        return 1.0
    if len(one) > 4 and len(other) > 4 and stem(one) == stem(other):
        return 0.9
    if one in lexicon.verbs_of(other) or other in lexicon.verbs_of(one):
        return 0.9
    short, long = sorted((one, other), key=len)
    if len(short) > 3 and long.endswith(short) and len(long) < len(short) + 6:
        # lawsuit: suit, carmaker: maker
        return 0.8
    return 0.8 if lexicon.are_synonyms(one, other) else 0.0


def content(claim: Claim) -> list[str]:
    """The claim's content words without its verb, its times and its numbers."""
    noise = {w.lower() for w in re.findall(r"\w+", claim.period.text)}
    for quantity in claim.quantities:
        noise |= {w.lower() for w in re.findall(r"\w+", quantity.text)}
    noise |= {claim.verb, *claim.relation.split()}
    if claim.verb in _LIGHT:
        noise |= set(relation_words(claim))
    noise |= {c.removeprefix("control:") for c in claim.cues if "control:" in c}
    taking_part = [n.lower() for a in claim.arguments if (n := a.entity or a.owner)]
    heads = [
        a.head
        for a in claim.arguments
        if a.role in _CORE and not a.entity and a.head.isalpha() and a.text
        and a.head not in _PRONOUNS
        and not (a.role == "attribute" and claim.verb in _LIGHT)
    ]
    speaker = claim.attribution.lower()
    noise |= set() if speaker in taking_part else {speaker}
    noise -= {*taking_part, *(h for h in heads if claim.verb not in _LIGHT)}
    return [
        term
        for term in dict.fromkeys((*taking_part, *claim.terms, *heads))
        if term not in noise
        and term not in GENERIC
        and term not in _MONTHS
        and not term[:1].isdigit()
        and not (term.endswith("ly") and len(term) > 4)
        and not is_unit(term)
    ]


def scope(old: Claim, new: Claim, lexicon: Lexicon) -> Scope:
    """Lay the participants of ``new`` beside those of ``old``."""
    names = {n.lower() for n in (*old.entities, *new.entities)}
    shared, old_left, new_left = _pair_off(
        content(old), content(new), names=names, lexicon=lexicon
    )
    relation, opposed = relation_of(old, new, lexicon)
    crossed = _undergoer_fit(old, new, lexicon)
    return Scope(
        subject=_role_fit(old, new, "subject", lexicon),
        object=crossed or _role_fit(old, new, "object", lexicon),
        relation=relation,
        opposed=opposed,
        shared=shared,
        old_left=old_left,
        new_left=new_left,
        old_only=_names_only(old, new),
        new_only=_names_only(new, old),
        shared_names=_shared_names(old, new, shared),
        replaced=tuple(_replaced(old, new, lexicon)),
        restricted=tuple(_restricting(new, old, lexicon)),
        widened=tuple(_restricting(old, new, lexicon)),
    )


def _pair_off(
    old: Sequence[str], new: Sequence[str], *, names: set[str], lexicon: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    free = list(new)
    shared, left = [], []
    for word in old:
        best = max(
            free, key=lambda w: _likeness(word, w, names, lexicon), default=None
        )
        if best is None or _likeness(word, best, names, lexicon) <= 0:
            left.append(word)
            continue
        shared.append(word)
        free.remove(best)
    return tuple(shared), tuple(left), tuple(free)


def _likeness(one: str, other: str, names: set[str], lexicon: Lexicon) -> float:
    if one == other:
        return 1.0
    if one in names or other in names:
        return 1.0 if one in names and other in names and same_name(one, other) else 0.0
    kin = kinship(one, other, lexicon)
    if kin:
        return kin
    near = lexicon.likeness(one, other)
    if near < _ALIKE and not lexicon.are_antonyms(one, other):
        return 0.0
    return 0.5


def _shared_names(
    old: Claim, new: Claim, shared: tuple[str, ...]
) -> tuple[str, ...]:
    """Names of both, and shared words that both write with a capital letter."""
    names = [n for n in new.entities if any(same_name(n, o) for o in old.entities)]
    for word in shared:
        capital = word.capitalize()
        if capital in old.quote[1:] and capital in new.quote or (
            capital in old.quote and capital in new.quote[1:]
        ):
            names.append(word)
    return tuple(dict.fromkeys(names))


def _names_only(some: Claim, others: Claim) -> tuple[str, ...]:
    speaker = some.attribution
    return tuple(
        name
        for name in some.entities
        if not any(same_name(name, o) for o in (*others.entities, *others.terms))
        and not (speaker and same_name(name, speaker))
        and name.lower() not in _MONTHS
    )


_LIGHT = frozenset(
    {"be", "have", "do", "make", "take", "get", "give", "become", "remain", "stay"}
)


def relation_words(claim: Claim) -> list[str]:
    """The verb with its particle; a light verb speaks through its noun or adjective."""
    words = [claim.verb]
    parts = claim.relation.split()
    if len(parts) > 1 and parts[0] == claim.verb:
        words.insert(0, claim.relation)
    if claim.verb in _LIGHT:
        # "stays open" speaks through "open", "stays" through itself
        nouns = [
            a.head
            for a in claim.arguments
            if a.role == "attribute" or (a.role == "object" and claim.verb != "be")
        ]
        own = [] if nouns and claim.verb != "stay" else [claim.verb]
        words = [*nouns, *(w for w in words if " " in w), *(own if own != ["be"] else [])]
    return [w for w in words if w]


_CONTRARY = frozenset({("for", "against"), ("with", "without"), ("in", "outside")})


def relation_of(old: Claim, new: Claim, lexicon: Lexicon) -> tuple[float, str]:
    """Kinship of the verbs, and how they are opposite (``state``, ``direct``)."""
    ours, theirs = relation_words(old), relation_words(new)
    if _opposite_sides(old, new):
        return 0.0, "state"
    near = max((kinship(a, b, lexicon) for a in ours for b in theirs), default=0.0)
    if not ours or not theirs:
        near = 1.0 if old.verb == new.verb else 0.0
    opposed = next(
        (kind for a in ours for b in theirs if (kind := _opposition(a, b, lexicon))),
        "",
    )
    return near, "" if near >= 0.9 else opposed


def _opposition(one: str, other: str, lexicon: Lexicon) -> str:
    if (one, other) in OPPOSED:
        return "state"
    kind = lexicon.opposition(one, other)
    return kind if kind in {"state", "direct"} else ""


def _opposite_sides(old: Claim, new: Claim) -> bool:
    """ "voted for" against "voted against": one verb, contrary prepositions."""
    if old.verb != new.verb:
        return False
    sides = (old.relation.split()[-1:], new.relation.split()[-1:])
    pair = ("".join(sides[0]), "".join(sides[1]))
    return pair in _CONTRARY or pair[::-1] in _CONTRARY


def arguments(claim: Claim, role: str) -> list[Argument]:
    """The subject, or the object; an attribute is what its copula says."""
    roles = {"subject"} if role == "subject" else {"object", "attribute"}
    if claim.verb in _LIGHT:
        roles.discard("attribute")
    return [a for a in claim.arguments if a.role in roles and not is_measure(a, claim)]


_UNITS = frozenset(
    "euro dollar pound yen franc cent percent percentage million billion thousand half"
    " third quarter fifth tenth dozen kilometre kilometer metre meter mile kilogram"
    " kilogramme tonne ton gram litre liter degree gigawatt megawatt kilowatt".split()
)


def is_unit(word: str) -> bool:
    """Whether the word only measures ("euro", "percent", "third")."""
    return word in _UNITS


def is_measure(argument: Argument, claim: Claim) -> bool:
    """Whether the argument is the number itself ("12 percent", "40 million euros")."""
    if is_unit(argument.head) or argument.head[:1].isdigit():
        return True
    texts = [q.text.lower() for q in claim.quantities]
    return any(argument.head == text.split()[-1] for text in texts if text)


def _role_fit(old: Claim, new: Claim, role: str, lexicon: Lexicon) -> Fit:
    ours, theirs = arguments(old, role), arguments(new, role)
    fits = [fit(a, b, lexicon) for a in ours for b in theirs]
    if Fit.SAME in fits:
        return Fit.SAME
    return Fit.OTHER if fits and all(f is Fit.OTHER for f in fits) else Fit.OPEN


def _undergoer_fit(old: Claim, new: Claim, lexicon: Lexicon) -> Fit | None:
    """ "The bridge opened", "the bridge was opened": the same part in two places."""
    for some, other in ((old, new), (new, old)):
        lone, acted = arguments(some, "subject"), arguments(other, "object")
        if arguments(some, "object") or not lone or not acted:
            continue
        if arguments(other, "subject") and some.verb in _LIGHT:
            continue
        if any(fit(a, b, lexicon) is Fit.SAME for a in lone for b in acted):
            return Fit.SAME
    return None


def fit(one: Argument, other: Argument, lexicon: Lexicon) -> Fit:
    """Whether two phrases mean the same participant."""
    if one.entity and other.entity:
        return Fit.SAME if same_name(one.entity, other.entity) else Fit.OTHER
    if one.owner and other.owner and not same_name(one.owner, other.owner):
        return Fit.OTHER
    if one.entity or other.entity:
        name, phrase = (one.entity, other) if one.entity else (other.entity, one)
        known = same_name(name, phrase.text) or name.lower() in phrase.terms
        return Fit.SAME if known else Fit.OPEN
    if is_kin(one.head, other.head, lexicon):
        return Fit.OTHER if _told_apart(one, other, lexicon) else Fit.SAME
    if one.head in other.terms or other.head in one.terms:
        return Fit.OPEN
    if {one.head, other.head} & MEASURES:
        return Fit.OPEN
    alike = lexicon.likeness(one.head, other.head) >= _ALIKE
    return Fit.OPEN if alike else Fit.OTHER


def _told_apart(one: Argument, other: Argument, lexicon: Lexicon) -> bool:
    """Two modifiers that are not the same: "season tickets", "single tickets"."""
    ours, theirs = _modifiers(one), _modifiers(other)
    if not ours or not theirs:
        return False
    return not any(
        _likeness(a, b, set(), lexicon) > 0 or same_name(a, b)
        for a in ours
        for b in theirs
    )


def _modifiers(argument: Argument) -> list[str]:
    return [
        t
        for t in argument.terms
        if t != argument.head and t not in GENERIC and not t[:1].isdigit()
    ]


def _replaced(
    old: Claim, new: Claim, lexicon: Lexicon
) -> Iterable[tuple[Argument, Argument]]:
    """Participants of one role that have no partner anywhere on the other side."""
    for ours in old.arguments:
        if _is_said(ours, old) or _is_idle(ours, old) or _is_met(ours, new, lexicon):
            continue
        for theirs in new.arguments:
            if _is_said(theirs, new):
                continue
            if _place(theirs.role) != _place(ours.role):
                continue
            if _is_idle(theirs, new) or _is_met(theirs, old, lexicon):
                continue
            if fit(ours, theirs, lexicon) is not Fit.SAME:
                yield ours, theirs


def _is_said(argument: Argument, claim: Claim) -> bool:
    """A predicate noun or adjective is the relation, not a participant."""
    return argument.role == "attribute" and claim.verb in _LIGHT and not argument.entity


def _place(role: str) -> str:
    return "object" if role in {"object", "attribute"} else role


def _is_idle(argument: Argument, claim: Claim) -> bool:
    """Times and numbers are compared by their own rules."""
    if is_measure(argument, claim) or argument.head in _MONTHS:
        return True
    if argument.head in MEASURES and not argument.entity:
        return True
    if argument.role in _TIME and argument.role != "by":
        return True
    return bool(argument.head) and argument.head in claim.period.text.lower().split()


def _is_met(argument: Argument, other: Claim, lexicon: Lexicon) -> bool:
    if argument.entity:
        return any(same_name(argument.entity, n) for n in other.entities)
    return any(is_kin(argument.head, t, lexicon) for t in (*other.terms, other.verb))


def _restricting(
    some: Claim, others: Claim, lexicon: Lexicon
) -> Iterable[Argument]:
    """Adjuncts of one side that the other does not have: "in research", "abroad"."""
    for argument in some.arguments:
        if argument.role in _CORE or _is_idle(argument, some):
            continue
        if argument.head in GENERIC or _is_met(argument, others, lexicon):
            continue
        yield argument
