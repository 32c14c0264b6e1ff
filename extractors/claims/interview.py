"""
Interviews: which lines of an article are questions, which answers, and whose.

Answers stand without quotation marks: their "I" is whoever is asked. Question lines end
with a question mark or are set apart as a whole; a text is an interview only where
several answers follow questions and speak in the first person, or where lines are
labelled: "Q:", "A:", "Brock:". Who is asked is called by name, named by the label, or
by a headline that quotes: "We stayed": Ada Brock on her mill.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractors.claims.gazetteer import Gazetteer

_LEAST = 3
_LONGEST = 45
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_FIRST = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|My|me)\b")
_APART = re.compile(r"^(\*{1,3}|_{1,2})\S.*\S\1$")
_ADDRESSED = re.compile(
    r"^\W*((?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Madam|Minister|President|Judge)\b\.?"
    r"\s(?:[A-Z][\w'’-]+\s?){1,3}),"
)
_TITLE = re.compile(r"^\w+\.?\s")
_LABEL = re.compile(r"^(A|Q|Answer|Question|[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?):\s")
_ASKING = frozenset({"Q", "Question"})
_NAME = r"((?:[A-Z][\w'’-]+\s){1,3}[A-Z][\w'’-]+)"
_HEADLINE = re.compile(rf"[\"”’']:?\s{_NAME}\s(?:on|about)\s|^{_NAME}:\s[\"“‘']")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """Where questions and answers begin in the text, and who is addressed by name."""

    questions: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()
    name: str = ""

    def is_answer(self, offset: int) -> bool:
        """Whether the line around ``offset`` is one in which somebody answers."""
        starts = (s for s in self.questions | self.answers if s <= offset)
        return max(starts, default=-1) in self.answers


def read_interview(text: str, gazetteer: Gazetteer, title: str = "") -> Interview:
    """Return the lines by their offsets in ``text``; none where it is no interview."""
    found = _read(text, gazetteer)
    asked = _HEADLINE.search(title)
    if found.name or asked is None or text.count("?") < _LEAST:
        return found
    return replace(found, name=asked[1] or asked[2])


def _read(text: str, gazetteer: Gazetteer) -> Interview:
    lines: list[tuple[int, str]] = []
    position = 0
    for raw in text.split("\n"):
        if raw.strip():
            lines.append((position, raw.strip()))
        position += len(raw) + 1
    if labelled := _labelled(lines, gazetteer):
        return labelled
    asked = [_asks(line) for _, line in lines]
    first = asked.index(True, 1) if any(asked[1:]) else len(lines)
    voiced = [bool(_FIRST.search(_QUOTED.sub("", line))) for _, line in lines]
    answers = [
        start
        for i, (start, _) in enumerate(lines)
        if i and not asked[i] and (i > first or voiced[i])
    ]
    turns = sum(a and not b for a, b in pairwise(asked[first:]))
    spoken = sum(voiced[i] and not asked[i] for i in range(1, len(lines)))
    if turns < _LEAST or spoken < _LEAST - 1 or 3 * turns < len(answers):
        return Interview()
    questions = {s for (s, _), q in zip(lines, asked, strict=True) if q and s}
    names = (_addressed(line, gazetteer) for s, line in lines if s in questions)
    return Interview(
        questions=frozenset(questions),
        answers=frozenset(answers),
        name=next((name for name in names if name), ""),
    )


def _labelled(
    lines: Sequence[tuple[int, str]], gazetteer: Gazetteer
) -> Interview | None:
    """Who speaks is said before each line; who says "I" most often is asked."""
    labels = {start: m[1] for start, line in lines if (m := _LABEL.match(line))}
    answers = Counter(
        labels[start]
        for start, line in lines
        if start in labels and labels[start] not in _ASKING and _FIRST.search(line)
    )
    label, times = next(iter(answers.most_common(1)), ("", 0))
    if times < _LEAST - 1 or list(labels.values()).count(label) < _LEAST:
        return None
    known = [e.name for _, _, e in gazetteer.find(label) if e.kind == "PERSON"]
    return Interview(
        questions=frozenset(start for start, _ in lines if labels.get(start) != label),
        answers=frozenset(start for start in labels if labels[start] == label),
        name=known[0] if known else "",
    )


def _asks(line: str) -> bool:
    short = len(line.split()) <= _LONGEST
    return short and (line.rstrip("*_ ").endswith("?") or bool(_APART.match(line)))


def _addressed(line: str, gazetteer: Gazetteer) -> str:
    """As in "Mr Dorn, why did you leave?"."""
    match = _ADDRESSED.match(line)
    if match is None:
        return ""
    known = [e.name for _, _, e in gazetteer.find(match[1]) if e.kind == "PERSON"]
    return known[0] if known else _TITLE.sub("", match[1]).strip()
