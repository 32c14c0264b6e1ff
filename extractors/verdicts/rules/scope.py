"""
What two claims speak of beside the slot under comparison: their participants and scope.

A conflict needs one matter: the same bearer, the same relation, and no word on either
side that makes it another one ("in research", "the second", "season tickets" against
"single tickets"). What both say is paired off; what is left over restricts a side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from extractors.model import Argument, Claim
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.content import (
    ALIKE,
    CORE,
    arguments,
    content,
    is_measure,
    likeness,
)
from extractors.verdicts.rules.relation import LIGHT, is_kin, relation_of
from extractors.verdicts.rules.vocabulary import GENERIC, MEASURES, TIMES
from extractors.verdicts.words import kept, same_name

TIME_ROLES = frozenset(
    {"since", "until", "till", "before", "after", "during", "following", "within"}
)
_CIRCUMSTANCE = TIME_ROLES | {"than", "according", "despite", "amid", "upon"}


class Fit(StrEnum):
    """How two participants stand to each other."""

    SAME = "same"
    OTHER = "other"
    OPEN = "open"


class Scope:
    """
    The participants of two claims side by side; looked at only as far as asked for.

    ``old_left`` and ``new_left`` are content words without a partner, ``shared`` those
    with one (in the old claim's words); ``old_only`` and ``new_only`` names without a
    partner, ``replaced`` participants of one role that are not the same.
    """

    def __init__(self, old: Claim, new: Claim, lexicon: Lexicon) -> None:
        self._sides = (old, new)
        self._lexicon = lexicon

    @kept
    def subject(self) -> Fit:
        """How the subjects stand to each other."""
        return _role_fit(*self._sides, "subject", self._lexicon)

    @kept
    def object(self) -> Fit:
        """How the objects stand to each other, or to what undergoes the act."""
        crossed = _undergoer_fit(*self._sides, self._lexicon)
        return crossed or _role_fit(*self._sides, "object", self._lexicon)

    @kept
    def _relation(self) -> tuple[float, str]:
        return relation_of(*self._sides, self._lexicon)

    @property
    def relation(self) -> float:
        """Kinship of the verbs, 0..1."""
        return self._relation[0]

    @property
    def opposed(self) -> str:
        """How the verbs are opposite; empty when they are not."""
        return self._relation[1]

    @kept
    def _paired(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        old, new = self._sides
        names = {n.lower() for n in (*old.entities, *new.entities)}
        return _pair_off(content(old), content(new), names=names, lexicon=self._lexicon)

    @property
    def shared(self) -> tuple[str, ...]:
        """Content words of the old claim that have a partner."""
        return self._paired[0]

    @property
    def old_left(self) -> tuple[str, ...]:
        """Content words of the old claim without a partner."""
        return self._paired[1]

    @property
    def new_left(self) -> tuple[str, ...]:
        """Content words of the new claim without a partner."""
        return self._paired[2]

    @kept
    def old_only(self) -> tuple[str, ...]:
        """Names that only the old claim has."""
        return _names_only(*self._sides)

    @kept
    def new_only(self) -> tuple[str, ...]:
        """Names that only the new claim has."""
        return _names_only(*self._sides[::-1])

    @kept
    def shared_names(self) -> tuple[str, ...]:
        """Names of both."""
        return _shared_names(*self._sides, self.shared)

    @kept
    def replaced(self) -> tuple[tuple[Argument, Argument], ...]:
        """Participants of one role that are not the same."""
        return tuple(_replaced(*self._sides, self._lexicon))

    @kept
    def restricted(self) -> tuple[Argument, ...]:
        """Adjuncts that only the new claim has."""
        return tuple(_restricting(*self._sides[::-1], self._lexicon))

    @kept
    def widened(self) -> tuple[Argument, ...]:
        """Adjuncts that only the old claim has."""
        return tuple(_restricting(*self._sides, self._lexicon))

    @property
    def old_cover(self) -> float:
        """Share of the old claim's content that the new one has too."""
        return len(self.shared) / max(1, len(self.shared) + len(self.old_left))

    @property
    def new_cover(self) -> float:
        """Share of the new claim's content that the old one has too."""
        return len(self.shared) / max(1, len(self.shared) + len(self.new_left))


def _pair_off(
    old: Sequence[str], new: Sequence[str], *, names: set[str], lexicon: Lexicon
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    free = list(new)
    shared, left = [], []
    for word in old:
        best = max(free, key=lambda w: likeness(word, w, names, lexicon), default=None)
        if best is None or likeness(word, best, names, lexicon) <= 0:
            left.append(word)
            continue
        shared.append(word)
        free.remove(best)
    return tuple(shared), tuple(left), tuple(free)


def _shared_names(old: Claim, new: Claim, shared: tuple[str, ...]) -> tuple[str, ...]:
    """Names of both, and shared words that both write with a capital letter."""
    names = [n for n in new.entities if any(same_name(n, o) for o in old.entities)]
    for word in shared:
        capital = word.capitalize()
        if (capital in old.quote[1:] and capital in new.quote) or (
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
        and name.lower() not in TIMES
    )


def _role_fit(old: Claim, new: Claim, role: str, lexicon: Lexicon) -> Fit:
    ours, theirs = arguments(old, role), arguments(new, role)
    fits = [fit(a, b, lexicon) for a in ours for b in theirs]
    if Fit.SAME in fits:
        return Fit.SAME
    return Fit.OTHER if fits and all(f is Fit.OTHER for f in fits) else Fit.OPEN


def _undergoer_fit(old: Claim, new: Claim, lexicon: Lexicon) -> Fit | None:
    """As in "the bridge opened", "the bridge was opened": one part, two places."""
    for some, other in ((old, new), (new, old)):
        lone, acted = arguments(some, "subject"), arguments(other, "object")
        if arguments(some, "object") or not lone or not acted:
            continue
        if arguments(other, "subject") and some.verb in LIGHT:
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
        last = name.lower().split()[-1]
        known = same_name(name, phrase.text) or phrase.head == last
        return Fit.SAME if known else Fit.OPEN
    if is_kin(one.head, other.head, lexicon):
        return Fit.OTHER if _told_apart(one, other, lexicon) else Fit.SAME
    if one.head in other.terms or other.head in one.terms:
        return Fit.OPEN
    if {one.head, other.head} & MEASURES:
        return Fit.OPEN
    alike = lexicon.likeness(one.head, other.head) >= ALIKE
    return Fit.OPEN if alike else Fit.OTHER


def _told_apart(one: Argument, other: Argument, lexicon: Lexicon) -> bool:
    """Two modifiers that are not the same: "season tickets", "single tickets"."""
    ours, theirs = _modifiers(one), _modifiers(other)
    if not ours or not theirs:
        return False
    return not any(
        likeness(a, b, set(), lexicon) > 0 or same_name(a, b)
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
    return argument.role == "attribute" and claim.verb in LIGHT and not argument.entity


def _place(role: str) -> str:
    return "object" if role in {"object", "attribute"} else role


def _is_idle(argument: Argument, claim: Claim) -> bool:
    """Times and numbers are compared by their own rules."""
    if is_measure(argument, claim) or argument.head in TIMES:
        return True
    if argument.head in MEASURES and not argument.entity:
        return True
    if argument.role in _CIRCUMSTANCE:
        return True
    return bool(argument.head) and argument.head in claim.period.text.lower().split()


def _is_met(argument: Argument, other: Claim, lexicon: Lexicon) -> bool:
    if argument.entity:
        return any(same_name(argument.entity, n) for n in other.entities)
    return any(is_kin(argument.head, t, lexicon) for t in (*other.terms, other.verb))


def _restricting(some: Claim, others: Claim, lexicon: Lexicon) -> Iterable[Argument]:
    """Adjuncts of one side that the other does not have: "in research", "abroad"."""
    for argument in some.arguments:
        if argument.role in CORE or _is_idle(argument, some):
            continue
        if argument.head in GENERIC or _is_met(argument, others, lexicon):
            continue
        yield argument
