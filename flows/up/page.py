"""
The page over HTTP: read-only, on loopback, for browsers that came by its own name.

``/`` is the report that was written last, ``/metrics`` is for Prometheus, ``/healthz``
for whoever watches the watcher: 200 or 503, with the reasons.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from extractors.model import ConfigError

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_NOTHING = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
_NOT_YET = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="refresh" content="10"><title>claimwatch</title>
<style>body{font:1rem/1.5 system-ui;margin:4rem auto;max-width:40rem;padding:0 1rem;
color-scheme:light dark}</style><h1>No run has finished yet</h1>
<p>The page comes up by itself when the first one has.</p></html>
"""
# The policy that the report carries names its one script by its hash.
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]+)"')


def make_app(
    report: Path,
    *,
    metrics: Callable[[], bytes],
    health: Callable[[], Mapping[str, object]],
) -> Starlette:
    """
    Return the application.

    Args:
        report: the HTML file, which need not be there yet.
        metrics: the metrics in Prometheus' text format.
        health: ``ok`` and whatever explains it.

    """

    def page(_request: Request) -> Response:
        try:
            text = report.read_text(encoding="utf-8")
        except FileNotFoundError:
            return _answer(HTMLResponse(_NOT_YET), _NOTHING)
        found = _POLICY.search(text)
        policy = found[1].replace("&#39;", "'") if found else _NOTHING
        return _answer(HTMLResponse(text), policy)

    def numbers(_request: Request) -> Response:
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return _answer(Response(metrics(), media_type=kind), _NOTHING)

    def healthz(_request: Request) -> Response:
        found = health()
        code = 200 if found["ok"] else 503
        return _answer(JSONResponse(found, status_code=code), _NOTHING)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/metrics", numbers),
            Route("/healthz", healthz),
        ],
        # A name that merely points at loopback is another site's: DNS rebinding.
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
        ],
    )


@contextmanager
def serving(app: Starlette, port: int) -> Iterator[str]:
    """
    Serve it on 127.0.0.1 while the context is open; yields the address.

    Port 0 takes a free one.

    Raises:
        ConfigError: the port is taken.

    """
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", port))
        except OSError as error:
            problem = f"--port {port}: {error.strerror}; name another one"
            raise ConfigError([problem]) from error
        server = uvicorn.Server(
            uvicorn.Config(app, log_config=None, server_header=False, lifespan="off")
        )
        thread = threading.Thread(
            target=server.run, args=([bound],), name="page", daemon=True
        )
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def _answer(response: Response, policy: str) -> Response:
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    return response
