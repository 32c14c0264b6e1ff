"""
Another participant where there can be only one, and participants that change places.

Who holds an office, who founded, built or leads something, where something is made or
held: the rest of the claim must be the same, and neither side may add ("also").
"""

from __future__ import annotations

from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules.barriers import is_cleft
from extractors.verdicts.rules.content import content
from extractors.verdicts.rules.holders import adds, describing, may_lie_in, sole_parts
from extractors.verdicts.rules.later import STATE_VERBS, is_later
from extractors.verdicts.rules.pair import Pair, conflict, is_history, negated
from extractors.verdicts.rules.relation import is_kin, kinship
from extractors.verdicts.rules.scope import Fit, fit
from extractors.verdicts.rules.vocabulary import (
    FIRM_POSTS,
    LYING,
    ONE_PLACE,
    ONE_SUBJECT,
    PRONOUNS,
    STEMMING,
    SUCCEED,
    SYMMETRIC,
)
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

# before the object they tell that it is just these
_DETERMINERS = frozenset(
    {"the", "this", "that", "these", "those", "a", "an", "all", "both", "each", "every"}
    | {"its", "his", "her", "their", "our", "my", "your", "whose"}
)
_POSSESSIVE = ("'s", "’s", "s'", "s’")
_ONE_OF = frozenset({"a", "an", "one", "another", "some", "two", "other", "former"})
# kinship from which two verbs tell one deed
_ONE_DEED = 0.8
_COPULAS = frozenset({"be", "become", "remain", "stay", "serve", "appoint", "name"})


def roles_swapped(pair: Pair) -> Verdict | None:
    """Told as "Orel buys Tarn" against "Tarn buys Orel"."""
    old, new = pair.held, pair.new
    if old.verb == "be" or old.verb in SYMMETRIC or new.verb in SYMMETRIC:
        return None
    if negated(old) or negated(new) or kinship(old.verb, new.verb, pair.lexicon) < 0.8:
        return None
    if min(pair.scope.old_cover, pair.scope.new_cover) < 0.75 or not _crossed(pair):
        return None
    return conflict(
        pair,
        "roles_swapped",
        Slot.SUBJECT,
        old=old.subject,
        new=new.subject,
        confidence=0.85,
    )


def _crossed(pair: Pair) -> bool:
    """Two participants of which each stands where the other stood."""
    ours, theirs = _placed(pair.held), _placed(pair.new)
    return any(
        _change_places(pair, (a, b), (c, d))
        for a in ours
        if a.role == "subject"
        for b in ours
        if b.role != "subject"
        for c in theirs
        if c.role == "subject"
        for d in theirs
        if d.role == b.role
    )


def _placed(claim: Claim) -> list[Argument]:
    return [a for a in claim.arguments if a.role not in {"with", "and", "attribute"}]


def _change_places(
    pair: Pair, old: tuple[Argument, Argument], new: tuple[Argument, Argument]
) -> bool:
    (a, b), (c, d) = old, new
    return (
        fit(a, d, pair.lexicon) is Fit.SAME
        and fit(b, c, pair.lexicon) is Fit.SAME
        and fit(a, c, pair.lexicon) is not Fit.SAME
    )


def other_holder(pair: Pair) -> Verdict | None:
    """Another name for an office or a rank that only one can hold."""
    ours = office(pair.held)
    theirs = office(pair.new) if ours else None
    if ours is None or theirs is None or _adds(pair):
        return None
    holder, rival = ours[0], theirs[0]
    if same_name(holder.entity, rival.entity):
        return None
    if is_history(pair.new) is not is_history(pair.held):
        return None
    if not _is_one_post(pair, ours, theirs):
        return None
    return conflict(
        pair,
        "other_holder",
        Slot.SUBJECT,
        old=holder.text,
        new=rival.text,
        confidence=0.85,
        later=is_later(pair, verbs=STATE_VERBS),
    )


