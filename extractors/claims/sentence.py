"""
One parsed sentence -> its claims with slots.

A clause is a claim; so are an apposition and a title ("Elon Musk, a co-founder of
OpenAI") and a possessed noun with an infinitive ("its reluctance to share ..."). Spans
are of the article's text: ``text[start:end] == quote``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Span, Token

from extractors.claims.clauses import Clause, clauses
from extractors.claims.entities import NOUNS, Mention, Mentions
from extractors.claims.periods import FoundPeriod
from extractors.claims.quantities import FoundQuantity
from extractors.claims.stance import CONTROL, LEXICON, is_speech, stance
from extractors.model import Argument, Article, Claim, Modality, Period, Polarity

_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
_STOP = frozenset(
    {"be", "have", "do", "also", "more", "less", "other", "such", "own", "very", "so"}
    | {"then", "there", "here", "when", "where", "how", "just", "even", "still", "not"}
    | {"n't", "as", "well", "however", "meanwhile", "too", "only", "now", "about"}
    | {"over", "up", "out", "around", "nearly", "roughly", "same", "that", "will"}
)
_MAIN = frozenset({"ROOT", "conj", "ccomp"})
_UNRESOLVED = frozenset(
    {"this", "that", "these", "those", "it", "they", "we", "you", "i", "there", "what"}
    | {"who", "he", "she", "which", "one"}
)
_CLAUSAL = frozenset({"relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "conj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is known of a parsed line while its sentences are read."""

    article: Article
    offset: int
    is_title: bool
    named: dict[int, Mention]
    mentions: Mentions
    quantities: Sequence[FoundQuantity]
    periods: Sequence[FoundPeriod]
    published_on: date | None


def sentence_claims(sentence: Span, index: int, reading: Reading) -> Iterator[Claim]:
    """Yield the claims of ``sentence``, outermost clause first."""
    resolved = _read(sentence, reading)
    drafts: list[Claim] = []
    for clause in clauses(sentence, CONTROL):
        if is_speech(clause) or clause.subject is None and not clause.objects:
            continue
        claim = _claim(clause, sentence, index, reading, resolved)
        if claim is not None:
            drafts.append(claim)
    drafts += _titles(sentence, index, reading, resolved)
    if not drafts:
        drafts += _whole(sentence, index, reading, resolved)
    seen: set[tuple[int, int, str]] = set()
    for claim in drafts:
        key = (claim.start, claim.end, claim.relation)
        if key not in seen:
            seen.add(key)
            yield claim


def _read(sentence: Span, reading: Reading) -> dict[int, str]:
    """Say who pronouns and definite nouns mean, left to right, and who was named."""
    resolved: dict[int, str] = {}
    nearest = ""
    for token in sentence:
        mention = reading.named.get(token.i)
        name = mention.name if mention else reading.mentions.resolve(token, nearest)
        if not name:
            continue
        if mention is None:
            resolved[token.i] = name
        elif token.i != mention.end - 1:
            continue
        is_subject = token.dep_ in {"nsubj", "nsubjpass"}
        if mention is not None or is_subject:
            kind = mention.kind if mention else ""
            reading.mentions.note(
                name, kind, is_subject=is_subject and token.head.dep_ in _MAIN
            )
        if is_subject:
            nearest = name
    return resolved


def _entity(token: Token, reading: Reading, resolved: dict[int, str]) -> str:
    mention = reading.named.get(token.i)
    return mention.name if mention else resolved.get(token.i, "")


