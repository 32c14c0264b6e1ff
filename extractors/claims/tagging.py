"""
The pipeline's rules from tag to part of speech, and its lemmas, remembered.

spaCy tries all of its rules on every token, at a third of the price of the networks.
But nearly all of them look at one token only, and name few words: so that the tag, the
dependency and, for those words, the word settle what comes out. Asked once, it is kept.
A line in which a rule of several tokens could begin goes the whole way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_Key = tuple[int, int, int]
_Annotation = tuple[int, Any, int, int, int]
# forms of words kept, some 150 bytes each
_REMEMBERED = 200_000
# the tag of a noun and the like, and that of the finite verb of its form
_MISREAD = {"NNS": "VBZ", "NN": "VBP", "IN": "VBP", "RB": "VBP"}
# "expects the building work to last": below another verb a bare form may be a noun
_MAIN = {"VBZ": frozenset({"ROOT", "ccomp", "conj"}), "VBP": frozenset({"ROOT"})}
_OF_NOUNS = frozenset({"det", "nummod", "amod", "poss", "compound"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# what follows a verb of lasting or moving, and hardly ever a noun
_ONWARDS = frozenset({"until", "till", "through", "from", "to", "out"})
# no word is 0 or 1: spaCy's numbers of words are hashes
_ANY_WORD, _SPACE = 0, 1


class RememberedRules:
    """The same annotations as ``rules`` sets, sooner."""

    def __init__(self, rules: Any, nlp: Language) -> None:
        from spacy.matcher import Matcher  # noqa: PLC0415  dear

        self._rules = rules
        self._vocab = nlp.vocab
        self._begins = Matcher(nlp.vocab)
        patterns = [each for entry in rules.patterns for each in entry["patterns"]]
        several = [pattern[:1] for pattern in patterns if len(pattern) > 1]
        if several:
            self._begins.add("several", several)
        self._named = re.compile("|".join(_named(patterns)) or "(?!)")
        self._words: dict[int, int] = {}
        self._seen: dict[_Key, _Annotation | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology and lemma as far as the rules say."""
        found = [self._annotation(token) for token in doc]
        if None in found:
            whole: Doc = self._rules(doc)
            return whole
        for token, annotation in zip(doc, found, strict=True):
            if annotation:
                _annotate(token, annotation)
        return doc

    def _annotation(self, token: Token) -> _Annotation | None:
        """None when a rule of several tokens may begin here."""
        word = self._words.get(token.lower)
        if word is None:
            word = self._words[token.lower] = self._word(token)
        key = (word, token.tag, token.dep)
        if key not in self._seen:
            self._seen[key] = self._asked(token)
        return self._seen[key]

    def _word(self, token: Token) -> int:
        if token.is_space:
            return _SPACE
        return token.lower if self._named.search(token.lower_) else _ANY_WORD

    def _asked(self, token: Token) -> _Annotation | None:
        from spacy.tokens import Doc  # noqa: PLC0415  dear

        doc = Doc(self._vocab, words=[token.text])
        doc[0].tag, doc[0].dep = token.tag, token.dep
        if self._begins(doc, allow_missing=True):
            return None
        [alone] = self._rules(doc)
        return (alone.pos, alone.morph, alone.lemma, alone.tag, alone.dep)


