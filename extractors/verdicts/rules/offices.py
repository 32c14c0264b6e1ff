"""
Another holder of an office that only one can hold: "the chief executive of Orel".

The rest of the claim must be the same, and the new one may not add ("also").
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.model import Argument, Claim, Slot, Verdict
from extractors.verdicts.rules.content import unmatched
from extractors.verdicts.rules.later import STATE_VERBS, is_later, is_told_later
from extractors.verdicts.rules.pair import (
    Pair,
    conflict,
    is_history,
    is_one_more,
    negated,
)
from extractors.verdicts.rules.participants import (
    describing,
    first,
    is_of_a_kind,
    unowned,
)
from extractors.verdicts.rules.relation import is_kin
from extractors.verdicts.rules.vocabulary import FIRM_POSTS, ONE_SUBJECT, SUCCEED
from extractors.verdicts.words import REMEMBERED_CLAIMS, same_name

_ONE_OF = frozenset({"a", "an", "one", "another", "some", "two", "other", "former"})
_COPULAS = frozenset({"be", "become", "remain", "stay", "serve", "appoint", "name"})
# "its lawyer is called Lind"
_CALL = "call"
_ARTICLES = frozenset({"the", "its", "their", "our", "his", "her"})
_NEW = re.compile(r"(?:(?:the|its|their) |\S+['’]s? )?new \w")
_WHOLE = 100.0
_Office = tuple[Argument, str]


def other_holder(pair: Pair) -> Verdict | None:
    """Another name for an office or a rank that only one can hold."""
    ours = office_held(pair.held)
    theirs = office_held(pair.new) if ours else None
    if ours is None or theirs is None or is_one_more(pair.new):
        return None
    if not is_kin(ours[1], theirs[1], pair.lexicon):
        ours, theirs = _by_title(pair, ours, theirs)
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
        later=is_later(pair, verbs=STATE_VERBS) or _is_new(pair),
    )


def _by_title(pair: Pair, ours: _Office, theirs: _Office) -> tuple[_Office, _Office]:
    """As in "Orel's chief executive, Lind", "chief executive Holm runs Orel"."""
    called = _title(pair.held), _title(pair.new)
    if not called[0] or called[0] != called[1]:
        return ours, theirs
    post = called[0][-1]
    return (ours[0], post), (theirs[0], post)


def _title(claim: Claim) -> tuple[str, ...]:
    """The words of the post that a leader is called by, or is said to have."""
    subject, post = first(claim, "subject"), first(claim, "attribute")
    if subject is None or not subject.entity:
        return ()
    if claim.verb in ONE_SUBJECT:
        before = subject.text.partition(subject.entity.split()[-1])[0].lower().split()
        called = subject.entity.lower().split()
        words = [w for w in before if w not in called]
    else:
        text = post.text.lower() if post and not post.entity else ""
        words = unowned(text.partition(" of ")[0]).split()
    return tuple(w for w in words if w not in _ARTICLES)


@lru_cache(maxsize=REMEMBERED_CLAIMS)
def office_held(claim: Claim) -> _Office | None:
    """
    The holder and the head word of an office.

    "X is the chief executive of Y", either way round, and "X coaches Y".
    """
    if negated(claim):
        return None
    is_called = claim.verb == _CALL and "passive" in claim.cues
    subject = first(claim, "object" if is_called else "subject")
    if subject is None:
        return None
    if claim.verb in ONE_SUBJECT and subject.entity and claim.tense == "present":
        shared = is_of_a_kind(claim) or _is_of_a_part(claim)
        return None if shared else (subject, claim.verb)
    if not is_called and claim.verb not in _COPULAS | SUCCEED:
        return None
    roles = {"as"} if claim.verb not in _COPULAS else {"attribute", "object", "as"}
    roles = {"attribute"} if is_called else roles
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
    aside |= {"new"} if _is_new(pair) else set()
    if unmatched(pair.held, pair.new, aside, lexicon):
        return False
    return _is_placed(pair) or (post == seat in FIRM_POSTS and bool(pair.scope.shared))


def _is_new(pair: Pair) -> bool:
    """As in "the new chief executive": there was another one before."""
    roles = (a.text.lower() for a in pair.new.arguments)
    told = is_told_later(pair.old, pair.new)
    return told and any(_NEW.match(text) for text in roles)


def _is_placed(pair: Pair) -> bool:
    """Whether something besides the rank says which office it is."""
    return bool(pair.scope.shared_names) or len(pair.scope.shared) >= 2
