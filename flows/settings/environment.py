"""
The only module that reads or sets environment variables.

A secret comes as ``NAME`` or as ``NAME_FILE``, which names a file that holds it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def environment() -> Mapping[str, str]:
    """The environment of this process."""
    return os.environ


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with ``extra``, for a child process."""
    return {**os.environ, **extra}


def set_environment(values: Mapping[str, str]) -> None:
    """Set variables for libraries that read the environment when imported."""
    os.environ.update(values)


def secret(name: str, environ: Mapping[str, str], problems: list[str]) -> str:
    """A secret from ``NAME`` or from the file that ``NAME_FILE`` names."""
    file = environ.get(f"{name}_FILE", "")
    if not file:
        return environ.get(name, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{name}_FILE: {file} cannot be read: {error}")
        return ""
