"""
Makes extractors/verdicts/lexicon/frequencies.tsv: how common English words are.

Source: the large English list of wordfreq 3.1.1 (Robyn Speer; the data under CC BY-SA
4.0, see ``LICENSE-wordfreq`` beside the target). One line a Zipf value, the logarithm
of a word's number in a billion words, then its words. Needs a throw-away environment
with ``wordfreq``, which claimwatch itself does not depend on.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from wordfreq import iter_wordlist, zipf_frequency

# rarer ones tell the judge no more than one that is not listed
LEAST = 4.5
TARGET = Path(__file__).parents[2] / "extractors/verdicts/lexicon/frequencies.tsv"


def main() -> None:
    """Write the common words, the most common first."""
    bands: dict[float, list[str]] = defaultdict(list)
    for word in iter_wordlist("en", "large"):
        zipf = round(zipf_frequency(word, "en"), 1)
        if zipf < LEAST:
            break
        if word.isalpha() and word.isascii() and len(word) > 1:
            bands[zipf].append(word)
    lines = [
        f"{zipf}\t{','.join(sorted(words))}\n"
        for zipf, words in sorted(bands.items(), reverse=True)
    ]
    TARGET.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
