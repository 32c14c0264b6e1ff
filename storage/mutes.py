"""
What nobody wants to hear of until a day: an alert, a subject, a source or a phrase.

A mute silences what would be told; it is judged, recorded and explained all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import duckdb

from extractors.model import Article, Claim

_COLUMNS = 'mute_id, kind, value, until, reason, "user", created_at'


class MuteKind(StrEnum):
    """What a mute is about."""

    ALERT = "alert"
    SUBJECT = "subject"
    SOURCE = "source"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """One mute; ``until`` and ``created_at`` are aware UTC, ``until`` is exclusive."""

    mute_id: str
    kind: MuteKind
    value: str
    until: datetime
    reason: str = ""
    user: str = ""
    created_at: datetime

    def covers(self, alert_ids: Iterable[str], claim: Claim, article: Article) -> bool:
        """Whether it silences this claim of this article, told under these ids."""
        wanted = _folded(self.value)
        match self.kind:
            case MuteKind.ALERT:
                return self.value in alert_ids
            case MuteKind.SUBJECT:
                return wanted in (_folded(claim.subject), _folded(claim.matter)) or any(
                    wanted == _folded(name) for name in claim.entities
                )
            case MuteKind.SOURCE:
                names = (article.source_id, article.publisher, article.origin)
                return wanted in map(_folded, names)
            case MuteKind.PHRASE:
                return wanted in _folded(f"{claim.sentence} {claim.quote}")


def mute(
    con: duckdb.DuckDBPyConnection,
    kind: MuteKind,
    value: str,
    *,
    until: datetime,
    at: datetime,
    user: str = "",
    reason: str = "",
) -> Mute:
    """Mute from now on; the same thing again takes the new day."""
    value = " ".join(value.split())
    text = f"{kind.value}:{_folded(value)}"
    mute_id = "m" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    con.execute(
        f"""INSERT INTO store.mutes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason,
            "user" = excluded."user", created_at = excluded.created_at,
            lifted_at = NULL""",  # noqa: S608 - a constant
        [mute_id, kind.value, value, until, reason, user, at],
    )
    return Mute(
        mute_id=mute_id,
        kind=kind,
        value=value,
        until=until,
        reason=reason,
        user=user,
        created_at=at,
    )


def unmute(con: duckdb.DuckDBPyConnection, which: str, *, at: datetime) -> list[Mute]:
    """Lift the mutes in force with this id or value; return them."""
    wanted = _folded(which)
    found = [
        each
        for each in active(con, at)
        if each.mute_id == which or _folded(each.value) == wanted
    ]
    for each in found:
        con.execute(
            "UPDATE store.mutes SET lifted_at = ? WHERE mute_id = ?", [at, each.mute_id]
        )
    return found


def active(con: duckdb.DuckDBPyConnection, at: datetime) -> list[Mute]:
    """Return the mutes in force, the one that ends first at the top."""
    rows = con.execute(
        f"SELECT {_COLUMNS} FROM store.mutes "  # noqa: S608 - a constant
        "WHERE lifted_at IS NULL AND until > ? ORDER BY until, mute_id",
        [at],
    ).fetchall()
    return [
        Mute(
            mute_id=mute_id,
            kind=MuteKind(kind),
            value=value,
            until=until,
            reason=reason or "",
            user=user or "",
            created_at=created_at,
        )
        for mute_id, kind, value, until, reason, user, created_at in rows
    ]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
