"""What stood word for word in another article is not parsed again."""

from __future__ import annotations

from threadpoolctl import threadpool_info

from extractors.claims import parsing
from extractors.claims.parsing import Parser
from extractors.model import Topic

TOPIC = Topic(id="mill")
LINES = ["Orel sold the mill to Tarn.", "It was not cheap.", "Orel paid in May."]


def test_equal_lines_are_parsed_once_and_come_in_their_order(nlp):
    parser = Parser(nlp, TOPIC)

    first, second, again = parser.parse([LINES[0], LINES[1], LINES[0]])
    [later] = parser.parse([LINES[0]])

    assert [first.doc.text, second.doc.text] == LINES[:2]
    assert first is again is later
    assert first.doc.ents


def test_only_so_many_lines_are_kept_those_met_last(nlp, monkeypatch):
    monkeypatch.setattr(parsing, "_REMEMBERED", 2)
    parser = Parser(nlp, TOPIC)
    first, second = parser.parse(LINES[:2])
    [_] = parser.parse(LINES[:1])
    [third] = parser.parse(LINES[2:])

    assert first is next(parser.parse(LINES[:1]))
    assert third is next(parser.parse(LINES[2:]))
    assert second is not next(parser.parse(LINES[1:2]))


def test_products_of_matrices_keep_to_one_thread(nlp):
    assert nlp
    assert {pool["num_threads"] for pool in threadpool_info()} <= {1}
