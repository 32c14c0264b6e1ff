"""Pages, documents, languages and copies."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.article.copies import (
    agency,
    fingerprint,
    is_copy,
    origin_of,
    similarity,
)
from extractors.article.document import read_document
from extractors.article.language import detect
from extractors.article.links import to_xpath
from extractors.article.markup import decode, lines
from extractors.article.metadata import without_site
from extractors.article.page import read_page, tidy
from extractors.model import Entry, ExtractError, Source

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://www.gazette.example/2026/mill"
SOURCE = Source(id="gazette", kind="feed", url="https://www.gazette.example/feed")
STORY = (DATA / "pages" / "story.txt").read_text()


def read(html: bytes, url: str = URL, charset: str = "", **entry):
    known = Entry(**{"source_id": "gazette", "url": url, **entry})
    return read_page(
        html, entry=known, source=SOURCE, final_url=url, fetched_at=NOW, charset=charset
    )


@pytest.mark.parametrize(
    "path", sorted((DATA / "pages").glob("*.html")), ids=lambda p: p.stem
)
def test_layouts_give_the_same_article_as_ever(path):
    article = read(path.read_bytes())
    expected = json.loads(path.with_suffix(".expected").read_text())
    found = {name: getattr(article, name) for name in expected}
    found |= {n: v.isoformat() for n, v in found.items() if isinstance(v, datetime)}

    assert expected == found


def page(head: str = "", body: str = "") -> bytes:
    prose = "".join(f"<p>{row}</p>" for row in STORY.split("\n"))
    return f"<html><head>{head}</head><body>{body}<article>{prose}</article></body>".encode()


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [
        ("https://gazette.example/mill-sold", "https://gazette.example/mill-sold"),
        ("/mill-sold", "https://www.gazette.example/mill-sold"),
        ("https://times.example.org/their-story", URL),
        ("https://www.gazette.example/", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
    ],
)
def test_a_page_speaks_for_its_own_site_only(canonical, expected):
    article = read(page(f'<link rel="canonical" href="{canonical}">'))

    assert article.canonical_url == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2026-02-20T08:00:00+01:00">',
         datetime(2026, 2, 20, 7, tzinfo=UTC)),
        ('<meta property="article:published_time" content="2036-02-20">', None),
        (('<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],'
          '"datePublished":"2026-02-21T00:30:00Z"}]}</script>'),
         datetime(2026, 2, 21, 0, 30, tzinfo=UTC)),
        ('<script type="application/ld+json">{"@type":"NewsArticle",</script>', None),
        ('<meta name="date" content="0001-01-01">', None),
    ],
)  # fmt: skip
def test_the_page_dates_itself_within_reason(head, expected):
    assert read(page(head)).published_at == expected


def test_the_feeds_word_fills_what_the_page_leaves_out():
    article = read(
        page(), title="From the feed", author="A. Writer", publisher="The Courier",
        published_at=NOW,
    )  # fmt: skip

    assert article.title == "From the feed"
    assert (article.author, article.published_at) == ("A. Writer", NOW)
    assert (article.publisher, article.origin) == ("The Courier", "courier")


def test_lists_and_rows_are_lines_of_their_own():
    rows = "- first\n  - nested\n| a | b |\n| --- |\n3. third\nx - y"

    assert tidy(rows) == "first\nnested\na, b\nthird\nx - y"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mill sold | The Gazette", "Mill sold"),
        ("Mill sold - gazette.example", "Mill sold"),
        ("Mill sold - again", "Mill sold - again"),
        ("The Gazette", "The Gazette"),
    ],
)
def test_the_sites_name_is_no_part_of_a_title(title, expected):
    assert without_site(title, "The Gazette", "https://gazette.example/") == expected


@pytest.mark.parametrize(
    ("data", "charset", "expected"),
    [
        ("Mühle".encode(), "", "Mühle"),
        ("Mühle".encode(), "iso-8859-1", "Mühle"),
        ("Mühle".encode("latin-1"), "iso-8859-1", "Mühle"),
        ("Mühle €".encode("cp1252"), "latin-1", "Mühle €"),
        (b"<meta charset=windows-1251>" + "Мельница".encode("cp1251"), "",
         "<meta charset=windows-1251>Мельница"),
        ("Mühle".encode("utf-16"), "utf-8", "Mühle"),
        ("\ufeffMühle".encode(), "", "Mühle"),
        ("水車".encode("iso2022_jp"), "iso-2022-jp", "水車"),
        ("水車小屋".encode("shift_jis"), "shift_jis", "水車小屋"),
        (b"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-"),
        (b"plain", "no-such-charset", "plain"),
        (bytes(range(256)) * 20, "utf-8", None),
        (b"", "", ""),
    ],
)  # fmt: skip
def test_bytes_are_decoded_by_evidence(data, charset, expected):
    """Row 24."""
    assert decode(data, charset) == expected


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_bytes_break_the_decoder(data, charset):
    text = decode(data, charset)

    assert text is None or isinstance(lines(text), list)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_an_article_or_an_error(noise):
    reasons = set()
    try:
        article = read(noise + page()[: 3 * len(noise)])
    except ExtractError as error:
        article = None
        reasons.add(error.reason)
    assert "" not in reasons
    assert article is None or article.text


def test_markup_becomes_its_visible_lines():
    markup = (
        "<style>p{}</style><nav>Home</nav><p>One &lt; <b>two</b>"
        "<br>three<!-- <p>no --><script>if (a<b) x</script><li>four</li> 5 < 6"
    )

    assert lines(markup) == ["Home", "One < two", "three", "four", "5 < 6"]
    assert "Home" not in lines(markup, furniture=False)


def document(text: str, **more):
    known = {
        "source_id": "seed",
        "published_at": None,
        "publisher": "",
        "fetched_at": NOW,
    }
    return read_document(text, **{**known, **more})


def test_every_line_of_a_document_stays_a_line():
    text = "Title here\n\n  • first point\n  • second point\nLast — line."

    assert document(text).text.split("\n") == [
        "Title here", "• first point", "• second point", "Last — line.",
    ]  # fmt: skip


def test_marks_of_markdown_and_tags_are_dropped():
    text = "# Head\n\n**Bold** and [a link](http://x.y) `code` 2 * 3 * 4\n> quoted\n"

    assert document(text).text == "Head\nBold and a link code 2 * 3 * 4\nquoted"
    assert document("<html><p>One</p><p>Two</p>").text == "One\nTwo"


def test_a_documents_key_is_its_address_or_its_words():
    one = document("Same words", url="https://a.example/1")

    assert one.article_id == document("Other", url="http://www.a.example/1/").article_id
    assert document("A").article_id != document("B").article_id
    assert (
        document("A", name="f.txt").article_id == document("B", name="f.txt").article_id
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("The mill was sold to the workers for ten dollars and it will be run by them "
         "in the spring, as the owner of the mill has said."), "en"),
        (("Die Mühle wurde für zehn Dollar an die Arbeiter verkauft und soll nicht mehr "
         "von der Familie, sondern von den Leuten im Dorf geführt werden."), "de"),
        (("Le moulin a été vendu aux ouvriers pour dix dollars et il sera dirigé par eux "
         "dans le village, comme la famille et le maire des lieux l'ont dit."), "fr"),
        (("El molino fue vendido a los trabajadores por diez dólares y no será dirigido "
         "por la familia, según el alcalde que habló con la prensa en el lugar."), "es"),
        ("Мельница была продана рабочим в пятницу вечером.", "ru"),
        ("水車小屋は金曜の夜に労働者に売られた。", "ja"),
        ("Short", ""),
    ],
)  # fmt: skip
def test_languages_are_told_apart(text, expected):
    """Row 29."""
    assert detect(text) == expected


def test_a_declared_language_counts_only_where_words_are_silent():
    assert detect("Short", "en-US") == "en"
    assert (
        detect("The mill of the river and the men of it were in the news " * 3, "de")
        == "en"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LONDON (Reuters) - The mill was sold.", "Reuters"),
        ("SAN FRANCISCO, Nov 3 (Reuters) - The mill was sold.", "Reuters"),
        ("NEW YORK (AP) — The mill was sold.", "AP"),
        ("Berlin (dpa) - Die Mühle ist verkauft.", "dpa"),
        ("By Jane Doe | AP\nThe mill was sold.", "AP"),
        ("The mill was sold.\nReporting by A. B.; Editing by C. D.", "Reuters"),
        ("The mill was sold.\n(AFP)", "AFP"),
        ("The mill was sold.\nSource: Reuters", "Reuters"),
        ("By Northern Wire\nThe mill was sold.", "Northern Wire"),
        ("TARN (Upland Press Agency) - The mill was sold.", "Upland Press Agency"),
        ("The mill was sold to Northern Wire, a maker of cables.", ""),
        ("BERGEN, March 4 /PRNewswire/ -- The mill", "PR Newswire"),
        ("The owner told Reuters that the mill was sold.", ""),
        ("The mill was sold, AP reported on Friday.", ""),
        ("The mill (formerly AP Holdings) was sold.", ""),
        ("", ""),
    ],
)
def test_an_agency_is_read_from_its_credit_not_from_a_mention(text, expected):
    assert agency(f"Title of it\n{text}") == expected


@pytest.mark.parametrize(
    ("credited", "publisher", "url", "expected"),
    [
        ("Reuters", "The Gazette", URL, "reuters"),
        ("", "reuters.com", "", "reuters"),
        ("", "The Gazette", URL, "gazette"),
        ("", "", URL, "gazette"),
        ("", "www.thegazette.co.uk", "", "gazette"),
        ("", "Associated Press", "", "ap"),
    ],
)
def test_one_origin_has_one_key(credited, publisher, url, expected):
    assert origin_of(credited, publisher, url) == expected


def test_a_text_credited_to_an_agency_has_its_origin_wherever_it_stands():
    article = read(page('<meta name="author" content="Northern Wire staff">'))

    assert (article.publisher, article.origin) == ("gazette.example", "northernwire")


def test_an_endless_document_is_capped():
    """Row 29."""
    assert len(document("word " * 100_000).text) == 200_000


def test_copies_are_told_from_reports_of_the_same_event():
    rows = STORY.split("\n")
    cut = "\n".join(rows[:-2])
    local = "Our town is not far from the mill at all.\n" + STORY + "\nWrite to us."
    edited = STORY.replace("Friday", "Saturday").replace("ten", "eleven")
    retold = (DATA / "pages" / "retold.txt").read_text()
    own = fingerprint(STORY)

    assert similarity(own, own) == 1.0
    assert all(is_copy(own, fingerprint(text)) for text in (cut, local, edited))
    assert not is_copy(own, fingerprint(retold))
    assert not is_copy(own, fingerprint(""))
    assert len(own) == 512


def test_simple_selectors_become_paths():
    assert to_xpath("a") == "//a"
    assert to_xpath("main > a[rel=x], h2 a") == "//main/a[@rel='x'] | //h2//a"
    for wrong in ("", "a:hover", "a + b", "a[", "']"):
        with pytest.raises(ValueError):
            to_xpath(wrong)