_WHOLE = 100.0
_Office = tuple[Argument, str]


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def office(claim: Claim) -> _Office | None:
    """
    The holder and the head word of an office.

    "X is the chief executive of Y", either way round, and "X coaches Y".
    """
    if negated(claim):
        return None
    subject = next((a for a in claim.arguments if a.role == "subject"), None)
    if subject is None:
        return None
    if claim.verb in ONE_SUBJECT and subject.entity and claim.tense == "present":
        shared = _is_of_a_kind(claim) or _is_of_a_part(claim)
        return None if shared else (subject, claim.verb)
    if claim.verb not in _COPULAS | SUCCEED:
        return None
    roles = {"as"} if claim.verb not in _COPULAS else {"attribute", "object", "as"}
    role = next((a for a in claim.arguments if a.role in roles), None)
    if role is None:
        return None
    for name, post in ((subject, role), (role, subject)):
        own = not post.entity or post.entity == name.entity
        if name.entity and own and not _is_indefinite(post, claim):
            return name, post.head
    return None


def _is_indefinite(post: Argument, claim: Claim) -> bool:
    """One of several: "a director", "one of the owners", "a former captain"."""
    if not post.text or post.text[:1].isdigit():
        return True
    before = claim.quote.lower().partition(post.head)[0].split()[-4:]
    return bool(_ONE_OF & set(before))


def _is_of_a_part(claim: Claim) -> bool:
    """As in "owns 40 percent of the mill": others own the rest."""
    return any(q.unit == "percent" and q.low != _WHOLE for q in claim.quantities)


def _is_of_a_kind(claim: Claim) -> bool:
    """
    Whether it is done to things of a kind, which others do too: "writes novels".

    Titles leave out the articles of single things: "Tarn built mill".
    """
    thing = _first(claim, "object")
    if thing is None or thing.entity or thing.owner or not thing.text[:1].islower():
        return False
    before, found, _ = claim.quote.partition(thing.text)
    last = "".join(before.split()[-1:]).lower()
    if not found or last in _DETERMINERS or last.endswith(_POSSESSIVE):
        return False
    return thing.head not in thing.text.split() or not claim.in_title


def _is_any(claim: Claim) -> bool:
    """As in "a group led by Orel": there are other groups."""
    thing = _first(claim, "object")
    if thing is None or not thing.text or thing.text in claim.quote:
        return False
    before, found, _ = claim.sentence.partition(thing.text)
    return bool(found) and before.lower().split()[-1:] in (["a"], ["an"])


def _is_one_post(pair: Pair, ours: _Office, theirs: _Office) -> bool:
    (holder, post), (rival, seat) = ours, theirs
    lexicon = pair.lexicon
    if not is_kin(post, seat, lexicon):
        return False
    if not {post, seat} & ONE_SUBJECT and lexicon.noun_class(post) not in {
        "person",
        "",
    }:
        return False
    aside = {*describing(holder, pair.held), *describing(rival, pair.new)}
    aside |= {post, seat, pair.held.verb, pair.new.verb}
    if _unmatched(pair, aside, lexicon):
        return False
    return _is_placed(pair) or (post == seat in FIRM_POSTS and bool(pair.scope.shared))


def _unmatched(pair: Pair, aside: set[str], lexicon: Lexicon) -> list[str]:
    """Content words of either side, but the holders', that the other does not have."""
    ours = [w for w in content(pair.held) if w not in aside]
    theirs = [w for w in content(pair.new) if w not in aside]
    return [
        w
        for own, others in ((ours, theirs), (theirs, ours))
        for w in own
        if not any(is_kin(w, o, lexicon) or same_name(w, o) for o in others)
    ]


def _is_placed(pair: Pair) -> bool:
    """Whether something besides the rank says which office it is."""
    return bool(pair.scope.shared_names) or len(pair.scope.shared) >= 2


def other_maker(pair: Pair) -> Verdict | None:
    """Another one who founded, built, leads or caused the same thing."""
    old, new, scope = pair.held, pair.new, pair.scope
    if negated(old) or negated(new) or _adds(pair) or scope.relation < 0.9:
        return None
    if not {old.verb, new.verb} <= ONE_SUBJECT or scope.subject is not Fit.OTHER:
        return None
    if scope.object is not Fit.SAME or pair.side.periods == "apart":
        return None
    if sole_parts(old) & sole_parts(new):
        return None  # ``other_in_part`` sees more of them
    if any(_is_of_a_kind(claim) or _is_any(claim) for claim in (old, new)):
        return None
    ours, theirs = _first(old, "subject"), _first(new, "subject")
    if ours is None or theirs is None or bool(ours.entity) is not bool(theirs.entity):
        return None
    # "makes the valves" is no change, as "was made captain" is
    later = is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT)
    return _other_subject(pair, ours, theirs, later=later)


