"""A topic from nothing but its documents."""

from __future__ import annotations

import re

from flows.settings.load import load
from tests.fakes.files import pdf
from tests.flows.conftest import Cli

REPORT = """Tarn Paper owns the mill in Orel. Tarn Paper Ltd. was founded in 1911.
Anna Weller leads Tarn Paper. Weller said that the pulp price had doubled.
The Federal Water Agency (FWA) measured the river. The FWA fined Tarn Paper.
Anna Weller called the pulp price unfair. The Federal Water Agency denied it.
The chlorine came from the bleaching plant. Chlorine is what the agency looks for;
chlorine was found twice. More chlorine was in the river, and chlorine in the pulp.
"""


def test_a_topic_is_proposed_from_its_seeds_and_is_valid(tmp_path):
    cli = Cli(tmp_path / "home")
    seed, other = tmp_path / "report.txt", tmp_path / "note.pdf"
    seed.write_text(REPORT)
    other.write_bytes(
        pdf(["Tarn Paper sold a machine to Weller & Sons for $4 million."])
    )
    made = cli("init", "mill", "--seed", str(seed), "--seed", str(other), "--json")

    assert made.code == 0, made.err
    [row] = made.rows
    names = {"Tarn Paper", "Anna Weller", "Federal Water Agency"}
    assert names <= set(row["entities"])
    assert {"pulp price", "chlorine"} <= set(row["key_terms"])
    settings = load("mill", home=tmp_path / "home", environ={})
    by_name = {each.name: set(each.aliases) for each in settings.topic.entities}
    assert "Weller" in by_name["Anna Weller"]
    assert "FWA" in by_name["Federal Water Agency"]
    assert [d.path.name for d in settings.documents] == ["note.pdf", "report.txt"]
    assert all(document.published for document in settings.documents)
    assert {source.kind for source in settings.sources} == {"bing_news", "google_news"}

    built = Cli(tmp_path / "home", topic="mill")("baseline", "build")
    assert built.code == 0, built.err
    again = cli("init", "mill", "--seed", str(seed))
    assert again.code == 2
    assert "is there already" in again.err


def test_without_seeds_it_says_where_they_go_and_takes_them_up(tmp_path):
    cli = Cli(tmp_path / "home")
    first = cli("init", "mill")
    folder = re.search(r"into (\S+)", first.err)[1]

    assert first.code == 0
    (tmp_path / "home" / "topics" / "mill" / "seeds" / "a.txt").write_text(REPORT)
    assert folder == str(tmp_path / "home" / "topics" / "mill" / "seeds")
    assert cli("init", "mill").code == 0
    assert load("mill", home=tmp_path / "home", environ={}).topic.id == "mill"


def test_what_cannot_be_a_topic_is_refused_with_a_reason(tmp_path):
    cli = Cli(tmp_path / "home")
    photo, empty = tmp_path / "photo.jpg", tmp_path / "empty.txt"
    photo.write_bytes(b"x")
    empty.write_text("nothing is said of anybody.")

    for arguments, said in [
        (["../mill"], "is no id"),
        (["mill", "--seed", str(photo)], "is none of"),
        (["mill", "--seed", str(tmp_path / "gone.txt")], "there is no file"),
        (["mill", "--seed", str(empty)], "no name was found"),
    ]:
        answer = cli("init", *arguments)
        assert (answer.code, said in answer.err) == (2, True), answer.err
