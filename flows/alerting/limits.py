"""
Block Kit's limits, checked before anything is sent.

slack_sdk's own validation lets through a header of mrkdwn, a field of more than 2,000
characters and a fifty-first block, and never sees plain dicts. The total is not
documented: Slack refused messages at about 13,200 characters over all blocks
(slackapi/bolt-js issue 2509), so ours stay below 10,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

MAX_BLOCKS = 50
MAX_TOTAL_CHARS = 10_000
MAX_TEXT_CHARS = 4_000
_TEXT_TYPES = ("plain_text", "mrkdwn")
_RICH_PARTS = (
    "rich_text_section",
    "rich_text_quote",
    "rich_text_list",
    "rich_text_preformatted",
)
_RICH_LEAVES = ("text", "link", "emoji")


def validate_blocks(blocks: Sequence[dict[str, Any]]) -> list[str]:
    """What Slack would refuse in these blocks; empty when nothing."""
    problems = []
    if len(blocks) > MAX_BLOCKS:
        problems.append(f"{len(blocks)} blocks, at most {MAX_BLOCKS}")
    total = sum(len(text) for text in _strings(list(blocks)))
    if total >= MAX_TOTAL_CHARS:
        problems.append(f"{total} characters in all, fewer than {MAX_TOTAL_CHARS}")
    for number, block in enumerate(blocks):
        problems += [f"block {number}: {problem}" for problem in _block(block)]
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        problems.append("block_id given twice")
    return problems


def validate_text(text: str) -> list[str]:
    """What is wrong with a message's plain text; empty when nothing."""
    if not text.strip():
        return ["no text"]
    too_long = len(text) >= MAX_TEXT_CHARS
    return [f"text of {len(text)} characters"] if too_long else []


def _strings(value: Any) -> Iterator[str]:
    """Every string a reader or a browser gets (not types, styles and ids)."""
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key in value:
            if key in ("text", "url", "value", "alt_text", "image_url", "title"):
                inner = value[key]
                yield from [inner] if isinstance(inner, str) else _strings(inner)
            elif isinstance(value[key], list | dict):
                yield from _strings(value[key])


def _block(block: dict[str, Any]) -> Iterator[str]:
    if len(block.get("block_id", "")) > 255:
        yield "block_id longer than 255"
    match block.get("type"):
        case "header":
            yield from _text(block.get("text"), 150, only_plain=True)
        case "section":
            yield from _section(block)
        case "context":
            yield from _context(block.get("elements", []))
        case "actions":
            yield from _actions(block.get("elements", []))
        case "rich_text":
            yield from _rich(block.get("elements", []))
        case "image":
            yield from _image(block)
        case "divider":
            pass
        case other:
            yield f"unknown type {other!r}"


def _text(value: Any, limit: int, *, only_plain: bool = False) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in _TEXT_TYPES:
        yield "no text object"
        return
    if only_plain and value["type"] != "plain_text":
        yield "mrkdwn where only plain_text is taken"
    text = value.get("text", "")
    if not isinstance(text, str) or not 1 <= len(text) <= limit:
        yield f"text of {len(text)} characters, 1 to {limit}"


def _section(block: dict[str, Any]) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" not in block and not fields:
        yield "section with neither text nor fields"
    if "text" in block:
        yield from _text(block["text"], 3000)
    if len(fields) > 10:
        yield f"{len(fields)} fields, at most 10"
    for field in fields:
        yield from _text(field, 2000)


def _context(elements: list[Any]) -> Iterator[str]:
    if not 1 <= len(elements) <= 10:
        yield f"{len(elements)} context elements, 1 to 10"
    for element in elements:
        if element.get("type") == "image":
            yield from _image(element)
        else:
            yield from _text(element, 2000)


def _image(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block.get("alt_text", "")) <= 2000:
        yield "image alt_text, 1 to 2000 characters"
    if len(block.get("image_url", "")) > 3000:
        yield "image_url longer than 3000"


def _actions(elements: list[Any]) -> Iterator[str]:
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} action elements, 1 to 25"
    ids = [element.get("action_id", "") for element in elements]
    if len(ids) != len(set(ids)):
        yield "action_id given twice"
    for element in elements:
        yield from _button(element)


def _button(element: dict[str, Any]) -> Iterator[str]:
    if element.get("type") != "button":
        yield f"unknown action element {element.get('type')!r}"
        return
    yield from _text(element.get("text"), 75, only_plain=True)
    limits = {"action_id": 255, "value": 2000, "url": 3000}
    for key, limit in limits.items():
        if len(element.get(key, "")) > limit:
            yield f"button {key} longer than {limit}"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"unknown button style {element['style']!r}"


def _rich(parts: list[Any]) -> Iterator[str]:
    if not parts:
        yield "rich_text without elements"
    for part in parts:
        if part.get("type") not in _RICH_PARTS:
            yield f"unknown rich_text element {part.get('type')!r}"
        elif part["type"] == "rich_text_list":
            yield from _rich(part.get("elements", []))
        else:
            yield from _leaves(part.get("elements", []))


def _leaves(leaves: list[Any]) -> Iterator[str]:
    if not leaves:
        yield "rich_text line without elements"
    for leaf in leaves:
        if leaf.get("type") not in _RICH_LEAVES:
            yield f"unknown rich_text leaf {leaf.get('type')!r}"
        elif leaf["type"] == "text" and not 1 <= len(leaf.get("text", "")) <= 3000:
            yield "rich_text text, 1 to 3000 characters"
        elif leaf["type"] == "link" and not 1 <= len(leaf.get("url", "")) <= 3000:
            yield "rich_text link, 1 to 3000 characters"
