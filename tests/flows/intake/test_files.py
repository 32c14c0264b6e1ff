"""Files that people drop into a folder: read once, refused with a remedy."""

from __future__ import annotations

import io
import os
import zlib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from extractors.article.mail import read_mail
from extractors.article.wrapped import unwrapped
from extractors.model import ConfigError, Entry, ExtractError, Source
from flows.intake import Fetcher, Guest, Sandbox, fetch_article, list_entries
from flows.intake.sources import Window
from flows.seeds import read_documents
from flows.settings.load import Document
from storage.sources import SourceState
from tests.fakes.files import pdf

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUEST = Guest(Fetcher())
ENTRY = Entry(source_id="drop", url="", guid="a.eml")
SAID = [
    "The mill at the river was sold to its work-",
    "ers on Friday evening, and about 400 people",
    "will keep their jobs.",
    "- The gates reopen in spring.",
]
READ = (
    "The mill at the river was sold to its workers on Friday evening, and about 400 "
    "people will keep their jobs.\n- The gates reopen in spring."
)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as running:
        yield running


def folder(path):
    return Source(id="drop", kind="directory", options={"path": str(path)})


def read_all(path, sandbox):
    """By file name: the article, or why there is none."""
    source, found = folder(path), {}
    for entry in list_entries(
        source, SourceState(source_id="drop"), GUEST, NOW
    ).entries:
        try:
            got = fetch_article(entry, source, GUEST, sandbox, NOW)
            found[entry.guid] = got.article
        except ExtractError as error:
            found[entry.guid] = error
    return found


def mail(body="", *, html="", **headers):
    message = EmailMessage(policy=SMTP)
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if body:
        message.set_content(body)
    if html:
        (message.add_alternative if body else message.set_content)(html, subtype="html")
    return message.as_bytes()


def read_or_refused(data):
    try:
        read_mail(
            data,
            entry=ENTRY,
            source=Source(id="drop", kind="directory"),
            fetched_at=NOW,
        )
    except ExtractError as error:
        return error.reason
    return "read"


def encrypted(data, password):
    writer, locked = PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(locked)
    return locked.getvalue()


def test_a_pdf_becomes_paragraphs_without_heads_and_page_numbers(tmp_path, sandbox):
    head = "Tarn Paper, report, page {}"
    (tmp_path / "report.PDF").write_bytes(
        pdf(
            [head.format(1), *SAID],
            [head.format(2), "Nobody else made an offer."],
            [head.format(3), "It cost €10."],
            title="The mill is sold",
        )
    )
    [article] = read_all(tmp_path, sandbox).values()

    said = f"{READ}\nNobody else made an offer.\nIt cost €10."
    assert article.text == f"The mill is sold\n{said}"
    assert article.published_at == datetime(2026, 2, 27, 9, tzinfo=UTC)


