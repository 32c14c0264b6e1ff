"""
Many feeds in one process, each on a loopback address of its own, some of them sick.

``python -m tests.fakes.crowd HOSTS`` prints its port and serves until its input ends.
Host n is ``127.x.y.z`` by :func:`address`; its path says how it behaves:
``/healthy/feed.xml`` is a feed of three articles, ``/KIND/feed.xml`` is sick in the way
of :data:`SICK`.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import socket
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress

ARTICLES = 3
_SENTENCES = (
    "The mill on the river was sold to its workers on Friday evening for ten dollars.",
    "About {n} people had lost their work there when it was closed three years ago.",
    "The former owner said that nobody else had made an offer in all that time.",
    "Its gates are to be opened again in the spring, when the water is high enough.",
)
Answer = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


def address(n: int) -> str:
    """The loopback address of host ``n``."""
    return f"127.{10 + n // 60_000}.{n // 250 % 240}.{n % 250 + 1}"


def head(status: int = 200, **headers: object) -> bytes:
    lines = [f"HTTP/1.1 {status} Said so", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(body: bytes, status: int = 200, **headers: object) -> Answer:
    async def answer(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(head(status, Content_Length=len(body), **headers) + body)

    return answer


def raw(data: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(data)

    return answer


async def hang(_writer: asyncio.StreamWriter, _base: str) -> None:
    await asyncio.sleep(3600)


async def hang_in_body(writer: asyncio.StreamWriter, _base: str) -> None:
    writer.write(head(Content_Length=9_999) + b"<rss>")
    await asyncio.sleep(3600)


async def drip(writer: asyncio.StreamWriter, _base: str) -> None:
    writer.write(head(Content_Length=100_000))
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.3)


async def endless(writer: asyncio.StreamWriter, _base: str) -> None:
    writer.write(head(Content_Type="text/xml") + b"<rss>")
    while True:
        writer.write(b"<item>" * 5_000)
        await writer.drain()


async def endless_head(writer: asyncio.StreamWriter, _base: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: and more\r\n" * 500)
        await writer.drain()


async def reset(writer: asyncio.StreamWriter, _base: str) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


async def sick_pages(writer: asyncio.StreamWriter, base: str) -> None:
    await feed(writer, base, pages="hang")


def redirect(target: str) -> Answer:
    async def answer(writer: asyncio.StreamWriter, base: str) -> None:
        writer.write(head(302, Location=target.format(base=base)))

    return answer


_BOMB = gzip.compress(bytes(80_000_000), 9)
_GZIP = {"Content_Encoding": "gzip"}
SICK: dict[str, Answer] = {
    "hang": hang,
    "hang_in_body": hang_in_body,
    "drip": drip,
    "sick_pages": sick_pages,
    "http_500": whole(b"", 500),
    "http_429": whole(b"", 429, Retry_After=3600),
    "http_403": whole(b"no", 403),
    "http_404": whole(b"", 404),
    "bomb": whole(_BOMB, **_GZIP),
    "bomb_in_bomb": whole(gzip.compress(_BOMB), Content_Encoding="gzip, gzip"),
    "cut_gzip": whole(gzip.compress(b"<rss/>" * 99)[:-9], **_GZIP),
    "not_asked_for": whole(zlib.compress(b"<rss/>"), Content_Encoding="deflate"),
    "endless": endless,
    "endless_head": endless_head,
    "picture": whole(b"\x89PNG\r\n" * 500, Content_Type="image/png"),
    "login": whole(b"<html><form>Log in</form></html>", Content_Type="text/html"),
    "entities": whole(b"<!DOCTYPE r [<!ENTITY a 'bb'>]><rss>&a;</rss>"),
    "deep": whole(b"<rss>" + b"<a>" * 5_000),
    "many_tags": whole(b"<rss>" + b"<a>" * 400_000),
    "cut": raw(head(Content_Length=5_000) + b"<rss>"),
    "garbage": raw(b"\0\1\2\3"),
    "reset": reset,
    "loop": redirect("{base}/loop/feed.xml"),
    "inwards": redirect("http://169.254.169.254/latest/meta-data"),
    "to_a_file": redirect("file:///etc/passwd"),
    "tls": raw(b"this is no TLS\r\n"),  # asked for by https
}


async def feed(writer: asyncio.StreamWriter, base: str, pages: str = "story") -> None:
    items = "".join(
        f"<item><title>Story {n} of {base}</title><link>{base}/{pages}/{n}</link>"
        f"<pubDate>Mon, 0{n + 1} Jun 2026 08:00:00 GMT</pubDate></item>"
        for n in range(ARTICLES)
    )
    body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    await asyncio.sleep(random.uniform(0.02, 0.1))
    await whole(body, Content_Type="application/rss+xml")(writer, base)


async def story(writer: asyncio.StreamWriter, base: str) -> None:
    n = int(base.rpartition(".")[2].partition(":")[0]) + 100
    text = "".join(f"<p>{sentence.format(n=n)}</p>" for sentence in _SENTENCES)
    page = (
        f"<html lang=en><title>Mill of {base}</title><article>{text}</article></html>"
    )
    await asyncio.sleep(random.uniform(0.02, 0.1))
    await whole(page.encode(), Content_Type="text/html; charset=utf-8")(writer, base)


ANSWERS: dict[str, Answer] = {"healthy": feed, "story": story, **SICK}


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    host, port = writer.get_extra_info("sockname")[:2]
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        first = (await reader.read(65_536)).decode("latin-1")
        path = first.split(" ")[1] if first.startswith("GET /") else "/tls/"
        answer = ANSWERS.get(path.split("/")[1], whole(b"", 404))
        await answer(writer, f"http://{host}:{port}")
        await writer.drain()
    writer.close()


async def _main(hosts: int) -> None:
    first = await asyncio.start_server(_serve, address(0), 0, backlog=128)
    port = first.sockets[0].getsockname()[1]
    rest = [address(n) for n in range(1, hosts)]
    for start in range(0, len(rest), 100):
        await asyncio.start_server(_serve, rest[start : start + 100], port, backlog=128)
    print(port, flush=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait, daemon=True).start()
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
