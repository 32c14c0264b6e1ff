"""The page: whole, self-contained, and web text is only text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flows import report
from flows.report.charts import quantity_charts, validity_chart
from flows.report.marks import marked
from storage.database import Database, open_snapshot
from tests.flows.report_samples import HOSTILE, MADE, fill

CSS = Path(report.__file__).with_name("templates") / "page.css"


@pytest.fixture
def page(tmp_path):
    database = Database(tmp_path / "mill.duckdb")
    database.migrate(topic="mill")
    fill(database)
    con = open_snapshot(database.snapshot_path)
    yield report.render(con, title="The <mill>", now=MADE)
    con.close()


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def test_it_asks_nobody_for_anything(page):
    elements = Elements(page)

    for tag, attributes in elements.found:
        assert not {"src", "srcset", "action", "poster"} & attributes.keys(), tag
    assert [each["href"] for each in elements.of("link")] == ["data:,"]
    assert "url(" not in page
    assert "@import" not in page


def test_web_text_is_only_text(page):
    elements = Elements(page)

    assert len(elements.of("script")) == 1
    assert elements.of("img") == elements.of("b") == []
    assert "&lt;script&gt;document.title" in page
    assert "The &lt;mill&gt;" in page
    assert not [a for a in elements.of("a") if "javascript" in a["href"]]
    assert not [k for _, a in elements.found for k in a if k.startswith("on")]


def test_both_sides_are_there_with_what_differs_marked(page):
    assert "The mill employs <mark>400</mark> people" in page
    assert "never employed more than <mark>250</mark> people" in page
    assert "open since 2025-06-01" in page
    assert "Single claims" not in page
    assert "Tarn Paper plans to close" in page
    assert "2025-04-30" in page


def test_an_empty_baseline_gives_a_page_too(tmp_path):
    database = Database(tmp_path / "mill.duckdb")
    database.migrate(topic="mill")
    database.publish_snapshot()
    con = open_snapshot(database.snapshot_path)

    page = report.render(con, title="", now=MADE)

    con.close()
    assert "Nothing contradicts what we hold" in page
    assert "last run never" in page


@pytest.mark.parametrize(
    ("text", "other", "values", "expected"),
    [
        ("It has 4 & 5", "It has 3", ("4 & 5", "3"),
         "It has <mark>4 &amp; 5</mark>"),
        ("it plans to sell", "it neither bought nor sold", ("sell it", "not sell"),
         "it <mark>plans</mark> to <mark>sell</mark>"),
        ("it neither bought nor sold", "it plans to sell", ("not sell", "sell it"),
         "it <mark>neither</mark> bought <mark>nor</mark> sold"),
        ("<i>in May</i>", "", ("", ""), "&lt;i&gt;in May&lt;/i&gt;"),
        ("The mill closed", "The mill opened", ("", ""), "The mill <mark>closed</mark>"),
        ("", "something", ("x", ""), ""),
    ],
)  # fmt: skip
def test_what_differs_is_marked(text, other, values, expected):
    assert marked(text, other, *values) == expected


def test_a_charts_words_are_escaped_and_its_colours_are_the_pages():
    row = {"matter": "<m>", "unit": "USD", "per": "", "since": date(2025, 3, 1),
           "amount": 1e9, "value": HOSTILE, "status": "seed"}  # fmt: skip
    [(title, svg)] = quantity_charts([row, {**row, "since": date(2025, 5, 1)}])
    bars = validity_chart(
        [{"text": HOSTILE, "valid_from": None, "valid_to": date(9999, 1, 1),
          "status": "observed"}], date(2025, 5, 1),
    )  # fmt: skip

    assert title == "<m> (USD)"
    for drawn in (svg, bars):
        tags = {each.tag.rpartition("}")[2] for each in ET.fromstring(drawn).iter()}
        assert not tags & {"script", "img", "image", "foreignObject", "a"}
        assert re.findall(r"#0[0-9a-f]{5}", drawn) == []
    assert "var(--seed)" in svg
    assert "var(--observed)" in bars
    assert validity_chart([], date(2025, 5, 1)) == ""


def test_every_colour_of_text_can_be_read():
    """WCAG AA: at least 4.5 to 1 on paper and on cards, in light, dark and print."""
    blocks = re.findall(r":root \{(.*?)\}", CSS.read_text(), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        colours = dict(re.findall(r"--([\w-]+): (#\w+)", block))
        for name in ("ink", "soft", "accent", "contradicts", "updates", "new"):
            for ground in ("paper", "card"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
        assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_command_writes_it(run_once, tmp_path):
    cli, first = run_once
    file = tmp_path / "page.html"

    [said] = cli("report", "--out", str(file), "--json").rows
    wrong = cli("report", "--out", str(tmp_path / "none" / "page.html"))

    page = file.read_text()
    assert said["bytes"] == len(page.encode())
    assert all(alert["alert_id"] in page for alert in first.alerts)
    assert wrong.code == 2
