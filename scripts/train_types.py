"""Train the model of event types and write geodata/event_type_model.npz.

    python -m scripts.train_types wcep-train.jsonl.gz

The input holds a sentence a line with the heading that Wikipedia's current-events portal put it under (`text`,
`heading`; CC BY-SA 4.0). A heading allows several of our types; within them the trigger words of the lexicon give a
first guess, and the model's own opinion of all sentences then corrects it (self-training, a few rounds). Types
that people gave stay: those of `data/portal_labels.csv` and `data/portal_words.csv` to lines of the input (every fifth
line of the latter is kept out altogether), and those of `data/type_sentences.csv`, sentences of our own words with the
trigger in brackets.
Needs scikit-learn, which nothing else here does: `pip install scikit-learn==1.9.1` beside the development environment.
"""

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mapping.event_types import family_of, load_event_types
from mapping.language import LanguageModel
from mapping.model import Document, Paragraph, Sentence, Token
from mapping.telling.entries import find_entries
from mapping.telling.lexicon import Entry, Reader, load_lexicon
from mapping.telling.syntax import make_tree
from mapping.telling.type_model import FILE_NAME, make_features, place_words
from mapping.telling.word_vectors import load_word_vectors
from scripts.own_sentences import read_own_sentences
from scripts.portal import read_portal_lines, read_portal_sentences, read_portal_types

# The types that each heading of the portal may hold: families, or single subtypes.
HEADINGS = {
    "arts": ("other.culture", "other.death", "other.other"),
    "business": ("economy",),
    "conflict": ("battle", "strike", "attack", "riot", "security", "protest", "diplomacy.prisoner",
                 "diplomacy.agreement", "diplomacy.statement", "humanitarian.displacement"),
    "disasters": ("disaster", "accident", "humanitarian.rescue"),
    "health": ("health", "humanitarian.famine", "humanitarian.aid"),
    "law": ("crime", "security.arrest", "security.disrupted_weapons", "security.restrict", "riot", "politics.coup",
            "attack.abduction", "attack.sexual", "attack.torture", "attack.killing",
            "politics.legislation", "diplomacy.prisoner"),
    "politics": ("politics", "protest", "riot.violent", "security.restrict", "diplomacy.statement", "diplomacy.talks"),
    "relations": ("diplomacy", "security.deploy", "security.restrict", "security.weapons_test", "security.other",
                  "security.territory_transfer", "humanitarian", "economy.trade"),
    "science": ("other.science", "health.environment"),
    "sports": ("other.sport",),
}  # fmt: skip
_DATA = Path(__file__).parent / "data"
_STEP, _UNNAMED = 0.7, 3.0
# How often a sentence counts whose type people gave, beside one whose heading alone is known.
_LABELLED, _OWN = 4.0, 1.0
# A shorter clause, or one that is nearly the sentence, teaches nothing beside its sentence.
_MIN_CLAUSE, _MIN_REST = 5, 4
_KEPT_FEATURES, _MIN_COUNT, _ROUNDS, _PENALTY = 50_000, 4, 2, 0.3
# A margin times this, through a softmax, is about a probability; a type without sentences has no margin.
_SHARPNESS, _NEVER, _UNHEARD = 3.0, -12.0, -20.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to learn from: its words, how likely each type is before any fit, how often it counts, its heading."""

    tokens: Sequence[Token]
    prior: NDArray[np.float64]
    weight: float
    heading: str | None


def find_hints(sentences: Sequence[Any]) -> list[Entry]:
    """The rows of the lexicon's triggers in a text, nearest to the root first."""
    lexicon = load_lexicon()
    rows: list[tuple[int, Entry]] = []
    for number, sentence in enumerate(sentences):
        reader = Reader(sentence, lexicon)
        for index, _, entry in find_entries(reader):
            rows.append((len(reader.tree.ancestors(index)) + 3 * number, entry))
    return [entry for _, entry in sorted(rows, key=lambda row: row[0])]


def is_allowed(code: str, heading: str) -> bool:
    """Whether the portal's heading may hold events of the type."""
    return code in HEADINGS[heading] or family_of(code) in HEADINGS[heading]


