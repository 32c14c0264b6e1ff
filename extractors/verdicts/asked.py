"""
What the learned judge is asked, and what of its answers counts.

It is asked where no rule speaks, for every held sentence that the new claim may be at
odds with: how likely just an update, just a contradiction, or the same once more. It is
asked too where a rule contradicts by figures or opposites, or knows it by other words
where little came up, whether that is likely at all. A contradiction too unlikely is
told as a possibility.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from extractors.model import BaselineClaim, Claim, Slot, Verdict, VerdictKind
from extractors.verdicts.figures import OWN_FIGURE, has_another
from extractors.verdicts.fresh import fresh_figure, names_another
from extractors.verdicts.judge import Context, Opinion, Statement, load_judge
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.opinions import IN_WORDS, is_shown, said
from extractors.verdicts.rules.barriers import is_at_another_time
from extractors.verdicts.rules.later import cannot_follow

# the judge's probability of an update or a contradiction from which it is told
SURE_UPDATE, SURE_CONTRADICTION = 0.6, 0.6
# of a contradiction where few claims came up, and where other words alone show it
_SURE_OF_FEW, _OF_FEW_IN_WORDS = 0.65, 0.8
# among fewer claims the judge sees no more than a rule does, and being ahead of the
# others says little
FEW_HELD = 8
# below it a rule's contradiction by figures or opposites is but a possibility: such
# rules see two claims, the judge sees all that came up
DOUBTED = 0.4
# what is denied, or told by the opposite verb, need but be thought of at all: over 30
# topics six of nineteen below this were right, of those between the two six of seven
_HARDLY_THOUGHT_OF = 0.15
_WEIGHED_AGAIN = frozenset({Slot.QUANTITY, Slot.POLARITY, Slot.RELATION})
# from it on a conflict of either kind is told as a possibility beside what is new
LIKELY = 0.5
# from it on what is likelier the same than anything else is known
SAME_ENOUGH = 0.5
# by so much a conflict is likelier than that the claim only repeats the sentence
_FAR = 0.4
# below it what a rule knows is not known, unless nearly all words are the same: where
# the rule itself is so sure
HARDLY, _NEARLY_ALL = 0.2, 0.9

Said = tuple[list[Verdict], Verdict | None]


def asked(
    ruled: Sequence[Verdict],
    new: Claim,
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> list[Opinion] | None:
    """Return what the judge thinks; None where it is not asked and rules decide."""
    few = len(came_up) < FEW_HELD
    if ruled and (few or not any(map(_is_weighed_again, ruled))):
        return None
    context = Context.of([row.claim for row in came_up], lexicon)
    return list(load_judge().opinions(new, came_up, context))


def weighed(
    ruled: Sequence[Verdict],
    thought: Sequence[Opinion],
    new: Claim,
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> Said:
    """
    Return what rules say, as far as the judge bears it out, else what it is sure of.

    With it, where nothing is, the likeliest conflict that either saw.
    """
    few = len(came_up) < FEW_HELD
    every = [_in_order(each, new) for each in thought]
    opinions = [each for each in every if not few or is_shown(each, new, lexicon)]
    kept, doubted = _borne_out(ruled, opinions, new)
    if kept:
        return kept, None
    are_sure = partial(_is_sure, new=new, few=few)
    sure = [said(each, new, lexicon) for each in filter(are_sure, opinions)]
    likely = [
        said(each, new, lexicon)
        for each in opinions
        if each.conflict >= LIKELY and not are_sure(each)
    ]
    told = [word for word in sure if word]
    found = [word for word in (*likely, *doubted) if word]
    if not found or told:
        told = _unless_repeated(told, every, new, came_up)
    perhaps = max(found, key=lambda o: o.features["conflict"], default=None)
    return told, perhaps


def _in_order(opinion: Opinion, new: Claim) -> Opinion:
    """What conflicts and cannot follow is no update: all its chances contradict."""
    if opinion.later and cannot_follow(opinion.statement.row, new):
        return replace(opinion, later=False, probability=opinion.conflict)
    return opinion


def is_borne_out(
    known: Sequence[Verdict],
    new: Claim,
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> bool:
    """
    Whether the judge finds it at all likely that what rules know is so.

    One other word may turn a sentence round. It is not asked where nearly all words are
    the same; nor among many claims, where it gains less than it costs: .002 more news
    told, a tenth of the time.
    """
    sure = max(verdict.confidence for verdict in known)
    if sure >= _NEARLY_ALL or len(came_up) >= FEW_HELD:
        return True
    context = Context.of([row.claim for row in came_up], lexicon)
    opinions = load_judge().opinions(new, came_up, context)
    return any(opinion.known >= HARDLY for opinion in opinions)


def _unless_repeated(
    told: list[Verdict],
    opinions: Sequence[Opinion],
    new: Claim,
    came_up: Sequence[BaselineClaim],
) -> list[Verdict]:
    """
    What is told, unless it contradicts one sentence and repeats another more surely.

    An update may repeat much of what another sentence says.
    """
    if any(verdict.kind is not VerdictKind.CONTRADICTS for verdict in told):
        return told
    again = _repeated(opinions, new, came_up)
    sure = max((verdict.confidence for verdict in told), default=0.0)
    return again if again and again[0].confidence > sure else told


def _repeated(
    opinions: Sequence[Opinion], new: Claim, came_up: Sequence[BaselineClaim]
) -> list[Verdict]:
    """
    The sentence that says it most likely already, if it is likely enough.

    Nothing held says what has a telling figure of its own, nor a sentence what has
    another figure, name or day than its own.
    """
    best = max(opinions, key=lambda opinion: opinion.known, default=None)
    if best is None or best.known < SAME_ENOUGH:
        return []
    if fresh_figure(new, came_up) >= OWN_FIGURE or _is_another(best, new, came_up):
        return []
    return [
        Verdict(
            kind=VerdictKind.KNOWN,
            reason="judged_known",
            confidence=round(best.known, 3),
            counterpart=best.statement.row,
            features={
                "told": dict(load_judge().why(best)),
                "conflict": round(best.conflict, 3),
            },
            would_change="a figure, name or day of its own",
        )
    ]


def _is_another(opinion: Opinion, new: Claim, came_up: Sequence[BaselineClaim]) -> bool:
    """Whether the sentence has another figure, name or day than the claim's own."""
    row = opinion.statement.row
    told = [r.claim for r in came_up if r.claim.sentence == row.claim.sentence]
    figures = [quantity for claim in told for quantity in claim.quantities]
    return (
        is_at_another_time(row.claim, new)
        or has_another(new.quantities, figures)
        or names_another(new, row, came_up)
    )


