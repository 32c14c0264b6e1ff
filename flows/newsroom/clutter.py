"""
What surrounds an article on a real page and is none of it.

Comments talk about the topic in sentences that look like claims, so that a reader of
the page who takes them for the article is found out.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from flows.newsroom.stories import Story

COOKIES = (
    "We and our 214 partners store cookies on your device to measure how this site is "
    "used and to show you advertising."
)
NEWSLETTER = (
    "Get the five stories that matter in your inbox every weekday before breakfast."
)
PROMOTION = "Read every story for 1 euro a week in the first three months."
NOTICE = (
    "This is a sample site: its publishers are invented, and statements about real "
    "companies and people are made up or altered for the demonstration."
)
_BIOS = (
    "{author}, who has been with {publisher} since 2016, lives near the water.",
    "{author} joined {publisher} in 2011 and once won a prize for a story about rust.",
    "Before joining {publisher}, {author} reported from Lisbon and Accra.",
    "Tips for {author}? The switchboard of {publisher} is open until midnight.",
)
_REMARKS = (
    (
        "harbourmaster_57",
        "So Microsoft now owns 80 percent of OpenAI? I bet not.",
    ),
    ("Jolene K.", "My cousin says OpenAI is moving to the moon and I believe him."),
    ("tired_admin", "We cancelled 900 Copilot seats in March and nobody noticed."),
    ("Prof. Plum", "The article forgets that OpenAI lost $40 billion last year!!"),
    ("greywater", "Can we go back to the stories about boats, please."),
    ("notabot_really", "Earn 300 dollars a day from home like my neighbour does."),
    ("Sunniva", "Thank you for explaining this without shouting."),
    ("oldtimer", "Amazon bought OpenAI years ago, everybody knows it."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clutter:
    """The clutter of one page; ``comments`` are pairs of a name and a remark."""

    cookies: str
    newsletter: str
    promotion: str
    notice: str
    bio: str
    comments: tuple[tuple[str, str], ...]
    shares: int

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence of it that must not be taken for the article's."""
        remarks = (remark for _, remark in self.comments)
        return (self.cookies, self.newsletter, self.promotion, self.bio, *remarks)


def clutter(story: Story) -> Clutter:
    """Return the clutter for ``story``: always the same for the same article."""
    first = zlib.crc32(story.key.encode())
    bio = _BIOS[zlib.crc32(story.author.encode()) % len(_BIOS)]
    remarks = (_REMARKS + _REMARKS)[first % 8 : first % 8 + 2 + first % 3]
    return Clutter(
        cookies=COOKIES,
        newsletter=NEWSLETTER,
        promotion=PROMOTION,
        notice=NOTICE,
        bio=bio.format(author=story.author, publisher=story.publisher.name),
        comments=remarks,
        shares=first % 900 + 40,
    )
