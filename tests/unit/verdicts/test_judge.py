"""What the learned judge says where no rule speaks, and what it must never do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Argument, Modality, Polarity, Topic
from extractors.verdicts.asked import LIKELY, SURE_CONTRADICTION
from extractors.verdicts.figures import is_start
from extractors.verdicts.judge import Context, Judge, load_judge, statements
from extractors.verdicts.judge.context import told
from extractors.verdicts.judge.model import OUTCOMES
from extractors.verdicts.judge.trees import Trees
from extractors.verdicts.pairs import TextPair, compare_texts
from extractors.verdicts.rules.relation import relation_words
from flows.fanout import pipeline
from tests.gold.judge import _telling
from tests.gold.labelled import Labelled
from tests.unit.verdicts.claim_makers import acting, claim, count, money, row

OUTCOME_NAMES = load_judge().outcomes["updates"].names
HELD, TOLD = date(2030, 3, 1), date(2030, 5, 1)


@pytest.fixture(scope="module")
def compared(lexicon):
    nlp = pipeline()

    def verdict(baseline, text):
        pair = TextPair(
            baseline=baseline, claim=text, baseline_date=HELD, claim_date=TOLD
        )
        [found] = compare_texts([pair], nlp=nlp, topic=Topic(id="t"), lexicon=lexicon)
        return found

    return verdict


@pytest.mark.parametrize(
    ("baseline", "text", "slot"),
    [
        (
            "The museum has set aside 4 million euros for the new roof.",
            "According to its accounts, the museum set aside 9 million euros for the roof.",
            "quantity",
        ),
        (
            "The harbour board approved the extension of the pier.",
            "The extension of the pier was rejected by the harbour board.",
            "relation",
        ),
        (
            "The mayor has refused to open the archive.",
            "The archive was opened by the mayor without any hesitation.",
            "polarity",
        ),
    ],
)
def test_a_conflict_in_free_wording_is_found(compared, baseline, text, slot):
    verdict = compared(baseline, text)

    assert verdict.kind in {"contradicts", "updates"}, verdict.reason
    assert verdict.confidence >= 0.6
    assert verdict.slot in {slot, "polarity", "relation"}
    assert verdict.counterpart is not None


@pytest.mark.parametrize(
    ("baseline", "text"),
    [
        ("The ferry carries 300 passengers.", "The museum employs 40 people."),
        ("The mine employs 900 people.", "Analysts expect the mine to employ 2,000."),
        ("The bakery sold its shop.", "The orchestra bought a new piano."),
        ("The bridge cost 31 million euros.", "The bridge is 800 metres long."),
    ],
)
def test_what_has_little_in_common_is_no_conflict(compared, baseline, text):
    assert compared(baseline, text).kind not in {"contradicts", "updates"}


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(OUTCOME_NAMES), st.floats(-9, 9)))
def test_the_parts_of_a_score_add_up(aspects):
    for trees in load_judge().outcomes.values():
        tops = sum(node[-1] for node in trees.tops)
        found = trees.row(aspects)
        parts = trees.parts(found)

        assert trees.score(found) == pytest.approx(tops + sum(parts.values()))


def test_trees_are_walked_from_the_top():
    trees = Trees(["later", "odds"], [[1, 0.5, [-1.0], [2.0], 0.5], [0.25]])

    assert trees.score(trees.row({"odds": 0.5})) == -0.75
    assert trees.score(trees.row({"odds": 0.6, "later": 1.0})) == 2.25
    assert trees.parts(trees.row({"odds": 0.6})) == {"odds": 1.5}


def employing(staff: int):
    employs = {"verb": "employ", "relation": "employ", **acting("Alder Mill")}
    figure = replace(count(staff, "people"), role="employees")
    return claim(f"Alder Mill employs {staff} people", quantities=(figure,), **employs)


def test_what_the_first_trees_rule_out_is_not_weighed(lexicon):
    old, new = employing(400), employing(250)

    def weighed(first: float):
        tops = [[0, 0.5, [each], [each], each] for each in (first, 3.0, 3.0, 3.0)]
        trees = Trees(["later"], tops)
        judge = Judge(dict.fromkeys(OUTCOMES, trees))
        return [*judge.opinions(new, [row(old)], Context.of([old], lexicon))]

    assert not weighed(-3.0)
    assert weighed(-1.0)


def test_every_part_of_a_score_is_told(lexicon):
    old, new = employing(400), employing(250)

    def opinion():
        [found] = load_judge().opinions(new, [row(old)], Context.of([old], lexicon))
        return found

    found = opinion()

    assert found.statement.kind == "quantity"
    assert (found.statement.old, found.statement.new) == ("400 people", "250 people")
    assert 0 < found.probability <= found.conflict <= 1
    sizes = [abs(part) for _, part in load_judge().why(found)]
    assert sizes == sorted(sizes, reverse=True)
    assert found == opinion()


def beside(old, new, lexicon):
    [found] = statements(new, [row(old)], Context.of([old], lexicon))
    return found


def test_a_mere_phrase_denies_nothing(lexicon):
    old = claim("the owner, Orel", tense="", **acting("Orel"))
    denial = {"polarity": Polarity.NEGATED, **acting("Orel")}
    new = claim("Orel never bought the mill", **denial)

    assert beside(old, new, lexicon).kind != "polarity"


def test_figures_of_two_units_exclude_nothing(lexicon):
    old = claim("Alder Mill paid 3 euros", quantities=(money(3),))
    new = claim("Alder Mill has 5 gates", quantities=(count(5, "gate"),))

    assert "figures_differ" not in beside(old, new, lexicon).aspects


def test_of_a_label_only_the_parts_that_tell_it_are_learnt():
    def part(number, label, key, later):
        aspects = {"later": later}
        return Labelled("t", label, aspects, ("held", f"part {number}"), key=key)

    rows = [
        part(1, "contradicts", "a", 1.0),
        part(2, "contradicts", "a", 0.0),
        part(3, "contradicts", "b", 0.0),
        part(4, "new", "", 0.0),
    ]
    likely = Trees(["later"], [[0, 0.5, [-3.0], [3.0], 0.0]])

    kept = _telling(rows, {"updates": likely, "contradicts": likely})

    assert [row.texts[1] for row in kept] == ["part 1", "part 3", "part 4"]


def test_who_takes_sides_is_for_or_against(lexicon):
    """ "Voted against it" is opposed to "voted for it" and to "supports it"."""
    words = {"subject": "Orel", "entities": ("Orel",)}
    against = claim(
        "Orel voted against the pier",
        verb="vote",
        relation="vote against",
        arguments=(Argument(role="against", head="pier", text="the pier"),),
        **words,
    )

    assert relation_words(against) == ("oppose",)
    assert lexicon.opposition("supporter", "oppose") == "state"
    assert "oppose" in lexicon.kindred("supporter")


def test_a_name_is_held_under_any_name():
    """The canonical name need not stand in the sentence: "the ferry" is Orel."""
    old = claim("Orel Shipping sails", **acting("Orel Shipping"))
    new = claim("The ferry sails", **acting("Orel Shipping"))
    other = claim("The ferry sails", **acting("Alder Mill"))

    assert told(old, new)[0] > told(old, other)[0]


def test_a_likely_conflict_stands_beside_what_is_new(compared):
    """Below its bar nothing is said against what is held; what it may concern is."""
    verdict = compared("The museum was founded in 1921.", "The museum dates from 1934.")

    if verdict.kind == "new":
        perhaps = verdict.features["perhaps"]
        assert perhaps["text"] == "The museum was founded in 1921"
        assert perhaps["probability"] >= LIKELY
    else:
        assert verdict.confidence >= SURE_CONTRADICTION


def test_other_words_for_one_thing_contradict_nothing(compared):
    verdict = compared(
        "The railway to Torn will be interrupted until the end of June.",
        "There will be no trains to Torn before July.",
    )

    assert verdict.kind not in {"contradicts", "updates"}


def test_an_unsure_judge_keeps_silent(compared):
    verdict = compared(
        "The museum has three halls.", "The museum opened a hall for children."
    )

    assert (
        not verdict.reason.startswith("judged")
        or verdict.confidence >= SURE_CONTRADICTION
    )


@pytest.mark.parametrize(
    ("baseline", "text", "kind"),
    [
        (
            "The museum has 40 employees.",
            "On Monday the museum raised the number of its employees to 55.",
            "updates",
        ),
        (
            "The museum has 40 employees.",
            "The museum, which never had more than 12 employees, sells postcards.",
            "contradicts",
        ),
        (
            "The harbour board opposes the extension of the pier.",
            "The harbour board no longer opposes the extension of the pier.",
            "updates",
        ),
        (
            "The archive is open to visitors.",
            "The archive is not open to visitors any longer.",
            "updates",
        ),
        (
            "The museum has 73 employees.",
            "The museum has 64 employees, down from 73 at the beginning of the year.",
            "updates",
        ),
    ],
)
def test_an_update_is_told_from_a_contradiction(compared, baseline, text, kind):
    assert compared(baseline, text).kind == kind


def test_a_plan_and_a_deed_are_a_place_of_their_own(lexicon):
    opens = {"verb": "open", "relation": "open", **acting("Alder Mill")}
    plan = claim("Alder Mill plans to open a shop", modality=Modality.PLANNED, **opens)
    deed = claim("Alder Mill opened a shop", tense="past", **opens)

    assert beside(plan, deed, lexicon).kind == "modality"
    assert beside(deed, plan, lexicon).kind != "modality"
    assert beside(plan, plan, lexicon).kind != "modality"


@pytest.mark.parametrize(
    ("sentence", "is_told"),
    [
        ("The share fell from 18 to 12 percent.", True),
        ("The share is 12 instead of the 18 percent promised.", True),
        ("The share is 12 percent, not 18.", True),
        ("The share is 12 percent, the fee 18 euros.", False),
        ("The share fell from 180 to 12 percent.", False),
    ],
)
def test_the_value_that_a_change_starts_from(sentence, is_told):
    assert is_start(count(18, "percent"), sentence) is is_told


@pytest.mark.parametrize(
    ("baseline", "text", "reason"),
    [
        (
            "Mira Sand, 52, has led the museum since 2019.",
            "Mira Sand, 57, collects stamps.",
            "age_differs",
        ),
        (
            "Lena Vey is the only candidate.",
            "Two candidates are standing: Lena Vey and Tom Lund.",
            "not_the_only_one",
        ),
    ],
)
def test_a_rule_names_the_conflict(compared, baseline, text, reason):
    assert compared(baseline, text).reason in {reason, f"later_{reason}"}


@pytest.mark.parametrize(
    ("baseline", "text"),
    [
        # how old somebody was at an event
        ("Mira Sand, 52, leads the museum.", "At 30, Mira Sand swam the lake."),
        # due by a day, and done before it
        ("The museum plans a second hall by 2031.", "The museum built a hall in May."),
        # a part of a year and a year
        (
            "Last year the ferry carried 540,000 passengers.",
            "The ferry carried 340,000 passengers in the first eight months.",
        ),
        # what the only one is the only one of, and other things of it
        (
            "Orel, the only customer, has bought four boats.",
            "Orel has entrusted it with four of its boats.",
        ),
    ],
)
def test_no_rule_takes_it_for_a_conflict(compared, baseline, text):
    assert compared(baseline, text).kind not in {"contradicts", "updates"}


def test_what_a_change_starts_from_is_not_all_it_says(compared):
    verdict = compared(
        "The museum hands 18 percent of its revenue to the city.",
        "The museum's share of revenue drops from 18 to 12 percent.",
    )

    assert verdict.kind != "known"