def _is_sure(opinion: Opinion, new: Claim, *, few: bool) -> bool:
    """
    Whether its word is told: likely enough, and far likelier than the same again.

    What has another figure or day is not the same again, however much of it is.
    """
    repeats = opinion.known > opinion.probability - _FAR
    if repeats and not _has_its_own(opinion.statement, new):
        return False
    if opinion.later:
        return opinion.probability >= SURE_UPDATE
    if not few:
        return opinion.probability >= SURE_CONTRADICTION
    in_words = opinion.statement.kind in IN_WORDS
    return opinion.probability >= (_OF_FEW_IN_WORDS if in_words else _SURE_OF_FEW)


def _has_its_own(statement: Statement, new: Claim) -> bool:
    """Whether the claim has a figure or time of its own where the sentence has one."""
    if statement.slot is Slot.DATE:
        return bool(new.period.text)
    figured = statement.slot is Slot.QUANTITY
    return figured and any(q.text == statement.new for q in new.quantities)


def _borne_out(
    ruled: Sequence[Verdict], opinions: Sequence[Opinion], new: Claim
) -> tuple[list[Verdict], list[Verdict]]:
    """What rules say, and those contradictions of theirs that are too unlikely."""
    by_sentence = {o.statement.row.claim.sentence: o for o in opinions}
    kept: list[Verdict] = []
    doubted: list[Verdict] = []
    for verdict in ruled:
        chance = _chance(verdict, by_sentence, new)
        measured = verdict.slot is Slot.QUANTITY
        if chance >= (DOUBTED if measured else _HARDLY_THOUGHT_OF):
            kept.append(verdict)
        else:
            weighed = verdict.features | {"conflict": round(chance, 3)}
            doubted.append(replace(verdict, features=weighed))
    return kept, doubted


def _is_weighed_again(verdict: Verdict) -> bool:
    contradicts = verdict.kind is VerdictKind.CONTRADICTS
    return contradicts and verdict.slot in _WEIGHED_AGAIN


def _chance(verdict: Verdict, opinions: Mapping[str, Opinion], new: Claim) -> float:
    """
    How likely the judge finds a rule's contradiction; 1 for all other verdicts.

    Where it is sure of an update, it is none. Whether what is denied was so before is
    for the rule to say: the judge bears it out by finding a conflict of either kind.
    """
    if verdict.counterpart is None or not _is_weighed_again(verdict):
        return 1.0
    opinion = opinions.get(verdict.counterpart.claim.sentence)
    if opinion is None:
        return 0.0
    if opinion.later:
        return 0.0 if _is_sure(opinion, new, few=False) else 1.0
    denies = verdict.slot is Slot.POLARITY
    return opinion.conflict if denies else opinion.probability
