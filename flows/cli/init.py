"""``claimwatch init``: a topic of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.command import command
from flows.cli.desk import Desk


def add_to(app: typer.Typer) -> None:
    """Add the command to the command line."""
    command(app)(init)


def init(
    desk: Desk,
    name: Annotated[str, typer.Argument(metavar="ID", help="The topic's id.")],
    seed: Annotated[
        list[Path] | None,
        typer.Option(help="A document that holds what is known; may be repeated."),
    ] = None,
) -> None:
    """
    Make a topic in the home: a folder, and a topic file to begin from.

    Who it is about and its key terms are proposed from the seed documents (.txt .md
    .html .pdf), which are copied into the folder.

    claimwatch init paper-mill --seed report.txt --seed history.pdf
    """
    from flows.new_topic import begin, documents, write  # noqa: PLC0415
    from flows.settings.places import home_dir  # noqa: PLC0415

    home = home_dir(desk.home)
    topic = begin(name, home, seed or [])
    found = documents(topic)
    if not found:
        desk.warn(f"put documents that hold what is known into {topic.seeds}")
        desk.warn(f"(.txt .md .html .pdf), then call again: claimwatch init {name}")
        return
    from extractors.claims.proposals import propose  # noqa: PLC0415
    from flows.fanout import pipeline  # noqa: PLC0415
    from flows.seeds import read_documents  # noqa: PLC0415

    articles = list(read_documents(found, datetime.now(UTC)))
    proposal = propose(pipeline().pipe(article.text for article in articles))
    days = [(each.path, each.published or datetime.now(UTC).date()) for each in found]
    write(topic, proposal, days)
    if desk.as_json:
        desk.emit(
            {"type": "topic", "id": name, "path": topic.file}
            | {"entities": [each.name for each in proposal.entities]}
            | {"key_terms": proposal.key_terms, "seeds": [p.name for p, _ in days]}
        )
        return
    desk.say(f"wrote {topic.file}")
    desk.say(f"about {', '.join(each.name for each in proposal.entities)}; mend it,")
    desk.say(f"add sources: claimwatch sources add https://... --topic {name}")
    desk.say(f"then: claimwatch doctor --topic {name}; claimwatch run --topic {name}")
