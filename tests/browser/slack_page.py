"""
Block Kit as a page in Slack's style, for pictures and for a look at a message.

``python -m tests.browser.slack_page HOME/TOPIC.snapshot.duckdb FOLDER`` renders one alert
of each verdict, with its thread, and takes a picture of each with Debian's chromium.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from html import escape, unescape
from pathlib import Path

from flows.alerting.message import render
from storage.alerts import read_alert
from storage.database import open_snapshot

CHROMIUM = "/usr/bin/chromium"
STYLE = """
body { margin: 0; background: #fff; font: 15px/1.46 "Lato", "Liberation Sans", Arial, sans-serif; color: #1d1c1d }
.message { display: flex; gap: 8px; padding: 12px 20px; width: 640px }
.face { flex: none; width: 36px; height: 36px; border-radius: 4px; background: #1f3a5f; color: #fff;
        font-weight: 700; text-align: center; line-height: 36px }
.who b { font-weight: 900 } .who .app { background: #e8e8e8; border-radius: 2px; font-size: 10px; padding: 1px 3px; margin: 0 4px; color: #616061 }
.who .at, .context { color: #616061; font-size: 12px }
h1 { font-size: 18px; margin: 4px 0 } p { margin: 2px 0 }
blockquote { margin: 4px 0; padding: 0 0 0 12px; border-left: 4px solid #ddd }
a { color: #1264a3; text-decoration: none } s { color: #616061 }
.context { margin: 4px 0 } .context span + span { margin-left: 10px }
.actions { margin: 8px 0 4px } .actions span { display: inline-block; border: 1px solid #bbb; border-radius: 4px;
  padding: 4px 12px; font-weight: 700; font-size: 13px; margin-right: 8px }
.actions .primary { background: #007a5a; border-color: #007a5a; color: #fff } .actions .danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
.dot { display: inline-block; width: 15px; height: 15px; border-radius: 8px; vertical-align: -2px }
.broadcast { color: #616061; font-size: 13px } ul { margin: 4px 0 }
"""


def page(*messages: list[dict]) -> str:
    """The messages, one below the other."""
    return (
        f"<!doctype html><meta charset=utf-8><title>Slack</title><style>{STYLE}</style>"
        + "".join(map(message, messages))
    )


def message(blocks: list[dict]) -> str:
    """One message with its sender."""
    return (
        "<div class=message><div class=face>C</div><div><div class=who><b>claimwatch</b>"
        "<span class=app>APP</span><span class=at>9:30 AM</span></div>"
        + "".join(map(block, blocks)) + "</div></div>"
    )  # fmt: skip


def block(value: dict) -> str:
    """One block; an unknown one is an error, not a gap."""
    match value["type"]:
        case "header":
            return f"<h1>{text(value['text'])}</h1>"
        case "context":
            parts = (f"<span>{text(each)}</span>" for each in value["elements"])
            return f"<div class=context>{''.join(parts)}</div>"
        case "section":
            return f"<p>{text(value['text'])}</p>"
        case "actions":
            parts = (
                f"<span class={each.get('style', 'plain')}>{text(each['text'])}</span>"
                for each in value["elements"]
            )
            return f"<div class=actions>{''.join(parts)}</div>"
        case "rich_text":
            return "".join(map(part, value["elements"]))
    raise ValueError(value["type"])


def part(value: dict) -> str:
    """One part of a rich text."""
    inner = "".join(
        f"<li>{part(each)}</li>" if each["type"].startswith("rich_text") else leaf(each)
        for each in value["elements"]
    )
    tags = {
        "rich_text_section": "p",
        "rich_text_quote": "blockquote",
        "rich_text_list": "ul",
    }
    tag = tags[value["type"]]
    return f"<{tag}>{inner}</{tag}>"


def leaf(value: dict) -> str:
    """Words or a link, as Slack shows them."""
    shown = escape(unescape(value["text"])).replace("\n", "<br>")
    if value["type"] == "link":
        shown = f'<a href="{escape(value["url"])}">{shown}</a>'
    for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s")):
        if value.get("style", {}).get(style):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def text(value: dict) -> str:
    """A plain text object; the marks are drawn, since a font may lack them."""
    shown = escape(unescape(value["text"]))
    for mark, colour in (("🔴", "#e01e5a"), ("🟡", "#ecb22e"), ("🔵", "#2f6fb0")):
        shown = shown.replace(mark, f'<i class=dot style="background:{colour}"></i>')
    return shown


def picture(html: str, target: Path, *, height: int) -> None:
    """Take a picture of a page, without a network."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8")
        subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={folder}/profile", f"--window-size=700,{height}",
             f"--screenshot={target}", file.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def height_of(blocks: list[dict]) -> int:
    """About as high as the message is: a part may take several lines."""
    parts = re.split("<(?:p|h1|blockquote|li|div)[ >]", message(blocks))
    shown = [re.sub("<[^>]*>", "", each.partition(">")[2]) for each in parts]
    # The new headless mode takes some 90 pixels off for a frame that is not shown.
    return 150 + sum(9 + 22 * (len(each) // 82 + 1) for each in shown if each)


def main() -> None:
    snapshot, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    con = open_snapshot(snapshot)
    for verdict in ("contradicts", "updates", "new"):
        row = con.execute(
            "select alert_id from alerts where verdict = ? "
            "order by severity <> 'high', severity <> 'medium', "
            "length(claim_text) desc, alert_id limit 1", [verdict]
        ).fetchone()  # fmt: skip
        if row:
            blocks = list(render(read_alert(con, row[0])).blocks)
            picture(page(blocks), folder / f"{verdict}.png", height=height_of(blocks))
    con.close()


if __name__ == "__main__":
    main()
