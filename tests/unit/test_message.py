"""What a message says, and what no input can make it say."""

from __future__ import annotations

import dataclasses
import html
import io
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from extractors.model import Modality, Status, VerdictKind
from flows.alerting import terminal, wording
from flows.alerting.blocks import checked_url, escaped
from flows.alerting.limits import MAX_TOTAL_CHARS, validate_blocks, validate_text
from flows.alerting.message import digest, notice, render, reply, short_form
from tests.fakes.slack_samples import alert, article, claim, held

HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "<!channel> <@U123> <#C123|x> <https://evil.example|bank> <!subteam^S1>",
            "@channel @here https://evil.example evil.example mailto:a@b.example",
            "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
            "``` `x` *b* _i_ ~s~ > quote :smile:",
            "\x1b[31m\x07\x00\u202e\u2066\u200b\ud800",
            "&" * 5000,
            "<" * 40_000,
            "a" * 40_000,
            "👩‍👩‍👧" * 3000,
            "",
            "   \n\n ",
        ]
    ),
)
URLS = st.one_of(
    HOSTILE,
    st.sampled_from(
        [
            "https://ok.example/a?b=c&d=<!channel>#f",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//host/path",
            "https://user:pass@evil.example/",
            "http://127.0.0.1:8888\\@evil.example/",
            "https://a.example/" + "x" * 5000,
            "https://a.example/|<!here>",
            "https://[::1",
            "https://a.example:99999/",
        ]
    ),
)


@st.composite
def alerts(draw):
    said = claim(
        draw(HOSTILE),
        attribution=draw(HOSTILE),
        matter=draw(HOSTILE),
        modality=draw(st.sampled_from(Modality)),
    )
    kind = draw(st.sampled_from(["new", "updates", "contradicts"]))
    sample = alert(kind=VerdictKind(kind))
    baseline = held(
        claim=claim(draw(HOSTILE)),
        document=draw(HOSTILE),
        document_url=draw(URLS),
        status=draw(st.sampled_from(Status)),
    )
    return dataclasses.replace(
        sample,
        claim=said,
        article=article(
            publisher=draw(HOSTILE),
            title=draw(HOSTILE),
            url=draw(URLS),
            headline_only=draw(st.booleans()),
        ),
        baseline=baseline if sample.baseline else None,
        companions=tuple(claim(draw(HOSTILE)) for _ in range(draw(st.integers(0, 5)))),
        verdict=dataclasses.replace(
            sample.verdict,
            old_value=draw(HOSTILE),
            new_value=draw(HOSTILE),
            features={"perhaps": {"document": draw(HOSTILE), "text": draw(HOSTILE)}},
        ),
    )


def leaves(value):
    """Every dict of the message that is shown."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict):
        yield value
        yield from leaves(list(value.values()))


def rendered(one):
    return (
        render(one),
        render(one, note="Superseded by v1ab"),
        short_form(one),
        reply(one),
    )


@settings(max_examples=60, deadline=None)
@given(alerts())
def test_no_input_yields_markup(one):
    """Nothing is mrkdwn, and no control sequence of Slack's survives."""
    for message in rendered(one):
        for leaf in leaves(message.blocks):
            assert leaf.get("type") not in ("mrkdwn", "user", "usergroup", "broadcast")
            text = leaf.get("text")
            if isinstance(text, str):
                assert not set("<>") & set(text)
                assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", text, re.DOTALL)
            if "url" in leaf:
                assert re.match(r"https?://[^\s<>|\"@\\]+\Z", leaf["url"])
        links = re.findall(r"<[^>]*>?", message.text)
        assert all(re.fullmatch(r"<https?://[^\s<>|]+>", link) for link in links)
        assert len(links) <= 1


@settings(max_examples=60, deadline=None)
@given(alerts())
def test_every_limit_holds_for_every_size(one):
    for message in rendered(one):
        assert validate_blocks(message.blocks) == []
        assert validate_text(message.text) == []


@settings(max_examples=60, deadline=None)
@given(alerts())
def test_a_terminal_gets_no_escape_sequence_from_the_web(one):
    console = Console(width=80, record=True, file=io.StringIO())

    console.print(terminal.render(one))

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", console.export_text())


@settings(max_examples=50, deadline=None)
@given(st.lists(HOSTILE, max_size=40))
def test_a_digest_holds_the_limits_and_breaks_no_entity(many):
    message = digest([escaped(text, 3000) for text in many], title="held back")

    assert validate_blocks(message.blocks) == []
    for leaf in leaves(message.blocks):
        if isinstance(leaf.get("text"), str):
            assert not re.search(r"&(?!amp;|lt;|gt;)", leaf["text"])


@given(HOSTILE, st.integers(5, 3000))
@example("&" * 10, 11)
def test_a_cut_text_keeps_its_limit_and_whole_entities(text, limit):
    cut = escaped(text, limit)

    assert 1 <= len(cut) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut)


def test_the_message_shows_verdict_claim_difference_and_both_sides():
    blocks = html.unescape(str(render(alert()).blocks))

    for shown in (
        "Contradicts what we hold · high severity",
        "400 people",
        "at most 250 people",
        "The mill employs 400 people.",
        "The mill never employed more than 250 people.",
        "Annual report",
        "10 Mar 2025",
        "Valley Post",
        "12 Jun 2025",
        "reported, according to the union",
        "likely (0.82)",
        "4 articles, 2 independent origins",
        "mill · v1000001",
    ):
        assert shown in blocks


