"""
Lines -> parsed lines; what stood word for word in another article is not parsed again.

Papers repeat themselves: the paragraph of background under each piece of a story, the
lines about a company, an edited article beside its first version. Parsing is most of
the price of a claim, and a line's parse rests on its words alone.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from extractors.claims.entities import Gazetteer, may_name
from extractors.claims.quantities import find_quantities
from extractors.claims.quotation import quoted_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from extractors.claims.quantities import FoundQuantity
    from extractors.model import Topic

_BATCH = 64
# lines that are parsed together, where none is known
_TOGETHER = 4 * _BATCH
# lines kept, some 20 kB each
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is known of a line from its words alone."""

    doc: Doc
    quantities: Sequence[FoundQuantity]
    quoted: frozenset[int]


class Parser:
    """``nlp`` as a topic's lines need it."""

    def __init__(self, nlp: Language, topic: Topic) -> None:
        self.gazetteer = Gazetteer(topic)
        self._nlp = nlp
        self._parsed: dict[str, Parsed] = {}

    def parse(self, lines: Iterable[str]) -> Iterator[Parsed]:
        """Yield each line parsed, in their order; equal lines may be one object."""
        rest = iter(lines)
        while texts := list(islice(rest, _TOGETHER)):
            held = self._parsed
            known = {text: held.pop(text) for text in texts if text in held}
            fresh = list(dict.fromkeys(text for text in texts if text not in known))
            known |= zip(fresh, self._read(fresh), strict=True)
            held |= known  # those just met are kept longest
            for text in list(held)[:-_REMEMBERED]:
                del held[text]
            yield from (known[text] for text in texts)

    def _read(self, texts: Iterable[str]) -> list[Parsed]:
        """Ask the model for names, half of its price, only where it could find one."""
        docs = list(self._nlp.pipe(texts, batch_size=_BATCH, disable=["ner"]))
        asked = [doc for doc in docs if may_name(doc, self.gazetteer)]
        names: Any = self._nlp.get_pipe("ner")
        deque(names.pipe(asked, batch_size=_BATCH), maxlen=0)
        return [
            Parsed(doc, tuple(find_quantities(doc)), quoted_tokens(doc)) for doc in docs
        ]


@lru_cache(maxsize=1)
def parser_of(nlp: Language, topic: Topic) -> Parser:
    """Return the parser of a process, which mostly serves one topic."""
    return Parser(nlp, topic)
