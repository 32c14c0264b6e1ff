"""The word classes that the rules ask for, read once from ``vocabulary.toml``."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from extractors.verdicts.words import stem


def _read() -> dict[str, Any]:
    raw = files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


_RAW = _read()


def _measures() -> dict[str, frozenset[str]]:
    raw = files("extractors.claims.lexicon").joinpath("roles.toml").read_text("utf-8")
    return {
        role: frozenset(
            {*row.get("nouns", ()), *row.get("verbs", ()), *row.get("adjectives", ())}
        )
        for role, row in tomllib.loads(raw).items()
    }


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in _RAW[name] if isinstance(word, str))


def _pairs(name: str) -> frozenset[tuple[str, str]]:
    pairs = [tuple(pair) for pair in _RAW[name] if not isinstance(pair, str)]
    return frozenset((a, b) for a, b in pairs)


def _numbered(name: str) -> dict[str, frozenset[int]]:
    """The groups that each phrase is in, by their numbers."""
    groups = [frozenset(group) for group in _RAW[name]]
    return {
        phrase: frozenset(n for n, group in enumerate(groups) if phrase in group)
        for phrase in frozenset().union(*groups)
    }


def _phrases(name: str) -> dict[tuple[str, str], str]:
    return {(verb, noun): meant for verb, noun, meant in _RAW[name]}


def _carried(name: str) -> frozenset[tuple[str, str]]:
    """Each verb with each noun of its row."""
    return frozenset(
        (verb, noun) for verbs, nouns in _RAW[name] for verb in verbs for noun in nouns
    )


IDIOMS = _phrases("idioms")
SUPPORT = _carried("support")
JUDGING = _words("judging")
GOOD = _words("good")
BAD = _words("bad")
MAKING = _words("making")
MEETING = _pairs("meeting")
DRAWING = _words("drawing")
OPINION = _words("opinion")
REVIEW = _words("review")
ONCE = _words("once")
ENDING = _words("ending")
TERMS = _words("terms")
LASTING = _words("lasting")
POSTPONE = _words("postpone")
SCHEDULING = _words("scheduling")
HAPPENING = _words("happening")
PERFORMING = _words("performing")
DEEDS = _words("deeds")
CHANGE = _words("change")
SUCCEED = _words("succeed")
ACHIEVED = _words("achieved")
GIVING_UP = _words("giving_up")
UNDOING = _words("undoing")
# their stems, without the particle, and those of their nouns
UNDONE = frozenset(stem(verb.split()[0]) for verb in (*UNDOING, *_words("undone")))
ONE_SUBJECT = _words("one_subject")
ONE_PLACE = _words("one_place")
# a verb with a role, or "be" with a noun: which parts in a matter it gives
PARTS = _numbered("parts")
# those of them that only one has, given the thing
SOLE_PARTS = _numbered("sole_parts")
# verbs that give such a part in some things alone, and each with those
SOLE_THINGS = _carried("sole_things")
CHOOSY = frozenset(verb for verb, _ in SOLE_THINGS)
# a trade: which of its rows it is in
TRADES = _numbered("trades")
KIN = _numbered("kin")
BREAKING_OFF = _words("breaking_off")
EMPTY_WORDS = _words("empty_words")
OF_ANY_KIND = _words("of_any_kind")
CAUSED = _words("caused")
DONE_ONCE = _words("done_once")
AWARDS = _words("awards")
CHAIRED = _words("chaired")
# each noun of a public body with the first one of its row
PUBLIC_BODIES: dict[str, str] = {
    noun: row[0] for row in _RAW["public_bodies"] for noun in row
}
LANDS = _words("lands")
DEMONYMS: dict[str, str] = dict(_RAW["demonyms"])
WIDE_LANDS = _words("wide_lands")
LYING = _words("lying")
STEMMING = _words("stemming")
STAND_INS = _words("stand_ins")
FIRMS = _words("firms")
FIRM_POSTS = _words("firm_posts")
SYMMETRIC = _words("symmetric")
GENERIC = _words("generic")
STANDING = _words("standing")
STATING = _words("stating")
PAYING = _words("paying")
PENDING = _words("pending")
TAKING_SIDES = _words("taking_sides")
REFUSING = _words("refusing")
DENYING = _words("denying")
ACCUSATIONS = _words("accusations")
ATTEMPTING = _words("attempting")
BEFALLING = _words("befalling")
STARTING = _words("starting")
STOPPING = _words("stopping")
BEGINNING = _words("beginning")
FINISHING = _words("finishing")
PARTING = _words("parting")
FOUNDING = _words("founding")
LEADING = _words("leading")
BEARING = _words("bearing")
OWNING = _words("owning")
HAVING = _words("having")
SHARES = _words("holdings")
LEAVING = _words("leaving")
BINDING = _words("binding")
ADVISING = _words("advising")
ACTIVITIES = _numbered("activities")
AT_HEAD = _pairs("at_head")
# a post at the head of something, and the nouns that stand for that
LEADERS = {post: frozenset(things) for post, things in _RAW["leaders"]}
DATING = _words("dating")
GIVING_RISE = _words("giving_rise")
# the first of them may tell no post
INSTALLING = tuple(_RAW["installing"])
ASSUMING = _words("assuming")
OFFICES = _words("offices")
POSITIONS: dict[str, str] = dict(_RAW["positions"])
HANDING = _words("handing")
RESIGNING = _words("resigning")
LAYING_DOWN = _words("laying_down")
# a post: which of its rows it is in
HEADS = _numbered("posts")
LEADING_AS = dict(_RAW["leading_as"])
PLAIN_RANKS = _words("plain_ranks")
LED = _words("led").union(*LEADERS.values()) - _words("divisions")
PUBLISHING = _words("publishing")
# verbs that tell one turn of a matter
TURNS = (
    STARTING,
    STOPPING,
    PARTING,
    FOUNDING,
    LEAVING,
    _words("acquiring"),
    PUBLISHING,
    _words("suing"),
)
TURNS_OF_THINGS = (_words("announcing"), _words("approving"))
TIMES = _words("times")
RECENT_DAYS = _words("recent_days")
BY_NOW = _words("by_now")
ALL_ALONG = _words("all_along")
# kinds of words that place a statement beside others; only their presence is asked for
TELLING = {
    name: _words(name)
    for name in (
        "named_days",
        "lately",
        "before",
        "records",
        "stressed",
        "saying",
        "against",
        "steps",
    )
}
UNIT_WORDS = _words("units")
FOR_PERSONS = _words("for_persons")
FOR_THINGS = _words("for_things")
PRONOUNS = _words("pronouns")
NOBODY = _words("nobody")
HUMANS = _words("humans")
BEGUN = _pairs("begun")
# what lasts once it has begun
STATES = frozenset(state for _, state in BEGUN)
_CONVERSE = _pairs("converse")
CONVERSE = _CONVERSE | {(b, a) for a, b in _CONVERSE}

# role of a quantity -> the words that name it
MEASURE_WORDS = _measures()
MEASURES = frozenset(word for words in MEASURE_WORDS.values() for word in words)
LOSSES = _words("losses")
HEADCOUNTS = _words("heads")
COMPOSED = _words("composed")
TOLLS = _words("tolls")
WHOLES = _words("wholes")
FLOWS = _words("flows")
FAMILIES = tuple(
    _words(name)
    for name in (
        *("prices", "shares", "lengths", "losses", "budgets", "heads"),
        *("outlays", "demands"),
    )
)


def _opposed() -> frozenset[tuple[str, str]]:
    pairs = {
        (a, b) for row in _RAW["opposed"] for a in row["one"] for b in row["other"]
    }
    return frozenset(pairs | {(b, a) for a, b in pairs})


OPPOSED = _opposed()
