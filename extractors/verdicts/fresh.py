"""What of a claim is fresh to the baseline, and how much it belongs to its story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.model import BaselineClaim, Claim, Status
from extractors.verdicts.figures import is_held, most_telling
from extractors.verdicts.parts import Held
from extractors.verdicts.passages import Passage
from extractors.verdicts.words import same_name

_STARTED_WITH = frozenset({Status.SEED, Status.CONFIRMED})
# a name of so many sentences belongs to the story
_OFTEN = 4
# so many names that are new make a new cast
_NEW_CAST = 2


def familiar(held: Held) -> float:
    """How much of the claim's names and words the baseline has somewhere, 0..1."""
    words = [(n, p) for n, p in enumerate(held.parts) if p.name or p.word]
    total = sum(part.weight for _, part in words)
    found = sum(
        part.weight * max((row[n] for row in held.shares), default=0.0)
        for n, part in words
    )
    return found / total if total else 0.0


def fresh_names(held: Held) -> float:
    """How many of the claim's names the baseline has nowhere: none 0, two or more 1."""
    names = [n for n, part in enumerate(held.parts) if part.name]
    unheard = sum(not any(row[n] for row in held.shares) for n in names)
    return min(1.0, unheard / _NEW_CAST)


def names_another(
    claim: Claim, row: BaselineClaim, candidates: Sequence[BaselineClaim]
) -> bool:
    """Whether it has a name that no candidate has, and ``row`` one that it has not."""
    ours = [n for n in row.claim.entities if n in row.claim.quote]
    if not any(_is_strange(name, (claim,)) for name in ours):
        return False
    held = [candidate.claim for candidate in candidates]
    own = (n for n in claim.entities if n in claim.quote and n != claim.attribution)
    return any(_is_strange(name, held) for name in own)


def _is_strange(name: str, claims: Iterable[Claim]) -> bool:
    return not any(
        name in claim.sentence or any(same_name(name, n) for n in claim.entities)
        for claim in claims
    )


def fresh_day(held: Held) -> float:
    """1 when the claim tells of a day that nothing held tells of, else 0."""
    days = [n for n, part in enumerate(held.parts) if part.period]
    return float(any(not any(row[n] for row in held.shares) for n in days))


def fresh_figure(claim: Claim, candidates: Sequence[BaselineClaim]) -> float:
    """How telling the claim's most telling figure is that no candidate has, 0..1."""
    held = [q for row in candidates for q in row.claim.quantities]
    return most_telling(q for q in claim.quantities if not is_held(q, held))


def cast(claim: Claim, passages: Iterable[Passage]) -> float:
    """
    How much the claim's actor belongs to the story, 0..1; 1 when it names none.

    By how many of the sentences name it that we started with or that were told since:
    what was merely read about a stranger makes no acquaintance of him.
    """
    actors = [a.entity or a.owner for a in claim.arguments if a.role == "subject"]
    actors = [name for name in actors if name]
    if not actors:
        return 1.0
    told = (
        [r.claim for r in passage.rows if r.status in _STARTED_WITH or r.alert_id]
        for passage in passages
    )
    times = sum(
        any(same_name(n, o) for held in rows for n in actors for o in held.entities)
        for rows in told
    )
    return min(1.0, times / _OFTEN)
