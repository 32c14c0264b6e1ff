"""Serve the newsroom to look at it: ``python -m flows.newsroom --port 8000``."""

from __future__ import annotations

import argparse
import threading

from flows.newsroom.site import serve


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m flows.newsroom")
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    arguments = parser.parse_args()
    with serve(arguments.port) as newsroom:
        print(f"The sample newsroom is at {newsroom.url} (Ctrl-C ends it)")  # noqa: T201
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
