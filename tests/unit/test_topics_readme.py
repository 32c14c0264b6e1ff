"""The reference of the topic file says all that can be said, and only that."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from flows.settings.file import SourceSection, TopicFile
from flows.settings.places import ROOT

TEXT = (ROOT / "deploy" / "topics" / "README.md").read_text(encoding="utf-8")
BLOCKS = [tomllib.loads(b) for b in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)]
KINDS = set(get_args(SourceSection.model_fields["kind"].annotation))
SECTIONS = {
    section.partition("\n")[0]: section
    for section in re.split(r"^### ", TEXT, flags=re.MULTILINE)
}


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for argument in get_args(annotation):
        yield from models(argument)


def test_every_example_is_a_valid_file():
    topics = [block for block in BLOCKS if "topic" in block]
    sources = [block for block in BLOCKS if "topic" not in block]
    for block in topics:
        TopicFile.model_validate(block)
    for block in sources:
        TopicFile.model_validate({**topics[0], **block})

    assert len(topics) == 2
    assert {each["kind"] for block in sources for each in block["source"]} == KINDS


def test_every_kind_has_a_section_with_its_own_example():
    assert set(SECTIONS) >= KINDS
    for kind in KINDS:
        assert f'kind = "{kind}"' in SECTIONS[kind]
        assert f"| `{kind}` |" in TEXT


def test_every_key_is_named():
    names = {
        field.alias or name
        for model in models(TopicFile)
        for name, field in model.model_fields.items()
    }

    assert {name for name in names if not re.search(rf"\b{name}\b", TEXT)} == set()
