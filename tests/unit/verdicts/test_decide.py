"""Claims of one article -> findings, decisions, the identity of an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from extractors.model import (
    Entity,
    Outcome,
    Severity,
    Slot,
    Status,
    Trust,
    Verdict,
    VerdictKind,
)
from extractors.verdicts.alerts import alert_id, louder, severity
from extractors.verdicts.decide import Judged, decide
from extractors.verdicts.findings import MOST, Found, findings
from extractors.verdicts.newsworthy import Newsworthiness
from tests.unit.verdicts.claim_makers import TOPIC, acting, article, claim, money, row

NEW = Verdict(
    kind=VerdictKind.NEW,
    reason="nothing_comparable",
    confidence=0.7,
    features={"familiar": 0.9, "fresh_names": 0.5},
)
UPDATE = Verdict(
    kind=VerdictKind.UPDATES, reason="later", confidence=0.9, slot=Slot.QUANTITY
)
TOLD = Newsworthiness(alert=True, reason="newsworthy", score=1.0)
LESSER = Newsworthiness(alert=False, reason="minor", score=0.1, companion=True)
AT = datetime(2030, 5, 21, tzinfo=UTC)


def found(quote, index, *, worth=TOLD, verdict=NEW, **slots):
    each = claim(quote, sentence_index=index, start=index, **slots)
    return Found(claim=each, verdict=verdict, worth=worth)


def conflict(held, reason="quantity_differs"):
    return Verdict(
        kind=VerdictKind.CONTRADICTS,
        reason=reason,
        confidence=0.9,
        slot=Slot.QUANTITY,
        counterpart=row(held),
    )


class TestFindings:
    def test_claims_of_one_sentence_are_one_finding(self):
        one = found("Orel buys the ferry", 4)
        other = found("carrying lighthouse keepers", 4)

        assert findings([one, other]) == [[one, other]]

    def test_title_and_lead_are_one_finding(self):
        title, lead = found("Orel buys ferry", 0), found("The shipper paid cash", 1)

        assert len(findings([title, lead])) == 1

    def test_a_telling_figure_joins(self):
        one = found("Orel pays seven million", 2, quantities=(money(7e6),))
        other = found("The price stuns villagers", 6, quantities=(money(7e6),))

        assert len(findings([one, other])) == 1

    def test_other_matters_are_other_findings(self):
        one, other = found("Orel buys ferry", 2), found("Lighthouse gets new lamp", 6)

        assert len(findings([one, other])) == 2

    def test_beyond_the_most_the_nearest_finding_takes_it_in(self):
        words = ["alpha harbour", "bravo lantern", "delta mountain", "gamma orchard"]
        groups = findings([found(w, 2 + 3 * i) for i, w in enumerate(words)])

        assert len(groups) == MOST
        assert [len(g) for g in groups] == [1, 1, 2]

    def test_a_lesser_claim_joins_but_never_leads(self):
        small = found("Lighthouse gets new lamp", 6, worth=LESSER)
        big = found("Orel buys ferry", 2)

        assert findings([small]) == []
        assert findings([small, big]) == [[big, small]]

    def test_a_lesser_claim_joins_a_finding_of_any_kind(self):
        held = claim("Orel owns two ferries")
        one = found("Orel owns three", 7, verdict=conflict(held), worth=None)
        small = found("Lighthouse gets new lamp", 2, worth=LESSER)

        assert findings([small, one]) == [[one, small]]

    def test_a_finding_that_is_full_leaves_lesser_claims_to_the_next(self):
        big, other = found("Orel buys ferry", 2), found("Lighthouse gets new lamp", 40)
        words = [f"{chr(97 + n) * 5} {chr(110 + n) * 6}" for n in range(12)]
        small = [found(w, 4 + 2 * i, worth=LESSER) for i, w in enumerate(words)]

        assert [len(g) for g in findings([big, other, *small[:6]])] == [6, 2]

    def test_a_lesser_claim_that_nobody_has_room_for_stays_out(self):
        big, other = found("Orel buys ferry", 2), found("Lighthouse gets new lamp", 40)
        words = [f"{chr(97 + n) * 5} {chr(110 + n) * 6}" for n in range(12)]
        small = [found(w, 4 + 2 * i, worth=LESSER) for i, w in enumerate(words)]

        assert [len(g) for g in findings([big, other, *small])] == [6, 6]

    def test_conflicts_with_one_old_claim_are_one_finding_and_come_first(self):
        held = claim("Orel owns two ferries")
        one = found("Orel owns three", 7, verdict=conflict(held), worth=None)
        other = found("the three ferries", 9, verdict=conflict(held), worth=None)
        news = found("Lighthouse gets new lamp", 2)

        assert findings([news, one, other]) == [[one, other], [news]]


class TestDecide:
    def _decide(self, *judged, text="Alder Mill and Orel"):
        return decide(article(text), judged, TOPIC, min_confidence=0.6, created_at=AT)

    def test_every_claim_has_one_decision_and_companions_name_the_alert(self):
        lead = claim(sentence_index=1, **acting("Alder Mill"))
        aside = claim("Alder Mill pays cash", sentence_index=1, **acting("Alder Mill"))
        judgement = self._decide(
            Judged(claim=lead, verdict=NEW), Judged(claim=aside, verdict=NEW)
        )
        outcomes = sorted(d.outcome for d in judgement.decisions)

        assert outcomes == [Outcome.ALERTED, Outcome.JOINED]
        assert {d.alert_id for d in judgement.decisions} == {
            judgement.alerts[0].alert_id
        }

    def test_reasons_of_silence(self):
        known = Verdict(
            kind=VerdictKind.KNOWN,
            reason="said_before",
            confidence=0.9,
            counterpart=row(claim()),
        )
        unclear = Verdict(kind=VerdictKind.UNCLEAR, reason="vague", confidence=0.9)
        unsure = replace(conflict(claim()), confidence=0.3)
        cases = (
            (None, Outcome.OFF_TOPIC, "claim_off_topic"),
            (known, Outcome.KNOWN, "said_before"),
            (unclear, Outcome.UNCLEAR, "vague"),
            (unsure, Outcome.UNCLEAR, "below_min_confidence"),
        )
        for verdict, outcome, reason in cases:
            (decision,) = self._decide(Judged(claim=claim(), verdict=verdict)).decisions
            assert (decision.outcome, decision.reason) == (outcome, reason)

    def test_an_article_off_topic_is_silent(self):
        judgement = self._decide(Judged(claim=claim(), verdict=NEW), text="Rain today")

        assert judgement.decisions[0].reason == "article_off_topic"

    def test_a_headline_may_be_new_but_never_contradicts(self):
        headline = replace(article("Alder Mill and Orel"), headline_only=True)
        said = claim(sentence_index=0, in_title=True, **acting("Alder Mill"))
        outcomes = [
            decide(
                headline,
                [Judged(claim=said, verdict=verdict)],
                TOPIC,
                min_confidence=0.6,
                created_at=AT,
            )
            .decisions[0]
            .outcome
            for verdict in (NEW, conflict(claim()))
        ]

        assert outcomes == [Outcome.ALERTED, Outcome.UNCLEAR]

    @pytest.mark.parametrize(
        ("slot", "figures", "closed"),
        [
            (Slot.MODALITY, (), False),
            (Slot.MODALITY, (money(9.0),), True),
            (Slot.QUANTITY, (), True),
        ],
    )
    def test_a_plan_come_true_leaves_figures_that_are_not_told(
        self, slot, figures, closed
    ):
        plan = claim("Alder Mill will pay 7 euros", quantities=(money(7.0),))
        paid = claim("Alder Mill paid", quantities=figures, **acting("Alder Mill"))
        update = replace(UPDATE, slot=slot, counterpart=row(plan))

        judgement = self._decide(Judged(claim=paid, verdict=update))

        assert bool(judgement.supersede) is closed

    def test_quiet_news_is_held_so_that_it_is_told_once(self):
        aside = claim("the ferry leaves the pier", sentence_index=20)
        strange = replace(NEW, features={"familiar": 0.1})
        judgement = self._decide(Judged(claim=aside, verdict=strange))

        assert judgement.decisions[0].outcome is Outcome.NOT_NEWSWORTHY
        assert [o.status for o in judgement.observe] == [Status.OBSERVED]


class TestAnotherStory:
    """An article that names the topic and meets nothing that is held of it."""

    KNOWN = Verdict(
        kind=VerdictKind.KNOWN,
        reason="said_before",
        confidence=0.9,
        counterpart=row(claim()),
    )

    def _decisions(self, lead, *others, naming=()):
        """Of what Orel does, and of so many things that name it only where told."""
        judged = [
            Judged(claim=claim("Orel lets a barge", **acting("Orel")), verdict=lead)
        ]
        for n, verdict in enumerate(others, start=1):
            told = acting("Orel") if n in naming else {}
            aside = claim(f"the lighthouse sold lamp {n}", start=n, **told)
            judged.append(Judged(claim=aside, verdict=verdict))
        cast = ("Alder Mill", "Orel", "Tarn", "Ise", "Wend", "Lomm")
        topic = replace(TOPIC, entities=tuple(Entity(name=name) for name in cast))
        return decide(
            article("Orel and Alder Mill"),
            judged,
            topic,
            min_confidence=0.6,
            created_at=AT,
        ).decisions

    def test_what_it_tells_is_no_news(self):
        first, *_ = self._decisions(NEW, *[NEW] * 11)

        assert first.outcome is Outcome.NOT_NEWSWORTHY
        assert first.reason == "other_story"
        assert first.verdict.features["worth:other_story"] < 0

    @pytest.mark.parametrize(
        ("others", "naming"),
        [
            ([KNOWN, *[NEW] * 10], ()),
            ([NEW] * 11, range(1, 6)),
            ([NEW] * 4, ()),
        ],
        ids=["something is held", "it names the cast in half of it", "it is short"],
    )
    def test_it_is_of_the_story_when(self, others, naming):
        first, *_ = self._decisions(NEW, *others, naming=naming)

        assert first.outcome in {Outcome.ALERTED, Outcome.JOINED}


class TestAlertId:
    def test_wording_does_not_count_beside_a_figure(self):
        one = claim(relation="pay", quantities=(money(7e6),), **acting("Orel"))
        other = replace(one, relation="spend on", object="ferry", quote="other")

        assert alert_id(TOPIC, one, NEW) == alert_id(TOPIC, other, NEW)

    def test_another_figure_another_deed_another_counterpart_do(self):
        one = claim(relation="buy", object="ferry", **acting("Orel"))
        ids = {
            alert_id(TOPIC, one, NEW),
            alert_id(TOPIC, replace(one, quantities=(money(7e6),)), NEW),
            alert_id(TOPIC, replace(one, quantities=(money(8e6),)), NEW),
            alert_id(TOPIC, replace(one, relation="sell"), NEW),
            alert_id(TOPIC, one, conflict(claim("held"))),
        }

        assert len(ids) == 5


class TestSeverity:
    @pytest.mark.parametrize(
        ("verdict", "trust", "watched", "expected"),
        [
            (conflict(claim()), Trust.PRESS, False, "high"),
            (conflict(claim()), Trust.AGGREGATOR, False, "medium"),
            (conflict(claim()), Trust.AGGREGATOR, True, "high"),
            (UPDATE, Trust.PRESS, False, "medium"),
            (replace(UPDATE, slot=Slot.OBJECT), Trust.PRESS, False, "low"),
            (NEW, Trust.PRIMARY, False, "medium"),
            (NEW, Trust.PRESS, False, "low"),
            (NEW, Trust.PRESS, True, "medium"),
        ],
    )
    def test_the_table(self, verdict, trust, watched, expected):
        topic = replace(TOPIC, watch=("Ferry",) if watched else ())
        told_by = replace(article(), trust=trust)

        assert severity(verdict, claim(), told_by, topic) == expected

    def test_a_third_origin_is_one_step_and_no_more(self):
        steps = [louder(Severity.LOW, origins) for origins in (1, 2, 3, 9)]

        assert steps == ["low", "low", "medium", "medium"]
        assert louder(Severity.HIGH, 3) is Severity.HIGH
