"""
Article -> claims: ``load_pipeline()`` once, then ``extract_claims(articles, ...)``.

Deterministic: the same text, topic and model give the same claims in the same order.
"""

from extractors.claims.extract import extract_claims
from extractors.claims.language import load_pipeline

__all__ = ["extract_claims", "load_pipeline"]
