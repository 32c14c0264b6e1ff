"""What is wrong with a topic file, in words that its author can use."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from flows.settings.file import TopicFile


def problem(detail: ErrorDetails) -> str:
    """One line: where in the file, what is wrong, and what was probably meant."""
    where = _key_path(detail["loc"])
    match detail["type"]:
        case "extra_forbidden":
            return f"{where}: unknown key{_suggestion(detail['loc'])}"
        case "missing":
            return f"{where}: is required"
        case "too_short":
            return f"{where}: needs at least one entry"
    message = detail["msg"].removeprefix("Value error, ")
    shown = "" if isinstance(detail["input"], dict) else f" (is {detail['input']!r})"
    return f"{where}: {message[:1].lower()}{message[1:]}{shown}"


def _key_path(loc: tuple[int | str, ...]) -> str:
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        elif not part.startswith(("constrained-", "function-", "literal[")):
            path += f".{part}" if path else part
    return path or "file"


def _suggestion(loc: tuple[int | str, ...]) -> str:
    model: type[BaseModel] | None = TopicFile
    for part in loc[:-1]:
        if isinstance(part, str) and model is not None:
            model = _model_of(model, part)
    if model is None:
        return ""
    known = [field.alias or name for name, field in model.model_fields.items()]
    close = _closest(str(loc[-1]), known)
    return f"; did you mean '{close}'?" if close else f"; known: {', '.join(known)}"


def _closest(key: str, known: list[str]) -> str:
    # A key cut short ("every") is as likely as one misspelt.
    likeness = {
        name: max(
            SequenceMatcher(None, key, name).ratio(),
            SequenceMatcher(None, key, name[: len(key)]).ratio(),
        )
        for name in known
    }
    best = max(known, key=likeness.__getitem__, default="")
    return best if best and likeness[best] >= 0.6 else ""


def _model_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    field = model.model_fields.get(key)
    return next(_models(field.annotation), None) if field else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