WHOLE = pdf(SAID)
REFUSED = {
    "locked.pdf": (encrypted(WHOLE, "secret"), "encrypted_pdf", "without a password"),
    "scan.pdf": (pdf([], []), "scanned_pdf", "OCR"),
    "cut.pdf": (WHOLE[: len(WHOLE) // 2], "bad_pdf", "print it to a new PDF"),
    "empty.pdf": (b"", "bad_pdf", "print it"),
    "other.pdf": (b"PK\3\4 no pdf at all", "bad_pdf", "print it"),
    "picture.eml": (mail(Subject="x", From="a@b.example"), "empty", "attached"),
    "note.eml": (b"Just a note.\n", "no_mail", "From"),
    "binary.txt": (b"\xff\xfe\x00\xd8" * 50, "bad_encoding", ""),
}


def test_what_cannot_be_read_says_what_to_do_and_stops_nothing(tmp_path, sandbox):
    for name, (data, _, _) in REFUSED.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "opens.pdf").write_bytes(encrypted(WHOLE, ""))
    found = read_all(tmp_path, sandbox)

    assert found.pop("opens.pdf").text == READ
    assert {name: error.reason for name, error in found.items()} == {
        name: reason for name, (_, reason, _) in REFUSED.items()
    }
    for name, (_, _, remedy) in REFUSED.items():
        assert remedy in found[name].detail


def test_a_pdf_that_swells_is_an_outcome_and_the_next_is_read(tmp_path, sandbox):
    bomb = zlib.compress(b"(x) Tj " * 40_000_000)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    whole = pdf(["x"])
    start, end = whole.index(b"<< /Length"), whole.index(b"endstream") + 9
    bad = whole[:start] + stream % (len(bomb), bomb) + whole[end:]
    (tmp_path / "a.pdf").write_bytes(bad)
    (tmp_path / "b.pdf").write_bytes(WHOLE)
    found = read_all(tmp_path, sandbox)

    assert found["a.pdf"].reason in {
        *("bad_pdf", "scanned_pdf"),
        *("extract_memory", "extract_timeout", "extract_crash"),
    }
    assert found["b.pdf"].text == READ


def test_a_mail_gives_subject_date_and_sender(tmp_path, sandbox):
    (tmp_path / "release.eml").write_bytes(
        mail(
            "\n".join([*SAID, "> You wrote this", "-- ", "Jan Orel", "Press office"]),
            html="<p>Other</p>",
            Subject="=?utf-8?q?Mill_sold_for_=E2=82=AC10?=",
            From='"Tarn Paper, press" <press@tarn.example>',
            Date="Fri, 27 Feb 2026 10:00:00 +0100",
        )
    )
    (tmp_path / "letter.eml").write_bytes(
        mail(
            html="<style>p{}</style><p>The mill was sold.</p><p>It cost $10.</p>",
            Subject="Weekly",
            From="news@letter.example",
        )
    )
    found = read_all(tmp_path, sandbox)

    release = found["release.eml"]
    assert release.text == f"Mill sold for €10\n{READ}"
    assert release.publisher == "Tarn Paper, press"
    assert release.published_at == datetime(2026, 2, 27, 9, tzinfo=UTC)
    assert found["letter.eml"].publisher == "letter.example"
    assert found["letter.eml"].text == "Weekly\nThe mill was sold.\nIt cost $10."


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nThe mill was sold.",
        b"Subject: x\nFrom: @@@<<\nDate: never\n\nThe mill was sold.",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\nThe mill was sold.!",
        b"Subject: =?utf-8?b?///?=\n\nThe mill was sold.\xff",
        b"Subject: x\nContent-Type: multipart/mixed\n\nThe mill was sold.",
    ],
)
def test_a_mail_against_the_rules_is_read_or_refused(data):
    assert read_or_refused(data) in {"empty", "read"}


@given(st.binary(max_size=300), st.sampled_from([b"", b"Subject: x\n", b"From: a@b\n"]))
def test_any_bytes_are_a_mail_or_refused(data, head):
    assert read_or_refused(head + data) in {"no_mail", "empty", "read"}


@given(st.lists(st.text("ab .-•é", max_size=30), max_size=20))
def test_unwrapping_loses_no_word(rows):
    def letters(text):
        return "".join(text.replace("-", "").split())

    text = "\n".join(rows)
    assert letters(unwrapped(text)) == letters(text)


def test_only_what_changed_is_listed_again(tmp_path):
    source = folder(tmp_path)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The mill was sold.")
    seen = SourceState(
        source_id="drop", last_ok_at=datetime.now(UTC) + timedelta(hours=1)
    )
    later = (datetime.now(UTC) + timedelta(hours=2)).timestamp()
    os.utime(tmp_path / "b.txt", (later, later))

    def names(window=None):
        return [
            entry.guid
            for entry in list_entries(source, seen, GUEST, NOW, window=window).entries
        ]

    assert names() == ["b.txt"]
    assert names(Window(since=NOW)) == ["a.txt", "b.txt"]


def test_a_seed_document_may_be_a_pdf(tmp_path):
    path = tmp_path / "report.pdf"
    document = Document(path=path, published=NOW.date(), publisher="Register")
    path.write_bytes(WHOLE)
    [article] = read_documents([document], NOW)

    assert (article.text, article.publisher) == (READ, "Register")
    assert article.published_at == datetime(2026, 3, 1, tzinfo=UTC)

    path.write_bytes(encrypted(WHOLE, "secret"))
    with pytest.raises(ConfigError, match=r"report\.pdf: encrypted_pdf: save it"):
        list(read_documents([document], NOW))


def test_extract_reads_a_pdf_and_a_mail(tmp_path, mill):
    (tmp_path / "a.pdf").write_bytes(
        pdf(["The mill in Orel employs 400 people today."])
    )
    (tmp_path / "a.eml").write_bytes(
        mail("The mill in Orel employs 400 people.", Subject="Mill", From="a@b.example")
    )
    for name in ("a.pdf", "a.eml"):
        answer = mill("extract", str(tmp_path / name), "--json")
        assert any("400 people" in row.get("quote", "") for row in answer.rows)
