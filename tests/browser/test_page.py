"""The page in a real browser: found, filtered, read by keyboard, printed, in the dark."""

from __future__ import annotations

import base64
import importlib.util
import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from flows import report
from storage.database import Database, open_snapshot
from tests.browser.chromium import HOW, chromium
from tests.flows.report_samples import HOSTILE, MADE, fill

pytestmark = pytest.mark.browser
# Where CI keeps the screenshots.
SHOTS = Path(os.environ.get("CLAIMWATCH_SHOTS") or "var/shots")
SHOWN = "[...document.querySelectorAll('[data-kind]')].filter(e => e.checkVisibility())"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not shutil.which("chromium"):
        pytest.skip(HOW)
    with chromium(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(browser, tmp_path):
    database = Database(tmp_path / "mill.duckdb")
    database.migrate(topic="mill")
    fill(database)
    con = open_snapshot(database.snapshot_path)
    file = tmp_path / "page.html"
    file.write_text(report.render(con, title="The mill", now=MADE))
    con.close()
    browser.said.clear()
    browser.asked.clear()
    browser.look()
    browser.open(file)
    yield browser
    assert browser.said == []
    assert [url for url in browser.asked if not url.startswith(file.as_uri())] == []


@pytest.fixture(scope="module")
def axe():
    """axe-core as its one file; the package's own driver is not wanted."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None:
        pytest.skip("axe is missing: deploy/test installs deploy/requirements-axe.txt")
    [folder] = found.submodule_search_locations
    return Path(folder, "axe.min.js").read_text("utf-8")


def shown(page):
    return page.run(f"{SHOWN}.map(e => e.id)")


def test_hostile_titles_are_shown_as_text(page):
    assert page.run("document.title") == "The mill: what is claimed"
    assert HOSTILE in page.run("document.body.innerText")
    assert page.run("document.querySelectorAll('img, script').length") == 1


def test_search_and_filters_show_what_they_say(page):
    everything = shown(page)
    page.run("document.getElementById('search').focus()")
    page.type("250 never")

    assert shown(page) == ["v1alert-claim-less"]
    assert page.run("document.getElementById('found').value") == "1 of 4 findings shown"
    page.run("document.getElementById('clear').click()")
    assert shown(page) == everything
    assert len(everything) == 4

    page.run("document.querySelector('[value=new]').click()")
    assert len(shown(page)) == 2
    page.run("document.querySelector('[value=contradicts]').click()")
    assert shown(page) == ["v1alert-claim-more"]


def test_the_keyboard_is_enough(page):
    page.press("/", "/")
    assert page.run("document.activeElement.id") == "search"
    page.type("machine")
    assert shown(page) == ["v1alert-claim-buys"]
    page.press("Escape")
    assert len(shown(page)) == 4
    reached = page.run(
        "[...document.querySelectorAll('a[href], button, input, select, summary')]"
        ".every(e => !e.checkVisibility() || (e.focus(), document.activeElement === e))"
    )
    assert reached


def test_a_screen_reader_finds_names_headings_and_regions(page):
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]
    levels = page.run(
        "[...document.querySelectorAll('h1, h2, h3')].map(e => +e.tagName[1])"
    )

    asking = {"link", "button", "checkbox", "searchbox", "combobox", "image", "img"}
    assert [role for role, name in named if role in asking and not name] == []
    roles = {role for role, _ in named}
    assert {"banner", "main", "contentinfo", "navigation", "search"} <= roles
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.run("document.documentElement.lang") == "en"
    assert page.run("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
                    " === document.querySelectorAll('[id]').length")  # fmt: skip


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1200])
def test_axe_finds_nothing_wrong(page, axe, width, dark):
    page.look(width=width, dark=dark)
    page.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.run(f"{axe};0")

    found = page.run("axe.run().then(({passes, violations}) => ({passes: passes.length,"
                     "violations: violations.map(v => [v.id, v.impact, v.nodes[0].html])}))")  # fmt: skip
    assert found["violations"] == []
    assert found["passes"] > 30


@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_is_wider_than_the_window(page, width):
    page.look(width=width, height=800)

    assert page.run("document.documentElement.scrollWidth") <= width
    page.shoot(SHOTS / f"page-{width}.png")


def test_the_dark_page_is_dark_and_its_charts_with_it(page):
    light = page.run("getComputedStyle(document.body).backgroundColor")
    text = "getComputedStyle(document.querySelector('.chart svg text')).fill"
    ink = page.run(text)
    page.look(dark=True)

    assert light == "rgb(250, 249, 246)"
    assert (
        page.run("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    )
    assert page.run(text) not in {ink, "none", "rgb(0, 0, 0)"}
    page.shoot(SHOTS / "page-dark.png")


def test_print_opens_everything_and_leaves_the_controls_out(page):
    page.run("dispatchEvent(new Event('beforeprint'))")
    page.look(media="print")

    assert page.run("[...document.querySelectorAll('details')].every(e => e.open)")
    assert not page.run("document.getElementById('controls').checkVisibility()")
    made = page.call("Page.printToPDF")["data"]
    assert base64.b64decode(made)[:5] == b"%PDF-"


def test_without_its_script_everything_is_there(page):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    page.call("Page.reload")
    try:
        page.wait("document.readyState === 'complete'")
        page.wait("document.getElementById('found').value === ''")
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)

    assert not page.run("document.getElementById('controls').checkVisibility()")
    assert len(shown(page)) == 4