def test_a_sentence_with_several_claims_is_shown_once():
    one = alert()
    both = "The mill sold a boat and bought a barge."
    companions = (
        claim(one.claim.sentence, claim_id="c7"),
        claim("The mill sold a boat", sentence=both),
        claim("bought a barge", sentence=both),
    )

    told = wording.companions(dataclasses.replace(one, companions=companions))
    assert told == ([both], "")
    only_own = dataclasses.replace(one, companions=companions[:1])
    assert "In the same article" not in str(render(only_own).blocks)


def test_what_is_new_shows_what_it_may_be_at_odds_with():
    one = alert(kind=VerdictKind.NEW)
    perhaps = {"document": "Annual report", "text": "The mill employs 400 people."}
    doubtful = dataclasses.replace(
        one, verdict=dataclasses.replace(one.verdict, features={"perhaps": perhaps})
    )
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(terminal.render(doubtful))

    for shown in (str(render(doubtful).blocks), console.export_text()):
        assert "Perhaps at odds with what we hold" in shown
        assert "The mill employs 400 people." in shown
    assert "Perhaps" not in str(render(one).blocks)


def test_the_buttons_name_the_alert():
    [actions] = [
        block for block in render(alert()).blocks if block["type"] == "actions"
    ]

    assert [(one["action_id"], one["value"]) for one in actions["elements"]] == [
        ("claimwatch_confirm", "v1000001"),
        ("claimwatch_dismiss", "v1000001"),
        ("claimwatch_mute", "v1000001"),
        ("claimwatch_open", "v1000001"),
    ]


def test_an_article_without_a_safe_address_has_no_link_and_no_button():
    text = str(render(alert(article=article(url="javascript:alert(1)"))).blocks)

    assert "javascript" not in text
    assert "claimwatch_open" not in text


def test_only_an_update_strikes_the_old_value():
    updates = str(render(alert(kind=VerdictKind.UPDATES)).blocks)

    assert "strike" in updates
    assert "strike" not in str(render(alert()).blocks)


def test_headline_only_and_denials_are_said():
    denied = claim(modality=Modality.DENIED, attribution="the owner")
    blocks = str(
        render(alert(claim=denied, article=article(headline_only=True))).blocks
    )

    assert "headline only" in blocks
    assert "denied, according to the owner" in blocks


def test_one_article_of_one_origin_is_counted_in_the_singular():
    assert (
        wording.counter(alert(copies=1, origins=1)) == "1 article, 1 independent origin"
    )


@pytest.mark.parametrize(
    ("url", "passage", "expected"),
    [
        ("https://a.example/x", "one two", "https://a.example/x#:~:text=one%20two"),
        (
            "https://a.example/x#top",
            "a-b, c",
            "https://a.example/x#top:~:text=a%2Db%2C%20c",
        ),
        ("", "one", ""),
        ("https://a.example/", "", "https://a.example/"),
        (
            "https://a.example/",
            "one two three four five six seven eight nine ten eleven",
            "https://a.example/#:~:text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
        ),
    ],
)
def test_a_link_leads_to_the_passage(url, passage, expected):
    assert expected == wording.text_fragment(url, passage)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://user@a.example/",
        "https:///path",
        "https://a b.example/",
        "http://a.example:0/",
        "http://a.example:99999/",
        "http://[::1",
        "",
    ],
)
def test_an_address_that_is_no_web_page_is_not_linked(url):
    assert checked_url(url) == ""


def test_an_address_too_long_for_a_link_loses_its_fragment_first():
    url = "https://a.example/" + "x" * 900

    assert url == checked_url(f"{url}#:~:text={'y' * 300}")


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([{"type": "divider"}] * 51, "51 blocks"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "mrkdwn"),
        (
            [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
            "1 to 150",
        ),
        ([{"type": "section"}], "neither text nor fields"),
        (
            [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
            "1 to 2000",
        ),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "1 to 3000"),
        ([{"type": "context", "elements": []}], "1 to 10"),
        ([{"type": "actions", "elements": [{"type": "poll"}]}], "poll"),
        ([{"type": "rich_text", "elements": []}], "without elements"),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "user"}]}
                    ],
                }
            ],
            "user",
        ),
        ([{"type": "video"}], "video"),
        ([{"type": "divider", "block_id": "x"}] * 2, "given twice"),
        (
            [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2600}}]
            * 4,
            f"fewer than {MAX_TOTAL_CHARS}",
        ),
    ],
)
def test_what_slack_would_refuse_is_found(blocks, problem):
    assert problem in "; ".join(validate_blocks(blocks))


def test_a_notice_to_the_operators_is_valid():
    message = notice("Source down", ["valley: no answer <since> 9:00"] * 200)

    assert validate_blocks(message.blocks) + validate_text(message.text) == []


@pytest.mark.parametrize("kind", ["new", "updates", "contradicts"])
def test_the_terminal_shows_what_slack_shows(kind):
    one = alert(kind=VerdictKind(kind))
    console = Console(width=120, record=True, file=io.StringIO())

    console.print(terminal.render(one))

    shown = console.export_text()
    for words in (wording.headline(one), one.claim.quote, "Valley Post", one.alert_id):
        assert words in shown
    assert ("We hold: Annual report" in shown) is (one.baseline is not None)


def test_days_are_written_out():
    assert wording.day(date(2025, 3, 5)) == "5 Mar 2025"
    assert wording.day(datetime(2025, 3, 5, 23, tzinfo=UTC)) == "5 Mar 2025"
    assert wording.day(None) == ""
