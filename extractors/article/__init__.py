"""
From bytes to an Article: feeds, sitemaps, pages and plain documents.

Everything here is pure: bytes and times come in, frozen values go out. What may hang on
hostile bytes (feed and page parsing) is run by ``flows.intake.sandbox``.
"""
