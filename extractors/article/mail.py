"""
A mail file as an Article: newsletters and press releases as they were received.

Subject, Date and From become title, date and publisher; attachments are not read. May
take seconds on hostile files: run it in the sandbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from typing import TypeVar

from extractors.article.assemble import assemble
from extractors.article.dates import moment
from extractors.article.markup import decode, lines
from extractors.article.metadata import Facts
from extractors.article.text import clean, line
from extractors.article.wrapped import unwrapped
from extractors.model import Article, Entry, ExtractError, Source

T = TypeVar("T")
_QUOTED = re.compile(r"^\s*>")
_SIGNATURE = re.compile(r"^-- ?\r?$", re.MULTILINE)
# What a header that breaks the rules may raise when it is looked at.
_BROKEN = (ValueError, LookupError, AttributeError, TypeError)


def read_mail(
    data: bytes, *, entry: Entry, source: Source, fetched_at: datetime
) -> Article:
    """
    Read a mail.

    Raises:
        ExtractError: ``no_mail`` when it has no header of one, ``empty``.

    """
    mail = message_from_bytes(data, EmailMessage, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    if not any(name in mail for name in ("from", "subject", "date")):
        raise ExtractError(entry.guid, "no_mail", "without From, Subject and Date")
    body = _body(mail)
    if not body:
        detail = "no text in it; save what is attached as a file of its own"
        raise ExtractError(entry.guid, "empty", detail)
    facts = Facts(
        title=line(_header(mail, "subject"))[:500],
        site=_read(lambda: _sender(mail), ""),
        published_at=moment(_header(mail, "date"), fetched_at),
    )
    return assemble(
        body, facts=facts, entry=entry, source=source, url="", fetched_at=fetched_at
    )


def _body(mail: EmailMessage) -> str:
    plain = _part(mail, "plain")
    if plain:
        said = _SIGNATURE.split(plain, maxsplit=1)[0].split("\n")
        return unwrapped(clean("\n".join(r for r in said if not _QUOTED.match(r))))
    return "\n".join(lines(_part(mail, "html"), furniture=False))


def _part(mail: EmailMessage, kind: str) -> str:
    found = _read(lambda: mail.get_body(preferencelist=(kind,)), None)
    return _read(lambda: _text(found).strip(), "") if found is not None else ""


def _text(part: MIMEPart) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset("") or ""
    return decode(payload if isinstance(payload, bytes) else b"", charset) or ""


def _sender(mail: EmailMessage) -> str:
    sender: Address = mail["from"].addresses[0]
    return line(sender.display_name)[:200] or sender.domain


def _header(mail: EmailMessage, name: str) -> str:
    return _read(lambda: str(mail[name] or ""), "")


def _read(look: Callable[[], T], otherwise: T) -> T:
    try:
        return look()
    except _BROKEN:
        return otherwise
