"""What is known of a parsed line while its sentences are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Token

    from extractors.claims.antecedents import Antecedents
    from extractors.claims.entities import Mention
    from extractors.claims.periods import FoundPeriod
    from extractors.claims.quantities import FoundQuantity
    from extractors.claims.referents import Referent
    from extractors.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """
    A line of an article with its names, quantities, periods and references.

    ``answering`` where somebody answers in an interview.
    """

    article: Article
    offset: int
    is_title: bool
    is_bullet: bool
    named: dict[int, Mention]
    antecedents: Antecedents
    quantities: Sequence[FoundQuantity]
    periods: Sequence[FoundPeriod]
    published_on: date | None
    quoted: frozenset[int] = frozenset()
    answering: bool = False
    meant: dict[int, Referent] = field(default_factory=dict)

    def name_of(self, token: Token) -> str:
        """Return the canonical name that ``token`` is, or stands for, or ``""``."""
        mention = self.named.get(token.i)
        if mention is not None:
            return mention.name
        meant = self.meant.get(token.i)
        return meant.names[0] if meant and meant.names else ""

    def names_of(self, token: Token) -> tuple[str, ...]:
        """Return every name that ``token`` stands for ("they", "the two companies")."""
        mention = self.named.get(token.i)
        if mention is not None:
            return (mention.name,)
        meant = self.meant.get(token.i)
        return meant.names if meant else ()

    def in_period(self, token: Token) -> bool:
        """Whether ``token`` is a part of a phrase of time."""
        return any(p.start_token <= token.i < p.end_token for p in self.periods)
