"""
The page: what was found and what is held, as one HTML file that needs no network.

Everything on it comes from the views of a snapshot; web text is only ever text.
"""

from flows.report.page import render

__all__ = ["render"]
