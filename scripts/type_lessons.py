"""What the model of event types learns from: texts with a marked word, and how likely each type is for it.

Six sources, for `scripts/train_encoder.py`:

- the current-events portal of Wikipedia, a sentence a line with the heading that editors put it under (`text`,
  `heading`; CC BY-SA 4.0). A heading allows several of our types; within them the trigger words of the lexicon give a
  first guess, and the opinion of linear models of all sentences then corrects it (self-training, two rounds);
- `data/portal_labels.csv`, types given by hand to lines of the portal of which a former model was least sure;
- `data/portal_words.csv`, other lines of it with all that they tell, word by word;
- `data/type_sentences.csv`, sentences of our own words with the trigger in brackets;
- `data/type_passages.txt`, sentences of our own with several words marked;
- `data/reports`, reports of our own words with all that they tell. Words of sentences that tell nothing are kept as
  such: of the type "none".

Some are kept out, to measure on: of the portal's lines with all that they tell every fifth, of our own sentences every
tenth, of the passages and reports whole ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bench.reports import is_kept_out, read_reported, read_reports
from mapping.event_types import family_of, load_event_types
from mapping.model import Sentence, Token
from mapping.telling.entries import find_entries
from mapping.telling.lexicon import Reader, load_lexicon
from mapping.telling.type_model import make_features
from mapping.telling.untabled import is_main_verb
from scripts.own_sentences import read_own_sentences
from scripts.passages import read_passages
from scripts.portal import NOTHING, PortalSentence, read_portal_lines, read_portal_sentences, read_portal_types
from scripts.train_types import correct_labels, make_prior, parse

DATA = Path(__file__).parent / "data"
TYPES = (*load_event_types().types, NOTHING)
_MIN_COUNT, _KNOWN_WEIGHT = 4, 4.0
# Of the types that a reader's label names, the first is meant most.
_FIRST_SHARE = 0.6
_KEPT_OUT = 10


class Source(StrEnum):
    """Where a lesson is from."""

    PORTAL = "portal"
    PORTAL_WORDS = "portal, word by word"
    SENTENCES = "own sentences"
    PASSAGES = "passages"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text to learn from.

    `[start, end)` are the characters of the word or phrase whose type is learnt. `target` is how likely each of `TYPES`
    is. `hints` are the lexicon's words in the text, the nearest to the root first, as start, end and types; `features`
    what linear models see. `heading` is the portal's, "" elsewhere; `is_known` says that a person gave the type,
    `is_open` that it is only known to be among those of `target`, and `is_kept_out` that the text is for measuring.
    """

    text: str
    start: int
    end: int
    target: NDArray[np.float64]
    source: Source
    hints: tuple[tuple[int, int, tuple[str, ...]], ...] = ()
    features: tuple[str, ...] = ()
    heading: str = ""
    is_known: bool = True
    is_open: bool = False
    is_kept_out: bool = False


def read_lessons(path: Path) -> list[Lesson]:
    """All of it; `path` is the portal's file."""
    labelled = read_portal_sentences(path)
    lessons = [*make_portal_lessons(path, labelled), *make_own_lessons()]
    return [
        *guess_types(lessons),
        *make_portal_word_lessons(labelled),
        *make_passage_lessons(DATA / "type_passages.txt"),
        *make_report_lessons(),
    ]


def name_types(codes: Sequence[str]) -> NDArray[np.float64]:
    """How likely each type is where a person named these, the likeliest first; families alone stand for all theirs."""
    named = [code for code in codes if code in TYPES]
    if not named:
        target = np.array([float(family_of(code) in codes) for code in TYPES])
        target /= target.sum()
        return target
    target = np.zeros(len(TYPES))
    for code in named:
        target[TYPES.index(code)] += (1.0 - _FIRST_SHARE) / len(named)
    target[TYPES.index(named[0])] += _FIRST_SHARE
    return target


def make_portal_lessons(path: Path, labelled: Sequence[PortalSentence]) -> Iterator[Lesson]:
    """The portal's sentences, each as a whole; of those labelled word by word the main word is marked."""
    rows = read_portal_lines(path)
    known, kept_out = read_portal_types(labelled), {one.line for one in labelled if one.is_kept_out}
    main = {one.line: told.words for one in labelled for told in one.told if told.is_main}
    parsed = parse(row["text"].strip() for row in rows)
    for number, (row, sentences) in enumerate(zip(rows, parsed, strict=True), 1):
        ranked = [(depth + 3 * place, hint) for place, one in enumerate(sentences) for depth, hint in find_hints(one)]
        hints = tuple(hint for _, hint in sorted(ranked, key=lambda pair: pair[0]))
        tokens = [token for sentence in sentences for token in sentence.tokens]
        start, end = find_main(row["text"].strip(), tokens, main.get(number))
        prior = make_prior([types for _, _, types in hints], row["heading"], TYPES)
        yield Lesson(
            text=row["text"].strip(), start=start, end=end,
            target=name_types([known[number]]) if number in known else prior,
            source=Source.PORTAL, hints=hints, features=tuple(dict.fromkeys(make_features(tokens))),
            heading=row["heading"], is_known=number in known, is_kept_out=number in kept_out,
        )  # fmt: skip


def find_main(text: str, tokens: Sequence[Token], words: str | None) -> tuple[int, int]:
    """Where the words lie that a sentence's main happening is told by; without any, the verb that all hangs on."""
    if words is not None:
        return text.index(words), text.index(words) + len(words)
    root = next(token for token in tokens if token.dep == "ROOT")
    return root.start, root.end


