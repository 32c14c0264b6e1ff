"""Texts through the real judge into a real database, without fetching or Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from extractors.article.document import read_document
from extractors.claims import extract_claims
from extractors.model import Entity, Status, Topic, TopicRule
from extractors.verdicts import load_lexicon
from flows.fanout import pipeline
from flows.judge import Bench, Reading, judge_batch
from flows.seeds import build
from storage import outbox
from tests.fakes.database import fresh

NOW = datetime(2025, 6, 10, 12, tzinfo=UTC)
TOPIC = Topic(
    id="mill",
    name="mill",
    entities=(Entity(name="Tarn Paper"), Entity(name="the mill", kind="FAC")),
    on_topic=(TopicRule(entities=1),),
    key_terms=("paper",),
)
SEED = "The mill employs 400 people. Tarn Paper owns the mill. The lease of the mill runs until 2031."
WORKERS = "The mill has never employed more than 250 people."
MACHINE = "Tarn Paper bought a paper machine for $40 million on Tuesday."
MACHINE_PRICE = "Tarn Paper bought a paper machine for $90 million on Tuesday."


@cache
def lexicon():
    return load_lexicon()


def _article(text, publisher, number, *, at, published, title="On the mill"):
    name = publisher.lower().replace(" ", "-")
    article = read_document(
        text, title=title, url=f"https://{name}.example/{number}",
        source_id=name, published_at=published, publisher=publisher, fetched_at=at,
    )  # fmt: skip
    return replace(article, origin=f"{name}.example")


def _hold(database):
    """The baseline of every newsdesk."""
    day = datetime(2025, 3, 1, tzinfo=UTC)
    seed = _article(SEED, "Register", 1, at=NOW, published=day)
    build(
        database, [seed], topic=TOPIC, nlp=pipeline(), now=NOW, status=Status.SEED
    )  # fmt: skip


class Newsdesk:
    """A database with a baseline, and a clock that a test moves."""

    def __init__(self, home, **bench):
        self.database = fresh(home / "mill.duckdb", _hold)
        self.at = NOW
        self.bench = bench
        self._count = 1

    def _article(self, text, publisher, *, published=None, title="On the mill"):
        self._count += 1
        at = published or self.at
        return _article(
            text, publisher, self._count, at=self.at, published=at, title=title
        )

    def read(self, text, publisher="Courier", **more):
        """Judge one article; return the alerts it raised."""
        self.at += timedelta(minutes=1)
        return self.judge(self._article(text, publisher, **more))

    def edit(self, article, text, *, gone=""):
        """Judge a further version of an article; without text its page is gone."""
        self.at += timedelta(hours=1)
        title = article.title if text else ""
        text = f"{title}\n{text}" if text else ""
        return self.judge(
            replace(article, version=article.version + 1, text=text), gone=gone
        )

    def judge(self, article, *, gone=""):
        [claims] = extract_claims([article], nlp=pipeline(), topic=TOPIC)
        bench = Bench(
            **{
                "topic": TOPIC, "lexicon": lexicon(), "run_id": "r1",
                "channel": "#alerts", "min_confidence": 0.5, "learn_articles": 0,
                "now": lambda: self.at,
            } | self.bench
        )  # fmt: skip
        self.last = article
        with self.database.transaction() as con:
            return judge_batch(
                con, [Reading(article=article, claims=claims, gone=gone)], bench
            )

    def do(self, function, *values, **more):
        with self.database.transaction() as con:
            return function(con, *values, **more)

    def rows(self, sql, *values):
        with self.database.transaction() as con:
            return con.execute(sql, list(values)).fetchall()

    def posts(self):
        return [
            (kind, thread)
            for kind, thread in self.rows(
                "select kind, thread_of from store.outbox order by seq"
            )
        ]

    def send_all(self):
        """As if everything that is due had reached its channel."""
        with self.database.transaction() as con:
            for row in outbox.due(con, self.at):
                outbox.mark_sending(con, row.post.post_id, self.at)
                outbox.mark_sent(con, row.post.post_id, f"{row.seq}.5")

    def payload(self, post_id):
        return str(self.do(outbox.require, post_id).post.payload)

    def outcomes(self):
        """Of the claims of the article that was read last."""
        return set(self.rows(
            "select outcome, reason from decisions where article_id = ?",
            self.last.article_id,
        ))  # fmt: skip
