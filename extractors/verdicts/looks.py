"""
What is seen in a claim by itself, and how that looks beside the rest of its article.

Rules need but the claim and what came up for it, and so does the judge at first. When
all claims of the article were looked at, what it thinks is thought over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.model import BaselineClaim, Claim, Verdict
from extractors.verdicts.judge import Beside, Opinion, Seen, View, are_alone, load_judge
from extractors.verdicts.judge.model import OUTCOMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """
    A claim, what came up for it, and what is seen in it at first sight.

    ``known`` is settled; else ``ruled`` is what rules say of a conflict and ``thought``
    what the judge thinks, None where it is not asked.
    """

    claim: Claim
    candidates: Sequence[BaselineClaim]
    known: Sequence[Verdict] = ()
    ruled: Sequence[Verdict] = ()
    thought: Sequence[Opinion] | None = None


def think_over(looks: Sequence[Look]) -> Iterator[Look]:
    """Yield the looks of one article with what the judge thinks after a second look."""
    seen = [Seen(look.claim.sentence_index, tuple(_views(look))) for look in looks]
    if are_alone(seen):
        yield from looks
        return
    judge, beside = load_judge(), Beside(seen)
    for look, each in zip(looks, seen, strict=True):
        if look.thought:
            pairs = zip(look.thought, beside.aspects(each), strict=True)
            thought = [judge.reconsidered(first, aspects) for first, aspects in pairs]
            yield replace(look, thought=thought)
        else:
            yield look


def _views(look: Look) -> Iterator[View]:
    if look.thought is not None:
        yield from (opinion.view() for opinion in look.thought)
    else:
        yield from _ruled_views((*look.known, *look.ruled))


def _ruled_views(verdicts: Iterable[Verdict]) -> Iterator[View]:
    """Yield what rules say as views."""
    for verdict in verdicts:
        if verdict.counterpart is not None:
            held = verdict.counterpart.claim
            chances = {verdict.kind.value: verdict.confidence}
            yield View(
                document=held.article_id,
                index=held.sentence_index,
                **{kind: chances.get(kind, 0.0) for kind in OUTCOMES},
            )
