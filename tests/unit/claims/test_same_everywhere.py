"""Claims do not hang on the order in which a process happens to keep its sets."""

from __future__ import annotations

import os
import subprocess
import sys

# the claims of a labelled topic, as text
TELL = """
from extractors.claims import extract_claims, load_pipeline
from tests.gold.gate import GOLD, load
gold = load(GOLD / "dev" / "fc-ardenmoor")
articles = list(gold.articles.values())
for claims in extract_claims(articles, nlp=load_pipeline(), topic=gold.topic):
    print(*claims, sep="\\n")
"""


def test_another_process_reads_the_same():
    told = [
        subprocess.Popen(
            [sys.executable, "-c", TELL],
            env=os.environ | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, other = (each.communicate(timeout=300)[0] for each in told)

    assert len(one.splitlines()) > 100
    assert one == other
