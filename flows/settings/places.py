"""
Where things are: the checkout, the state, the topic files.

Imports nothing heavy, so that ``claimwatch query`` starts at once.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from extractors.model import ConfigError
from flows.settings.environment import environment

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_TOPIC = "microsoft-openai"


def home_dir(option: Path | None = None) -> Path:
    """Where state is kept: the option, else ``CLAIMWATCH_HOME``, else ``./var``."""
    return Path(option or environment().get("CLAIMWATCH_HOME") or "var").absolute()


def find_topic(topic: str, home: Path) -> Path:
    """
    The topic file for an id or a path.

    Raises:
        ConfigError: there is none; the known ids are named.

    """
    topic = topic or DEFAULT_TOPIC
    named = Path(topic)
    if named.is_dir():
        named = named / "topic.toml"
    if named.is_file():
        return named.absolute()
    folders = (home / "topics", ROOT / "deploy" / "topics")
    known = [file for folder in folders for file in sorted(folder.glob("*/topic.toml"))]
    for file in known:
        if file.parent.name == topic:
            return file
    names = ", ".join(dict.fromkeys(file.parent.name for file in known))
    raise ConfigError([f"no topic '{topic}': neither a file nor one of {names}"])


def topic_id(path: Path) -> str:
    """
    The id that a topic file gives itself, without looking at the rest of it.

    Raises:
        ConfigError: the file is no TOML or holds no usable id.

    """
    found = read_toml(path).get("topic", {}).get("id", "")
    if not isinstance(found, str) or not re.fullmatch(r"[A-Za-z0-9][\w.-]*", found):
        raise ConfigError([f"{path}: topic.id: is required"])
    return found


def read_toml(path: Path) -> dict[str, Any]:
    """
    The values of a TOML file.

    Raises:
        ConfigError: it cannot be read, or is no TOML.

    """
    try:
        return parse_toml(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: is no UTF-8 text: {error}"]) from error
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from error


def parse_toml(text: str, path: Path) -> dict[str, Any]:
    """
    The values of a TOML text that stands, or will stand, at ``path``.

    Raises:
        ConfigError: it is no TOML.

    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: is no TOML: {error}"]) from error
