"""Whether an article, and the text around a claim, speaks of the topic's names."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Setting, Topic

OURS = (
    "Orel sold its mill. A storm broke the roof in May. Tarn Works bid for the forest."
)
STRANGE = (
    "Veska sold its ferry. It had lost money. Veska wants a bridge. "
    "Veska has 40 ships. Orel once rented one of them from Veska."
)


def test_an_article_of_the_story_names_the_cast(read):
    claims = read(OURS)

    assert {each.setting.cast for each in claims} == {0.667}
    assert {each.setting.other for each in claims} == {0.0}
    assert all(each.setting.leads for each in claims)


def test_an_article_of_another_names_an_outsider_more_often(read):
    first, *_, last = read(STRANGE)

    assert first.setting.other > first.setting.cast
    assert not first.setting.leads
    assert (first.setting.since, first.setting.since_other) == (9, 0)
    assert (last.setting.since, last.setting.since_other) == (0, 0)


def test_sentences_are_counted_since_the_cast_was_named(read):
    text = "Orel sold its mill. The roof leaked. A storm broke the windows in May."

    assert [each.setting.since for each in read(text)] == [0, 1, 2]


def test_of_a_topic_without_names_nothing_is_told(read):
    claims = read(OURS, topic=Topic(id="none"))

    assert {each.setting for each in claims} == {Setting()}


def test_the_setting_changes_nothing_else(read):
    bare = read(OURS, topic=Topic(id="none"))
    named = [replace(each, setting=Setting()) for each in read(OURS)]

    assert [each.quote for each in named] == [each.quote for each in bare]
