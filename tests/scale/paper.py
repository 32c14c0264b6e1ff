"""A paper with more articles than one part takes, on two hosts of loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.flows.conftest import PAGE, write_topic

_FIRST = datetime(2025, 6, 2, 8, tzinfo=UTC)

_SAYS = (
    "Tarn Paper bought a paper machine for ${n} million in 2019.",
    "The mill in Orel has never employed more than {n} people.",
    "The mill in Orel employed {n} people in May 2025.",
    "Tarn Paper sold its pulp works near Tula for ${n} million.",
    "The town council of Orel fined Tarn Paper ${n},000 for noise.",
)


def publish(site, count=40):
    """
    Write the articles and a feed; every second one is on the host ``localhost``.

    Each is a minute younger than the one before: read bit by bit or at once, they are
    judged in the same order.
    """
    items = []
    for n in range(count):
        said = _SAYS[n % len(_SAYS)].format(n=101 + 7 * n)
        title = f"Paper trade, note {n}"
        text = f"{said} The note was read out by the clerk. It has {n} pages."
        site.write(f"note-{n}.html", PAGE.format(title=title, text=text))
        host = site.url if n % 2 else site.url.replace("127.0.0.1", "localhost")
        published = format_datetime(_FIRST + timedelta(minutes=n), usegmt=True)
        items.append(
            f"<item><title>{title}</title><link>{host}/note-{n}.html</link>"
            f"<pubDate>{published}</pubDate></item>"
        )
    site.write(
        "feed.xml",
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>'
        f"<link>{site.url}/</link>{''.join(items)}</channel></rss>",
    )


def topic(folder, site):
    """The mill's topic, following the paper."""
    return write_topic(folder, site.url)
