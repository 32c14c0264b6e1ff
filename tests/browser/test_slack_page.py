"""The page shows what the blocks say, and nothing in them is markup."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.alerting.message import render
from tests.browser.slack_page import CHROMIUM, page, picture
from tests.fakes.slack_samples import alert


def test_every_block_of_an_alert_is_shown():
    html = page(list(render(alert(1), note="Confirmed by ann").blocks))

    for words in (
        "Contradicts what we hold",
        "Confirmed by ann",
        "Mute 7 days",
        "We hold:",
    ):
        assert words in html


def test_words_of_the_web_stay_words():
    first = alert(1)
    told = replace(
        first, claim=replace(first.claim, quote="<script>x</script> & <!channel>")
    )

    html = page(list(render(told).blocks))

    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt; &amp; &lt;!channel&gt;" in html


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Debian's chromium")
def test_a_picture_is_taken(tmp_path):
    picture(page(list(render(alert(1)).blocks)), tmp_path / "a.png", height=500)

    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