def make_prior(hints: Sequence[Sequence[str]], heading: str, types: Sequence[str]) -> NDArray[np.float64]:
    """How likely each type is by heading and trigger words alone, as log-odds; -inf where the heading forbids it.

    Args:
        hints: The types that each trigger word may mean, the nearest to the root first.
        heading: One of the portal's.
        types: The codes, in the order of what is returned.
    """
    prior = np.array([-_UNNAMED if is_allowed(code, heading) else -math.inf for code in types])
    for rank, codes in enumerate(hints):
        for place, code in enumerate(codes):
            column = types.index(code)
            if prior[column] > -math.inf:
                prior[column] = max(prior[column], -_STEP * place - 0.5 * rank)
    return prior


def know(code: str, types: Sequence[str]) -> NDArray[np.float64]:
    """The prior of a text whose type is known; what is no event is of no named type."""
    prior = np.full(len(types), -math.inf)
    prior[types.index("other.other" if code == "none" else code)] = 0.0
    return prior


def make_portal_lessons(path: Path, types: Sequence[str]) -> Iterator[Lesson]:
    """The portal's sentences, all but those kept out."""
    labelled = read_portal_sentences(path)
    labels, kept_out = read_portal_types(labelled), {one.line for one in labelled if one.is_kept_out}
    rows = [(number, row) for number, row in enumerate(read_portal_lines(path), 1) if number not in kept_out]
    for (number, row), sentences in zip(rows, parse(row["text"].strip() for _, row in rows), strict=True):
        heading = row["heading"]
        tokens = [token for sentence in sentences for token in sentence.tokens]
        if number in labels:
            yield Lesson(tokens, know(labels[number], types), _LABELLED, heading)
        else:
            yield Lesson(
                tokens, make_prior([entry.types for entry in find_hints(sentences)], heading, types), 1.0, heading
            )


def make_own_lessons(types: Sequence[str]) -> Iterator[Lesson]:
    """Our own sentences, each whole and once more the clause of its trigger."""
    own = list(read_own_sentences())
    for one, sentences in zip(own, parse(one.text for one in own), strict=True):
        sentence = next(sentence for sentence in sentences if one.start < sentence.end)
        for tokens in (sentence.tokens, cut_clause(sentence, one.start)):
            if tokens:
                yield Lesson(tokens, know(one.code, types), _OWN, None)


def cut_clause(sentence: Sentence, start: int) -> Sequence[Token]:
    """The words of the clause that the word at `start` stands in; none where that says nothing of its own."""
    tree = make_tree(sentence)
    trigger = next(token.index for token in sentence.tokens if token.end > start)
    words = tree.clause_words(tree.clause(trigger))
    is_own = _MIN_CLAUSE <= len(words) <= len(sentence.tokens) - _MIN_REST
    return [sentence.tokens[word] for word in words] if is_own else []


def train(lessons: Sequence[Lesson], placed: NDArray[np.float64]) -> tuple[Any, Any, list[str], NDArray[np.int64]]:
    """Fit, let the model correct the labels within what the headings allow, fit again, at last with the vectors.

    Args:
        lessons: What to learn from.
        placed: Each lesson's vector.

    Returns:
        The model of types, a second one of headings (these are what people labelled, so it is the surer one of what a
        text is about at large), the features' names, and the labels that the types' model was last fitted to.
    """
    from scipy import sparse  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from sklearn.feature_extraction.text import CountVectorizer  # type: ignore[import-not-found,unused-ignore]
    from sklearn.preprocessing import normalize  # type: ignore[import-not-found,unused-ignore]
    from sklearn.svm import LinearSVC  # type: ignore[import-not-found,unused-ignore]

    priors = np.array([lesson.prior for lesson in lessons])
    counts = np.array([lesson.weight for lesson in lessons])
    vectorizer = CountVectorizer(analyzer=lambda words: words, min_df=_MIN_COUNT, binary=True)
    features = [list(dict.fromkeys(make_features(lesson.tokens))) for lesson in lessons]
    counted = normalize(vectorizer.fit_transform(features).astype(np.float64))
    matrix = sparse.hstack([counted, sparse.csr_matrix(placed)]).tocsr()
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    model, totals = correct_labels(counted, priors, counts)
    labels = totals.argmax(axis=1)
    # The labels rest on the words alone: what vectors make alike would soon all have one label.
    model.fit(matrix, labels, sample_weight=counts * weigh(labels))
    order = sorted(HEADINGS)
    headed = np.array([number for number, lesson in enumerate(lessons) if lesson.heading is not None])
    targets = np.array([order.index(str(lessons[number].heading)) for number in headed.tolist()])
    broad = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0, tol=1e-3).fit(matrix[headed], targets)
    return model, broad, names, labels


