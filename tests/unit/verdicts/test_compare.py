"""Every rule of the decision table, shown by pairs of sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from spacy.language import Language

from extractors.model import (
    Entity,
    Period,
    Quantity,
    Slot,
    Topic,
    Verdict,
    VerdictKind,
)
from extractors.verdicts import FAILED, asked, compare
from extractors.verdicts.judge import Opinion
from extractors.verdicts.judge.statements import Statement
from extractors.verdicts.lexicon import Lexicon
from extractors.verdicts.pairs import TextPair, compare_texts
from extractors.verdicts.rules.later import (
    cannot_follow,
    is_of_later_time,
    is_of_old,
    tells_turn,
)
from tests.unit.verdicts.claim_makers import claim, row

_TOPIC = Topic(
    id="mill",
    entities=tuple(
        Entity(name=name, kind=kind)
        for name, kind in (
            ("Orel", "ORG"),
            ("Tarn", "ORG"),
            ("Ostrava Mill", "ORG"),
            ("Lena Brandt", "PERSON"),
            ("Nina Weber", "PERSON"),
            ("Kolin", "GPE"),
            ("Lipnik", "GPE"),
        )
    ),
)
_HELD_ON = date(2026, 3, 2)
_TOLD_ON = date(2026, 6, 15)


def _judge(old: str, new: str, nlp: Language, lexicon: Lexicon) -> Verdict:
    pair = TextPair(
        baseline=old, claim=new, baseline_date=_HELD_ON, claim_date=_TOLD_ON
    )
    return next(compare_texts([pair], nlp=nlp, topic=_TOPIC, lexicon=lexicon))


_CONTRADICTIONS = [
    (
        "Orel owns 35 percent of Ostrava Mill.",
        "Orel holds 20 percent of Ostrava Mill.",
        "quantity_differs",
    ),
    ("Orel employs 400 people.", "Orel employs 250 people.", "quantity_differs"),
    (
        "Orel employs more than 400 people.",
        "Orel employs fewer than 300 people.",
        "quantity_differs",
    ),
    (
        "Orel lost 40 million euros in 2024.",
        "Orel's loss for 2024 was 95 million euros.",
        "quantity_differs",
    ),
    ("The storm killed 12 people.", "The storm killed 30 people.", "quantity_differs"),
    (
        "Ostrava Mill drew 9,000 guests last year.",
        "Last year the mill drew 6,000 guests, to judge by the tills.",
        "quantity_differs",
    ),
    (
        "Orel has 40 depots.",
        "The 25 depots that Orel operates are in Kolin.",
        "judged_quantity",
    ),
    (
        "Orel was fined 3 million euros.",
        "The court imposed a fine of 5 million euros on Orel.",
        "quantity_differs",
    ),
    (
        "Lena Brandt, 57, runs Orel.",
        "Lena Brandt turned 61 in May 2026.",
        "age_differs",
    ),
    (
        "The lease of the mill runs until 2031.",
        "The lease of the mill ended in 2027.",
        "ended_early",
    ),
    # until when, whatever the verb
    ("The lease runs until 2041.", "The lease is valid until 2038.", "term_differs"),
    (
        "The old patent lapses in 2036.",
        "The patent is in force until 2034.",
        "term_differs",
    ),
    # a turn that a thing takes once
    (
        "The council granted consent on 8 May 2025.",
        "The council gave its consent on 2 June 2025.",
        "date_differs",
    ),
    (
        "Orel made the leak public on 8 May 2025.",
        "Orel disclosed the leak on 2 June 2025.",
        "date_differs",
    ),
    ("Orel was founded in 1988.", "Orel was founded in 1975.", "date_differs"),
    # one time, as either says
    (
        "The Tarn has sunk once, in May 2011.",
        "The Tarn sank in June 2013.",
        "date_differs",
    ),
    (
        "The first test drive took place on 4 May 2024.",
        "The first test drive took place on 11 June 2024.",
        "date_differs",
    ),
    (
        "The order to leave Kolin went out at 3.10 p.m.",
        "The order to leave Kolin was sent out at 3.50 p.m.",
        "hour_differs",
    ),
    (
        "Lena Brandt founded Orel in 1988.",
        "Two bakers founded Orel in 1975.",
        "date_differs",
    ),
    ("Tarn took over Orel in 2011.", "Tarn swallowed Orel in 2008.", "date_differs"),
    (
        "Lena Brandt has owned the mill since 2019.",
        "Lena Brandt bought the mill in 2014.",
        "date_differs",
    ),
    (
        "Nina Weber has run the mill since 2015.",
        "Nina Weber, who has run the mill since 2011, dyes wool.",
        "judged_date",
    ),
    (
        "The rule will be in force for five years.",
        "The rule applies for three years.",
        "quantity_differs",
    ),
    (
        "Ostrava Mill was built on a swamp in 1902 and feeds 40 ducks.",
        "Ostrava Mill was built in 1889, beside a wood.",
        "date_differs",
    ),
    (
        "Nina Weber, the mayor, likes tea. Weber has been mayor since 2016.",
        "Weber, mayor of Kolin since 2013, cut the ribbon.",
        "date_differs",
    ),
    (
        "Nina Weber quit Tarn in 2018 over a quarrel about pay.",
        "Nina Weber left Tarn in 2016.",
        "date_differs",
    ),
    (
        "Orel sacked Nina Weber in August 2025.",
        "Orel had sacked Nina Weber in March 2025.",
        "date_differs",
    ),
    (
        "Orel lost 40 million euros in 2024.",
        "Orel ended 2024 with a deficit of 95 million euros.",
        "quantity_differs",
    ),
    (
        "The chimney is 90 metres high.",
        "The height of the chimney is 60 metres.",
        "quantity_differs",
    ),
    (
        "The mean temperature in the cellar is minus 4 degrees.",
        "The cellar's mean temperature is minus 15.",
        "quantity_differs",
    ),
    (
        "The new bridge is to open in May 2027.",
        "The new bridge will not open before September 2028.",
        "not_before",
    ),
    (
        "Orel has approved the merger.",
        "Orel has rejected the merger.",
        "relation_opposed",
    ),
    (
        "The council voted for the bypass.",
        "The council voted against the bypass.",
        "relation_opposed",
    ),
    (
        "Orel does not intend to close the mill.",
        "Orel is closing the mill.",
        "polarity_differs",
    ),
    ("Orel paid the fine.", "Orel never paid the fine.", "polarity_differs"),
    (
        "Orel has the right to veto a sale of the ferry.",
        "Orel has no veto over a sale of the ferry.",
        "polarity_differs",
    ),
    (
        "The ferry to Lipnik was sold without a licence.",
        "The ferry to Lipnik was sold under a licence.",
        "polarity_differs",
    ),
    (
        "Orel did not preserve the archive of the mill.",
        "Orel kept the archive of the mill.",
        "polarity_differs",
    ),
    (
        "Swimming in the lake will be allowed.",
        "Swimming in the lake will remain prohibited.",
        "relation_opposed",
    ),
    (
        "The Board of Roads rejected the objections.",
        "The board accepted the objections.",
        "relation_opposed",
    ),
    ("Orel sued Tarn.", "Tarn sued Orel.", "roles_swapped"),
    (
        "Lena Brandt is the chief executive of Orel.",
        "Nina Weber is the chief executive of Orel.",
        "other_holder",
    ),
    ("Lena Brandt founded Orel.", "Nina Weber founded Orel.", "other_subject"),
    ("Jan Hall sued Tarn.", "It was the beekeepers who sued Tarn.", "other_subject"),
    ("The engine is built in Kolin.", "The engine is built in Lipnik.", "other_object"),
    (
        "Orel is the only supplier of bricks in Kolin.",
        "Tarn also supplies bricks in Kolin.",
        "not_the_only_one",
    ),
    (
        "Orel is the only supplier of bricks in Kolin.",
        "Orel and two other firms supply bricks in Kolin.",
        "not_the_only_one",
    ),
    (
        "Orel is the exclusive delivery partner of the bakery chain Tarn.",
        "Orel and Brisk deliver for the bakery chain Tarn.",
        "not_the_only_one",
    ),
    (
        "Orel is the exclusive importer of the kettles in Norway.",
        "Orel is one of four importers of the kettles in Norway.",
        "not_the_only_one",
    ),
    (
        "The quarry belongs to Orel and Tarn.",
        "The quarry belongs entirely to the brick maker Orel.",
        "not_the_only_one",
    ),
    (
        "Orel holds the exclusive rights to the race.",
        "Orel shares the rights to the race with Tarn.",
        "not_the_only_one",
    ),
    (
        "The sale of the mill was completed in January.",
        "The sale of the mill is only a proposal.",
        "still_open",
    ),
    (  # only one side tells whose it is
        "Its loft measures 900 square metres.",
        "The loft of the Orel house measures 700 square metres.",
        "quantity_differs",
    ),
    (  # what can be done is a fact
        "The kiln can burn 900 bricks a day.",
        "The kiln can burn 600 bricks a day.",
        "quantity_differs",
    ),
    (
        "Visitors are allowed to touch the looms.",
        "Visitors are not allowed to touch the looms.",
        "polarity_differs",
    ),
    (
        "The bakery in Lipnik has been closed.",
        "The bakery in Lipnik is still open.",
        "relation_opposed",
    ),
    (
        "The second ferry reached the island after twelve minutes.",
        "The second ferry reached the island after fifty minutes.",
        "quantity_differs",
    ),
    (
        "Nina Weber, who is 47, lives in Kolin.",
        "Nina Weber turned 53 last month.",
        "age_differs",
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), _CONTRADICTIONS)
def test_contradicts(
    old: str, new: str, reason: str, nlp: Language, lexicon: Lexicon
) -> None:
    """Both cannot be true, and the rule that says so is named."""
    verdict = _judge(old, new, nlp, lexicon)

    assert ("contradicts", reason) == (verdict.kind.value, verdict.reason)
    assert verdict.slot is not None
    assert verdict.old_value
    assert verdict.new_value
    assert verdict.would_change


_UPDATES = [
    ("Orel employs 400 people.", "Orel now employs 500 people.", "quantity_differs"),
    (
        "Orel employs 400 people.",
        "In June Orel had 410 workers.",
        "quantity_differs",
    ),
    (
        "Lena Brandt is the chief executive of Orel.",
        "Since May Nina Weber has been the chief executive of Orel.",
        "other_holder",
    ),
    (
        "The new bridge is to open in May 2027.",
        "Orel has postponed the opening of the new bridge to 2029.",
        "date_moved",
    ),
    (
        "The fair in Kolin runs until 30 June.",
        "The fair in Kolin has been extended to 31 July because of great demand.",
        "date_moved",
    ),
    (
        "The new bridge is to open in May 2027.",
        "Orel has brought the opening of the new bridge forward to January 2027.",
        "date_moved",
    ),
    (
        "The drilling is due to begin in March 2027 from the bank near the old mill.",
        "Drilling will begin in June 2027, three months later than planned.",
        "date_moved",
    ),
    (
        "The festival is to begin in July.",
        "The start of the festival has been put off from July to September.",
        "date_moved",
    ),
    (
        "Orel has not yet signed the contract.",
        "Orel signed the contract on Monday.",
        "polarity_differs",
    ),
    ("Orel owns the mill.", "Orel no longer owns the mill.", "polarity_differs"),
    (
        "Orel has never had a woman on its board.",
        "For the first time in its history, Orel has a woman on its board.",
        "polarity_differs",
    ),
    ("The mine is closed.", "The mine reopened on 3 June.", "relation_opposed"),
    (
        "Orel is the only supplier of bricks in Kolin.",
        "Tarn has also supplied bricks in Kolin since May.",
        "not_the_only_one",
    ),
    (
        "Orel is the only brewery with Ostrava Mill kettles.",
        "Since the flood Tarn has been using Ostrava Mill kettles, too.",
        "not_the_only_one",
    ),
    (
        "The road to Lipnik is closed until 30 September.",
        "The road to Lipnik reopened on 2 June, three months ahead of schedule.",
        "ended_early",
    ),
    (
        "The repair of the dam costs 4.1 million euros a year.",
        "The yearly cost of the repair of the dam has gone up to 5.3 million euros.",
        "quantity_differs",
    ),
    (
        "Lena Brandt plans a motion of no confidence.",
        "Lena Brandt has dropped the plan of a no-confidence motion.",
        "relation_opposed",
    ),
    (
        "The flute of Lena Brandt was never found.",
        "Divers have found the flute of Lena Brandt.",
        "polarity_differs",
    ),
    (
        "The new tram line will open in May 2027.",
        "The tunnel has been delayed, and the new tram line will open in May 2028.",
        "date_moved",
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), _UPDATES)
def test_updates(
    old: str, new: str, reason: str, nlp: Language, lexicon: Lexicon
) -> None:
    """The text places the new state after the old one."""
    verdict = _judge(old, new, nlp, lexicon)

    assert ("updates", f"later_{reason}") == (verdict.kind.value, verdict.reason)


_MOVED = [
    ("Orel rents 34 barges.", "The number of barges has risen from 34 to 39."),
    ("The toll is 260 crowns.", "The toll goes up from 260 to 310 crowns."),
    ("Orel has 7,300 anglers.", "Membership is now 8,100 anglers, up from 7,300."),
    (
        "Orel has 7,300 anglers.",
        "Orel counts 8,100 members, compared with 7,300 in May.",
    ),
    (
        "Orel set aside 23 million euros.",
        "The reserve, 23 million euros at first, is 41 million euros.",
    ),
]


@pytest.mark.parametrize(("old", "new"), _MOVED)
def test_what_is_told_as_left_behind_is_updated(old, new, nlp, lexicon):
    verdict = _judge(old, new, nlp, lexicon)

    assert (verdict.kind, verdict.reason) == (VerdictKind.UPDATES, "figure_moved")


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("The latest count puts it at 46.", True),
        ("In a new census 46 shepherds were found.", True),
        ("Orel has a new pollster.", False),
        ("Orel's bids are due at the latest on Friday.", False),
        ("It was the latest in a row of fires.", False),
        ("Its revised bid values the mill at 9 million.", True),
        ("Orel revised its bid.", False),
    ],
)
def test_a_newer_one_by_name_turns_what_was(text, turns):
    assert tells_turn(claim(text)) is turns


def test_what_was_so_ever_since_is_no_turn():
    sentence = "The toll has been nine crowns ever since the bridge opened."
    held = claim("The toll has been nine crowns", sentence=sentence, tense="perfect")

    assert is_of_old(held)
    assert not is_of_old(claim("The toll has been nine crowns", tense="perfect"))


_NOT_MOVED = [
    (
        "Orel's pier is 260 metres long.",
        "The reef stretches from 260 to 310 metres off the shore.",
    ),
    ("The toll is 260 crowns.", "In 2019 the toll rose from 260 to 310 crowns."),
    ("The toll is 260 crowns.", "The toll could go up from 260 to 310 crowns."),
    ("Orel sold 34 barges.", "Orel sold 34 barges so far and hopes for 90."),
    ("Orel has four goats.", "The price fell from four to three euros."),
]


_SUMMER = Period(
    text="last summer",
    kind="at",
    valid_from=date(2030, 6, 1),
    valid_to=date(2030, 9, 1),
)
_LATER = replace(_SUMMER, kind="until", valid_from=None, valid_to=date(2031, 7, 1))
_FRIDAY = replace(_SUMMER, valid_from=date(2030, 9, 13), valid_to=date(2030, 9, 14))


@pytest.mark.parametrize(
    ("quote", "slots", "settled"),
    [
        ("Orel had hired 90 guards", {}, True),
        ("Orel had since hired 90 guards", {}, False),
        ("By June Orel had hired 90 guards", {"period": _LATER}, False),
        ("Orel hired 90 guards", {}, False),
        ("Orel has hired 90 guards", {"tense": "perfect"}, False),
        ("Orel hired 90 guards last summer", {"period": _SUMMER}, True),
        ("The guards rose to 90", {"period": _SUMMER, "verb": "rise"}, False),
        ("Orel lost 90 sheep on Friday", {"period": _FRIDAY}, False),
    ],
)
def test_what_had_been_so_before_follows_nothing(quote, slots, settled):
    """Nor does what both tell of one stretch that was over by then."""
    told = claim(quote, **slots)
    old = replace(row(replace(told, quote="old")), document_date=date(2030, 9, 16))

    assert cannot_follow(old, told) is settled


@pytest.mark.parametrize(
    ("old", "new", "later"),
    [
        (_SUMMER, _FRIDAY, True),
        (_FRIDAY, _SUMMER, False),
        (_SUMMER, _SUMMER, None),
        (_SUMMER, replace(_SUMMER, valid_to=date(2030, 8, 1)), None),
        (replace(_SUMMER, kind="until"), replace(_FRIDAY, kind="until"), True),
        (_SUMMER, Period(), None),
    ],
)
def test_a_time_begins_when_another_is_over(old, new, later):
    assert is_of_later_time(old, new) is later


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        ("compared with 38 percent a year ago", VerdictKind.UPDATES),
        ("more than any other town", VerdictKind.CONTRADICTS),
    ],
)
def test_a_figure_set_against_the_old_one_is_a_later_one(
    tail, kind, lexicon, monkeypatch
):
    """Whatever the trees make of it."""
    share = Quantity(low=38, high=38, unit="percent", text="38 percent")
    old = row(claim("Tarn sends 38 percent of the guests", quantities=(share,)))
    new = claim(f"Tarn sends 27 percent of the guests, {tail}", quantities=(share,))
    statement = Statement(
        old, "quantity", Slot.QUANTITY, {}, "38 percent", "27 percent"
    )
    opinion = Opinion(statement, False, 0.9, 0.9, 0.0)
    monkeypatch.setattr(asked, "FEW_HELD", 0)

    [found], _ = asked.weighed([], [opinion], new, [old], lexicon)

    assert found.kind is kind


@pytest.mark.parametrize(("old", "new"), _NOT_MOVED)
def test_a_range_or_what_is_long_past_moves_nothing(old, new, nlp, lexicon):
    assert _judge(old, new, nlp, lexicon).reason != "figure_moved"


def test_a_plan_that_came_true_updates(nlp: Language, lexicon: Lexicon) -> None:
    """Planned, then happened."""
    verdict = _judge(
        "Orel plans to close the mill.", "Orel closed the mill on Friday.", nlp, lexicon
    )

    assert verdict.reason == "plan_realised"


def test_a_plan_did_not_come_true_for_another_sum(nlp, lexicon):
    verdict = _judge(
        "Sailors will continue to pay $4 for a hundred litres of fuel in Kolin.",
        "Sailors have paid $5 per hundred litres of fuel in Kolin.",
        nlp,
        lexicon,
    )

    assert verdict.reason != "plan_realised"


def test_a_plan_did_not_come_true_in_another_number(nlp, lexicon):
    verdict = _judge(
        "The play will open in 40 halls of Kolin.",
        "The play opened in 31 halls of Kolin.",
        nlp,
        lexicon,
    )

    assert verdict.reason == "quantity_differs"


_NEVER = {
    "another holder of a part": (
        "Orel owns 35 percent of Ostrava Mill.",
        "Tarn owns 20 percent of Ostrava Mill.",
    ),
    "the revenue of a quarter": (
        "Orel had revenue of 40 million euros.",
        "In the third quarter Orel had revenue of 11 million euros.",
    ),
    "another entity": ("Orel employs 400 people.", "Tarn employs 90 people."),
    "another measure": (
        "Orel lost 40 million euros in 2024.",
        "Orel invested 95 million euros in 2024.",
    ),
    "another period": (
        "Orel lost 40 million euros in 2024.",
        "Orel lost 12 million euros in 2021.",
    ),
    "history": (
        "The mill makes 3 tonnes of paper a day.",
        "In 1998 the mill made 1 tonne of paper a day.",
    ),
    "the firm may be the one held": (
        "Jan Hall's company sued the state.",
        "It was the group that sued the state.",
    ),
    "a possibility": (
        "The kiln can burn 900 bricks a day.",
        "The kiln could burn 1,200 bricks a day.",
    ),
    "another scope": ("Orel employs 400 people.", "In Kolin Orel employs 90 people."),
    "another creditor": (
        "Orel owes its banks 40 million euros.",
        "Orel owes its suppliers 9 million euros.",
    ),
    "another season": (
        "The van goes 320 kilometres on one charge in summer.",
        "In winter the van went 190 kilometres on one charge.",
    ),
    "another rate": (
        "Orel pays 12 million euros a year.",
        "Orel pays 1 million euros a month.",
    ),
    "another kind": (
        "The club sold 9,000 season tickets.",
        "The club sold 700 single tickets.",
    ),
    "a forecast": (
        "Orel employs 400 people.",
        "Analysts think that Orel could employ 900 people.",
    ),
    "what is said to be right": (
        "The toll stands at 9 euros.",
        "Orel said that the toll should come down to 4 euros.",
    ),
    "a condition": (
        "Orel will not close the mill.",
        "If prices fell, Orel would close the mill.",
    ),
    "a question": ("Orel will not close the mill.", "Will Orel close the mill?"),
    "a rounding": (
        "Orel employs 20,870 people.",
        "Orel employs about 21,000 people.",
    ),
    "a bound that holds the value": (
        "Orel employs more than 400 people.",
        "Orel employs 450 people.",
    ),
    "a second one": (
        "The suit was filed in May 2021.",
        "A second suit was filed in June 2023.",
    ),
    "another place left": (
        "Lena Brandt left Tarn in 2018.",
        "Lena Brandt left Orel in 2021.",
    ),
    "with others, another good": (
        "Orel is the only supplier of bricks in Kolin.",
        "Orel and Tarn supply coal in Kolin.",
    ),
    "an exclusive picture shown to others": (
        "Orel has an exclusive picture of the mill.",
        "Orel shared the picture of the mill with Tarn.",
    ),
    "only what it supplies": (
        "Orel supplies only the mill in Kolin.",
        "Orel and Tarn supply the mill in Kolin.",
    ),
    "another thing done without": (
        "Orel sold the mill without a licence.",
        "Orel sold the ferry under a licence.",
    ),
    "a plan and other money": (
        "Orel plans to put 4 million euros into the mill.",
        "Orel got 2 million euros for the ferry.",
    ),
    "the end that was told": (
        "The fair in Kolin has been extended until 30 June 2030.",
        "The fair in Kolin ends on 30 June 2030.",
    ),
    "what must be done from now on": (
        "Orel kept the letters of its staff for ten years.",
        "By December Orel must have erased all letters.",
    ),
    "the only one missing joins": (
        "Only Tarn is still missing.",
        "Tarn is going to sell its shares as well.",
    ),
    "a spokesman's regret": (
        "Lena Brandt speaks for Tarn.",
        "Lena Brandt said that she regretted it.",
    ),
    "another object": ("Orel approved the merger.", "Orel rejected the accounts."),
    "another place denied": (
        "Orel does not sell the car in Norway.",
        "Orel sells the car in Chile.",
    ),
    "a part of the time": (
        "Sixty miners of the pit died between 2009 and 2015.",
        "In 2011 alone, seven miners of the pit died.",
    ),
    "a number of who knows what": (
        "In Kolin there are 700 beekeepers.",
        "In Kolin there are 4,000.",
    ),
    "a further sum": (
        "Orel pays 31 million euros for Tarn.",
        "Orel has paid a further 3 million euros for Tarn.",
    ),
    "a plan of the past": (
        "The grant for Orel ends in July 2027.",
        "The grant for Orel was to end in May 2028.",
    ),
    "what was paid and what will not be": (
        "Only four bonuses of this kind have been paid in Kolin.",
        "The bonus of 900 euros will not be paid.",
    ),
    "the ages of a mother and her son": (
        "Lena Brandt, 61, lives in Kolin.",
        "Her son Tomas Brandt, 34, lives in Kolin.",
    ),
    "others who make things of the kind": (
        "Lena Brandt writes novels.",
        "Nina Weber writes novels.",
    ),
    "others who make a stuff": (
        "Orel produces cement in Kolin.",
        "Tarn produces cement in Kolin.",
    ),
    "the age of who harmed somebody": (
        "Nina Weber, 47, leads Orel.",
        "A 29-year-old man was charged with the robbery of Nina Weber.",
    ),
    "what is put right": (
        "The toll will not rise to 12 crowns but to 15 crowns.",
        "The toll will rise to 15 crowns.",
    ),
    "two negations": (
        "Orel supports the merger.",
        "Orel does not oppose the merger.",
    ),
    "one more": ("Lena Brandt leads Orel.", "Nina Weber also leads Tarn."),
    "one of several": (
        "Lena Brandt is a director of Orel.",
        "Nina Weber is a director of Orel.",
    ),
    "another contract": (
        "Nina Weber has a contract until 2027.",
        "Lena Brandt's contract is valid until 2030.",
    ),
    "results of another quarter": (
        "Orel disclosed its results on 8 May 2025.",
        "Orel disclosed its results on 2 August 2025.",
    ),
    "the next time": (
        "The committee of Orel next meets on 19 May 2026.",
        "The committee of Orel next meets on 2 September 2026.",
    ),
    "the same from the other end": (
        "Orel bought the mill from Tarn.",
        "Tarn sold the mill to Orel.",
    ),
}


@pytest.mark.parametrize("name", _NEVER)
def test_never_a_contradiction(name: str, nlp: Language, lexicon: Lexicon) -> None:
    """What only looks like a conflict raises none."""
    verdict = _judge(*_NEVER[name], nlp, lexicon)

    assert verdict.kind.value not in {"contradicts", "updates"}, verdict.reason


def test_a_claim_that_breaks_the_judge_is_unclear_and_says_why() -> None:
    """A lexicon that is none: an error of ours, which must not stop a run."""
    held = row(claim("Orel Paper employs 210 people"))

    verdict = compare(claim("Orel Paper has 400 people"), [held], lexicon=None)  # type: ignore[arg-type]

    assert (verdict.kind, verdict.reason) == (VerdictKind.UNCLEAR, FAILED)
    assert "AttributeError" in verdict.features["error"]


_NOT_KNOWN = [
    # another rank, number, day or field
    ("This is his third novel.", "This is his fifth novel."),
    ("The fund invests over four years.", "The fund invests over nine years."),
    ("Towns of more than 900 people get a bus.", "Towns of over 1,400 get a bus."),
    ("Orel was founded by two brothers.", "Orel was founded by two brothers in 1931."),
    ("She was deputy health minister.", "She was deputy defence minister."),
    ("The lease was signed in 2023.", "The lease runs until 2038."),
    # the same words round another way
    ("Tenants have sued the bank over fees.", "The bank has sued tenants over fees."),
    ("They beat Tarn in Kolin.", "In Kolin Tarn beat Orel."),
    ("The panel found the test reliable.", "The panel found the test unreliable."),
    ("Orel wants to sue the bank.", "Orel wants to sue not the bank but the state."),
    ("Students travel free on Sundays only.", "Students travel free on all days."),
    ("Most weavers are in the guild.", "All weavers are in the guild."),
    ("The paint is sold in all shops.", "The paint is sold in few shops."),
    ("The shops sell the paint.", "Few shops sell the paint."),
    # somebody or something else
    ("Nina Weber leads the Ostrava Mill.", "Lena Brandt leads the Ostrava Mill."),
    ("The union recommends the offer.", "The union advised staff against the offer."),
]


@pytest.mark.parametrize(("old", "new"), _NOT_KNOWN)
def test_what_differs_in_one_thing_is_not_known(old, new, nlp, lexicon):
    assert _judge(old, new, nlp, lexicon).kind is not VerdictKind.KNOWN


_STILL_KNOWN = [
    ("The bridge was opened in May 2021.", "In May 2021 the bridge opened."),
    ("Orel has sued the bank over fees.", "The bank was sued by Orel over fees."),
    ("Orel wants to sue not the bank but Tarn.", "Orel wants to sue Tarn."),
    ("Orel bought the mill in 2019.", "The mill was acquired by Orel in 2019."),
    ("This is his third novel.", "It is his third novel."),
    ("The judges called the test unfair.", "The test was called unfair by judges."),
    ("All weavers of Kolin are in the guild.", "Most of its weavers are in the guild."),
    (
        "Lena Brandt, the health minister, visited Kolin.",
        "Kolin was visited by health minister Lena Brandt.",
    ),
]


@pytest.mark.parametrize(("old", "new"), _STILL_KNOWN)
def test_the_same_told_another_way_is_known(old, new, nlp, lexicon):
    assert VerdictKind.KNOWN is _judge(old, new, nlp, lexicon).kind


_IN_OTHER_WORDS = [
    ("The mill employs 400 people.", "Some 400 people have jobs at the mill."),
    ("Eleven pillars of granite carry it.", "It stands on eleven granite pillars."),
]


@pytest.mark.parametrize(("old", "new"), _IN_OTHER_WORDS)
def test_what_only_repeats_is_known(old, new, nlp, lexicon):
    assert VerdictKind.KNOWN is _judge(old, new, nlp, lexicon).kind


def test_a_telling_figure_of_its_own_is_never_known(nlp, lexicon, monkeypatch):
    old, new = "The mill employs many people.", "Some 437 people have jobs at the mill."
    monkeypatch.setattr(asked, "SAME_ENOUGH", 0.0)
    without = "Many people have jobs at the mill."

    assert _judge(old, without, nlp, lexicon).reason == "judged_known"
    assert VerdictKind.KNOWN is not _judge(old, new, nlp, lexicon).kind


@pytest.mark.parametrize(
    ("kind", "sure", "expected"),
    [
        ("contradicts", 0.7, "known"),
        ("contradicts", 0.9, "contradicts"),
        ("updates", 0.7, "updates"),
    ],
)
def test_what_repeats_one_more_surely_contradicts_no_other(
    kind, sure, expected, monkeypatch
):
    told = [Verdict(kind=VerdictKind(kind), reason="judged_date", confidence=sure)]
    again = Verdict(kind=VerdictKind.KNOWN, reason="judged_known", confidence=0.8)
    monkeypatch.setattr(asked, "_repeated", lambda *_: [again])

    found = asked._unless_repeated(told, [], claim("the ferry is late"), [])

    assert [each.kind.value for each in found] == [expected]
