"""
Our claims as (argument, relation, arguments) in the words of their sentence.

A claim holds lemmas, canonical names and the active voice; the public sets hold the
words as written. Which clause, which participants and which speaker come from the
claim alone; the sentence's parse only says which words they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from extractors.model import Argument, Claim
from tests.bench.matching import Extraction

_AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
_CLAUSES = frozenset({"relcl", "advcl", "parataxis", "ccomp", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def extractions(claims: Sequence[Claim], doc: Doc) -> list[Extraction]:
    """Return the claims of the text that ``doc`` parsed as tuples, each once."""
    found: dict[Extraction, None] = {}
    for claim in claims:
        for each in _of_claim(claim, doc):
            if each.relation and len(each.arguments) > 1:
                found.setdefault(each)
    return list(found)


def respelled(found: Extraction, tokens: Sequence[str]) -> Extraction:
    """Cut the words as the set did: ``Attorney-General``, and its quotation marks."""
    known = frozenset(tokens)
    return Extraction(
        relation=_recut(found.relation, known),
        arguments=tuple(_recut(text, known) for text in found.arguments),
    )


def _recut(text: str, known: frozenset[str]) -> str:
    words, cut = text.split(), []
    opened = False
    while words:
        if words[0] == '"' and '"' not in known:
            cut.append("''" if opened else "``")
            opened = not opened
            words.pop(0)
            continue
        size = next(
            (
                n
                for n in range(min(7, len(words)), 1, -1)
                if "".join(words[:n]) in known
            ),
            1,
        )
        cut.append("".join(words[:size]))
        del words[:size]
    return " ".join(cut)


def _of_claim(claim: Claim, doc: Doc) -> Iterator[Extraction]:
    span = doc.char_span(claim.start, claim.end, alignment_mode="expand")
    if span is None:
        return
    verb = _verb(claim, list(span))
    if "clause:appos" in claim.cues or verb is None:
        yield from _apposition(claim)
        return
    yield _clause(claim, verb, doc)
    yield from _speech(claim, verb, span.text)


def _verb(claim: Claim, span: Sequence[Token]) -> Token | None:
    """The word of the span that the claim's verb was."""
    words = claim.verb.split()
    lemmas = [word for word in words if word != "to"]
    fitting = [
        token
        for token in span
        if token.pos_ in {"VERB", "AUX"}
        and token.lemma_.lower() in lemmas
        and token.dep_ not in {"aux", "auxpass"}
    ]
    if not fitting:
        return None
    inside = {token.i for token in span}
    last = [t for t in fitting if not _is_above(t, lemmas)] or fitting
    # the clause's own verb is the one that the other words of the span hang from
    return max(last, key=lambda t: (sum(c.i in inside for c in t.subtree), -t.i))


def _is_above(token: Token, lemmas: Sequence[str]) -> bool:
    """ "offer" of "offer to buy"."""
    return len(lemmas) > 1 and any(
        child.dep_ == "xcomp" and child.lemma_.lower() in lemmas
        for child in token.children
    )


def _chain(verb: Token) -> list[Token]:
    """The verb and those above it that only carry it: "was forced to sell"."""
    links = [verb]
    while links[-1].dep_ == "xcomp" and links[-1].head.pos_ in {"VERB", "AUX"}:
        links.append(links[-1].head)
    return links


def _clause(claim: Claim, verb: Token, doc: Doc) -> Extraction:
    chain = _chain(verb)
    relation = {
        token.i
        for link in chain
        for token in (link, *(c for c in link.children if c.dep_ in _AUXILIARIES))
    }
    passive = "passive" in claim.cues
    first = "object" if passive else "subject"
    located = [
        (argument, head)
        for argument in claim.arguments
        if (head := _locate(argument, doc, verb)) and head.dep_ != "parataxis"
    ]
    subject = next((head for a, head in located if a.role == first), None)
    if passive and subject is None:
        subject = _surface_subject(chain)
    rest = sorted(
        (head for _, head in located if head is not subject and head not in chain),
        key=lambda head: head.i,
    )
    taken = set(relation) | (_phrase(subject) if subject else set())
    phrases: list[set[int]] = []
    for head in rest:
        words = (_phrase(head) | _preposition(head)) - taken
        if words and head.i in words:
            phrases.append(words)
            taken |= words
    phrases += _adverbials(chain, taken)
    if phrases and (leading := _leading_preposition(phrases[0], doc, relation)):
        relation.add(leading)
        phrases[0].discard(leading)
    texts = [_text(words, doc) for words in phrases if words]
    return Extraction(
        relation=_text(relation, doc),
        arguments=(_text(_phrase(subject), doc) if subject else "", *texts),
    )


def _locate(argument: Argument, doc: Doc, verb: Token) -> Token | None:
    """The head of the argument's words, the occurrence nearest to the verb."""
    heads = []
    start = doc.text.find(argument.text)
    while start >= 0 and argument.text:
        span = doc.char_span(start, start + len(argument.text))
        if span is not None:
            heads.append(span.root)
        start = doc.text.find(argument.text, start + 1)
    return min(heads, key=lambda head: abs(head.i - verb.i), default=None)


def _surface_subject(chain: Sequence[Token]) -> Token | None:
    return next(
        (c for link in chain for c in link.children if c.dep_ in _SUBJECTS), None
    )


def _phrase(head: Token) -> set[int]:
    """The noun phrase with its determiner, without clauses that hang from it."""
    words = {head.i}
    for child in head.children:
        skipped = child.dep_ in _CLAUSES or child.dep_ in {"cc", "conj"}
        if not skipped and not (child.is_punct and child.text in {",", ";", ":", "--"}):
            words |= _phrase(child)
    return words


def _preposition(head: Token) -> set[int]:
    while head.dep_ == "conj":
        head = head.head
    return {head.head.i} if head.dep_ in {"pobj", "pcomp"} else set()


def _adverbials(chain: Sequence[Token], taken: set[int]) -> list[set[int]]:
    """What a claim holds as period or place stands in the sentence as an adverbial."""
    found = []
    for link in chain:
        for child in link.children:
            if child.dep_ in {"prep", "npadvmod", "agent"} and child.i not in taken:
                words = _phrase(child) - taken
                if len(words) > 1 or child.dep_ == "npadvmod":
                    found.append(words)
                    taken |= words
    return found


def _leading_preposition(words: set[int], doc: Doc, relation: set[int]) -> int | None:
    first = min(words)
    if doc[first].dep_ in {"prep", "agent", "dative"} and first > max(relation):
        return first
    return None


def _apposition(claim: Claim) -> Iterator[Extraction]:
    """ "X, a co-founder of Y": the verb is ours, the words are the text's."""
    if len(claim.arguments) > 1:
        who, what = claim.arguments[:2]
        yield Extraction(relation="is", arguments=(who.text, what.text))


def _speech(claim: Claim, verb: Token, quote: str) -> Iterator[Extraction]:
    """Who says it: the claim's attribution, as a tuple of its own."""
    if not claim.attribution:
        return
    for above in verb.ancestors:
        subject = _surface_subject([above]) if above.pos_ == "VERB" else None
        if subject is None:
            continue
        if claim.attribution.endswith(subject.text) or subject.pos_ == "PRON":
            words = {above.i} | {c.i for c in above.children if c.dep_ in _AUXILIARIES}
            speaker = _text(_phrase(subject), verb.doc)
            yield Extraction(
                relation=_text(words, verb.doc), arguments=(speaker, quote)
            )
        return


def _text(words: set[int], doc: Doc) -> str:
    return " ".join(doc[i].text for i in sorted(words))
