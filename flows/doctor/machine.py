"""The machine: Python, packages, the home, its disk, the language model."""

from __future__ import annotations

import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.markers import Marker

from flows.doctor.check import Check, State
from flows.settings.places import ROOT

_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)\s*(?:;([^\\\n]+))?", re.MULTILINE)
_INSTALL = "./deploy/run --version installs what deploy/requirements.txt names"
# A database of a year and its snapshot take some hundred megabytes.
_LITTLE_BYTES, _TOO_LITTLE_BYTES = 2 * 1024**3, 200 * 1024**2


def checks(home: Path) -> Iterator[Check]:
    """Look at them one after the other."""
    yield _python()
    yield _packages((ROOT / "deploy" / "requirements.txt").read_text("utf-8"))
    yield _home(home)
    yield _disk(home)
    yield _language()


def _python() -> Check:
    known = (3, 11) <= sys.version_info < (3, 14)
    said = f"Python {platform.python_version()} on {platform.system()}"
    state = State.OK if known else State.FAIL
    return Check("python", state, said, "use Python 3.11, 3.12 or 3.13")


def _packages(lock: str) -> Check:
    missing, other, total = [], [], 0
    for name, wanted, only_where in _PIN.findall(lock):
        if only_where and not Marker(only_where).evaluate():
            continue
        total += 1
        try:
            found = version(name)
        except PackageNotFoundError:
            missing.append(name)
            continue
        other += [f"{name} {found} instead of {wanted}"] * (found != wanted)
    if missing:
        said = f"not installed: {', '.join(missing)}"
        return Check("packages", State.FAIL, said, _INSTALL)
    if other:
        return Check("packages", State.WARN, ", ".join(other), _INSTALL)
    return Check("packages", State.OK, f"{total} as locked")


def _home(home: Path) -> Check:
    remedy = "name another by --home or CLAIMWATCH_HOME, or mend its owner and rights"
    try:
        with tempfile.TemporaryFile(dir=_there(home)):
            pass
    except OSError as error:
        said = f"{home} cannot be written: {error.strerror}"
        return Check("home", State.FAIL, said, remedy)
    new = "" if home.exists() else ", made by the first run"
    return Check("home", State.OK, f"{home}{new}")


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(_there(home)).free
    state = State.OK if free >= _LITTLE_BYTES else State.WARN
    state = state if free >= _TOO_LITTLE_BYTES else State.FAIL
    remedy = "make room, or set [retention] in the topic file"
    return Check("disk", state, f"{free / 1024**3:.1f} GB free", remedy)


def _there(home: Path) -> Path:
    """Return the home, or what is there of the way to it."""
    return next(path for path in (home, *home.parents) if path.is_dir())


def _language() -> Check:
    from flows.fanout import pipeline  # noqa: PLC0415  a second to load

    try:
        nlp = pipeline()
        nlp("The mill employs 400 people.")
    except Exception as error:  # noqa: BLE001  whatever a broken installation raises
        said = f"the language model does not work: {type(error).__name__}: {error}"
        return Check("language", State.FAIL, said[:300], _INSTALL)
    name = f"{nlp.meta.get('name', '')} {nlp.meta.get('version', '')}"
    return Check("language", State.OK, f"spaCy's model {name.strip()} reads")