def _claim(
    clause: Clause,
    sentence: Span,
    index: int,
    reading: Reading,
    resolved: dict[int, str],
) -> Claim | None:
    words = _span_of(clause)
    quantities = _quantities(clause, reading, resolved)
    period = _period(clause, reading)
    arguments = tuple(_arguments(clause, reading, resolved))
    view = stance(clause)
    subject = next((a for a in arguments if a.role == "subject"), None)
    rest = [a for a in arguments if a.role != "subject"]
    told = clause.kind in {"main", "ccomp", "whole"}
    if not (told or rest or quantities or period.text):
        return None
    if _is_empty(clause, subject):
        return None
    patient = next((a for a in rest if a.role == "object"), None)
    shown = subject or (patient if clause.passive else None)
    if clause.kind == "whole" and subject is not None and not subject.entity:
        shown = replace(subject, text=subject.head)
    relation = _relation(clause)
    doc = clause.verb.doc
    start = reading.offset + doc[words[0]].idx
    end = reading.offset + doc[words[1]].idx + len(doc[words[1]])
    return _finish(
        Claim(
            claim_id=claim_id(reading.article, start, end, relation),
            article_id=reading.article.article_id,
            article_version=reading.article.version,
            sentence=sentence.text.strip(),
            quote=reading.article.text[start:end],
            start=start,
            end=end,
            subject=_shown(shown),
            relation=relation,
            object=_object(rest, shown),
            quantities=quantities,
            period=period,
            place=_place(arguments, reading),
            polarity=view.polarity,
            modality=view.modality,
            attribution=_attribution(view.speaker, reading, resolved),
            exclusive=any(c.startswith("exclusive:") for c in view.cues),
            tense=view.tense,
            terms=_terms(sorted(clause.words), doc, reading, resolved),
            entities=_names(clause.words, reading, resolved, arguments),
            sentence_index=index,
            in_title=reading.is_title,
            published_on=reading.published_on,
            verb=_verb(clause),
            arguments=arguments,
            cues=(*view.cues, *_syntax_cues(clause)),
        )
    )


def _whole(
    sentence: Span, index: int, reading: Reading, resolved: dict[int, str]
) -> Iterator[Claim]:
    """
    A sentence in which no clause was found, as one claim.

    The small model reads some verbs as nouns ("the contract runs until June").
    """
    root = sentence.root
    before = [t for t in sentence if t.i < root.i]
    clause = Clause(
        verb=root,
        chain=(root,),
        subject=next((t for t in before if _entity(t, reading, resolved)), None)
        or next((t for t in before if t.pos_ in {"NOUN", "PROPN"}), root),
        objects=tuple(
            ("object" if t.dep_ in {"dobj", "attr"} else t.head.lower_, t)
            for t in sentence
            if t.dep_ in {"pobj", "dobj", "attr"} and t.i != root.i
        ),
        words=frozenset(t.i for t in sentence if not t.is_space),
        kind="whole",
    )
    claim = _claim(clause, sentence, index, reading, resolved)
    if claim is not None:
        yield claim


def _is_empty(clause: Clause, subject: Argument | None) -> bool:
    """Nobody knows of whom it speaks: "This includes:", "Building its own models"."""
    if subject is None:
        return not clause.passive
    return (
        not subject.entity
        and subject.head in _UNRESOLVED
        and (
            clause.subject is not None
            and clause.subject.pos_ == "PRON"
            and not any(role in {"object", "attribute"} for role, _ in clause.objects)
        )
    )


def claim_id(article: Article, start: int, end: int, relation: str) -> str:
    """Hash of article key, version and span; the relation parts claims of one span."""
    key = f"{article.article_id}\n{article.version}\n{start}\n{end}\n{relation}"
    return "c1" + hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


def _span_of(clause: Clause) -> tuple[int, int]:
    doc = clause.verb.doc
    indices = sorted(clause.words)
    while len(indices) > 1 and (
        doc[indices[0]].is_punct
        and doc[indices[0]].text not in '"“‘$€£'
        or doc[indices[0]].dep_ in {"cc", "mark"}
        and doc[indices[0]].lower_ != "that"
    ):
        indices.pop(0)
    while len(indices) > 1 and (
        doc[indices[-1]].is_punct
        and doc[indices[-1]].text not in '"”’%)'
        or doc[indices[-1]].dep_ == "cc"
    ):
        indices.pop()
    return indices[0], indices[-1]