class MendedVerbs:
    """
    Finite verbs that were tagged as nouns or prepositions: "amounts to", "back it".

    The parse knows them by the subject that it hangs on them.
    """

    def __init__(self, verbs: frozenset[str]) -> None:
        self._verbs = verbs

    def __call__(self, doc: Doc) -> Doc:
        """Tag them as verbs; what was a preposition's noun becomes the object."""
        for token in doc:
            if self._is_second(token):
                token.tag_ = "VB"
                continue
            if self._is_hidden(token):
                _make_verb(token)
                continue
            tag = _MISREAD.get(token.tag_, "")
            if token.dep_ not in _MAIN.get(tag, ()):
                continue
            if self._is_verb(token.lower_, tag) and _has_subject_alone(token):
                token.tag_ = tag
                for child in token.children:
                    if child.dep_ == "pobj":
                        child.dep_ = "dobj"
        return doc

    def _is_second(self, token: Token) -> bool:
        """As in "will open in May and close in June": an adverb has no place or day."""
        bare = token.dep_ == "conj" and (token.tag_, token.head.tag_) == ("RB", "VB")
        told = any(c.dep_ == "prep" for c in token.rights)
        return bare and told and token.lower_ in self._verbs

    def _is_hidden(self, token: Token) -> bool:
        """As in "the park's licence runs until May", where nothing else is a verb."""
        if (token.dep_, token.tag_) != ("ROOT", "NNS") or not token.i:
            return False
        last = token.i + 1 == len(token.doc)
        if last or token.nbor().lower_ not in _ONWARDS:
            return False
        subject = token.nbor(-1)
        if (subject.dep_, subject.tag_) != ("compound", "NN") or subject.head != token:
            return False
        told = any(c.dep_ in {"det", "poss"} for c in token.lefts)
        bare = all(each.tag_ not in _FINITE for each in token.sent)
        return told and bare and self._is_verb(token.lower_, "VBZ")

    def _is_verb(self, form: str, tag: str) -> bool:
        stems = {form[:-1], form.removesuffix("es")} if tag == "VBZ" else {form}
        return not stems.isdisjoint(self._verbs)


def _make_verb(token: Token) -> None:
    """What stood before the noun belongs to the word that is its subject now."""
    subject = token.nbor(-1)
    for child in list(token.lefts):
        if child != subject:
            child.head = subject
    subject.dep_, token.tag_ = "nsubj", "VBZ"


def _has_subject_alone(token: Token) -> bool:
    """A subject, and nothing that only a noun has: "the storm cost Orel 12 boats"."""
    before = {child.dep_ for child in token.lefts}
    counted = token.i > 0 and token.nbor(-1).tag_ == "CD"
    return "nsubj" in before and before.isdisjoint(_OF_NOUNS) and not counted


class RememberedLemmas:
    """
    The lemmas that ``lemmatizer`` gives, unless ``mended`` knows better, sooner.

    They rest on a word's form, part of speech and morphology alone.
    """

    def __init__(
        self, lemmatizer: Any, nlp: Language, *, mended: Callable[[Token], str]
    ) -> None:
        self._lemmatizer = lemmatizer
        self._strings = nlp.vocab.strings
        self._mended = mended
        self._seen: dict[_Key, tuple[int, bool]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas that are mended, and those that no rule has set."""
        token: Any  # the stubs lack morph.key
        for token in doc:
            key = (token.orth, token.pos, token.morph.key)
            if key not in self._seen:
                self._remember(key, token)
            lemma, is_mended = self._seen[key]
            if is_mended or not token.lemma:
                token.lemma = lemma
        return doc

    def _remember(self, key: _Key, token: Token) -> None:
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        mended = self._mended(token)
        lemma = mended or self._lemmatizer.lemmatize(token)[0]
        self._seen[key] = (self._strings.add(lemma), bool(mended))


def _named(patterns: list[list[dict[str, Any]]]) -> Iterator[str]:
    """Regular expressions of the words that a pattern asks for; all when in doubt."""
    for attribute, asked in (item for p in patterns for t in p for item in t.items()):
        if attribute == "LOWER" and isinstance(asked, str):
            yield f"^{re.escape(asked)}$"
        elif attribute == "LOWER" and set(asked) == {"IN"}:
            yield from (f"^{re.escape(word)}$" for word in asked["IN"])
        elif attribute == "LOWER" and set(asked) == {"REGEX"}:
            yield f"(?:{asked['REGEX']})"
        elif attribute not in {"TAG", "DEP", "IS_SPACE"}:
            yield ""


def _annotate(token: Token, annotation: _Annotation) -> None:
    token.pos, token.morph, token.lemma, tag, dep = annotation
    if token.tag != tag:
        token.tag = tag
    if token.dep != dep:
        token.dep = dep
