"""
Parsing in a child that can be killed.

A page that hangs, crashes or swells the parser is an outcome, never the end of a run:
the child is killed and a new one takes the next page, and the text is had by stripping
tags. A ``subprocess`` and not ``multiprocessing``, which Dask workers may not spawn.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import msgspec

from extractors.article.bare import read_bare
from extractors.article.feed import Parsed
from extractors.article.markup import decode
from extractors.model import Article, Entry, ExtractError, ParseError, Source
from flows.intake.frames import DiedError, exchange
from flows.intake.messages import (
    FileJob,
    Job,
    ListingJob,
    ListingRead,
    PageJob,
    PageRead,
    Read,
    Trouble,
)

_START_SECONDS = 60.0
# A page costs the same on a busy machine, however long it takes there; a child that
# waits instead of working is given up after this many times its processor seconds.
_WALL_PER_CPU = 12
_GIVEN_UP = frozenset(
    {"extract_timeout", "extract_crash", "extract_memory", "too_deep"}
)


class Reader(Protocol):
    """Whatever parses: the Sandbox, or InProcess."""

    def entries(
        self, data: bytes, *, source: Source, base_url: str, now: datetime
    ) -> Parsed:
        """Read a listing; raises ParseError."""
        ...

    def read_page(
        self,
        html: bytes,
        *,
        entry: Entry,
        source: Source,
        final_url: str,
        fetched_at: datetime,
        charset: str = "",
    ) -> Article:
        """Read the article on a page; raises ExtractError."""
        ...

    def read_file(
        self,
        data: bytes,
        *,
        suffix: str,
        entry: Entry,
        source: Source,
        fetched_at: datetime,
    ) -> Article:
        """Read a .txt, .md, .pdf or .eml file; raises ExtractError."""
        ...


class _Reading(ABC):
    """Both ways of reading, over one way of doing a job."""

    def __init__(
        self, page_s: float = 5.0, listing_s: float = 10.0, file_s: float = 30.0
    ) -> None:
        self._page_s = page_s
        self._listing_s = listing_s
        self._file_s = file_s

    def entries(
        self, data: bytes, *, source: Source, base_url: str, now: datetime
    ) -> Parsed:
        """
        Read a listing of the source's kind.

        Raises:
            ParseError: as the kind's parser, and ``extract_timeout extract_crash
                extract_memory too_deep``.

        """
        job = ListingJob(
            source=source,
            data=data,
            base_url=base_url,
            now=now,
            cpu_s=self._listing_s,
        )
        done = self._do(job)
        if isinstance(done, ListingRead):
            return done.parsed
        assert isinstance(done, Trouble)
        raise ParseError(base_url, done.reason, done.detail)

    def read_page(
        self,
        html: bytes,
        *,
        entry: Entry,
        source: Source,
        final_url: str,
        fetched_at: datetime,
        charset: str = "",
    ) -> Article:
        """
        Read the article on a page, by stripping tags when the parser gives up.

        Raises:
            ExtractError: as :func:`extractors.article.page.read_page`.

        """
        job = PageJob(
            entry=entry,
            source=source,
            html=html,
            final_url=final_url,
            fetched_at=fetched_at,
            charset=charset,
            cpu_s=self._page_s,
        )
        done = self._do(job)
        if isinstance(done, PageRead):
            return done.article
        assert isinstance(done, Trouble)
        if done.reason in _GIVEN_UP:
            return _stripped(job, done)
        raise ExtractError(final_url, done.reason, done.detail)

    def read_file(
        self,
        data: bytes,
        *,
        suffix: str,
        entry: Entry,
        source: Source,
        fetched_at: datetime,
    ) -> Article:
        """
        Read a file that somebody put there; ``suffix`` is ``.txt .md .pdf .eml``.

        Raises:
            ExtractError: as :func:`extractors.article.pdf.read_pdf` and
                :func:`extractors.article.mail.read_mail`, ``bad_encoding``, ``empty``,
                and ``extract_timeout extract_crash extract_memory too_deep``.

        """
        job = FileJob(
            entry=entry,
            source=source,
            data=data,
            suffix=suffix,
            fetched_at=fetched_at,
            cpu_s=self._file_s,
        )
        done = self._do(job)
        if isinstance(done, PageRead):
            return done.article
        assert isinstance(done, Trouble)
        raise ExtractError(entry.guid or entry.url, done.reason, done.detail)

    @abstractmethod
    def _do(self, job: Job) -> Read:
        """Do one job; what goes wrong is an answer too."""


def _stripped(job: PageJob, trouble: Trouble) -> Article:
    try:
        return read_bare(
            decode(job.html, job.charset) or "",
            entry=job.entry,
            source=job.source,
            final_url=job.final_url,
            fetched_at=job.fetched_at,
        )
    except ExtractError as error:
        raise ExtractError(job.final_url, trouble.reason, error.detail) from error


class InProcess(_Reading):
    """Reads without a child: for texts of one's own, and for comparison in tests."""

    def _do(self, job: Job) -> Read:
        from extractors.model import SourceError  # noqa: PLC0415
        from flows.intake.reading import read  # noqa: PLC0415  half a second to load

        try:
            return read(job)
        except SourceError as error:
            return Trouble(reason=error.reason, detail=error.detail)


class Sandbox(_Reading):
    """
    Reads in a child process, started once and again after each kill.

    Threads may share it; they take turns.

    Args:
        page_s: processor seconds for a page.
        listing_s: processor seconds for a feed or another listing.
        file_s: processor seconds for a file from a folder, which may be a long PDF.
        memory_bytes: the child's address space.
        module: what the child runs; tests put a misbehaving one in its place.

    """

    def __init__(
        self,
        *,
        page_s: float = 5.0,
        listing_s: float = 10.0,
        file_s: float = 30.0,
        memory_bytes: int = 1024**3,
        module: str = "flows.intake.sandbox_child",
    ) -> None:
        super().__init__(page_s, listing_s, file_s)
        self._command = [sys.executable, "-m", module, str(memory_bytes)]
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ready = False

    def __enter__(self) -> Self:
        """Start the child without waiting for it."""
        self._start()  # it loads while the first pages are fetched
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the child."""
        self.close()

    def close(self) -> None:
        """End the child; the next use would start another."""
        with self._lock:
            self._kill()

    def _do(self, job: Job) -> Read:
        data = msgspec.msgpack.encode(job)
        with self._lock:
            try:
                child = self._awake()
                patience = job.cpu_s * _WALL_PER_CPU
                answer = exchange(child, data, time.monotonic() + patience)
            except DiedError as error:
                self._kill()
                detail = f"after {job.cpu_s:g} s of work at most"
                return Trouble(reason=error.reason, detail=detail)
            except BaseException:
                self._kill()  # Ctrl-C in the middle of a frame
                raise
        done: Read = msgspec.msgpack.decode(answer, type=Read)
        return done

    def _awake(self) -> subprocess.Popen[bytes]:
        child = self._child or self._start()
        if not self._ready:
            exchange(child, b"", time.monotonic() + _START_SECONDS)
            self._ready = True
        return child

    def _start(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(  # noqa: S603  our own interpreter and module
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={
                "LANG": "C.UTF-8",
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
        )
        return self._child

    def _kill(self) -> None:
        child, self._child, self._ready = self._child, None, False
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