def _arguments(
    clause: Clause, reading: Reading, resolved: dict[int, str]
) -> Iterator[Argument]:
    participants = list(clause.objects)
    if clause.subject is not None:
        participants.insert(0, ("subject", clause.subject))
    taken: set[int] = set()
    for role, token in participants:
        if token.i in taken or _is_time(token, reading):
            continue
        taken.add(token.i)
        for each in _conjuncts(token):
            yield _argument(role, each, reading, resolved)


def _conjuncts(token: Token) -> list[Token]:
    if token.pos_ in {"VERB", "AUX"}:
        return [token]
    return [token, *(c for c in token.conjuncts if c.i > token.i and c.pos_ != "VERB")]


def _is_time(token: Token, reading: Reading) -> bool:
    return any(p.start_token <= token.i < p.end_token for p in reading.periods)


def _argument(
    role: str, token: Token, reading: Reading, resolved: dict[int, str]
) -> Argument:
    span = list(_noun_phrase(token))
    doc = token.doc
    indices = [t.i for t in span]
    text = doc[min(indices) : max(indices) + 1].text if indices else token.text
    return Argument(
        role=role,
        head=_lemma(token),
        terms=_terms(indices, doc, reading, resolved),
        entity=_entity(token, reading, resolved),
        owner=_owner(token, reading, resolved),
        text=text,
    )


def _noun_phrase(token: Token) -> Iterator[Token]:
    """The phrase without its clauses and coordinated members."""
    for child in token.lefts:
        if child.dep_ not in _CLAUSAL and child.dep_ != "det" and not child.is_punct:
            yield from _noun_phrase(child)
    yield token
    for child in token.rights:
        keep = child.dep_ not in _CLAUSAL or (
            child.dep_ == "acl" and child.tag_ == "VB"
        )
        if keep and child.dep_ != "cc" and not child.is_punct:
            yield from _noun_phrase(child)


def _owner(token: Token, reading: Reading, resolved: dict[int, str]) -> str:
    for child in token.children:
        if child.dep_ in {"poss", "compound", "nmod"}:
            name = _entity(child, reading, resolved)
            if name and name != _entity(token, reading, resolved):
                return name
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "at", "by"}:
            for below in child.children:
                if below.dep_ == "pobj" and _entity(below, reading, resolved):
                    return _entity(below, reading, resolved)
    return ""


def _lemma(token: Token) -> str:
    """The lemma with a hyphenated prefix ("co-founder", "vice-president")."""
    lemma = token.lemma_.lower()
    if token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).whitespace_ == "":
        return f"{token.nbor(-2).lower_}-{lemma}"
    return lemma


def _terms(
    indices: Sequence[int], doc: object, reading: Reading, resolved: dict[int, str]
) -> tuple[str, ...]:
    terms: list[str] = []
    for i in indices:
        token: Token = doc[i]  # type: ignore[index]
        name = _entity(token, reading, resolved)
        if name:
            term = name.lower()
        elif token.pos_ in _CONTENT and not token.is_punct and not token.like_num:
            term = token.lemma_.lower()
        else:
            continue
        if term not in _STOP and term not in terms and any(c.isalnum() for c in term):
            terms.append(term)
    return tuple(terms)


def _names(
    words: frozenset[int],
    reading: Reading,
    resolved: dict[int, str],
    arguments: Sequence[Argument],
) -> tuple[str, ...]:
    names: list[str] = []
    for i in sorted(words):
        mention = reading.named.get(i)
        name = mention.name if mention else resolved.get(i, "")
        if name and name not in names:
            names.append(name)
    for argument in arguments:
        for name in (argument.entity, argument.owner):
            if name and name not in names:
                names.append(name)
    return tuple(names)


def _quantities(
    clause: Clause, reading: Reading, resolved: dict[int, str]
) -> tuple[object, ...]:
    found = []
    doc = clause.verb.doc
    for item in reading.quantities:
        root = doc[item.start_token : item.end_token].root
        if root.i in clause.words:
            bearer = _bearer(root, clause, reading, resolved)
            found.append(replace(item.quantity, bearer=bearer))
    return tuple(found)