class Rows(Protocol):
    """A matrix, full or sparse, that gives some of its rows."""

    def __getitem__(self, rows: NDArray[np.int64]) -> object: ...


def correct_labels(
    matrix: Rows, priors: NDArray[np.float64], counts: NDArray[np.float64]
) -> tuple[Any, NDArray[np.float64]]:
    """Fit a linear model to the surest of first guesses, then to what it makes of all of them.

    Args:
        matrix: The words of each sentence, a row each.
        priors: What is guessed of each sentence beforehand, as logarithms, a column for each type.
        counts: How much each sentence counts.

    Returns:
        The model as it was fitted last, and the logarithms of the guesses and its opinion together.
    """
    from sklearn.svm import LinearSVC

    model = LinearSVC(C=_PENALTY, random_state=0, tol=1e-3)
    totals, rows = priors, np.flatnonzero(priors.max(axis=1) > -_UNNAMED)
    for number in range(_ROUNDS):
        labels = totals.argmax(axis=1)
        model.fit(matrix[rows], labels[rows], sample_weight=counts[rows] * weigh(labels[rows]))
        opinion = np.full(priors.shape, _UNHEARD)
        margins = _SHARPNESS * model.decision_function(matrix)
        opinion[:, model.classes_] = margins - np.log(np.exp(margins).sum(axis=1, keepdims=True))
        print(f"round {number + 1}: {len(rows)} sentences, {len(model.classes_)} types", flush=True)
        totals, rows = priors + opinion, np.arange(len(priors))
    return model, totals


def weigh(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Weights of the sentences: rare types count more, by the square root, since news elsewhere has other shares."""
    counts = Counter(labels.tolist())
    mean = len(labels) / len(counts)
    return np.array([math.sqrt(mean / counts[label]) for label in labels.tolist()])


def choose_features(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The features whose weights reach furthest, in the vectorizer's order."""
    return np.sort(np.argsort(-np.abs(weights).max(axis=1), kind="stable")[:_KEPT_FEATURES])


def write_model(
    path: Path,
    model: Any,  # noqa: ANN401
    broad: Any,  # noqa: ANN401
    names: Sequence[str],
    types: Sequence[str],
    centre: NDArray[np.float64],
) -> None:
    """Write the weights in eight bits; a type that no sentence had gets a bias far below all others."""
    weights = np.zeros((len(names) + len(centre), len(types) + len(HEADINGS)))
    bias = np.full(len(types), _NEVER)
    weights[:, model.classes_] = _SHARPNESS * model.coef_.T
    weights[:, len(types) :] = _SHARPNESS * broad.coef_.T
    bias[model.classes_] = _SHARPNESS * model.intercept_
    bias = np.concatenate([bias, _SHARPNESS * broad.intercept_])
    weights, vector_weights = weights[: len(names)], weights[len(names) :]
    kept = choose_features(weights)
    weights = weights[kept]
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(names[row] for row in kept).encode(), dtype=np.uint8),
        types=np.frombuffer("\n".join(types).encode(), dtype=np.uint8),
        weights=np.round(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        vector_weights=vector_weights.astype(np.float16),
        centre=centre.astype(np.float32),
        fits=np.array([[is_allowed(code, heading) for heading in sorted(HEADINGS)] for code in types]),
    )


def parse(texts: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The sentences of each text."""
    documents = (
        Document(doc_id=str(number), text=text, paragraphs=(Paragraph(start=0, end=len(text)),))
        for number, text in enumerate(texts)
    )
    for parsed in LanguageModel().parse(documents):
        yield parsed.sentences


def main() -> None:
    """Read, parse, train, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "geodata" / FILE_NAME)
    options = parser.parse_args()
    types = tuple(load_event_types().types)
    vectors = load_word_vectors()
    lessons = list(make_portal_lessons(options.sentences, types))
    centre = np.mean([vectors.embed(lesson.tokens) for lesson in lessons], axis=0)
    lessons += make_own_lessons(types)
    placed = np.array([place_words(vectors, lesson.tokens, centre) for lesson in lessons])
    model, broad, names, labels = train(lessons, placed)
    write_model(options.out, model, broad, names, types, centre)
    for code, count in Counter(types[label] for label in labels).most_common():
        print(f"{count:6d} {code}")


if __name__ == "__main__":
    main()
