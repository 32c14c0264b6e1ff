"""
The bundled sample newsroom: a small news site of our own writing, on loopback.

Its publishers are invented and many of its statements are wrong on purpose; the demo
reads it so that every kind of finding can be seen without a network.
"""

from flows.newsroom.site import Newsroom, serve
from flows.newsroom.stories import Expectation, Publisher, Story, publishers, stories

__all__ = [
    "Expectation",
    "Newsroom",
    "Publisher",
    "Story",
    "publishers",
    "serve",
    "stories",
]
