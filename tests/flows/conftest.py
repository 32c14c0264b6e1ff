"""A small site on a plain web server, and the command line as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.warm import warm

CLAIMWATCH = Path(sys.executable).with_name("claimwatch")
SEED = """The mill in Orel employs 400 people.
Tarn Paper owns the mill in Orel.
The lease of the mill runs until 2031.
The owner plans to close the mill.
"""
ARTICLES = {
    "workers": (
        "Mill in Orel never had more than 250 workers",
        """The mill in Orel has never employed more than 250 people.
The figures come from the town's own register, which was opened to readers on Monday.
Tarn Paper owns the mill in Orel.""",
        "Mon, 02 Jun 2025 08:00:00 GMT",
    ),
    "machine": (
        "Tarn Paper buys a machine for $40 million",
        """Tarn Paper bought a paper machine for $40 million on Tuesday.
It will stand in the mill in Orel. The mill in Orel employs 400 people.""",
        "Tue, 03 Jun 2025 08:00:00 GMT",
    ),
}
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="Orel Courier"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1><p>{text}</p>
<p>The Courier has followed the paper trade in the valley for many years, and its
readers have asked again and again how the town's largest works is doing.</p></article>
<footer>Imprint and contact</footer></body></html>"""


@dataclass(frozen=True)
class Answer:
    """What a call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def alerts(self):
        return [row for row in self.rows if row["type"] == "alert"]

    @property
    def summary(self):
        [found] = [row for row in self.rows if row["type"] == "summary"]
        return found


@dataclass
class Cli:
    """Calls ``claimwatch`` in a home and with an environment of its own."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)
    topic: str = ""

    def __call__(self, *arguments, stdin="", timeout=240):
        done = warm()(self.command(*arguments), self.environment(), stdin, timeout)
        return Answer(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def start(self, *arguments):
        """A command that goes on; what it says goes nowhere."""
        with Path(os.devnull).open("r+b") as nowhere:
            streams = (nowhere,) * 3
            made = warm().start(self.command(*arguments), self.environment(), streams)
            with made as child:
                yield child

    def command(self, *arguments):
        topic = ["--topic", self.topic] if self.topic else []
        return [str(CLAIMWATCH), *arguments, "--home", str(self.home), *topic]

    def environment(self):
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SLACK_", "PREFECT_", "CLAIMWATCH_"))
        }
        return kept | self.environ


@dataclass
class Site:
    """A folder behind ``python -m http.server``."""

    folder: Path
    url: str

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def publish(self, articles=ARTICLES):
        items = []
        for name, (title, text, published) in articles.items():
            self.write(f"{name}.html", PAGE.format(title=title, text=text))
            items.append(
                f"<item><title>{title}</title><link>{self.url}/{name}.html</link>"
                f"<pubDate>{published}</pubDate></item>"
            )
        self.write(
            "feed.xml",
            '<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>'
            f"<link>{self.url}/</link>{''.join(items)}</channel></rss>",
        )


@contextmanager
def running_site(folder):
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            port = server.stdout.readline().split(" port ")[1].split(" ")[0]
            yield Site(folder, f"http://127.0.0.1:{port}")
        finally:
            server.kill()


def write_topic(folder, url, *, more="", sources=("feed.xml",)):
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    (folder / "seeds" / "mill.txt").write_text(SEED)
    listed = "".join(
        f'[[source]]\nid = "source-{number}"\nkind = "feed"\nurl = "{url}/{name}"\n'
        if "://" not in name
        else f'[[source]]\nid = "source-{number}"\nkind = "feed"\nurl = "{name}"\n'
        for number, name in enumerate(sources, start=1)
    )
    file = folder / "topic.toml"
    file.write_text(
        f"""
[topic]
id = "mill"
entities = ["Tarn Paper", {{ name = "the mill", aliases = ["mill in Orel"] }}]
key_terms = ["paper", "mill"]
on_topic = [{{ entities = 1 }}, {{ key_terms = 1 }}]
[baseline]
documents = {{ path = "seeds/*.txt", published = 2025-03-01, publisher = "Register" }}
[alerts]
channel = "#alerts"
max_per_run = 50
[fetch]
min_seconds_per_host = 0.0
allow_networks = ["127.0.0.0/8"]
{listed}{more}
"""
    )
    return str(file)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The site with both articles, up for the whole session."""
    with running_site(tmp_path_factory.mktemp("site") / "www") as running:
        running.publish()
        yield running


@pytest.fixture
def mill(tmp_path, site):
    """A topic of its own that follows the site, in a fresh home."""
    return Cli(tmp_path / "home", topic=write_topic(tmp_path / "topic", site.url))


@pytest.fixture(scope="session")
def run_once(tmp_path_factory, site):
    """A home after one direct run: the command line and what it gave."""
    folder = tmp_path_factory.mktemp("run-once")
    cli = Cli(folder / "home", topic=write_topic(folder / "topic", site.url))
    return cli, cli("run", "--direct", "--json")