def _bearer(
    root: Token, clause: Clause, reading: Reading, resolved: dict[int, str]
) -> str:
    """Whose quantity it is: the owner of the nearest noun, else object, else subject."""
    token = root
    while token.i != token.head.i and token.head.i in clause.words:
        owner = _owner(token, reading, resolved)
        if owner:
            return owner
        token = token.head
    if clause.verb.lemma_.lower() in {"value", "price", "cost", "fine", "sell", "rate"}:
        for role, head in clause.objects:
            if role == "object" and _entity(head, reading, resolved):
                return _entity(head, reading, resolved)
    for _, head in (("subject", clause.subject), *clause.objects):
        if head is None:
            continue
        name = _owner(head, reading, resolved) or _entity(head, reading, resolved)
        if name:
            return name
    subject = clause.subject
    return _lemma(subject) if subject is not None else ""


def _period(clause: Clause, reading: Reading) -> Period:
    best = Period()
    for item in reading.periods:
        if any(i in clause.words for i in range(item.start_token, item.end_token)):
            if item.period.kind in {"since", "until"} or not best.text:
                best = item.period
    return best


def _relation(clause: Clause) -> str:
    verb = _verb(clause)
    attribute = next((t for r, t in clause.objects if r == "attribute"), None)
    if clause.verb.lemma_ in {"be", "become", "remain"} and attribute is not None:
        return f"{verb} {_lemma(attribute)}"
    light = clause.verb.lemma_.lower() in LEXICON["light"]
    direct = next((t for r, t in clause.objects if r == "object"), None)
    if light and direct is not None and direct.pos_ == "NOUN":
        return f"{verb} {_lemma(direct)}"
    if direct is None:
        preposition = next(
            (r for r, _ in clause.objects if r not in {"attribute", "complement"}), ""
        )
        return f"{verb} {preposition}".strip()
    return verb


def _verb(clause: Clause) -> str:
    """The lemma with its particle; meaningful verbs above it stay ("offer to buy")."""
    particle = next((c.lower_ for c in clause.verb.children if c.dep_ == "prt"), "")
    above = next(
        (
            link.lemma_.lower()
            for link in clause.chain[:-1]
            if link.lemma_.lower() not in CONTROL and link.pos_ == "VERB"
        ),
        "",
    )
    lemma = clause.verb.lemma_.lower()
    words = [above, "to", lemma, particle] if above else [lemma, particle]
    return " ".join(word for word in words if word)


def _syntax_cues(clause: Clause) -> Iterator[str]:
    yield f"clause:{clause.kind}"
    if clause.passive:
        yield "passive"
    for link in clause.chain[:-1]:
        lemma = link.lemma_.lower()
        if lemma != "be":
            yield f"control:{lemma}"


def _shown(argument: Argument | None) -> str:
    if argument is None:
        return ""
    if argument.entity:
        return argument.entity
    head = argument.text
    if argument.owner and argument.owner.lower() not in head.lower():
        words = head.split()
        if words and words[0].lower() in {"its", "his", "her", "their"}:
            head = " ".join(words[1:])
        return f"{argument.owner}'s {head}"
    return head


def _object(rest: Sequence[Argument], shown: Argument | None) -> str:
    order = ("object", "attribute")
    for role in order:
        found = [a for a in rest if a.role == role and a is not shown]
        if found:
            return ", ".join(_shown(a) for a in found)
    found = [a for a in rest if a is not shown and a.role != "complement"]
    return _shown(found[0]) if found else ""


def _place(arguments: Sequence[Argument], reading: Reading) -> str:
    places = {m.name for m in reading.named.values() if m.kind in {"GPE", "LOC", "FAC"}}
    return next(
        (
            a.entity
            for a in arguments
            if a.role in {"in", "at", "near", "across"} and a.entity in places
        ),
        "",
    )