def other_doer(pair: Pair) -> Verdict | None:
    """It was another one, and nobody else, that did it: a cleft names the only one."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not is_cleft(new) or negated(old) or negated(new) or _adds(pair):
        return None
    if scope.relation < 0.9 or scope.object is not Fit.SAME:
        return None
    if scope.subject is Fit.SAME or pair.side.periods == "apart":
        return None
    ours, theirs = _first(old, "subject"), _first(new, "subject")
    if ours is None or theirs is None or not _are_two(pair, ours, theirs):
        return None
    return _other_subject(pair, ours, theirs)


def _other_subject(
    pair: Pair, ours: Argument, theirs: Argument, *, later: bool = False
) -> Verdict | None:
    """A conflict where all but the two subjects is matched."""
    aside = {*describing(ours, pair.held), *describing(theirs, pair.new)}
    if len(_unmatched(pair, aside, pair.lexicon)) > 1:
        return None
    return conflict(
        pair,
        "other_subject",
        Slot.SUBJECT,
        old=ours.text,
        new=theirs.text,
        confidence=0.8,
        later=later,
    )


def _are_two(pair: Pair, one: Argument, other: Argument) -> bool:
    """Neither may stand for the other: "the firm" may be Orel, "the firms" are not."""
    if one.entity and other.entity:
        return not same_name(one.entity, other.entity)
    if {one.head, other.head} & PRONOUNS or is_kin(one.head, other.head, pair.lexicon):
        return False
    named = [bool(a.entity) or a.text[:1].isupper() for a in (one, other)]
    sides = ((one, pair.held), (other, pair.new))
    return not any(named) or not any(_is_the_one(a, claim) for a, claim in sides)


def _is_the_one(noun: Argument, claim: Claim) -> bool:
    """As in "the firm", a singular."""
    text = noun.text.lower()
    plural = f"{noun.head}s" in text
    return not plural and f"the {text}" in claim.sentence.lower()


def other_place(pair: Pair) -> Verdict | None:
    """Another place, origin, owner or cause of the same thing."""
    old, new, scope = pair.held, pair.new, pair.scope
    if not (fills_one(old) and fills_one(new)):
        return None
    if negated(old) or negated(new) or adds(new):
        return None
    if new.tense == "past" and new.period.kind == "until":
        return None
    if Fit.OTHER in {scope.subject, scope.object}:
        return None
    if Fit.SAME not in {scope.subject, scope.object} or not _are_one_deed(pair):
        return None
    for ours, theirs in scope.replaced:
        if not _is_one_filler(pair, ours, theirs):
            continue
        aside = {*describing(ours, old), *describing(theirs, new)}
        if _unmatched(pair, aside, pair.lexicon):
            continue
        return conflict(
            pair,
            "other_object",
            Slot.OBJECT,
            old=ours.text,
            new=theirs.text,
            confidence=0.8,
            later=is_later(pair, verbs=STATE_VERBS - ONE_SUBJECT),
        )
    return None


def _are_one_deed(pair: Pair) -> bool:
    """One may live elsewhere than one was born, and lie where one is based."""
    verbs = {pair.held.verb, pair.new.verb}
    return verbs <= LYING or verbs <= STEMMING or pair.scope.relation >= _ONE_DEED


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def fills_one(claim: Claim) -> bool:
    """Whether it has a participant of which there can be only one; cheap."""
    return any(f"{claim.verb} {a.role}" in ONE_PLACE for a in claim.arguments)


def _is_one_filler(pair: Pair, ours: Argument, theirs: Argument) -> bool:
    if ours.role != theirs.role or not (ours.entity and theirs.entity):
        return False
    if may_lie_in(ours.entity, theirs.entity):
        return False
    return all(
        f"{claim.verb} {ours.role}" in ONE_PLACE for claim in (pair.held, pair.new)
    )


def _first(claim: Claim, role: str) -> Argument | None:
    return next((a for a in claim.arguments if a.role == role), None)


def _adds(pair: Pair) -> bool:
    """As in "also", "another": one more, not another one."""
    return any(cue.startswith("additive:") for cue in pair.new.cues)
