"""Part of speech and lemma of parsed words: spaCy's attribute ruler and lemmatizer, asked once for each kind of word.

Both look at a word's letters, tag and dependency alone, a few pairs such as "gon na" and "there is" aside, so what they
said of one occurrence holds for the next. Run over every token they take up to a quarter of the time of the parse.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULE_PIPES = ("attribute_ruler", "lemmatizer")
"""The pipes that this takes out of the pipeline."""

# Some hundred megabytes; a corpus of news comes to a tenth.
_MOST_REMEMBERED = 500_000
_ANY_DEPENDENCY = "dep"
_GAP = "|"


class Word(NamedTuple):
    """What the rules say of one token; the lemma in small letters."""

    pos: str
    lemma: str


class _Form(NamedTuple):
    """All that the rules look at."""

    text: str
    tag: str
    dep: str


_Unit = tuple[_Form, ...]


class WordRules:
    """The rules of a pipeline, which loses the pipes that have them.

    Args:
        pipeline: With the pipes of `RULE_PIPES`.
    """

    def __init__(self, pipeline: "Language") -> None:
        self._vocab = pipeline.vocab
        self._pipes: list[Any] = [pipeline.remove_pipe(name)[1] for name in RULE_PIPES]
        patterns = [pattern for rule in self._pipes[0].patterns for pattern in rule["patterns"]]
        self._deps = frozenset(word for pattern in patterns for token in pattern for word in _find_words(token, "DEP"))
        first = [pattern[0] for pattern in patterns if len(pattern) > 1]
        self._joining_deps = frozenset(word for token in first for word in _find_words(token, "DEP"))
        words = "|".join(_write_pattern(token["LOWER"]) for token in first if "LOWER" in token)
        self._joining_words = re.compile(words or "(?!)", re.IGNORECASE)
        self._known: dict[_Unit, tuple[Word, ...]] = {}

    def describe(self, docs: Sequence["Doc"]) -> Iterator[list[Word]]:
        """One list for each parsed text, with a word for each of its tokens, white space included."""
        units = [list(self._cut(doc)) for doc in docs]
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        self._learn(dict.fromkeys(unit for each in units for unit in each if unit not in self._known))
        for each in units:
            yield [word for unit in each for word in self._known[unit]]

    def _cut(self, doc: "Doc") -> Iterator[_Unit]:
        """The tokens in the groups that the rules look at: as a rule one by one."""
        unit: _Unit = ()
        for token in doc:
            dep = token.dep_
            text = token.text
            unit = (*unit, _Form(text, token.tag_, dep if dep in self._deps else _ANY_DEPENDENCY))
            if dep not in self._joining_deps and not self._joining_words.fullmatch(text):
                yield unit
                unit = ()
        if unit:
            yield unit

    def _learn(self, units: Iterable[_Unit]) -> None:
        """Ask the rules, in one go; what stands between keeps one unit from the next."""
        from spacy.tokens import Doc

        gap = _Form(_GAP, ",", "punct")
        forms = [form for unit in units for form in (*unit, gap)]
        if not forms:
            return
        doc = Doc(
            self._vocab,
            words=[form.text for form in forms],
            tags=[form.tag for form in forms],
            deps=[form.dep for form in forms],
            heads=list(range(len(forms))),
        )
        for pipe in self._pipes:
            doc = pipe(doc)
        words = iter([Word(token.pos_, token.lemma_.lower()) for token in doc])
        for unit in units:
            self._known[unit] = tuple(next(words) for _ in unit)
            next(words)


def _find_words(token: dict[str, Any], attribute: str) -> Iterator[str]:
    """The words that one token of a pattern names for an attribute, in a predicate or alone."""
    said = token.get(attribute)
    if isinstance(said, dict):
        for words in said.values():
            yield from [words] if isinstance(words, str) else words
    elif said is not None:
        yield said


def _write_pattern(said: str | dict[str, Any]) -> str:
    """A predicate over a word in small letters as a regular expression."""
    if isinstance(said, str):
        return re.escape(said)
    return "|".join([said["REGEX"]] if "REGEX" in said else map(re.escape, said["IN"]))