def _attribution(
    speaker: Token | None, reading: Reading, resolved: dict[int, str]
) -> str:
    if speaker is None or speaker.pos_ == "PRON" and speaker.i not in resolved:
        return ""
    name = _entity(speaker, reading, resolved)
    if name:
        return name
    tokens = list(_noun_phrase(speaker))
    return speaker.doc[tokens[0].i : tokens[-1].i + 1].text


def _titles(
    sentence: Span, index: int, reading: Reading, resolved: dict[int, str]
) -> Iterator[Claim]:
    """ "X, a co-founder of Y" and "Y CEO X": the role is a claim of its own."""
    for token in sentence:
        if token.dep_ == "appos" and token.text.isalpha() and not _is_prefix(token):
            name = _entity(token.head, reading, resolved)
            if name and not _entity(token, reading, resolved):
                yield from _role(token.head, token, index, sentence, reading, resolved)
        mention = reading.named.get(token.i)
        if (
            mention is not None
            and mention.kind == "PERSON"
            and token.i == mention.end - 1
        ):
            title = _title_before(mention, token, reading)
            if title is not None:
                yield from _role(token, title, index, sentence, reading, resolved)


def _is_prefix(token: Token) -> bool:
    """The "co" of "co-founder" is parsed as a word of its own."""
    return token.i + 1 < len(token.doc) and token.nbor().text == "-"


def _title_before(mention: Mention, token: Token, reading: Reading) -> Token | None:
    for child in token.children:
        if (
            child.dep_ in {"compound", "nmod"}
            and child.i < mention.start
            and child.i not in reading.named
            and child.lemma_.lower() in NOUNS["title"]
        ):
            return child
    return None


def _role(
    who: Token,
    role: Token,
    index: int,
    sentence: Span,
    reading: Reading,
    resolved: dict[int, str],
) -> Iterator[Claim]:
    name = _entity(who, reading, resolved)
    mention = reading.named.get(who.i)
    first = mention.start if mention else who.i
    subtree = list(_noun_phrase(role))
    indices = sorted({*range(first, who.i + 1), *(t.i for t in subtree)})
    doc = who.doc
    start = reading.offset + doc[indices[0]].idx
    end = reading.offset + doc[indices[-1]].idx + len(doc[indices[-1]])
    before = [
        reading.named[i].name
        for i in range(max(role.i - 4, sentence.start), role.i)
        if i in reading.named and doc[i].dep_ in {"compound", "poss", "nmod"}
    ]
    head = _argument("attribute", role, reading, resolved)
    owner = head.owner or (before[-1] if before else "")
    head = replace(head, owner=owner if owner != name else "")
    subject = Argument(
        role="subject", head=_lemma(who), terms=(name.lower(),), entity=name, text=name
    )
    relation = f"be {head.head}"
    names = tuple(dict.fromkeys(n for n in (name, head.owner) if n))
    yield _finish(
        Claim(
            claim_id=claim_id(reading.article, start, end, relation),
            article_id=reading.article.article_id,
            article_version=reading.article.version,
            sentence=sentence.text.strip(),
            quote=reading.article.text[start:end],
            start=start,
            end=end,
            subject=name,
            relation=relation,
            object=head.text
            if not head.owner or head.owner in head.text
            else f"{head.owner} {head.text}",
            polarity=Polarity.AFFIRMED,
            modality=Modality.ASSERTED,
            terms=(name.lower(), *head.terms),
            entities=names,
            sentence_index=index,
            in_title=reading.is_title,
            published_on=reading.published_on,
            verb="be",
            arguments=(subject, head),
            cues=("clause:appos",),
            tense="present",
        )
    )


def _finish(claim: Claim) -> Claim:
    return replace(claim, matter=_matter(claim))


def _matter(claim: Claim) -> str:
    """What the claim is about: the measure of a bearer, else subject and relation."""
    measured = next((q for q in claim.quantities if q.role and q.bearer), None)
    if measured is not None:
        return f"{measured.bearer} {measured.role}".strip()
    head = next((a for a in claim.arguments if a.role == "subject"), None)
    name = claim.subject if head is None else (head.entity or head.owner or head.head)
    return " ".join(part for part in (name, claim.relation) if part)