def make_portal_word_lessons(labelled: Sequence[PortalSentence]) -> Iterator[Lesson]:
    """What lines of the portal tell, word by word; of those that tell nothing the words that look it."""
    for one, sentences in zip(labelled, parse(one.text for one in labelled), strict=True):
        marked = [(one.text.index(told.words), told) for told in one.told]
        spans = [(start, start + len(told.words), told.types) for start, told in marked]
        if not spans:
            spans = [(start, end, (NOTHING,)) for sentence in sentences for start, end in find_idle_words(sentence)]
        for start, end, codes in spans:
            yield Lesson(
                one.text, start, end, name_types(codes), Source.PORTAL_WORDS, heading=one.heading,
                is_open=not set(codes) & set(TYPES), is_kept_out=one.is_kept_out,
            )  # fmt: skip


def find_hints(sentence: Sentence) -> Iterator[tuple[int, tuple[int, int, tuple[str, ...]]]]:
    """The lexicon's words in a sentence: how far below the root, then start, end and types."""
    reader = Reader(sentence, load_lexicon())
    for index, _, entry in find_entries(reader):
        token = reader.tree.tokens[index]
        yield len(reader.tree.ancestors(index)), (token.start, token.end, entry.types)


def is_sentence_kept_out(number: int) -> bool:
    """Whether nothing is learnt from our own sentence of this number: one in ten is for measuring."""
    return number % _KEPT_OUT == 0


def is_passage_kept_out(text: str) -> bool:
    """Whether nothing is learnt from the passage of this text, one in ten."""
    return crc32(text.encode()) % _KEPT_OUT == 0


def make_own_lessons() -> Iterator[Lesson]:
    """Our own sentences."""
    own = list(read_own_sentences())
    for number, (one, sentences) in enumerate(zip(own, parse([one.text for one in own]), strict=True)):
        sentence = next(sentence for sentence in sentences if one.start < sentence.end)
        features = tuple(dict.fromkeys(make_features(sentence.tokens)))
        yield Lesson(
            one.text, one.start, one.end, name_types([one.code]), Source.SENTENCES,
            features=features, is_kept_out=is_sentence_kept_out(number),
        )  # fmt: skip


def make_passage_lessons(path: Path) -> Iterator[Lesson]:
    """Our own sentences with several marks, a lesson for each mark."""
    for one in read_passages(path):
        is_kept_out = is_passage_kept_out(one.text)
        target = name_types([one.code])
        yield Lesson(one.text, one.start, one.end, target, Source.PASSAGES, is_kept_out=is_kept_out)


def make_report_lessons() -> Iterator[Lesson]:
    """What our reports tell, and the words of sentences that tell nothing though they look it."""
    told, documents = read_reported(), read_reports()
    texts = [one.text for one in documents.values()]
    for (name, document), sentences in zip(documents.items(), parse(texts), strict=True):
        found = [(document.text.index(one.words), one) for one in told if one.document == name]
        for sentence in sentences:
            text = document.text[sentence.start : sentence.end]
            inside = [
                (start, one) for start, one in found if start < sentence.end and sentence.start < start + len(one.words)
            ]
            marked = [(start, start + len(one.words), one.types) for start, one in inside]
            if not inside:
                marked = [(start, end, (NOTHING,)) for start, end in find_idle_words(sentence)]
            for start, end, codes in marked:
                yield Lesson(
                    text, start - sentence.start, end - sentence.start, name_types(codes), Source.REPORTS,
                    is_open=not set(codes) & set(TYPES), is_kept_out=is_kept_out(name),
                )  # fmt: skip


def find_idle_words(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The words of a sentence that could be taken for an event's: the lexicon's, and main verbs."""
    hints = {(start, end) for _, (start, end, _) in find_hints(sentence)}
    verbs = {(token.start, token.end) for token in sentence.tokens if is_main_verb(token)}
    yield from sorted(hints | verbs)


def guess_types(lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons with a target each: linear models correct the first guess within what the headings allow.

    The marked word becomes the lexicon's word that speaks for the likeliest type, where there is one.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    with np.errstate(divide="ignore"):
        priors = np.array([np.log(one.target) if one.is_known else one.target for one in lessons])
    # To linear models what is no event is of no named kind.
    priors[:, TYPES.index("other.other")] = np.maximum(priors[:, TYPES.index("other.other")], priors[:, -1])
    priors = priors[:, :-1]
    counts = np.array([_KNOWN_WEIGHT if one.is_known and one.heading else 1.0 for one in lessons])
    vectorizer = CountVectorizer(analyzer=lambda words: words, min_df=_MIN_COUNT, binary=True)
    matrix = normalize(vectorizer.fit_transform([one.features for one in lessons]).astype(np.float64))
    _, totals = correct_labels(matrix, priors, counts)
    chances = np.exp(totals - totals.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return [
        one if one.is_known else mark(replace(one, target=np.append(row, 0.0)))
        for one, row in zip(lessons, chances, strict=True)
    ]


def mark(lesson: Lesson) -> Lesson:
    """The lesson with the lexicon's word marked that may mean its likeliest type, or at least the family."""
    code = TYPES[int(lesson.target.argmax())]
    by_type = [hint for hint in lesson.hints if code in hint[2]]
    by_family = [hint for hint in lesson.hints if family_of(code) in map(family_of, hint[2])]
    for start, end, _ in (*by_type, *by_family):
        return replace(lesson, start=start, end=end)
    return lesson
