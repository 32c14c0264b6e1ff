"""Whom a pronoun or a definite noun means, told by the names of the claims."""

from __future__ import annotations

from importlib.resources import files

import pytest

from extractors.claims.given import is_feminine

# text | names of the last claim
GIVEN_NAMES = [
    ("Ann Lind praised Peter Falk. She left Orel.", ["Ann Lind", "Orel"]),
    ("Peter Falk met Ann Lind. She left Orel.", ["Ann Lind", "Orel"]),
    ("Peter Falk met Bo Vries. She left Orel.", ["Orel"]),
    ("Varin Loft, the brother of the queen, sang. He left.", ["Varin Loft"]),
    ("A spokeswoman for Peter Falk denied that he left Orel.", ["Peter Falk", "Orel"]),
    ("Chairwoman Peter Falk met Bo Vries. She left Orel.", ["Peter Falk", "Orel"]),
]
NAMESAKES = [
    ("The singer Hugo Lind left Orel.", ["Hugo Lind", "Orel"]),
    ("The singer Hugo Lind sang. Lind left Orel.", ["Hugo Lind", "Orel"]),
    ("Ann Lind and Hugo Lind sang. Lind left Orel.", ["Ann Lind", "Orel"]),
    ("Mayor Lind left Orel.", ["Ann Lind", "Orel"]),
    ("Annie Lind left Orel.", ["Ann Lind", "Orel"]),
]
CLAUSES = [
    ("Ann Lind sang. Maria Falk left her.", ["Maria Falk", "Ann Lind"]),
    ("Ann Lind sang. Maria Falk spoke about her.", ["Maria Falk", "Ann Lind"]),
    ("Ann Lind sang. Maria Falk praised herself.", ["Maria Falk"]),
    ("Ann Lind sang. Maria Falk took a dog with her.", ["Maria Falk"]),
    ("Tarn praised it.", ["Tarn"]),
    ("Tarn grew. The Bank of Kolin said that it left Orel.", ["Bank of Kolin", "Orel"]),
    ("Orel sued Tarn. Tarn itself owes 5 million euros.", ["Tarn"]),
    ("Ann Lind praised Peter Falk, who sold his boat.", ["Ann Lind", "Peter Falk"]),
]
KINDS = [
    ("Ann Lind met Varin. Mills grew. Her dog ate Orel.", ["Ann Lind", "Orel"]),
    ("The firm Lisa Varin praised Ann Lind. She left Orel.", ["Ann Lind", "Orel"]),
]


GROUPS = [
    ("Tarn hired forty drivers. They will earn 50 euros.", []),
    ("Tarn has 40 clients; two of them left Orel.", ["Tarn", "Orel"]),
    ("Tarn grew. They left Orel.", ["Tarn", "Orel"]),
]
NOBODY = [
    ("Tarn grew. It was Ann Lind who left Orel.", ["Ann Lind", "Orel"]),
    ("Tarn grew. It was in 1991 that Ann Lind left Orel.", ["Ann Lind", "Orel"]),
    ("Tarn grew. In June it was 6 million.", []),
]
NOUNS = [
    ("Ann Lind met Bo Vries. Mills grew. The striker left Orel.", ["Orel"]),
    ("Ann Lind sang. The striker left Orel.", ["Ann Lind", "Orel"]),
    ("Mayor Ann Lind sang. The judge left Orel.", ["Orel"]),
    ("Ann Lind, a surgeon, met Bo. Bo sang. The surgeon left.", ["Ann Lind"]),
    ("Varin is an airline. Orel sued Varin. Orel won. The airline is poor.", ["Varin"]),
    ("The union Tarn sued Orel. Tarn won. The company is poor.", ["Orel"]),
    ("Orel met Varin. Mills grew. The company is poor.", ["Orel"]),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [*GIVEN_NAMES, *NAMESAKES, *CLAUSES, *KINDS, *GROUPS, *NOBODY, *NOUNS],
)
def test_who_is_meant(read, text, names):
    last = max(claim.sentence_index for claim in read(text))
    told = [c.entities for c in read(text) if c.sentence_index == last]

    assert set(names) == {name for each in told for name in each}


@pytest.mark.parametrize(
    ("name", "feminine"),
    [
        ("Ann Lind", True),
        ("Émile Varin", False),
        ("Dame Robin Falk", True),
        ("Judge Peter Falk", False),
        ("Lind", None),
        ("Zanthor Lind", None),
        ("Han Seo-yun", None),
    ],
)
def test_what_a_name_tells(name, feminine):
    assert is_feminine(name) is feminine


def test_the_licence_stands_beside_the_names():
    folder = files("extractors.claims.lexicon")

    assert "Daniele Faraglia" in (folder / "LICENSE-given-names").read_text()
    assert len((folder / "given_names.txt").read_bytes()) < 150_000
