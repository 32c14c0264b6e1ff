"""
Bodies off the wire: bounded, decoded by ourselves, complete or refused.

httpx inflates a bomb in one go, takes a cut gzip for whole and reads only the first of
several members; here a body never grows beyond its cap and never ends early unseen.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from flows.intake.guard import RefusedError

_STEP = 65_536
_GZIP = 16 + zlib.MAX_WBITS


def read_body(chunks: Iterable[bytes], coding: str, max_bytes: int) -> bytes:
    """
    Read a body of at most ``max_bytes`` bytes, both as sent and as decoded.

    Args:
        chunks: raw bytes as they arrive.
        coding: the Content-Encoding header.
        max_bytes: cap; what is longer is refused, never cut.

    Raises:
        RefusedError: ``too_large``, ``bomb`` (grew beyond the cap when inflated),
            ``truncated``, or ``bad_coding`` (nested or never asked for).

    """
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        return b"".join(_capped(chunks, max_bytes))
    if coding not in {"gzip", "x-gzip"}:
        raise RefusedError("bad_coding", f"Content-Encoding {coding[:40]!r}")
    return gunzip(_capped(chunks, max_bytes), max_bytes)


def gunzip(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    """Inflate gzip of one or more members; raises as :func:`read_body`."""
    inflater = zlib.decompressobj(_GZIP)
    body = bytearray()
    for chunk in chunks:
        rest = chunk
        while rest:
            if inflater.eof:
                if not rest.strip(b"\0"):  # padding after the last member is legal
                    break
                inflater = zlib.decompressobj(_GZIP)
            body += _inflated(inflater, rest)
            rest = inflater.unconsumed_tail or inflater.unused_data
            if len(body) > max_bytes:
                raise RefusedError("bomb", f"inflates beyond {max_bytes} bytes")
    if not inflater.eof:
        raise RefusedError("truncated", "gzip ends before its end")
    return bytes(body)


def _inflated(inflater: zlib._Decompress, data: bytes) -> bytes:
    try:
        return inflater.decompress(data, _STEP)
    except zlib.error as error:
        raise RefusedError("bad_coding", str(error)) from error


def _capped(chunks: Iterable[bytes], max_bytes: int) -> Iterable[bytes]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > max_bytes:
            raise RefusedError("too_large", f"more than {max_bytes} bytes")
        yield chunk
