"""
What the learned judge is asked, and what of its answers counts.

Where no rule speaks, it is asked of every pair and then of whole sentences; where a
rule contradicts by figures or opposites, whether that is likely at all. What is too
unlikely to be told may still stand beside what is new, as a possibility.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import BaselineClaim, Claim, Slot, Verdict, VerdictKind
from extractors.verdicts.align import leave_room
from extractors.verdicts.judge import Context, Opinion, load_judge
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.rules import Pair
from extractors.verdicts.rules.pair import conflict, is_another, is_fair, is_fair_to
from extractors.verdicts.rules.quantity import is_other_time

# how likely a conflict must be to ask what it turns out to be
ASKED = 0.3
# the judge's probability of a contradiction, or of an update, from which it is told
SURE_ENOUGH = 0.65
# among fewer claims, being ahead of the others says little
FEW_HELD = 8
# words alone exclude nothing among so few: other ones, or a deed where there was a plan
_IN_WORDS = frozenset({"judged_filler", "judged_modality"})
# below it a rule's contradiction by figures or opposites is but a possibility: such
# rules see two claims, the judge sees all that came up
DOUBTED = 0.4
_WEIGHED_AGAIN = frozenset({Slot.QUANTITY, Slot.POLARITY, Slot.RELATION})
# from it on a conflict of either kind is told as a possibility beside what is new
LIKELY = 0.5

Said = tuple[list[Verdict], Verdict | None]


def asked(
    pairs: Sequence[Pair],
    new: Claim,
    came_up: Sequence[BaselineClaim],
    context: Context,
) -> Said:
    """Return what the judge is sure of, and the likeliest conflict that it saw."""
    said = [(pair, word) for pair in pairs if (word := _opinion(pair, context))]
    sure = [word for pair, word in said if _is_sure(word, pair, context)]
    if not sure and (read := _read(new, came_up, context)):
        said.append(read)
        pair, word = read
        sure = [word] if _is_sure(word, pair, context) else []
    likely = [word for _, word in said if word.features["conflict"] >= LIKELY]
    return sure, max(likely, key=lambda o: o.features["conflict"], default=None)


def borne_out(
    found: Sequence[Verdict],
    new: Claim,
    came_up: Sequence[BaselineClaim],
    lexicon: Lexicon,
) -> Said:
    """
    Return what rules say, but for contradictions that the judge finds unlikely.

    Among few claims it sees no more than they do.
    """
    few = len(came_up) < FEW_HELD
    if few or not any(map(_is_weighed_again, found)):
        return list(found), None
    context = Context.of([row.claim for row in came_up], lexicon)
    kept: list[Verdict] = []
    doubt: Verdict | None = None
    for verdict in found:
        chance = _chance(verdict, new, context)
        if chance >= DOUBTED:
            kept.append(verdict)
        elif doubt is None:
            weighed = verdict.features | {"conflict": chance}
            doubt = replace(verdict, features=weighed)
    return kept, None if kept else doubt


def _is_weighed_again(verdict: Verdict) -> bool:
    contradicts = verdict.kind is VerdictKind.CONTRADICTS
    return contradicts and verdict.slot in _WEIGHED_AGAIN


def _chance(verdict: Verdict, new: Claim, context: Context) -> float:
    """How likely the judge finds a rule's contradiction; 1 for all other verdicts."""
    row, judge = verdict.counterpart, load_judge()
    if row is None or not _is_weighed_again(verdict):
        return 1.0
    opinion = judge.opinion(row, new, context)
    if opinion is None:
        return 0.0
    told = judge.told(row, new, opinion, context)
    return 1.0 if told.later else told.probability


def _opinion(pair: Pair, context: Context) -> Verdict | None:
    """What the learned judge says where no rule speaks, when it is worth asking."""
    if not is_fair(pair):
        return None
    opinion = load_judge().opinion(pair.old, pair.new, context, least=ASKED)
    return _said(pair, opinion, context) if opinion else None


def _read(
    new: Claim, rows: Sequence[BaselineClaim], context: Context
) -> tuple[Pair, Verdict] | None:
    """What the judge says of whole sentences, when it is worth asking."""
    fair = [row for row in rows if is_fair_to(row, new)]
    found = load_judge().read(new, fair, context, least=ASKED) if fair else None
    if found is None:
        return None
    row, opinion = found
    pair = Pair(row, new, context.lexicon)
    word = _said(pair, opinion, context)
    return (pair, word) if word else None


def _said(pair: Pair, opinion: Opinion, context: Context) -> Verdict | None:
    """The judge's word as a verdict, unless it is neither sure nor a possibility."""
    if opinion.probability < ASKED:
        return None
    site = opinion.site
    told = load_judge().told(pair.old, pair.new, opinion, context)
    if told.probability < SURE_ENOUGH and opinion.probability < LIKELY:
        return None
    verdict = conflict(
        pair,
        f"judged_{site.kind}",
        site.slot,
        old=site.old,
        new=site.new,
        confidence=told.probability,
        later=told.later,
    )
    if verdict is None:
        return None
    weighed = {
        "judge": dict(opinion.why),
        "told": dict(told.why),
        "conflict": opinion.probability,
    }
    return replace(verdict, features=verdict.features | weighed)


def _is_sure(opinion: Verdict, pair: Pair, context: Context) -> bool:
    """Whether its word counts: a second thing excludes nothing, however likely."""
    if opinion.confidence < SURE_ENOUGH:
        return False
    few = len(context.claims) < FEW_HELD
    if opinion.kind is VerdictKind.CONTRADICTS:
        return not is_another(pair) and (not few or _excludes(opinion, pair))
    in_words = opinion.reason == "later_judged_filler"
    return not (in_words and few) or _is_one_matter(pair)


def _is_one_matter(pair: Pair) -> bool:
    """Whether more is shared than a name: one actor does many things."""
    names = {name.lower() for name in pair.side.shared_names}
    return bool(pair.scope.relation or {*pair.scope.shared} - names)


def _excludes(opinion: Verdict, pair: Pair) -> bool:
    """Whether a conflict is shown by the two alone: no other words, no other time."""
    if opinion.reason == "judged_date":
        differ = any(match.outcome == "differs" for match in pair.side.quantities)
        return not (differ or leave_room(pair.held.period, pair.new.period))
    if opinion.reason == "judged_quantity":
        return not is_other_time(pair)
    return opinion.reason not in _IN_WORDS
