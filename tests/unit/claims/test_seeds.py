"""The statements of the two bundled documents, as they must stand in the baseline."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from extractors.model import Entity, Topic

BUNDLED = Path(__file__).parents[3] / "deploy" / "topics" / "microsoft-openai"
BUILT = datetime(2025, 3, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def held(read):
    """Every claim of the two documents."""
    raw = tomllib.loads((BUNDLED / "topic.toml").read_text())["topic"]
    entities = tuple(
        Entity(name=e["name"], aliases=tuple(e["aliases"]), kind=e["kind"])
        for e in raw["entities"]
    )
    topic = Topic(id=raw["id"], name=raw["name"], entities=entities)
    return [
        claim
        for path in sorted((BUNDLED / "seeds").glob("*.txt"))
        for claim in read(path.read_text(), topic=topic, day=BUILT)
    ]


# subject | relation | words of the object or an argument | modality | polarity
STATEMENTS = [
    ("Microsoft", "work to reduce", "dependence OpenAI", "reported", "affirmed"),
    ("Microsoft", "invest", "OpenAI", "asserted", "affirmed"),
    ("Microsoft", "pursue", "strategy", "possible", "affirmed"),
    ("Microsoft", "develop", "reasoning model mai", "reported", "affirmed"),
    ("Microsoft", "sell", "model developer", "planned", "affirmed"),
    ("Microsoft", "compete with", "offering OpenAI", "reported", "affirmed"),
    ("Microsoft", "test", "model Meta DeepSeek xAI", "asserted", "affirmed"),
    ("Microsoft’s Copilot", "receive reception", "lukewarm", "asserted", "affirmed"),
    ("Microsoft", "allow", "OpenAI Azure", "asserted", "affirmed"),
    ("OpenAI", "break from", "exclusive use Azure", "possible", "affirmed"),
    ("OpenAI", "announce", "plan", "asserted", "affirmed"),
    ("OpenAI", "build", "data center Oracle SoftBank", "planned", "affirmed"),
    ("OpenAI", "share", "technical documentation", "asserted", "negated"),
    ("Microsoft", "develop", "foundational model", "question", "affirmed"),
    ("Satya Nadella", "be ceo", "Microsoft", "asserted", "affirmed"),
    ("OpenAI", "demonstrate", "independence", "asserted", "affirmed"),
    ("Mustafa Suleyman", "join", "Microsoft", "asserted", "affirmed"),
    ("Mustafa Suleyman", "lead", "Microsoft division", "planned", "affirmed"),
    ("Mustafa Suleyman", "co-found", "Inflection AI", "asserted", "affirmed"),
    ("Mustafa Suleyman", "express", "frustration OpenAI", "reported", "affirmed"),
    ("OpenAI", "provide", "documentation", "asserted", "negated"),
    ("Microsoft, OpenAI", "remain connected", "contractually", "asserted", "affirmed"),
    ("Microsoft", "hold right", "OpenAI model", "asserted", "affirmed"),
    ("Microsoft", "build", "model", "asserted", "affirmed"),
    ("Microsoft", "be unhappy", "unhappy", "reported", "affirmed"),
    ("Microsoft, OpenAI", "have relationship", "strong", "asserted", "affirmed"),
    ("Microsoft", "become provider", "OpenAI cloud", "asserted", "affirmed"),
    ("OpenAI", "launch", "Stargate project", "asserted", "affirmed"),
    ("Microsoft", "have right", "first", "asserted", "affirmed"),
    ("Microsoft", "host", "OpenAI service", "possible", "affirmed"),
    ("OpenAI", "work with", "other", "conditional", "affirmed"),
    ("Microsoft", "use", "OpenAI model", "predicted", "negated"),
    ("Microsoft", "acquire", "OpenAI", "possible", "affirmed"),
    ("OpenAI", "face", "loss", "possible", "affirmed"),
    ("Microsoft", "raise", "", "asserted", "affirmed"),
    ("NVIDIA", "raise", "", "asserted", "affirmed"),
    ("SoftBank", "raise", "", "asserted", "affirmed"),
    ("OpenAI", "increase", "cost model", "planned", "affirmed"),
    ("Investors", "pressure", "OpenAI", "asserted", "affirmed"),
    ("OpenAI", "shift toward", "for-profit model", "planned", "affirmed"),
    ("Elon Musk", "sue", "OpenAI", "asserted", "affirmed"),
    ("Elon Musk", "accuse", "OpenAI", "asserted", "affirmed"),
    ("OpenAI", "betray", "mission", "reported", "affirmed"),
    ("Elon Musk", "be co-founder", "OpenAI", "asserted", "affirmed"),
    ("Elon Musk", "offer to buy", "OpenAI", "asserted", "affirmed"),
    ("Sam Altman", "reject", "offer", "asserted", "affirmed"),
    ("Sam Altman", "be ceo", "OpenAI", "asserted", "affirmed"),
]


def _words(claim):
    return " ".join(
        [*(f"{a.text} {a.entity} {a.owner}" for a in claim.arguments), *claim.terms]
    ).lower()


@pytest.mark.parametrize(
    ("subject", "relation", "words", "modality", "polarity"), STATEMENTS
)
def test_statement_is_held(held, subject, relation, words, modality, polarity):
    found = [c for c in held if subject in c.subject and c.relation == relation]
    assert any(
        (c.modality, c.polarity) == (modality, polarity)
        and all(word in _words(c) for word in words.lower().split())
        for c in found
    ), [(c.modality, c.polarity, _words(c)) for c in found]


# relation | role, low, high, unit, per, bearer
MEASURED = [
    ("invest", "investment", 13e9, None, "USD", "", "Microsoft"),
    ("announce", "plan", 5e11, 5e11, "USD", "", "OpenAI"),
    ("build", "plan", 5e11, 5e11, "USD", "", "OpenAI"),
    ("launch", "project", 5e11, 5e11, "USD", "", "OpenAI"),
    ("face", "loss", 5e9, 5e9, "USD", "", "OpenAI"),
    ("raise", "funding", 6.6e9, 6.6e9, "USD", "", "investor"),
    ("push", "valuation", 157e9, 157e9, "USD", "", "OpenAI"),
    ("increase", "cost", 2e4, 2e4, "USD", "month", "OpenAI"),
    ("offer to buy", "takeover", 97.4e9, 97.4e9, "USD", "", "Elon Musk"),
]


@pytest.mark.parametrize(
    ("relation", "role", "low", "high", "unit", "per", "bearer"), MEASURED
)
def test_quantity_is_held(held, relation, role, low, high, unit, per, bearer):
    found = [q for c in held if c.relation == relation for q in c.quantities]
    assert (role, low, high, unit, per, bearer) in [
        (q.role, q.low, q.high, q.unit, q.per, q.bearer) for q in found
    ]


DATED = [
    ("invest", "since", date(2019, 1, 1), None),
    ("allow", "at", date(2025, 1, 1), date(2025, 2, 1)),
    ("join", "at", date(2024, 3, 1), date(2024, 4, 1)),
    ("express", "at", date(2024, 9, 1), date(2024, 12, 1)),
    ("hold right", "until", None, date(2031, 1, 1)),
    ("acquire", "at", date(2025, 3, 10), date(2028, 3, 10)),
]


@pytest.mark.parametrize(("relation", "kind", "start", "end"), DATED)
def test_date_is_held(held, relation, kind, start, end):
    assert (kind, start, end) in [
        (c.period.kind, c.period.valid_from, c.period.valid_to)
        for c in held
        if c.relation == relation
    ]


def test_what_is_exclusive(held):
    exclusive = {(c.subject, c.relation) for c in held if c.exclusive}
    assert {
        ("Microsoft", "hold right"),
        ("Microsoft", "become provider"),
        ("OpenAI", "break from"),
    } <= exclusive


NO_PROSE = ["Sources:", "Source :", "Related posts", "Stay up-to-date", "Strategic hedging", "The changing relationship", "This includes", "- Posts", "What’s Next"]  # fmt: skip


@pytest.mark.parametrize("line", NO_PROSE)
def test_navigation_headings_and_credits_hold_nothing(held, line):
    assert not [c.quote for c in held if c.quote.startswith(line)]
