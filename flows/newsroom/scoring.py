"""
How well a pass over the newsroom did, against what its articles expect. Pure.

A claim belongs to an expectation when it overlaps the quote. ``silent`` asks that
nothing was raised from the words, ``known`` the same of the claim that fits them best
(the sentence around a known aside may be news), the other verdicts that one was raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flows.newsroom.stories import Expectation, Story

_QUIET = frozenset({"known", "silent"})
_LOUD = frozenset({"updates", "contradicts"})
_RAISED = _LOUD | {"new"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    What became of one claim: half-open offsets into the article's text.

    ``raised`` is the verdict that it was raised with, alone or as a companion; another
    word than ``new updates contradicts``, or none, says that it was not.
    """

    start: int
    end: int
    quote: str
    raised: str = ""
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    One expectation beside what was found.

    ``expected`` is None for an update or a contradiction that was raised from words
    which no expectation names: a false alarm, never met.
    """

    story: Story
    expected: Expectation | None
    found: tuple[Finding, ...]
    met: bool

    @property
    def slot_met(self) -> bool:
        """Whether it is met, in the slot that was expected."""
        slots = {finding.slot for finding in self.found if finding.raised}
        return self.met and self.expected is not None and self.expected.slot in slots


def score(story: Story, text: str, findings: Sequence[Finding]) -> list[Result]:
    """Hold the findings of an article with the text ``text`` to its expectations."""
    results = [_result(story, label, text, findings) for label in story.expect]
    named = {finding for result in results for finding in result.found}
    alarms = [f for f in findings if f.raised in _LOUD and f not in named]
    return results + [
        Result(story=story, expected=None, found=(alarm,), met=False)
        for alarm in alarms
    ]


def shares(results: Iterable[Result]) -> dict[str, tuple[int, int]]:
    """Return ``(met, of)`` by expected verdict; ``false_alarm`` counts as ``of``."""
    counts: dict[str, tuple[int, int]] = {}
    for result in results:
        name = result.expected.verdict if result.expected else "false_alarm"
        met, of = counts.get(name, (0, 0))
        counts[name] = (met + result.met, of + 1)
    return counts


def _result(
    story: Story, expected: Expectation, text: str, findings: Sequence[Finding]
) -> Result:
    start = text.find(expected.quote)
    end = start + len(expected.quote)
    found = tuple(f for f in findings if start >= 0 and f.start < end and start < f.end)
    judged = found
    if expected.verdict == "known":
        judged = tuple(sorted(found, key=lambda f: _fit(f, start, end))[-1:])
    raised = {finding.raised for finding in judged} & _RAISED
    accepted = {expected.verdict, *expected.also}
    if expected.verdict in _QUIET:
        met = raised <= accepted
    else:
        met = bool(raised & accepted) or (not raised and bool(accepted & _QUIET))
    return Result(story=story, expected=expected, found=found, met=start >= 0 and met)


def _fit(finding: Finding, start: int, end: int) -> float:
    """Return how much the claim and the quote share of what both span, 0..1."""
    shared = min(finding.end, end) - max(finding.start, start)
    return shared / (max(finding.end, end) - min(finding.start, start))
